"""Which of a body's files counts, and which it cannot be told of.

One of the issue that stands comes before one of an earlier issue; one that may be somebody else's after all others; one
with entries before one without, which is a workbook that was collected as it went out; then the one that was saved
later. What a person answered of a file counts only between files of which none is known to be the later: what comes
later is another matter, and what a body replaced itself does not count again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from xlplugin.entries.cell_values import LOST
from xlplugin.entries.read_entries import INAPPLICABLE
from xlplugin.store.answers import REJECT, WHOLE_FILE
from xlplugin.store.problem_policy import policy_of
from xlplugin.store.submission import Submission


@dataclass(frozen=True, slots=True)
class Precedence:
    """A body's files in the order in which they count.

    Attributes:
        files: the one that counts, then the others, the latest first; never none.
        rivals: of the others, those that say something else and may be the later; a person has to choose.
        set_aside: of the others, those that may be the later and say something else, and do not count because they
            may be somebody else's, or are of an earlier issue; a person has to look.
    """

    files: tuple[Submission, ...]
    rivals: tuple[Submission, ...]
    set_aside: tuple[Submission, ...]


def decide_precedence(files: Sequence[Submission], issue: str, issued_at: str = "") -> Precedence:
    """Put a body's files in order.

    Args:
        files: what came back; not none.
        issue: the number of the workbook that the body has.
        issued_at: when it was issued, as ISO 8601; a file that says that it was saved before does not know.
    """
    if len(files) == 1:
        return Precedence(tuple(files), (), ())
    best = max(_kind(file, issue) for file in files)
    alike = [file for file in files if _kind(file, issue) == best]
    latest = [file for file in alike if not any(is_surely_earlier(file, other, issued_at) for other in alike)]
    latest.sort(key=lambda file: (file.verdict != REJECT, bool(_chosen_before(file)), *_time(file)), reverse=True)
    current = latest[0]
    others = [file for file in files if file is not current]
    others.sort(key=lambda file: (_kind(file, issue), *_time(file)), reverse=True)
    otherwise = [other for other in others if other.cells != current.cells and other.verdict != REJECT]
    before = _chosen_before(current)
    rivals = [file for file in otherwise if file in latest and chosen_before(file) not in before]
    unlike = [file for file in otherwise if file not in alike and has_entries(file)]
    aside = [file for file in unlike if not is_surely_earlier(file, current, issued_at)]
    return Precedence((current, *others), tuple(rivals), tuple(aside))


_DAY = timedelta(days=1)
"""Clocks differ by less."""


def has_wrong_clock(submission: Submission, issued_at: str) -> bool:
    """Whether the time that a file says cannot be: before the workbook was issued, or after the file was collected."""
    try:
        saved, collected = (datetime.fromisoformat(moment) for moment in (submission.saved_at, submission.collected_at))
        return saved > collected + _DAY or (bool(issued_at) and saved < datetime.fromisoformat(issued_at) - _DAY)
    except (ValueError, TypeError):
        return True


def is_surely_earlier(submission: Submission, other: Submission, issued_at: str = "") -> bool:
    """Whether a file was saved before another.

    Of two of which one was saved by a wrong clock it cannot be told: a clock that was set back must not make a body's
    last word its first.

    A file's own word is when it was saved. Where it says nothing there is the folder's, which is when it was saved or,
    if it was copied, later: so it was saved before another that was by its own word saved after that, and of one that
    was saved before it cannot be told. Between two times of the folder the later counts.
    """
    if (
        submission.saved_at
        and other.saved_at
        and has_wrong_clock(submission, issued_at) != has_wrong_clock(other, issued_at)
    ):
        return False
    if other.saved_at or not submission.saved_at:
        return time_of(submission) < time_of(other)
    return False


def has_entries(submission: Submission) -> bool:
    """Whether something is entered in a file."""
    entries = (value for name, value in submission.cells.items() if name.startswith(("in_", INAPPLICABLE)))
    return any(value != LOST for value in entries)


def time_of(submission: Submission) -> str:
    """Give when a file was saved, as it says itself, else as the folder says."""
    return submission.saved_at or submission.file_time


def doubt(submission: Submission) -> str:
    """Give the code of what makes a file one that may be somebody else's; '' for nothing."""
    return next((problem.code for problem in submission.problems if policy_of(problem).doubtful_owner), "")


def chosen_before(other: Submission) -> str:
    """Give the line of an answer (``about``) that says that a file was chosen before another."""
    return f"sha256:{other.sha256}"


def _chosen_before(submission: Submission) -> frozenset[str]:
    given = submission.answers.get(WHOLE_FILE)
    lines = given.about.splitlines() if given and given.answer != REJECT else ()
    return frozenset(line for line in lines if line.startswith("sha256:"))


def _kind(submission: Submission, issue: str) -> tuple[bool, bool, bool]:
    return submission.issue == issue, not doubt(submission), has_entries(submission)


def _time(submission: Submission) -> tuple[str, str]:
    return time_of(submission), submission.sha256
