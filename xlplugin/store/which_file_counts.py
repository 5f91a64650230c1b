"""Decides which of a body's files counts, and when that is undecidable.

A file of the valid issue comes before one of an earlier issue; one that may be somebody else's comes last; one with
entries comes before one without, which is an unfilled workbook; then the file that was saved later.
An answer about a file counts only among files of which none is known to be later: a later file is a new matter, and a
file that the body itself replaced does not count again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from xlplugin.entries.cell_values import LOST
from xlplugin.entries.read_entries import INAPPLICABLE
from xlplugin.store.decided.answers import REJECT, WHOLE_FILE
from xlplugin.store.problem_policy import policy_of
from xlplugin.store.submission import Submission


@dataclass(frozen=True, slots=True)
class Precedence:
    """A body's files in order of precedence.

    Attributes:
        files: the one that counts, then the others, the latest first; never empty.
        rivals: of the others, those with other entries that may be later; a person has to choose.
        set_aside: of the others, those with other entries that may be later, but do not count because they may be
            somebody
            else's or belong to an earlier issue; a person has to look.
    """

    files: tuple[Submission, ...]
    rivals: tuple[Submission, ...]
    set_aside: tuple[Submission, ...]


def decide_precedence(
    files: Sequence[Submission], issue: str, issued_at: str = "", *, are_assessed: bool = False
) -> Precedence:
    """Put a body's files in order.

    Args:
        files: the files; not empty.
        issue: the number of the body's valid issue.
        issued_at: when it was issued, as ISO 8601; a file saved before that has a wrong clock.
        are_assessed: whether they are the assessors': what was assessed is changed or removed by a later file only if a
            person says so, with a name and a reason. Of self-assessments the later one counts.
    """
    if len(files) == 1:
        return Precedence(tuple(files), (), ())
    best = max(_kind(file, issue) for file in files)
    alike = [file for file in files if _kind(file, issue) == best]
    if are_assessed:  # what an assessor sent before counts again if the later file is rejected
        alike = [file for file in alike if file.verdict != REJECT] or alike
    latest = [file for file in alike if not any(is_surely_earlier(file, other, issued_at) for other in alike)]
    latest.sort(key=lambda file: (file.verdict != REJECT, bool(_chosen_before(file)), *_time(file)), reverse=True)
    current = latest[0]
    others = [file for file in files if file is not current]
    others.sort(key=lambda file: (_kind(file, issue), *_time(file)), reverse=True)
    otherwise = [other for other in others if other.cells != current.cells and other.verdict != REJECT]
    before = _chosen_before(current)
    rivals = [file for file in otherwise if file in latest and chosen_before(file) not in before]
    if are_assessed:
        earlier = [file for file in otherwise if file in alike and file not in latest]
        rivals += [one for one in earlier if overridden(current, one) and chosen_before(one) not in before]
    unlike = [file for file in otherwise if file not in alike and has_entries(file)]
    aside = [file for file in unlike if not is_surely_earlier(file, current, issued_at)]
    return Precedence((current, *others), tuple(rivals), tuple(aside))


_DAY = timedelta(days=1)
"""Clocks differ by less than this."""


def has_wrong_clock(submission: Submission, issued_at: str) -> bool:
    """Whether the save time of a file is impossible: before the workbook was issued, or after it was collected."""
    try:
        saved, collected = (datetime.fromisoformat(moment) for moment in (submission.saved_at, submission.collected_at))
        return saved > collected + _DAY or (bool(issued_at) and saved < datetime.fromisoformat(issued_at) - _DAY)
    except (ValueError, TypeError):
        return True


def is_surely_earlier(submission: Submission, other: Submission, issued_at: str = "") -> bool:
    """Whether a file was certainly saved before another.

    If only one of them was saved with a wrong clock, the answer is unknown (False): a clock that was set back must not
    make a body's last word its first.

    A file's own save time is right. A file without one has only the time of the folder, which is the save time or, if
    it was copied, later. So it is earlier than a file with its own later save time; compared with a file with an
    earlier save time the answer is unknown. Of two times of the folder the later one counts.
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
    """Whether a file has any entries."""
    entries = (value for name, value in submission.cells.items() if name.startswith(("in_", INAPPLICABLE)))
    return any(value != LOST for value in entries)


def overridden(current: Submission, earlier: Submission) -> list[str]:
    """Return the inputs of an earlier file that a later one changes or removes, by defined name."""
    entries = {name: value for name, value in earlier.cells.items() if name.startswith(("in_", INAPPLICABLE))}
    return [name for name, value in entries.items() if value != LOST and current.cells.get(name) != value]


def time_of(submission: Submission) -> str:
    """Return when a file was saved, by its own properties, otherwise by the folder."""
    return submission.saved_at or submission.file_time


def doubt(submission: Submission) -> str:
    """Return the code of the problem that makes the owner of a file doubtful; '' for none."""
    return next((problem.code for problem in submission.problems if policy_of(problem).doubtful_owner), "")


def chosen_before(other: Submission) -> str:
    """Return the line of an answer (``about``) by which a file was chosen before another."""
    return f"sha256:{other.sha256}"


def _chosen_before(submission: Submission) -> frozenset[str]:
    given = submission.answers.get(WHOLE_FILE)
    lines = given.about.splitlines() if given and given.answer != REJECT else ()
    return frozenset(line for line in lines if line.startswith("sha256:"))


def _kind(submission: Submission, issue: str) -> tuple[bool, bool, bool]:
    return submission.issue == issue, not doubt(submission), has_entries(submission)


def _time(submission: Submission) -> tuple[str, str]:
    return time_of(submission), submission.sha256
