"""The points of a clause, as an expression of its entries: the only place that knows the rules of the kinds.

Source: ``docs/scoring.md``, *Kinds of clause*.
"""

from typing import assert_never

from xlplugin.notation.decimals import PLACES, SCALE, percent_scale
from xlplugin.rubric.clause_kinds import (
    YES,
    Band,
    Banded,
    Choice,
    Clause,
    Discretionary,
    Flat,
    Multiplied,
    PerOccurrence,
    Proportional,
    Rate,
    Score,
    ShortOfTarget,
    band_words,
    rate_of,
)
from xlplugin.scoring.expression import (
    AtMost,
    Choose,
    Compare,
    Constant,
    Entry,
    Expression,
    Is,
    Joined,
    Labelled,
    Loss,
    Product,
    Rounded,
    Share,
    StepsShort,
    Words,
    at_most,
)


def amount(clause: Clause) -> Expression:
    """Return the expression of the points that a clause deducts or adds."""
    key = clause.key
    match clause.kind:
        case Flat(points):
            return Choose(((Is(Entry(key), YES), Constant(points)),), Constant(0))
        case Choice(tiers):
            cases = tuple((Is(Entry(key), tier.label), Constant(tier.points)) for tier in tiers)
            return Choose(cases, Constant(0))
        case PerOccurrence(points, unit, cap):
            return Rounded(at_most(cap, Product(Constant(points), Entry(key, unit))), PLACES)
        case Proportional(rate, score):
            return _of_something(key, rate, _labelled(key, rate, (), _by_score(clause, rate, score)))
        case Banded(rate, bands):
            percent: tuple[Expression, ...] = (Words(" = "), _share(Constant(100 * SCALE), key, rate), Words("%"))
            return _of_something(key, rate, _labelled(key, rate, percent, _by_band(clause, rate, bands)))
        case ShortOfTarget(rate, target, step, points, cap):
            steps = StepsShort(_part(key), _whole(key, rate), target, step)
            taken = Labelled(Words(f"{rate.name} "), at_most(cap, Product(Constant(points), steps)))
            return _of_something(key, rate, Rounded(taken, PLACES))
        case Discretionary():
            return Labelled(Words("酌情 "), Entry(f"{key}_amount", "分"))
        case Multiplied(factor):
            return Rounded(Product(Constant(factor), Entry(f"{key}_amount", "分")), PLACES)
        case _:
            assert_never(clause.kind)


def rate_entries(clause: Clause) -> tuple[Entry, ...]:
    """Return the entries of a rate whose part and whole are both entered; otherwise nothing."""
    rate = rate_of(clause)
    return (_part(clause.key), Entry(f"{clause.key}_whole")) if rate and isinstance(rate.whole, str) else ()


def _part(key: str) -> Entry:
    return Entry(f"{key}_part")


def _whole(key: str, rate: Rate) -> Entry | Constant:
    return Entry(f"{key}_whole") if isinstance(rate.whole, str) else Constant(rate.whole * SCALE)


def _share(full: Constant, key: str, rate: Rate, of_rest: bool = False) -> Share:
    return Share(full, _part(key), _whole(key, rate), of_rest)


def _by_score(clause: Clause, rate: Rate, score: Score) -> Loss | AtMost:
    """Under 扣分标准 a score deducts the points minus itself; under 加分标准 it is added, up to the points."""
    share = _share(Constant(score.full), clause.key, rate, score.of_rest)
    return Loss(Constant(score.points), share) if clause.deducts else AtMost(Constant(score.points), share)


def _labelled(key: str, rate: Rate, more: tuple[Expression, ...], of: Expression) -> Expression:
    """Put the rate before the result: 合规率 9 ÷ 10，… ."""
    words = (Words(f"{rate.name} "), _part(key), Words(" ÷ "), _whole(key, rate), *more, Words("，"))
    return Labelled(Joined(words), of)


def _of_something(key: str, rate: Rate, of: Expression) -> Expression:
    """If the whole is zero there was nothing to measure, and nothing is deducted (``docs/scoring.md``: a choice)."""
    whole = _whole(key, rate)
    if isinstance(whole, Constant):
        return of
    nothing = Labelled(Words(f"{rate.whole}为 0，没有可计量的"), Constant(0))
    return Choose(((Compare(whole, "=", Constant(0)), nothing),), of)


def _by_band(clause: Clause, rate: Rate, bands: tuple[Band, ...]) -> Expression:
    key = clause.key
    *earlier, last = bands
    edges = [edge.bound for band in bands for edge in (band.lower, band.upper) if edge]
    # Whole numbers only, so that a spreadsheet compares them exactly; most percentages are whole.
    scale = percent_scale(edges)
    scaled, whole = Product(Constant(scale * SCALE), _part(key)), _whole(key, rate)
    cases = tuple(
        (
            Compare(scaled, "<=" if edge.inclusive else "<", Product(Constant(edge.bound * scale), whole)),
            _taken(clause, rate, band),
        )
        for band in earlier
        if (edge := band.upper)
    )
    return Choose(cases, _taken(clause, rate, last))


def _taken(clause: Clause, rate: Rate, band: Band) -> Expression:
    if isinstance(band.takes, Score):
        return _by_score(clause, rate, band.takes)
    return Labelled(Words(band_words(band)), Constant(band.takes))
