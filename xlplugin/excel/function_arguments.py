"""What worksheet functions are given: names of inputs beside blocks of values, one body to each row or column."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

from xlplugin.entries.cell_values import ERROR_VALUES, CellError, CellValue, as_shown
from xlplugin.entries.read_entries import INAPPLICABLE, Entered, read_cells
from xlplugin.rubric.clause_kinds import slots
from xlplugin.rubric.model import Rubric

Values: TypeAlias = list[list[Any]]
"""A block of cells as xlwings gives it, rows of cells."""


MOST_FIGURE = 1_000_000
"""What is no figure of a body, but a slip."""


class RefusedArgument(Exception):
    """An argument that cannot be taken; the text says why, in Chinese."""


@dataclass(frozen=True, eq=False)
class ArgumentEntries:
    """What was entered for each body; ``in_rows``: whether a body stands in a row, and its answers beside it."""

    rubric: Rubric
    bodies: tuple[Entered, ...]
    in_rows: bool


def entries_of(rubric: Rubric, keys: Values, values: Values) -> ArgumentEntries:
    """Read the entries of every body.

    Raises:
        Refused: the names are no row and no column, do not fit the values, or are none of the rubric's.
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
    """Give the slot that a key names; '' for a blank one, whose values are passed over."""
    if key is None or key == "":
        return ""
    name = str(key).strip().removeprefix("in_")
    if name not in known_names(rubric):
        raise RefusedArgument(f"没有“{name}”这一填报项；名称可用 xlplugin inputs 列出")
    return name


@lru_cache(maxsize=16)
def known_names(rubric: Rubric) -> frozenset[str]:
    """Give the names of all cells that are filled in."""
    names = {slot.name for clause in rubric.clauses for slot in slots(clause)}
    marks = {f"{INAPPLICABLE}{indicator.id}" for indicator in rubric.indicators if indicator.may_be_not_applicable}
    return frozenset(names | marks)


def cell_value(value: Any) -> CellValue:
    """Tell an error value from a text; what no cell holds is refused.

    Raises:
        Refused: it is nothing that a cell holds.
    """
    if isinstance(value, str) and value in ERROR_VALUES:
        return CellError(value)
    if value is None or isinstance(value, str | int | float | Decimal | date | time):
        return value
    raise RefusedArgument(f"不认识的内容：{value!r}")


def as_number(value: object) -> Decimal | None:
    """Give a figure exactly; None for a blank.

    Raises:
        Refused: it is no number.
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
    """Give the texts of a block, blank cells passed over."""
    for row in block:
        for value in row:
            if value not in (None, ""):
                yield str(value).strip()
