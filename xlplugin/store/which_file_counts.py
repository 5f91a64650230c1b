"""Which of a body's files counts, and which it cannot be told of.

One of the issue that stands comes before one of an earlier issue; one that may be somebody else's after all others; one
with entries before one without, which is a workbook that was collected as it went out; then the one that was saved
later. What a person answered of a file counts only between files of which none is known to be the later: what comes
later is another matter, and what a body replaced itself does not count again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from xlplugin.entries.read_entries import INAPPLICABLE, LOST
from xlplugin.store.answers import REJECT, WHOLE_FILE
from xlplugin.store.submission import Submission

_DOUBTFUL = frozenset(("other-bodys-name", "seal-wrong"))
"""Problems of a file that may be somebody else's."""


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


def precedence(files: Sequence[Submission], issue: str, issued_at: str = "") -> Precedence:
    """Put a body's files in order.

    Args:
        files: what came back; not none.
        issue: the number of the workbook that the body has.
        issued_at: when it was issued, as ISO 8601; a file that says that it was saved before does not know.
    """
    if len(files) == 1:
        return Precedence(tuple(files), (), ())
    best = max(_kind(one, issue) for one in files)
    alike = [one for one in files if _kind(one, issue) == best]
    latest = [one for one in alike if not any(is_surely_earlier(one, other, issued_at) for other in alike)]
    latest.sort(key=lambda one: (one.verdict != REJECT, bool(_chosen_before(one)), *_time(one)), reverse=True)
    current = latest[0]
    others = [one for one in files if one is not current]
    others.sort(key=lambda one: (_kind(one, issue), *_time(one)), reverse=True)
    otherwise = [one for one in others if one.cells != current.cells and one.verdict != REJECT]
    before = _chosen_before(current)
    rivals = [one for one in otherwise if one in latest and chosen_before(one) not in before]
    unlike = [one for one in otherwise if one not in alike and has_entries(one)]
    aside = [one for one in unlike if not is_surely_earlier(one, current, issued_at)]
    return Precedence((current, *others), tuple(rivals), tuple(aside))


_DAY = timedelta(days=1)
"""Clocks differ by less."""


def has_wrong_clock(one: Submission, issued_at: str) -> bool:
    """Whether the time that a file says cannot be: before the workbook was issued, or after the file was collected."""
    try:
        saved, collected = (datetime.fromisoformat(moment) for moment in (one.saved_at, one.collected_at))
        return saved > collected + _DAY or (bool(issued_at) and saved < datetime.fromisoformat(issued_at) - _DAY)
    except (ValueError, TypeError):
        return True


def is_surely_earlier(one: Submission, other: Submission, issued_at: str = "") -> bool:
    """Whether a file was saved before another.

    Of two of which one was saved by a wrong clock it cannot be told: a clock that was set back must not make a body's
    last word its first.

    A file's own word is when it was saved. Where it says nothing there is the folder's, which is when it was saved or,
    if it was copied, later: so it was saved before another that was by its own word saved after that, and of one that
    was saved before it cannot be told. Between two times of the folder the later counts.
    """
    if one.saved_at and other.saved_at and has_wrong_clock(one, issued_at) != has_wrong_clock(other, issued_at):
        return False
    if other.saved_at or not one.saved_at:
        return time_of(one) < time_of(other)
    return False


def has_entries(one: Submission) -> bool:
    """Whether something is entered in a file."""
    entries = (value for name, value in one.cells.items() if name.startswith(("in_", INAPPLICABLE)))
    return any(value != LOST for value in entries)


def time_of(one: Submission) -> str:
    """Give when a file was saved, as it says itself, else as the folder says."""
    return one.saved_at or one.file_time


def doubt(one: Submission) -> str:
    """Give the code of what makes a file one that may be somebody else's; '' for nothing."""
    return next((found.code for found in one.problems if found.code in _DOUBTFUL), "")


def chosen_before(other: Submission) -> str:
    """Give the line of an answer (``about``) that says that a file was chosen before another."""
    return f"sha256:{other.sha256}"


def _chosen_before(one: Submission) -> frozenset[str]:
    given = one.answers.get(WHOLE_FILE)
    lines = given.about.splitlines() if given and given.answer != REJECT else ()
    return frozenset(line for line in lines if line.startswith("sha256:"))


def _kind(one: Submission, issue: str) -> tuple[bool, bool, bool]:
    return one.issue == issue, not doubt(one), has_entries(one)


def _time(one: Submission) -> tuple[str, str]:
    return time_of(one), one.sha256
