"""What the results of a round show: grades by class, the best and worst indicators, what many bodies have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xlplugin.publishing.round_result import BodyResult, RoundResult
from xlplugin.store.decided.grades import NO_GRADE

LEAST_RATE = 5
"""From so many % on a share of points lost is called high (a choice)."""

MOST_LISTED = 5
"""Indicators that a document names as the best, the worst, or those with the most bodies."""

IN_COMMON = 2
"""From so many bodies on a loss is a problem that several have."""


@dataclass(frozen=True, slots=True)
class IndicatorLoss:
    """What the bodies of a table lost in one indicator.

    Attributes:
        rubric, id, name, points: the indicator.
        lost: the points that all of them lost together, in 分.
        bodies: who lost any, in the order of the notice.
        assessed: how many have a score in it.
    """

    rubric: str
    id: str
    name: str
    points: Decimal
    lost: Decimal
    bodies: tuple[str, ...]
    assessed: int

    @property
    def rate(self) -> Decimal:
        """The share of the points that was lost, in %, with one place."""
        whole = self.points * self.assessed
        return rounded(100 * self.lost / whole, 1) if whole else Decimal(0)


@dataclass(frozen=True, slots=True)
class GroupStatistics:
    """A table's class.

    Attributes:
        rubric, name: the table, and the class; '' for none.
        bodies: all of them, in the order of the notice.
        scored: those with a complete score, the best first.
        by_grade: the bodies of each grade that somebody has, the best grade first.
        ungraded: those without a grade.
    """

    rubric: str
    name: str
    bodies: tuple[BodyResult, ...]
    scored: tuple[BodyResult, ...]
    by_grade: tuple[tuple[str, tuple[BodyResult, ...]], ...]
    ungraded: tuple[BodyResult, ...]

    @property
    def mean(self) -> Decimal | None:
        """The mean of the published totals, with two places; None without any."""
        totals = [Decimal(body.published) for body in self.scored]
        return rounded(sum(totals, Decimal(0)) / len(totals), 2) if totals else None


def rounded(figure: Decimal, places: int) -> Decimal:
    """Round to so many places, halves away from zero."""
    return figure.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def group_statistics(result: RoundResult) -> list[GroupStatistics]:
    """Return what each class of a round shows, in the order of the notice."""
    found = []
    for (rubric, name), bodies in result.groups.items():
        scored = sorted((body for body in bodies if body.published), key=lambda body: -Decimal(body.published))
        names = [*result.table(rubric).grades]
        by_grade = ((grade, tuple(body for body in scored if body.grade == grade)) for grade in names)
        ungraded = tuple(body for body in bodies if body.grade in ("", NO_GRADE))
        graded = tuple((grade, some) for grade, some in by_grade if some)
        found.append(GroupStatistics(rubric, name, tuple(bodies), tuple(scored), graded, ungraded if names else ()))
    return found


def indicator_losses(result: RoundResult, rubric: str) -> list[IndicatorLoss]:
    """Return what the bodies of a table lost in each indicator that has points, in the order of the table."""
    losses: dict[str, tuple[str, Decimal, Decimal, list[str], int]] = {}
    for body in result.bodies:
        if body.rubric != rubric or body.no_score:
            continue
        for one in body.indicators:
            name, points, lost, bodies, count = losses.get(one.id, (one.name, Decimal(one.points), Decimal(0), [], 0))
            if one.deduction and one.applies:
                lost, count = lost + max(Decimal(0), Decimal(one.deduction)), count + 1
                if one.loses:
                    bodies.append(body.body)
            losses[one.id] = name, points, lost, bodies, count
    return [
        IndicatorLoss(rubric, id, name, points, lost, tuple(bodies), count)
        for id, (name, points, lost, bodies, count) in losses.items()
        if points and count
    ]


def worst(losses: Iterable[IndicatorLoss]) -> list[IndicatorLoss]:
    """Return the indicators with the highest share of points lost, the worst first; none with a low one."""
    some = (one for one in losses if one.rate >= LEAST_RATE)
    return sorted(some, key=lambda one: (-one.rate, -len(one.bodies)))[:MOST_LISTED]


def best(losses: Sequence[IndicatorLoss]) -> list[IndicatorLoss]:
    """Return the indicators in which nobody lost a point, those with the most points first."""
    return sorted((one for one in losses if not one.lost), key=lambda one: -one.points)[:MOST_LISTED]


def in_common(losses: Iterable[IndicatorLoss]) -> list[IndicatorLoss]:
    """Return the indicators in which the most bodies lost points, at least two."""
    some = (one for one in losses if len(one.bodies) >= IN_COMMON)
    return sorted(some, key=lambda one: (-len(one.bodies), -one.rate))[:MOST_LISTED]


def with_major_deductions(bodies: Iterable[BodyResult]) -> list[BodyResult]:
    """Return the bodies with major deductions."""
    return [body for body in bodies if body.major_deduction not in ("", "0")]
