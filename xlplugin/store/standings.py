"""The state of each assessed body: what was issued to it, what came back, which file counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import and_, or_, select

from xlplugin.entries.cell_values import CellValue, show_value
from xlplugin.entries.date_lookalikes import DAYS
from xlplugin.errors import Problem, new_problem
from xlplugin.store.database import Store
from xlplugin.store.decided.answers import REJECT, WHOLE_FILE
from xlplugin.store.issue import Issue, local_time
from xlplugin.store.schema import ISSUES, SUBMISSIONS
from xlplugin.store.submission import Result, Submission, submission_of
from xlplugin.store.which_file_counts import (
    decide_precedence,
    doubt,
    has_wrong_clock,
    is_surely_earlier,
    overridden,
    time_of,
)

NOT_RETURNED, CLEAN, WITH_PROBLEMS = "未报送", "已报送", "有问题"
"""The states of a body: a missing return never counts as zero points, and never as full marks."""

ASSESS = "assess"
"""The assessors' edition."""

MOST_NAMED = 5
"""Inputs that a message names."""

_ENGLISH = {NOT_RETURNED: "not returned", CLEAN: "returned", WITH_PROBLEMS: "problems"}


def state_name(state: str, language: str = "zh") -> str:
    """Return the name of a state in ``zh`` or ``en``."""
    return _ENGLISH[state] if language == "en" else state


@dataclass(frozen=True)
class Standing:
    """The state of a body in one edition of one table.

    Attributes:
        issue: its valid workbook.
        current: the file that counts; None if nothing came back.
        earlier: its other files, the latest first.
        rivals: of these, the files that may count instead; a person has to choose.
        set_aside: of these, the files that may be later but do not count, because they may be somebody else's or belong
            to
            an earlier issue; a person has to look.
    """

    issue: Issue
    current: Submission | None
    earlier: tuple[Submission, ...]
    rivals: tuple[Submission, ...] = ()
    set_aside: tuple[Submission, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that a person has to look at."""
        if self.current is None:
            return ()
        problems = list(self.current.problems)
        if self.is_rejected:
            problems.insert(0, rejected_problem(self.current))
        if self.current.issue != self.issue.id:
            problems.insert(0, replaced_problem(self.issue))
        return (*problems, *self.of_several)

    @property
    def of_several(self) -> tuple[Problem, ...]:
        """Problems that arise because the body sent several files."""
        return (*self.choices, *map(self.why_set_aside, self.set_aside))

    @property
    def choices(self) -> tuple[Problem, ...]:
        """Problems of choosing between files."""
        current = self.current
        return tuple(_which_counts(current, other, self.issue) for other in self.rivals) if current else ()

    def why_set_aside(self, other: Submission) -> Problem:
        """Explain why a possibly later file does not count."""
        doubts = [problem for problem in other.problems if problem.code == doubt(other)] or [
            replaced_problem(self.issue)
        ]
        facts = {
            "hint": doubts[0].at("").text().partition("；")[0],
            "hint_en": doubts[0].at("").text("en").partition(";")[0],
        }
        return new_problem("", "later-not-counted", file=other.file, at=local_time(time_of(other)), **facts)

    @property
    def is_rejected(self) -> bool:
        """Whether a person has rejected the file that would count."""
        return self.current is not None and self.current.verdict == REJECT

    @property
    def result(self) -> Result:
        """The result of the body: blank while it is unknown which file counts, or if none does."""
        return Result() if self.current is None or self.is_rejected or self.rivals else self.current.result

    @property
    def state(self) -> str:
        """未报送, 已报送 or 有问题."""
        if self.current is None:
            return NOT_RETURNED
        return WITH_PROBLEMS if self.problems else CLEAN


def _which_counts(submission: Submission, other: Submission, issue: Issue) -> Problem:
    issued_at = issue.issued_at
    if issue.edition == ASSESS and is_surely_earlier(other, submission, issued_at):
        changed = overridden(submission, other)
        shown = "、".join(name.removeprefix("in_") for name in changed[:MOST_NAMED])
        more = f"……共 {len(changed)} 项" if len(changed) > MOST_NAMED else ""
        facts = {"file": submission.file, "at": local_time(time_of(submission)), "entries": f"{shown}{more}"}
        return new_problem("", "changes-what-was-assessed", other=other.file, **facts)
    both_stated = submission.saved_at and other.saved_at
    if both_stated and has_wrong_clock(submission, issued_at) != has_wrong_clock(other, issued_at):
        wrong, right = (submission, other) if has_wrong_clock(submission, issued_at) else (other, submission)
        facts = {"wrong": wrong.file, "at": local_time(time_of(wrong)), "issued": local_time(issued_at)}
        return new_problem("", "which-clock-is-wrong", file=right.file, saved=local_time(time_of(right)), **facts)
    if bool(submission.saved_at) == bool(other.saved_at):
        names = (f"{each.file}（{local_time(each.collected_at)} 收取）" for each in (submission, other))
        own, file = names if submission.file == other.file else (submission.file, other.file)
        return new_problem("", "which-is-later", own=own, file=file, at=local_time(time_of(submission)))
    without_time, with_time = (submission, other) if other.saved_at else (other, submission)
    facts = {
        "silent": without_time.file,
        "folder": local_time(without_time.file_time),
        "saved": local_time(with_time.saved_at),
    }
    return new_problem("", "which-may-be-later", file=with_time.file, **facts)


def rejected_problem(submission: Submission) -> Problem:
    """Make the problem for a rejected file: by whom, and why."""
    given = submission.answers[WHOLE_FILE]
    return new_problem("", "return-rejected", by=given.by, why=given.why)


def replaced_problem(by: Issue) -> Problem:
    """Make the problem for a return of a workbook that was issued again since."""
    return new_problem("", "returned-before-reissue", at=local_time(by.issued_at), reason=by.reason)


def standings(store: Store, rubric: str = "", edition: str = "", body: str = "") -> Iterator[Standing]:
    """Return the state of each body, table by table, in the order of the notice's list.

    Args:
        store: the store.
        rubric: the id of a rubric; '' for all.
        edition: an edition; '' for all.
        body: the name of a body; '' for all.

    Yields:
        One standing per issued workbook. Of several files of a body, usually the one that was saved last counts; see
        ``which_file_counts``.
    """
    columns = [column.label(f"issue:{column.name}") for column in ISSUES.c]
    columns += [column.label(f"submission:{column.name}") for column in SUBMISSIONS.c]
    same = and_(*(SUBMISSIONS.c[name] == ISSUES.c[name] for name in ("rubric", "edition", "body")))
    query = ISSUES.outerjoin(SUBMISSIONS, same).select().with_only_columns(*columns)
    query = query.where(ISSUES.c.replaced_by == "").where(store.of_round(ISSUES))
    query = query.where(ISSUES.c.rubric == rubric) if rubric else query
    query = query.where(ISSUES.c.edition == edition) if edition else query
    query = query.where(ISSUES.c.body == body) if body else query
    query = query.order_by(
        ISSUES.c.round, ISSUES.c.rubric, ISSUES.c.edition, ISSUES.c.position, ISSUES.c.rater, ISSUES.c.id
    )
    final = _final_issues(store)
    with store.reading() as connection:
        rows = connection.execution_options(yield_per=100).execute(query).mappings()
        for _, group in groupby(rows, lambda row: row["issue:id"]):
            of_body = list(group)
            issue = Issue(**{column.name: of_body[0][f"issue:{column.name}"] for column in ISSUES.c})
            returned = [
                submission_of({column.name: row[f"submission:{column.name}"] for column in SUBMISSIONS.c})
                for row in of_body
                if row["submission:sha256"] and final.get(row["submission:issue"], issue.id) == issue.id
            ]
            if not returned:
                yield Standing(issue, None, ())
                continue
            order = decide_precedence(returned, issue.id, issue.issued_at, are_assessed=issue.edition == ASSESS)
            yield Standing(issue, order.files[0], order.files[1:], order.rivals, order.set_aside)


def _final_issues(store: Store) -> dict[str, str]:
    """Give, for the number of an issue, the valid issue it leads to, as far as the body does not show it.

    That is: of several assessors, of those that were replaced, and of all where there are several rounds.
    """
    query = select(ISSUES.c.id, ISSUES.c.replaced_by)
    if len(store.round_names()) <= 1:
        query = query.where(or_(ISSUES.c.rater != "", ISSUES.c.replaced_by != ""))
    with store.reading() as connection:
        later = {row.id: row.replaced_by for row in connection.execute(query)}
    final = {}
    for id in later:
        at = id
        while later.get(at):
            at = later[at]
        final[id] = at
    return final


def changed_entries(before: Submission, after: Submission) -> list[tuple[str, str, str]]:
    """Return the differences between two files of a body: the defined name, and the value in each file."""
    old, other = before.meant, after.meant
    names = [*old, *(name for name in other if name not in old)]
    pairs = [(name, old.get(name), other.get(name)) for name in names if name != DAYS]
    return [(name, _shown_value(old), _shown_value(other)) for name, old, other in pairs if old != other]


def _shown_value(value: CellValue) -> str:
    return show_value(value).strip("“”")
