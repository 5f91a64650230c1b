"""Worksheet functions that Excel calls through xlwings: array in, array out, on any sheet.

They only compute, and read no cells except their arguments. Invalid arguments are explained in Chinese in the cell.
Excel calls the functions by name, so that their names follow Excel's style.
"""
# ruff: noqa: N802

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import xlwings as xw

from xlplugin.entries.function_arguments import ArgumentEntries, RefusedArgument, Values, as_number, entries_of, flat
from xlplugin.errors import XlpluginError
from xlplugin.notation.decimals import SCALE
from xlplugin.rubric.model import Indicator, Rubric
from xlplugin.rubric_files.check_rubric import load_rubric
from xlplugin.scoring.as_python import evaluate
from xlplugin.scoring.breakdown import sentence_of
from xlplugin.scoring.expression import Figure
from xlplugin.scoring.scorecard import Scorecard, figures_and_sentences, score
from xlplugin.scoring.states import FAULTY, PENDING, UNASSESSED, UNDECIDED
from xlplugin.scoring.steps.total_steps import grade_of
from xlplugin.workbook.vba.function_help import CATEGORY, FUNCTIONS

Answer: TypeAlias = list[list[Any]]
"""A block of numbers and texts."""

F = TypeVar("F", bound=Callable[..., Answer])
MOST_NAME = 250
"""Characters of a path; Windows accepts about as many."""

MOST_LISTED = 3
"""Number of problems that XLP_CHECK lists."""


def _worksheet_function(function: F) -> F:
    """Register a function with xlwings and its help texts, and turn every error into a sentence."""

    @wraps(function)
    def guarded(*given: Any) -> Answer:
        try:
            return function(*given)
        except RefusedArgument as refused:
            return [[f"参数有误：{refused}"]]
        except XlpluginError as error:
            return [[f"参数有误：{error.problems[0].text()}"]]
        except Exception as error:  # Excel would show a stack trace in the cell
            return [[f"程序出错（{type(error).__name__}），请运行 xlplugin doctor 或联系维护人员"]]

    described = FUNCTIONS[function.__name__]
    guarded.__doc__ = described.text
    made: Any = guarded
    for name, text in described.arguments.items():
        # The rubric is one cell, all others are blocks; error values are passed as texts, or they would look blank.
        options = {} if name == "rubric" else {"ndim": 2, "err_to_str": True}
        made = xw.arg(name, doc=text, **options)(made)
    return xw.func(category=CATEGORY)(made)  # type: ignore[no-any-return]  # xlwings returns the function


@_worksheet_function
def XLP_TOTAL(rubric: str, keys: Values, values: Values) -> Answer:
    """Return the total of each body, in 分; ``FUNCTIONS`` has the help for users."""
    return _of_each(rubric, keys, values, lambda card: _total(card, "total"))


@_worksheet_function
def XLP_PUBLISHED(rubric: str, keys: Values, values: Values) -> Answer:
    """Return the published total of each body, in 分."""
    return _of_each(rubric, keys, values, lambda card: _total(card, "published"))


@_worksheet_function
def XLP_GRADE(rubric: str, keys: Values, values: Values) -> Answer:
    """Return the grade of each body."""
    return _of_each(rubric, keys, values, lambda card: _total(card, "grade"))


@_worksheet_function
def XLP_CHECK(rubric: str, keys: Values, values: Values) -> Answer:
    """Return the blank and the invalid entries of each body."""
    return _of_each(rubric, keys, values, _checked)


@_worksheet_function
def XLP_DEDUCTION(rubric: str, keys: Values, values: Values, indicators: Values) -> Answer:
    """Return what each body loses at each indicator, in 分."""
    return _of_indicators(
        rubric, keys, values, indicators, lambda indicator, figures: _amount(indicator, figures, "deduction")
    )


@_worksheet_function
def XLP_BONUS(rubric: str, keys: Values, values: Values, indicators: Values) -> Answer:
    """Return what each body gains at each indicator, in 分."""
    return _of_indicators(
        rubric, keys, values, indicators, lambda indicator, figures: _amount(indicator, figures, "bonus")
    )


@_worksheet_function
def XLP_EXPLAIN(rubric: str, keys: Values, values: Values, indicators: Values) -> Answer:
    """Explain each body's figures for each indicator."""
    return _of_indicators(rubric, keys, values, indicators, sentence_of)


@_worksheet_function
def XLP_GRADE_OF(rubric: str, figures: Values) -> Answer:
    """Return the grade of each figure, which is first rounded as a published total."""
    of_rubric = _rubric(rubric)
    grade = evaluate(grade_of(of_rubric.scheme, Figure("figure")))
    place = Decimal(1).scaleb(-of_rubric.published_places)

    def of(value: object) -> object:
        if isinstance(value, str) and value.startswith((UNASSESSED, FAULTY, PENDING, UNDECIDED)):
            return value  # XLP_PUBLISHED returns this if there is no figure
        number = as_number(value)
        if number is None:
            return ""
        return grade({"figure": int(number.quantize(place, ROUND_HALF_UP) * SCALE)})

    return [[of(value) for value in row] for row in figures]


def _of_each(rubric: str, keys: Values, values: Values, answer_for: Callable[[Scorecard], object]) -> Answer:
    """Return one answer per body, in the direction of the bodies."""
    entries = entries_of(_rubric(rubric), keys, values)
    return _along([[answer_for(score(entries.rubric, body.scoresheet))] for body in entries.bodies], entries)


def _of_indicators(
    rubric: str,
    keys: Values,
    values: Values,
    indicators: Values,
    answer_for: Callable[[Indicator, Mapping[str, Any]], object],
) -> Answer:
    entries = entries_of(_rubric(rubric), keys, values)
    known = {indicator.id: indicator for indicator in entries.rubric.indicators}
    wanted: list[Indicator] = []
    for id in flat(indicators):
        if id not in known:
            raise RefusedArgument(f"没有指标“{id}”，请核对编号（编号要按文字填写，如 '2.1.1）")
        wanted.append(known[id])
    if not wanted:
        raise RefusedArgument("没有写三级指标的编号，如 2.1.1")
    rows = []
    for body in entries.bodies:
        figures = figures_and_sentences(entries.rubric, body.scoresheet)
        rows.append([answer_for(indicator, figures) for indicator in wanted])
    return _along(rows, entries)


def _along(rows: Answer, entries: ArgumentEntries) -> Answer:
    return rows if entries.in_rows else [list(column) for column in zip(*rows, strict=True)]


def _total(card: Scorecard, what: str) -> object:
    if card.problems:
        return f"{FAULTY}：{card.problems[0].text()}"
    figure = card.figures[what]
    return figure / SCALE if isinstance(figure, int) else figure


def _checked(card: Scorecard) -> str:
    if card.problems:
        listed = "；".join(problem.text() for problem in card.problems[:MOST_LISTED])
        more = f"……共 {len(card.problems)} 处" if len(card.problems) > MOST_LISTED else ""
        return f"{FAULTY}：{listed}{more}"
    return f"{UNASSESSED} {len(card.blank)} 项：{'、'.join(card.blank)}" if card.blank else "完成"


def _amount(indicator: Indicator, figures: Mapping[str, Any], what: str) -> object:
    states = [figures[f"{clause.key}:state"] for clause in indicator.clauses]
    for word in (FAULTY, UNASSESSED, PENDING):
        if word in states:
            return word
    figure = figures[f"{indicator.id}:{what}"]
    return figure / SCALE if isinstance(figure, int) else figure


def _rubric(name: object) -> Rubric:
    if not isinstance(name, str) or not name.strip():
        raise RefusedArgument('第一个参数应是评分表的名称，如 "gaoping-2022-b"')
    name = name.strip()
    if len(name) > MOST_NAME:
        raise RefusedArgument("评分表的名称太长，请核对")
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and not path.is_absolute():
        raise RefusedArgument("评分表文件要写完整路径")
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    return _loaded(name, changed)


@lru_cache(maxsize=16)
def _loaded(name: str, _changed: int) -> Rubric:
    """Load a rubric once, and again when its file changes."""
    return load_rubric(name)
