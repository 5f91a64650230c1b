"""Collecting and scoring the workbooks of 1,400 bodies with three assessors each, beside 1,400 single files."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.collecting import SHARED_MEMORY
from benchmarks.harness import report, timed
from tests.support.filled_returns import filled
from tests.support.filling import cells_of, layout_of
from xlplugin import load_rubric
from xlplugin.distribution.distribute import Distribution, issue_workbooks
from xlplugin.distribution.raters import Rater, owners_of
from xlplugin.distribution.recipients import Recipient
from xlplugin.returns.collect import collect
from xlplugin.returns.score_returns import score_returns
from xlplugin.rubric.clause_kinds import PerOccurrence
from xlplugin.store.database import open_store
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.layout import Layout

BODIES = 1_400
NAMES = ("张三", "李四", "王五")
ONE, THREE = "1,400 bodies, one file each", "1,400 bodies, three assessors each"
BOUND = 3.5
"""Three times the files, in three forms, and merging them."""


def run() -> bool:
    """Measure; whether the bound is kept."""
    folder = Path(tempfile.mkdtemp(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))
    try:
        rubric = load_rubric("gaoping-2022-b")
        owners = owners_of(rubric)
        bodies = [f"第{number}镇" for number in range(BODIES)]
        shares = [frozenset(owner for at, owner in enumerate(owners) if at % 3 == third) for third in range(3)]
        raters = [Rater(name, "", dict.fromkeys(bodies, share)) for name, share in zip(NAMES, shares, strict=True)]
        times = {ONE: _measured(folder / "one", bodies, ()), THREE: _measured(folder / "three", bodies, raters)}
        return report("assessed workbooks, collected and scored", times, ONE, {THREE: BOUND})
    finally:
        shutil.rmtree(folder)


def _measured(folder: Path, bodies: list[str], raters: Iterable[Rater]) -> float:
    """Send out, fill in, and time collecting and scoring."""
    rubric = load_rubric("gaoping-2022-b")
    layout = layout_of(rubric, "assess")
    counts = {clause.key: 1 for clause in rubric.clauses if isinstance(clause.kind, PerOccurrence)}
    cells = {at: value for at, value in cells_of(layout, {"entries": counts}).items() if value}
    recipients = [Recipient(at, name) for at, name in enumerate(bodies, 1)]
    distribution = Distribution(rubric, "", recipients, BuildOptions(edition="assess"), raters=tuple(raters))
    with open_store(str(folder / "s.db")) as store:
        list(issue_workbooks(distribution, folder / "out", store))
        issues = store.issues()
        back = folder / "back"
        back.mkdir()
        for issue in issues:
            open_cells = {
                at: value for at, value in cells.items() if issue.open is None or _is_open(layout, at, issue.open)
            }
            path = folder / "out" / issue.file
            (back / issue.file).write_bytes(filled(path.read_bytes(), open_cells))

        def work() -> None:
            clean = sum(collected.is_clean for collected in collect(store, [back], jobs=1))
            scored = sum(1 for one in score_returns(store, edition="assess") if one.card)
            if (clean, scored) != (len(issues), len(bodies)):
                raise RuntimeError(clean, scored)

        return timed(work)


def _is_open(layout: Layout, at: str, owners: frozenset[str]) -> bool:
    """Whether a cell is that of an indicator that an assessor is responsible for."""
    entries = layout.main.entries
    return any(cell.label == at and slot.rpartition(".")[0] in owners for slot, cell in entries.items())
