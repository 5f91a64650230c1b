"""Which of a body's files counts, and which it cannot be told of.

One of the issue that stands comes before one of an earlier issue; one that may be somebody else's after all others; one
with entries before one without, which is a workbook that was collected as it went out; then the one that was saved
later. What a person answered of a file counts only between files of which none is known to be the later: what comes
later is another matter, and what a body replaced itself does not count again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xlplugin.entered import INAPPLICABLE, LOST
from xlplugin.results.answers import REJECT, WHOLE_FILE
from xlplugin.results.submission import Submission

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


def precedence(files: Sequence[Submission], issue: str) -> Precedence:
    """Put a body's files in order.

    Args:
        files: what came back; not none.
        issue: the number of the workbook that the body has.
    """
    if len(files) == 1:
        return Precedence(tuple(files), (), ())
    best = max(_kind(one, issue) for one in files)
    alike = [one for one in files if _kind(one, issue) == best]
    latest = [one for one in alike if not any(is_surely_earlier(one, other) for other in alike)]
    latest.sort(key=lambda one: (one.verdict != REJECT, bool(_chosen_before(one)), *_time(one)), reverse=True)
    current = latest[0]
    others = [one for one in files if one is not current]
    others.sort(key=lambda one: (_kind(one, issue), *_time(one)), reverse=True)
    otherwise = [one for one in others if one.cells != current.cells and one.verdict != REJECT]
    before = _chosen_before(current)
    rivals = [one for one in otherwise if one in latest and chosen_before(one) not in before]
    aside = [one for one in otherwise if one not in alike and has_entries(one) and not is_surely_earlier(one, current)]
    return Precedence((current, *others), tuple(rivals), tuple(aside))


def is_surely_earlier(one: Submission, other: Submission) -> bool:
    """Whether a file was saved before another.

    A file's own word is when it was saved. Where it says nothing there is the folder's, which is when it was saved or,
    if it was copied, later: so it was saved before another that was by its own word saved after that, and of one that
    was saved before it cannot be told. Between two times of the folder the later counts.
    """
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
