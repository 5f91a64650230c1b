"""What the doctor says of computers as they are found; of this one, too."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from xlplugin import build_workbook, load_rubric
from xlplugin.cli import main
from xlplugin.computer.doctor import ComputerFinding, FindingState, examine, findings_text
from xlplugin.computer.machine import ThisMachine
from xlplugin.workbook.build_options import BuildOptions

CLSID = "{00024500-0000-0000-C000-000000000046}"
SERVER = rf"HKCR\CLSID\{CLSID}\LocalServer32"
SECURITY = r"Software\{}Microsoft\Office\16.0\Excel\Security"
PYTHON = r"C:\xlplugin\python.exe"
CONFIG = r"C:\Users\office\.xlwings\xlwings.conf"
BOOK = r"D:\考核\gaoping-2022-a.xlsm"


@dataclass
class Computer:
    """A Windows computer on which everything is in order, but for what a test says."""

    system: str = "Windows"
    python: tuple[str, str, int] = (PYTHON, "3.11.9", 64)
    environment: Mapping[str, str] = field(
        default_factory=lambda: {"USERPROFILE": r"C:\Users\office", "APPDATA": r"C:\Users\office\AppData\Roaming"}
    )
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=lambda: {"xlwings": "0.37.8"})
    programs: Mapping[str, str] = field(default_factory=lambda: {"python": PYTHON})
    files: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        excel = r'"C:\Program Files\Microsoft Office\Root\Office16\EXCEL.EXE" /automation'
        self.keys = {
            (r"HKCR\Excel.Application\CLSID", ""): CLSID,
            (SERVER, ""): excel,
            (r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform"): "x64",
        } | self.keys
        self.files = {r"C:\xlplugin\xlwings64-0.37.8.dll": "", BOOK: ""} | self.files

    def registry(self, key: str, name: str = "") -> str | None:
        return self.keys.get((key, name))

    def package(self, name: str) -> str | None:
        return self.packages.get(name)

    def program(self, name: str) -> str | None:
        return self.programs.get(name)

    def has_file(self, path: str) -> bool:
        return path in self.files

    def text(self, path: str) -> str | None:
        return self.files.get(path)

    def cell(self, workbook: str, sheet: str, address: str) -> str:
        return self.cells.get(f"{workbook} {sheet}!{address}", "")


def codes(computer: Computer, state: FindingState | None = None) -> set[str]:
    findings: list[ComputerFinding] = examine([BOOK], computer)
    return {finding.problem.code for finding in findings if state in (None, finding.state)}


def test_a_computer_in_order_has_nothing_in_the_way() -> None:
    findings = examine([BOOK], Computer())
    assert {finding.state for finding in findings} == {FindingState.FINE}
    assert all(line.startswith("✓ ") for line in findings_text(findings).splitlines())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"keys": {(r"HKCR\Excel.Application\CLSID", ""): ""}}, "doctor-no-excel"),
        (
            {"keys": {(SERVER, ""): r"C:\Users\a\AppData\Local\Kingsoft\WPS Office\12.1\office6\et.exe /automation"}},
            "doctor-wps",
        ),
        ({"python": (PYTHON, "3.9.1", 64)}, "doctor-old-python"),
        ({"programs": {}}, "doctor-not-on-path"),
        ({"programs": {"python": r"C:\Python39\python.exe"}}, "doctor-not-on-path"),
        ({"files": {CONFIG: '"INTERPRETER_WIN","C:\\gone\\python.exe"\n'}}, "doctor-config-missing"),
        ({"packages": {}}, "doctor-no-xlwings"),
        ({"keys": {("HKCU\\" + SECURITY.format("Policies\\"), "VBAWarnings"): "4"}}, "doctor-macros-off"),
        ({"keys": {("HKCU\\" + SECURITY.format(""), "VBAWarnings"): "3"}}, "doctor-macros-signed"),
        ({"files": {f"{BOOK}:Zone.Identifier": "[ZoneTransfer]\r\nZoneId=3\r\n"}}, "doctor-marked"),
    ],
)
def test_an_obstacle_is_reported_with_what_to_do(changed: dict[str, Any], code: str) -> None:
    computer = Computer(**changed)
    assert codes(computer, FindingState.IN_THE_WAY) == {code}
    line = next(line for line in findings_text(examine([BOOK], computer)).splitlines() if line.startswith("✗"))
    assert "请" in line


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (
            {"keys": {(r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform"): "x86"}},
            "doctor-other-bits",
        ),
        ({"files": {r"C:\xlplugin\xlwings64-0.37.8.dll": None}}, "doctor-no-dll"),
        ({"files": {r"C:\Users\office\AppData\Roaming\Microsoft\Excel\XLSTART\xlwings.xlam": ""}}, "doctor-addin"),
        ({"keys": {("HKCU\\" + SECURITY.format(""), "VBAWarnings"): "1"}}, "doctor-macros-all"),
        (
            {"keys": {("HKCU\\" + SECURITY.format("Policies\\"), "blockcontentexecutionfrominternet"): "1"}},
            "doctor-internet-blocked",
        ),
        ({"environment": {"OneDrive": r"D:\考核"}}, "doctor-workbook-onedrive"),
    ],
)
def test_a_possible_obstacle_is_reported_as_well(changed: dict[str, Any], code: str) -> None:
    computer = Computer(**changed)
    computer.files = {path: text for path, text in computer.files.items() if text is not None}
    assert codes(computer, FindingState.LOOK) == {code}
    assert codes(computer, FindingState.IN_THE_WAY) == set()


def test_a_python_in_an_awkward_place_is_reported() -> None:
    path = r"C:\Users\张三\OneDrive\WindowsApps\python.exe"
    result = codes(Computer(python=(path, "3.12.1", 64), programs={"python": path}), FindingState.LOOK)
    assert result >= {"doctor-store-python", "doctor-path-not-ascii", "doctor-path-onedrive"}


def test_the_users_own_setting_of_the_interpreter_counts_before_the_path() -> None:
    this = Computer(files={CONFIG: f'"INTERPRETER_WIN","{PYTHON}"\n', PYTHON: ""}, programs={})
    assert "doctor-config" in codes(this, FindingState.FINE)
    other = Computer(files={CONFIG: '"INTERPRETER_WIN","C:\\other\\python.exe"\n', "C:\\other\\python.exe": ""})
    assert codes(other, FindingState.LOOK) == {"doctor-config-other"}


def test_the_interpreter_that_the_workbook_names_counts_before_all_others() -> None:
    named = Computer(cells={f"{BOOK} xlwings.conf!B1": PYTHON}, files={PYTHON: ""}, programs={})
    assert codes(named, FindingState.IN_THE_WAY) == set()
    gone = Computer(cells={f"{BOOK} xlwings.conf!B1": r"C:\gone\python.exe"})
    assert codes(gone, FindingState.IN_THE_WAY) == {"doctor-config-missing"}
    beside = Computer(files={r"D:\考核\xlwings.conf": f'"INTERPRETER_WIN","{PYTHON}"\n', PYTHON: ""}, programs={})
    assert codes(beside, FindingState.IN_THE_WAY) == set()


def test_this_computer_reads_the_workbooks_own_sheet(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsm"
    build_workbook(load_rubric("gaoping-2022-a"), path, BuildOptions(macros=True))
    assert ThisMachine().cell(str(path), "xlwings.conf", "B1") == ""
    assert ThisMachine().cell(str(path), "xlwings.conf", "A1") == "(Interpreter_Win)"
    assert ThisMachine().cell(str(tmp_path / "none.xlsm"), "xlwings.conf", "B1") == ""


def test_workbooks_that_are_not_there_or_have_no_button_are_reported() -> None:
    findings = examine([r"D:\none.xlsm"], Computer())
    assert findings[-1].problem.code == "doctor-no-workbook"
    plain = Computer(files={r"D:\plain.xlsx": ""})
    assert examine([r"D:\plain.xlsx"], plain)[-1].problem.code == "doctor-no-macros"


@pytest.mark.parametrize("system", ["Linux", "Darwin"])
def test_elsewhere_it_says_what_works_there(system: str) -> None:
    findings = examine([], Computer(system=system))
    assert [finding.problem.code for finding in findings] == ["doctor-python", "doctor-no-excel-here"]
    assert "xlplugin recalculate" in findings_text(findings)
    assert "xlplugin recalculate" in findings_text(findings, "en")
    assert examine(["none.xlsm"], Computer(system=system))[-1].problem.code == "doctor-no-workbook"


def test_the_command_looks_at_this_computer(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["doctor", "--json", "--lang", "zh"])
    listed = json.loads(capsys.readouterr().out)
    assert status == int(any(entry["state"] == "in_the_way" for entry in listed))
    assert listed[0]["code"] == "doctor-python"
    assert main(["doctor", "--lang", "en"]) == status
