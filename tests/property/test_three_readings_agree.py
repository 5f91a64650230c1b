"""Engine and recalculated workbook agree on random scoresheets, cell by cell.

The edition ``self`` has the formulas of ``plain``, as a test of its own shows; here are the other two.
"""

from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.support.filling import cells_of, differences, layout_of
from tests.support.libreoffice import LibreOffice
from tests.support.scoresheets import an_ordinary_scoresheet, scoresheets
from xlplugin import Rubric, build_workbook, read_scoresheet
from xlplugin.workbook.build_options import BuildOptions

pytestmark = pytest.mark.office


@pytest.mark.parametrize("edition", [pytest.param("plain", marks=pytest.mark.long), "assess"])
@pytest.mark.parametrize("faulty", [False, True], ids=["clean", "faulty"])
@pytest.mark.parametrize("examples", [4, pytest.param(120, marks=pytest.mark.long)])
def test_every_figure_and_sentence_of_a_random_scoresheet_is_the_engines(
    rubric: Rubric, office: LibreOffice, edition: str, faulty: bool, examples: int, tmp_path: Path
) -> None:
    layout, path, own = layout_of(rubric, edition), tmp_path / "w.xlsx", an_ordinary_scoresheet(rubric)
    build_workbook(
        rubric, path, BuildOptions(edition=edition, own=read_scoresheet(rubric, own) if layout.own else None)
    )
    office.open(path)

    @settings(max_examples=examples, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # each shrink takes a second
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        sheet = data.draw(scoresheets(rubric, faulty))
        office.set(cells_of(layout, sheet))
        shown = office.get()
        assert differences(rubric, layout.main, sheet, shown) == []
        if layout.own:
            assert differences(rubric, layout.own, own, shown) == []

    try:
        agree()
    finally:
        office.close()
