"""Reads the fields of a YAML mapping one by one; every problem is noted with its line, none is raised."""

import re
from collections.abc import Iterator

from xlplugin.errors import Problem, nearest, new_problem
from xlplugin.notation.decimals import SCALE, parse_decimal
from xlplugin.notation.excel_text import utf16_length
from xlplugin.rubric_files.strict_yaml import Node, YamlList, YamlMap, YamlScalar

DASHES = ("—", "-", "——")
"""How notices print that an indicator has no points."""


MOST_TEXT = 4_000
"""Characters of a text; a cell holds 32,767, and several texts may share one."""

MOST_LABEL = 60
"""Characters of a text that appears in a formula, whose literals hold 255."""

MOST_ITEMS = 100
"""Items of a list; a spreadsheet's SUM takes 255."""


WHOLE_TEXTS = ("原文", "填报", "名称", "一级指标", "印作", "读作")
"""Fields with the notice's words, in which `` #`` would silently cut off the rest."""


class ReadingLog:
    """What is noted while a file is read: its problems, and the line of each named place."""

    def __init__(self, file: str) -> None:
        """Start with nothing noted about a file."""
        self.file = file
        self.problems: list[Problem] = []
        self.lines: dict[str, str] = {}

    def where(self, place: str) -> str:
        """Return the file and line of a finding's place."""
        return self.lines.get(place, self.file)

    def of(self, file: str) -> "ReadingLog":
        """Return the same notes, for a part that is in another file."""
        other = ReadingLog(file)
        other.problems, other.lines = self.problems, self.lines
        return other


class FieldReader:
    """A mapping that is being read; fields that are never asked for are unknown."""

    def __init__(self, node: Node, notes: ReadingLog) -> None:
        """Take a node; one that is not a mapping is noted and read as an empty one."""
        self.notes = notes.of(node.file) if isinstance(node, YamlMap) and node.file not in ("", notes.file) else notes
        self.line = node.line
        self._asked: list[str] = []
        if isinstance(node, YamlMap):
            self._entries, self._lines = node.entries, node.lines
        else:
            self._entries, self._lines = {}, {}
            self.note("not-a-mapping")

    def note(self, code: str, at: str = "", /, **facts: object) -> None:
        """Note a problem at a field, or at the mapping itself."""
        line = self._lines.get(at, self.line)
        self.notes.problems.append(new_problem(f"{self.notes.file}:{line}", code, **facts))

    def mark(self, place: str) -> None:
        """Remember the line of a place that later findings may name."""
        self.notes.lines[place] = f"{self.notes.file}:{self.line}"

    def mark_field(self, field: str) -> None:
        """Remember the line of a field, by its name."""
        self.notes.lines[field] = f"{self.notes.file}:{self._lines.get(field, self.line)}"

    def has(self, field: str) -> bool:
        """Whether a field exists; asking makes it a known field."""
        self._asked.append(field)
        return field in self._entries

    def node(self, field: str, required: bool = True) -> Node | None:
        """Return the node of a field; a missing required one is noted."""
        if self.has(field):
            return self._entries[field]
        if required:
            self.note("missing-field", field=field)
        return None

    def text(self, field: str, required: bool = True, may_be_blank: bool = False, most: int = MOST_TEXT) -> str:
        """Return the text of a field, '' if it is absent; ``most`` limits its characters."""
        node = self.node(field, required)
        if node is None:
            return ""
        if not isinstance(node, YamlScalar):
            self.note("not-text", field, field=field)
            return ""
        if required and not may_be_blank and not node.text.strip():
            self.note("blank-field", field, field=field)
        if node.commented and field in WHOLE_TEXTS:
            self.note("cut-by-comment", field, field=field)
        if utf16_length(node.text) > most:
            self.note("text-too-long", field, field=field, most=most)
            return node.text[:most]
        return node.text.strip()

    def points(self, field: str, required: bool = True, dash: bool = False) -> int | None:
        """Return points such as 2.5 in ten-thousandths; with ``dash``, — is zero."""
        text = self.text(field, required)
        if not text:
            return None
        if dash and text in DASHES:
            return 0
        try:
            return self._not_negative(parse_decimal(text))
        except ValueError:
            self.note("not-points", field, field=field, value=text)
            return None

    def number(self, field: str, required: bool = True) -> int | None:
        """Return a number such as 8.5 or -2 in ten-thousandths."""
        text = self.text(field, required)
        if not text:
            return None
        try:
            number = parse_decimal(text)
            self._not_negative(abs(number))
        except ValueError:
            self.note("not-a-bound", field, field=field, value=text)
            return None
        return number

    def yes(self, field: str) -> bool:
        """Whether a field says 是; absent it says 否."""
        return self.one_of(field, ("是", "否"), "否") == "是"

    def percent(self, field: str, required: bool = True, most: int = SCALE, from_nought: bool = False) -> int | None:
        """Return a percentage such as 20%, in ten-thousandths of one, up to ``most``; 0% only ``from_nought``."""
        text = self.text(field, required)
        if not text:
            return None
        try:
            if not text.endswith("%"):
                raise ValueError(text)
            hundredfold = self._not_negative(parse_decimal(text.removesuffix("%")))
            if hundredfold % 100 or not (hundredfold > 0 or from_nought) or hundredfold > 100 * most:
                raise ValueError(text)
            return hundredfold // 100
        except ValueError:
            self.note("not-percent", field, field=field, value=text)
            return None

    def whole(self, field: str, required: bool = True) -> int | None:
        """Return a whole number from 1."""
        text = self.text(field, required)
        if not text:
            return None
        if not re.fullmatch("[1-9][0-9]{0,7}", text):
            self.note("not-whole", field, field=field, value=text)
            return None
        return int(text)

    def one_of(self, field: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of several words."""
        text = self.text(field, required=False) or default
        if text not in allowed:
            self.note("not-one-of", field, field=field, allowed="、".join(allowed), value=text)
            return default
        return text

    def nodes(self, field: str, required: bool = True, most: int = MOST_ITEMS) -> tuple[Node, ...]:
        """Return the nodes of a list; ``most`` limits their number."""
        node = self.node(field, required)
        if node is None:
            return ()
        if not isinstance(node, YamlList):
            self.note("not-a-list", field, field=field)
            return ()
        if len(node.items) > most:
            self.note("too-many", field, field=field, most=most)
            return node.items[:most]
        return node.items

    def mappings(self, field: str, required: bool = True, most: int = MOST_ITEMS) -> Iterator["FieldReader"]:
        """Return the mappings of a list; each is closed when the next is asked for."""
        for node in self.nodes(field, required, most):
            fields = FieldReader(node, self.notes)
            yield fields
            fields.close()

    def texts(self, field: str, required: bool = True) -> tuple[str, ...]:
        """Return the texts of a list."""
        items = []
        for node in self.nodes(field, required):
            if isinstance(node, YamlScalar) and 0 < len(node.text.strip()) <= MOST_TEXT:
                items.append(node.text.strip())
            else:
                self.notes.problems.append(new_problem(f"{self.notes.file}:{node.line}", "not-text", field=field))
        return tuple(items)

    def mapping(self, field: str, required: bool = True) -> "FieldReader | None":
        """Return a mapping; the caller closes it."""
        node = self.node(field, required)
        return None if node is None else FieldReader(node, self.notes)

    def close(self) -> None:
        """Note the fields that were never asked for, each with the most similar known name."""
        known = tuple(dict.fromkeys(self._asked))
        for field in self._entries:
            if field not in known:
                self.note("unknown-field", field, field=field, **nearest(field, known))

    @staticmethod
    def _not_negative(number: int) -> int:
        if number < 0 or number > 99_999_999 * SCALE:
            raise ValueError(number)
        return number
