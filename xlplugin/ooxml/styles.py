"""Cell formats (``xl/styles.xml``): which show dates, and a format like another but for its ground."""

import re
from collections.abc import Callable
from functools import cached_property
from html import unescape

from xlplugin.ooxml import number_format

_TAG = re.compile(
    r"""<(?P<end>/)?(?P<prefix>[\w.-]+:)?(?P<name>[\w.-]+)(?:[^>"'/]|"[^"]*"|'[^']*'|/(?!>))*+(?P<closed>/)?>"""
)
"""A tag; what stands in quotes may hold what would end one."""

FILLED = "重复填充"
"""In place of a code, for what is repeated until the cell is full."""

_IS_FILLED = re.compile(r"""\shorizontal\s*=\s*["']fill["']""")
_DISGUISES = re.compile(r"<(?:[\w.-]+:)?(?:numFmt|strike)\b")
_IS_OFF = re.compile(r"""\sval\s*=\s*["'](?:0|false)["']""")


class Styles:
    """The part with the formats."""

    def __init__(self, xml: str, damaged: Callable[[], Exception]) -> None:
        """Take the part's text; ``damaged`` makes the error for what is none."""
        self.xml, self._damaged = xml, damaged
        if "<!" in xml or "<?" in xml[2:] or "AlternateContent" in xml:
            raise damaged()  # what stands in a comment would be counted
        self._lists: dict[str, list[str]] = {}

    def shows_date(self, style: int) -> bool:
        """Whether a format (an index of ``cellXfs``) shows a number as a date or a time."""
        return number_format.shows_date(*self._number_format(style))

    def shows_percent(self, style: int) -> bool:
        """Whether a format shows a number as a percentage."""
        return number_format.shows_percent(*self._number_format(style))

    def shows_another(self, style: int, value: float) -> str:
        """Give the code of a format that shows a number as another, or not at all; '' for one that does not."""
        if value and self._fills(style):
            return FILLED
        code = self._code(style)
        return code if code and number_format.shows_another(code, value) else ""

    def shows_other_date(self, style: int, day: int) -> str:
        """Give the code of a format that does not show a day of the month behind its month; '' for one that does."""
        return number_format.other_date(*self._number_format(style), day)

    def shows_another_text(self, style: int) -> str:
        """Give the code of a format that shows a text as another, or not at all; '' for one that does not."""
        if self._fills(style):
            return FILLED
        code = self._number_format(style)[1]
        return code if code and number_format.shows_another_text(code) else ""

    def _fills(self, style: int) -> bool:
        """Whether a format repeats what a cell holds until the cell is full."""
        formats = self._children("cellXfs") if "fill" in self.xml else []
        return 0 <= style < len(formats) and bool(_IS_FILLED.search(formats[style]))

    @cached_property
    def disguising(self) -> frozenset[int]:
        """The numbers of the formats of conditional formats that may show another number, or strike out."""
        formats = self._children("dxfs") if _opened("dxfs", self.xml) else []
        return frozenset(at for at, one in enumerate(formats) if _DISGUISES.search(one))

    def shows_as_it_is(self, style: int) -> bool:
        """Whether a format shows every text and every number as what it is; what is struck out is none."""
        if self._fills(style):
            return False
        number, code = self._number_format(style)
        is_other = number_format.shows_date(number, code) or number_format.shows_percent(number, code)
        shown = self._code(style)
        return not (is_other or self.strikes_out(style) or (shown and number_format.may_show_another(shown)))

    def strikes_out(self, style: int) -> bool:
        """Whether a format strikes out what it shows."""
        if not (struck := self._struck_fonts):
            return False
        formats = self._children("cellXfs")
        return 0 <= style < len(formats) and self._number("fontId", formats[style]) in struck

    @cached_property
    def _struck_fonts(self) -> frozenset[int]:
        if "strike" not in self.xml:
            return frozenset()
        found = (re.search(r"<(?:[\w.-]+:)?strike\b([^>]*)>", one) for one in self._children("fonts"))
        return frozenset(at for at, one in enumerate(found) if one and not _IS_OFF.search(one[1]))

    def _number_format(self, style: int) -> tuple[int, str | None]:
        """Give a format's number, and its code where it has to be written out."""
        formats = self._number_formats
        number = formats[style] if 0 <= style < len(formats) else 0
        return number, self._codes.get(number)

    def _code(self, style: int) -> str:
        """Give a format's code, written out or built in; '' for one that shows what there is."""
        number, code = self._number_format(style)
        return number_format.BUILT_IN.get(number, "") if code is None else code

    def with_ground(self, style: int, colour: str) -> int:
        """Give the index of the format that is like another but for its ground (RRGGBB); made where there is none."""
        formats = self._children("cellXfs")
        if not 0 <= style < len(formats):
            raise self._damaged()
        fill = self._fill(colour)
        wanted = re.sub(r"""\s(?:fillId|applyFill)\s*=\s*(?:"[^"]*"|'[^']*')""", "", formats[style], count=2)
        wanted = re.sub(r"(xf)\b", rf'\1 fillId="{fill}" applyFill="1"', wanted, count=1)
        return self._index("cellXfs", wanted)

    def as_general(self, style: int) -> int:
        """Give the index of the format that is like another but shows what a cell holds; made where there is none."""
        formats = self._children("cellXfs")
        if not 0 <= style < len(formats):
            raise self._damaged()
        wanted = re.sub(r"""\snumFmtId\s*=\s*(?:"[^"]*"|'[^']*')""", ' numFmtId="0"', formats[style], count=1)
        if self.strikes_out(style):
            wanted = re.sub(r"""\sfontId\s*=\s*(?:"[^"]*"|'[^']*')""", ' fontId="0"', wanted, count=1)
        return self._index("cellXfs", _IS_FILLED.sub("", wanted))

    def with_text(
        self,
        *,
        size: float,
        bold: bool = False,
        underlined: bool = False,
        colour: str = "000000",
        ground: str = "",
        bordered: bool = False,
        centred: bool = False,
    ) -> int:
        """Give the index of a format for wrapped text (colours as RRGGBB); made where there is none."""
        p = self._list("fonts")[2]
        looks = (f"<{p}b/>" if bold else "") + (f"<{p}u/>" if underlined else "")
        font = f'<{p}font>{looks}<{p}sz val="{size:g}"/><{p}color rgb="FF{colour}"/><{p}name val="宋体"/></{p}font>'
        line = '{0}{1} style="thin"><{0}color rgb="FFBFBFBF"/></{0}{1}>'
        sides = "".join(f"<{line.format(p, side)}" for side in ("left", "right", "top", "bottom"))
        border = f"<{p}border>{sides}<{p}diagonal/></{p}border>" if bordered else ""
        ids = {
            "numFmtId": 0,
            "fontId": self._index("fonts", font),
            "fillId": self._fill(ground) if ground else 0,
            "borderId": self._index("borders", border) if border else 0,
            "xfId": 0,
        }
        given = " ".join(f'{name}="{value}"' for name, value in ids.items())
        across = ' horizontal="center"' if centred else ""
        applied = 'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        return self._index(
            "cellXfs", f'<{p}xf {given} {applied}><{p}alignment{across} vertical="center" wrapText="1"/></{p}xf>'
        )

    def ground(self, style: int) -> str:
        """Give a format's ground as RRGGBB; '' where it has none, or none given in this way."""
        formats, fills = self._children("cellXfs"), self._children("fills")
        found = self._number("fillId", formats[style]) if 0 <= style < len(formats) else None
        fill = fills[found] if found is not None and found < len(fills) else ""
        colour = re.search(r"fgColor[^>]*\srgb\s*=\s*[\"'](?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})[\"']", fill)
        return colour[1].upper() if colour and re.search("patternType\\s*=\\s*[\"']solid", fill) else ""

    def _fill(self, colour: str) -> int:
        p = self._list("fills")[2]
        pattern = f'<{p}patternFill patternType="solid"><{p}fgColor rgb="FF{colour}"/></{p}patternFill>'
        return self._index("fills", f"<{p}fill>{pattern}</{p}fill>")

    def _index(self, name: str, element: str) -> int:
        """Give the place of an element in a list of them, where it is put if it is not there."""
        known = self._children(name)
        if element in known:
            return known.index(element)
        start, end, prefix = self._list(name)
        body = self.xml[start:end]
        closing = body.rindex(f"</{prefix}{name}")
        body = body[:closing] + element + body[closing:]
        opened = body.index(">")
        head = re.sub(r'\scount="\d+"', f' count="{len(known) + 1}"', body[:opened])
        self.xml = self.xml[:start] + head + body[opened:] + self.xml[end:]
        known.append(element)
        self.__dict__.pop("_number_formats", None)
        return len(known) - 1

    @cached_property
    def _number_formats(self) -> list[int]:
        return [self._number("numFmtId", one) or 0 for one in self._children("cellXfs")]

    @cached_property
    def _codes(self) -> dict[int, str]:
        # Conditional formats have number formats of their own, with numbers of their own.
        codes: dict[int, str] = {}
        for one in self._children("numFmts") if _opened("numFmts", self.xml) else ():
            number = self._number("numFmtId", one)
            code = re.search(r"""\sformatCode\s*=\s*(?:"([^"]*)"|'([^']*)')""", one)
            if number is not None and code:
                written = unescape(code[1] or code[2] or "")
                if codes.setdefault(number, written) != written:
                    raise self._damaged()  # one number for two formats: programs do not agree which counts
        return codes

    def _number(self, name: str, element: str) -> int | None:
        """Give the number that an element's own tag has under a name; None where it has none."""
        found = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", element)
        if found is None:
            return None
        written = (found[1] or found[2] or "").strip()
        if not (written.isascii() and written.isdigit()):
            raise self._damaged()
        return int(written)

    def _list(self, name: str) -> tuple[int, int, str]:
        """Give where a list starts and ends, and the prefix of its names."""
        opened = _opened(name, self.xml)
        if opened and _opened(name, self.xml, opened.end()):
            raise self._damaged()  # of two, programs take either
        end = self.xml.find(f"</{opened[1]}{name}>") if opened else -1
        if opened is None or end < 0:
            raise self._damaged()
        return opened.start(), end + len(f"</{opened[1]}{name}>"), opened[1]

    def _children(self, name: str) -> list[str]:
        """Give the elements of a list, each whole; kept until the list is changed."""
        if name not in self._lists:
            self._lists[name] = self._read_children(name)
        return self._lists[name]

    def _read_children(self, name: str) -> list[str]:
        start, end, _ = self._list(name)
        children, depth, begun = [], 0, 0
        for tag in _TAG.finditer(self.xml, start, end):
            if tag["end"]:
                depth -= 1
                if depth == 1:
                    children.append(self.xml[begun : tag.end()])
                continue
            if depth == 1:
                begun = tag.start()
                if tag["closed"]:
                    children.append(tag.group())
            depth += not tag["closed"]
        return children


def _opened(name: str, xml: str, start: int = 0) -> re.Match[str] | None:
    """Find the tag that opens a list; one without content is none."""
    return re.compile(rf"<((?:[\w.-]+:)?){name}(?:\s[^<>]*)?(?<!/)>").search(xml, start)
