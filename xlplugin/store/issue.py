"""An issue (发放): one workbook that was sent to one body."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Issue:
    """A workbook that was sent out.

    Attributes:
        id: its number, at random, by which a return is recognised.
        rubric, version, rubric_digest: of its scoring table.
        edition: of the workbook.
        body: the body that received it.
        position: the position of the body in the list, from 1.
        file: the file name.
        base: the digest of the workbook that it is a copy of.
        seal: the keyed digest (HMAC-SHA-256) of all this.
        issued_at: the time, as ISO 8601 with the offset from UTC.
        reason: why it replaces an earlier issue; '' for the first.
        own: the self-assessment in the locked 自评 column, as JSON with the SHA-256 of its return; '' for none.
        replaced_by: the number of the issue that replaced it; '' if it is valid.
        rater: the assessor whose workbook it is; '' if it is for all.
        responsible: the ids of the indicators and items that they assess, with blanks between; '' for all.
        due: the day by which it is to be returned (``2026-12-10``); '' for none.
        round: the round in which it was sent (``2022年度``).
        rater_kind: the kind of the assessor (领导, 群众), where the rubric weighs kinds; '' for none.
    """

    id: str
    rubric: str
    version: str
    rubric_digest: str
    edition: str
    body: str
    position: int
    file: str
    base: str
    seal: str
    issued_at: str
    reason: str = ""
    own: str = ""
    replaced_by: str = ""
    rater: str = ""
    responsible: str = ""
    due: str = ""
    round: str = ""
    rater_kind: str = ""

    @property
    def open(self) -> frozenset[str] | None:
        """The indicators and items whose rows can be filled in; None for all."""
        return frozenset(self.responsible.split()) if self.responsible else None


def round_of_year(year: int) -> str:
    """Return the name of a round that is not named otherwise."""
    return f"{year}年度"


def days_late(due: str, moment: str) -> int:
    """Return how many days after a day (``2026-12-10``) a moment (ISO 8601) is; 0 if it is not, or there is none."""
    try:
        return max(0, (datetime.fromisoformat(moment).astimezone().date() - date.fromisoformat(due)).days)
    except ValueError:
        return 0


def local_time(moment: str) -> str:
    """Write a time (ISO 8601) in local time, to the minute; '' for none."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return moment
