"""The points of a clause, as an expression of its entries: the only place that knows the rules of the kinds.

Source: ``docs/scoring.md``, *Kinds of clause*.
"""

from typing import assert_never

from xlplugin.notation.decimals import PLACES, SCALE, percent_scale
from xlplugin.rubric.clause import Clause, rate_of
from xlplugin.rubric.clause_kinds import (
    AboveTarget,
    Band,
    Banded,
    Choice,
    Discretionary,
    Flat,
    Multiplied,
    PerOccurrence,
    Proportional,
    Score,
    ShortOfTarget,
    band_words,
)
from xlplugin.rubric.limits import most_points
from xlplugin.rubric.measures import HUNDRED, RANKS, Measure, Rate, TypedRate, Value, bound_text, is_rate, step_text
from xlplugin.rubric.slots import YES
from xlplugin.scoring.expression import (
    NOUGHT,
    AtLeast,
    AtMost,
    Choose,
    Compare,
    Condition,
    Constant,
    Entry,
    Expression,
    Gap,
    Is,
    Joined,
    Labelled,
    Loss,
    Product,
    Rounded,
    Share,
    Slope,
    Steps,
    Words,
    at_most,
)


def amount(clause: Clause) -> Expression:
    """Return the expression of the points that a clause earns, deducts or adds."""
    key, kind = clause.key, clause.kind
    match kind:
        case Flat(points):
            return Choose(((Is(Entry(key), YES), Constant(points)),), NOUGHT)
        case Choice(tiers):
            cases = tuple((Is(Entry(key), tier.label), Constant(tier.points)) for tier in tiers)
            return Choose(cases, NOUGHT)
        case PerOccurrence(points, unit, cap):
            return Rounded(at_most(cap, Product(Constant(points), Entry(key, unit))), PLACES)
        case Proportional(measure, score):
            words = (*_measured_words(key, measure), Words("，"))
            return _of_something(clause, measure, Labelled(Joined(words), _by_score(clause, measure, score)))
        case Banded(measure, bands):
            words = (*_measured_words(key, measure), *_percent_words(key, measure), Words("，"))
            return _of_something(clause, measure, Labelled(Joined(words), _by_band(clause, measure, bands)))
        case ShortOfTarget() | AboveTarget():
            return _of_something(clause, kind.measure, _from_target(key, kind))
        case Discretionary():
            return Labelled(Words("评分 " if clause.earns else "酌情 "), Entry(f"{key}_amount", "分"))
        case Multiplied(factor):
            return Rounded(Product(Constant(factor), Entry(f"{key}_amount", "分")), PLACES)
        case _:
            assert_never(kind)


def rate_entries(clause: Clause) -> tuple[Entry, ...]:
    """Return the entries of a rate whose part and whole are both entered; otherwise nothing."""
    rate = rate_of(clause)
    return (_part(clause.key, rate), Entry(f"{clause.key}_whole")) if rate and isinstance(rate.whole, str) else ()


def _part(key: str, measure: Measure) -> Entry:
    match measure:
        case Rate():
            return Entry(f"{key}_part")
        case TypedRate():
            return Entry(f"{key}_rate", "%")
        case _:
            return Entry(key, measure.unit)


def _whole(key: str, measure: Measure) -> Entry | Constant:
    match measure:
        case Rate():
            return Entry(f"{key}_whole") if isinstance(measure.whole, str) else Constant(measure.whole * SCALE)
        case TypedRate():
            return Constant(HUNDRED * SCALE)
        case _:
            return Constant(SCALE)


def _share(full: Constant, key: str, measure: Measure, of_rest: bool = False) -> Share:
    return Share(full, _part(key, measure), _whole(key, measure), of_rest, bool(measure.places))


def _by_score(clause: Clause, measure: Measure, score: Score) -> Expression:
    """Deduct the points minus the score under 扣分标准; give the score under the others, up to the points.

    A rate over 100 % or a value below 0 would make it negative; it is held to 0 then.
    """
    share = _share(Constant(score.full), clause.key, measure, score.of_rest)
    points = Constant(score.points)
    may_be_negative = measure.most > SCALE if score.of_rest else getattr(measure, "least", 0) < 0
    if clause.deducts:
        lost = Loss(points, share)
        return AtMost(points, lost) if may_be_negative else lost
    given = AtMost(points, share)
    return AtLeast(NOUGHT, given) if may_be_negative else given


def _measured_words(key: str, measure: Measure) -> tuple[Expression, ...]:
    """Return the words before a result: 合规率 9 ÷ 10, 满意率 89.5%, 平均住院日 8.5 天."""
    part = _part(key, measure)
    if isinstance(measure, Rate):
        return (Words(f"{measure.name} "), part, Words(" ÷ "), _whole(key, measure))
    unit = "%" if isinstance(measure, TypedRate) else f" {measure.unit}" if measure.unit else ""
    return (Words(f"{measure.name} "), part, Words(unit))


def _percent_words(key: str, measure: Measure) -> tuple[Expression, ...]:
    """Return the words for a rate of two numbers in %: = 80%."""
    if not isinstance(measure, Rate):
        return ()
    return (Words(" = "), _share(Constant(HUNDRED * SCALE), key, measure), Words("%"))


def _of_something(clause: Clause, measure: Measure, of: Expression) -> Expression:
    """If the whole is zero there was nothing to measure, and nothing is lost (``docs/scoring.md``: a choice)."""
    whole = _whole(clause.key, measure)
    if isinstance(whole, Constant):
        return of
    most = most_points(clause) if clause.earns else 0
    kept = Constant(getattr(clause.kind, "full", 0) if most is None else most)
    nothing = Labelled(Words(f"{_whole_name(measure)}为 0，没有可计量的"), kept)
    return Choose(((Compare(whole, "=", NOUGHT), nothing),), of)


def _whole_name(measure: Measure) -> str:
    return str(measure.whole) if isinstance(measure, Rate) else ""


def _from_target(key: str, kind: ShortOfTarget | AboveTarget) -> Expression:
    """Count so much for each step below or above a target; whole steps only, or parts of one in proportion."""
    measure, above = kind.measure, isinstance(kind, AboveTarget)
    # A rank above another is a higher number: 第4名比第1名后 3 名.
    is_rank = isinstance(measure, Value) and measure.unit in RANKS
    way, points = ("后" if above else "前") if is_rank else "高" if above else "低", Constant(kind.points)
    gap = _gap(key, measure, kind.target, kind.step, above=above)
    *measured, unit = (*_measured_words(key, measure), *_percent_words(key, measure))
    unit_text = unit.text if isinstance(unit, Words) else ""  # it begins the next words
    bound = f"{bound_text(measure, kind.target)}{' ' if is_rate(measure) else ''}"
    words = f"{unit_text}，比 {bound}每{way} {step_text(measure, kind.step)}为 1 档，"
    counted: Expression = Slope(points, gap)
    if not kind.in_proportion:
        words, counted = f"{words}{way} ", Product(points, Steps(gap))
    return Rounded(Labelled(Joined((*measured, Words(words))), at_most(kind.cap, counted)), PLACES)


def _gap(key: str, measure: Measure, target: int, step: int, *, above: bool) -> Gap:
    part = _part(key, measure)
    match measure:
        case Rate():
            return Gap(part, _whole(key, measure), target, step, above, bool(measure.places))
        case TypedRate():  # it is entered in %, and so are target and step here
            return Gap(part, None, target * HUNDRED, step * HUNDRED, above, bool(measure.places))
        case _:
            return Gap(part, None, target, step, above, bool(measure.places))


def _by_band(clause: Clause, measure: Measure, bands: tuple[Band, ...]) -> Expression:
    *earlier, last = bands
    edges = [edge.bound for band in bands for edge in (band.lower, band.upper) if edge]
    cases = tuple(
        (_is_below(clause.key, measure, edge.bound, edges, inclusive=edge.inclusive), _taken(clause, measure, band))
        for band in earlier
        if (edge := band.upper)
    )
    return Choose(cases, _taken(clause, measure, last))


def _is_below(key: str, measure: Measure, bound: int, edges: list[int], *, inclusive: bool) -> Condition:
    """Compare a measure with an edge: whole numbers only, so that a spreadsheet compares them exactly."""
    relation, part = "<=" if inclusive else "<", _part(key, measure)
    if not isinstance(measure, Rate):
        return Compare(part, relation, Constant(bound * HUNDRED if isinstance(measure, TypedRate) else bound))
    scale = percent_scale(edges)  # most percentages are whole
    scaled: Expression = Product(Constant(scale * SCALE), part)
    edge: Expression = Product(Constant(bound * scale), _whole(key, measure))
    if measure.places:
        scaled, edge = Rounded(scaled, PLACES), Rounded(edge, PLACES)
    return Compare(scaled, relation, edge)


def _taken(clause: Clause, measure: Measure, band: Band) -> Expression:
    if isinstance(band.takes, Score):
        return _by_score(clause, measure, band.takes)
    return Labelled(Words(band_words(band, measure)), Constant(band.takes))
