"""The workbook with macros: its VBA, its buttons, its ribbon, and everything that it had without them."""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from pyopenvba.apps.excel import ExcelApplication

from tests.conftest import ROOT
from tests.support.fake_desktop import imported_functions, wrapper
from tests.support.libreoffice import LibreOffice
from tests.support.openxml_validator import VERSIONS, Validator
from tests.support.workbook_lint import faults
from xlplugin import UsageError, build_workbook, load_rubric, load_scheme, rubric_ids
from xlplugin.cli import main
from xlplugin.filled.recalculate_file import recalculate_file
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.look_file import load_look
from xlplugin.workbook.vba import vba_project as project_writer
from xlplugin.workbook.vba.function_help import udf_module

VBA = ROOT / "templates" / "vba"
RUBRIC = load_rubric("gaoping-2022-a")
LOOK = load_look()
BUTTON_SHEETS = ("填表说明", "评分表")
STUB = """Attribute VB_Name = "xlwings"
Public Function RunPython(PythonCommand As String)
    ThisWorkbook.Worksheets("xlwings.conf").Range("B1").Value = PythonCommand
End Function
Public Function GetConfig(configKey As String, Optional default As String = "")
    GetConfig = default
End Function
Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = False
End Function
Public Function WScript() As Object
    Set WScript = New TriedShell
End Function
"""
SHELL = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1
END
Attribute VB_Name = "TriedShell"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Public Function Run(command As String, style As Integer, wait As Boolean) As Long
    Run = {code}
End Function
"""


@pytest.fixture
def macro_file(tmp_path: Path) -> Path:
    path = tmp_path / "考核.xlsm"
    build_workbook(RUBRIC, path, BuildOptions(macros=True))
    return path


def with_stub(path: Path, monkeypatch: pytest.MonkeyPatch, code: int = 0, config: str = "") -> Path:
    """Build the workbook with a stub in place of xlwings' module; ``code``: what trying the interpreter gives."""
    sources = dict(project_writer.sources())
    stub = STUB.replace("GetConfig = default", f'GetConfig = "{config}"') if config else STUB
    sources |= {"xlwings": stub, "TriedShell": SHELL.format(code=code)}
    del sources["Dictionary"]
    monkeypatch.setattr(
        project_writer, "sources", lambda: {name: text.replace("\n", "\r\n") for name, text in sources.items()}
    )
    build_workbook(RUBRIC, path, BuildOptions(macros=True))
    return path


@pytest.mark.office
@pytest.mark.parametrize(
    ("id", "edition"),
    [
        *(pytest.param(id, "plain", marks=() if id == "gaoping-2022-b" else pytest.mark.long) for id in rubric_ids()),
        *(("gaoping-2022-b", edition) for edition in ("self", "assess")),
    ],
)
def test_the_validator_finds_nothing(id: str, edition: str, validator: Validator, tmp_path: Path) -> None:
    path = tmp_path / "w.xlsm"
    build_workbook(
        load_rubric(id),
        path,
        BuildOptions(edition=edition, macros=True, password="高平2022" if edition == "self" else ""),
    )
    for version in VERSIONS:
        assert validator.errors(path, version) == []
    assert faults(load_workbook(path)) == []


def test_its_bytes_are_those_of_its_input() -> None:
    assert workbook_bytes(RUBRIC, BuildOptions(body="米山镇", macros=True)) == workbook_bytes(
        RUBRIC, BuildOptions(body="米山镇", macros=True)
    )


def test_olevba_lists_the_modules_and_their_sources_are_those_of_the_templates_and_of_xlwings(macro_file: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "oletools.olevba", "--json", str(macro_file)], capture_output=True, check=True
    )
    macros = next(part["macros"] for part in json.loads(ran.stdout) if part.get("macros"))
    result = {macro["vba_filename"].rpartition(".")[0]: macro["code"] for macro in macros}
    sources = project_writer.sources()
    sheets = len(load_workbook(macro_file).sheetnames)
    assert set(result) == set(sources) | {f"Sheet{number}" for number in range(1, sheets + 1)}
    for name, text in sources.items():
        assert code_of(result[name]) == code_of(text), name
    assert {path.stem for path in VBA.iterdir()} | {"xlwings_udfs", "xlwings", "Dictionary"} == set(sources)


def code_of(text: str) -> list[str]:
    """Return the lines of a module without its attributes, which Excel keeps and does not show."""
    lines = re.sub(r"^VERSION.*?^END\r?$", "", text, count=1, flags=re.MULTILINE | re.DOTALL).splitlines()
    return [line.rstrip() for line in lines if line.strip() and not line.startswith("Attribute VB_")]


def test_our_sources_are_plain_ascii_and_their_names_fit() -> None:
    for path in VBA.iterdir():
        path.read_bytes().decode("ascii")
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,30}", path.stem)
        assert "\r" not in path.read_text(encoding="ascii")


def test_the_functions_module_is_what_xlwings_would_write_but_for_the_sentence_of_a_failure() -> None:
    with imported_functions() as (functions, udfs):
        generated = wrapper(functions, udfs)
    expected = generated.replace("= Err.Description", '= Said("function_failed")')
    assert code_of(udf_module().partition("#Const")[2].partition("\n")[2]) == code_of(expected)


def test_all_that_it_is_without_macros_it_is_with_them(macro_file: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    build_workbook(RUBRIC, plain)
    before, after = load_workbook(plain), load_workbook(macro_file)
    assert [name for name in after.sheetnames if name != "xlwings.conf"] == before.sheetnames
    for sheet in before.worksheets:
        other = after[sheet.title]
        assert other.protection.sheet == sheet.protection.sheet
        columns = 4 if sheet.title == "工作簿信息" else None
        assert [[cell.value for cell in row] for row in other.iter_rows(max_col=columns or sheet.max_column)] == [
            [cell.value for cell in row] for row in sheet.iter_rows(max_col=columns or sheet.max_column)
        ]
    assert set(after.defined_names) - set(before.defined_names) == {"macro_texts"}


def test_the_ribbon_is_well_formed_and_calls_macros_that_are_there(macro_file: Path) -> None:
    with zipfile.ZipFile(macro_file) as file:
        xml = file.read("customUI/customUI14.xml").decode()
        relations = file.read("_rels/.rels").decode()
    assert "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" in relations
    root = ElementTree.fromstring(xml)  # noqa: S314  # our own
    space = "{http://schemas.microsoft.com/office/2009/07/customui}"
    assert [element.tag.removeprefix(space) for element in (root, *root)] == ["customUI", "ribbon"]
    allowed = {
        "tab": {"id", "label"},
        "group": {"id", "label"},
        "button": {"id", "label", "size", "imageMso", "onAction", "screentip", "supertip"},
    }
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", str(id)) for id in ids)
    source = (VBA / "XlpButtons.bas").read_text(encoding="ascii")
    buttons = list(root.iter(f"{space}button"))
    assert [button.get("label") for button in buttons] == [
        "重新计算",
        "检查填报",
        "导出评分结果",
        "清空填报",
        "环境检查",
    ]
    for element in root.iter():
        kind = element.tag.removeprefix(space)
        if kind in allowed:
            assert set(element.attrib) <= allowed[kind]
            assert len(element.get("screentip", "")) <= 1024
    for button in buttons:
        callback = button.get("onAction", "")
        macro = callback.removeprefix("Ribbon")
        called = rf"Public Sub {callback}\(ByVal control As Object\)\n    {macro}\nEnd Sub"
        assert re.search(called, source)
        assert re.search(rf'Public Sub {macro}\(\)\n    RunMacro "([a-z_]+)"\nEnd Sub', source)


def test_every_macro_that_vba_names_is_there_in_python() -> None:
    from xlplugin.excel import macros

    source = (VBA / "XlpButtons.bas").read_text(encoding="ascii")
    named = re.findall(r'RunMacro "([a-z_]+)"', source)
    assert len(named) == 5
    assert all(callable(getattr(macros, name)) for name in named)
    assert 'MACROS As String = "xlplugin.excel.macros"' in source


def test_every_text_that_vba_asks_for_is_on_the_hidden_sheet(macro_file: Path) -> None:
    source = "".join(path.read_text(encoding="ascii") for path in VBA.iterdir())
    asked = set(re.findall(r'Said\("([a-z_]+)"\)', source)) | set(re.findall(r'WhatIsMissing = "([a-z_]+)"', source))
    sheet = load_workbook(macro_file)["工作簿信息"]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(min_col=5, max_col=7, values_only=True) if row[0]}
    assert asked <= set(rows)
    assert all(text for text, _ in rows.values())
    assert sheet.sheet_state == "veryHidden"


def interpreted(path: Path) -> Any:
    return ExcelApplication.open(path)


@pytest.mark.parametrize(
    ("macro", "command"),
    [
        ("Recalculate", "recalculate"),
        ("CheckEntries", "check_entries"),
        ("ExportScores", "export_scores"),
        ("ClearEntries", "clear_entries"),
        ("CheckEnvironment", "check_environment"),
    ],
)
def test_an_interpreter_of_vba_runs_each_macro_up_to_the_call_of_python(
    macro: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = interpreted(with_stub(tmp_path / "w.xlsm", monkeypatch))
    app.run(macro)
    assert app.dialogs == []
    expected = f"import xlplugin.excel.macros;xlplugin.excel.macros.{command}()"
    assert app.sheet("xlwings.conf").value("B1") == expected


@pytest.mark.parametrize(
    ("code", "config", "text"),
    [(1, "", "无Python"), (9009, "", "无Python"), (3, "", "无程序"), (0, "C:\\none\\python.exe", "无解释器")],
)
def test_a_missing_or_wrong_interpreter_is_reported_in_chinese_and_python_is_not_called(
    code: int, config: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = interpreted(with_stub(tmp_path / "w.xlsm", monkeypatch, code, config))
    app.run("Recalculate")
    ((kind, message, title, _),) = app.dialogs
    assert (kind, message, title) == ("MsgBox", LOOK.text(f"宏.{text}"), "考核评分")
    assert not app.sheet("xlwings.conf").value("B1")


def test_with_xlwings_own_module_in_it_a_computer_without_python_gets_a_sentence(macro_file: Path) -> None:
    app = interpreted(macro_file)
    app.run("Recalculate")
    assert [message for _, message, *_ in app.dialogs] == [LOOK.text("宏.无Python")]


@pytest.mark.office
def test_the_interpreters_place_counts_once_it_is_filled_in_and_hides_nothing_before(
    office: LibreOffice, macro_file: Path
) -> None:
    office.open(macro_file)
    try:
        before = office.get()["xlwings.conf"][0][0]
        office.set({"xlwings.conf!B1": "C:\\Python\\python.exe"})
        after = office.get()["xlwings.conf"][0][0]
    finally:
        office.close()
    assert (before, after) == ("(Interpreter_Win)", "Interpreter_Win")


@pytest.mark.office
@pytest.mark.parametrize("sheet", BUTTON_SHEETS)
def test_in_libreoffice_a_click_on_the_button_reaches_python_with_the_right_command(
    sheet: str, office: LibreOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A copy under a name that would be no module of Python.
    path = with_stub(tmp_path / "2025评分（副本）.xlsm", monkeypatch)
    office.open(path, hidden=False, macros=True)
    try:
        bound = office.click(sheet)
        shown = office.get()
    finally:
        office.close()
    assert list(bound) == ["XlpRecalculate"]
    assert shown["xlwings.conf"][0][1] == "import xlplugin.excel.macros;xlplugin.excel.macros.recalculate()"


def test_the_button_is_not_printed_and_runs_the_macro_of_its_own_workbook(macro_file: Path) -> None:
    with zipfile.ZipFile(macro_file) as file:
        drawings = [file.read(name).decode() for name in file.namelist() if "drawings/drawing" in name]
    buttons = [xml for xml in drawings if "macro=" in xml]
    assert len(buttons) == len(BUTTON_SHEETS)
    for xml in buttons:
        assert 'macro="[0]!Recalculate"' in xml
        assert 'fPrintsWithSheet="0"' in xml
        assert ">重新计算<" in xml


def test_recalculating_the_file_keeps_buttons_ribbon_and_vba_byte_for_byte(macro_file: Path) -> None:
    with zipfile.ZipFile(macro_file) as file:
        before = {name: file.read(name) for name in file.namelist()}
    recalculation = recalculate_file(macro_file)
    assert recalculation.verdict == "一致"
    with zipfile.ZipFile(macro_file) as file:
        after = {name: file.read(name) for name in file.namelist()}
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet3.xml"}


def test_the_command_line_builds_it_and_keeps_one_that_was_filled_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["build", "gaoping-2022-a", "--macros", "--for", "米山镇", "-o", str(tmp_path), "--lang", "zh"]
    assert main(command) == 0
    path = tmp_path / "gaoping-2022-a_米山镇.xlsm"
    assert capsys.readouterr().out.strip() == str(path)
    workbook = load_workbook(path, keep_vba=True)
    assert not workbook["xlwings.conf"]["B1"].protection.locked
    assert workbook["xlwings.conf"]["B2"].protection.locked
    assert main(command) == 0
    assert list(tmp_path.iterdir()) == [path]
    workbook["xlwings.conf"]["B1"].value = "C:\\Python\\python.exe"
    workbook.save(path)
    assert main(command) == 0
    assert len(list(tmp_path.iterdir())) == 2


def test_a_list_of_evidence_has_no_button() -> None:
    with pytest.raises(UsageError) as caught:
        workbook_bytes(load_scheme("shanxi-2020"), BuildOptions(macros=True))
    assert caught.value.problems[0].code == "macros-on-a-list"


@pytest.mark.parametrize("gone", ["xlwings.bas", "addin/Dictionary.cls"])
def test_an_xlwings_without_its_vba_is_reported(gone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project_writer.sources.cache_clear()
    is_file: Callable[[Path], bool] = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda path: is_file(path) and not path.as_posix().endswith(gone))
    with pytest.raises(UsageError) as caught:
        build_workbook(RUBRIC, tmp_path / "w.xlsm", BuildOptions(macros=True))
    assert caught.value.problems[0].code == "no-vba-of-xlwings"
    assert list(tmp_path.iterdir()) == []
    project_writer.sources.cache_clear()


def test_the_parts_that_are_added_are_declared(macro_file: Path) -> None:
    types = zipfile.ZipFile(io.BytesIO(macro_file.read_bytes())).read("[Content_Types].xml").decode()
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types
    assert 'Extension="bin" ContentType="application/vnd.ms-office.vbaProject"' in types
