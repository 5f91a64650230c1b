"""Several sheets, one score: the sheets of several raters (考核人合成), of periods (分期), of tables (分表)."""

from dataclasses import dataclass
from enum import StrEnum


class Joining(StrEnum):
    """How figures are joined."""

    MEAN = "平均"
    WEIGHTED = "加权"
    SUM = "合计"


class Absent(StrEnum):
    """What happens while a part is missing; it never counts as 0."""

    WAITS = "待定"
    """There is no figure until it is there."""
    LEFT_OUT = "不计"
    """The others count for it, with their weights in proportion."""


class Invalid(StrEnum):
    """Which rater's sheet is invalid by the notice."""

    BLANK = "未填完"
    """A required entry is blank."""
    FULL = "全部满分"
    """Nothing was deducted anywhere."""
    ZERO = "全部零分"
    """The total is 0."""


@dataclass(frozen=True, slots=True)
class RatersRule:
    """How the figures of several raters of one body are joined.

    Attributes:
        quote: the notice's words; '' for none.
        kinds: the kinds of raters (领导, 群众), each with its weight in 1/10,000 (6000 is 60 %); none: all are alike.
        highest, lowest: how many of the highest and lowest figures are left out; with kinds, of each kind.
        invalid: which sheets do not count.
        at_least: with fewer valid sheets there is no figure; with kinds, of each kind.
        absent: what happens while somebody's sheet is missing.
    """

    quote: str
    kinds: tuple[tuple[str, int], ...] = ()
    highest: int = 0
    lowest: int = 0
    invalid: frozenset[Invalid] = frozenset()
    at_least: int = 1
    absent: Absent = Absent.WAITS

    @property
    def shown(self) -> str:
        """The rule in a few words: 领导 60%、群众 40%，去掉最高 1 个，无效：未填完，至少 3 份，缺席不计."""
        parts = ["、".join(f"{kind} {weight / 100:g}%" for kind, weight in self.kinds) or "平均"]
        parts += [f"去掉最高 {self.highest} 个"] if self.highest else []
        parts += [f"去掉最低 {self.lowest} 个"] if self.lowest else []
        parts += [f"无效：{'、'.join(sorted(one.value for one in self.invalid))}"] if self.invalid else []
        return "，".join((*parts, f"至少 {self.at_least} 份", f"缺席{self.absent.value}"))


@dataclass(frozen=True, slots=True)
class PartsRule:
    """How the figures of periods, or of tables, are joined.

    Attributes:
        quote: the notice's words; '' for none.
        parts: the names of the periods, or the ids of the tables, each with its weight in 1/10,000; 0 where all count
            alike.
        joining: how.
        absent: what happens while one is missing.
    """

    quote: str
    parts: tuple[tuple[str, int], ...]
    joining: Joining
    absent: Absent = Absent.WAITS

    @property
    def shown(self) -> str:
        """The rule in a few words: 上半年 40%、下半年 60%，加权，缺期待定."""
        names = "、".join(f"{name} {weight / 100:g}%" if weight else name for name, weight in self.parts)
        return f"{names}，{self.joining.value}，缺期{self.absent.value}"
