"""The look of a workbook, as data: the settings of ``templates/look.yaml``, with an office's own changes.

Settings keep the names of the file (``文字.评分表.扣分``), in Chinese as users see them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Style:
    """The format of a kind of cell (样式).

    Attributes:
        font: the name of the font; a computer without it uses a similar one.
        size: in points.
        bold: whether it is bold.
        across: ``left``, ``center`` or ``right``.
        border: whether it has thin borders.
        fill: the background colour as RRGGBB; '' for none.
    """

    font: str
    size: float
    bold: bool
    across: str
    border: bool
    fill: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The format of a conditional mark (标记): background and letters as RRGGBB."""

    fill: str
    colour: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper of a sheet (纸张): A4 or A3, orientation, margins in millimetres.

    Attributes:
        type_size: the size in points at which 正文 is printed, which sets the width of 评分表; 0 for fixed widths.
    """

    size: str
    landscape: bool
    left: float
    right: float
    top: float
    bottom: float
    type_size: float = 0.0

    @property
    def inner_width(self) -> float:
        """The width between the margins, in points."""
        return self._inner(self.landscape, self.left + self.right)

    @property
    def inner_height(self) -> float:
        """The height between the margins, in points."""
        return self._inner(not self.landscape, self.top + self.bottom)

    def _inner(self, long_side: bool, margins: float) -> float:
        short, long = {"A4": (210, 297), "A3": (297, 420)}[self.size]
        return ((long if long_side else short) - margins) / 25.4 * 72


@dataclass(frozen=True, eq=False, repr=False)
class Look:
    """Everything that an office may change about its workbooks without touching code.

    Attributes:
        styles: by name (标题, 正文, …).
        marks: by name (有误, 未评, 已达上限, 已扣完).
        colours: of the chart's series (得分, 自评得分, 赋分), as RRGGBB.
        papers: by sheet.
        widths: by sheet and column, in characters of half width; the least width of a column with a range.
        ranges: by sheet, the least and the greatest width of the columns whose widths are solved from their texts.
        choices: decisions about the form (版面), by place (``评分表.加分标准单列``).
        texts: by place (``评分表.扣分``), with ``{…}`` for values.
        lists: lists of texts (``填表说明.要求``).
    """

    styles: Mapping[str, Style]
    marks: Mapping[str, Mark]
    colours: Mapping[str, str]
    papers: Mapping[str, Paper]
    widths: Mapping[str, Mapping[str, float]]
    ranges: Mapping[str, Mapping[str, tuple[int, int]]]
    choices: Mapping[str, bool]
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all words of the form, in hex: two looks with the same digest have the same words."""
        everything = "\0".join(str(item) for item in (*sorted(self.texts.items()), *sorted(self.lists.items())))
        return sha256(everything.encode()).hexdigest()

    def text(self, place: str, **facts: object) -> str:
        """Return a text of the form, with its ``{…}`` filled in."""
        return self.texts[place].format(**facts) if facts else self.texts[place]

    def around(self, place: str, fact: str) -> tuple[str, str]:
        """Return the parts of a text before and after the one value that a formula inserts."""
        before, _, after = self.texts[place].partition(f"{{{fact}}}")
        return before, after
