"""What ``scan`` finds in a worksheet part: cells, rows, what is hidden, what is shown as one or in another way."""

from dataclasses import dataclass, field
from typing import NamedTuple

DEFAULT_WIDTH, DEFAULT_HEIGHT = 8.43, 15.0
"""Of columns (characters) and rows (points) where a sheet does not say."""

NO_FORMAT, HIDES = -1, -2
"""In place of the number of a conditional format's format: it has none; it shows an icon or a bar without the value."""


@dataclass(slots=True)
class Span:
    """Where an element stands; ``is_closed`` where it is one tag, without content."""

    start: int
    end: int = 0
    is_closed: bool = False
    style: int = 0
    """Its format; of a row: that of its cells that are not there."""


@dataclass(slots=True)
class CellElement(Span):
    """A cell as its element says: where it is, format, type, value as it is written, formula.

    A formula that is shared with other cells has the number of its group in ``shared``; only one of the group says it.
    ``is_rich`` where it holds more than a value, such as a picture.
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
    """What a validation says to whoever stands on a cell, or types into it."""

    ranges: str
    texts: tuple[str, ...]
    """The titles and texts of the prompt and of the complaint."""


class Link(NamedTuple):
    """A link on cells: the relationship that has its address, or a place in the workbook."""

    ranges: str
    relation: str
    location: str


class FrozenPane(NamedTuple):
    """Rows and columns that stay where they are while the others are scrolled: how many, and from which on."""

    rows: int
    columns: int
    first_row: int
    first_column: int


@dataclass(slots=True)
class ScannedSheet:
    """What a worksheet part holds.

    Attributes:
        cells: by address.
        rows: by number.
        data: the element around the rows.
        prefix: what stands before the names of its elements (``x:``, mostly nothing).
        ends: where each element on the top level ends, by name.
        hidden_rows: the numbers of the rows that are hidden, or too low to be read.
        hidden_columns: the first and the last of columns that are hidden, or too narrow to be read.
        heights: of rows that have one of their own, in points.
        widths: the first, the last and the width of columns that have one of their own, in characters.
        default_width: of the others.
        column_styles: the first, the last and the format of columns that have one for cells that are not there.
        hides_others: whether rows that are not there are hidden, or too low to be read.
        frozen: what stays in place when the sheet is scrolled; None for nothing.
        merges: the ranges of cells that are shown as one.
        rules: of each conditional format its ranges, and the number of its format (``HIDES`` for what hides values).
        messages: of validations.
        links: on cells.
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
