"""The columns of 评分表 and the rows of 结果, by their names in the look."""

from dataclasses import dataclass

from xlplugin.rubric.clause import slots
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.slots import Takes
from xlplugin.workbook.editions import Edition

HEAD_ROW = 4
"""The row of 评分表 with the column headings."""

RESULT_SENTENCE, RESULT_SENTENCE_ROW = "result:sentence", 2
"""The step with the result in one line, and its row of 评分表."""

OFFICIAL = ("一级指标", "二级指标", "三级指标", "赋分", "扣分标准", "加分标准", "考核方式")
ASSIGNMENT = ("涉及内容", "责任组", "备注")
LAST_PRINTED = "计分说明"

RESULTS = {
    "total": "总分",
    "published": "公布得分",
    "grade": "考核等次",
    "status": "填报状态",
    "assessed": "已评",
    "blank": "未评",
    "faulty": "有误",
    "general_bonus": "综合加分",
    "major_deduction": "重大扣分",
}
"""The steps shown on 结果, in order, with their labels in the look."""

MORE_RESULTS = {"pending": "待汇总", "applicable": "参评分值", "basic": "基本分", "bonuses": "加分合计"}
"""Further steps shown there if the rubric has them."""

RESULTS_ROW = 3
"""The row of 结果 with the first of these steps."""

RESULT_FIGURES = {"plain": 4, "self": 4, "assess": 7}
"""The number of columns of 结果 with figures, by edition; names are left of them, and two columns right."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one side, by their names in the look; '' if the edition has none."""

    first: str
    second: str
    reason: str
    not_applicable: str
    state: str
    amount: str
    deduction: str
    bonus: str
    score: str
    sentence: str
    alone: str
    alone_score: str


MAIN = Columns(
    "填报", "填报二", "理由", "不适用", "状态", "本条", "扣分", "加分", "得分", "计分说明", "单计", "单计得分"
)
OWN = Columns(
    *("自评", "自评二", "自评理由", "自评不适用", "自评状态"),
    *("自评本条", "自评扣分", "自评加分", "自评得分", "自评说明", "自评单计", "自评单计得分"),
)

CHANGES = ("变动序", "变动项", "变动说明")
"""The columns that number and explain what changes the total, for the list on 结果."""

OPEN = ("待填序", "编号")
"""The columns that number what is blank or invalid, and name it, for the links on 填表说明."""

ENTERED = {
    Edition.PLAIN: (
        *("填报内容", "填报", "填报二", "不适用", "理由", "扣分", "加分", "得分"),
        *(LAST_PRINTED, "状态", "本条", "单计", "单计得分", *CHANGES, *OPEN),
    ),
    Edition.ASSESS: (
        *("填报内容", "自评", "自评二", "自评得分", "填报", "填报二", "不适用", "理由", "扣分", "加分", "得分"),
        *(LAST_PRINTED, "状态", "本条", "自评理由", "自评不适用"),
        *("自评状态", "自评本条", "自评扣分", "自评加分", "自评说明"),
        *("单计", "单计得分", "自评单计", "自评单计得分", *CHANGES, *OPEN),
    ),
}
"""The columns right of the notice's own; those after 计分说明 are for the screen and not printed."""
ENTERED[Edition.SELF] = ENTERED[Edition.PLAIN]

ALONE, ALONE_SCORE = (MAIN.alone, OWN.alone), (MAIN.alone_score, OWN.alone_score)
"""The columns for figures before a group (组) says what counts of them: of clauses, of indicators."""

HIDDEN = frozenset(("自评状态", "自评本条", "自评扣分", "自评加分", "自评说明", *ALONE, *ALONE_SCORE, *CHANGES, *OPEN))
"""Columns with figures that other formulas need and nobody reads; they are hidden."""

ASSIGNMENT_TEXTS = {"涉及内容": "contents", "责任组": "responsible", "备注": "remark"}
"""The columns of ``ASSIGNMENT``, with the attributes of indicators that they show."""


def table_columns(rubric: Rubric, edition: Edition, *, has_bonus_column: bool) -> tuple[str, ...]:
    """Return the columns of 评分表 in order, by their names in the look.

    加分标准 has no column of its own unless the look gives it one. 涉及内容, 责任组 and 备注 appear only if the table
    has them; a second cell, a reason or 不适用 only if something can be entered there; names only of the levels that
    the table has.
    """
    its_slots = [slot for clause in rubric.clauses for slot in slots(clause)]
    absent = set() if has_bonus_column else {"加分标准"}
    if not any(slot.part == "whole" for slot in its_slots):
        absent |= {MAIN.second, OWN.second}
    if not any(slot.takes is Takes.REASON for slot in its_slots):
        absent |= {OWN.reason} if edition is Edition.ASSESS else {MAIN.reason}
    if not any(indicator.may_be_not_applicable for indicator in rubric.indicators):
        absent |= {MAIN.not_applicable, OWN.not_applicable}
    members = {member for group in rubric.groups for member in group.members}
    of_indicators = members & {indicator.id for indicator in rubric.indicators}
    absent |= set() if of_indicators else set(ALONE_SCORE)
    absent |= set() if members - of_indicators else set(ALONE)
    absent |= {name for name, level in (("一级指标", 2), ("二级指标", 3)) if rubric.levels < level}
    below = (rubric.general_bonus, rubric.major_deduction)
    if not has_text(rubric, "method") and not any(part.method for part in below):
        absent.add("考核方式")
    is_divided = has_assignment(rubric)
    if rubric.headings:  # the notice has other columns, and need not have all three
        absent |= {name for name, text in ASSIGNMENT_TEXTS.items() if not has_text(rubric, text)}
    names = (*OFFICIAL, *(ASSIGNMENT if is_divided or rubric.headings else ()), *ENTERED[edition])
    return tuple(name for name in names if name not in absent)


def has_assignment(rubric: Rubric) -> bool:
    """Whether the table has 涉及内容 or responsible groups (责任组)."""
    return has_text(rubric, "contents") or has_text(rubric, "responsible")


def has_text(rubric: Rubric, attribute: str) -> bool:
    """Whether an indicator has a text in a column."""
    return any(getattr(indicator, attribute) for indicator in rubric.indicators)
