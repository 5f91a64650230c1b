"""Scoresheet files: JSON, YAML of the same form, and JSON Lines for many."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from xlplugin.errors import Problem, new_problem
from xlplugin.files.reading import cannot_read
from xlplugin.rubric_files.strict_yaml import MOST_BYTES, Node, YamlMap, YamlScalar, read_yaml

YAML, LINES = (".yaml", ".yml"), (".jsonl", ".ndjson")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class ScoresheetDocument:
    """One scoresheet of a file; with problems if it cannot be used at all.

    ``line`` is its line in JSON Lines, otherwise 1.
    """

    line: int
    data: object
    problems: tuple[Problem, ...] = ()


def is_lines(path: Path) -> bool:
    """Whether a file is JSON Lines, judged by its name."""
    return path.suffix.lower() in LINES


def read_sheets(path: Path, stream: BinaryIO) -> Iterator[ScoresheetDocument]:
    """Read the scoresheets of a stream; the extension of the path shows the format, and JSON is the default."""
    if is_lines(path):
        yield from _read_lines(path, stream)
        return
    content = stream.read(MOST_BYTES + 1)
    if content.startswith(b"PK\x03\x04"):
        yield ScoresheetDocument(1, None, (new_problem(str(path), "is-a-workbook"),))
        return
    if path.suffix.lower() in YAML:
        node, problems = read_yaml(content, str(path))
        yield (
            ScoresheetDocument(1, None, tuple(problems))
            if problems or node is None
            else ScoresheetDocument(1, _plain(node))
        )
        return
    yield _read_json(content, str(path), 1)


def open_sheets(path: Path) -> BinaryIO:
    """Open a scoresheet file.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise cannot_read(path, error) from error


def _read_lines(path: Path, stream: BinaryIO) -> Iterator[ScoresheetDocument]:
    read = count = 0
    while line := stream.readline(MOST_BYTES + 1):
        read += 1
        sheet = _read_json(line, f"{path}:{read}", read) if line.strip() else None
        while not line.endswith(b"\n") and len(line) > MOST_BYTES:
            line = stream.readline(MOST_BYTES + 1)  # the rest of a line that is too long
        if sheet:
            count += 1
            yield sheet
    if count == 0:
        yield ScoresheetDocument(1, None, (new_problem(str(path), "empty-file"),))


def _read_json(content: bytes, where: str, line: int) -> ScoresheetDocument:
    repeated: list[str] = []

    def pairs(members: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(members)
        if len(made) < len(members):
            counts = Counter(name for name, _ in members)
            repeated.extend(name for name, count in counts.items() if count > 1)
        return made

    if len(content) > MOST_BYTES:
        return ScoresheetDocument(line, None, (new_problem(where, "too-large", most=MOST_BYTES),))
    if not content.strip():
        return ScoresheetDocument(line, None, (new_problem(where, "empty-file"),))
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=pairs, parse_float=Decimal)
    except UnicodeDecodeError:
        return ScoresheetDocument(line, None, (new_problem(where, "not-utf8"),))
    except json.JSONDecodeError as error:
        why = f"{error.msg}（{error.lineno}:{error.colno}）"
        return ScoresheetDocument(line, None, (new_problem(where, "not-json", why=why),))
    except RecursionError:
        return ScoresheetDocument(line, None, (new_problem(where, "json-deep"),))
    except (ValueError, ArithmeticError) as error:  # a number of thousands of digits, or with such an exponent
        return ScoresheetDocument(line, None, (new_problem(where, "not-json", why=str(error).partition(";")[0]),))
    return ScoresheetDocument(line, data, tuple(new_problem(where, "repeated-key", key=key) for key in repeated))


def _plain(node: Node) -> object:
    """Turn YAML into what JSON would give; numbers stay decimal texts, only true, false and null are converted."""
    if isinstance(node, YamlMap):
        return {key: _plain(value) for key, value in node.entries.items()}
    if isinstance(node, YamlScalar):
        return _WORDS.get(node.text, node.text) if node.plain else node.text
    return [_plain(item) for item in node.items]
