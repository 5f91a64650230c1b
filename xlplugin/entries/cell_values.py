"""What a cell stores, as values: numbers and texts, and whatever cannot be taken as either."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

ERROR_VALUES = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value (``#N/A``)."""

    code: str


LOST = CellError("找不到")
"""Marks a cell that a return no longer has: its entry is unknown, which is not the same as blank."""


@dataclass(frozen=True, slots=True)
class CellPercent:
    """A number displayed as a percentage: programs store 0.1 for ``10%``."""

    value: float

    def __str__(self) -> str:
        """Write it as displayed."""
        return f"{as_shown(self.value * 100).normalize():f}%"


@dataclass(frozen=True, slots=True)
class CellDisguised:
    """A number or text in a format that displays something else (``0"万"``) or nothing; what was meant is unknown."""

    value: float | str
    format: str

    def __str__(self) -> str:
        """Write the value and the format."""
        return f"{self.held} [{self.format}]"

    @property
    def held(self) -> str:
        """The stored value, as text."""
        return self.value if isinstance(self.value, str) else f"{as_shown(self.value).normalize():f}"


@dataclass(frozen=True, slots=True)
class CellDoubtful:
    """A number that programs store when something else is typed (``3-9``); what was meant is unknown."""

    value: int
    typed: str


@dataclass(frozen=True, slots=True)
class CellFormula:
    """A formula in an input cell, with the value it displays, if known."""

    shown: "CellValue"


@dataclass(frozen=True, slots=True)
class CellPicture:
    """A picture inside a cell, as WPS (``DISPIMG``) and Excel store it."""

    def __str__(self) -> str:
        """Write 图片."""
        return "图片"


CellValue: TypeAlias = (
    str
    | int
    | float
    | bool
    | Decimal
    | date
    | time
    | CellError
    | CellPercent
    | CellDisguised
    | CellDoubtful
    | CellFormula
    | CellPicture
    | None
)
"""What a cell stores; a ``datetime`` is a ``date``."""


EXACT = 10**15
"""Whole numbers below this are exact in every digit."""


def as_shown(value: float) -> Decimal:
    """Return a number with the 15 digits that spreadsheets compare and display: 0.1+0.2 is 0.3."""
    return Decimal(f"{value:.15g}")


MOST_SHOWN = 60
"""Characters of a text that a message shows."""


def show_value(value: CellValue) -> str:
    """Write a cell's value in a message, as a spreadsheet displays it."""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, CellFormula):
        return f"公式（显示 {show_value(value.shown)}）"
    if value in (None, ""):
        return "空"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}" if abs(value) < 1e15 else repr(value)
    return f"“{_cut(value)}”" if isinstance(value, str) else str(value)


def _cut(text: str) -> str:
    text = " ".join(text.split("\n"))
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


_BEFORE = 16
"""Characters shown before the place where two texts differ."""


def first_difference(before: str, after: str) -> dict[str, str]:
    """Show two texts from shortly before the place where they differ, as facts for a message.

    >>> first_difference("=ROUND(0.2*I27,4)", "=ROUND(0.3*I27,4)")
    {'before': '“=ROUND(0.2*I27,4)”', 'after': '“=ROUND(0.3*I27,4)”'}
    """
    before, after = (" ".join(text.split("\n")) for text in (before, after))
    same = next((at for at, (old, other) in enumerate(zip(before, after, strict=False)) if old != other), None)
    same = min(len(before), len(after)) if same is None else same
    begin = max(0, same - _BEFORE) if max(len(before), len(after)) > MOST_SHOWN else 0
    dots = "…" if begin else ""
    return {"before": f"“{dots}{_cut(before[begin:])}”", "after": f"“{dots}{_cut(after[begin:])}”"}
