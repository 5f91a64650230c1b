"""A spreadsheet engine independent of LibreOffice and of this package computes the same cells."""

from pathlib import Path

import formualizer
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.support.filling import Shown, cells_of, differences, formula_differences, layout_of
from tests.support.scoresheets import scoresheets
from xlplugin import Rubric, build_workbook, read_scoresheet
from xlplugin.notation.cell_address import Cell
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.layout import Layout


def at(place: str) -> tuple[str, int, int]:
    sheet, address = place.split("!")
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return sheet, int(address.removeprefix(letters)), column


def literal(value: object) -> formualizer.LiteralValue:
    if value is None:
        return formualizer.LiteralValue.empty()
    if isinstance(value, str):
        return formualizer.LiteralValue.text(value)
    assert isinstance(value, (int, float))
    return formualizer.LiteralValue.number(float(value))


class Recalculated:
    """A workbook in the engine."""

    def __init__(self, path: Path) -> None:
        self.workbook = formualizer.load_workbook(str(path), strategy="eager_all")

    def set(self, cells: dict[str, object]) -> None:
        for place, value in cells.items():
            self.workbook.set_value(*at(place), literal(value))

    def show(self, cells: list[Cell]) -> Shown:
        """Return the values of some cells in the form in which LibreOffice's are given."""
        shown: dict[str, list[list[float | str | None]]] = {}
        result = self.workbook.evaluate_cells([(cell.sheet, cell.row, cell.column) for cell in cells])
        for cell, value in zip(cells, result, strict=True):
            rows = shown.setdefault(cell.sheet, [])
            while len(rows) < cell.row:
                rows.append([""] * 80)
            rows[cell.row - 1][cell.column - 1] = "" if value is None else value
        return shown


@pytest.mark.parametrize("faulty", [False, True], ids=["clean", "faulty"])
@pytest.mark.parametrize("edition", ["plain", "self", "assess"])
@pytest.mark.parametrize("examples", [6, pytest.param(40, marks=pytest.mark.long)])
def test_every_figure_and_sentence_is_the_engines(
    rubric: Rubric, edition: str, faulty: bool, examples: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    layout: Layout = layout_of(rubric, edition)
    folder = tmp_path_factory.mktemp("second")

    @settings(max_examples=examples, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        sheet = data.draw(scoresheets(rubric, faulty))
        own = data.draw(scoresheets(rubric)) if layout.own else None
        path = folder / "w.xlsx"
        if own or not path.exists():
            path.unlink(missing_ok=True)  # else it would be looked at whether it is filled in
            build_workbook(
                rubric, path, BuildOptions(edition=edition, own=read_scoresheet(rubric, own) if own else None)
            )
        recalculated = Recalculated(path)
        recalculated.set(cells_of(layout, sheet))
        for side, entered in ((layout.main, sheet), *([(layout.own, own)] if layout.own and own else [])):
            shown = recalculated.show(list(side.figures.values()))
            assert differences(rubric, side, entered, shown) == []
        assert formula_differences(layout, sheet, own, lambda at: recalculated.workbook.evaluate_cells(list(at))) == []

    agree()
