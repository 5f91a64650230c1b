"""``xlplugin doctor``: what keeps the buttons from working, and what to do about it.

Each finding is fine, a warning, or an obstacle. The registry and the file system are read; Excel itself is not
started, so that the answer comes at once and also on computers where Excel does not start.
"""

import ntpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from xlplugin.computer.machine import Machine, ThisMachine
from xlplugin.errors import Problem, new_problem
from xlplugin.workbook.sheet_names import CONF_SHEET

OLDEST_PYTHON = (3, 11)
_SECURITY = r"Software\{}Microsoft\Office\16.0\Excel\Security"
_FROM_INTERNET = "3"
"""The zone that Windows notes beside a file from a browser, a mail or a chat program."""


class FindingState(Enum):
    """How serious a finding is."""

    FINE = "✓"
    LOOK = "!"
    IN_THE_WAY = "✗"


@dataclass(frozen=True, slots=True)
class ComputerFinding:
    """One finding about the computer or a workbook."""

    state: FindingState
    problem: Problem


def examine(workbooks: Sequence[str] = (), machine: Machine | None = None) -> list[ComputerFinding]:
    """Examine the computer.

    Args:
        workbooks: paths of workbooks to examine, too.
        machine: the computer; this one by default.
    """
    computer = machine or ThisMachine()
    if computer.system != "Windows":
        missing = [_in_the_way("doctor-no-workbook", path=path) for path in workbooks if not computer.has_file(path)]
        return [*_elsewhere(computer), *missing]
    findings = [*_excel(computer), *_python(computer, workbooks), *_xlwings(computer), *_trust(computer)]
    for workbook in workbooks:
        findings += _workbook(computer, workbook)
    return findings


def findings_text(findings: Sequence[ComputerFinding], language: str = "zh") -> str:
    """Return the findings as text, one line each."""
    return "\n".join(f"{finding.state.value} {finding.problem.text(language)}" for finding in findings)


def _fine(code: str, **facts: object) -> ComputerFinding:
    return ComputerFinding(FindingState.FINE, new_problem("", code, **facts))


def _look(code: str, **facts: object) -> ComputerFinding:
    return ComputerFinding(FindingState.LOOK, new_problem("", code, **facts))


def _in_the_way(code: str, **facts: object) -> ComputerFinding:
    return ComputerFinding(FindingState.IN_THE_WAY, new_problem("", code, **facts))


def _elsewhere(computer: Machine) -> Iterator[ComputerFinding]:
    path, version, _ = computer.python
    yield _fine("doctor-python", path=path, version=version)
    yield _look("doctor-no-excel-here", system={"Darwin": "macOS"}.get(computer.system, computer.system))
    if office := computer.program("soffice") or computer.program("libreoffice"):
        yield _fine("doctor-libreoffice", path=office)


def _excel(computer: Machine) -> Iterator[ComputerFinding]:
    id = computer.registry(r"HKCR\Excel.Application\CLSID")
    server = computer.registry(rf"HKCR\CLSID\{id}\LocalServer32") if id else None
    if not server:
        yield _in_the_way("doctor-no-excel")
        return
    path = server.strip('"').partition('" ')[0].partition(" /")[0]
    if re.search(r"kingsoft|wps|\\et\.exe", path, re.IGNORECASE):
        yield _in_the_way("doctor-wps", path=path)
        return
    yield _fine("doctor-excel", path=path)
    platform = computer.registry(r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform")
    excel = {"x64": 64, "x86": 32}.get(platform or "", 32 if "(x86)" in path else 64)
    bits = computer.python[2]
    yield (_fine if excel == bits else _look)(
        "doctor-bits" if excel == bits else "doctor-other-bits", excel=excel, python=bits
    )


def _python(computer: Machine, workbooks: Sequence[str]) -> Iterator[ComputerFinding]:
    path, version, _ = computer.python
    numbers = tuple(int(part) for part in version.split(".")[:2])
    if numbers < OLDEST_PYTHON:
        yield _in_the_way("doctor-old-python", path=path, version=version)
    else:
        yield _fine("doctor-python", path=path, version=version)
    if "windowsapps" in path.lower():
        yield _look("doctor-store-python", path=path)
    if not path.isascii():
        yield _look("doctor-path-not-ascii", path=path)
    if "onedrive" in path.lower():
        yield _look("doctor-path-onedrive", path=path)
    chosen = [interpreter for workbook in workbooks if (interpreter := _chosen(computer, workbook))] or [
        _of_user(computer)
    ]
    for config, set_to in chosen:
        if set_to and not computer.has_file(set_to):
            yield _in_the_way("doctor-config-missing", file=config, path=set_to)
        elif set_to and not _same(set_to, path):
            yield _look("doctor-config-other", file=config, path=set_to, this=path)
        elif set_to:
            yield _fine("doctor-config", file=config, path=set_to)
    if any(set_to for _, set_to in chosen):
        return
    program = computer.program("python")
    if program and _same(program, path):
        yield _fine("doctor-on-path", path=program)
    else:
        yield _in_the_way("doctor-not-on-path", found=program or "—", path=path)


def _chosen(computer: Machine, workbook: str) -> tuple[str, str] | None:
    """Return the interpreter that the workbook's sheet or the file beside it names, and where it is named."""
    if named := computer.cell(workbook, CONF_SHEET, "B1"):
        return f"{workbook} {CONF_SHEET}!B1", named
    beside = ntpath.join(ntpath.dirname(workbook), "xlwings.conf")
    named = _configured(computer.text(beside) or "")
    return (beside, named) if named else None


def _of_user(computer: Machine) -> tuple[str, str]:
    config = ntpath.join(computer.environment.get("USERPROFILE", ""), ".xlwings", "xlwings.conf")
    return config, _configured(computer.text(config) or "")


def _configured(text: str) -> str:
    match = re.search(r'^"?INTERPRETER_WIN"?\s*,\s*"?([^"\r\n]*)"?', text, re.IGNORECASE | re.MULTILINE)
    return match[1].strip() if match else ""


def _same(first: str, other: str) -> bool:
    return ntpath.normcase(ntpath.normpath(first)) == ntpath.normcase(ntpath.normpath(other))


def _xlwings(computer: Machine) -> Iterator[ComputerFinding]:
    version = computer.package("xlwings")
    if version is None:
        yield _in_the_way("doctor-no-xlwings")
        return
    yield _fine("doctor-xlwings", version=version)
    folder = ntpath.dirname(computer.python[0])
    names = [f"xlwings{bits}-{version}.dll" for bits in (64, 32)]
    there = [
        name
        for name in names
        for place in (folder, ntpath.dirname(folder))
        if computer.has_file(ntpath.join(place, name))
    ]
    if there:
        yield _fine("doctor-dll", names="、".join(dict.fromkeys(there)))
    else:
        yield _look("doctor-no-dll", name=names[0], folder=folder)
    addin = ntpath.join(computer.environment.get("APPDATA", ""), "Microsoft", "Excel", "XLSTART", "xlwings.xlam")
    if computer.has_file(addin):
        yield _look("doctor-addin", path=addin)


def _trust(computer: Machine) -> Iterator[ComputerFinding]:
    policy = computer.registry("HKCU\\" + _SECURITY.format("Policies\\"), "VBAWarnings")
    chosen = computer.registry("HKCU\\" + _SECURITY.format(""), "VBAWarnings")
    match policy or chosen:
        case "4":
            yield _in_the_way("doctor-macros-off", who=("单位策略" if policy else "信任中心"))
        case "3":
            yield _in_the_way("doctor-macros-signed", who=("单位策略" if policy else "信任中心"))
        case "1":
            yield _look("doctor-macros-all")
        case _:
            yield _fine("doctor-macros-ask")
    blocked = computer.registry("HKCU\\" + _SECURITY.format("Policies\\"), "blockcontentexecutionfrominternet")
    if blocked == "1":
        yield _look("doctor-internet-blocked")


def _workbook(computer: Machine, path: str) -> Iterator[ComputerFinding]:
    if not computer.has_file(path):
        yield _in_the_way("doctor-no-workbook", path=path)
        return
    zone = re.search(r"ZoneId=(\d)", computer.text(f"{path}:Zone.Identifier") or "")
    if zone and zone[1] >= _FROM_INTERNET:
        yield _in_the_way("doctor-marked", path=path)
    drives = [computer.environment.get(name, "") for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")]
    if any(drive and ntpath.normcase(path).startswith(ntpath.normcase(drive)) for drive in drives):
        yield _look("doctor-workbook-onedrive", path=path)
    if not path.lower().endswith(".xlsm"):
        yield _look("doctor-no-macros", path=path)
