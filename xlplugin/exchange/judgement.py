"""Judges a file that came back: whose it is, what was changed in it, what was filled in, what that comes to."""

import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version as program_version

from xlplugin.entered import LOST, CellValue, read_cells
from xlplugin.errors import Problem, WrongUse, XlpluginError, problem
from xlplugin.exchange.answering import (
    BY_ENTRIES,
    OF_THE_FILE,
    cell_of,
    faults_of,
    is_acceptable,
    one_line,
    told_accepted,
    told_answers,
)
from xlplugin.exchange.conversion import as_xlsx
from xlplugin.exchange.distribution import TOKENS, put_into, sealed
from xlplugin.exchange.kinds import CONVERTIBLE, kind_of, opened
from xlplugin.exchange.remarks import (
    CHANGED,
    UNKNOWN,
    by_either,
    left_blank,
    read_fields,
    read_otherwise,
    saved_at,
    shown_words,
    slot_name,
    strange_fields,
    words,
)
from xlplugin.loading import version
from xlplugin.ooxml.archive import Archive
from xlplugin.results.answers import ACCEPT, CHOOSE, WHOLE_FILE, Answer
from xlplugin.results.store import Issue, Store
from xlplugin.results.submission import Result, Submission, normalised_in
from xlplugin.results.submissions import Submissions
from xlplugin.rubric import Rubric
from xlplugin.scorecard import figures, scorecard_of
from xlplugin.workbook.filled_file import FilledFile
from xlplugin.workbook.issued_form import IssuedForm, stamped_name
from xlplugin.workbook.known_forms import KnownForms
from xlplugin.workbook.open_workbook import Shown
from xlplugin.workbook.sheet import Cell
from xlplugin.workbook.verification import Returned, verify

READING = 3
"""Raised when returns are read in another way, so that what was collected before is read anew."""

_TO_BE_READ_AGAIN = frozenset(
    ("rubric-not-here", "other-version", "return-failed", "other-bodys-name", "issue-unknown", "base-gone")
)
"""Problems that another day, or another name of the file, may not have."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found; ``kind`` (``.xls``) says what it was converted from, where it had to be."""

    name: str
    path: str
    content: bytes
    changed_at: datetime
    kind: str = ""


class Judge:
    """Reads returns of one store; what it learns of the first serves the others."""

    def __init__(self, store: Store, rubric: str = "") -> None:
        """Begin.

        Args:
            store: what was issued; nothing is written to it.
            rubric: the rubric's id or path, where the workbooks' own is not one that comes with the program.
        """
        self._store, self._rubric = store, rubric
        self._submissions = Submissions(store)
        self._known = KnownForms()
        self._forms: dict[str, IssuedForm] = {}
        self._rubrics: dict[tuple[str, str], Rubric] = {}
        self._names: dict[tuple[str, str], dict[str, list[str]]] = {}
        """Of each table and edition: the bodies' names by their first character."""
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
            cells=found.cells,
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
        issued = self._form(issue).inputs
        places = {name: cell for name, cell in issued.items() if one.cells.get(name) != LOST}
        places |= {name: Cell.at(*place.rsplit("!", 1)) for name, place in one.places.items()}
        of_file = tuple(fault for fault in one.found if not cell_of(fault) and fault.code not in BY_ENTRIES)
        told = tuple(remark for remark in one.remarks if remark.code in OF_THE_FILE)
        returned = Returned(one.cells, places, Shown(), of_file, told)
        found = self._entries(issue, returned, known, one.result.shown)
        return replace(one, answers=known, problems=found.problems, remarks=found.remarks, result=found.result)

    def _read(self, file: File, answers: Mapping[str, Answer]) -> "_Found":
        archive = opened(file.content, file.name)
        if isinstance(archive, str):
            kind = kind_of(file.content, file.name) if archive in CONVERTIBLE and not file.kind else ""
            if kind and (content := as_xlsx(file.content, kind)):
                return self._read(replace(file, content=content, kind=kind), answers)
            return _Found(problems=(problem("", archive),))
        quick = self._quickly(archive)
        if quick:
            issue, returned = quick
        else:
            book = FilledFile(file.content)
            found_issue, why = self._issue(book.facts())
            if found_issue is None:
                return _Found(problems=why)
            issue = found_issue
            returned = self._carefully(archive, book, issue)
            returned = replace(returned, changes=(*why, *returned.changes))
        named = self._other_name(issue, file.name)
        returned = replace(returned, changes=(*named, *returned.changes, *strange_fields(returned)))
        if file.kind:
            returned = replace(returned, remarks=(problem("", "converted", kind=file.kind), *returned.remarks))
        shown = shown_words(returned.total)
        found = self._entries(issue, returned, {}, shown)
        if answers:
            found = replace(self._entries(issue, returned, answers, shown), before=found.problems)
        moved = {name: f"{cell.sheet}!{cell.address}" for name, cell in returned.moved.items()}
        saved = "" if file.kind else saved_at(archive)
        return replace(found, issue=issue, saved_at=saved, cells=returned.values, places=moved)

    def _quickly(self, archive: Archive) -> tuple[Issue, Returned] | None:
        """Read a return that is written as one before it; None where it has to be read with care."""
        given = self._known.read(archive)
        if given is None:
            return None
        form, values = given.form, given.values
        issue, why = self._issue({text: str(values.get(stamped_name(text), "")) for text in TOKENS})
        if issue is None or why or issue.base != form.digest:
            return None
        put = put_into(form, issue)
        if any(values.get(name) != put.get(name) for name in form.put):
            return None
        filled = {name: value for name, value in values.items() if name not in form.put and value != ""}
        return issue, Returned(filled, form.inputs, given.total)

    def _carefully(self, archive: Archive, book: FilledFile, issue: Issue) -> Returned:
        form = self._form(issue)
        put = put_into(form, issue)
        returned = verify(form, book, put)
        if not returned.changes and not returned.remarks:
            self._known.learn(archive, form, book, {**returned.values, **put})
        return returned

    def _issue(self, facts: Mapping[str, str]) -> tuple[Issue | None, tuple[Problem, ...]]:
        """Find the issue that a workbook says it is, and what is not right about that."""
        if not facts.get("issue"):
            return None, (problem("", "not-issued" if facts.get("rubric") else "unrelated"),)
        issue = self._store.issue(facts["issue"])
        if issue is None:
            return None, (problem("", "issue-unknown", issue=facts["issue"][:40]),)
        told = (issue.seal, sealed(replace(issue, seal=""), self._store.key).seal)
        if not all(hmac.compare_digest(facts.get("seal", "").encode(), seal.encode()) for seal in told):
            return issue, (problem("", "seal-wrong"),)
        return issue, ()

    def _form(self, issue: Issue) -> IssuedForm:
        if issue.base not in self._forms:
            content = self._store.base(issue.base)
            if content is None:
                raise WrongUse([problem("", "base-gone")])
            self._forms[issue.base] = IssuedForm(content, TOKENS)
        return self._forms[issue.base]

    def _entries(self, issue: Issue, returned: Returned, answers: Mapping[str, Answer], theirs: str) -> "_Found":
        """Read what is filled in, and work out what it comes to; ``theirs`` is the total that the workbook shows."""
        problems = list(returned.changes)
        try:
            rubric = self.rubric_of(issue)
        except XlpluginError as error:
            return _Found(problems=(*problems, *error.problems), remarks=returned.remarks)
        meant = dict(returned.values) | {name: one.answer or None for name, one in answers.items() if name}
        normalised = normalised_in(rubric, meant)
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

    def rubric_of(self, issue: Issue) -> Rubric:
        """Give the rubric of an issue, in its version.

        Raises:
            XlpluginError: it is not here.
        """
        key = issue.rubric, issue.rubric_digest
        if key not in self._rubrics:
            facts = {"rubric": issue.rubric, "version": issue.version, "digest": issue.rubric_digest}
            self._rubrics[key] = version.rubric_of(facts, given=self._rubric)
        return self._rubrics[key]

    def _other_name(self, issue: Issue, file: str) -> tuple[Problem, ...]:
        """Find another body's name in the file's: somebody may have filled in a workbook that is not theirs."""
        if issue.body in file:
            return ()
        key = issue.rubric, issue.edition
        if key not in self._names:
            names = self._names[key] = defaultdict(list)
            for one in self._store.issues(*key):
                names[one.body[:1]].append(one.body)
        some = (self._names[key].get(character, ()) for character in dict.fromkeys(file))
        others = [name for names in some for name in names if name in file and name not in issue.body]
        return tuple(problem("", "other-bodys-name", name=name, body=issue.body) for name in others[:1])


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


def _has_to_be_read_again(one: Submission) -> bool:
    return any(found.code in _TO_BE_READ_AGAIN for found in one.problems)
