"""Computes what depends on all bodies (汇总): ranks, the best, means; until all are known it stays 待汇总.

What somebody typed into such an input counts; only a blank is filled in.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from xlplugin.notation.decimals import SCALE
from xlplugin.returns.combined import Combined
from xlplugin.returns.figure_corrections import card_of
from xlplugin.rubric.clause import Clause, rate_of, slots
from xlplugin.rubric.model import Indicator, Rubric
from xlplugin.rubric.over import Over, OverAll
from xlplugin.rubric.slots import Slot
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.scoring.states import ASSESSED, NOT_APPLICABLE


def over_clauses(rubric: Rubric) -> tuple[tuple[Clause, Over], ...]:
    """Return the clauses with an input that comes from all bodies."""
    return tuple((clause, clause.over) for clause in rubric.clauses if clause.over)


def with_all_bodies(bodies: Sequence[Combined], *, final: bool, so_far: bool = False) -> list[Combined]:
    """Fill in what depends on all bodies of a table, as far as it is known.

    Args:
        bodies: all bodies that workbooks of one table and edition were issued to.
        final: whether corrections count.
        so_far: whether bodies that returned nothing, or have no figure yet, are left out; otherwise what depends on
            them is not known.

    Returns:
        The bodies in the same order.
    """
    filled = list(bodies)
    rubric = bodies[0].rubric if bodies else None
    if rubric and rubric.averaged:
        filled = list(_with_means(filled, final=final, so_far=so_far))
    for _ in over_clauses(rubric) if rubric else ():  # a rank may be of what was computed from another
        cards = [_card(body, final=final) for body in filled]
        before = filled
        for clause, over in over_clauses(rubric) if rubric else ():
            filled = list(_filled(filled, cards, clause, over, so_far=so_far))
        if all(new is old for new, old in zip(filled, before, strict=True)):
            break
    return filled


def depends_on_all(rubric: Rubric) -> bool:
    """Whether anything of a table depends on all bodies."""
    return bool(rubric.averaged) or bool(over_clauses(rubric))


def _with_means(bodies: Sequence[Combined], *, final: bool, so_far: bool) -> Iterator[Combined]:
    """Give each body, for what does not apply to it, the mean of the scores of those to which it does (缺项: 平均分).

    A mean is known when every body has returned, and has a score there or is one to which it does not apply.
    """
    cards = [_card(body, final=final) for body in bodies]
    means: dict[str, tuple[int, int]] = {}
    for indicator in bodies[0].rubric.averaged:
        found = [_score_of(card, indicator) if card else None for card in cards]
        known = [one for one in found if isinstance(one, int)]
        if known and (so_far or all(one is not None for one in found)):
            mean = Fraction(sum(known), len(known))
            means[indicator.id] = (2 * mean.numerator + mean.denominator) // (2 * mean.denominator), len(known)
    for body, card in zip(bodies, cards, strict=True):
        left = [one.id for one in body.rubric.averaged if card and _score_of(card, one) == NOT_APPLICABLE]
        # One of several that is not known keeps the total from being known.
        is_known = all(id in means for id in left)
        yield replace(body, means={id: means[id] for id in left}) if left and is_known else body


def _score_of(card: Scorecard, indicator: Indicator) -> int | str | None:
    """Return the score of an indicator, 不适用, or None while it is not known: an input is blank or invalid."""
    states = {card.figures[f"{clause.key}:state"] for clause in (*indicator.awards, *indicator.deductions)}
    if states == {NOT_APPLICABLE}:
        return NOT_APPLICABLE
    score = card.figures.get(f"{indicator.id}:score")
    return score if isinstance(score, int) and states == {ASSESSED} else None


def _card(body: Combined, *, final: bool) -> Scorecard | None:
    if not body.is_returned or body.withheld:
        return None
    return card_of(body, final=final)


def _filled(
    bodies: Sequence[Combined], cards: Sequence[Scorecard | None], clause: Clause, over: Over, *, so_far: bool
) -> Iterator[Combined]:
    """Fill in one input of each body."""
    slot = _slot(clause)
    own = [_figure(card, clause, over) if card else None for card in cards]
    known = [figure for figure in own if figure is not None]
    is_complete = len(known) == len(own) or (so_far and bool(known))
    peers = Peers(known)
    for body, figure in zip(bodies, own, strict=True):
        if figure is None or not is_complete or body.values.get(slot.name) not in (None, ""):
            yield body
        else:
            computed = _rounded(peers.over(over.kind, figure), slot.places)
            yield replace(body, values={**body.values, slot.name: computed})


def _slot(clause: Clause) -> Slot:
    """Return the input that is filled in: the whole of a rate, or the value."""
    found = slots(clause)
    return found[1] if rate_of(clause) else found[0]


def _figure(card: Scorecard, clause: Clause, over: Over) -> Fraction | None:
    """Return a body's own figure, in ten-thousandths; of a rate of two numbers its quotient; None while unknown."""
    figures = card.figures
    if not over.of:
        return _number(figures.get(slots(clause)[0].name))
    other = next((one for one in card.rubric.clauses if one.key == over.of), None)
    if other is None:
        name = f"dimension{over.of}:score" if f"dimension{over.of}:score" in figures else f"{over.of}:score"
        return _number(figures.get(name))
    names = [slot.name for slot in slots(other)]
    part = _number(figures.get(names[0]))
    if not rate_of(other) or len(names) < 2 or part is None:
        return part
    whole = _number(figures.get(names[1]))
    return part * SCALE / whole if whole else None


def _number(value: object) -> Fraction | None:
    return Fraction(value) if isinstance(value, int) else None


class Peers:
    """The figures of all bodies of a table, in ten-thousandths; what is taken over them is computed once.

    >>> peers = Peers([Fraction(one) for one in (90_0000, 80_0000, 80_0000, 70_0000)])
    >>> [int(peers.over(OverAll.RANK, Fraction(one))) // 10_000 for one in (90_0000, 80_0000, 70_0000)]
    [1, 2, 4]
    """

    def __init__(self, known: Sequence[Fraction]) -> None:
        """Take the figures that are known."""
        self._ordered = sorted(known)

    @cached_property
    def _sum(self) -> Fraction:
        return sum(self._ordered, Fraction(0))

    def over(self, kind: OverAll, own: Fraction) -> Fraction:
        """Compute a figure over all bodies; a rank, too, is in ten-thousandths."""
        ordered = self._ordered
        match kind:
            case OverAll.HIGHEST:
                return ordered[-1]
            case OverAll.LOWEST:
                return ordered[0]
            case OverAll.SUM:
                return self._sum
            case OverAll.MEAN:
                return self._sum / len(ordered)
            case OverAll.FROM_MEAN:
                return own - self._sum / len(ordered)
            case OverAll.RANK:
                return Fraction(1 + len(ordered) - bisect_right(ordered, own)) * SCALE
            case OverAll.RANK_FROM_LOWEST:
                return Fraction(1 + bisect_left(ordered, own)) * SCALE


def _rounded(figure: Fraction, places: int) -> Decimal:
    """Round a figure in ten-thousandths to decimal places, halves away from zero."""
    scaled = abs(figure) * 10**places / SCALE
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if figure < 0 else whole).scaleb(-places)
