"""What the published notice (通报) says: every count is that of the list beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xlplugin.notation.chinese_numerals import numeral_of
from xlplugin.publishing.documents.template_field import (
    TemplateField,
    Value,
    condition,
    listed,
    names,
    of_names,
    record,
    text,
)
from xlplugin.publishing.rectification_list import RectificationItem
from xlplugin.publishing.round_result import MAJOR, BodyResult, RoundResult, TableFacts
from xlplugin.publishing.round_statistics import (
    LEAST_RATE,
    GroupStatistics,
    IndicatorLoss,
    best,
    group_statistics,
    in_common,
    indicator_losses,
    with_major_deductions,
    worst,
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What an office adds to its documents.

    Attributes:
        title: what is assessed: 高平市2022年度政务公开工作考核.
        to: to whom the notice is addressed (主送).
        issuer: who signs it (落款).
        number: its document number (发文字号); '' for none.
        day: its date (成文日期).
        freeze: a sentence that names the freeze; '' for a draft.
        frozen: the day of the freeze; None for a draft.
    """

    title: str
    to: str
    issuer: str
    number: str
    day: date
    freeze: str = ""
    frozen: date | None = None


HEAD = (
    text("考核名称", "如 高平市2022年度政务公开工作考核"),
    text("考核事项", "去掉末尾的“考核”，标题分行用，如 高平市2022年度政务公开工作"),
    text("年度", "如 2022"),
    text("通知标题", "考核通知的标题"),
    text("通知文号", "考核通知的文号"),
    text("主送", "主送机关"),
    text("落款", "发文机关"),
    text("发文字号", "没有的是空的"),
    text("日期", "成文日期，如 2022年12月20日"),
    text("定稿说明", "依据哪一次定稿，有摘要和办理记录，供核对"),
    text("定稿日期", "如 2022年12月18日；征求意见的是空的"),
)
"""Fields that every document has."""

_LOSS = (
    text("序号", "一、二……"),
    text("编号", "指标编号"),
    text("名称", "指标名称"),
    text("赋分", "分"),
    text("失分", "各单位失分合计，分"),
    text("失分率", "失分占赋分的百分数，如 12.5%"),
    names("单位", "失分的单位"),
)

FIELDS: tuple[TemplateField, ...] = (
    *HEAD,
    condition("公布名次", "通报里公布不公布得分和名次"),
    condition("分类", "有几类考核对象"),
    names("考核对象", "全部考核对象"),
    names("未定等次", "没有定等次的单位"),
    listed(
        "各类",
        "每一类考核对象",
        text("序号", "一、二……"),
        text("名称", "如 A类；不分类的是“考核对象”"),
        names("单位", "这一类的单位"),
        names("有得分", "有完整得分的单位，得分高的在前"),
        text("平均分", "有完整得分的单位的平均分；没有的是空的"),
        text("最高分", "没有的是空的"),
        text("最低分", "没有的是空的"),
        names("最高", "得分最高的单位"),
        names("最低", "得分最低的单位"),
        names("未定", "没有定等次的单位"),
        listed("未定各单位", "没有定等次的单位", text("单位", "名称"), text("理由", "没有的是空的")),
        names("无失分名单", "谁都没有失分的指标的名称"),
        listed("各等次", "有单位的等次", text("等次", "如 优秀"), names("单位", "这一等次的单位")),
        listed(
            "各行",
            "一览表的行，得分高的在前",
            text("序号", "1、2……"),
            text("名次", "不排的是空的"),
            text("单位", "名称"),
            text("得分", "公布得分"),
            text("等次", "等次"),
        ),
        listed("无失分", "谁都没有失分的指标", *_LOSS),
        listed("失分多", f"失分率最高的指标（{LEAST_RATE}% 以上）", *_LOSS),
        listed("普遍", "失分单位最多的指标（两个以上单位）", *_LOSS),
        listed("重大扣分", "有重大扣分的单位", text("单位", "名称"), text("扣分", "分"), text("事项", "扣分的事项")),
    ),
    record(
        "整改",
        "须整改的",
        names("单位", "须整改的单位"),
        text("项数", "共几项"),
        text("期限", "最后一天，如 2023年1月5日；几种期限的写最后一种"),
        listed(
            "各项",
            "整改清单的行",
            text("序号", "1、2……"),
            text("单位", "名称"),
            text("指标", "编号和名称"),
            text("失分", "分"),
            text("问题", "发现的情况"),
            text("期限", "最后一天"),
        ),
    ),
)
"""What the template of the notice may name."""


def bulletin_values(
    result: RoundResult, items: Sequence[RectificationItem], letterhead: Letterhead, *, ranks_are_published: bool
) -> dict[str, Value]:
    """Return what the notice says.

    Args:
        result: the results that were frozen.
        items: what has to be rectified.
        letterhead: what the office adds.
        ranks_are_published: whether totals and ranks are published, or only grades.
    """
    groups = group_statistics(result)
    ungraded = [body.body for group in groups for body in group.ungraded]
    return {
        **head_values(result.tables[0], letterhead),
        "公布名次": ranks_are_published,
        "分类": len(groups) > 1,
        "考核对象": of_names(list(dict.fromkeys(body.body for body in result.bodies))),
        "未定等次": of_names(ungraded),
        "各类": [
            _group(number, group, result, in_order=not ranks_are_published) for number, group in enumerate(groups, 1)
        ],
        "整改": _rectification(items),
    }


def head_values(table: TableFacts, letterhead: Letterhead) -> dict[str, Value]:
    """Return the values of ``HEAD``."""
    return {
        "考核名称": letterhead.title,
        "考核事项": letterhead.title.removesuffix("考核"),
        "年度": str(table.year),
        "通知标题": table.notice,
        "通知文号": table.number,
        "主送": letterhead.to,
        "落款": letterhead.issuer,
        "发文字号": letterhead.number,
        "日期": chinese_day(letterhead.day),
        "定稿说明": letterhead.freeze,
        "定稿日期": chinese_day(letterhead.frozen) if letterhead.frozen else "",
    }


def chinese_day(day: date) -> str:
    """Write a day as documents do, without zeros before its numbers (GB/T 9704): 2022年12月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def title_of(table: TableFacts) -> str:
    """Return what is assessed, from the title of the scheme: 高平市 2022年度…考核方案 is 高平市2022年度…考核."""
    title = "".join(table.scheme_title.split())
    for ending in ("实施方案", "工作方案", "方案", "实施细则", "细则", "办法"):
        if title.endswith(ending) and len(title) > len(ending) + 2:
            return title.removesuffix(ending)
    return title


def _group(number: int, group: GroupStatistics, result: RoundResult, *, in_order: bool) -> dict[str, Value]:
    """Return what the notice says of a class; ``in_order`` lists bodies in the order of the notice, not of totals."""
    losses = indicator_losses(result, group.rubric)
    # A class that shares its table with others has its own losses.
    if sum(rubric == group.rubric for rubric, _ in result.groups) > 1:
        losses = indicator_losses(RoundResult(result.name, result.tables, group.bodies), group.rubric)
    first, last = group.scored[:1], group.scored[-1:]
    highest = [body.body for body in group.scored if first and body.published == first[0].published]
    lowest = [body.body for body in group.scored if last and body.published == last[0].published]
    mean = group.mean
    return {
        "序号": numeral_of(number),
        "名称": group.name or (result.table(group.rubric).title if len(result.tables) > 1 else "考核对象"),
        "单位": of_names([body.body for body in group.bodies]),
        "有得分": of_names([body.body for body in _listed(group.scored, group, in_order=in_order)]),
        "平均分": "" if mean is None else f"{mean}",
        "最高分": first[0].published if first else "",
        "最低分": last[0].published if last else "",
        "最高": of_names(highest),
        "最低": of_names(lowest),
        "未定": of_names([body.body for body in group.ungraded]),
        "未定各单位": [{"单位": body.body, "理由": body.grade_why or body.no_score} for body in group.ungraded],
        "无失分名单": of_names([one.name for one in best(losses)]),
        "各等次": [
            {"等次": grade, "单位": of_names([one.body for one in _listed(some, group, in_order=in_order)])}
            for grade, some in group.by_grade
        ],
        "各行": [_row(at, body) for at, body in enumerate(group.bodies if in_order else _in_rank_order(group), 1)],
        "无失分": [_loss(at, one) for at, one in enumerate(best(losses), 1)],
        "失分多": [_loss(at, one) for at, one in enumerate(worst(losses), 1)],
        "普遍": [_loss(at, one) for at, one in enumerate(in_common(losses), 1)],
        "重大扣分": [_major(body) for body in with_major_deductions(group.bodies)],
    }


def _listed(some: Sequence[BodyResult], group: GroupStatistics, *, in_order: bool) -> list[BodyResult]:
    return [body for body in group.bodies if body in some] if in_order else list(some)


def _in_rank_order(group: GroupStatistics) -> list[BodyResult]:
    return [*group.scored, *(body for body in group.bodies if not body.published)]


def _row(number: int, body: BodyResult) -> dict[str, Value]:
    return {
        "序号": str(number),
        "名次": str(body.rank or ""),
        "单位": body.body,
        "得分": body.published or "—",
        "等次": body.grade or "—",
    }


def _loss(number: int, one: IndicatorLoss) -> dict[str, Value]:
    return {
        "序号": numeral_of(number),
        "编号": one.id,
        "名称": one.name,
        "赋分": f"{one.points.normalize():f}",
        "失分": f"{one.lost.normalize():f}",
        "失分率": f"{one.rate}%",
        "单位": of_names(one.bodies),
    }


def _major(body: BodyResult) -> dict[str, Value]:
    what = "；".join(one.found or one.quote for one in body.below if one.effect == MAJOR)
    return {"单位": body.body, "扣分": body.major_deduction, "事项": what}


def _rectification(items: Sequence[RectificationItem]) -> dict[str, Value]:
    rows: list[dict[str, Value]] = [
        {
            "序号": str(number),
            "单位": item.body,
            "指标": item.called,
            "失分": item.lost,
            "问题": item.problem,
            "期限": chinese_day(item.due),
        }
        for number, item in enumerate(items, 1)
    ]
    return {
        "单位": of_names(list(dict.fromkeys(item.body for item in items))),
        "项数": str(len(rows)),
        "期限": chinese_day(max(item.due for item in items)) if items else "",
        "各项": rows,
    }
