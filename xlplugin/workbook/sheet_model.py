"""A worksheet as data: the content of cells, before any library writes it.

The modules in ``sheets`` fill it in; only ``writing`` turns it into a file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from xlplugin.notation.cell_address import column_letters
from xlplugin.workbook.look import Paper

NOTHING = "—"
"""Shown in a cell where nothing can be entered or scored."""

AT_CAP = '"▲"General'
"""The number format for a figure at its cap: the number in the cell is unchanged."""

SCREEN, CHARACTER, BESIDE = 1366, 8, 60
"""Pixels: the width of a small screen, of a unit of column width, and of row numbers and scroll bar."""

LEAST_ZOOM, WHOLE = 80, 100
"""In %: a form that is wider than the screen is not shown smaller than this."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, without the leading ``=``, and its value: a number in ten-thousandths, or words."""

    text: str
    value: int | str


Value: TypeAlias = str | int | float | Formula | None


@dataclass(frozen=True, slots=True)
class Validation:
    """A data validation: which values a cell accepts, with prompt and error message.

    ``kind`` is list (``first``: the words, with commas), whole, decimal or textLength (between the bounds).
    """

    kind: Literal["list", "whole", "decimal", "textLength"]
    first: str
    second: str
    title: str
    prompt: str
    error_title: str
    error: str


@dataclass(frozen=True, slots=True)
class ConditionalFormat:
    """A conditional format: area, condition, mark of the look, and number format.

    The condition is written for the first cell of the area. ``shown`` is a number format; '' leaves numbers as they
    are.
    """

    area: str
    condition: str
    mark: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart: the cells of its categories and of two series, each with its heading, and its place."""

    title: str
    categories: str
    series: tuple[tuple[str, str, str], ...]
    """Heading, cells and colour of each."""
    anchor: str
    width: float
    height: float
    """In points, like the width."""


@dataclass(eq=False)
class Sheet:
    """A worksheet that is being laid out. Widths are in characters of half width, heights in points."""

    name: str
    paper: Paper
    last_column: int = 1
    """The last column that is printed."""
    cells: list[tuple[int, int, Value, str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    hidden_columns: set[int] = field(default_factory=set)
    column_styles: dict[int, str] = field(default_factory=dict)
    """The style of cells of a column that do not exist yet."""
    validations: dict[Validation, list[str]] = field(default_factory=dict)
    markings: list[ConditionalFormat] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    """Rows before a page break."""
    title_rows: str = ""
    freeze: str = ""
    chart: Chart | None = None
    footer: str = ""
    is_hidden: bool = False
    is_printed: bool = True
    is_one_page: bool = False
    """Whether it is scaled to one page."""
    has_grid: bool = False
    last_printed_row: int = 0
    """0: the last row with content."""

    @property
    def last_row(self) -> int:
        """The last row with content."""
        return max(row for row, *_ in self.cells)

    @property
    def print_area(self) -> str:
        """The printed range."""
        return f"A1:{column_letters(self.last_column)}{self.last_printed_row or self.last_row}"

    @property
    def zoom(self) -> int:
        """The size on the screen in %, by fives: at which the printed columns are seen at once, if that can be read."""
        shown = sum(wide for column, wide in self.widths.items() if column <= self.last_column)
        fitting = (SCREEN - BESIDE) * WHOLE / (shown * CHARACTER) if shown else WHOLE
        return min(WHOLE, max(LEAST_ZOOM, int(fitting) // 5 * 5))

    def put(self, row: int, column: int, value: Value, style: str) -> None:
        """Put a value into a cell."""
        self.cells.append((row, column, value, style))

    def put_merged(self, rows: Iterable[int], columns: Iterable[int], value: Value, style: str) -> None:
        """Put a value into a block of cells, merged if it is more than one."""
        rows, columns = tuple(rows), tuple(columns)
        first = rows[0], columns[0]
        for row in rows:
            for column in columns:
                self.cells.append((row, column, value if (row, column) == first else None, style))
        if len(rows) > 1 or len(columns) > 1:
            self.merges.append((*first, rows[-1], columns[-1]))

    def put_row(self, row: int, values: Iterable[Value], style: str, first: int = 1) -> None:
        """Put values into the cells of a row."""
        for column, value in enumerate(values, first):
            self.cells.append((row, column, value, style))

    def validate(self, address: str, validation: Validation) -> None:
        """Return a cell a validation; cells with an equal one share it."""
        self.validations.setdefault(validation, []).append(address)

    @property
    def formulas(self) -> dict[str, Formula]:
        """The formulas by address."""
        return {
            f"{column_letters(column)}{row}": value
            for row, column, value, _ in self.cells
            if isinstance(value, Formula)
        }
