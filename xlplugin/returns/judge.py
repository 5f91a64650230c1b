"""Judges a returned file: whose it is, what was changed in it, what was entered, and its score."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version as program_version

from xlplugin.distribution.distribute import TOKENS
from xlplugin.entries.cell_values import LOST, CellValue
from xlplugin.entries.interpretations import report_interpretations, slot_name
from xlplugin.entries.read_entries import read_cells
from xlplugin.errors import Problem, XlpluginError, new_problem
from xlplugin.files.csv_tables import read_csv_rows
from xlplugin.filled.open_workbook import ShownCell
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import Cell
from xlplugin.ooxml.formats.as_package import converted
from xlplugin.ooxml.formats.file_type import TABLE, open_package
from xlplugin.ooxml.zip_archive import Archive
from xlplugin.returns.claimed_issue import IssuedWorkbooks
from xlplugin.returns.fast_path.reader import KnownForms
from xlplugin.returns.find.saved_time import stated_time
from xlplugin.returns.resolve.apply_answers import (
    cell_of,
    faults_of,
    is_acceptable,
    one_line,
    report_accepted,
    report_answers,
)
from xlplugin.returns.verify.compare_sheet import is_same
from xlplugin.returns.verify.csv_return import table, verify_table
from xlplugin.returns.verify.issued_workbook import put_into, stamped_name
from xlplugin.returns.verify.remarks import (
    UNKNOWN,
    compare_totals,
    read_fields,
    report_blank_entries,
    report_invalid_fields,
    shown_total_text,
    words,
)
from xlplugin.returns.verify.verify_return import Returned, Unchanged, verify
from xlplugin.scoring.scorecard import figures, scorecard_of
from xlplugin.store.database import Store
from xlplugin.store.decided.answers import ACCEPT, CHOOSE, OWNER, WHOLE_FILE, Answer, is_about_cell
from xlplugin.store.issue import Issue
from xlplugin.store.lazy_cells import LazyCells
from xlplugin.store.problem_policy import policy_of
from xlplugin.store.submission import Result, Submission, normalised_in
from xlplugin.store.submissions import Submissions
from xlplugin.workbook.sheet_names import META_SHEET

READING = 6
"""Version of the reader. Raise it when returns are read differently: earlier verdicts are then made anew."""

MOST_OF_TABLE = 2_000_000
"""Size limit of a 评分表 saved as text, in bytes; a real one has about 30,000."""


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file as it was found: its name, path, bytes and time of change."""

    name: str
    path: str
    content: bytes
    changed_at: datetime


class Judge:
    """Judges the returns of one store; what it learns from one file makes the next ones faster."""

    def __init__(self, store: Store, rubric: str = "") -> None:
        """Prepare to judge.

        Args:
            store: the issued workbooks; the store is only read.
            rubric: the rubric's id or path, for a rubric that is not built in.
        """
        self._store, self.issued = store, IssuedWorkbooks(store, rubric)
        self._submissions = Submissions(store)
        self._known = KnownForms()
        self._reader = f"{program_version('xlplugin')}/{READING}"

    def judge(self, file: ReturnedFile) -> Submission:
        """Judge a file. Every file gets a verdict; nothing is raised."""
        digest = sha256(file.content).hexdigest()
        before = self._submissions.known(digest)
        if before and before.reader == self._reader and not _has_to_be_read_again(before):
            return before
        answers = before.answers if before else {}
        try:
            judged = self._read(file, answers)
        except XlpluginError as error:
            judged = _Verdict(problems=error.problems)
        except Exception as error:  # one bad file must never stop the others; the error is reported
            judged = _Verdict(
                problems=(new_problem("", "return-failed", why=f"{type(error).__name__}: {error}"[:200]),)
            )
        issue = judged.issue
        return Submission(
            sha256=digest,
            issue=issue.id if issue else "",
            rubric=issue.rubric if issue else "",
            edition=issue.edition if issue else "",
            body=issue.body if issue else "",
            file=file.name,
            path=file.path,
            size=len(file.content),
            saved_at=judged.saved_at,
            file_time=file.changed_at.astimezone(UTC).isoformat(timespec="seconds"),
            collected_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            reader=self._reader,
            cells=LazyCells(judged.cells),
            problems=judged.problems,
            remarks=judged.remarks,
            result=judged.result,
            found=judged.before or judged.problems,
            answers=answers,
            places=judged.places,
        )

    def answered(self, submission: Submission, answers: Iterable[Answer]) -> Submission:
        """Judge a file again with a person's answers, without reading the file.

        Raises:
            UsageError: the issued workbook or its rubric is not available.
        """
        known = dict(submission.answers) | {answer.name: answer for answer in answers}
        issue = self._store.issue(submission.issue)
        if issue is None:
            return replace(submission, answers=known)
        if OWNER in known:
            issue = self.issued.of_body(issue, known[OWNER].answer) or issue
            submission = replace(submission, issue=issue.id, body=issue.body)
        issued = self.issued.form(issue).inputs
        places = {name: cell for name, cell in issued.items() if submission.cells.get(name) != LOST}
        places |= {name: Cell.at(*place.rsplit("!", 1)) for name, place in submission.places.items()}
        of_file = tuple(
            fault
            for fault in submission.found
            if not cell_of(fault)
            and not policy_of(fault).from_entries
            and not (OWNER in known and policy_of(fault).doubtful_owner)
        )
        kept = tuple(remark for remark in submission.remarks if policy_of(remark).of_the_file)
        returned = Returned(submission.cells, places, ShownCell(), of_file, kept)
        judged = self._entries(issue, returned, known, submission.result.shown)
        return replace(
            submission, answers=known, problems=judged.problems, remarks=judged.remarks, result=judged.result
        )

    def _read(self, file: ReturnedFile, answers: Mapping[str, Answer]) -> "_Verdict":
        taken = self._identify(file)
        if not isinstance(taken, _Identified):
            return _Verdict(problems=taken)
        issue, returned = taken.issue, taken.returned
        named = self.issued.other_name(issue, file.name)
        assigned = self.issued.of_body(issue, answers[OWNER].answer) if OWNER in answers else None
        returned = replace(returned, changes=(*named, *returned.changes, *report_invalid_fields(returned)))
        if taken.kind:
            returned = replace(returned, remarks=(new_problem("", "converted", kind=taken.kind), *returned.remarks))
        shown = shown_total_text(returned.total)
        judged = self._entries(issue, returned, {}, shown)
        if assigned:
            known = tuple(change for change in returned.changes if not policy_of(change).doubtful_owner)
            issue, returned = assigned, replace(returned, changes=known)
        if answers:
            judged = replace(self._entries(issue, returned, answers, shown), before=judged.problems)
        moved = {name: cell.label for name, cell in returned.moved.items()}
        return replace(judged, issue=issue, saved_at=taken.saved_at, cells=returned.values, places=moved)

    def _identify(self, file: ReturnedFile) -> "_Identified | tuple[Problem, ...]":
        """Find out whose file this is and read its entries; otherwise return the problems."""
        archive = open_package(file.content, file.name)
        if isinstance(archive, str):
            return self._read_converted(file, archive) or self._read_table(file, archive) or (new_problem("", archive),)
        if quick := self._read_fast(archive):
            return _Identified(*quick, stated_time(archive))
        book = WorkbookFile(file.content)
        known = self._known.unchanged_sheets(archive, book)
        values_by_name = (
            {name: value for values in known.values.values() for name, value in values.items()} if known else {}
        )
        issue, why = self.issued.claimed(_facts(values_by_name) or book.facts())
        if issue is None:
            return self._read_by_words(archive, book) or why
        returned = self._read_in_full(archive, book, issue, known)
        return _Identified(issue, replace(returned, changes=(*why, *returned.changes)), stated_time(archive))

    def _read_converted(self, file: ReturnedFile, code: str) -> "_Identified | tuple[Problem, ...] | None":
        """Let LibreOffice convert a file of another format and read that; None if it cannot."""
        made = converted(file.content, file.name, code)
        if made is None:
            return None
        taken = self._identify(replace(file, content=made.content))
        return replace(taken, kind=made.converted_from) if isinstance(taken, _Identified) else taken

    def _read_table(self, file: ReturnedFile, code: str) -> "_Identified | None":
        """Read a 评分表 that was saved as text; None if it is none, or if its owner is unclear."""
        if code != TABLE or len(file.content) > MOST_OF_TABLE:
            return None
        try:
            contents = table(read_csv_rows(file.content))
        except csv.Error:
            return None
        issue = self.issued.by_words(contents) if contents else None
        if contents is None or issue is None:
            return None
        form = self.issued.form(issue)
        problem = new_problem("", "return-csv-unverified")
        return _Identified(issue, verify_table(form, contents, put_into(form, issue), problem))

    def _read_by_words(self, archive: Archive, book: WorkbookFile) -> "_Identified | None":
        """Read a 评分表 in a workbook that lacks the hidden sheet; None if its owner is unclear."""
        if any(name.strip() == META_SHEET for name in book.sheets):
            return None
        sheets = {sheet: book.contents(sheet) for sheet in book.sheets}
        for sheet, contents in sheets.items():
            if issue := self.issued.by_words(contents, *sheets.values()):
                form = self.issued.form(issue)
                problem = new_problem("", "return-by-words", body=issue.body)
                returned = verify_table(form, contents, put_into(form, issue), problem, book, sheet)
                return _Identified(issue, returned, stated_time(archive))
        return None

    def _read_fast(self, archive: Archive) -> tuple[Issue, Returned] | None:
        """Read a return that is written like an earlier one; None if it must be read in full."""
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

    def _read_in_full(self, archive: Archive, book: WorkbookFile, issue: Issue, known: Unchanged | None) -> Returned:
        form = self.issued.form(issue)
        put = put_into(form, issue)
        returned = verify(form, book, put, known.of_copy(form, put) if known else None)
        if not returned.changes and not returned.remarks:
            self._known.learn(archive, form, book, {**returned.values, **put})
        return returned

    def _entries(self, issue: Issue, returned: Returned, answers: Mapping[str, Answer], theirs: str) -> "_Verdict":
        """Read the entries and compute the score; ``theirs`` is the total that the workbook shows."""
        problems = list(returned.changes)
        try:
            rubric = self.issued.rubric_of(issue)
        except XlpluginError as error:
            return _Verdict(problems=(*problems, *error.problems), remarks=returned.remarks)
        meant = dict(returned.values) | {
            name: answer.answer or None for name, answer in answers.items() if is_about_cell(name)
        }
        normalised = normalised_in(rubric, meant, issue.issued_at, answers)
        entered = read_cells(rubric, normalised.values, issue.body)
        problems += faults_of(entered, returned.cells)
        card = scorecard_of(rubric, entered.scoresheet, figures(rubric, entered.scoresheet))
        if not entered.data["entries"] and not entered.faults and not entered.data.get("not_applicable"):
            problems.append(new_problem("", "return-blank"))
        typed = (change for change in normalised.changes if slot_name(change.slot) not in answers)
        read_as = [*report_interpretations(typed, returned.cells), *read_fields(returned)]
        remarks = [*returned.remarks, *read_as, *report_answers(answers, returned), *card.warnings]
        ours = words(card.figures["total"])
        if any(policy_of(change).changes_total for change in returned.changes):
            problems.append(compare_totals(ours, theirs))
        elif theirs not in (UNKNOWN, ours) and not answers:
            remarks.append(
                new_problem("", "shown-as-typed" if read_as else "shown-otherwise", ours=ours, theirs=theirs)
            )
        blank = tuple(key for key in card.blank if issue.open is None or key.rpartition(".")[0] in issue.open)
        if blank and entered.data["entries"]:
            remarks.append(report_blank_entries(blank, returned.cells))
        if WHOLE_FILE in answers and answers[WHOLE_FILE].answer in (ACCEPT, CHOOSE):
            seen = answers[WHOLE_FILE].about.splitlines()
            accepted = [problem for problem in problems if is_acceptable(problem) and one_line(problem) in seen]
            problems = [problem for problem in problems if problem not in accepted]
            remarks += report_accepted(answers[WHOLE_FILE], accepted)
        result = Result(blank=len(card.blank), provisional=card.provisional, shown=theirs)
        if card.total is not None:
            total, published = f"{card.total:f}", card.published_text
            result = replace(result, total=total, published=published, grade=card.grade or "")
        return _Verdict(problems=tuple(problems), remarks=tuple(remarks), result=result)


@dataclass(frozen=True)
class _Identified:
    """Whose return it is and what it contains; ``kind`` (``.xls``) is its first format if it was converted."""

    issue: Issue
    returned: Returned
    saved_at: str = ""
    kind: str = ""


@dataclass(frozen=True)
class _Verdict:
    """Everything that was found out about a file."""

    issue: Issue | None = None
    saved_at: str = ""
    cells: Mapping[str, CellValue] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    before: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    result: Result = field(default_factory=Result)
    places: Mapping[str, str] = field(default_factory=dict)


def _facts(values: Mapping[str, CellValue]) -> dict[str, str]:
    """Return what a workbook states about itself in its stamped cells; nothing if one of them is blank."""
    facts = {text: str(values.get(stamped_name(text), "")) for text in TOKENS}
    return facts if all(facts.values()) else {}


def _has_to_be_read_again(submission: Submission) -> bool:
    return any(policy_of(problem).read_again for problem in submission.problems)
