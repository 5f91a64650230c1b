"""The cells of a return, by defined name: as read, or as JSON that is parsed only when needed.

Between processes and in the store they are text, written once. The status of a body needs no cells.
"""

import json
from collections.abc import Callable, ItemsView, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xlplugin.entries.cell_values import CellDisguised, CellError, CellFormula, CellPercent, CellPicture, CellValue


class LazyCells(Mapping[str, CellValue]):
    """The cells of a return, by defined name."""

    __slots__ = ("_text", "_values")

    def __init__(self, values: Mapping[str, CellValue]) -> None:
        """Take the values as read."""
        self._values: dict[str, CellValue] | None = dict(values)
        self._text = ""

    @classmethod
    def of_text(cls, text: str) -> "LazyCells":
        """Take the cells as text; it is parsed when a cell is asked for."""
        cells = cls.__new__(cls)
        cells._values, cells._text = None, text
        return cells

    @property
    def text(self) -> str:
        """The cells as JSON, sorted by name: equal for equal cells."""
        if not self._text:
            self._text = _text_of(self._read())
        return self._text

    def _read(self) -> dict[str, CellValue]:
        if self._values is None:
            self._values = _cells(self._text)
        return self._values

    def __getitem__(self, name: str) -> CellValue:
        """Return the value of a cell."""
        return self._read()[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names of the cells."""
        return iter(self._read())

    def __len__(self) -> int:
        """Count the cells with content."""
        return len(self._read())

    def items(self) -> ItemsView[str, CellValue]:
        """Return names and values."""
        return self._read().items()

    def __repr__(self) -> str:
        """Show the cells."""
        return f"Cells({self._read()!r})"

    def __reduce__(self) -> tuple[Callable[[str], "LazyCells"], tuple[str]]:
        """Move to another process as text."""
        return LazyCells.of_text, (self.text,)


def _written(value: object) -> object:
    """Write a value that JSON cannot express, with its kind."""
    match value:
        case CellError():
            return {"error": value.code}
        case CellPercent():
            return {"percent": value.value}
        case CellDisguised():
            return {"disguised": value.value, "format": value.format}
        case CellFormula():
            return {"formula": value.shown}
        case CellPicture():
            return {"picture": True}
        case datetime():
            return {"date": value.isoformat()}
        case date() | time() | Decimal():
            return {"text": str(value)}
        case _:
            raise TypeError(type(value).__name__)


_text_of = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_written).encode


def _cells(text: str) -> dict[str, CellValue]:
    """Read cells; few returns have a value that JSON cannot express."""
    cells: dict[str, Any] = json.loads(text)
    if "{" not in text[1:]:
        return cells
    return {name: _value(value) if type(value) is dict else value for name, value in cells.items()}


def _value(value: Any) -> CellValue:
    match value:
        case {"error": code}:
            return CellError(code)
        case {"percent": number}:
            return CellPercent(number)
        case {"disguised": number, "format": code}:
            return CellDisguised(number, code)
        case {"picture": True}:
            return CellPicture()
        case {"formula": shown}:
            return CellFormula(_value(shown))
        case {"date": text}:
            return datetime.fromisoformat(text)
        case {"text": text}:
            return str(text)
        case _:
            return value  # type: ignore[no-any-return]  # a text, number or truth value of JSON
