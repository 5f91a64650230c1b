"""Scores the files that commands are given."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import Problem, problem
from xlplugin.loading.library import load_rubric, table_ids
from xlplugin.loading.sheet_file import Sheet, is_lines, open_sheets, read_sheets
from xlplugin.rubric import Rubric
from xlplugin.scorecard import Scorecard, score
from xlplugin.scoresheet import Scoresheet, read_scoresheet

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Read:
    """A scoresheet with its rubric; or, where it is none, what is wrong."""

    line: int
    one_of_many: bool
    rubric: Rubric | None
    scoresheet: Scoresheet | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A scorecard; or, where what was read is no scoresheet, what is wrong."""

    line: int
    one_of_many: bool
    card: Scorecard | None
    problems: tuple[Problem, ...]


def score_files(paths: Sequence[Path], rubric_name: str | None) -> Iterator[Scored]:
    """Score every scoresheet of some files, in order."""
    for read in read_files(paths, rubric_name):
        if read.rubric and read.scoresheet:
            yield Scored(read.line, read.one_of_many, score(read.rubric, read.scoresheet), read.problems)
        else:
            yield Scored(read.line, read.one_of_many, None, read.problems)


def read_files(paths: Sequence[Path], rubric_name: str | None) -> Iterator[Read]:
    """Read every scoresheet of some files, in order.

    Raises:
        WrongUse: a file cannot be read, or there is no rubric of the name that was given.
    """
    rubrics = _Rubrics(rubric_name)
    for path in paths:
        if path == STANDARD_INPUT:
            sheets = read_sheets(Path("-.jsonl"), sys.stdin.buffer)
            yield from (_read(sheet, True, rubrics) for sheet in sheets)
            continue
        many = is_lines(path) or len(paths) > 1
        with open_sheets(path) as stream:
            yield from (_read(sheet, many, rubrics) for sheet in read_sheets(path, stream))


class _Rubrics:
    """The rubrics that scoresheets name, each loaded once."""

    def __init__(self, name: str | None) -> None:
        self.only = load_rubric(name) if name else None
        self.loaded: dict[str, Rubric] = {}

    def of(self, data: object) -> Rubric | Problem:
        if self.only:
            return self.only
        name = data.get("rubric") if isinstance(data, dict) else None
        if not isinstance(name, str):
            return problem("rubric", "missing-field", field="rubric")
        if name in self.loaded:
            return self.loaded[name]
        if name not in table_ids():
            return problem("rubric", "unknown-rubric", rubric=name[:80], known="、".join(table_ids()))
        self.loaded[name] = load_rubric(name)
        return self.loaded[name]


def _read(sheet: Sheet, one_of_many: bool, rubrics: _Rubrics) -> Read:
    problems = sheet.problems
    if not problems and not isinstance(sheet.data, dict):
        problems = (problem("", "not-a-scoresheet"),)
    if problems:
        return Read(sheet.line, one_of_many, None, None, problems)
    rubric = rubrics.of(sheet.data)
    if isinstance(rubric, Problem):
        return Read(sheet.line, one_of_many, None, None, (rubric,))
    scoresheet = read_scoresheet(rubric, sheet.data)
    return Read(sheet.line, one_of_many, rubric, scoresheet, scoresheet.problems)
