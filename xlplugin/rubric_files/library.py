"""Finds rubrics and schemes: the built-in ones, and files of the user's.

A scheme is looked for beside the file that names it, then among the built-in ones.
"""

import re
from collections import abc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from xlplugin.errors import Problem, RubricError, UsageError, new_problem
from xlplugin.files.reading import cannot_read
from xlplugin.files.resources import rubrics_folder
from xlplugin.rubric.model import Rubric, Scheme
from xlplugin.rubric_files.field_reader import FieldReader, ReadingLog
from xlplugin.rubric_files.rubric_file import read_rubric
from xlplugin.rubric_files.scheme_file import NO_SCHEME, is_id, read_scheme
from xlplugin.rubric_files.shared_parts import is_shared, of_table, table_ids
from xlplugin.rubric_files.strict_yaml import Node, YamlMap, read_yaml, read_yaml_file


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A file that was read; ``table`` is None if it is a scheme and not a scoring table.

    ``notes`` has the line of each place, for later findings.
    """

    path: Path
    table: Rubric | None
    scheme: Scheme
    notes: ReadingLog
    schemes: tuple[str, ...] = ()
    """The ids of the schemes that it refers to, directly or through other schemes."""


CLASS_MARK = "\n# 评分表: {id}\n"
"""Added to the kept bytes of a file with classes, so that the table of each class has a digest of its own."""

NO_OTHERS: abc.Mapping[str, Path] = MappingProxyType({})

MOST_NAME = 200
"""Characters of a file name; systems allow 255 bytes."""


PART_FILE = "部分"
"""The field of a common part, whose 指标 tables refer to."""

TABLE, SCHEME = "评分表", "考核方案"
"""The fields that show what a file is."""


def rubric_ids() -> tuple[str, ...]:
    """List the ids of the built-in scoring tables."""
    return tuple(path.stem for path in _files() if _holds(path) == TABLE)


def scheme_ids() -> tuple[str, ...]:
    """List the ids of the built-in schemes."""
    return tuple(path.stem for path in _files() if _holds(path) == SCHEME)


def shipped_as(id: str) -> str:
    """Say whether an id is a built-in ``TABLE`` or ``SCHEME``; '' if neither. It opens at most one file."""
    return next((_holds(path) for path in _files() if path.stem == id), "")


def _files() -> list[Path]:
    return sorted(rubrics_folder().glob("*.yaml"))


def _holds(path: Path) -> str:
    """Say whether a file is a 评分表 or a 考核方案, without parsing it."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            key = line.partition(":")[0]
            if key in (TABLE, SCHEME):
                return key
    return ""


def find_file(name: str) -> Path:
    """Find a rubric or scheme by id or by path.

    Raises:
        UsageError: there is none (the message lists the known ones), or two files name the same table of a class.
    """
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
        path = Path(name)
        if len(path.name) > MOST_NAME or not (shared_file(path) or path.is_file()):
            raise UsageError([new_problem(name, "no-such-file")])
        return path
    path = rubrics_folder() / f"{name}.yaml"
    if path not in _files():
        known = "、".join(path.stem for path in _files())
        raise UsageError([new_problem("", "no-such-rubric", rubric=name, known=known)])
    return path


def shared_file(path: Path) -> Path | None:
    """Return the file that holds the table of a class (``zhx-2026-a.yaml``), beside where its own file would be.

    Raises:
        UsageError: several files do, such as a copy of it: nobody would know which one counts.
    """
    if path.suffix not in (".yaml", ".yml") or not path.parent.is_dir():
        return None
    files = (one for one in path.parent.glob("*.y*ml") if one.is_file() and one.stat().st_size < MOST_BYTES)
    found = [one for one in sorted(files) if _names(one, path.stem) == SHARED]
    if len(found) > 1 or (found and path.is_file()):
        names = "、".join(one.name for one in (*found, *([path] if path.is_file() else [])))
        raise UsageError([new_problem(str(path), "table-in-two-files", rubric=path.stem, files=names)])
    return found[0] if found else None


def load_scheme(name: str) -> Scheme:
    """Load a scheme by id (``gaoping-2020``) or by path.

    Raises:
        UsageError: there is no such file.
        RubricError: it has problems; all are listed.
    """
    return load(find_file(name)).scheme


def load_table(name: str) -> Rubric:
    """Load a scoring table by id or path, whatever ``check`` would find in it.

    Raises:
        UsageError: there is no such file, or it is a scheme.
        RubricError: it cannot be read; all problems are listed.
    """
    table = load(find_file(name)).table
    if table is None:
        raise UsageError([new_problem("", "scheme-has-no-table", scheme=name)])
    return table


def load(path: Path, schemes: abc.Mapping[str, Path] = NO_OTHERS) -> Loaded:
    """Load a file, rubric or scheme.

    Args:
        path: the file.
        schemes: the files to use for the schemes of these ids, instead of those that would be found.

    Raises:
        RubricError: it has problems; all are listed.
    """
    return _Loading(path, schemes).run()


def load_sources(id: str, sources: Sequence[bytes], changed: Callable[[Node], Node] | None = None) -> Rubric:
    """Load a rubric from the bytes of its files, as ``Rubric.sources`` has them: its own, then its schemes'.

    Args:
        id: its id.
        sources: the bytes.
        changed: what is done to the tree of each file before it is read (``reading.other_readings``); None for nothing.

    Raises:
        RubricError: they cannot be read; all problems are listed.
    """
    loaded = _Loading(Path(f"{id}.yaml"), NO_OTHERS, sources, changed).run()
    if loaded.table is None:
        raise RubricError([new_problem(f"{id}.yaml", "scheme-has-no-table", scheme=id)])
    return loaded.table


def files_of(id: str, folder: Path) -> list[Path]:
    """Return the files in a folder with the 评分表 of an id, whatever their names; the one named after the id first."""
    try:
        paths = [path for path in folder.iterdir() if path.suffix in (".yaml", ".yml") and path.is_file()]
        names = [(path, "" if path.stat().st_size >= MOST_BYTES else _names(path, id)) for path in paths]
        # The table of a class is named as if it had a file of its own.
        candidates = [folder / f"{id}.yaml" if how == SHARED else path for path, how in names if how or path.stem == id]
    except OSError:
        return []
    return sorted(candidates, key=lambda path: (path.stem != id, path.name))


MOST_BYTES = 2_000_000
"""Bytes of a file that may be a rubric; ours have about 40,000."""


OWN, SHARED = "own", "shared"
"""How a file names a table: as its own, or as that of one of its classes."""


def _names(path: Path, id: str) -> str:
    """Say how a file names the 评分表 of an id, judged without parsing it; '' if it does not."""
    with path.open(encoding="utf-8", errors="replace") as file:
        is_table = False
        for line in file:
            key, _, value = line.partition(":")
            if is_table and line[:1] not in (" ", "\t", "#", "\n"):
                return ""
            is_table = is_table or key == TABLE
            if not is_table:
                continue
            words = [word.strip(" \"'{}\n") for word in re.split(r"[:,]", line.partition(" #")[0])]
            if key == TABLE and value.partition(" #")[0].strip().strip("\"'") == id:
                return OWN
            if id in words[1:]:
                return SHARED
    return ""


def earlier_files(id: str) -> list[Path]:
    """Return the earlier versions of a built-in rubric or scheme (see ``rubrics/earlier/README.md``)."""
    return sorted((rubrics_folder() / "earlier" / id).glob("*.yaml"))


class _Loading:
    """The loading of a file together with the schemes that it refers to; it keeps their bytes."""

    def __init__(
        self,
        path: Path,
        schemes: abc.Mapping[str, Path],
        stored: Sequence[bytes] = (),
        changed: Callable[[Node], Node] | None = None,
    ) -> None:
        """Take the file; ``stored`` are the bytes of all files, in the order in which they are read."""
        self.changed = changed or (lambda node: node)
        self.path, self.given = path, schemes
        self.stored = list(stored)
        self.is_stored = bool(stored)
        self.schemes: list[str] = []
        self.sources: list[bytes] = []
        self.problems: list[Problem] = []
        self.open: list[str] = []

    def run(self) -> Loaded:
        node, notes = self._read(self._file())
        if node is not None and is_shared(node) and isinstance(node, YamlMap):
            self.sources[0] += CLASS_MARK.format(id=self.path.stem).encode() if table_ids(node) else b""
            node = of_table(node, self.path.stem, notes, self._part)
        if isinstance(node, YamlMap) and PART_FILE in node.entries and TABLE not in node.entries:
            raise RubricError([new_problem(str(self.path), "is-a-part")])
        table, scheme = None, NO_SCHEME
        if isinstance(node, YamlMap) and SCHEME in node.entries and TABLE not in node.entries:
            self.open.append(self.path.stem)
            scheme = replace(read_scheme(node, notes, self._find), sources=tuple(self.sources))
        elif node is not None:
            table = read_rubric(self.changed(node), notes, self._find)
            table = replace(table, sources=tuple(self.sources))
            scheme = table.scheme
        problems = notes.problems + self.problems
        if problems:
            raise RubricError(problems)
        return Loaded(self.path, table, scheme, notes, tuple(self.schemes))

    def _file(self) -> Path:
        """Return the file to read: the table of a class is in another one."""
        return self.path if self.is_stored or self.path.is_file() else shared_file(self.path) or self.path

    def _part(self, id: str) -> tuple[Node | None, ReadingLog]:
        """Read a common part beside the file."""
        path = self.path.parent / f"{id}.yaml"
        if not is_id(id) or (not self.is_stored and not path.is_file()):
            return None, ReadingLog(str(path))
        node, notes = self._read(path)
        self.problems += notes.problems
        return node, notes

    def _read(self, path: Path) -> tuple[Node | None, ReadingLog]:
        notes = ReadingLog(str(path))
        if self.is_stored:
            content = self.stored.pop(0) if self.stored else b""
            content = content.removesuffix(CLASS_MARK.format(id=path.stem).encode())
            node, problems = read_yaml(content, str(path))
            notes.problems += problems
            self.sources.append(content)
            return node, notes
        try:
            node, problems, content = read_yaml_file(path)
        except OSError as error:
            notes.problems += cannot_read(path, error).problems
            return None, notes
        notes.problems += problems
        self.sources.append(content)
        return node, notes

    def _find(self, id: str, fields: FieldReader) -> Scheme:
        if not is_id(id):
            if id:
                fields.note("unknown-scheme", "考核方案", scheme=id, known="、".join(scheme_ids()))
            return NO_SCHEME
        if id in self.open:
            fields.note("grades-in-circle", "沿用")
            return NO_SCHEME
        self.schemes.append(id)
        beside, shipped = self.path.parent / f"{id}.yaml", rubrics_folder() / f"{id}.yaml"
        given = [self.given[id]] if id in self.given else []
        path = next((path for path in (*given, beside, shipped) if path.is_file()), None)
        if self.is_stored:
            path = beside if self.stored else None
        if path is None or (not self.is_stored and _holds(path) != SCHEME):
            fields.note("unknown-scheme", "考核方案", scheme=id, known="、".join(scheme_ids()))
            return NO_SCHEME
        self.open.append(id)
        node, notes = self._read(path)
        scheme = read_scheme(self.changed(node), notes, self._find) if node else NO_SCHEME
        self.problems += notes.problems
        self.open.remove(id)
        return scheme
