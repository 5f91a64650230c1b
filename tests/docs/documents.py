"""Runs the commands of a document in a folder of their own, and writes what they print into it.

``python -m tests.docs.documents README.md`` brings the outputs of a document up to date; read the difference.

Between the commands, comments that no reader sees stand for what other people do::

    <!-- 米山镇: 2.1.1.d1=4 → back/final.xlsx -->      fills in the workbook of 米山镇 and saves it as back/final.xlsx
    <!-- 张三 米山镇: 2.1.1.d1=4 → back/a.xlsx -->      the same with the workbook of the assessor 张三
    <!-- text → back/scan.xlsx -->                     writes a file that is not a workbook
    <!-- answer: 3, 电话核实 → questions.csv -->       fills in the columns 答复 and 理由 of the table of questions
    <!-- decide: 未报送 → table.xlsx -->               gives the reason of each 不定等次 in a table of decisions

A digest differs each time, so the one that a document shows stands for any other.
"""

import csv
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook

from tests.conftest import ROOT
from tests.support.filling import cells_of, layout_of
from xlplugin import load_rubric
from xlplugin.rubric.clause import slots
from xlplugin.rubric.clause_kinds import Choice, Discretionary, Flat, Multiplied, PerOccurrence

LANGUAGES = {
    "README.md": "en",
    "docs/build-workbooks.md": "en",
    "docs/score.md": "en",
    "docs/send-and-collect.md": "en",
    "docs/assess-and-correct.md": "en",
    "docs/excel.md": "en",
    "docs/publish.md": "en",
    "docs/writing-a-rubric.md": "en",
} | {
    "README.zh.md": "zh",
    "docs/build-workbooks.zh.md": "zh",
    "docs/score.zh.md": "zh",
    "docs/send-and-collect.zh.md": "zh",
    "docs/assess-and-correct.zh.md": "zh",
    "docs/excel.zh.md": "zh",
    "docs/publish.zh.md": "zh",
    "docs/writing-a-rubric.zh.md": "zh",
}
"""The documents with commands, each with the language in which its reader runs them."""

_BLOCK = re.compile(
    r"^```console\n(?P<block>.*?)^```|^<!-- (?P<event>[^\n]*?) → (?P<file>[^\n]+?) -->$", re.MULTILINE | re.DOTALL
)


_DIGEST = re.compile(r"\b[0-9a-f]{32,64}\b")


def without_digests(text: str) -> str:
    """Return a text with a word in the place of each digest, which differs each time."""
    return _DIGEST.sub("DIGEST", text)


class Command(NamedTuple):
    """A command of a document, the output that the document shows, and where that output is in the text."""

    line: str
    shown: str
    start: int
    end: int


class Event(NamedTuple):
    """What somebody else does between two commands, and the file that results."""

    action: str
    file: str


def steps(text: str) -> Iterator[Command | Event]:
    """Yield the commands and events of a document in order."""
    for match in _BLOCK.finditer(text):
        if match["event"] is not None:
            yield Event(match["event"], match["file"])
            continue
        block, offset = match["block"], match.start("block")
        starts = [found.start() for found in re.finditer(r"^\$ ", block, re.MULTILINE)]
        for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
            line, _, shown = block[start + 2 : end].partition("\n")
            begins = offset + start + 2 + len(line) + 1
            yield Command(line, shown, begins, begins + len(shown))


def outputs(name: str, text: str, folder: Path) -> Iterator[tuple[Command, str]]:
    """Run a document's commands in a folder; yields each with what a terminal would show."""
    for step in steps(text):
        if isinstance(step, Event):
            happen(step, folder)
        elif step.line.startswith("cat "):
            (folder / step.line.removeprefix("cat ")).write_text(step.shown, encoding="utf-8")
        else:
            ran = subprocess.run(
                ["sh", "-c", step.line],
                cwd=folder,
                env=environment(LANGUAGES[name]),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            yield step, ran.stdout


def environment(language: str) -> dict[str, str]:
    """Return the environment of a reader with this language."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {
        "PATH": path,
        "PYTHONUNBUFFERED": "1",
        "LC_ALL": "C.UTF-8" if language == "en" else "zh_CN.UTF-8",
    }


def happen(event: Event, folder: Path) -> None:
    """Do what an event says."""
    path = folder / event.file
    path.parent.mkdir(parents=True, exist_ok=True)
    if event.action == "text":
        path.write_text("not a workbook", encoding="utf-8")
    elif event.action.startswith("decide: "):
        workbook = load_workbook(path)
        for row in workbook.worksheets[0].iter_rows(min_row=3):
            if row[7].value == "不定等次":
                row[8].value = event.action.removeprefix("decide: ")
        workbook.save(path)
    elif event.action.startswith("answer: "):
        answer, reason = event.action.removeprefix("answer: ").split(", ")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(row | {"答复": answer, "理由": reason} for row in rows)
    else:
        body, _, entries = event.action.partition(": ")
        *rater, body = body.split(" ")  # 张三 米山镇: in the workbook of an assessor
        names = f"{rater[0]}_*_{body}.xlsx" if rater else f"*_{body}.xlsx"
        issued = max(folder.rglob(names), key=lambda found: found.stat().st_mtime_ns)
        path.write_bytes(issued.read_bytes())
        fill(path, dict(entry.split("=") for entry in entries.split(", ")))


def fill(path: Path, changes: dict[str, str]) -> None:
    """Fill in a workbook of ``gaoping-2022-a`` as a body that lost nothing, but for some entries."""
    rubric = load_rubric("gaoping-2022-a")
    workbook = load_workbook(path)
    layout = layout_of(rubric, edition_of(workbook))
    entries: dict[str, Any] = {}
    for clause in rubric.clauses:
        match clause.kind:
            case Flat():
                entries[clause.key] = False
            case Choice() | PerOccurrence():
                entries[clause.key] = 0
            case Discretionary() | Multiplied():
                entries[clause.key] = {"amount": "0"}
            case _:
                whole = {"whole": 20} if len(slots(clause)) > 1 else {}
                entries[clause.key] = {"part": 20, **whole}
    for key, value in changes.items():
        entries[key] = float(value) if value.isdigit() else value
    for at, content in cells_of(layout, {"entries": entries}).items():
        sheet, _, address = at.partition("!")
        if not workbook[sheet][address].protection.locked:
            workbook[sheet][address].value = content
    workbook.save(path)


def edition_of(workbook: Any) -> str:
    """Return the edition that a workbook states."""
    facts = workbook["工作簿信息"].iter_rows(max_row=30, max_col=2, values_only=True)
    return str(dict(facts)["edition"])


def main(names: list[str]) -> None:
    """Bring the outputs of documents up to date."""
    for name in names:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            ran = list(outputs(name, text, Path(folder)))
        for command, printed in reversed(ran):
            text = text[: command.start] + printed + text[command.end :]
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
