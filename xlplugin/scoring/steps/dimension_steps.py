"""The steps of dimensions (一级指标): caps, what is left out (缺项), weights."""

from collections.abc import Iterator
from math import lcm

from xlplugin.notation.decimals import SCALE
from xlplugin.rubric.model import Dimension, Indicator, Rubric, counted_points
from xlplugin.rubric.total_rules import Missing
from xlplugin.scoring.expression import (
    NOUGHT,
    AtLeast,
    AtMost,
    Choose,
    Compare,
    Constant,
    Difference,
    Expression,
    Figure,
    Joined,
    Labelled,
    Product,
    Share,
    Sum,
    Tally,
    Words,
)
from xlplugin.scoring.states import NOT_APPLICABLE, UNASSESSED, UNDECIDED
from xlplugin.scoring.steps.indicator_steps import is_left_out
from xlplugin.scoring.steps.step import Step, known, rest_of, untouched


def dimension_steps(rubric: Rubric, dimension: Dimension) -> Iterator[Step]:
    """Return the steps of a dimension: deduction, bonus, score.

    What is left out of it (缺项) is left out of its points, and its score is scaled back to them if the dimension
    itself says so; otherwise the total is (``total_steps``).
    """
    name, indicators, points = f"dimension{dimension.number}", dimension.indicators, Constant(dimension.points)
    given = Step(f"{name}:bonus", Sum(tuple(Figure(f"{indicator.id}:bonus") for indicator in indicators)))
    taken = Sum(tuple(_lost(rubric, dimension, indicator) for indicator in indicators))
    left_out = omissions(rubric, dimension)
    if left_out:
        yield from _steps_without(rubric, dimension, taken)
        yield given
        return
    if not any(indicator.awards for indicator in indicators):
        yield Step(f"{name}:deduction", AtMost(points, taken))
        yield given
        yield Step(f"{name}:score", Difference(points, Figure(f"{name}:deduction")))
        return
    yield Step(f"{name}:deduction", _unless_untouched(rubric, dimension, AtMost(points, taken)))
    yield given
    yield Step(f"{name}:score", rest_of(points, Figure(f"{name}:deduction")))


def _steps_without(rubric: Rubric, dimension: Dimension, taken: Expression) -> Iterator[Step]:
    """Return the steps of a dimension of which indicators may be left out."""
    name, points = f"dimension{dimension.number}", Constant(dimension.points)
    applicable = Figure(f"{name}:applicable")
    scales = scales_itself(dimension)
    # Where the printed points are not the sum of the indicators' (an erratum), what is left is of the sum.
    summed = Constant(sum(counted_points(indicator) for indicator in dimension.indicators)) if scales else points
    rest: Expression = Difference(summed, Sum(tuple(omissions(rubric, dimension))))
    if dimension.points < sum(counted_points(indicator) for indicator in dimension.indicators) and not scales:
        rest = AtLeast(NOUGHT, rest)
    yield Step(applicable.name, rest)
    earned: Expression = Difference(applicable, AtMost(applicable, taken))
    if scales:
        nothing = [(Compare(applicable, "=", NOUGHT), Words(UNDECIDED))]
        if dimension.missing is Missing.RATIO:
            scaled: Expression = Share(points, earned, applicable)
        else:
            scaled = Sum((earned, spread(rubric, (dimension,), Difference(summed, applicable))))
            nothing.append((Compare(kept_of(rubric, (dimension,)), "=", NOUGHT), Words(UNDECIDED)))
        yield Step(f"{name}:score", Choose(tuple(nothing), _unless_untouched(rubric, dimension, scaled)))
        yield Step(f"{name}:deduction", rest_of(points, Figure(f"{name}:score")))
    else:
        yield Step(f"{name}:score", _unless_untouched(rubric, dimension, earned))
        yield Step(f"{name}:deduction", rest_of(applicable, Figure(f"{name}:score")))


def scales_itself(dimension: Dimension) -> bool:
    """Whether a dimension scales its own score back to its points; one without points has nothing to scale."""
    is_counted = any(counted_points(indicator) for indicator in dimension.indicators)
    return dimension.missing is not None and dimension.missing.leaves_out and is_counted


def kept_of(rubric: Rubric, dimensions: tuple[Dimension, ...]) -> Expression:
    """Return how many indicators with points are not left out."""
    parts = [(dimension, one) for dimension in dimensions for one in dimension.indicators if one.points]
    may_be_left_out = tuple(f"{one.id}:score" for dimension, one in parts if is_left_out(rubric, dimension, one))
    return Difference(Constant(len(parts) * SCALE), Tally(may_be_left_out, NOT_APPLICABLE))


def _unless_untouched(rubric: Rubric, dimension: Dimension, figure: Expression) -> Expression:
    """Return a figure that is 未评 while nothing of its dimension is assessed, where awards build it from zero."""
    required = tuple(clause for part in dimension.indicators for clause in part.clauses if clause.required)
    if not any(indicator.awards for indicator in dimension.indicators):
        return figure
    left_out = tuple(
        clause
        for indicator in dimension.indicators
        if is_left_out(rubric, dimension, indicator)
        for clause in indicator.clauses
        if clause.required
    )
    return Choose(((untouched(required, left_out), Words(UNASSESSED)),), figure)


def _lost(rubric: Rubric, dimension: Dimension, indicator: Indicator) -> Expression:
    """Return what an indicator leaves of what its points count; all of them while its awards are not assessed."""
    figure = Figure(f"{indicator.id}:deduction")
    left_out = is_left_out(rubric, dimension, indicator)
    lost: Expression = known(figure, indicator.points) if indicator.awards else figure
    if left_out:
        lost = Choose(((left_out, NOUGHT),), lost)
    return lost if indicator.worth is None else Share(Constant(indicator.worth), lost, Constant(indicator.points))


def omissions(rubric: Rubric, dimension: Dimension) -> list[Expression]:
    """Return, for each indicator of a dimension that may be left out, what its points count if it is, else 0."""
    found = ((indicator, is_left_out(rubric, dimension, indicator)) for indicator in dimension.indicators)
    return [
        Choose(((condition, Constant(counted_points(indicator))),), NOUGHT)
        for indicator, condition in found
        if condition
    ]


def spread(rubric: Rubric, dimensions: tuple[Dimension, ...], left_out: Expression) -> Expression:
    """Return what the indicators gain if the points left out are spread evenly over the others (平摊).

    An indicator of 5 points that earned 4 of them, while 6 points are left out and 3 indicators remain, has 5 + 2
    points then and earns 4 ÷ 5 of the 2 more. All of them together: 6 ÷ 3 × (4 ÷ 5 + …), with one division, by the
    least common multiple of their points, so that only one figure is rounded.
    """
    parts = [(dimension, indicator) for dimension in dimensions for indicator in dimension.indicators]
    parts = [(dimension, indicator) for dimension, indicator in parts if indicator.points]
    kept = kept_of(rubric, dimensions)
    common = lcm(*(indicator.points for _, indicator in parts))
    earned = tuple(
        Product(Constant(common // indicator.points * SCALE), known(Figure(f"{indicator.id}:score")))
        for _, indicator in parts
    )
    # What is below 0 takes nothing of what the others were given.
    shared = Share(left_out, Sum(earned), Product(Constant(common), kept))
    words = (Words("缺项 "), left_out, Words(" 分平摊给其余 "), kept, Words(" 项，多得 "))
    return Labelled(Joined(words), AtLeast(NOUGHT, shared))
