"""A rule read otherwise: a rubric with some fields changed, to see what follows (``xlplugin rank --with``).

A change names a place, a field of the file and a value; without a value the field is left out::

    2.1.1.d1.扣分=1          a clause
    2.1.1.扣分上限=          an indicator; it has no cap then
    3.赋分=20                a dimension
    bonus.2.b1.加分=2        a clause below the table
    全表.可突破=否           the table
    等次.优秀.不低于=85      a grade
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xlplugin.errors import UsageError, nearest, new_problem
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.strict_yaml import Node, YamlList, YamlMap, YamlScalar

_CHANGE = re.compile(r"(?P<place>.+)\.(?P<field>[^.=0-9][^.=]*)=(?P<value>.*)", re.DOTALL)
_CLAUSE = re.compile(r"(?P<owner>.+)\.(?P<kind>[adb])(?P<number>[0-9]+)")
_STANDARDS = {"a": "得分标准", "d": "扣分标准", "b": "加分标准"}
_BELOW = {"bonus": "综合加分项", "major": "重大扣分项"}
WHOLE, GRADE = "全表", "等次."


@dataclass(frozen=True, slots=True)
class OtherReading:
    """A change: the place, the field, the value ('' to leave the field out), and how it was written."""

    place: str
    field: str
    value: str
    text: str


def read_changes(texts: Sequence[str]) -> tuple[OtherReading, ...]:
    """Read changes.

    Raises:
        UsageError: one is not written as a change; all are listed.
    """
    matches = [(text, _CHANGE.fullmatch(text.strip().replace("＝", "="))) for text in texts]
    if wrong := [text for text, match in matches if not match]:
        raise UsageError([new_problem("--with", "no-change", text=text) for text in wrong])
    return tuple(
        OtherReading(match["place"].strip(), match["field"].strip(), match["value"].strip(), text)
        for text, match in matches
        if match
    )


def read_otherwise(rubric: Rubric, changes: Sequence[OtherReading]) -> Rubric:
    """Return a rubric with some rules read otherwise.

    Args:
        rubric: the rubric.
        changes: the changes; those of places that it does not have are left out.

    Raises:
        UsageError: a field that is to be left out is not there.
        RubricError: it cannot be read with them.
    """
    from xlplugin.rubric_files.library import load_sources

    removed = [change for change in changes if not change.value and has_place(rubric, change)]
    present: dict[OtherReading, set[str]] = {change: set() for change in removed}

    def changed(node: Node) -> Node:
        for change in removed:
            for place in _places(node, change.place):
                present[change] |= place.entries.keys()
        return _changed(node, changes)

    read = load_sources(rubric.id, rubric.sources, changed)
    if problems := [
        new_problem("--with", "no-field-of-change", text=one.text, field=one.field, **nearest(one.field, tuple(names)))
        for one, names in present.items()
        if one.field not in names
    ]:
        raise UsageError(problems)
    return read


def has_place(rubric: Rubric, change: OtherReading) -> bool:
    """Whether a rubric has the place of a change."""
    if change.place.startswith(GRADE):
        return change.place.removeprefix(GRADE) in {grade.name for grade in rubric.scheme.grades}
    places = {WHOLE, *(clause.key for clause in rubric.clauses), *(one.id for one in rubric.indicators)}
    return change.place in places | {str(one.number) for one in rubric.dimensions}


def _changed(node: Node, changes: Sequence[OtherReading]) -> Node:
    """Return the tree of a file with changes; a scheme's tree has only grades."""
    for change in changes:
        for place in _places(node, change.place):
            node = _put(node, place, change)
    return node


def _places(node: Node, place: str) -> Iterator[YamlMap]:
    """Find the mappings of a place."""
    if not isinstance(node, YamlMap):
        return
    if place == WHOLE:
        yield from [node] if "评分表" in node.entries else []
    elif place.startswith(GRADE):
        grades = node.entries.get("考核等次")
        of = grades.entries.get("各等次") if isinstance(grades, YamlMap) else None
        yield from (one for one in _mappings(of) if _text(one, "名称") == place.removeprefix(GRADE))
    elif match := _CLAUSE.fullmatch(place):
        for owner in _owners(node, match["owner"]):
            clauses = list(_mappings(owner.entries.get(_STANDARDS[match["kind"]])))
            yield from clauses[int(match["number"]) - 1 : int(match["number"])]
    else:
        yield from _owners(node, place)


def _owners(node: YamlMap, id: str) -> Iterator[YamlMap]:
    """Find the mapping of an indicator, a dimension, or an item below the table."""
    table, _, number = id.partition(".")
    if table in _BELOW:
        below = node.entries.get(_BELOW[table])
        items = list(_mappings(below.entries.get("各项") if isinstance(below, YamlMap) else None))
        yield from items[int(number) - 1 : int(number)] if number.isdigit() else []
        return
    dimensions = list(_mappings(node.entries.get("指标")))
    if id.isdigit() and 0 < int(id) <= len(dimensions):
        yield dimensions[int(id) - 1]
        return
    for dimension in dimensions:
        yield from (one for one in _below(dimension) if _text(one, "编号") == id)


def _below(node: Node) -> Iterator[YamlMap]:
    """Return every mapping below a node."""
    if isinstance(node, YamlMap):
        yield node
        for one in node.entries.values():
            yield from _below(one)
    elif isinstance(node, YamlList):
        for one in node.items:
            yield from _below(one)


def _mappings(node: Node | None) -> Iterator[YamlMap]:
    if isinstance(node, YamlList):
        yield from (one for one in node.items if isinstance(one, YamlMap))


def _text(node: YamlMap, field: str) -> str:
    value = node.entries.get(field)
    return value.text if isinstance(value, YamlScalar) else ""


def _put(node: Node, target: YamlMap, change: OtherReading) -> Node:
    """Return a tree with the field of one mapping changed."""
    if node is target and isinstance(node, YamlMap):
        entries = {name: one for name, one in node.entries.items() if name != change.field}
        if change.value:
            entries[change.field] = YamlScalar(change.value, node.lines.get(change.field, node.line))
        return replace(node, entries=entries)
    if isinstance(node, YamlMap):
        return replace(node, entries={name: _put(one, target, change) for name, one in node.entries.items()})
    if isinstance(node, YamlList):
        return replace(node, items=tuple(_put(one, target, change) for one in node.items))
    return node
