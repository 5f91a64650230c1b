"""The kinds of 得分标准, 扣分标准 and 加分标准: each is declared once, here, as data.

A kind says which fields of a rubric's file describe it, what it is called, what is entered for it, which of its
numbers its sentence in the notice must contain, and how the guide explains it. The reader of rubric files, the
finder of mistyped fields, ``xlplugin inputs``, the guides and ``templates/rubric.schema.json`` follow from that.

A further kind is one class below (and its name in ``Kind``), one case in ``scoring/clause_points.py``, and its
cases in ``tests/cases``. The kinds are those of ``docs/scoring.md``, *Kinds of clause*. Amounts and percentages are
in ten-thousandths.
"""

from dataclasses import dataclass
from typing import ClassVar, Self, TypeAlias

from xlplugin.notation.decimals import SCALE
from xlplugin.rubric.file_fields import FieldForm, FileField
from xlplugin.rubric.kind_declaration import (
    MEASURED,
    EntryExample,
    FieldValues,
    KindDeclaration,
    Printed,
    QuotedNumber,
    RateFormula,
    Standard,
    Surroundings,
)
from xlplugin.rubric.measures import Measure, bound_text, is_rate
from xlplugin.rubric.slots import MOST_AMOUNT, MOST_COUNTED, NO, NONE, YES, Slot, Takes

MOST_TIERS = 40
"""Tiers of a choice, bands of a rate; each is an IF in the one before, of which 64 may nest."""

_RATE_ENTRY = EntryExample(
    "{part: 3, whole: 50}",
    "leave `whole` out if the whole is a fixed number",
    "part 是分子，whole 是分母；分母固定的只写 part",
)
_VALUE_ENTRY = EntryExample(
    "8.5",
    "a number; a rate that is typed in is `{rate: 89.5}`, in %",
    "一个数；直接填的比率写 {rate: 89.5}，单位是 %",
)
_AMOUNT_ENTRY = EntryExample(
    "{amount: 1.5, reason: 公开不及时}",
    "an amount in points; above 0 it needs a reason",
    "amount 是分值，reason 是理由，分值大于 0 时必写",
)
_AMOUNT = FileField("扣分", FieldForm.AMOUNT, "{verb}几分")
_CAP = FileField("上限", FieldForm.POINTS, "这一条至多扣（加）几分", required=False)
_TARGET = FileField("目标", FieldForm.BOUND, "应达到的数，如 90%")
_IN_PROPORTION = FileField("按比例", FieldForm.YES_NO, "不满一档的按比例算；不写是不算", required=False)
_FULL_MARK = FileField("满分", FieldForm.POINTS, "公式得分不超过的分", required=False)

MEASURE_FIELDS = (
    FileField("率", FieldForm.LABEL, "比率的名称；没有分子、分母的，直接填百分数", required=False),
    FileField("分子", FieldForm.LABEL, "比率的分子", required=False),
    FileField("分母", FieldForm.LABEL, "比率的分母，或固定的数", required=False),
    FileField("数值", FieldForm.LABEL, "填一个数的，数的名称，如 平均住院日、名次", required=False),
    FileField("单位", FieldForm.LABEL, "数值的单位，如 天、名", required=False),
    FileField("最小", FieldForm.BOUND, "数值最小可填几；不写是 0", required=False),
    FileField("最大", FieldForm.BOUND, "最大可填几；比率不写是 100%", required=False),
    FileField("小数位", FieldForm.CHOICE, "可填几位小数", required=False, choices=("0", "1", "2", "3", "4")),
)
"""What is measured, in the kinds that measure something."""

TIER_FIELDS = (
    FileField("名称", FieldForm.LABEL, "下拉列表里的词"),
    FileField("扣分", FieldForm.AMOUNT, "这一档{verb}的分"),
)
BAND_FIELDS = (
    FileField("不低于", FieldForm.BOUND, "含此数", required=False),
    FileField("超过", FieldForm.BOUND, "不含此数", required=False),
    FileField("不超过", FieldForm.BOUND, "含此数", required=False),
    FileField("低于", FieldForm.BOUND, "不含此数", required=False),
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
class Score:
    """得分 = full x rate, or full x (1 - rate) where ``of_rest``; held to the points 0 … ``points``.

    ``is_stated`` is whether the file states that limit (满分).
    """

    full: int
    of_rest: bool
    points: int
    is_stated: bool = False

    @classmethod
    def of(cls, formula: RateFormula, full_mark: int | None, points: int) -> "Score":
        """Make one from a formula; ``full_mark`` (满分) or the indicator's points are the most it gives.

        Below the table an item has no points of its own (0): there the formula's full mark is the most.
        """
        most = (points or formula.full) if full_mark is None else full_mark
        return cls(formula.full, formula.of_rest, most, full_mark is not None)


@dataclass(frozen=True, eq=False, repr=False)
class Edge:
    """An edge of a band; ``inclusive`` where the band holds the edge itself (不低于, 不超过)."""

    bound: int
    inclusive: bool


@dataclass(frozen=True, eq=False, repr=False)
class Band:
    """A band of values from one edge (None: no beginning) to another (None: no end), and what it takes or gives."""

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
    def of(cls, values: FieldValues, _of: Surroundings) -> "Flat":
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
    def of(cls, values: FieldValues, _of: Surroundings) -> "PerOccurrence":
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
    def of(cls, values: FieldValues, _of: Surroundings) -> "Choice":
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
        ),
        measures=True,
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
    measure: Measure
    score: Score

    @classmethod
    def of(cls, values: FieldValues, of: Surroundings) -> "Proportional":
        """Make one from the fields of a file."""
        formula, measure = values["得分"], values[MEASURED]
        full_mark = values["满分"]
        if full_mark is None and not of.points and not is_rate(measure):
            full_mark = formula.full * measure.most // SCALE  # below the table nothing else limits it
        return cls(measure, Score.of(formula, full_mark, of.points))

    def slots(self, key: str, label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return self.measure.slots(key, label)

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
        fields=(FileField("分段", FieldForm.LIST, fields=BAND_FIELDS, at_least=1),),
        measures=True,
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
    measure: Measure
    bands: tuple[Band, ...]

    @classmethod
    def of(cls, values: FieldValues, _of: Surroundings) -> "Banded":
        """Make one from the fields of a file."""
        return cls(values[MEASURED], values["分段"])

    def slots(self, key: str, label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return self.measure.slots(key, label)

    def quoted(self) -> tuple[QuotedNumber, ...]:
        """List its numbers: edges, and the amounts of the bands without a formula."""
        printed = Printed.PERCENT if is_rate(self.measure) else Printed.VALUE
        edges = {edge.bound for band in self.bands for edge in (band.lower, band.upper) if edge}
        amounts = (band.takes for band in self.bands if isinstance(band.takes, int))
        return (
            *(QuotedNumber(edge, printed) for edge in sorted(edges)),
            *(QuotedNumber(amount, Printed.POINTS) for amount in amounts),
        )


@dataclass(frozen=True, eq=False, repr=False)
class _FromTarget:
    """So much for each step of a measure below or above a target."""

    declaration: ClassVar[KindDeclaration]
    measure: Measure
    target: int
    step: int
    points: int
    cap: int | None = None
    in_proportion: bool = False
    full: int = 0
    """The points of its indicator, which it gives where nothing could be measured; 0 unless it is an award."""

    @classmethod
    def of(cls, values: FieldValues, of: Surroundings) -> Self:
        """Make one from the fields of a file; a step of 0, noted as wrong, would never end."""
        step = values[cls.declaration.mark] or 1
        full = of.points if of.standard is Standard.AWARD else 0
        return cls(values[MEASURED], values["目标"], step, values["扣分"], values["上限"], values["按比例"], full)

    def slots(self, key: str, label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return self.measure.slots(key, label)

    def quoted(self) -> tuple[QuotedNumber, ...]:
        """List its numbers."""
        rate = is_rate(self.measure)
        return (
            QuotedNumber(self.target, Printed.PERCENT if rate else Printed.VALUE),
            QuotedNumber(self.step, Printed.STEP if rate else Printed.VALUE),
            QuotedNumber(self.points, Printed.POINTS),
            QuotedNumber(self.cap, Printed.CAP),
        )


@dataclass(frozen=True, eq=False, repr=False)
class ShortOfTarget(_FromTarget):
    """不得少于90%，每降低两个百分点，扣 0.5 分; only whole steps count, unless ``in_proportion``."""

    declaration: ClassVar = KindDeclaration(
        name="per step short of a target",
        chinese="低于目标",
        mark="每低",
        fields=(_TARGET, FileField("每低", FieldForm.BOUND, "每低多少，如 2%"), _AMOUNT, _CAP, _IN_PROPORTION),
        measures=True,
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
        note="`按比例: 是` counts parts of a step in proportion.",
        note_zh="不满一档的不扣；按比例扣的写`按比例: 是`。",
    )


@dataclass(frozen=True, eq=False, repr=False)
class AboveTarget(_FromTarget):
    """每高于目标 1 个百分点得 0.5 分."""

    declaration: ClassVar = KindDeclaration(
        name="per step above a target",
        chinese="高于目标",
        mark="每高",
        fields=(_TARGET, FileField("每高", FieldForm.BOUND, "每高多少，如 1%"), _AMOUNT, _CAP, _IN_PROPORTION),
        measures=True,
        entry=_VALUE_ENTRY,
        lead="An amount for each whole step above a target; the measured value is entered:",
        lead_zh="高于目标逐档计（填一个数）",
        example="""
            原文: 办结时间超过5天的，每超过1天，扣 0.5 分，扣分上限为 2 分
            填报: 办结的天数
            数值: 办结天数
            单位: 天
            目标: 5
            每高: 1
            扣分: 0.5
            上限: 2
        """,
        note="A value has a `单位` (unit) and, if need be, `最小` and `最大` (bounds) and `小数位` (decimal places).",
        note_zh="数值写`单位`，需要时写`最小`、`最大`、`小数位`。",
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
    earns: bool = False

    @classmethod
    def of(cls, values: FieldValues, of: Surroundings) -> "Discretionary":
        """Make one from the fields of a file; as an award it is limited by the points in any case."""
        earns = of.standard is Standard.AWARD
        limit: int | None = values["酌情"]
        return cls(of.points if earns and limit is None else limit, earns)

    def slots(self, key: str, label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return _amount_slots(key, label, MOST_AMOUNT * SCALE if self.limit is None else self.limit, self.earns)

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
    def of(cls, values: FieldValues, _of: Surroundings) -> "Multiplied":
        """Make one from the fields of a file."""
        return cls(values["倍数"])

    def slots(self, key: str, label: str) -> tuple[Slot, ...]:
        """List its input cells."""
        return _amount_slots(key, label, MOST_AMOUNT * SCALE, earns=False)

    def quoted(self) -> tuple[QuotedNumber, ...]:
        """List its numbers."""
        return (QuotedNumber(self.factor, Printed.FACTOR),)


Kind: TypeAlias = (
    Flat | PerOccurrence | Choice | Proportional | Banded | ShortOfTarget | AboveTarget | Discretionary | Multiplied
)

KINDS: tuple[type[Kind], ...] = (
    PerOccurrence,
    Choice,
    Banded,
    ShortOfTarget,
    AboveTarget,
    Proportional,
    Discretionary,
    Multiplied,
    Flat,
)
"""In the order in which a reader tries them: 扣分 alone, which others have too, comes last."""


def _amount_slots(key: str, label: str, most: int, earns: bool) -> tuple[Slot, ...]:
    amount = Slot("amount", f"{key}_amount", Takes.AMOUNT, label, "分", most, explains_less=earns)
    return (amount, Slot("reason", f"{key}_reason", Takes.REASON, "理由"))


def band_words(band: Band, measure: Measure) -> str:
    """Say what a band holds: 不低于 20%、低于 50%."""
    lower = band.lower and f"{'不低于' if band.lower.inclusive else '超过'} {bound_text(measure, band.lower.bound)}"
    upper = band.upper and f"{'不超过' if band.upper.inclusive else '低于'} {bound_text(measure, band.upper.bound)}"
    return "、".join(edge for edge in (lower, upper) if edge)
