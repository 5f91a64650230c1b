"""An issue (发放): one workbook that was sent to one body."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Issue:
    """A workbook that went out.

    Attributes:
        id: its number, at random, by which a return is known.
        rubric, version, rubric_digest: of its scoring table.
        edition: of the workbook.
        body: whom it was issued to.
        position: the body's place in the list, from 1.
        file: its name.
        base: the digest of the workbook that it is a copy of, texts left open.
        seal: the keyed digest (HMAC-SHA-256) of all that.
        issued_at: when, as ISO 8601 with the offset from UTC.
        reason: why it replaces an earlier one; '' for the first.
        own: the SHA-256 of the return whose entries stand in the locked 自评 column; '' for none.
        replaced_by: the number of the issue that took its place; '' while it stands.
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


def local_time(moment: str) -> str:
    """Write a moment (ISO 8601) as the clock here shows it, to the minute; '' for none."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return moment
