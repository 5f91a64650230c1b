"""Rectification (整改): what bodies report, and what a re-check found; each is only added."""

from collections.abc import Iterable
from dataclasses import dataclass

from xlplugin.store.database import Store
from xlplugin.store.log import RECTIFIED, LogEntry, append, now
from xlplugin.store.rounds import shown_round
from xlplugin.store.schema import RECTIFICATIONS

REPORTED, PASSED, FAILED, EXTENDED = "reported", "passed", "failed", "extended"

STEPS = {REPORTED: "已报结果", PASSED: "复查通过", FAILED: "复查未通过", EXTENDED: "延期"}
"""What can happen with something that has to be rectified, with its Chinese name."""


@dataclass(frozen=True, slots=True)
class RectificationStep:
    """A step of rectification.

    Attributes:
        freeze: the number of the freeze whose list it is about.
        rubric, body, place: what had to be rectified: whose, and which indicator.
        about: what was lost there, and why: if a later freeze says otherwise, the step is not about that.
        what: one of ``STEPS``.
        says: the measure and the result, in the words of the body; '' for a re-check.
        by: who reported or checked it.
        why: what the re-check found, or why the time is extended.
        day: the day on which it was done; for an extension the new last day.
        at: when it was recorded.
        round: of which round.
    """

    freeze: int
    rubric: str
    body: str
    place: str
    about: str
    what: str
    says: str
    by: str
    why: str
    day: str
    at: str = ""
    round: str = ""


_FIELDS = RectificationStep.__slots__


def rectification_steps(store: Store) -> list[RectificationStep]:
    """Return the steps in the round that the store shows, the first one first."""
    query = RECTIFICATIONS.select().where(store.of_round(RECTIFICATIONS)).order_by(RECTIFICATIONS.c.id)
    with store.reading() as connection:
        return [
            RectificationStep(**{name: row._mapping[name] for name in _FIELDS}) for row in connection.execute(query)
        ]


def keep_rectification_steps(store: Store, steps: Iterable[RectificationStep]) -> None:
    """Keep steps: all of them, or none. They change no figure, so a frozen round takes them."""
    at, name = now(), shown_round(store)
    with store.writing() as connection:
        for one in steps:
            values = {field: getattr(one, field) for field in _FIELDS} | {"at": at, "round": name}
            key = connection.execute(RECTIFICATIONS.insert().values(**values)).inserted_primary_key
            facts = {"id": int(key[0]) if key else 0, "name": one.place, "step": one.what, "after": one.says}
            facts |= {"day": one.day, "round": name, "freeze": one.freeze, "about": one.about}
            append(connection, [LogEntry(RECTIFIED, at, one.by, one.why, one.rubric, "", one.body, facts)])
