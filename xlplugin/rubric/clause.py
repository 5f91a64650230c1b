"""A clause: one sentence of the notice that takes or gives points, with what is entered for it."""

from dataclasses import dataclass, replace

from xlplugin.rubric.clause_kinds import Kind
from xlplugin.rubric.file_fields import FieldForm, FileField
from xlplugin.rubric.kind_declaration import Standard
from xlplugin.rubric.measures import Measure, Rate
from xlplugin.rubric.over import Over, OverAll
from xlplugin.rubric.slots import Slot, Takes

CLAUSE_FIELDS = (
    FileField("原文", FieldForm.QUOTE, "通知里的这句话，一字不改"),
    FileField("填报", FieldForm.LABEL, "要填的内容，如：未公开的件数"),
    FileField("自评填报", FieldForm.LABEL, "自评时换一种说法，如：自查认定的扣分", required=False),
    FileField("原文在", FieldForm.CHOICE, "这句话印在哪一栏", required=False, choices=("标准", "考核方式")),
    FileField("待汇总", FieldForm.YES_NO, "要等各单位的数据汇总后才能填", required=False),
    FileField(
        "汇总",
        FieldForm.CHOICE,
        "由各单位的数据算出：比率的分母（最高、平均 ……），或名次等",
        required=False,
        choices=tuple(one.value for one in OverAll),
    ),
    FileField("汇总项", FieldForm.LABEL, "汇总的是哪一项：填报项、指标或一级指标的编号", required=False),
)
"""The fields of every clause; those of its kind follow, then ``OVERLAP_FIELD``."""

OVERLAP_FIELD = FileField("可能重复", FieldForm.NAMES, "可能奖励同一件事的另一条", required=False)


@dataclass(frozen=True, eq=False, repr=False)
class Clause:
    """One sentence that takes or gives points.

    Attributes:
        key: ``2.1.1.d1``, ``1.2.a1``, ``bonus.2.b1``, ``major.6.d1`` (``docs/scoring.md``, *Order of inputs*).
        label: what is to be entered, in Chinese.
        quote: the sentence in the notice.
        kind: how its amount comes about.
        standard: whether it earns (得分), takes (扣分) or adds (加分).
        required: whether a blank leaves the result provisional.
        from_method: whether the sentence is printed under 考核方式, the standard itself being blank.
        overlaps: keys of bonuses that reward the same thing; both count, with a warning.
        self_label: what is to be entered in a self-assessment, if that is worded otherwise (自查认定的扣分).
        awaits_others: whether its entry is known only when the data of other bodies is (待汇总).
        over: how it is computed from them, if it is (汇总).
    """

    key: str
    label: str
    quote: str
    kind: Kind
    standard: Standard
    required: bool
    from_method: bool = False
    overlaps: tuple[str, ...] = ()
    self_label: str = ""
    awaits_others: bool = False
    over: Over | None = None

    def for_self_assessment(self) -> "Clause":
        """Return the clause as a self-assessment words it."""
        return replace(self, label=self.self_label) if self.self_label else self

    @property
    def deducts(self) -> bool:
        """Whether it takes points."""
        return self.standard is Standard.DEDUCTION

    @property
    def earns(self) -> bool:
        """Whether it is an award: its figure is built from zero."""
        return self.standard is Standard.AWARD

    @property
    def verb(self) -> str:
        """得, 扣 or 加."""
        return self.standard.verb


def slots(clause: Clause) -> tuple[Slot, ...]:
    """List the input cells of a clause, in order."""
    return clause.kind.slots(clause.key, clause.label)


def asks_reason(clause: Clause) -> bool:
    """Whether an entry consists of an amount and its reason."""
    return any(slot.takes is Takes.REASON for slot in slots(clause))


def measure_of(clause: Clause) -> Measure | None:
    """Return what a clause measures, if it measures something."""
    return getattr(clause.kind, "measure", None)


def rate_of(clause: Clause) -> Rate | None:
    """Return the rate of two numbers that a clause measures, if it measures one."""
    measure = measure_of(clause)
    return measure if isinstance(measure, Rate) else None
