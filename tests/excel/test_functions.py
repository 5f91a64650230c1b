"""The worksheet functions, called as xlwings calls them: on blocks of cells as Excel hands them over."""

import datetime as dt
import types
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.support.casefile import all_cases
from tests.support.fake_desktop import ERROR_NUMBERS, call_as_excel, imported_functions
from tests.support.filling import cells_of, layout_of, place
from xlplugin import load_rubric, read_scoresheet, score
from xlplugin.scoring.scorecard import figures_and_sentences
from xlplugin.workbook.vba.function_help import CATEGORY, FUNCTIONS, MOST_HELP

ID = "gaoping-2022-b"
RUBRIC = load_rubric(ID)
COUNT = "2.1.3.d1"


@pytest.fixture(scope="module")
def functions() -> Iterator[types.ModuleType]:
    with imported_functions() as (module, _):
        yield module


def block(data: dict[str, Any]) -> tuple[tuple[tuple[str], ...], tuple[tuple[object], ...]]:
    """Return keys and values of a scoresheet as two columns of a sheet."""
    layout = layout_of(RUBRIC)
    cells = cells_of(layout, data)
    slots = [*layout.main.entries.items(), *((f"na_{id}", cell) for id, cell in layout.main.not_applicable.items())]
    return tuple((name,) for name, _ in slots), tuple((cells[place(cell)],) for _, cell in slots)


def cases() -> list[Any]:
    return [case for case in all_cases() if case.rubric.digest == RUBRIC.digest]


def test_every_case_gives_the_engines_figures(functions: types.ModuleType) -> None:
    for case in cases():
        keys, values = block(case.data)
        card = score(RUBRIC, case.data)
        given = ID, keys, values
        total, published, grade = (
            call_as_excel(getattr(functions, name), *given)[0][0]
            for name in ("XLP_TOTAL", "XLP_PUBLISHED", "XLP_GRADE")
        )
        if card.problems:
            assert str(total).startswith("有误：")
        elif card.total is None:
            assert (total, published, grade) == ("未评", "未评", "未评")
        else:
            assert (total, published, grade) == (float(card.total), float(card.published or 0), card.grade)
        ids = (tuple(card.indicators),)
        deductions = call_as_excel(functions.XLP_DEDUCTION, *given, ids)
        states = figures_and_sentences(RUBRIC, read_scoresheet(RUBRIC, case.data))
        for indicator, (shown,) in zip(RUBRIC.indicators, deductions, strict=True):
            result = {states[f"{clause.key}:state"] for clause in indicator.clauses}
            word = next((word for word in ("有误", "未评") if word in result), None)
            assert shown == (word or float(card.indicators[indicator.id].deduction or 0))


def test_bodies_may_stand_in_rows_or_in_columns(functions: types.ModuleType) -> None:
    down = (("2.1.3.d1",), ("1.1.1.d1",)), ((1.0, 2.0, 3.0), ("否", "否", "是"))
    across = (("2.1.3.d1", "1.1.1.d1"),), ((1.0, "否"), (2.0, "否"), (3.0, "是"))
    in_columns = call_as_excel(functions.XLP_TOTAL, ID, *down)
    in_rows = call_as_excel(functions.XLP_TOTAL, ID, *across)
    assert len(in_columns) == 1
    assert len(in_columns[0]) == 3
    assert in_rows == [[total] for total in in_columns[0]]
    wanted = (("2.1.3", "1.1.1"),)
    assert call_as_excel(functions.XLP_DEDUCTION, ID, *across, wanted) == [
        list(pair) for pair in zip(*call_as_excel(functions.XLP_DEDUCTION, ID, *down, wanted), strict=True)
    ]


def test_single_cells_are_blocks_of_one(functions: types.ModuleType) -> None:
    assert call_as_excel(functions.XLP_DEDUCTION, ID, "2.1.3.d1", 1.0, "2.1.3") == [[1.0]]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("3", "文字“3”"),
        (True, "TRUE"),
        (dt.datetime(2022, 3, 9), "日期"),
        (ERROR_NUMBERS["#N/A"], "#N/A"),
        (ERROR_NUMBERS["#DIV/0!"], "#DIV/0!"),
        (-1.0, "不能小于 0"),
        (2.5, "整数"),
        (" ", "文字"),
    ],
)
def test_an_invalid_entry_is_reported_in_its_place_and_gives_no_figure(
    functions: types.ModuleType, value: object, message: str
) -> None:
    keys, values = (("2.1.3.d1", "1.1.1.d1"),), ((value, "否"), (1.0, "否"))
    (first,), (second,) = call_as_excel(functions.XLP_TOTAL, ID, keys, values)
    assert first.startswith("有误：")
    assert message in first
    assert isinstance(second, float)
    assert message in call_as_excel(functions.XLP_CHECK, ID, keys, values)[0][0]
    assert call_as_excel(functions.XLP_DEDUCTION, ID, keys, values, "2.1.3") == [["有误"], [1.0]]
    assert isinstance(call_as_excel(functions.XLP_BONUS, ID, keys, values, "2.1.3")[1][0], float)


def test_currency_cells_and_blanks_are_what_they_say(functions: types.ModuleType) -> None:
    keys, values = (("2.1.3.d1",),), ((Decimal("1.0000"),), (None,), ("",))
    assert call_as_excel(functions.XLP_DEDUCTION, ID, keys, values, "2.1.3") == [[1.0], ["未评"], ["未评"]]
    assert call_as_excel(functions.XLP_TOTAL, ID, keys, values)[1:] == [["未评"], ["未评"]]


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("XLP_TOTAL", ("gaoping-1999", "2.1.3.d1", 1.0), "没有评分表“gaoping-1999”"),
        ("XLP_TOTAL", (None, "2.1.3.d1", 1.0), "第一个参数"),
        ("XLP_TOTAL", ("mine.yaml", "2.1.3.d1", 1.0), "完整路径"),
        ("XLP_TOTAL", (ID, "9.9.9.d1", 1.0), "没有“9.9.9.d1”这一填报项"),
        ("XLP_TOTAL", (ID, (("2.1.3.d1", "1.1.1.d1"),), 1.0), "两者要对齐"),
        ("XLP_TOTAL", (ID, (("2.1.3.d1", "2.1.3.d1"),), ((1.0, 2.0),)), "出现了两次"),
        ("XLP_TOTAL", (ID, (("a", "b"), ("c", "d")), ((1.0, 2.0),)), "一行或一列"),
        ("XLP_DEDUCTION", (ID, "2.1.3.d1", 1.0, "9.9.9"), "没有指标“9.9.9”"),
        ("XLP_DEDUCTION", (ID, "2.1.3.d1", 1.0, None), "没有写三级指标"),
        ("XLP_TOTAL", ("x" * 5000, "2.1.3.d1", 1.0), "太长"),
        ("XLP_GRADE_OF", (ID, "九十"), "应是得分"),
        ("XLP_GRADE_OF", (ID, 1e27), "应是得分"),
        ("XLP_GRADE_OF", (ID, ERROR_NUMBERS["#N/A"]), "应是得分"),
    ],
)
def test_an_invalid_argument_is_reported_in_chinese(
    functions: types.ModuleType, name: str, given: tuple[object, ...], message: str
) -> None:
    ((answer,),) = call_as_excel(getattr(functions, name), *given)
    assert answer.startswith("参数有误：")
    assert message in answer


def test_an_unexpected_error_is_a_sentence_too(functions: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "entries_of", lambda *_: 1 / 0)
    ((answer,),) = call_as_excel(functions.XLP_TOTAL, ID, "2.1.3.d1", 1.0)
    assert answer.startswith("程序出错（ZeroDivisionError）")


def test_a_figures_grade_is_that_of_the_published_total(functions: types.ModuleType) -> None:
    bands = RUBRIC.scheme.grades
    edge = next(grade.at_least for grade in bands if grade.at_least is not None) / 10_000
    answer = call_as_excel(functions.XLP_GRADE_OF, ID, ((edge, edge - 0.004, edge - 0.006, None),))
    assert answer == [[bands[0].name, bands[0].name, bands[1].name, ""]]


def test_grades_are_found_for_what_a_sum_of_doubles_shows_and_words_are_passed_on(functions: types.ModuleType) -> None:
    edge = next(grade.at_least for grade in RUBRIC.scheme.grades if grade.at_least is not None) / 10_000
    just = edge - 0.305 + 0.1 * 3
    answer = call_as_excel(functions.XLP_GRADE_OF, ID, ((just, "未评", "有误：2.1.3.d1"),))
    assert answer == [[RUBRIC.scheme.grades[0].name, "未评", "有误：2.1.3.d1"]]


def test_an_explanation_is_the_workbooks_own_sentence(functions: types.ModuleType) -> None:
    ((data,),) = call_as_excel(functions.XLP_EXPLAIN, ID, "2.1.3.d1", 3.0, "2.1.3")
    assert "3 件 × 1 分 = 3，上限 2，扣 2" in data


def test_blank_keys_are_skipped_and_names_may_be_those_of_the_workbook(functions: types.ModuleType) -> None:
    keys, values = (("in_2.1.3.d1", None, " 1.1.1.d1 "),), ((1.0, "备注，不计分", "否"),)
    assert call_as_excel(functions.XLP_CHECK, ID, keys, values)[0][0].startswith("未评")


def test_every_function_has_its_help_for_the_wizard(functions: types.ModuleType) -> None:
    described = {name: result.__xlfunc__ for name, result in vars(functions).items() if hasattr(result, "__xlfunc__")}
    assert set(described) == set(FUNCTIONS)
    for name, info in described.items():
        assert info["category"] == CATEGORY
        assert info["ret"]["doc"] == FUNCTIONS[name].text
        assert {entry["name"]: entry["doc"] for entry in info["args"]} == FUNCTIONS[name].arguments
        assert not info["volatile"]
        assert info["call_in_wizard"]
        assert max(map(len, (info["ret"]["doc"], *FUNCTIONS[name].arguments.values()))) <= MOST_HELP
