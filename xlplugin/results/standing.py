"""Where each assessed body stands: what it was issued, what came back, which file counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import and_

from xlplugin.entered import CellValue
from xlplugin.errors import Problem, problem
from xlplugin.results.answers import REJECT, WHOLE_FILE
from xlplugin.results.schema import ISSUES, SUBMISSIONS
from xlplugin.results.store import Issue, Store, local_time
from xlplugin.results.submission import Submission
from xlplugin.results.submission_row import submission_of
from xlplugin.workbook.differences import said

NOT_RETURNED, CLEAN, WITH_PROBLEMS = "未报送", "已报送", "有问题"
"""The states of a body: nothing came back is never zero points, and never full marks."""


@dataclass(frozen=True)
class Standing:
    """Where a body stands with one edition of one table.

    Attributes:
        issue: the workbook that it has.
        current: what counts of what came back; None where nothing did.
        earlier: what came back besides, the latest first.
    """

    issue: Issue
    current: Submission | None
    earlier: tuple[Submission, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a person has to look at."""
        if self.current is None:
            return ()
        found = list(self.current.problems)
        if self.current.verdict == REJECT:
            found.insert(0, rejected_problem(self.current))
        if self.current.issue != self.issue.id:
            found.insert(0, replaced_problem(self.issue))
        found += [problem("", "which-is-later", file=other.file) for other in self.earlier if self._is_rival(other)]
        return tuple(found)

    def _is_rival(self, other: Submission) -> bool:
        """Whether another file is as late as the one that counts, and says something else."""
        current = self.current
        return (
            current is not None
            and current.rank(self.issue.id) == other.rank(self.issue.id)
            and (current.cells != other.cells)
        )

    @property
    def state(self) -> str:
        """未报送, 已报送 or 有问题."""
        if self.current is None:
            return NOT_RETURNED
        return WITH_PROBLEMS if self.problems else CLEAN


def rejected_problem(one: Submission) -> Problem:
    """Say who has turned a file down, and why."""
    given = one.answers[WHOLE_FILE]
    return problem("", "return-rejected", by=given.by, why=given.why)


def replaced_problem(by: Issue) -> Problem:
    """Say that what came back is the workbook from before another was issued."""
    return problem("", "returned-before-reissue", at=local_time(by.issued_at), reason=by.reason)


def standings(store: Store, rubric: str = "", edition: str = "") -> Iterator[Standing]:
    """Give where each body stands, in the order of the notice's list, table by table.

    Of several files of a body the one that was saved last counts; one in which nothing is filled in, or of a workbook
    that was issued again since, counts only where there is no other.
    """
    columns = [column.label(f"issue:{column.name}") for column in ISSUES.c]
    columns += [column.label(f"submission:{column.name}") for column in SUBMISSIONS.c]
    same = and_(*(SUBMISSIONS.c[name] == ISSUES.c[name] for name in ("rubric", "edition", "body")))
    query = ISSUES.outerjoin(SUBMISSIONS, same).select().with_only_columns(*columns)
    query = query.where(ISSUES.c.replaced_by == "")
    query = query.where(ISSUES.c.rubric == rubric) if rubric else query
    query = query.where(ISSUES.c.edition == edition) if edition else query
    query = query.order_by(ISSUES.c.rubric, ISSUES.c.edition, ISSUES.c.position, ISSUES.c.id)
    with store.reading() as connection:
        rows = connection.execution_options(yield_per=100).execute(query).mappings()
        for _, some in groupby(rows, lambda row: row["issue:id"]):
            of_body = list(some)
            issue = Issue(**{column.name: of_body[0][f"issue:{column.name}"] for column in ISSUES.c})
            returned = [
                submission_of({column.name: row[f"submission:{column.name}"] for column in SUBMISSIONS.c})
                for row in of_body
                if row["submission:sha256"]
            ]
            if len(returned) > 1:
                returned.sort(key=lambda one: (one.rank(issue.id), one.sha256), reverse=True)
            yield Standing(issue, returned[0] if returned else None, tuple(returned[1:]))


def changed_entries(before: Submission, after: Submission) -> list[tuple[str, str, str]]:
    """Give what two files of a body differ in: the entry's name (``2.1.1.d1``), what one holds, what the other."""
    one, other = before.meant, after.meant
    names = [*one, *(name for name in other if name not in one)]
    pairs = [(name.removeprefix("in_"), one.get(name), other.get(name)) for name in names]
    return [(name, _said(one), _said(other)) for name, one, other in pairs if one != other]


def _said(value: CellValue) -> str:
    return said(value).strip("“”")
