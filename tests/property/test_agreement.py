"""Engine and recalculated workbook agree on random scoresheets, cell by cell."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.filling import cells_of, differences
from tests.office.libreoffice import LibreOffice
from tests.property.scoresheets import scoresheets
from xlplugin import Rubric, build_workbook
from xlplugin.workbook.layout import Layout

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def opened(rubric: Rubric, office: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A workbook of a rubric, open in LibreOffice."""
    path: Path = tmp_path_factory.mktemp("agreement") / f"{rubric.id}.xlsx"
    build_workbook(rubric, path)
    office.open(path)
    yield Layout(rubric)
    office.close()


@pytest.mark.parametrize("faulty", [False, True], ids=["clean", "faulty"])
@pytest.mark.parametrize("examples", [12, pytest.param(300, marks=pytest.mark.long)])
def test_every_figure_and_sentence_of_a_random_scoresheet_is_the_engines(
    rubric: Rubric, opened: Layout, office: LibreOffice, faulty: bool, examples: int
) -> None:
    @settings(max_examples=examples, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # each shrink takes a second
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        sheet = data.draw(scoresheets(rubric, faulty))
        office.set(cells_of(opened, sheet))
        assert differences(rubric, opened, sheet, office.get()) == []

    agree()
