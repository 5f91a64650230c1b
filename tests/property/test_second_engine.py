"""A spreadsheet engine independent of LibreOffice and of this package computes the same cells."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.support.filling import cells_of, differences, formula_differences, layout_of
from tests.support.scoresheets import scoresheets
from tests.support.second_engine import Recalculated
from xlplugin import Rubric, build_workbook, read_scoresheet
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.layout import Layout


@pytest.mark.parametrize("faulty", [False, True], ids=["clean", "faulty"])
@pytest.mark.parametrize("edition", ["plain", "self", "assess"])
@pytest.mark.parametrize("examples", [4, pytest.param(40, marks=pytest.mark.long)])
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
