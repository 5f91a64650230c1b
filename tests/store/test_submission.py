"""The store returns exactly what was typed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from xlplugin.entries.cell_values import CellDisguised, CellError, CellFormula, CellPercent, CellValue
from xlplugin.errors import new_problem
from xlplugin.store.decided.answers import Answer
from xlplugin.store.lazy_cells import LazyCells
from xlplugin.store.submission import Result, Submission, row_of, submission_of


def holding(value: CellValue) -> Submission:
    result = (
        new_problem("评分表!H12", "cell-text", label="件数", value="约3件", at=3),
        new_problem("", "return-blank"),
    )
    texts: dict[str, Any] = dict.fromkeys(("sha256", "issue", "rubric", "edition", "body", "file", "path"), "某")
    texts |= dict.fromkeys(("saved_at", "file_time", "collected_at", "reader"), "2026-11-22T10:00:00+08:00")
    return Submission(
        **texts,
        size=7,
        cells=LazyCells({"in_2.1.3.d1": value}),
        problems=result,
        remarks=result[:1],
        result=Result("98.5", "98.50", "优秀", provisional=True, blank=2, shown="98.5"),
        answers={"in_2.1.3.d1": Answer("in_2.1.3.d1", "3", "某人", "核实", "2026-11-22T10:00:00+08:00", "")},
        places={"in_2.1.3.d1": "评分表!H13"},
    )


@pytest.mark.parametrize(
    "value",
    [
        *("约３件", "", 0.1, 3.0, True, CellError("#N/A"), CellPercent(0.1), CellDisguised(3.0, '0"万"')),
        *(CellFormula(None), CellFormula(CellError("#REF!")), CellFormula("是"), datetime(2026, 3, 9, 10, 30), None),
    ],
)
def test_a_submission_comes_back_out_of_its_row(value: CellValue) -> None:
    item = holding(value)
    again = submission_of(row_of(item))
    assert again == item
    assert type(again.cells["in_2.1.3.d1"]) is type(value)


@pytest.mark.parametrize(("value", "text"), [(date(2026, 3, 9), "2026-03-09"), (Decimal("0.10"), "0.10")])
def test_what_json_has_no_word_for_is_kept_as_its_text(value: CellValue, text: str) -> None:
    assert submission_of(row_of(holding(value))).cells == {"in_2.1.3.d1": text}
