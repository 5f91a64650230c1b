"""What a scheme says about the end of a round.

Ranks (名次), quotas of grades (等次名额), repeated grades (连续等次), appeals (申诉), rectification (整改).
"""

from dataclasses import dataclass
from enum import StrEnum


class Ties(StrEnum):
    """How equal totals share a rank (并列)."""

    COMPETITION = "跳号"
    """1, 2, 2, 4."""
    DENSE = "不跳号"
    """1, 2, 2, 3."""
    NONE = "不排名次"
    """No ranks, only grades (等次)."""


class Rounding(StrEnum):
    """How the number of places that a share gives becomes a whole number (取整): 30 % of 15 bodies is 4.5."""

    DOWN = "舍去"
    HALF_UP = "四舍五入"
    UP = "进一"


class Late(StrEnum):
    """What happens to an appeal after the results are frozen (定稿后)."""

    REFUSED = "不受理"
    REOPENS = "重新审定"


@dataclass(frozen=True, slots=True)
class RankRule:
    """How bodies are ranked, and what of it is published."""

    quote: str
    ties: Ties
    published: bool = True
    """Whether ranks and totals are published (公布), or only grades."""


@dataclass(frozen=True, slots=True)
class Quota:
    """The most bodies that may have a grade.

    Attributes:
        grade: its name.
        share: of the bodies, in 1/10,000 (3000 is 30 %); 0 where ``count`` is given.
        count: a number of bodies; 0 where ``share`` is given.
        by_group: whether it holds in each class (A类, B类) by itself, else over all bodies.
        rounding: of the share.
        quote: the notice's words.
    """

    grade: str
    share: int
    count: int
    by_group: bool
    rounding: Rounding
    quote: str

    def places(self, bodies: int) -> int:
        """Return the number of places among so many bodies.

        >>> [Quota("优秀", 3000, 0, True, how, "").places(15) for how in Rounding]
        [4, 5, 5]
        """
        if not self.share:
            return self.count
        whole, rest = divmod(self.share * bodies, 10_000)
        match self.rounding:
            case Rounding.DOWN:
                return whole
            case Rounding.HALF_UP:
                return whole + (2 * rest >= 10_000)
            case Rounding.UP:
                return whole + (rest > 0)


@dataclass(frozen=True, slots=True)
class RepeatedGrade:
    """A grade that is worth a note where a body has it so many years in a row (连续两年优秀)."""

    grade: str
    years: int
    quote: str


@dataclass(frozen=True, slots=True)
class AppealsRule:
    """The time for appeals (申诉), after the day on which figures were announced to the bodies.

    Attributes:
        quote: the notice's words.
        days: so many natural days; 0 where working days are counted.
        working_days: so many working days; 0 where natural days are counted.
        silence_consents: whether a body that says nothing in that time has agreed (逾期视为无异议).
        late: what happens to an appeal after the results are frozen.
    """

    quote: str
    days: int
    working_days: int = 0
    silence_consents: bool = False
    late: Late = Late.REFUSED


@dataclass(frozen=True, slots=True)
class RectificationRule:
    """Who must rectify (整改), and in which time.

    Attributes:
        quote: the notice's words.
        grades: bodies with one of these grades must, in every indicator in which they lost points.
        loss: whoever lost at least this share of an indicator's points must, there (明显短板); in 1/10,000, 0 for none.
        working_days: the time, from the day of the published notice.
    """

    quote: str
    grades: tuple[str, ...]
    loss: int
    working_days: int
