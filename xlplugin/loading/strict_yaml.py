"""YAML read strictly: every scalar is the text that stands there, and every problem has its line.

YAML guesses (``no`` is false, ``1:30`` is 90, ``0.1`` a binary float), keeps the last of two equal keys, and
lets a few hundred bytes of aliases grow to gigabytes. None of that happens here: the composed nodes are taken
as they are, aliases and tags are refused, and so are large and deep files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from xlplugin.errors import Problem, problem

MOST_BYTES = 1_000_000
"""A notice's table is some 50 KB; what is far larger is something else."""

MOST_DEEP = 24
"""A rubric nests 12 deep."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, as it stands; ``plain`` where it is not in quotes."""

    text: str
    line: int
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in order; ``lines`` says where each key stands."""

    entries: dict[str, "Node"]
    line: int
    lines: dict[str, int]


Node: TypeAlias = Scalar | Sequence | Mapping

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(content: bytes, name: str) -> tuple[Node | None, list[Problem]]:
    """Read YAML strictly; ``name`` is the file's, for the places of problems.

    All problems of structure are found at once, save that a syntax error ends the reading. The node is None
    where the text cannot be used at all.
    """
    if len(content) > MOST_BYTES:
        return None, [problem(name, "too-large", most=MOST_BYTES)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return None, [problem(f"{name}:{line}", "not-utf8")]
    problems = list(_refused(text, name))
    if problems:
        return None, problems
    try:
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        code = "yaml-many" if "single document" in str(error.context) else "yaml-syntax"
        where = f"{name}:{mark.line + 1}" if mark else name
        return None, [problem(where, code, why=error.problem or error.context or "")]
    except yaml.YAMLError as error:
        return None, [problem(name, "yaml-syntax", why=str(error).splitlines()[0])]
    if root is None:
        return None, [problem(name, "empty-file")]
    found: list[Problem] = []
    return _node(root, name, found), found


def _refused(text: str, name: str) -> Iterator[Problem]:
    """Refuse, before anything is composed, what makes composing costly or the meaning hidden."""
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_Loader):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                yield problem(f"{name}:{line}", "yaml-alias")
            if tag := getattr(event, "tag", None):
                if tag != "!" or not isinstance(event, yaml.ScalarEvent):
                    yield problem(f"{name}:{line}", "yaml-tag", tag=tag)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MOST_DEEP:
                    yield problem(f"{name}:{line}", "yaml-deep", most=MOST_DEEP)
                    return
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return  # said by the composer, with its place
    except RecursionError:  # flow collections nest in the scanner itself
        yield problem(name, "yaml-deep", most=MOST_DEEP)


def _node(node: yaml.Node, name: str, problems: list[Problem]) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Scalar(str(node.value), line, plain=not node.style)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_node(item, name, problems) for item in node.value), line)
    entries: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        where = f"{name}:{key.start_mark.line + 1}"
        if not isinstance(key, yaml.ScalarNode):
            problems.append(problem(where, "yaml-key"))
            continue
        if key.value in entries:
            problems.append(problem(where, "repeated-key", key=key.value))
            continue
        entries[key.value] = _node(value, name, problems)
        lines[key.value] = key.start_mark.line + 1
    return Mapping(entries, line, lines)


def read_yaml_file(path: Path) -> tuple[Node | None, list[Problem], bytes]:
    """Read a YAML file strictly; also give its bytes.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    node, problems = read_yaml(content, str(path))
    return node, problems, content
