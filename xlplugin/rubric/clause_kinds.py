"""The kinds of 扣分标准 and 加分标准: each is declared once, here, as data.

A kind says which fields of a rubric's file describe it, what it is called, what is entered for it, which of its
numbers its sentence in the notice must contain, and how the guide explains it. The reader of rubric files, the
finder of mistyped fields, ``xlplugin inputs``, the guides and ``templates/rubric.schema.json`` follow from that.

A further kind is one class below (and its name in ``Kind``), one case in ``scoring/clause_points.py``, and its
cases in ``tests/cases``. The kinds are those of ``docs/scoring.md``, *Kinds of clause*. Amounts and percentages are
in ten-thousandths.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, ClassVar, TypeAlias

from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.rubric.file_fields import FieldForm, FileField

YES, NO, NONE = "是", "否", "无"
HAVE, HAVE_NOT = "有", "无"
MOST_COUNTED = 99_999
MOST_MEASURED = 99_999_999
MOST_AMOUNT = 9_999
"""Bounds of counts, of parts and wholes, and of amounts (分) that the notice does not limit (``docs/scoring.md``)."""

MOST_TIERS = 40
"""Tiers of a choice, bands of a rate; each is an IF in the one before, of which 64 may nest."""

FieldValues: TypeAlias = Mapping[str, Any]
"""What a reader took from the fields of a clause, by field name; the type of each value follows from its form:
int for AMOUNT, POINTS, FACTOR, PERCENT, COUNT (None where an optional one is absent), ``int | None`` for LIMIT,
str for LABEL, ``RateFormula`` for FORMULA, tuples of ``Tier`` and ``Band`` for 选项 and 分段."""


class Takes(Enum):
    """What an input cell takes."""

    YES_NO = "yes or no"
    TIER = "one of some words"
    WHOLE = "whole number"
    AMOUNT = "amount"
    REASON = "reason"


@dataclass(frozen=True, eq=False, repr=False)
class Slot:
    """One input cell of a clause.

    Attributes:
        part: which part of the entry it holds: ``value``, ``part`` and ``whole``, or ``amount`` and ``reason``.
        name: its defined name without ``in_``: ``3.3.7.d1_part``.
        takes: what may be entered.
        label: what is entered, in Chinese.
        unit: of a count (件) or an amount (分).
        most: the largest number, in ten-thousandths.
        words: the words of a drop-down list.
    """

    part: str
    name: str
    takes: Takes
    label: str
    unit: str = ""
    most: int = 0
    words: tuple[str, ...] = ()


class Printed(Enum):
    """How a notice prints a number: ``check`` looks for it in the clause's sentence in this way."""

    POINTS = "扣 2.5 分"
    CAP = "上限为 5 分"
    PERCENT = "30%"
    STEP = "每降低两个百分点"
    FACTOR = "双倍"
    LIMIT = "at most so many points at discretion; the sentence need not print it"


@dataclass(frozen=True, eq=False, repr=False)
class QuotedNumber:
    """A number of a clause (in ten-thousandths; None where it has none), and how its sentence prints it."""

    number: int | None
    printed: Printed


@dataclass(frozen=True, eq=False, repr=False)
class RateFormula:
    """得分 = full × rate, or full × (1 − rate) if ``of_rest``, as written in a rubric file; ``full`` in 1/10,000 分."""

    rate: str
    of_rest: bool
    full: int


@dataclass(frozen=True, slots=True)
class EntryExample:
    """How a scoresheet writes an entry, with what the guides say about it in English and in Chinese."""

    text: str
    note: str
    note_zh: str


@dataclass(frozen=True, eq=False, repr=False)
class KindDeclaration:
    """Everything about a kind of clause that texts, readers and schemas need.

    Attributes:
        name: its English name, in ``xlplugin inputs`` and the guide.
        chinese: its Chinese name.
        mark: the field that identifies the kind; 扣分 (or 加分) for all or nothing.
        fields: its fields in a rubric file, besides those that every clause has.
        entry: how a scoresheet writes an entry.
        lead, lead_zh: the guides' text above the example; ``note``, ``note_zh`` the text below.
        example: the guides' example: the clause in a rubric file, with its sentence.
    """

    name: str
    chinese: str
    mark: str
    fields: tuple[FileField, ...]
    entry: EntryExample
    lead: str
    lead_zh: str
    example: str
    note: str = ""
    note_zh: str = ""


_RATE_ENTRY = EntryExample(
    "{part: 3, whole: 50}",
    "leave `whole` out if the whole is a fixed number",
    "part 是分子，whole 是分母；分母固定的只写 part",
)
_AMOUNT_ENTRY = EntryExample(
    "{amount: 1.5, reason: 公开不及时}",
    "an amount in points; above 0 it needs a reason",
    "amount 是分值，reason 是理由，分值大于 0 时必写",
)
_AMOUNT = FileField("扣分", FieldForm.AMOUNT, "{verb}几分")
_CAP = FileField("上限", FieldForm.POINTS, "这一条至多扣（加）几分", required=False)
_RATE = FileField("率", FieldForm.LABEL, "比率的名称")
_PART = FileField("分子", FieldForm.LABEL, "比率的分子")
_WHOLE = FileField("分母", FieldForm.LABEL, "比率的分母，或固定的数")
_FULL_MARK = FileField("满分", FieldForm.POINTS, "公式得分不超过的分", required=False)

CLAUSE_FIELDS = (
    FileField("原文", FieldForm.QUOTE, "通知里的这句话，一字不改"),
    FileField("填报", FieldForm.LABEL, "要填的内容，如：未公开的件数"),
    FileField("自评填报", FieldForm.LABEL, "自评时换一种说法，如：自查认定的扣分", required=False),
    FileField("原文在", FieldForm.CHOICE, "这句话印在哪一栏", required=False, choices=("标准", "考核方式")),
)
"""The fields of every clause; those of its kind follow, then ``OVERLAP_FIELD``."""

OVERLAP_FIELD = FileField("可能重复", FieldForm.NAMES, "可能奖励同一件事的另一条", required=False)

TIER_FIELDS = (
    FileField("名称", FieldForm.LABEL, "下拉列表里的词"),
    FileField("扣分", FieldForm.AMOUNT, "这一档{verb}的分"),
)
BAND_FIELDS = (
    FileField("不低于", FieldForm.PERCENT, "含此数", required=False),
    FileField("超过", FieldForm.PERCENT, "不含此数", required=False),
    FileField("不超过", FieldForm.PERCENT, "含此数", required=False),
    FileField("低于", FieldForm.PERCENT, "不含此数", required=False),
    FileField("扣分", FieldForm.AMOUNT, "这一段{verb}的分", required=False),
    FileField("得分", FieldForm.FORMULA, "这一段按公式得分，如 (1-瞒报率)×4", required=False),
    _FULL_MARK,
)


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

    def slots(self, key: str) -> tuple[Slot, ...]:
        """List the input cells: part and whole, or the part alone where the whole is a number."""
        most = MOST_MEASURED if isinstance(self.whole, str) else self.whole
        part = Slot("part", f"{key}_part", Takes.WHOLE, self.part, most=most * SCALE)
        if not isinstance(self.whole, str):
            return (part,)
        return (part, Slot("whole", f"{key}_whole", Takes.WHOLE, self.whole, most=most * SCALE))


@dataclass(frozen=True, eq=False, repr=False)
class Score:
    """得分 = full x rate, or full x (1 - rate) where ``of_rest``; held to the points 0 … ``points``."""

    full: int
    of_rest: bool
    points: int

    @classmethod
    def of(cls, formula: RateFormula, full_mark: int | None, points: int) -> "Score":
        """Make one from a formula; ``full_mark`` (满分) or the indicator's points are the most it gives.

        Below the table an item has no points of its own (0): there the formula's full mark is the most.
        """
        return cls(formula.full, formula.of_rest, (points or formula.full) if full_mark is None else full_mark)


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

    declaration: ClassVar = KindDeclaration(
        name="flat",
        chinese="是否",
        mark="扣分",
        fields=(_AMOUNT,),
        entry=EntryExample("true", "true is 是, false is 否", "true 是，false 否"),
        lead="All or nothing; yes or no is entered:",
        lead_zh="一次扣完（填是或否）",
        example="""
            原文: 未听取的，扣 5 分
            填报: 未听取汇报
            扣分: 5
        """,
    )
    points: int

    @classmethod
    def of(cls, values: FieldValues, _points: int) -> "Flat":
        """Make one from the fields of a file."""
        return cls(values["扣分"])

    def slots(self, key: str, label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return (Slot("value", key, Takes.YES_NO, label, words=(YES, NO)),)

    def quoted(self) -> tuple[QuotedNumber, ...]:
        """List its numbers."""
        return (QuotedNumber(self.points, Printed.POINTS),)


@dataclass(frozen=True, eq=False, repr=False)
class PerOccurrence:
    """So much each: 每件扣 2.5 分，扣分上限为 5 分."""

    declaration: ClassVar = KindDeclaration(
        name="per occurrence",
        chinese="计次",
        mark="每",
        fields=(
            FileField("每", FieldForm.LABEL, "计数的单位，如件、次"),
            _AMOUNT,
            _CAP,
            FileField("最多", FieldForm.COUNT, "计数最多到几", required=False),
        ),
        entry=EntryExample("3", "a whole number from 0", "不小于 0 的整数"),
        lead="An amount for each, up to a cap; a count is entered:",
        lead_zh="每件扣若干（填件数）",
        example="""
            原文: 每件扣 2.5 分，扣分上限为 5 分
            填报: 不规范的件数
            每: 件
            扣分: 2.5
            上限: 5
        """,
        note="Leave `上限` out where there is no cap. `最多: 4` limits the count.",
        note_zh="没有上限就不写`上限`。最多只可能有几次的，写`最多: 4`。",
    )
    points: int
    unit: str
    cap: int | None = None
    most: int = MOST_COUNTED

    @classmethod
    def of(cls, values: FieldValues, _points: int) -> "PerOccurrence":
        """Make one from the fields of a file."""
        return cls(values["扣分"], values["每"], values["上限"], values["最多"] or MOST_COUNTED)

    def slots(self, key: str, label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return (Slot("value", key, Takes.WHOLE, label, self.unit, self.most * SCALE),)

    def quoted(self) -> tuple[QuotedNumber, ...]:
        """List its numbers."""
        return (QuotedNumber(self.points, Printed.POINTS), QuotedNumber(self.cap, Printed.CAP))


@dataclass(frozen=True, eq=False, repr=False)
class Choice:
    """One tier of several, or none of them, never the sum of two."""

    declaration: ClassVar = KindDeclaration(
        name="choice",
        chinese="选档",
        mark="选项",
        fields=(
            FileField("选项", FieldForm.LIST, "只取一档的各档", fields=TIER_FIELDS, at_least=1, at_most=MOST_TIERS),
        ),
        entry=EntryExample("2", "the number of the tier, from 1; 0 is 无 (none)", "第几档，从 1 起；0 是“无”"),
        lead="One of several tiers; a tier is chosen from a list:",
        lead_zh="几档选一档（选档次）",
        example="""
            原文: 未公开规划的扣 2 分，未公开历史规划的，扣 1 分
            填报: 规划公开情况
            选项:
            - 名称: 规划未公开
              扣分: 2
            - 名称: 仅历史规划未公开
              扣分: 1
        """,
        note="The list always offers 无 (none); do not write it.",
        note_zh="“无”不用写，下拉列表里自有。",
    )
    tiers: tuple[Tier, ...]

    @classmethod
    def of(cls, values: FieldValues, _points: int) -> "Choice":
        """Make one from the fields of a file."""
        return cls(values["选项"])

    def slots(self, key: str, label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return (Slot("value", key, Takes.TIER, label, words=(*(tier.label for tier in self.tiers), NONE)),)

    def quoted(self) -> tuple[QuotedNumber, ...]:
        """List its numbers."""
        return tuple(QuotedNumber(tier.points, Printed.POINTS) for tier in self.tiers)


@dataclass(frozen=True, eq=False, repr=False)
class Proportional:
    """得分=合规率×2."""

    declaration: ClassVar = KindDeclaration(
        name="proportional score",
        chinese="按比率得分",
        mark="得分",
        fields=(
            FileField("得分", FieldForm.FORMULA, "得分公式，如 合规率×2 或 (1-迟报率)×3"),
            _FULL_MARK,
            _PART,
            _WHOLE,
        ),
        entry=_RATE_ENTRY,
        lead="A score in proportion to a rate; part and whole are entered:",
        lead_zh="按比率得分（填两个数）",
        example="""
            原文: 得分=(1-迟报率)×5，迟报率=迟报数据量/报送数据总量
            填报: 迟报数据量和报送数据总量
            得分: (1-迟报率)×5
            分子: 迟报数据量
            分母: 报送数据总量
        """,
        note="The deduction is the points minus the score. Write a number (`分母: 20`) where the whole is fixed;"
        " then only the part is entered.",
        note_zh="扣分是赋分减去得分。分母是固定的数，就写那个数（`分母: 20`），填表时只填分子。",
    )
    rate: Rate
    score: Score

    @classmethod
    def of(cls, values: FieldValues, points: int) -> "Proportional":
        """Make one from the fields of a file."""
        formula = values["得分"]
        return cls(Rate(formula.rate, values["分子"], values["分母"]), Score.of(formula, values["满分"], points))

    def slots(self, key: str, _label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return self.rate.slots(key)

    def quoted(self) -> tuple[QuotedNumber, ...]:
        """List its numbers; its formula is compared as a whole."""
        return ()


@dataclass(frozen=True, eq=False, repr=False)
class Banded:
    """瞒报率在 20%至 50%之间的，直接扣 2 分."""

    declaration: ClassVar = KindDeclaration(
        name="banded rate",
        chinese="按比率分段",
        mark="分段",
        fields=(
            _RATE,
            _PART,
            _WHOLE,
            FileField("分段", FieldForm.LIST, fields=BAND_FIELDS, at_least=1),
        ),
        entry=_RATE_ENTRY,
        lead="Bands of a rate, with edges 不低于 (≥), 超过 (>), 低于 (<), 不超过 (≤); part and whole are entered:",
        lead_zh="按比率分段（填两个数）",
        example="""
            原文: 错误率超过 30%的，扣 5 分，否则得分=(1-错误率)×5
            填报: 错误量和总量
            率: 错误率
            分子: 错误量
            分母: 总量
            分段:
            - 不超过: 30%
              得分: (1-错误率)×5
            - 超过: 30%
              扣分: 5
        """,
        note_zh="每段的两头用`不低于`、`超过`、`低于`、`不超过`写明，首尾相接。",
    )
    rate: Rate
    bands: tuple[Band, ...]

    @classmethod
    def of(cls, values: FieldValues, _points: int) -> "Banded":
        """Make one from the fields of a file."""
        return cls(Rate(values["率"], values["分子"], values["分母"]), values["分段"])

    def slots(self, key: str, _label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return self.rate.slots(key)

    def quoted(self) -> tuple[QuotedNumber, ...]:
        """List its numbers: edges, and the amounts of the bands without a formula."""
        edges = {edge.bound for band in self.bands for edge in (band.lower, band.upper) if edge}
        amounts = (band.takes for band in self.bands if isinstance(band.takes, int))
        return (
            *(QuotedNumber(edge, Printed.PERCENT) for edge in sorted(edges)),
            *(QuotedNumber(amount, Printed.POINTS) for amount in amounts),
        )


@dataclass(frozen=True, eq=False, repr=False)
class ShortOfTarget:
    """不得少于90%，每降低两个百分点，扣 0.5 分; only whole steps count."""

    declaration: ClassVar = KindDeclaration(
        name="per step short of a target",
        chinese="低于目标",
        mark="目标",
        fields=(
            _RATE,
            _PART,
            _WHOLE,
            FileField("目标", FieldForm.PERCENT, "比率应达到的数，如 90%"),
            FileField("每低", FieldForm.PERCENT, "每低几个百分点，如 2%"),
            _AMOUNT,
            _CAP,
        ),
        entry=_RATE_ENTRY,
        lead="An amount for each whole step short of a target; part and whole are entered:",
        lead_zh="低于目标逐档扣（填两个数）",
        example="""
            原文: 解读占比不得少于90%，每降低两个百分点，扣 0.5 分，扣分上限为 4 分
            填报: 多样化解读量和解读总量
            率: 解读占比
            分子: 多样化解读量
            分母: 解读总量
            目标: 90%
            每低: 2%
            扣分: 0.5
            上限: 4
        """,
        note_zh="不满一档的不扣。",
    )
    rate: Rate
    target: int
    step: int
    points: int
    cap: int | None = None

    @classmethod
    def of(cls, values: FieldValues, _points: int) -> "ShortOfTarget":
        """Make one from the fields of a file; a step of 0, noted as wrong, would never end."""
        rate = Rate(values["率"], values["分子"], values["分母"])
        return cls(rate, values["目标"], values["每低"] or 1, values["扣分"], values["上限"])

    def slots(self, key: str, _label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return self.rate.slots(key)

    def quoted(self) -> tuple[QuotedNumber, ...]:
        """List its numbers."""
        return (
            QuotedNumber(self.target, Printed.PERCENT),
            QuotedNumber(self.step, Printed.STEP),
            QuotedNumber(self.points, Printed.POINTS),
            QuotedNumber(self.cap, Printed.CAP),
        )


@dataclass(frozen=True, eq=False, repr=False)
class Discretionary:
    """酌情: an amount with a reason, at most ``limit`` (None: the notice sets none)."""

    declaration: ClassVar = KindDeclaration(
        name="discretionary",
        chinese="酌情",
        mark="酌情",
        fields=(FileField("酌情", FieldForm.LIMIT, "至多扣几分，或 不限"),),
        entry=_AMOUNT_ENTRY,
        lead="At discretion; an amount and a reason are entered:",
        lead_zh="酌情（填分值和理由）",
        example="""
            原文: 按要求公开涉农补贴申报信息
            填报: 考核组认定的扣分
            酌情: 5
        """,
        note="The limit is the points of the indicator where the notice prints no amount; write `酌情: 不限` where the"
        " notice says 酌情.",
        note_zh="原文没印分值的，上限是赋分；原文说“酌情”的，写`酌情: 不限`。",
    )
    limit: int | None = None

    @classmethod
    def of(cls, values: FieldValues, _points: int) -> "Discretionary":
        """Make one from the fields of a file."""
        return cls(values["酌情"])

    def slots(self, key: str, label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return _amount_slots(key, label, MOST_AMOUNT * SCALE if self.limit is None else self.limit)

    def quoted(self) -> tuple[QuotedNumber, ...]:
        """List its numbers."""
        return (QuotedNumber(self.limit, Printed.LIMIT),)


@dataclass(frozen=True, eq=False, repr=False)
class Multiplied:
    """双倍扣分: a factor of an amount that somebody else set."""

    declaration: ClassVar = KindDeclaration(
        name="multiplied",
        chinese="加倍",
        mark="倍数",
        fields=(FileField("倍数", FieldForm.FACTOR, "上级扣分的几倍"),),
        entry=_AMOUNT_ENTRY,
        lead="A multiple of what another office deducted; that amount and a reason are entered:",
        lead_zh="加倍（填分值和理由）",
        example="""
            原文: 市里扣分的，双倍扣分
            填报: 市里扣的分
            倍数: 2
        """,
    )
    factor: int

    @classmethod
    def of(cls, values: FieldValues, _points: int) -> "Multiplied":
        """Make one from the fields of a file."""
        return cls(values["倍数"])

    def slots(self, key: str, label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return _amount_slots(key, label, MOST_AMOUNT * SCALE)

    def quoted(self) -> tuple[QuotedNumber, ...]:
        """List its numbers."""
        return (QuotedNumber(self.factor, Printed.FACTOR),)


Kind: TypeAlias = Flat | PerOccurrence | Choice | Proportional | Banded | ShortOfTarget | Discretionary | Multiplied

KINDS: tuple[type[Kind], ...] = (
    PerOccurrence,
    Choice,
    Banded,
    ShortOfTarget,
    Proportional,
    Discretionary,
    Multiplied,
    Flat,
)
"""In the order in which a reader tries them: 扣分 alone, which others have too, comes last."""


def _amount_slots(key: str, label: str, most: int) -> tuple[Slot, ...]:
    amount = Slot("amount", f"{key}_amount", Takes.AMOUNT, label, "分", most)
    return (amount, Slot("reason", f"{key}_reason", Takes.REASON, "理由"))


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
        from_method: whether the sentence is printed under 考核方式, the standard itself being blank.
        overlaps: keys of bonuses that reward the same thing; both count, with a warning.
        self_label: what is to be entered in a self-assessment, if that is worded otherwise (自查认定的扣分).
    """

    key: str
    label: str
    quote: str
    kind: Kind
    deducts: bool
    required: bool
    from_method: bool = False
    overlaps: tuple[str, ...] = ()
    self_label: str = ""

    def for_self_assessment(self) -> "Clause":
        """Return the clause as a self-assessment words it."""
        return replace(self, label=self.self_label) if self.self_label else self

    @property
    def verb(self) -> str:
        """扣 or 加."""
        return "扣" if self.deducts else "加"


def slots(clause: Clause) -> tuple[Slot, ...]:
    """List the input cells of a clause, in order."""
    return clause.kind.slots(clause.key, clause.label)


def asks_reason(clause: Clause) -> bool:
    """Whether an entry consists of an amount and its reason."""
    return any(slot.takes is Takes.REASON for slot in slots(clause))


def reason_name(key: str) -> str:
    """Return the name of the reason for an entry: its own, or the assessors' for an entry that asks for none."""
    return f"{key}_reason"


def rate_of(clause: Clause) -> Rate | None:
    """Return the rate that a clause measures, if it measures one."""
    return getattr(clause.kind, "rate", None)


def band_words(band: Band) -> str:
    """Say what a band holds: 不低于 20%、低于 50%."""
    lower = band.lower and f"{'不低于' if band.lower.inclusive else '超过'} {format_decimal(band.lower.bound * 100)}%"
    upper = band.upper and f"{'不超过' if band.upper.inclusive else '低于'} {format_decimal(band.upper.bound * 100)}%"
    return "、".join(edge for edge in (lower, upper) if edge)
