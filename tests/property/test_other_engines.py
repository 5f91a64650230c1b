"""Two more engines compute every formula of filled forms as this package does, an edit and its correction included.

ONLYOFFICE's engine once kept counts one edit behind; formulon computes as Excel does by its authors' measurements.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.support.filling import cells_of, formula_differences, layout_of
from tests.support.formulon_engine import Formulon
from tests.support.onlyoffice import OnlyOffice
from tests.support.scoresheets import an_ordinary_scoresheet
from xlplugin import Rubric, build_workbook, read_scoresheet
from xlplugin.rubric.clause_kinds import PerOccurrence
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.layout import Layout

pytestmark = pytest.mark.office

Engine = OnlyOffice | Formulon


@pytest.fixture(scope="module", params=["ONLYOFFICE", "formulon"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each of the two engines."""
    return request.getfixturevalue("onlyoffice") if request.param == "ONLYOFFICE" else Formulon()


def partly_filled(rubric: Rubric) -> dict[str, Any]:
    """Two of three inputs entered, and 不适用 where that can be chosen."""
    sheet = an_ordinary_scoresheet(rubric)
    sheet["entries"] = {key: value for at, (key, value) in enumerate(sheet["entries"].items()) if at % 3}
    return sheet | {"not_applicable": [one.id for one in rubric.indicators if one.may_be_not_applicable][:1]}


def wrong(layout: Layout, engine: Engine, sheet: dict[str, Any], own: dict[str, Any]) -> list[str]:
    """Return what an open form shows that this package computes otherwise."""
    return formula_differences(layout, sheet, own, engine.values)


@pytest.mark.parametrize("edition", ["assess", pytest.param("self", marks=pytest.mark.long)])
def test_two_more_engines_compute_every_formula_and_an_edit_and_its_correction(
    rubric: Rubric, edition: str, engine: Engine, tmp_path: Path
) -> None:
    layout, own, path = layout_of(rubric, edition), an_ordinary_scoresheet(rubric), tmp_path / "w.xlsx"
    build_workbook(
        rubric, path, BuildOptions(edition=edition, own=read_scoresheet(rubric, own) if layout.own else None)
    )
    engine.open(path)
    try:
        assert wrong(layout, engine, {"rubric": rubric.id, "entries": {}}, own) == []
        counted = next(clause for clause in rubric.clauses if isinstance(clause.kind, PerOccurrence))
        cell = layout.main.entries[counted.key].label
        for sheet in (partly_filled(rubric), an_ordinary_scoresheet(rubric)):
            engine.set(cells_of(layout, sheet))
            assert wrong(layout, engine, sheet, own) == []
            for entered in (1.5, 1):
                engine.set({cell: entered})
                changed = sheet | {"entries": sheet["entries"] | {counted.key: entered}}
                assert wrong(layout, engine, changed, own) == []
    finally:
        engine.close()
