"""Rules beyond a single clause: what is left out (缺项), what counts together (组), what follows when (条件)."""

from dataclasses import dataclass
from enum import Enum


class Missing(Enum):
    """What becomes of the points of an indicator that is not applicable (缺项)."""

    NOTHING_LOST = "不失分"
    """It keeps its points."""
    FULL = "满分"
    """The same, as other notices word it."""
    RATIO = "折算"
    """It is left out: 得分 ÷ (满分 − 缺项) × 满分, for the whole table or for its dimension."""
    SPREAD = "平摊"
    """Its points are spread evenly over the others, each of which is scored on its larger points."""
    MEAN = "平均分"
    """It has the mean of the scores of the bodies to which it applies, which is known when all of theirs are."""

    @property
    def leaves_out(self) -> bool:
        """Whether the indicator is left out of what is scored."""
        return self in (Missing.RATIO, Missing.SPREAD)


class Counts(Enum):
    """Which of several figures count."""

    ALL = "合计"
    """All of them, up to a cap."""
    HIGHEST = "最高"
    """The highest only (同一项按最高计)."""
    LESS_WORST = "去掉最低"
    """All but the lowest."""


@dataclass(frozen=True, eq=False, repr=False)
class Group:
    """Clauses, items or indicators that count together (组).

    Attributes:
        name: as the author calls it.
        members: keys of clauses, ids of items (``bonus.2``) or of indicators, whose scores count; all of one sort.
        counts: which of them count.
        cap: the most that they give or take together, in 1/10,000 分.
        quote: the sentence of the notice.
    """

    name: str
    members: tuple[str, ...]
    counts: Counts
    cap: int | None
    quote: str


TOTAL, BASIC, BONUSES = "总分", "基本分", "加分"
"""What a condition may be about besides places of the table: the total, the score without bonuses, the bonuses."""


@dataclass(frozen=True, eq=False, repr=False)
class Test:
    """A comparison: of an entry, of a clause's points, or of the score of an indicator, a dimension or all.

    Attributes:
        of: the key of a clause, the id of an indicator, the number of a dimension (``2``), 总分, 基本分 or 加分.
        relation: ``=``, ``>=``, ``>``, ``<=`` or ``<``.
        value: a number in ten-thousandths, or a word (是, a tier).
        shown: the comparison in words.
    """

    of: str
    relation: str
    value: int | str
    shown: str


class Effect(Enum):
    """What a rule does to its target. 总分为, 总分至多, 等次为 and 等次至多 never raise it."""

    TOTAL_IS = "总分为"
    TOTAL_AT_MOST = "总分至多"
    GRADE_IS = "等次为"
    GRADE_AT_MOST = "等次至多"
    NOT_COUNTED = "不计"
    NO_POINTS = "不得分"
    EXEMPT = "不失分"
    MULTIPLIED = "乘以"


@dataclass(frozen=True, eq=False, repr=False)
class Consequence:
    """What follows: an effect on a target.

    Attributes:
        effect: what happens.
        target: 总分, 加分, 等次, the key of a clause or the id of an indicator.
        value: points or a factor in ten-thousandths, or the name of a grade; 0 where the effect has none.
    """

    effect: Effect
    target: str
    value: int | str = 0


GRADE = "等次"


@dataclass(frozen=True, eq=False, repr=False)
class Rule:
    """What follows when conditions hold (条件): a veto, a ceiling, a gate, an exemption, a doubled deduction.

    Attributes:
        name: as the author calls it (一票否决).
        quote: the sentence of the notice.
        tests: the conditions.
        any_of: whether one of them suffices.
        consequences: what follows.
    """

    name: str
    quote: str
    tests: tuple[Test, ...]
    any_of: bool
    consequences: tuple[Consequence, ...]
