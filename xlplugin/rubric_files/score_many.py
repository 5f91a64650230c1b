"""Scores many scoresheets in files."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.check_rubric import load_rubric
from xlplugin.rubric_files.library import TABLE, rubric_ids, shipped_as
from xlplugin.rubric_files.scoresheet_file import ScoresheetDocument, is_lines, open_sheets, read_sheets
from xlplugin.scoring.scorecard import Scorecard, score
from xlplugin.scoring.scoresheet import Scoresheet, read_scoresheet

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A scoresheet with its rubric; or the problems, if it is not one.

    ``notes`` is what a person may want to know; ``is_assessed`` is whether it is from an assessors' workbook.
    """

    line: int
    one_of_many: bool
    rubric: Rubric | None
    scoresheet: Scoresheet | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    is_assessed: bool = False


@dataclass(frozen=True, slots=True)
class ScoredSheet:
    """A scorecard; or, if there is none, the problems.

    Attributes:
        line: of a JSON Lines file, otherwise 1; 0 for a return from a store.
        one_of_many: whether several are scored at once.
        card: the scorecard; None if the data is not a scoresheet, or no file of the body counts.
        problems: what is wrong.
        rubric: the id of its table, where that is known; ``body``: whose it is.
    """

    line: int
    one_of_many: bool
    card: Scorecard | None
    problems: tuple[Problem, ...]
    rubric: str = ""
    body: str = ""


def score_files(paths: Iterable[Path | str], rubric: str | None = None) -> Iterator[ScoredSheet]:
    """Score every scoresheet in some files, in order, one at a time.

    Args:
        paths: files in JSON, YAML or JSON Lines; ``-`` is standard input.
        rubric: id or path of the rubric; by default each scoresheet names its own.

    Yields:
        A scorecard for each scoresheet, or its problems.

    Raises:
        UsageError: a file cannot be read, or the given rubric does not exist.
        RubricError: the given rubric has problems.
    """
    yield from scored_sheets(read_files([Path(path) for path in paths], rubric))


def scored_sheets(sheets: Iterable[ReadSheet]) -> Iterator[ScoredSheet]:
    """Score sheets that were read, one at a time."""
    for read in sheets:
        if read.rubric and read.scoresheet:
            card = score(read.rubric, read.scoresheet)
            card = card.with_warnings(read.notes) if read.notes else card
            yield ScoredSheet(read.line, read.one_of_many, card, read.problems)
        else:
            yield ScoredSheet(read.line, read.one_of_many, None, read.problems)


def read_files(paths: Sequence[Path], rubric_name: str | None) -> Iterator[ReadSheet]:
    """Read every scoresheet in some files, in order.

    Raises:
        UsageError: a file cannot be read, or the given rubric does not exist.
    """
    rubrics = _Rubrics(rubric_name)
    for path in paths:  # before anything is printed
        if path != STANDARD_INPUT:
            open_sheets(path).close()
    for path in paths:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise UsageError([new_problem("-", "no-such-file")])
            for sheet in read_sheets(Path("-.jsonl"), sys.stdin.buffer):
                yield _read(sheet, f"-:{sheet.line}", True, rubrics)
            continue
        many = is_lines(path) or len(paths) > 1
        with open_sheets(path) as stream:
            for sheet in read_sheets(path, stream):
                yield _read(sheet, f"{path}:{sheet.line}" if is_lines(path) else str(path), many, rubrics)


class _Rubrics:
    """The rubrics named by scoresheets, each loaded once."""

    def __init__(self, name: str | None) -> None:
        self.only = load_rubric(name) if name else None
        self.loaded: dict[str, Rubric] = {}

    def of(self, data: dict[str, object], where: str) -> Rubric | Problem:
        if self.only:
            return self.only
        name = data.get("rubric")
        if name is None:
            return new_problem(where, "missing-field", field="rubric")
        if not isinstance(name, str):
            facts = {"expected": "评分表的名称", "expected_en": "the rubric's id", "value": "rubric"}
            return new_problem(where, "wrong-type", **facts)
        if name in self.loaded:
            return self.loaded[name]
        if shipped_as(name) != TABLE:
            return new_problem(where, "unknown-rubric", rubric=name[:80], known="、".join(rubric_ids()))
        self.loaded[name] = load_rubric(name)
        return self.loaded[name]


def _read(sheet: ScoresheetDocument, where: str, one_of_many: bool, rubrics: _Rubrics) -> ReadSheet:
    if sheet.problems:
        return ReadSheet(sheet.line, one_of_many, None, None, sheet.problems)
    if not isinstance(sheet.data, dict):
        return ReadSheet(sheet.line, one_of_many, None, None, (new_problem(where, "not-a-scoresheet"),))
    rubric = rubrics.of(sheet.data, where)
    if isinstance(rubric, Problem):
        return ReadSheet(sheet.line, one_of_many, None, None, (rubric,))
    scoresheet = read_scoresheet(rubric, sheet.data)
    return ReadSheet(sheet.line, one_of_many, rubric, scoresheet, scoresheet.problems)
