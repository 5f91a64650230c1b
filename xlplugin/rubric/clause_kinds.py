"""The kinds of 扣分标准 and 加分标准, and what is entered for each.

The kinds are those of ``docs/scoring.md``, *Kinds of clause*; what each comes to is in ``rules``. Amounts and
percentages are in ten-thousandths.
"""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, TypeAlias, assert_never

from xlplugin.notation.decimals import SCALE, format_decimal

YES, NO, NONE = "是", "否", "无"
HAVE, HAVE_NOT = "有", "无"
MOST_COUNTED = 99_999
MOST_MEASURED = 99_999_999
MOST_AMOUNT = 9_999
"""Bounds of counts, of parts and wholes, and of amounts (分) that the notice does not limit (``docs/scoring.md``)."""


@dataclass(frozen=True, eq=False, repr=False)
class Tier:
    """One of the tiers of a choice (加 1 分；涵盖全面的，加 3 分)."""

    label: str
    points: int


@dataclass(frozen=True, eq=False, repr=False)
class Rate:
    """A rate as the notice names it: 合规率 = 合规数据量 / 报送数据总量; or its whole is a fixed number."""

    name: str
    part: str
    whole: str | int


@dataclass(frozen=True, eq=False, repr=False)
class Score:
    """得分 = full x rate, or full x (1 - rate) where ``of_rest``; held to the points 0 … ``points``."""

    full: int
    of_rest: bool
    points: int


@dataclass(frozen=True, eq=False, repr=False)
class Edge:
    """An edge of a band; ``inclusive`` where the band holds the edge itself (不低于, 不超过)."""

    bound: int
    inclusive: bool


@dataclass(frozen=True, eq=False, repr=False)
class Band:
    """A band of rates from one edge (None: 0) to another (None: no end), and what it takes or gives."""

    lower: Edge | None
    upper: Edge | None
    takes: int | Score


@dataclass(frozen=True, eq=False, repr=False)
class Flat:
    """All or nothing: 未听取的，扣 5 分."""

    name: ClassVar = "flat"
    points: int


@dataclass(frozen=True, eq=False, repr=False)
class PerOccurrence:
    """So much each: 每件扣 2.5 分，扣分上限为 5 分."""

    name: ClassVar = "per occurrence"
    points: int
    unit: str
    cap: int | None = None
    most: int = MOST_COUNTED


@dataclass(frozen=True, eq=False, repr=False)
class Choice:
    """One tier of several, or none of them, never the sum of two."""

    name: ClassVar = "choice"
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Proportional:
    """得分=合规率×2."""

    name: ClassVar = "proportional score"
    rate: Rate
    score: Score


@dataclass(frozen=True, eq=False, repr=False)
class Banded:
    """瞒报率在 20%至 50%之间的，直接扣 2 分."""

    name: ClassVar = "banded rate"
    rate: Rate
    bands: tuple[Band, ...]


@dataclass(frozen=True, eq=False, repr=False)
class ShortOfTarget:
    """不得少于90%，每降低两个百分点，扣 0.5 分; only whole steps count."""

    name: ClassVar = "per step short of a target"
    rate: Rate
    target: int
    step: int
    points: int
    cap: int | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Discretionary:
    """酌情: an amount with a reason, at most ``limit`` (None: the notice sets none)."""

    name: ClassVar = "discretionary"
    limit: int | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Multiplied:
    """双倍扣分: a factor of an amount that somebody else set."""

    name: ClassVar = "multiplied"
    factor: int


Kind: TypeAlias = Flat | PerOccurrence | Choice | Proportional | Banded | ShortOfTarget | Discretionary | Multiplied


class Takes(Enum):
    """What a slot of an input takes."""

    WORD = "word"
    WHOLE = "whole number"
    AMOUNT = "amount"
    REASON = "reason"


@dataclass(frozen=True, eq=False, repr=False)
class Slot:
    """One thing to enter: its part in the entry, what it takes, and its bound (in ten-thousandths)."""

    part: str
    name: str
    takes: Takes
    label: str
    unit: str = ""
    most: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Clause:
    """One sentence that takes or gives points.

    Attributes:
        key: ``2.1.1.d1``, ``bonus.2.b1``, ``major.6.d1`` (``docs/scoring.md``, *Order of inputs*).
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
            return (Slot("value", key, Takes.WHOLE, label, unit, most * SCALE),)
        case Proportional(rate) | Banded(rate) | ShortOfTarget(rate):
            most = MOST_MEASURED if isinstance(rate.whole, str) else rate.whole
            part = Slot("part", f"{key}_part", Takes.WHOLE, rate.part, most=most * SCALE)
            if not isinstance(rate.whole, str):
                return (part,)
            return (part, Slot("whole", f"{key}_whole", Takes.WHOLE, rate.whole, most=most * SCALE))
        case Discretionary(limit):
            most = MOST_AMOUNT * SCALE if limit is None else limit
            return (Slot("amount", f"{key}_amount", Takes.AMOUNT, label, "分", most), _reason(key))
        case Multiplied():
            return (Slot("amount", f"{key}_amount", Takes.AMOUNT, label, "分", MOST_AMOUNT * SCALE), _reason(key))
        case _:
            assert_never(clause.kind)


def _reason(key: str) -> Slot:
    return Slot("reason", f"{key}_reason", Takes.REASON, "理由")


def rate_of(clause: Clause) -> Rate | None:
    """Give the rate that a clause measures, if it measures one."""
    return getattr(clause.kind, "rate", None)


def band_words(band: Band) -> str:
    """Say what a band holds: 不低于 20%、低于 50%."""
    lower = band.lower and f"{'不低于' if band.lower.inclusive else '超过'} {format_decimal(band.lower.bound * 100)}%"
    upper = band.upper and f"{'不超过' if band.upper.inclusive else '低于'} {format_decimal(band.upper.bound * 100)}%"
    return "、".join(edge for edge in (lower, upper) if edge)
