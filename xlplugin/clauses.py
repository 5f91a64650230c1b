"""The kinds of 扣分标准 and 加分标准: what is entered for each, and the expression of its amount.

The kinds are those of ``SCORING.md``, *Kinds of clause*. Amounts and percentages are in ten-thousandths.
"""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, TypeAlias, assert_never

from xlplugin.amount import ONE, PLACES, shown
from xlplugin.expression import (
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
)

YES, NO, NONE = "是", "否", "无"
MOST_COUNTED = 99_999
MOST_MEASURED = 99_999_999
MOST_AMOUNT = 9_999
"""Bounds of counts, of parts and wholes, and of amounts (分) that the notice does not limit (``SCORING.md``)."""


@dataclass(frozen=True, slots=True)
class Tier:
    """One of the tiers of a choice (加 1 分；涵盖全面的，加 3 分)."""

    label: str
    points: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as the notice names it: 合规率 = 合规数据量 / 报送数据总量; or its whole is a fixed number."""

    name: str
    part: str
    whole: str | int


@dataclass(frozen=True, slots=True)
class Score:
    """得分 = full x rate, or full x (1 - rate) where ``of_rest``; held to the points 0 … ``points``."""

    full: int
    of_rest: bool
    points: int


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of a band; ``inclusive`` where the band holds the edge itself (不低于, 不超过)."""

    bound: int
    inclusive: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A band of rates from one edge (None: 0) to another (None: no end), and what it takes or gives."""

    lower: Edge | None
    upper: Edge | None
    takes: int | Score


@dataclass(frozen=True, slots=True)
class Flat:
    """All or nothing: 未听取的，扣 5 分."""

    name: ClassVar = "flat"
    points: int


@dataclass(frozen=True, slots=True)
class PerOccurrence:
    """So much each: 每件扣 2.5 分，扣分上限为 5 分."""

    name: ClassVar = "per occurrence"
    points: int
    unit: str
    cap: int | None = None
    most: int = MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Choice:
    """One tier of several, or none of them, never the sum of two."""

    name: ClassVar = "choice"
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Proportional:
    """得分=合规率×2."""

    name: ClassVar = "proportional score"
    rate: Rate
    score: Score


@dataclass(frozen=True, slots=True)
class Banded:
    """瞒报率在 20%至 50%之间的，直接扣 2 分."""

    name: ClassVar = "banded rate"
    rate: Rate
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class ShortOfTarget:
    """不得少于90%，每降低两个百分点，扣 0.5 分; only whole steps count."""

    name: ClassVar = "per step short of a target"
    rate: Rate
    target: int
    step: int
    points: int
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Discretionary:
    """酌情: an amount with a reason, at most ``limit`` (None: the notice sets none)."""

    name: ClassVar = "discretionary"
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Multiplied:
    """双倍扣分: a factor of an amount that somebody else set."""

    name: ClassVar = "multiplied"
    factor: int


Kind: TypeAlias = (
    Flat | PerOccurrence | Choice | Proportional | Banded | ShortOfTarget | Discretionary | Multiplied
)


class Takes(Enum):
    """What a slot of an input takes."""

    WORD = "word"
    WHOLE = "whole number"
    AMOUNT = "amount"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing to enter: its part in the entry, what it takes, and its bound (in ten-thousandths)."""

    part: str
    name: str
    takes: Takes
    label: str
    unit: str = ""
    most: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence that takes or gives points.

    Attributes:
        key: ``2.1.1.d1``, ``bonus.2.b1``, ``major.6.d1`` (``SCORING.md``, *Input order*).
        label: what is to be entered, in Chinese.
        quote: the sentence in the notice.
        kind: how its amount comes about.
        deducts: whether it takes (扣分) or gives (加分).
        required: whether a blank leaves the result provisional.
        from_method: whether the sentence stands under 考核方式, the standard itself being blank.
        overlaps: keys of bonuses that reward the same thing; both count, with a warning.
    """

    key: str
    label: str
    quote: str
    kind: Kind
    deducts: bool
    required: bool
    from_method: bool = False
    overlaps: tuple[str, ...] = ()

    @property
    def verb(self) -> str:
        """扣 or 加."""
        return "扣" if self.deducts else "加"


def slots(clause: Clause) -> tuple[Slot, ...]:
    """List what is to be entered for a clause, in order."""
    key, label = clause.key, clause.label
    match clause.kind:
        case Flat():
            return (Slot("value", key, Takes.WORD, label, words=(YES, NO)),)
        case Choice(tiers):
            return (Slot("value", key, Takes.WORD, label, words=(*(tier.label for tier in tiers), NONE)),)
        case PerOccurrence(unit=unit, most=most):
            return (Slot("value", key, Takes.WHOLE, label, unit, most * ONE),)
        case Proportional(rate) | Banded(rate) | ShortOfTarget(rate):
            most = MOST_MEASURED if isinstance(rate.whole, str) else rate.whole
            part = Slot("part", f"{key}_part", Takes.WHOLE, rate.part, most=most * ONE)
            if not isinstance(rate.whole, str):
                return (part,)
            return (part, Slot("whole", f"{key}_whole", Takes.WHOLE, rate.whole, most=most * ONE))
        case Discretionary(limit):
            most = MOST_AMOUNT * ONE if limit is None else limit
            return (Slot("amount", f"{key}_amount", Takes.AMOUNT, label, "分", most), _reason(key))
        case Multiplied():
            return (Slot("amount", f"{key}_amount", Takes.AMOUNT, label, "分", MOST_AMOUNT * ONE), _reason(key))
        case _:
            assert_never(clause.kind)


def _reason(key: str) -> Slot:
    return Slot("reason", f"{key}_reason", Takes.REASON, "理由")


def amount(clause: Clause) -> Expression:
    """Give the expression of what a clause takes or gives, from what was entered."""
    key = clause.key
    match clause.kind:
        case Flat(points):
            return Choose(((Is(Entry(key), YES), Constant(points)),), Constant(0))
        case Choice(tiers):
            cases = tuple((Is(Entry(key), tier.label), Constant(tier.points)) for tier in tiers)
            return Choose(cases, Constant(0))
        case PerOccurrence(points, unit, cap):
            return Rounded(_at_most(cap, Product(Constant(points), Entry(key, unit))), PLACES)
        case Proportional(rate, score):
            return _of_something(key, rate, _labelled(key, rate, (), _loss(key, rate, score)))
        case Banded(rate, bands):
            percent: tuple[Expression, ...] = (Words(" = "), _share(Constant(100 * ONE), key, rate), Words("%"))
            return _of_something(key, rate, _labelled(key, rate, percent, _by_band(key, rate, bands)))
        case ShortOfTarget(rate, target, step, points, cap):
            steps = StepsShort(_part(key), _whole(key, rate), target, step)
            taken = Labelled(Words(f"{rate.name} "), _at_most(cap, Product(Constant(points), steps)))
            return _of_something(key, rate, Rounded(taken, PLACES))
        case Discretionary():
            return Labelled(Words("酌情 "), Entry(f"{key}_amount", "分"))
        case Multiplied(factor):
            return Rounded(Product(Constant(factor), Entry(f"{key}_amount", "分")), PLACES)
        case _:
            assert_never(clause.kind)


def rate_of(clause: Clause) -> Rate | None:
    """Give the rate that a clause measures, if it measures one."""
    return getattr(clause.kind, "rate", None)


def rate_entries(clause: Clause) -> tuple[Entry, ...]:
    """Give the entries of a rate whose part and whole are both entered, otherwise none."""
    rate = rate_of(clause)
    return (_part(clause.key), Entry(f"{clause.key}_whole")) if rate and isinstance(rate.whole, str) else ()


def _at_most(cap: int | None, of: Expression) -> Expression:
    return of if cap is None else AtMost(Constant(cap), of)


def _part(key: str) -> Entry:
    return Entry(f"{key}_part")


def _whole(key: str, rate: Rate) -> Entry | Constant:
    return Entry(f"{key}_whole") if isinstance(rate.whole, str) else Constant(rate.whole * ONE)


def _share(full: Constant, key: str, rate: Rate, of_rest: bool = False) -> Share:
    return Share(full, _part(key), _whole(key, rate), of_rest)


def _loss(key: str, rate: Rate, score: Score) -> Loss:
    return Loss(Constant(score.points), _share(Constant(score.full), key, rate, score.of_rest))


def _labelled(key: str, rate: Rate, more: tuple[Expression, ...], of: Expression) -> Expression:
    """合规率 9 ÷ 10，…"""
    words = (Words(f"{rate.name} "), _part(key), Words(" ÷ "), _whole(key, rate), *more, Words("，"))
    return Labelled(Joined(words), of)


def _of_something(key: str, rate: Rate, of: Expression) -> Expression:
    """Where the whole is zero there was nothing to measure, and nothing is taken (``SCORING.md``: a choice)."""
    whole = _whole(key, rate)
    if isinstance(whole, Constant):
        return of
    nothing = Labelled(Words(f"{rate.whole}为 0，没有可计量的"), Constant(0))
    return Choose(((Compare(whole, "=", Constant(0)), nothing),), of)


def _by_band(key: str, rate: Rate, bands: tuple[Band, ...]) -> Expression:
    *earlier, last = bands
    percent, whole = Product(Constant(100 * ONE), _part(key)), _whole(key, rate)
    cases = tuple(
        (
            Compare(percent, "<=" if edge.inclusive else "<", Product(Constant(edge.bound * 100), whole)),
            _taken(key, rate, band),
        )
        for band in earlier
        if (edge := band.upper)
    )
    return Choose(cases, _taken(key, rate, last))


def _taken(key: str, rate: Rate, band: Band) -> Expression:
    if isinstance(band.takes, Score):
        return _loss(key, rate, band.takes)
    return Labelled(Words(band_words(band)), Constant(band.takes))


def band_words(band: Band) -> str:
    """Say what a band holds: 不低于 20%、低于 50%."""
    lower = band.lower and f"{'不低于' if band.lower.inclusive else '超过'} {shown(band.lower.bound * 100)}%"
    upper = band.upper and f"{'不超过' if band.upper.inclusive else '低于'} {shown(band.upper.bound * 100)}%"
    return "、".join(edge for edge in (lower, upper) if edge)
