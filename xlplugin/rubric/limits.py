"""What limits the points that clauses and indicators take: caps, and points where 扣完为止 applies."""

from typing import assert_never

from xlplugin.notation.decimals import SCALE
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.clause_kinds import (
    AboveTarget,
    Banded,
    Choice,
    Discretionary,
    Flat,
    Multiplied,
    PerOccurrence,
    Proportional,
    Score,
    ShortOfTarget,
)
from xlplugin.rubric.measures import Rate, TypedRate
from xlplugin.rubric.model import Indicator, Rubric
from xlplugin.rubric.slots import MOST_COUNTED
from xlplugin.rubric.total_rules import Effect


def most_points(clause: Clause) -> int | None:
    """Return the most that a clause can give or take, in 1/10,000 分; None without a limit."""
    match clause.kind:
        case Flat(points):
            return points
        case Choice(tiers):
            return max(tier.points for tier in tiers)
        case PerOccurrence(points, _, cap, most):
            counted = None if most == MOST_COUNTED else points * most
            return min((limit for limit in (cap, counted) if limit is not None), default=None)
        case Proportional(_, score) if clause.deducts:
            return score.points
        case Proportional(measure, score):  # 得分=率×0.5 never gives 1
            return min(score.points, score.full * (SCALE if score.of_rest else measure.most) // SCALE)
        case Banded(_, bands):
            return max(band.takes.points if isinstance(band.takes, Score) else band.takes for band in bands)
        case ShortOfTarget(measure, target, step, points, cap, in_proportion, _):
            least = 0 if isinstance(measure, Rate) else measure.least
            return _of_gap(max(0, target - least), step, points, in_proportion) if cap is None else cap
        case AboveTarget(measure, target, step, points, cap, in_proportion, _):
            # The bound of what may be typed is no limit that a notice knows, but 100 % of a rate is one.
            if cap is not None or not isinstance(measure, Rate | TypedRate) or measure.most != SCALE:
                return cap
            return _of_gap(max(0, SCALE - target), step, points, in_proportion)
        case Discretionary(limit):
            return limit
        case Multiplied():
            return None
        case _:
            assert_never(clause.kind)


def _of_gap(gap: int, step: int, points: int, in_proportion: bool) -> int:
    return -(-points * gap // step) if in_proportion else points * (gap // step)


def deduction_limit(rubric: Rubric, indicator: Indicator) -> int | None:
    """Return what limits the deductions of an indicator, in 1/10,000 分: its cap, or its points if 扣完为止 applies.

    The points are no limit of their own where the clauses cannot take more, nor beside awards: there the score is
    limited, earned less deducted (``steps``).
    """
    if (
        indicator.may_exceed is not False
        or not indicator.points
        or indicator.awards
        or not can_exceed(rubric, indicator)
    ):
        return indicator.deduction_cap
    return min(indicator.points, indicator.deduction_cap or indicator.points)


def award_limit(rubric: Rubric, indicator: Indicator) -> int | None:
    """Return what limits the awards of an indicator: its points, unless the clauses cannot give more."""
    most = _most(rubric, indicator.awards)
    limits = [limit for limit in most if limit is not None]
    together = max(limits, default=0) if indicator.counts_highest_award else sum(limits)
    return None if len(limits) == len(most) and together <= indicator.points else indicator.points


def can_exceed(rubric: Rubric, indicator: Indicator) -> bool:
    """Whether the clauses of an indicator together can take more than its points, caps of the indicator aside."""
    most = _most(rubric, indicator.deductions)
    limits = [limit for limit in most if limit is not None]
    return len(limits) < len(most) or sum(limits) > indicator.points


def _most(rubric: Rubric, clauses: tuple[Clause, ...]) -> list[int | None]:
    """Return the most of each clause; one that a condition multiplies (乘以) has no limit of its own."""
    effects = (consequence for rule in rubric.rules for consequence in rule.consequences)
    multiplied = {consequence.target for consequence in effects if consequence.effect is Effect.MULTIPLIED}
    return [None if clause.key in multiplied else most_points(clause) for clause in clauses]
