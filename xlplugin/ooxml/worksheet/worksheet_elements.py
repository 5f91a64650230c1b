"""What ``scanner`` finds in a worksheet part: cells, rows, hidden lines, conditional formats, messages, links."""

from dataclasses import dataclass, field
from typing import NamedTuple

DEFAULT_WIDTH, DEFAULT_HEIGHT = 8.43, 15.0
"""Widths of columns (characters) and heights of rows (points) that a sheet does not give."""

NO_FORMAT, HIDES = -1, -2
"""Instead of the format of a conditional format: it has none; it shows an icon or bar without the value."""


@dataclass(slots=True)
class Span:
    """The position of an element in the bytes; ``is_closed`` if it is one tag without content."""

    start: int
    end: int = 0
    is_closed: bool = False
    style: int = 0
    """Its format; of a row, the format of cells that do not exist."""


@dataclass(slots=True)
class CellElement(Span):
    """A cell as its element describes it: position, format, type, value as written, formula.

    A formula that is shared by cells has the number of its group in ``shared``; only one cell of the group contains it.
    ``is_rich`` if the cell holds more than a value, such as a picture.
    """

    type: str = "n"
    text: str | None = None
    formula: str | None = None
    shared: str = ""
    is_rich: bool = False

    @property
    def has_formula(self) -> bool:
        """Whether it has a formula."""
        return self.formula is not None


class Message(NamedTuple):
    """The messages of a validation when a cell is selected or the input is invalid."""

    ranges: str
    texts: tuple[str, ...]
    """The titles and texts of the prompt and of the error message."""


class Link(NamedTuple):
    """A link on cells: the relationship with its address, or a place in the workbook."""

    ranges: str
    relation: str
    location: str


class FrozenPane(NamedTuple):
    """Rows and columns that stay in place while the others are scrolled: how many, and the first that scrolls."""

    rows: int
    columns: int
    first_row: int
    first_column: int


@dataclass(slots=True)
class ScannedSheet:
    """The content of a worksheet part.

    Attributes:
        cells: cells by address.
        rows: rows by number.
        data: the element around the rows.
        prefix: the prefix of its element names (``x:``, usually empty).
        ends: where each top-level element ends, by name.
        hidden_rows: the numbers of rows that are hidden, or too low to be read.
        hidden_columns: first and last of columns that are hidden, or too narrow to be read.
        heights: heights of rows that have their own, in points.
        widths: first, last and width of columns that have their own, in characters.
        default_width: the width of other columns.
        column_styles: first, last and format of columns with a format for cells that do not exist.
        hides_others: whether rows that do not exist are hidden, or too low to be read.
        frozen: the frozen panes; None if there are none.
        merges: merged ranges.
        rules: of each conditional format its ranges, and the number of its format (``HIDES`` if it hides values).
        messages: the messages of validations.
        links: links on cells.
    """

    cells: dict[str, CellElement] = field(default_factory=dict)
    rows: dict[int, Span] = field(default_factory=dict)
    data: Span | None = None
    prefix: str = ""
    ends: dict[str, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    widths: list[tuple[int, int, float]] = field(default_factory=list)
    default_width: float = DEFAULT_WIDTH
    column_styles: list[tuple[int, int, int]] = field(default_factory=list)
    default_height: float = DEFAULT_HEIGHT
    hides_others: bool = False
    frozen: FrozenPane | None = None
    merges: list[str] = field(default_factory=list)
    rules: list[tuple[str, int]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
