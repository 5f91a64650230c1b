"""What is known only when all bodies are (汇总): a rank, the best, the mean of an entry or score over all bodies."""

from dataclasses import dataclass
from enum import Enum


class OverAll(Enum):
    """What is taken over all bodies of a table."""

    HIGHEST = "最高"
    LOWEST = "最低"
    MEAN = "平均"
    SUM = "合计"
    RANK = "名次"
    """1 for the highest; equal ones share a rank, and the next one counts them all (1, 2, 2, 4)."""
    RANK_FROM_LOWEST = "名次从低"
    """The same from the lowest."""
    FROM_MEAN = "与平均之差"
    """A body's own figure less the mean."""


OF_WHOLES = (OverAll.HIGHEST, OverAll.LOWEST, OverAll.MEAN, OverAll.SUM)
"""What the whole of a rate may be: its part is the body's own, as in 得分 ÷ 第一名得分."""

OF_VALUES = tuple(OverAll)
"""What a value may be, of another entry or score."""


@dataclass(frozen=True, eq=False, repr=False)
class Over:
    """Where an input comes from that awaits the data of other bodies.

    Attributes:
        kind: what is taken over all bodies.
        of: of which input (``1.1.a1``), indicator (``2.1``) or dimension (``2``); '' for the part of the rate itself.
    """

    kind: OverAll
    of: str
