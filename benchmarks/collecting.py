"""Taking back 1,400 returns, beside merely reading their cells with calamine and writing a summary with xlsxwriter."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.harness import report, side_by_side
from tests.exchange.returns import filled, random_entries, random_evidence, saved_by_office, typed
from tests.office.libreoffice import LibreOffice
from xlplugin import load_rubric
from xlplugin.exchange.bodies import Recipient
from xlplugin.exchange.collection import collect, files_in
from xlplugin.exchange.distribution import TOKENS, Distribution, distribute
from xlplugin.exchange.stamping import StampBase
from xlplugin.results.standing import CLEAN, standings
from xlplugin.results.store import Issue, open_store
from xlplugin.workbook.filled_file import FilledFile

FILES, VARIANTS = 1_400, 40
BOUNDS = {"as first written": 1.5, "as LibreOffice saves them": 1.0}
"""Of the time that merely reading takes."""

SPEEDUP = 1.7
"""Of two processes beside one."""

FLAT = 1.25
"""The peak of memory for all files, beside that for a quarter of them."""

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # the disk's noise is up to sevenfold
READ, OURS, TWO = "calamine + xlsxwriter", "collect and status, one process", "collect and status, two processes"


def run() -> bool:
    """Measure; whether the bounds are kept."""
    folder = Path(tempfile.mkdtemp(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))
    try:
        kept = [_measure(folder, name, dialect) for name, dialect in _returns(folder)]
        return all(kept)
    finally:
        shutil.rmtree(folder)


def _returns(folder: Path) -> Iterator[tuple[str, Path]]:
    """Issue workbooks, fill them in, and give a folder of returns for each way of writing them."""
    rubric = load_rubric("gaoping-2022-b")
    bodies = [Recipient(at, f"第{at}镇") for at in range(1, FILES + 1)]
    everyone = Distribution(rubric, "B类", bodies)
    with open_store(str(folder / "results.db")) as store:
        issues = list(distribute(everyone, folder / "out", store))
    base = everyone.base()
    names = FilledFile(base).names
    variants = [
        typed(rubric, "self", random_entries(rubric, seed), random_evidence(rubric, seed), names)
        for seed in range(VARIANTS)
    ]
    yield "as first written", _stamped(folder / "first", [filled(base, values) for values in variants], issues)
    office = LibreOffice.find(folder / "profile")
    if office is None:
        print("  LibreOffice is not here: what it saves was not measured")
        return
    try:
        saved = [saved_by_office(office, base, folder, values) for values in variants]
    finally:
        office.stop()
    yield "as LibreOffice saves them", _stamped(folder / "saved", saved, issues)


def _stamped(folder: Path, contents: list[bytes], issues: list[Issue]) -> Path:
    folder.mkdir()
    stamps = [StampBase(content, TOKENS) for content in contents]
    for at, issue in enumerate(issues):
        texts = {"body": issue.body, "issue": issue.id, "seal": issue.seal}
        (folder / f"{issue.position:04}.xlsx").write_bytes(stamps[at % len(stamps)].stamp(texts))
    return folder


def _measure(folder: Path, name: str, returns: Path) -> bool:
    def read() -> None:
        with xlsxwriter.Workbook(folder / "summary.xlsx", {"constant_memory": True}) as summary:
            sheet = summary.add_worksheet()
            for row, path in enumerate(sorted(returns.iterdir())):
                workbook = CalamineWorkbook.from_path(path)
                sheets = {title: workbook.get_sheet_by_name(title).to_python() for title in workbook.sheet_names}
                sheet.write_row(row, 0, [path.name, sheets["填表说明"][2][1], sheets["结果"][2][1]])

    times = side_by_side(
        {READ: read, OURS: lambda: _collect(folder, returns, 1), TWO: lambda: _collect(folder, returns, 2)}, rounds=3
    )
    kept = report(f"Collecting {FILES} returns, {name}", times, READ, {OURS: BOUNDS[name]})
    speedup = times[OURS] / times[TWO]
    print(f"  two processes: {speedup:.2f} x as fast as one (bound {SPEEDUP} x)")
    part, whole = (_peak(folder, returns, count) for count in (FILES // 4, FILES))
    print(f"  memory at its peak: {part} MiB for {FILES // 4} files, {whole} MiB for {FILES} (bound {FLAT} x)")
    return kept and speedup >= SPEEDUP and whole <= FLAT * part


def _collect(folder: Path, returns: Path, jobs: int, most: int = FILES) -> None:
    store_file = folder / "fresh.db"
    shutil.copy(folder / "results.db", store_file)
    with open_store(str(store_file)) as store:
        files = (found for at, found in enumerate(files_in([returns])) if at < most)
        clean = sum(one.is_clean for one in collect(store, files, jobs=jobs))
        standing = sum(one.state == CLEAN for one in standings(store))
    if clean != most or standing != most:
        raise AssertionError(f"{clean} and {standing} of {most} are clean")


def _peak(folder: Path, returns: Path, most: int) -> int:
    """Give the peak of memory, in MiB, of a process that collects."""
    code = (
        "import sys; from pathlib import Path; from benchmarks.collecting import _collect, _own_peak\n"
        "_collect(Path(sys.argv[1]), Path(sys.argv[2]), 1, int(sys.argv[3])); print(_own_peak())"
    )
    arguments = [sys.executable, "-c", code, str(folder), str(returns), str(most)]
    ran = subprocess.run(arguments, check=True, capture_output=True, text=True, env=os.environ)
    return int(ran.stdout)


def _own_peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
