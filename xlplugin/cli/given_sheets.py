"""What commands are given to score or explain: scoresheets in JSON or YAML, filled workbooks, a body of a store."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.errors import Problem
    from xlplugin.rubric_files.score_many import ReadSheet

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".fods")
"""Extensions of filled workbooks."""


def read_given(paths: Sequence[Path], rubric: str | None) -> "Iterator[ReadSheet]":
    """Read scoresheets and filled workbooks, in order; the problems of a workbook's entries name their cells.

    Raises:
        UsageError: a file cannot be read, or a rubric is not found.
    """
    from xlplugin.rubric_files.score_many import read_files

    if not any(path.suffix.lower() in WORKBOOKS for path in paths):
        yield from read_files(paths, rubric)
        return
    for path in paths:
        if path.suffix.lower() in WORKBOOKS:
            yield _of_workbook(path, rubric or "", one_of_many=len(paths) > 1)
        else:
            yield from read_files([path], rubric)


def _of_workbook(path: Path, rubric: str, *, one_of_many: bool) -> "ReadSheet":
    from xlplugin.files.reading import read_file
    from xlplugin.filled.recalculate import recalculate
    from xlplugin.filled.workbook_file import WorkbookFile
    from xlplugin.ooxml.formats.as_package import as_package
    from xlplugin.rubric_files.score_many import ReadSheet
    from xlplugin.rubric_files.versions import rubric_of

    book = WorkbookFile(as_package(read_file(path), str(path)).content, str(path))
    read = recalculate(book, lambda facts: rubric_of(facts, (path.parent, Path.cwd()), rubric))
    placed = {id(fault): fault.at(f"{path} {cell.label}") for cell, fault in read.faults}
    sheet = read.entered.scoresheet
    problems = tuple(placed.get(id(problem), problem) for problem in sheet.problems)
    notes = tuple(reading.at(f"{path} {cell.label}") for cell, reading in read.read_as)
    own = read.own.scoresheet if read.own else None
    return ReadSheet(1, one_of_many, read.rubric, replace(sheet, problems=problems), problems, notes, own is not None)


def is_store(given: str) -> bool:
    """Whether something that was named is a store: the URL of a database, or an SQLite file."""
    if "://" in given:
        return True
    try:
        with Path(given).open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


_SQLITE = b"SQLite format 3\0"


def read_body(where: str, body: str, rubric: str, edition: str, round_name: str = "") -> "Iterator[ReadSheet]":
    """Read what the returns of a body in a store say together; ``final`` with the corrections.

    Raises:
        UsageError: there is no such store or body.
    """
    from xlplugin.errors import new_problem
    from xlplugin.returns.combined import FINAL
    from xlplugin.returns.corrections import body_in
    from xlplugin.returns.figure_corrections import fixed_figures
    from xlplugin.returns.joined_bodies import entered_by_raters
    from xlplugin.returns.score_returns import scored
    from xlplugin.rubric_files.score_many import ReadSheet
    from xlplugin.store.database import open_store
    from xlplugin.store.rounds import choose_round

    with open_store(where, must_exist=True) as store:
        choose_round(store, round_name)
        combined = body_in(store, body, rubric, edition)
    if combined.withheld or not combined.is_returned:
        yield ReadSheet(0, False, None, None, combined.withheld or _not_returned(body))
        return
    if combined.is_joined:
        joined = scored(combined, final=edition == FINAL)
        remarks = joined.card.warnings if joined.card else joined.problems
        entries = list(entered_by_raters(combined))
        for number, (rater, entered) in enumerate(entries, 1):
            sheet = replace(entered.scoresheet, body=f"{body}（{rater}）")
            yield ReadSheet(0, True, combined.rubric, sheet, sheet.problems, remarks if number == len(entries) else ())
        return
    entered = combined.entered(final=edition == FINAL)
    notes: tuple[Problem, ...] = ()
    if (
        edition == FINAL
        and (card := scored(combined, final=True).card)
        and fixed_figures(card.rubric, combined.corrections)
    ):
        total = new_problem("", "final-score", total=card.published_text)
        notes = (*(one for one in card.warnings if one.code == "corrected"), total)
    yield ReadSheet(0, False, combined.rubric, entered.scoresheet, entered.scoresheet.problems, notes)


def _not_returned(body: str) -> "tuple[Problem, ...]":
    from xlplugin.errors import new_problem

    return (new_problem(body, "nothing-returned"),)
