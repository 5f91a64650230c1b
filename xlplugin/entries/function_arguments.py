"""Reads the arguments of worksheet functions: names of inputs, and blocks of values with one body per row or column."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

from xlplugin.entries.cell_values import ERROR_VALUES, CellError, CellValue, as_shown
from xlplugin.entries.read_entries import INAPPLICABLE, Entered, read_cells
from xlplugin.rubric.clause import slots
from xlplugin.rubric.model import Rubric

Values: TypeAlias = list[list[Any]]
"""A block of cells as xlwings passes it: a list of rows."""


MOST_FIGURE = 1_000_000
"""Larger numbers are slips and not figures of a body, in 分."""


class RefusedArgument(Exception):
    """An argument that is not valid; the text says why, in Chinese."""


@dataclass(frozen=True, eq=False)
class ArgumentEntries:
    """The entries of each body; ``in_rows``: whether each body is a row, so that its answer goes beside it."""

    rubric: Rubric
    bodies: tuple[Entered, ...]
    in_rows: bool


def entries_of(rubric: Rubric, keys: Values, values: Values) -> ArgumentEntries:
    """Read the entries of every body.

    Raises:
        RefusedArgument: the names are not a row or a column, do not fit the values, or are not the rubric's.
    """
    in_rows = len(keys) == 1
    if not in_rows and any(len(row) != 1 for row in keys):
        raise RefusedArgument("填报项的名称要写成一行或一列")
    names = [_name(rubric, key) for row in keys for key in row]
    bodies = [list(row) for row in values] if in_rows else [list(column) for column in zip(*values, strict=True)]
    if any(len(body) != len(names) for body in bodies):
        side = "列" if in_rows else "行"
        raise RefusedArgument(f"填报项有 {len(names)} 个，内容有 {len(bodies[0])} {side}；两者要对齐")
    if repeated := next((name for name in names if name and names.count(name) > 1), ""):
        raise RefusedArgument(f"填报项“{repeated}”出现了两次")
    return ArgumentEntries(rubric, tuple(_entered(rubric, names, body) for body in bodies), in_rows)


def _entered(rubric: Rubric, names: list[str], body: list[Any]) -> Entered:
    return read_cells(rubric, {name: cell_value(value) for name, value in zip(names, body, strict=True) if name})


def _name(rubric: Rubric, key: object) -> str:
    """Return the input with this name; '' for a blank name, whose values are skipped."""
    if key is None or key == "":
        return ""
    name = str(key).strip().removeprefix("in_")
    if name not in known_names(rubric):
        raise RefusedArgument(f"没有“{name}”这一填报项；名称可用 xlplugin inputs 列出")
    return name


@lru_cache(maxsize=16)
def known_names(rubric: Rubric) -> frozenset[str]:
    """Return the names of all inputs."""
    names = {slot.name for clause in rubric.clauses for slot in slots(clause)}
    marks = {f"{INAPPLICABLE}{indicator.id}" for indicator in rubric.indicators if indicator.may_be_not_applicable}
    return frozenset(names | marks)


def cell_value(value: Any) -> CellValue:
    """Convert a value from Excel, keeping error values apart from texts.

    Raises:
        RefusedArgument: a cell cannot contain such a value.
    """
    if isinstance(value, str) and value in ERROR_VALUES:
        return CellError(value)
    if value is None or isinstance(value, str | int | float | Decimal | date | time):
        return value
    raise RefusedArgument(f"不认识的内容：{value!r}")


def as_number(value: object) -> Decimal | None:
    """Return an exact number; None for a blank.

    Raises:
        RefusedArgument: it is not a number.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise RefusedArgument(f"应是得分，填的是“{value}”")
    number = as_shown(value) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or abs(number) > MOST_FIGURE:
        raise RefusedArgument(f"应是得分，填的是“{value}”")
    return number


def flat(block: Values) -> Iterator[str]:
    """Return the texts of a block without blank cells."""
    for row in block:
        for value in row:
            if value not in (None, ""):
                yield str(value).strip()
