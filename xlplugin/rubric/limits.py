"""What limits the points that clauses and indicators take: caps, and points where 扣完为止 applies."""

from typing import assert_never

from xlplugin.rubric.clause_kinds import (
    MOST_COUNTED,
    Banded,
    Choice,
    Clause,
    Discretionary,
    Flat,
    Multiplied,
    PerOccurrence,
    Proportional,
    Score,
    ShortOfTarget,
)
from xlplugin.rubric.model import Indicator


def most_points(clause: Clause) -> int | None:
    """Return the most that a clause can deduct or add, in 1/10,000 分; None without a limit."""
    match clause.kind:
        case Flat(points):
            return points
        case Choice(tiers):
            return max(tier.points for tier in tiers)
        case PerOccurrence(points, _, cap, most):
            counted = None if most == MOST_COUNTED else points * most
            return min((limit for limit in (cap, counted) if limit is not None), default=None)
        case Proportional(_, score):
            return score.points
        case Banded(_, bands):
            return max(band.takes.points if isinstance(band.takes, Score) else band.takes for band in bands)
        case ShortOfTarget(_, target, step, points, cap):
            return points * (target // step) if cap is None else cap
        case Discretionary(limit):
            return limit
        case Multiplied():
            return None
        case _:
            assert_never(clause.kind)


def deduction_limit(indicator: Indicator) -> int | None:
    """Return what limits the deductions of an indicator, in 1/10,000 分: its cap, or its points if 扣完为止 applies.

    The points are no limit of their own where the clauses cannot take more.
    """
    if indicator.may_exceed is not False or not indicator.points or not can_exceed(indicator):
        return indicator.deduction_cap
    return min(indicator.points, indicator.deduction_cap or indicator.points)


def can_exceed(indicator: Indicator) -> bool:
    """Whether the clauses of an indicator together can take more than its points, caps of the indicator aside."""
    most = [most_points(clause) for clause in indicator.deductions]
    limits = [limit for limit in most if limit is not None]
    return len(limits) < len(most) or sum(limits) > indicator.points
