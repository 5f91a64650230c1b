"""Drives ONLYOFFICE's engine for many workbooks: one JSON request a line on standard input, one answer a line.

A process of its own, because the engine writes to the standard streams and must not take the tests with it if it
fails. Requests:

* ``{"do": "open", "path": …}``: loads a workbook.
* ``{"do": "set", "cells": {"评分表!H12": value}}``: sets cells as a user does, so locked ones refuse; null empties one.
* ``{"do": "get"}``: gives what the cells of each sheet hold, in rows from A1, as text without formats.
* ``{"do": "fit"}``: makes the rows of the first sheet as high as their texts; else only the first 64 are known.
* ``{"do": "rows"}``: gives the heights of each sheet's rows, in points; null where a row is hidden.
* ``{"do": "print", "path": …, "sheet": …}``: prints a sheet as PDF.
* ``{"do": "convert", "path": …, "to": …}``: makes a PDF of a document.
* ``{"do": "close"}``: closes the workbook.
"""

import contextlib
import fcntl
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import docbuilder

_GET = """
const sheets = {};
for (const sheet of Api.GetSheets()) {
  const used = sheet.GetUsedRange(), end = used.GetAddress(false, false).split(":").pop();
  const values = sheet.GetRange("A1:" + end).GetValue2();
  sheets[sheet.GetName()] = Array.isArray(values) ? values : [[values]];
}
return sheets;
"""

_ROWS = """
const sheets = {};
for (const sheet of Api.GetSheets()) {
  const end = Number(sheet.GetUsedRange().GetAddress(false, false).split(":").pop().replace(/[^0-9]/g, ""));
  sheets[sheet.GetName()] = Array.from({length: end}, (_, row) => sheet.GetRange("A" + (row + 1)).GetRowHeight());
}
return sheets;
"""

_SET = """
for (const [place, value] of Object.entries(request)) {
  const at = place.lastIndexOf("!");
  Api.GetSheet(place.slice(0, at)).GetRange(place.slice(at + 1)).SetValue(value === null ? "" : value);
}
"""


class Engine:
    """The engine with at most one workbook."""

    def __init__(self, folder: str) -> None:
        self._builder = docbuilder.CDocBuilder()
        self._builder.SetTmpFolder(folder)

    def run(self, script: str, request: object = None) -> Any:
        """Run the body of a JavaScript function of ``request``; raises RuntimeError with what it throws."""
        result = self._builder.GetContext().CreateUndefined()
        body = f"const request = {json.dumps(request)}; {script}"
        self._builder.ExecuteCommand(
            "(function () { try { return JSON.stringify({answer: (function () {"
            + body
            + "})()}); } catch (error) { return JSON.stringify({failed: String(error)}); } })();",
            result,
        )
        answer = json.loads(result.ToString())
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer.get("answer")

    def answer(self, request: dict[str, Any]) -> Any:
        match request["do"]:
            case "open":
                if self._builder.OpenFile(request["path"]):
                    raise RuntimeError(f"ONLYOFFICE does not open {request['path']}")
            case "set":
                self.run(_SET, request["cells"])
            case "get":
                return self.run(_GET)
            case "fit":
                self.run("Api.GetActiveSheet().GetUsedRange().AutoFit(true, false);")
            case "rows":
                return self.run(_ROWS)
            case "print":
                self.run("Api.GetSheet(request).SetActive();", request["sheet"])
                if self._builder.SaveFile("pdf", request["path"]):
                    raise RuntimeError(f"ONLYOFFICE does not print {request['sheet']}")
            case "convert":
                if self._builder.OpenFile(request["path"]) or self._builder.SaveFile("pdf", request["to"]):
                    raise RuntimeError(f"ONLYOFFICE does not convert {request['path']}")
                self._builder.CloseFile()
            case "close":
                self._builder.CloseFile()
        return True


def main() -> None:
    """Answer requests until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # the engine writes to standard output, too
    with tempfile.TemporaryDirectory() as folder:
        # The engine writes its list of fonts beside its program when it first opens a file.
        with (Path(tempfile.gettempdir()) / "xlplugin-onlyoffice.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            engine = Engine(folder)
            engine.answer({"do": "open", "path": sys.argv[1]})
            engine.answer({"do": "close"})
        print(json.dumps("ready"), file=answers, flush=True)
        for line in sys.stdin:
            try:
                answer = {"answer": engine.answer(json.loads(line))}
            except Exception as error:
                answer = {"failed": repr(error)}
            print(json.dumps(answer), file=answers, flush=True)
        with contextlib.suppress(Exception):
            docbuilder.CDocBuilder.Dispose()


main()
