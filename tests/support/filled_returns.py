"""Returns, as bodies send them in: copies of what was issued, filled in, and saved again by LibreOffice."""

import random
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.support.filling import cells_of, layout_of
from tests.support.libreoffice import LibreOffice
from xlplugin import Rubric
from xlplugin.distribution.distribute import Assignment, Distribution
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import Cell
from xlplugin.rubric.clause import slots
from xlplugin.rubric.clause_kinds import Choice, Discretionary, Flat, Multiplied, PerOccurrence
from xlplugin.workbook.build_options import BuildOptions

Values = Mapping[str, object]
"""What is typed, by cell: ``评分表!H12``."""


_BUILT: dict[str, bytes] = {}


def base_of(rubric: Rubric) -> bytes:
    """Return the workbook that copies for bodies are made of; built once for all tests."""
    if rubric.digest not in _BUILT:
        _BUILT[rubric.digest] = Distribution(rubric, "", ()).base()
    return _BUILT[rubric.digest]


class AtOnce(Distribution):
    """A distribution of a workbook that is built already; whom it goes to has no part in that."""

    def base(self, share: Assignment | None = None) -> bytes:  # noqa: ARG002  # the same for all
        assert self.options == BuildOptions(edition="self")
        return base_of(self.rubric)


def random_entries(rubric: Rubric, seed: int, everything: bool = True) -> dict[str, Any]:
    """Return entries as a body might make them: all, or some left blank; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    given: dict[str, object] = {}
    for clause in rubric.clauses:
        if not everything and chance.random() < 0.3:
            continue
        match clause.kind:
            case Flat():
                given[clause.key] = chance.random() < 0.5
            case Choice(tiers):
                given[clause.key] = chance.randint(0, len(tiers))
            case PerOccurrence(most=most):
                given[clause.key] = chance.randint(0, min(5, most))
            case Discretionary() | Multiplied():
                amount = chance.choice(["0.5", "0.25", "1"])
                given[clause.key] = {"amount": amount, "reason": f"见附件 {seed}-{len(given)}"}
            case _:
                whole = {"whole": 20} if len(slots(clause)) > 1 else {}
                given[clause.key] = {"part": chance.randint(0, 20), **whole}
    return given


def random_evidence(rubric: Rubric, seed: int) -> dict[str, str]:
    """Return what a body might write beside its entries, by defined name."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    texts = {"form_clerk": f"张{seed}", "form_phone": f"0356-{seed:07}", "form_date": "2026年11月20日"}
    for indicator in rubric.indicators:
        if chance.random() < 0.5:
            texts[f"evidence_{indicator.id}_have"] = "有"
            texts[f"evidence_{indicator.id}_file"] = f"{indicator.id} 佐证材料 {chance.randint(1, 99)}"
            texts[f"evidence_{indicator.id}_link"] = f"http://www.example.gov.cn/?a={seed}&b=2"
    return texts


def typed(
    rubric: Rubric, edition: str, entries: Mapping[str, Any], texts: Mapping[str, str], names: Mapping[str, Cell]
) -> dict[str, object]:
    """Return what is to be typed into which cell."""
    layout = layout_of(rubric, edition)
    values = {at: value for at, value in cells_of(layout, {"entries": entries}).items() if value is not None}
    return values | {names[name].label: text for name, text in texts.items()}


def filled(content: bytes, values: Values, uncomputed: Iterable[str] = ("out_total",)) -> bytes:
    """Type into a workbook in place, as it was first written; figures that would now be wrong lose their values."""
    book = WorkbookFile(content)
    names = dict(book.names)
    by_sheet: dict[str, dict[str, Any]] = {}
    for at, value in values.items():
        sheet, _, address = at.partition("!")
        by_sheet.setdefault(sheet, {})[address] = value
    for sheet, cells in by_sheet.items():
        with book.editing(sheet) as editor:
            editor.values |= cells
    for name in uncomputed:
        with book.editing(names[name].sheet) as editor:
            editor.recompute(names[name])
    return book.content()


def saved(content: bytes, moment: str) -> bytes:
    """Let a workbook say that it was saved at a moment (``2026-11-20T08:00:00Z``)."""
    book = WorkbookFile(content)
    core = book.package.text("docProps/core.xml")
    message = re.sub(r"(:modified[^>]*>)[^<]*", rf"\g<1>{moment}", core)
    assert message != core
    book.package.put("docProps/core.xml", message)
    return book.content()


def saved_by_office(office: LibreOffice, content: bytes, folder: Path, values: Values | None = None) -> bytes:
    """Open a workbook in LibreOffice, type into it, let it compute, and save it from there."""
    suffix = ".xlsm" if b"vbaProject" in content else ".xlsx"
    before, after = folder / f"before{suffix}", folder / f"after{suffix}"
    before.write_bytes(content)
    office.open(before)
    try:
        office.set(dict(values or {}))
        office.save(after)
    finally:
        office.close()
    return after.read_bytes()
