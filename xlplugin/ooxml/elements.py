"""What ``scan`` finds in a worksheet part: cells, rows, what is hidden, what is shown as one or in another way."""

from dataclasses import dataclass, field

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
    """

    type: str = "n"
    text: str | None = None
    formula: str | None = None
    shared: str = ""

    @property
    def has_formula(self) -> bool:
        """Whether it has a formula."""
        return self.formula is not None


@dataclass(slots=True)
class Found:
    """What a worksheet part holds.

    Attributes:
        cells: by address.
        rows: by number.
        data: the element around the rows.
        prefix: what stands before the names of its elements (``x:``, mostly nothing).
        ends: where each element on the top level ends, by name.
        hidden_rows: the numbers of the rows that are hidden, or of no height to speak of.
        hidden_columns: the first and the last of columns that are hidden, or of no width to speak of.
        merges: the ranges of cells that are shown as one.
        rules: of each conditional format its ranges, and the number of its format (``HIDES`` for what hides values).
    """

    cells: dict[str, CellElement] = field(default_factory=dict)
    rows: dict[int, Span] = field(default_factory=dict)
    data: Span | None = None
    prefix: str = ""
    ends: dict[str, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    rules: list[tuple[str, int]] = field(default_factory=list)
