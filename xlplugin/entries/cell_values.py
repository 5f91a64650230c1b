"""What a cell holds, as values: numbers and texts, and what cannot be taken as either."""

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
"""What stands for a cell that a return no longer has: what was entered there is not known, which is not nothing."""


@dataclass(frozen=True, slots=True)
class CellPercent:
    """A number that is shown as a percentage: programs make 0.1 of ``10%``."""

    value: float

    def __str__(self) -> str:
        """Write it as it is shown."""
        return f"{as_shown(self.value * 100).normalize():f}%"


@dataclass(frozen=True, slots=True)
class CellDisguised:
    """A number or text in a format (``0"万"``) that shows another, or none; which was meant is not known."""

    value: float | str
    format: str

    def __str__(self) -> str:
        """Write both."""
        return f"{self.held} [{self.format}]"

    @property
    def held(self) -> str:
        """What the cell holds, as text."""
        return self.value if isinstance(self.value, str) else f"{as_shown(self.value).normalize():f}"


@dataclass(frozen=True, slots=True)
class CellDoubtful:
    """A number that programs make of something else when it is typed (of ``3-9``); which was meant is not known."""

    value: int
    typed: str


@dataclass(frozen=True, slots=True)
class CellFormula:
    """A formula where something is to be typed, with what it shows, where that is known."""

    shown: "CellValue"


@dataclass(frozen=True, slots=True)
class CellPicture:
    """A picture that lies in a cell, as WPS (``DISPIMG``) and Excel put it there."""

    def __str__(self) -> str:
        """Say what it is."""
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
"""What a cell holds; a ``datetime`` is a ``date``."""


EXACT = 10**15
"""Whole numbers below are exact, whatever their last digits."""


def as_shown(value: float) -> Decimal:
    """Give a cell's number with the 15 digits that spreadsheets compare and show: 0.1+0.2 is 0.3."""
    return Decimal(f"{value:.15g}")


MOST_SAID = 60
"""Characters of a text that a message shows."""


def show_value(value: CellValue) -> str:
    """Show a cell's value in a message, as a spreadsheet shows it."""
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
    return text if len(text) <= MOST_SAID else f"{text[: MOST_SAID - 1]}…"


_BEFORE = 16
"""Characters that are shown ahead of the place where two texts differ."""


def first_difference(before: str, after: str) -> dict[str, str]:
    """Show two texts from a little ahead of the place where they differ, for the facts of a message.

    >>> first_difference("=ROUND(0.2*I27,4)", "=ROUND(0.3*I27,4)")
    {'before': '“=ROUND(0.2*I27,4)”', 'after': '“=ROUND(0.3*I27,4)”'}
    """
    before, after = (" ".join(text.split("\n")) for text in (before, after))
    same = next((at for at, (old, other) in enumerate(zip(before, after, strict=False)) if old != other), None)
    same = min(len(before), len(after)) if same is None else same
    begin = max(0, same - _BEFORE) if max(len(before), len(after)) > MOST_SAID else 0
    dots = "…" if begin else ""
    return {"before": f"“{dots}{_cut(before[begin:])}”", "after": f"“{dots}{_cut(after[begin:])}”"}
