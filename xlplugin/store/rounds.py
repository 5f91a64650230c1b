"""Rounds (轮次): what an office carries through together, with its tables, bodies and times; a store may hold several.

The same rubric may be sent to the same bodies again in another round: next year, next quarter. What a command reads,
asks or decides is of one round (``Store.round``).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from xlplugin.errors import UsageError, nearest, new_problem
from xlplugin.store.database import Store
from xlplugin.store.issue import Issue, round_of_year

MOST_CHARACTERS = 40
"""Characters of a round's name."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round.

    Attributes:
        name: as the office calls it (``2022年度``).
        rubrics: the ids of its tables.
        editions: of the workbooks that were sent.
        bodies: the number of bodies with a valid workbook.
        first, last: when workbooks were sent, as ISO 8601.
        due: the latest day by which they are to be returned; '' for none.
    """

    name: str
    rubrics: tuple[str, ...]
    editions: tuple[str, ...]
    bodies: int
    first: str
    last: str
    due: str


def round_of_period(year: int, period: str) -> str:
    """Return the name of the round of a period (``2026年度第一季度``)."""
    return f"{round_of_year(year)}{period}"


def rounds_in(store: Store) -> list[Round]:
    """Return the rounds of a store, the first one first, whichever of them it is at."""
    by_name: dict[str, list[Issue]] = {}
    for issue in store.issues_of_all_rounds():
        by_name.setdefault(issue.round, []).append(issue)
    return sorted((_round(name, issues) for name, issues in by_name.items()), key=lambda one: one.first)


def _round(name: str, issues: Iterable[Issue]) -> Round:
    found = list(issues)
    return Round(
        name,
        tuple(dict.fromkeys(issue.rubric for issue in found)),
        tuple(dict.fromkeys(issue.edition for issue in found)),
        len({(issue.rubric, issue.body) for issue in found}),
        min(issue.issued_at for issue in found),
        max(issue.issued_at for issue in found),
        max(issue.due for issue in found),
    )


def choose_round(store: Store, given: str) -> None:
    """Let a store show one round: the one that is named, or its only one.

    Args:
        store: the store.
        given: the name of a round; '' for the only one.

    Raises:
        UsageError: there is no such round, or there are several and none is named.
    """
    names = store.round_names()
    if given:
        if given not in names:
            raise UsageError([new_problem("--round", "no-such-round", name=given, **nearest(given, names))])
        store.round = given
    elif len(names) > 1:
        raise UsageError([new_problem("--round", "several-rounds", rounds="、".join(names))])
    elif names:
        store.round = names[0]


def shown_round(store: Store) -> str:
    """Return the name of the round that a store shows, or of its only one: what is written is always of one round.

    Raises:
        UsageError: it holds several rounds, and shows none of them; or none.
    """
    if store.round is None:
        names = store.round_names()
        if len(names) != 1:
            raise UsageError([new_problem("--round", "several-rounds", rounds="、".join(names))])
        return names[0]
    return store.round


def round_for(store: Store, rubric: str, year: int, given: str) -> str:
    """Return the round in which a rubric is sent: the one that is named, or the one in which it was sent before.

    Without either it is that of its year (``2022年度``).

    Raises:
        UsageError: the name is no name, or the rubric was sent in several rounds and none is named.
    """
    if given:
        if len(given) > MOST_CHARACTERS or not given.isprintable() or given != given.strip():
            raise UsageError([new_problem("--round", "no-round-name", most=MOST_CHARACTERS)])
        return given
    before = store.rounds_of_rubric(rubric)
    if len(before) > 1:
        raise UsageError([new_problem("--round", "several-rounds", rounds="、".join(before))])
    return before[0] if before else round_of_year(year)
