"""Judges a file that came back: whose it is, what was changed in it, what was filled in, what that comes to."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version as program_version

from xlplugin.distribution.distribute import TOKENS, put_into
from xlplugin.entries.read_entries import LOST, CellValue, read_cells
from xlplugin.errors import Problem, XlpluginError, problem
from xlplugin.files.csv_tables import rows_of
from xlplugin.filled.open_workbook import Shown
from xlplugin.filled.workbook_file import FilledFile
from xlplugin.ooxml.zip_archive import Archive
from xlplugin.returns.apply_answers import (
    BY_ENTRIES,
    OF_THE_FILE,
    cell_of,
    faults_of,
    is_acceptable,
    one_line,
    told_accepted,
    told_answers,
)
from xlplugin.returns.claimed_issue import Issued
from xlplugin.returns.fast_path.reader import KnownForms
from xlplugin.returns.find.file_type import CONVERTIBLE, TABLE, kind_of, opened
from xlplugin.returns.find.libreoffice import as_xlsx
from xlplugin.returns.find.saved_time import said_at
from xlplugin.returns.remarks import (
    CHANGED,
    UNKNOWN,
    by_either,
    left_blank,
    read_fields,
    read_otherwise,
    shown_words,
    slot_name,
    strange_fields,
    words,
)
from xlplugin.returns.verify.compare_sheet import is_same
from xlplugin.returns.verify.csv_return import table, verify_table
from xlplugin.returns.verify.issued_workbook import stamped_name
from xlplugin.returns.verify.verify_return import Returned, Unchanged, verify
from xlplugin.scoring.scorecard import figures, scorecard_of
from xlplugin.store.answers import ACCEPT, CHOOSE, WHOLE_FILE, Answer
from xlplugin.store.database import Issue, Store
from xlplugin.store.lazy_cells import Cells
from xlplugin.store.submission import Result, Submission, normalised_in
from xlplugin.store.submission_row import ROW_DAMAGED
from xlplugin.store.submissions import Submissions
from xlplugin.workbook.columns import META_SHEET
from xlplugin.workbook.sheet_model import Cell

READING = 6
"""Raised when returns are read in another way, so that what was collected before is read anew."""

MOST_OF_TABLE = 2_000_000
"""Bytes of a 评分表 that was saved as text; one has some 30,000."""

_TO_BE_READ_AGAIN = frozenset(
    ("rubric-not-here", "other-version", "return-failed", "other-bodys-name", "issue-unknown", "base-gone", ROW_DAMAGED)
)
"""Problems that another day, or another name of the file, may not have."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found."""

    name: str
    path: str
    content: bytes
    changed_at: datetime


class Judge:
    """Reads returns of one store; what it learns of the first serves the others."""

    def __init__(self, store: Store, rubric: str = "") -> None:
        """Begin.

        Args:
            store: what was issued; nothing is written to it.
            rubric: the rubric's id or path, where the workbooks' own is not one that comes with the program.
        """
        self._store, self.issued = store, Issued(store, rubric)
        self._submissions = Submissions(store)
        self._known = KnownForms()
        self._reader = f"{program_version('xlplugin')}/{READING}"

    def judge(self, file: File) -> Submission:
        """Judge a file; whatever it is, an answer comes back, and nothing is raised."""
        digest = sha256(file.content).hexdigest()
        before = self._submissions.known(digest)
        if before and before.reader == self._reader and not _has_to_be_read_again(before):
            return before
        answers = before.answers if before else {}
        try:
            found = self._read(file, answers)
        except XlpluginError as error:
            found = _Found(problems=error.problems)
        except Exception as error:  # one bad file must never stop the others; it is told
            found = _Found(problems=(problem("", "return-failed", why=f"{type(error).__name__}: {error}"[:200]),))
        issue = found.issue
        return Submission(
            sha256=digest,
            issue=issue.id if issue else "",
            rubric=issue.rubric if issue else "",
            edition=issue.edition if issue else "",
            body=issue.body if issue else "",
            file=file.name,
            path=file.path,
            size=len(file.content),
            saved_at=found.saved_at,
            file_time=file.changed_at.astimezone(UTC).isoformat(timespec="seconds"),
            collected_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            reader=self._reader,
            cells=Cells(found.cells),
            problems=found.problems,
            remarks=found.remarks,
            result=found.result,
            found=found.before or found.problems,
            answers=answers,
            places=found.places,
        )

    def answered(self, one: Submission, answers: Iterable[Answer]) -> Submission:
        """Judge a file again by what a person answered of it, without reading it.

        Raises:
            WrongUse: the workbook that was issued, or its rubric, is not here.
        """
        known = dict(one.answers) | {answer.name: answer for answer in answers}
        issue = self._store.issue(one.issue)
        if issue is None:
            return replace(one, answers=known)
        issued = self.issued.form(issue).inputs
        places = {name: cell for name, cell in issued.items() if one.cells.get(name) != LOST}
        places |= {name: Cell.at(*place.rsplit("!", 1)) for name, place in one.places.items()}
        of_file = tuple(fault for fault in one.found if not cell_of(fault) and fault.code not in BY_ENTRIES)
        told = tuple(remark for remark in one.remarks if remark.code in OF_THE_FILE)
        returned = Returned(one.cells, places, Shown(), of_file, told)
        found = self._entries(issue, returned, known, one.result.shown)
        return replace(one, answers=known, problems=found.problems, remarks=found.remarks, result=found.result)

    def _read(self, file: File, answers: Mapping[str, Answer]) -> "_Found":
        taken = self._taken(file)
        if not isinstance(taken, _Taken):
            return _Found(problems=taken)
        issue, returned = taken.issue, taken.returned
        named = self.issued.other_name(issue, file.name)
        returned = replace(returned, changes=(*named, *returned.changes, *strange_fields(returned)))
        if taken.kind:
            returned = replace(returned, remarks=(problem("", "converted", kind=taken.kind), *returned.remarks))
        shown = shown_words(returned.total)
        found = self._entries(issue, returned, {}, shown)
        if answers:
            found = replace(self._entries(issue, returned, answers, shown), before=found.problems)
        moved = {name: f"{cell.sheet}!{cell.address}" for name, cell in returned.moved.items()}
        return replace(found, issue=issue, saved_at=taken.saved_at, cells=returned.values, places=moved)

    def _taken(self, file: File) -> "_Taken | tuple[Problem, ...]":
        """Find out whose a file is, and what is in it; else what is wrong with it."""
        archive = opened(file.content, file.name)
        if isinstance(archive, str):
            return self._converted(file, archive) or self._as_table(file, archive) or (problem("", archive),)
        if quick := self._quickly(archive):
            return _Taken(*quick, said_at(archive))
        book = FilledFile(file.content)
        known = self._known.unchanged_sheets(archive, book)
        said = {name: value for values in known.values.values() for name, value in values.items()} if known else {}
        issue, why = self.issued.claimed(_facts(said) or book.facts())
        if issue is None:
            return self._by_words(archive, book) or why
        returned = self._carefully(archive, book, issue, known)
        return _Taken(issue, replace(returned, changes=(*why, *returned.changes)), said_at(archive))

    def _converted(self, file: File, code: str) -> "_Taken | tuple[Problem, ...] | None":
        """Read what LibreOffice makes of a file of another format; None where it does not."""
        kind = kind_of(file.content, file.name) if code in CONVERTIBLE else ""
        content = as_xlsx(file.content, kind) if kind else None
        if content is None or isinstance(opened(content, file.name), str):
            return None
        taken = self._taken(replace(file, content=content))
        return replace(taken, kind=kind) if isinstance(taken, _Taken) else taken

    def _as_table(self, file: File, code: str) -> "_Taken | None":
        """Read a 评分表 that was saved as text; None where it is none, or where it is not clear whose it is."""
        if code != TABLE or len(file.content) > MOST_OF_TABLE:
            return None
        try:
            contents = table(rows_of(file.content))
        except csv.Error:
            return None
        issue = self.issued.by_words(contents) if contents else None
        if contents is None or issue is None:
            return None
        form = self.issued.form(issue)
        told = problem("", "return-csv-unverified")
        return _Taken(issue, verify_table(form, contents, put_into(form, issue), told))

    def _by_words(self, archive: Archive, book: FilledFile) -> "_Taken | None":
        """Read a 评分表 that stands in a workbook without the hidden sheet; None where it is not clear whose it is."""
        if any(name.strip() == META_SHEET for name in book.sheets):
            return None
        sheets = {sheet: book.contents(sheet) for sheet in book.sheets}
        for sheet, contents in sheets.items():
            if issue := self.issued.by_words(contents, *sheets.values()):
                form = self.issued.form(issue)
                told = problem("", "return-by-words", body=issue.body)
                returned = verify_table(form, contents, put_into(form, issue), told, book, sheet)
                return _Taken(issue, returned, said_at(archive))
        return None

    def _quickly(self, archive: Archive) -> tuple[Issue, Returned] | None:
        """Read a return that is written as one before it; None where it has to be read with care."""
        given = self._known.read(archive)
        if given is None:
            return None
        form, values = given.form, given.values
        issue, why = self.issued.claimed(_facts(values))
        if issue is None or why or issue.base != form.digest:
            return None
        put = put_into(form, issue)
        if not all(is_same(put.get(name), values.get(name)) for name in form.put):
            return None
        filled = {name: value for name, value in values.items() if name not in form.put and value != ""}
        return issue, Returned(filled, form.inputs, given.total)

    def _carefully(self, archive: Archive, book: FilledFile, issue: Issue, known: Unchanged | None) -> Returned:
        form = self.issued.form(issue)
        put = put_into(form, issue)
        returned = verify(form, book, put, known.of_copy(form, put) if known else None)
        if not returned.changes and not returned.remarks:
            self._known.learn(archive, form, book, {**returned.values, **put})
        return returned

    def _entries(self, issue: Issue, returned: Returned, answers: Mapping[str, Answer], theirs: str) -> "_Found":
        """Read what is filled in, and work out what it comes to; ``theirs`` is the total that the workbook shows."""
        problems = list(returned.changes)
        try:
            rubric = self.issued.rubric_of(issue)
        except XlpluginError as error:
            return _Found(problems=(*problems, *error.problems), remarks=returned.remarks)
        meant = dict(returned.values) | {name: one.answer or None for name, one in answers.items() if name}
        normalised = normalised_in(rubric, meant, issue.issued_at, answers)
        entered = read_cells(rubric, normalised.values, issue.body)
        problems += faults_of(entered, returned.cells)
        card = scorecard_of(rubric, entered.scoresheet, figures(rubric, entered.scoresheet))
        if not entered.data["entries"] and not entered.faults and not entered.data.get("not_applicable"):
            problems.append(problem("", "return-blank"))
        typed = (change for change in normalised.changes if slot_name(change.slot) not in answers)
        read_as = [*read_otherwise(typed, returned.cells), *read_fields(returned)]
        remarks = [*returned.remarks, *read_as, *told_answers(answers, returned), *card.warnings]
        ours = words(card.figures["total"])
        if any(found.code in CHANGED for found in returned.changes):
            problems.append(by_either(ours, theirs))
        elif theirs not in (UNKNOWN, ours) and not answers:
            remarks.append(problem("", "shown-as-typed" if read_as else "shown-otherwise", ours=ours, theirs=theirs))
        if card.blank and entered.data["entries"]:
            remarks.append(left_blank(card.blank, returned.cells))
        if WHOLE_FILE in answers and answers[WHOLE_FILE].answer in (ACCEPT, CHOOSE):
            seen = answers[WHOLE_FILE].about.splitlines()
            accepted = [one for one in problems if is_acceptable(one) and one_line(one) in seen]
            problems = [one for one in problems if one not in accepted]
            remarks += told_accepted(answers[WHOLE_FILE], accepted)
        result = Result(blank=len(card.blank), provisional=card.provisional, shown=theirs)
        if card.total is not None:
            published = f"{card.published:.2f}"
            result = replace(result, total=f"{card.total:f}", published=published, grade=card.grade or "")
        return _Found(problems=tuple(problems), remarks=tuple(remarks), result=result)


@dataclass(frozen=True)
class _Taken:
    """What came back, and whose it is; ``kind`` (``.xls``) says what it was converted from, where it had to be."""

    issue: Issue
    returned: Returned
    saved_at: str = ""
    kind: str = ""


@dataclass(frozen=True)
class _Found:
    """What was found out about a file."""

    issue: Issue | None = None
    saved_at: str = ""
    cells: Mapping[str, CellValue] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    before: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    result: Result = field(default_factory=Result)
    places: Mapping[str, str] = field(default_factory=dict)


def _facts(values: Mapping[str, CellValue]) -> dict[str, str]:
    """Give what a workbook says of itself, of the cells that copies differ in; nothing where one of them is blank."""
    facts = {text: str(values.get(stamped_name(text), "")) for text in TOKENS}
    return facts if all(facts.values()) else {}


def _has_to_be_read_again(one: Submission) -> bool:
    return any(found.code in _TO_BE_READ_AGAIN for found in one.problems)
