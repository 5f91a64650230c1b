"""Figures over 40,000 bodies (ranks, the best, means), beside scoring each of them once; and ranking them."""

import resource
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import report, side_by_side
from tests.returns.test_over_all_bodies import TABLE
from tests.support.small_rubrics import rubric_of
from xlplugin import Rubric
from xlplugin.reports.ranking import rankings
from xlplugin.returns.combined import Combined, combine
from xlplugin.returns.over_all_bodies import with_all_bodies
from xlplugin.scoring.scorecard import score
from xlplugin.store.issue import Issue
from xlplugin.store.lazy_cells import LazyCells
from xlplugin.store.standings import Standing
from xlplugin.store.submission import Result, Submission

BODIES = 40_000
BOUND = 8.0
"""Of scoring each body once: the table has two figures over all bodies, so every body is scored three times, and once
more for its rank."""

ONCE, FILLED, RANKED = "scoring each body once", "figures over all bodies", "figures over all bodies, and ranks"


def run() -> bool:
    """Measure; whether the bound is kept."""
    with TemporaryDirectory() as folder:
        rubric = rubric_of(Path(folder), TABLE)
    bodies = [_body(rubric, number) for number in range(BODIES)]
    times = side_by_side(
        {
            ONCE: lambda: [score(rubric, body.entered().scoresheet) for body in bodies],
            FILLED: lambda: with_all_bodies(bodies, final=True),
            RANKED: lambda: list(rankings(with_all_bodies(bodies, final=True))),
        },
        1,
    )
    kept = report(f"{BODIES:,} bodies with figures over all of them", times, ONCE, {RANKED: BOUND})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  memory at its peak, with the bodies themselves: {peak:.0f} MiB")
    return kept


def _body(rubric: Rubric, number: int) -> Combined:
    """Return a body with entries that differ from its neighbours'."""
    issue = Issue(
        *(f"{number:08}", rubric.id, "1", rubric.digest, "plain", f"第{number}镇", number, "", "", ""),
        issued_at="2026-11-20T08:00:00+00:00",
    )
    amount = float(Fraction(7919 * number % 100_003, 100))
    cells = {"in_1.a1_part": amount, "in_3.d1": float(number % 5)}
    submission = Submission(
        sha256=f"{number:064}",
        issue=issue.id,
        rubric=rubric.id,
        edition="plain",
        body=issue.body,
        file="",
        path="",
        size=0,
        saved_at="",
        file_time="",
        collected_at="",
        reader="",
        cells=LazyCells(cells),
        problems=(),
        remarks=(),
        result=Result(),
    )
    return combine(rubric, [Standing(issue, submission, ())])
