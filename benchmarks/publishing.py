"""The end of a round: feedback documents beside docxtpl, whole commands at 45 and 1,400 bodies, quotas over 40,000."""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate as Docxtpl

from benchmarks.collecting import SHARED_MEMORY
from benchmarks.harness import installed, report, side_by_side, timed
from tests.conftest import ROOT
from tests.publishing.test_proposals import TABLE
from tests.returns.test_whole_year import nothing_lost
from tests.support.filled_returns import filled
from tests.support.filling import cells_of, layout_of
from xlplugin import distribute, load_rubric
from xlplugin.publishing.documents import feedback
from xlplugin.publishing.documents.bulletin import Letterhead
from xlplugin.publishing.documents.docx_template import DocxTemplate
from xlplugin.publishing.documents.feedback import feedback_values
from xlplugin.publishing.documents.template_field import Value
from xlplugin.publishing.freezing import frozen_round, required_freeze
from xlplugin.publishing.proposals import propose
from xlplugin.publishing.round_result import BodyResult, RoundResult
from xlplugin.reports.ranking import ranks_of
from xlplugin.returns.collect import collect
from xlplugin.rubric.clause_kinds import PerOccurrence
from xlplugin.rubric.deciding import Quota, Rounding
from xlplugin.store.database import open_store
from xlplugin.store.rounds import choose_round
from xlplugin.workbook.build_options import BuildOptions

SIZES = (45, 1_400)
COPIES = 100
"""Documents that both libraries fill; the ratio for one is that for 1,400."""

OURS, THEIRS = "feedback documents", "docxtpl filling the same template"
BOUND_OF_DOCUMENTS, BOUND_OF_COMMAND = 0.1, 0.4
WHOLE = "publish, everything of 1,400 bodies"
QUOTAS, RANKS = "quotas over 40,000 bodies in 400 classes", "ranking 40,000 totals"


def run() -> bool:
    """Measure; whether the bounds are kept."""
    folder = Path(tempfile.mkdtemp(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))
    try:
        kept, taken = True, 0.0
        for size in SIZES:
            store = _round(folder / str(size), size)
            commands = _commands(folder / str(size))
            _command(store, *commands["rank"])  # compiles the modules
            times = {name: _command(store, *arguments) for name, arguments in commands.items()}
            taken = times["publish"]
            kept &= report(f"whole commands, {size:,} bodies", times, "score", {})
        kept &= _documents(folder / "45" / "s.db", taken)
        return _proposals() and kept
    finally:
        shutil.rmtree(folder)


def _commands(folder: Path) -> dict[str, tuple[str, ...]]:
    issuer = ("--issuer", "某办", "--date", "2026-12-01")
    return {
        "score": ("score",),
        "rank": ("rank",),
        "decide": ("decide", "-o", str(folder / "table.xlsx")),
        "decide --as-proposed": ("decide", "--as-proposed", "--by", "张主任"),
        "decide --freeze": ("decide", "--freeze", "--by", "张主任"),
        "publish": ("publish", "-o", str(folder / "published"), *issuer),
    }


def _command(store: Path, *arguments: str) -> float:
    command = [sys.executable, "-m", "xlplugin", *arguments, "--store", str(store)]
    return timed(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, env=installed(), cwd=ROOT, check=False))


def _round(folder: Path, size: int) -> Path:
    """Send out to so many bodies, fill in, and collect."""
    rubric = load_rubric("gaoping-2022-b")
    layout = layout_of(rubric, "self")
    store_path = folder / "s.db"
    folder.mkdir(parents=True)
    back = folder / "back"
    back.mkdir()
    counted = [clause.key for clause in rubric.clauses if isinstance(clause.kind, PerOccurrence)]
    with open_store(str(store_path)) as store:
        names = [f"第{number}局" for number in range(size)]
        distribute(store, rubric, names, folder / "out", BuildOptions(edition="self"))
        for number, issue in enumerate(store.issues()):
            entries = dict(nothing_lost(rubric.id)) | dict.fromkeys(counted[number % 7 :: 5], 1)
            cells = {at: value for at, value in cells_of(layout, {"entries": entries}).items() if value is not None}
            (back / f"{number}.xlsx").write_bytes(filled((folder / "out" / issue.file).read_bytes(), cells))
        for _ in collect(store, [back]):
            pass
    return store_path


def _documents(store_path: Path, published: float) -> bool:
    """Fill the feedback's template with both libraries; compare the whole command too, for as many documents."""
    with open_store(str(store_path)) as store:
        choose_round(store, "")
        result = frozen_round(store, required_freeze(store))
    head = Letterhead("考核", "各单位", "某办", "", date(2026, 12, 1))
    values: list[dict[str, Value]] = [
        feedback_values(body, result.tables[0], head, peers=45, ranks_are_published=True)
        for body in (result.bodies * 3)[:COPIES]
    ]
    path = ROOT / "templates" / "feedback.docx"

    def ours() -> None:
        template = DocxTemplate(path, feedback.FIELDS)
        for one in values:
            template.render(one)

    def theirs() -> None:
        for one in values:
            document = Docxtpl(str(path))
            document.render(one, autoescape=True)
            document.save(BytesIO())

    times = side_by_side({THEIRS: theirs, OURS: ours}, 1)
    kept = report(f"{COPIES} documents of one template", times, THEIRS, {OURS: BOUND_OF_DOCUMENTS})
    whole = {f"docxtpl, {SIZES[-1]:,} documents": times[THEIRS] * SIZES[-1] / COPIES, WHOLE: published}
    return report(f"{SIZES[-1]:,} bodies", whole, next(iter(whole)), {WHOLE: BOUND_OF_COMMAND}) and kept


def _proposals() -> bool:
    """Propose grades for 40,000 bodies."""
    rubric = load_rubric("gaoping-2022-b")
    scheme = replace(rubric.scheme, quotas=(Quota("优秀", 3000, 0, True, Rounding.DOWN, ""),))
    bodies = tuple(
        BodyResult("t", f"{at}", f"{at % 400}类", published=f"{80 + at % 2001 / 100:.2f}", banded="优秀")
        for at in range(40_000)
    )
    result = RoundResult("2022年度", (TABLE,), bodies)
    totals = [Decimal(body.published) for body in bodies]
    times = side_by_side(
        {RANKS: lambda: ranks_of(totals, "competition"), QUOTAS: lambda: propose(result, {"t": scheme})}, 1
    )
    return report("40,000 bodies", times, RANKS, {})
