"""What the feedback (反馈) to one body says: its figures, every loss with its reason, corrections and appeals."""

from collections.abc import Sequence
from decimal import Decimal

from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.publishing.documents.bulletin import HEAD, Letterhead, chinese_day, head_values
from xlplugin.publishing.documents.template_field import TemplateField, Value, condition, listed, record, text
from xlplugin.publishing.rectification_list import RectificationItem
from xlplugin.publishing.round_result import (
    AWARD,
    BONUS,
    DEDUCTION,
    MAJOR,
    BodyResult,
    ClauseFinding,
    IndicatorResult,
    TableFacts,
)
from xlplugin.rubric.deciding import AppealsRule
from xlplugin.store.decided.grades import NO_GRADE

_FINDING = (
    text("条款", "扣分、加分标准的原文"),
    text("情况", "发现的情况"),
    text("计算", "怎么算的"),
)

FIELDS: tuple[TemplateField, ...] = (
    *HEAD,
    text("单位", "考核对象"),
    text("类别", "如 A类；没有的是空的"),
    condition("公布名次", "告知不告知名次"),
    text("名次", "不排的是空的"),
    text("同类个数", "同类有完整得分的单位数"),
    text("自评得分", "没有的是空的"),
    text("考核得分", "更正以前的；没有的是空的"),
    text("最终得分", "没有完整得分的是空的"),
    text("等次", "没有的是空的"),
    text("分数线的等次", "按得分应是什么等次；没有的是空的"),
    condition("等次有调整", "审定的等次与按得分的不同"),
    text("审定理由", "为何调整，或为何不定等次；没有的是空的"),
    text("无得分的原因", "有完整得分的是空的"),
    text("综合加分", "分；没有的是空的"),
    text("重大扣分", "分；没有的是空的"),
    listed(
        "各一级指标",
        "一级指标的得分",
        text("名称", "名称"),
        text("赋分", "分"),
        text("扣分", "分"),
        text("加分", "分"),
        text("得分", "分，不含加分"),
    ),
    record("合计", "各一级指标合计", *(text(name, "分") for name in ("赋分", "扣分", "加分", "得分"))),
    listed(
        "失分",
        "失分的指标，一条标准一行",
        text("序号", "1、2……"),
        text("指标", "编号和名称"),
        text("赋分", "分"),
        text("失分", "这个指标失分，分"),
        text("自评", "自评得分；没有的是空的"),
        *_FINDING,
        text("印证材料", "报送的材料；没有的是空的"),
    ),
    listed("加分", "加分的指标和事项", text("指标", "编号和名称"), text("加分", "分"), *_FINDING),
    listed("重大扣分项", "重大扣分的事项", text("扣分", "分"), *_FINDING),
    listed("条件", "触发的条件（一票否决等）", text("内容", "改变了什么")),
    listed(
        "更正",
        "更正的填报和得分",
        text("位置", "哪一项"),
        text("原来", "原来的内容"),
        text("现在", "更正后的内容"),
        text("理由", "为什么"),
        text("依据", "在哪里"),
        text("由谁", "姓名"),
    ),
    listed(
        "申诉",
        "申诉和处理结果",
        text("位置", "哪一项"),
        text("意见", "单位怎么说"),
        text("结果", "成立、部分成立、不成立；没有处理的是“未处理”"),
        text("理由", "为什么"),
    ),
    record(
        "申诉期",
        "可以申诉的时间",
        condition("有", "通知里有没有"),
        text("最后一天", "如 2022年12月10日；没有的是空的"),
        text("原文", "通知怎么说"),
        condition("逾期视为无异议", "期限内没有意见的，视为无异议"),
    ),
    listed(
        "整改",
        "须整改的",
        text("序号", "1、2……"),
        text("指标", "编号和名称"),
        text("问题", "发现的情况"),
        text("期限", "最后一天"),
    ),
)
"""What the templates of feedback may name."""


def feedback_values(  # noqa: PLR0913  # what a feedback consists of
    body: BodyResult,
    table: TableFacts,
    letterhead: Letterhead,
    *,
    peers: int,
    ranks_are_published: bool,
    items: Sequence[RectificationItem] = (),
    appeals: AppealsRule | None = None,
    last_day: str = "",
) -> dict[str, Value]:
    """Return what the feedback to a body says.

    Args:
        body: its results.
        table: the facts of its table.
        letterhead: what the office adds.
        peers: how many of its class have a complete score.
        ranks_are_published: whether the document gives the rank of the body.
        items: what it has to rectify.
        appeals: the time for appeals; None for none.
        last_day: the last day for appeals, in words; '' for none.
    """
    return {
        **head_values(table, letterhead),
        "单位": body.body,
        "类别": body.group,
        "公布名次": ranks_are_published and bool(body.rank),
        "名次": str(body.rank or ""),
        "同类个数": str(peers),
        "自评得分": body.own,
        "考核得分": body.assessed,
        "最终得分": body.published,
        "等次": "" if body.grade == NO_GRADE else body.grade,
        "分数线的等次": body.banded,
        "等次有调整": bool(body.published and body.grade and body.banded and body.grade != body.banded),
        "审定理由": body.grade_why or (body.proposed_why if body.grade == body.proposed else ""),
        "无得分的原因": body.no_score,
        "综合加分": "" if body.general_bonus == "0" else body.general_bonus,
        "重大扣分": "" if body.major_deduction == "0" else body.major_deduction,
        "各一级指标": [
            {
                "名称": one.name,
                "赋分": one.points,
                "扣分": one.deduction or "—",
                "加分": one.bonus or "0",
                "得分": one.score or "—",
            }
            for one in body.dimensions
        ],
        "合计": _sums(body),
        "失分": _losses(body),
        "加分": [*_bonuses(body)],
        "重大扣分项": [{"扣分": one.amount, **_finding(one)} for one in body.below if one.effect == MAJOR],
        "条件": [{"内容": effect} for effect in body.effects],
        "更正": [
            {
                "位置": one.name,
                "原来": one.before,
                "现在": one.after,
                "理由": one.why,
                "依据": one.evidence,
                "由谁": one.by,
            }
            for one in body.corrections
        ],
        "申诉": [
            {"位置": one.name, "意见": one.says, "结果": one.outcome or "未处理", "理由": one.why}
            for one in body.appeals
        ],
        "申诉期": {
            "有": appeals is not None,
            "最后一天": last_day,
            "原文": appeals.quote if appeals else "",
            "逾期视为无异议": bool(appeals and appeals.silence_consents),
        },
        "整改": [
            {
                "序号": str(number),
                "指标": item.called,
                "问题": item.problem,
                "期限": chinese_day(item.due),
            }
            for number, item in enumerate(items, 1)
        ],
    }


def _sums(body: BodyResult) -> dict[str, Value]:
    """Return the sums over the dimensions."""
    columns = {"赋分": "points", "扣分": "deduction", "加分": "bonus", "得分": "score"}
    sums = {
        name: sum((Decimal(getattr(one, field) or 0) for one in body.dimensions), Decimal(0))
        for name, field in columns.items()
    }
    return {name: format_decimal(int(figure * SCALE)) for name, figure in sums.items()}


def _losses(body: BodyResult) -> list[dict[str, Value]]:
    """Return a row for each clause under which points were lost; an indicator's points are in its first row."""
    rows: list[dict[str, Value]] = []
    for one in body.indicators:
        if not one.loses:
            continue
        found = [finding for finding in one.findings if finding.effect in (DEDUCTION, AWARD)] or [_NOTHING_ENTERED]
        for number, finding in enumerate(found):
            rows.append(_loss(body, one, finding, is_first=number == 0))
    return [{**row, "序号": str(number)} for number, row in enumerate(rows, 1)]


_NOTHING_ENTERED = ClauseFinding("", DEDUCTION, "", "", "", "")
"""Stands for the clauses where several sheets are joined, or where only a figure was corrected."""


def _loss(body: BodyResult, one: IndicatorResult, finding: ClauseFinding, *, is_first: bool) -> dict[str, Value]:
    files = "、".join(file.name for file in body.evidence if one.id in file.indicators) if is_first else ""
    return {
        "指标": f"{one.id} {one.name}" if is_first else "",
        "赋分": one.points if is_first else "",
        "失分": one.deduction if is_first else "",
        "自评": one.own if is_first else "",
        **_finding(finding),
        "印证材料": files,
    }


def _finding(one: ClauseFinding) -> dict[str, Value]:
    return {"条款": one.quote, "情况": one.found, "计算": one.how}


def _bonuses(body: BodyResult) -> list[dict[str, Value]]:
    rows: list[dict[str, Value]] = []
    for indicator in body.indicators:
        rows += [
            {"指标": f"{indicator.id} {indicator.name}", "加分": one.amount, **_finding(one)}
            for one in indicator.findings
            if one.effect == BONUS
        ]
    rows += [{"指标": "综合加分项", "加分": one.amount, **_finding(one)} for one in body.below if one.effect == BONUS]
    return rows
