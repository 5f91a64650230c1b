"""Scores the files that commands are given."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import Problem, WrongUse, problem
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.check_rubric import load_rubric
from xlplugin.rubric_files.library import TABLE, shipped_as, table_ids
from xlplugin.rubric_files.scoresheet_file import Sheet, is_lines, open_sheets, read_sheets
from xlplugin.scoring.scorecard import Scorecard, score
from xlplugin.scoring.scoresheet import Scoresheet, read_scoresheet

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
    for path in paths:  # before anything is printed
        if path != STANDARD_INPUT:
            open_sheets(path).close()
    for path in paths:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise WrongUse([problem("-", "no-such-file")])
            for sheet in read_sheets(Path("-.jsonl"), sys.stdin.buffer):
                yield _read(sheet, f"-:{sheet.line}", True, rubrics)
            continue
        many = is_lines(path) or len(paths) > 1
        with open_sheets(path) as stream:
            for sheet in read_sheets(path, stream):
                yield _read(sheet, f"{path}:{sheet.line}" if is_lines(path) else str(path), many, rubrics)


class _Rubrics:
    """The rubrics that scoresheets name, each loaded once."""

    def __init__(self, name: str | None) -> None:
        self.only = load_rubric(name) if name else None
        self.loaded: dict[str, Rubric] = {}

    def of(self, data: dict[str, object], where: str) -> Rubric | Problem:
        if self.only:
            return self.only
        name = data.get("rubric")
        if name is None:
            return problem(where, "missing-field", field="rubric")
        if not isinstance(name, str):
            facts = {"expected": "评分表的名称", "expected_en": "the rubric's id", "value": "rubric"}
            return problem(where, "wrong-type", **facts)
        if name in self.loaded:
            return self.loaded[name]
        if shipped_as(name) != TABLE:
            return problem(where, "unknown-rubric", rubric=name[:80], known="、".join(table_ids()))
        self.loaded[name] = load_rubric(name)
        return self.loaded[name]


def _read(sheet: Sheet, where: str, one_of_many: bool, rubrics: _Rubrics) -> Read:
    if sheet.problems:
        return Read(sheet.line, one_of_many, None, None, sheet.problems)
    if not isinstance(sheet.data, dict):
        return Read(sheet.line, one_of_many, None, None, (problem(where, "not-a-scoresheet"),))
    rubric = rubrics.of(sheet.data, where)
    if isinstance(rubric, Problem):
        return Read(sheet.line, one_of_many, None, None, (rubric,))
    scoresheet = read_scoresheet(rubric, sheet.data)
    return Read(sheet.line, one_of_many, rubric, scoresheet, scoresheet.problems)
