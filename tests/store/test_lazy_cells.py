"""A return's cells are the same read, as text, and in another process."""

import json
import pickle

from hypothesis import given
from hypothesis import strategies as st

from xlplugin.entries.cell_values import CellDisguised, CellError, CellFormula, CellPercent, CellValue
from xlplugin.store.lazy_cells import LazyCells

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.none() | st.booleans() | NUMBERS | st.text()
VALUES = (
    PLAIN
    | st.datetimes()
    | st.builds(CellError, st.sampled_from(["#N/A", "#REF!", "#DIV/0!"]))
    | st.builds(CellPercent, NUMBERS)
    | st.builds(CellDisguised, NUMBERS, st.text())
    | st.builds(CellFormula, PLAIN | st.builds(CellError, st.just("#N/A")))
)


@given(st.dictionaries(st.text(), VALUES))
def test_cells_come_back_out_of_their_text_and_out_of_another_process(values: dict[str, CellValue]) -> None:
    cells = LazyCells(values)
    again = LazyCells.of_text(cells.text)
    assert again == cells == values
    assert pickle.loads(pickle.dumps(cells)) == values  # noqa: S301  # our own
    assert {name: type(value) for name, value in again.items()} == {name: type(value) for name, value in values.items()}
    assert len(again) == len(values)


@given(st.dictionaries(st.text(), VALUES, min_size=2))
def test_the_text_of_the_same_cells_is_the_same_in_whichever_order_they_were_read(values: dict[str, CellValue]) -> None:
    turned = dict(reversed(values.items()))
    assert LazyCells(turned).text == LazyCells(values).text
    assert json.loads(LazyCells(turned).text).keys() == values.keys()
