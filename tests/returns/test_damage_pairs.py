"""Two kinds of damage at once, on returns of every program: nothing wrong is taken silently, whatever they are.

A return without problems has exactly the entries that were filled in. ``python -m benchmarks.damage`` counts the
outcomes by kind.
"""

import random
from collections import Counter

import pytest

from tests.returns.test_damage import Sent, came_to, judged, sent
from tests.support.damage_kinds import KINDS
from xlplugin.store.submission import Submission

__all__ = ["sent"]

READ, READ_OTHERWISE = "read as filled in", "read as filled in, with a remark"
ASKED, REFUSED = "asked about or reported", "not read, with the reason"

CHANGES_ENTRIES = frozenset(
    (
        *("a reason in two formats", "a reason that begins like a formula", "a text where a value's type says number"),
        "a part of a whole that became a date",
    )
)
"""Kinds that are in order and say something else than was filled in: what comes of them is what they say."""


SAVED_AGAIN = frozenset(
    (
        *("saved by openpyxl", "a sheet of the body's own", "a second 评分表, of another body"),
        *("a sheet is copied, and the original deleted", "a row is put in by openpyxl"),
    )
)
"""Kinds that openpyxl does, which reads what it is given in its own way."""


def outcome(submission: Submission) -> str:
    if submission.is_clean:
        data = any(
            remark.code.startswith(("read-as", "found-by", "rows-", "sheet-renamed")) for remark in submission.remarks
        )
        return READ_OTHERWISE if data else READ
    return ASKED if submission.issue else REFUSED


def both(first: str, second: str, content: bytes) -> bytes | None:
    """Do one kind of damage after the other; None where the first leaves nothing that the second could be done to.

    Nor is anything saved again by openpyxl that is no sound workbook, or an entry written in another way that is no
    longer what was filled in: the result is then the return.
    """
    kind, other = KINDS[first], KINDS[second]
    if (second in SAVED_AGAIN and not kind.same) or (other.means and not (kind.same or kind.means)):
        return None
    try:
        return KINDS[second].damage(KINDS[first].damage(content))
    except Exception:  # a kind that needs a whole workbook, after one that leaves none
        return None


def pairs(count: int, seed: int) -> list[tuple[str, str]]:
    """Choose pairs of kinds, so that each kind is in as many."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    chosen: list[tuple[str, str]] = []
    while len(chosen) < count:
        names = list(KINDS)
        chance.shuffle(names)
        chosen += list(zip(names, names[1:] + names[:1], strict=True))
    return chosen[:count]


def check(sent: Sent, chosen: list[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Judge each pair; give how often each kind came to which outcome."""
    counted: Counter[tuple[str, str]] = Counter()
    for first, second in chosen:
        content = both(first, second, sent.contents[2])
        if content is None:
            continue
        submission = judged(sent.judge(), content)
        came = outcome(submission)
        counted.update([(first, came), (second, came)])
        if submission.is_clean and not {first, second} & CHANGES_ENTRIES:
            assert came_to(submission) == came_to(sent.before), (first, second)
    return counted


def test_two_kinds_of_damage_at_once_are_reported_or_read_as_filled_in(sent: Sent) -> None:
    counted = check(sent, pairs(40, seed=1))
    assert sum(counted.values()) > 40
    assert {came for _, came in counted} >= {READ_OTHERWISE, ASKED, REFUSED}


@pytest.mark.long
def test_thousands_of_pairs_are_reported_or_read_as_filled_in(sent: Sent) -> None:
    check(sent, pairs(60, seed=1) + pairs(1_000, seed=2))
