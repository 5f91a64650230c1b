"""Drives one LibreOffice for many workbooks: one JSON request a line on standard input, one answer a line.

Runs under the Python that LibreOffice's ``uno`` module belongs to (on Debian ``/usr/bin/python3`` with
python3-uno), so it imports nothing of the project. Requests:

* ``{"do": "open", "path": …}``: loads a workbook; the profile says that it is recalculated on loading.
* ``{"do": "set", "cells": {"评分表!H12": value}}``: sets cells; null empties one.
* ``{"do": "get"}``: gives what the cells of each sheet show, in rows; an error shows as null.
* ``{"do": "save", "path": …}``: saves a copy as .xlsx, as LibreOffice writes it.
* ``{"do": "type", "cells": {"评分表!H12": text}}``: types into cells as a user does, by the dispatcher of the
  user interface; gives what each cell holds afterwards.
* ``{"do": "rows", "cell": "评分表!A12", "command": "InsertRowsBefore"}``: as a user does; gives the texts of the
  column before and after.
* ``{"do": "unlock", "password": …}``: unprotects every sheet and the structure; gives whether all are open.
* ``{"do": "geometry"}``: gives each sheet's column widths and row heights in hundredths of a millimetre.
* ``{"do": "measure", "texts": [[text, width, size, indent], …]}``: gives the height that LibreOffice itself wants
  for each text, wrapped to a width (hundredths of a millimetre), in a font of a size in points.
* ``{"do": "click", "sheet": …}``: runs what a click on each shape of a sheet is bound to; gives the shapes' names
  with the scripts.
* ``{"do": "close"}``: closes the workbook.

Macros run where ``open`` is told so (``"macros": true``).
"""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.lang import Locale

RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
 <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
  <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
 </item>
</oor:items>
"""


DISPATCHER = []
"""The one that acts as a user of the interface does."""


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def start(profile):
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(RECALCULATE_ALWAYS, encoding="utf-8")
    pipe = f"xlplugin{os.getpid()}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--norestore",
            "--nologo",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:
            time.sleep(0.25)
    else:
        office.kill()
        raise SystemExit("LibreOffice did not start within a minute")
    made = context.ServiceManager.createInstanceWithContext
    DISPATCHER.append(made("com.sun.star.frame.DispatchHelper", context))
    return office, made("com.sun.star.frame.Desktop", context)


def cell_of(document, place):
    sheet, address = place.rsplit("!", 1)
    return document.Sheets.getByName(sheet).getCellRangeByName(address)


def show(document):
    """Return every sheet's used cells, row by row from A1; one call a sheet, as a call takes a millisecond."""
    sheets = {}
    for sheet in document.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        address = cursor.RangeAddress
        block = sheet.getCellRangeByPosition(0, 0, address.EndColumn, address.EndRow)
        sheets[sheet.Name] = [list(row) for row in block.getDataArray()]
    return sheets


def displayed(document, places):
    """Return what a person sees in cells: the text as formatted, '' where the row or column is hidden."""
    cells = {place: cell_of(document, place) for place in places}
    seen = {place: cell.Rows.IsVisible and cell.Columns.IsVisible for place, cell in cells.items()}
    return {place: cell.getString() if seen[place] else "" for place, cell in cells.items()}


def put(cell, value):
    if value is None:
        cell.setString("")
        cell.clearContents(1 | 2 | 4 | 16)
    elif isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(value)


def dispatch(document, command, **options):
    frame = document.CurrentController.Frame
    DISPATCHER[0].executeDispatch(frame, f".uno:{command}", "", 0, tuple(option(*pair) for pair in options.items()))


def go_to(document, place):
    sheet, address = place.rsplit("!", 1)
    document.CurrentController.setActiveSheet(document.Sheets.getByName(sheet))
    dispatch(document, "GoToCell", ToPoint=address)


def type_into(document, cells):
    held = {}
    for place, text in cells.items():
        go_to(document, place)
        dispatch(document, "EnterString", StringName=text)
        held[place] = cell_of(document, place).getFormula()
    return held


def first_column(document, sheet):
    return [row[0] for row in show(document)[sheet]]


def unlock(document, password):
    for thing in [*document.Sheets, document]:
        with contextlib.suppress(Exception):  # some versions raise where a password is wrong
            thing.unprotect(password)
    return not document.isProtected() and not any(sheet.isProtected() for sheet in document.Sheets)


def geometry(document):
    results = {}
    for sheet in document.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        results[sheet.Name] = {
            "columns": [sheet.Columns.getByIndex(at).Width for at in range(end.EndColumn + 1)],
            "rows": [sheet.Rows.getByIndex(at).Height for at in range(end.EndRow + 1)],
        }
    return results


def measure(desktop, texts):
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (option("Hidden", True),))
    try:
        sheet = document.Sheets.getByIndex(0)
        rows = {}
        groups = {}
        for at, (text, *kind) in enumerate(texts):
            groups.setdefault(tuple(kind), []).append((at, text))
        top = 0
        for column, ((width, size, indent), group) in enumerate(groups.items()):
            sheet.Columns.getByIndex(column).Width = width
            block = sheet.getCellRangeByPosition(column, top, column, top + len(group) - 1)
            block.NumberFormat = document.NumberFormats.queryKey("@", Locale(), False)
            block.setDataArray(tuple((text,) for _, text in group))
            block.IsTextWrapped = True
            block.CharFontName, block.CharFontNameAsian = "宋体", "宋体"
            block.CharHeight, block.CharHeightAsian = size, size
            block.ParaIndent = indent
            rows |= {at: top + offset for offset, (at, _) in enumerate(group)}
            top += len(group)
        sheet.Rows.OptimalHeight = True
        return [sheet.Rows.getByIndex(rows[at]).Height for at in range(len(texts))]
    finally:
        document.close(True)


def click(document, sheet):
    bound = {}
    page = document.Sheets.getByName(sheet).DrawPage
    for shape in (page.getByIndex(at) for at in range(page.Count)):
        for event in shape.Events.getByName("OnClick") or () if hasattr(shape, "Events") else ():
            if event.Name == "Script":
                document.getScriptProvider().getScript(event.Value).invoke((), (), ())
                bound[shape.Name] = event.Value
    return bound


def answer(request, desktop, state):
    match request["do"]:
        case "open":
            url = uno.systemPathToFileUrl(request["path"])
            macros = option("MacroExecutionMode", 4 if request.get("macros") else 0)
            options = option("Hidden", request["hidden"]), macros
            state["document"] = desktop.loadComponentFromURL(url, "_blank", 0, options)
            if state["document"] is None:
                raise ValueError(f"LibreOffice does not open {request['path']}")
        case "set":
            document = state["document"]
            for sheet in document.Sheets:
                if sheet.isProtected():  # of the API, too, where a cell is cleared
                    sheet.unprotect("")
            document.enableAutomaticCalculation(False)
            for place, value in request["cells"].items():
                put(cell_of(document, place), value)
            document.enableAutomaticCalculation(True)
            document.calculate()
        case "get":
            return show(state["document"])
        case "displayed":
            return displayed(state["document"], request["cells"])
        case "save":
            url = uno.systemPathToFileUrl(request["path"])
            state["document"].storeToURL(url, (option("FilterName", "Calc MS Excel 2007 XML"),))
        case "type":
            return type_into(state["document"], request["cells"])
        case "rows":
            document, sheet = state["document"], request["cell"].rsplit("!", 1)[0]
            before = first_column(document, sheet)
            go_to(document, request["cell"])
            dispatch(document, request["command"])
            return [before, first_column(document, sheet)]
        case "click":
            return click(state["document"], request["sheet"])
        case "unlock":
            return unlock(state["document"], request["password"])
        case "geometry":
            return geometry(state["document"])
        case "measure":
            return measure(desktop, request["texts"])
        case "close":
            state.pop("document").close(True)
    return True


def main():
    office, desktop = start(Path(sys.argv[1]).resolve())
    state = {}
    print(json.dumps("ready"), flush=True)
    try:
        for line in sys.stdin:
            try:
                print(json.dumps({"answer": answer(json.loads(line), desktop, state)}), flush=True)
            except Exception as error:
                print(json.dumps({"failed": repr(error)}), flush=True)
    finally:
        try:
            desktop.terminate()
            office.wait(20)
        except Exception:
            office.kill()


main()
