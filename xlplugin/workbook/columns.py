"""The sheets, the editions, and the columns of 评分表, by their names in the look."""

from dataclasses import dataclass
from enum import Enum

FRONT_SHEET, SCORE_SHEET, RESULT_SHEET = "填表说明", "评分表", "结果"
EVIDENCE_SHEET, GROUP_SHEET, META_SHEET = "印证材料", "责任分解", "工作簿信息"
CONF_SHEET = "xlwings.conf"
SENT_BACK_SHEET = "退回修改"
"""What is wrong with a return, in the copy that is sent back (``sent_back``)."""

HEAD_ROW = 4
"""The row of 评分表 with the columns' heads."""

RESULT_SENTENCE, RESULT_SENTENCE_ROW = "result:sentence", 2
"""The step that tells the result in one line, and its row of 评分表."""

OFFICIAL = ("一级指标", "二级指标", "三级指标", "赋分", "扣分标准", "加分标准", "考核方式")
ASSIGNMENT = ("涉及内容", "责任组", "备注")
LAST_PRINTED = "计分说明"

STRETCHED = {"扣分标准": 0.4, "加分标准": 0.15, "填报内容": 0.2, "计分说明": 0.25}
"""The columns that take the width of those that a table does not need, and how much of it."""

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

RESULTS_ROW = 3
"""The row of 结果 with the first of them."""

RESULT_FIGURES = {"plain": 4, "self": 4, "assess": 7}
"""The columns of 结果 with figures, by edition: between the first, with names, and the last two."""


class Edition(Enum):
    """Who fills the workbook in."""

    PLAIN = "plain"
    """One column, whoever fills it in."""
    SELF = "self"
    """The body assesses itself (自评)."""
    ASSESS = "assess"
    """The assessors (考核组), beside the body's own column, which is locked."""


_EDITION_NAMES = {Edition.PLAIN: "一般", Edition.SELF: "自评", Edition.ASSESS: "考核"}


def edition_name(edition: str) -> str:
    """Give what an edition is called in lists."""
    return _EDITION_NAMES[Edition(edition)]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one side, by their names in the look; '' where the edition has none."""

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


MAIN = Columns("填报", "填报二", "理由", "不适用", "状态", "本条", "扣分", "加分", "得分", "计分说明")
OWN = Columns(
    *("自评", "自评二", "自评理由", "自评不适用", "自评状态"),
    *("自评本条", "自评扣分", "自评加分", "自评得分", "自评说明"),
)

PRINTED = {
    Edition.PLAIN: (
        *("填报内容", "填报", "填报二", "不适用", "状态", "本条", "扣分", "加分", "得分"),
        *(LAST_PRINTED, "理由", "失分序", "失分说明"),
    ),
    Edition.ASSESS: (
        *("填报内容", "自评", "自评二", "自评得分", "填报", "填报二", "不适用", "状态", "扣分", "加分", "得分"),
        *(LAST_PRINTED, "理由", "本条", "自评理由", "自评不适用", "自评状态", "自评本条"),
        *("自评扣分", "自评加分", "自评说明", "失分序", "失分说明"),
    ),
}
"""The columns right of the notice's own; those after 计分说明 are not printed."""
PRINTED[Edition.SELF] = PRINTED[Edition.PLAIN]
