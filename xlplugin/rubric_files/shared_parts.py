"""What several tables share: common parts (引用), and classes of bodies with values of their own in one file (类别).

One file may be the table of several classes. Its 评分表 then names the id of each class's table, a value may be given
by class, and an indicator or clause may be for some classes only::

    评分表: {镇街: zhx-2026-a, 部门: zhx-2026-b}
    指标:
    - 引用: gongxing-2026              # the 指标 of gongxing-2026.yaml, beside this file
    - 一级指标: 个性指标
      赋分: {镇街: 60, 部门: 40}
      二级指标:
      - {编号: 2.1, 名称: 村务公开, 赋分: 60, 类别: [镇街], 扣分标准: [...]}

The nodes of the file are turned into those of one class before anything is read, so that nothing else knows of classes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from xlplugin.errors import new_problem
from xlplugin.rubric_files.field_reader import ReadingLog
from xlplugin.rubric_files.strict_yaml import Node, YamlList, YamlMap, YamlScalar

TABLE, CLASS, PART, INDICATORS = "评分表", "类别", "引用", "指标"

MOST_CLASSES = 60
"""Classes of one file."""

ReadPart = Callable[[str], tuple[Node | None, ReadingLog]]
"""Reads the file of a common part by its id."""


def table_ids(node: Node) -> Mapping[str, str]:
    """Return the id of the table of each class of a file; empty if it is one table."""
    table = node.entries.get(TABLE) if isinstance(node, YamlMap) else None
    if not isinstance(table, YamlMap):
        return {}
    return {name: one.text for name, one in table.entries.items() if isinstance(one, YamlScalar)}


def is_shared(node: Node) -> bool:
    """Whether a file has classes, or a common part: others are read as they are."""
    if not isinstance(node, YamlMap):
        return False
    indicators = node.entries.get(INDICATORS)
    items = indicators.items if isinstance(indicators, YamlList) else ()
    return isinstance(node.entries.get(TABLE), YamlMap) or any(_part_of(item) is not None for item in items)


def of_table(node: YamlMap, id: str, notes: ReadingLog, read_part: ReadPart) -> YamlMap | None:
    """Turn the nodes of a file into those of one of its tables, with its common parts in their places.

    Args:
        node: the file.
        id: the id of the table.
        notes: takes the problems.
        read_part: reads the file of a common part.

    Returns:
        The nodes of the table; None if there is no such table, or a common part is missing.
    """
    ids = table_ids(node)
    line = node.lines.get(TABLE, node.line)
    if ids:
        if len(set(ids.values())) < len(ids) or len(ids) > MOST_CLASSES or "" in ids:
            notes.problems.append(new_problem(f"{notes.file}:{line}", "classes-unclear", most=MOST_CLASSES))
            return None
        if id not in ids.values():
            facts = {"ids": "、".join(f"{one}.yaml" for one in ids.values())}
            notes.problems.append(new_problem(f"{notes.file}:{line}", "which-class", **facts))
            return None
    own = next((name for name, one in ids.items() if one == id), "")
    resolving = _Resolving(own, frozenset(ids), notes, read_part)
    made = resolving.resolved(node, is_root=True)
    if resolving.is_broken or not isinstance(made, YamlMap):
        return None
    if ids:
        entries = made.entries | {TABLE: YamlScalar(id, line), CLASS: YamlScalar(own, line)}
        made = replace(made, entries=entries, lines=made.lines | {CLASS: line})
    return made


class _Resolving:
    """Resolves values by class and common parts."""

    def __init__(self, own: str, names: frozenset[str], notes: ReadingLog, read_part: ReadPart) -> None:
        self.own, self.names, self.notes, self.read_part = own, names, notes, read_part
        self.is_broken = False
        """Whether a common part is missing: without it the numbers of everything else would be wrong."""

    def resolved(self, node: Node, *, is_root: bool = False) -> Node | None:
        """Return a node for the class; None if it is not for this class."""
        if isinstance(node, YamlScalar):
            return node
        if isinstance(node, YamlList):
            return YamlList(tuple(self._items(node)), node.line)
        strange = [name for name in node.entries if name not in self.names]
        if self.names and strange and len(strange) < len(node.entries):
            for name in strange:
                self._note(node, "no-such-class", name=name, known="、".join(sorted(self.names)))
            return self.resolved(node.entries[self.own]) if self.own in node.entries else YamlScalar("", node.line)
        if self.names and node.entries and not strange:
            if self.own not in node.entries:
                self._note(node, "no-value-of-class", name=self.own)
                return YamlScalar("", node.line)
            return self.resolved(node.entries[self.own])
        if not is_root and self.names and CLASS in node.entries:
            if not self._is_for(node):
                return None
            node = replace(node, entries={name: one for name, one in node.entries.items() if name != CLASS})
        entries = {name: made for name, one in node.entries.items() if (made := self.resolved(one)) is not None}
        return replace(node, entries=entries)

    def _items(self, node: YamlList) -> Iterator[Node]:
        for item in node.items:
            if (part := _part_of(item)) is not None:
                yield from self._part(part, item)
            elif (made := self.resolved(item)) is not None:
                yield made

    def _part(self, id: str, item: Node) -> Iterator[Node]:
        """Return the indicators of a common part, each with the file that it is in."""
        id = id.removesuffix(".yaml").removesuffix(".yml")
        node, notes = self.read_part(id)
        if notes.problems:
            self.is_broken = True  # what is wrong with the file itself is reported
            return
        found = node.entries.get(INDICATORS) if isinstance(node, YamlMap) else None
        if not isinstance(found, YamlList):
            self._note(item, "no-such-part", part=id or "？")
            self.is_broken = True
            return
        for one in found.items:
            if _part_of(one) is not None:
                self.notes.problems.append(new_problem(f"{notes.file}:{one.line}", "part-in-part"))
            elif (made := self.resolved(one)) is not None:
                yield in_file(made, notes.file)

    def _is_for(self, node: YamlMap) -> bool:
        """Whether an indicator or clause is for this class."""
        wanted = node.entries[CLASS]
        nodes = wanted.items if isinstance(wanted, YamlList) else (wanted,)
        names = [one.text for one in nodes if isinstance(one, YamlScalar)]
        if not names:
            self._note(node, "for-no-class", known="、".join(sorted(self.names)))
        for name in names:
            if name not in self.names:
                self._note(wanted, "no-such-class", name=name, known="、".join(sorted(self.names)))
        return self.own in names

    def _note(self, node: Node, code: str, **facts: object) -> None:
        file = node.file if isinstance(node, YamlMap) and node.file else self.notes.file
        self.notes.problems.append(new_problem(f"{file}:{node.line}", code, **facts))


def _part_of(item: Node) -> str | None:
    """Return the id of the common part that stands in a list; None if it is something else."""
    if isinstance(item, YamlMap) and list(item.entries) == [PART]:
        part = item.entries[PART]
        return part.text if isinstance(part, YamlScalar) else ""
    return None


def in_file(node: Node, file: str) -> Node:
    """Note the file in every mapping below a node, for the places of problems."""
    if isinstance(node, YamlList):
        return YamlList(tuple(in_file(one, file) for one in node.items), node.line)
    if isinstance(node, YamlMap):
        entries = {name: in_file(one, file) for name, one in node.entries.items()}
        return replace(node, entries=entries, file=file)
    return node
