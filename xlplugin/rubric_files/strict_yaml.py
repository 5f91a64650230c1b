"""Reads YAML strictly: every scalar stays a text, and every problem has its line.

YAML guesses (``no`` is false, ``1:30`` is 90, ``0.1`` a binary float), keeps the last of two equal keys, and expands a
few hundred bytes of aliases to gigabytes. None of that happens here: the nodes are taken as they are, and aliases,
tags, and files that are too large or nested too deeply are refused.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from xlplugin.errors import Problem, new_problem
from xlplugin.notation.excel_text import has_unwritable

MOST_BYTES = 1_000_000
"""Bytes of a file; the table of a notice has about 50 KB."""

MOST_DEEP = 24
"""Levels of nesting; a rubric has 12."""


@dataclass(frozen=True, slots=True)
class YamlScalar:
    """A text as written; ``plain`` if it is not quoted, ``commented`` if `` #`` follows it."""

    text: str
    line: int
    plain: bool = True
    commented: bool = False


@dataclass(frozen=True, slots=True)
class YamlList:
    """A list."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class YamlMap:
    """Keys with their values, in order; ``lines`` has the line of each key, ``file`` the file if it is another one."""

    entries: dict[str, "Node"]
    line: int
    lines: dict[str, int]
    file: str = ""


Node: TypeAlias = YamlScalar | YamlList | YamlMap

_TOO_DEEP = "nesting depth"
"""The parser's message, since PyYAML 6.0.4, for a file that nests deeper than it can read (a few hundred levels)."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(content: bytes, name: str) -> tuple[Node | None, list[Problem]]:
    """Read YAML strictly; ``name`` is the file's name, for the places of problems.

    All problems of structure are found at once, but reading ends at a syntax error or too deep nesting. The node is
    None if the text cannot be used at all.
    """
    if len(content) > MOST_BYTES:
        return None, [new_problem(name, "too-large", most=MOST_BYTES)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return None, [new_problem(f"{name}:{line}", "not-utf8")]
    builder = _Builder(name, text)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.YAMLError as error:
        if (fault := _syntax_error(error, name)).code == "yaml-deep":
            return None, [fault]
        from xlplugin.rubric_files.yaml_mistakes import (
            diagnose,
        )  # its patterns take time that valid files need not spend

        return None, diagnose(text, name) or [fault]
    except _TooDeep:
        return None, builder.problems
    if not builder.documents:
        return None, [new_problem(name, "empty-file")]
    return builder.documents[0], builder.problems


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _syntax_error(error: yaml.YAMLError, name: str) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}" if mark else name
        if _TOO_DEEP in (error.problem or ""):
            return new_problem(where, "yaml-deep", most=MOST_DEEP)
        return new_problem(where, "yaml-syntax", why=error.problem or error.context or "")
    return new_problem(name, "yaml-syntax", why=str(error).splitlines()[0])


class _TooDeep(Exception):
    """Reading ends here."""


class _Builder:
    """Builds nodes from the parser's events, so that a file is read once."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._lines = text.split("\n")
        self.problems: list[Problem] = []
        self.documents: list[Node] = []
        self._open: list[tuple[yaml.Event, list[Node]]] = []

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._note(line, "yaml-alias")
        if (tag := getattr(event, "tag", None)) and not (tag == "!" and isinstance(event, yaml.ScalarEvent)):
            self._note(line, "yaml-tag", tag=tag)
        match event:
            case yaml.ScalarEvent():
                if has_unwritable(event.value):
                    self._note(line, "control-character")
                self._add(YamlScalar(event.value, line, not event.style, self._is_commented(event)))
            case yaml.AliasEvent():
                self._add(YamlScalar("", line))
            case yaml.CollectionStartEvent():
                if len(self._open) == MOST_DEEP:
                    self._note(line, "yaml-deep", most=MOST_DEEP)
                    raise _TooDeep
                self._open.append((event, []))
            case yaml.CollectionEndEvent():
                start, nodes = self._open.pop()
                begun = _line(start)
                is_list = isinstance(start, yaml.SequenceStartEvent)
                self._add(YamlList(tuple(nodes), begun) if is_list else self._mapping(nodes, begun))

    def _is_commented(self, event: yaml.ScalarEvent) -> bool:
        mark = event.end_mark
        if event.style or mark is None or mark.line >= len(self._lines):
            return False
        return self._lines[mark.line][mark.column :].lstrip().startswith("#")

    def _note(self, line: int, code: str, **facts: object) -> None:
        self.problems.append(new_problem(f"{self.name}:{line}", code, **facts))

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1][1].append(node)
            return
        if self.documents:
            self._note(node.line, "yaml-many")
        self.documents.append(node)

    def _mapping(self, nodes: list[Node], line: int) -> YamlMap:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, YamlScalar):
                self._note(key.line, "yaml-key")
            elif key.text in entries:
                self._note(key.line, "repeated-key", key=key.text)
            else:
                entries[key.text], lines[key.text] = value, key.line
        return YamlMap(entries, line, lines)


def read_yaml_file(path: Path) -> tuple[Node | None, list[Problem], bytes]:
    """Read a YAML file strictly; also give its bytes.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    node, problems = read_yaml(content, str(path))
    return node, problems, content
