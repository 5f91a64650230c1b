"""The texts of the form, made from the rubric and the words of the look."""

from collections.abc import Iterator
from typing import Literal

from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.notation.excel_text import truncate_utf16
from xlplugin.rubric.clause_kinds import (
    MOST_AMOUNT,
    MOST_COUNTED,
    MOST_MEASURED,
    Clause,
    Slot,
    Takes,
    rate_of,
    slots,
)
from xlplugin.rubric.model import BelowTable, Dimension, Indicator, Item, Notice, Rubric, Scheme
from xlplugin.workbook.look import Look
from xlplugin.workbook.sheet_model import Validation

MOST_PROMPT, MOST_TITLE = 255, 32
"""Characters of a validation's texts that Excel allows."""

MOST_TEXT = 1000
"""Characters of a reason or a remark."""


SCORED_TOPICS = ("赋分合计", "上限", "得分公式", "满分", "分段", "分值", "酌情")
"""Topics of errata that affect how a score is computed."""

CENTRED = ("三级指标", "赋分", "考核方式", "责任组", "备注")
"""Columns of the notice's table whose texts are centred."""


def standard(clauses: tuple[Clause, ...]) -> str:
    """Join the sentences of 扣分标准 or 加分标准; — if there are none."""
    return "".join(clause.quote for clause in clauses if not clause.from_method) or "—"


def item_text(item: Item) -> str:
    """Join the sentences of an item of 综合加分项 or 重大扣分项: （一）…."""
    return f"（{item.numeral}）{''.join(clause.quote for clause in item.clauses)}"


def dimension_text(dimension: Dimension) -> str:
    """Return a dimension's name, with its points if the notice prints them."""
    printed = dimension.points_printed and dimension.points
    return f"{dimension.name}\n（{format_decimal(dimension.points)}分）" if printed else dimension.name


def below_text(rubric: Rubric, below: BelowTable, look: Look) -> str:
    """Return the heading of 综合加分项 or 重大扣分项."""
    head = look.text(f"评分表.{'综合加分项' if below is rubric.general_bonus else '重大扣分项'}")
    return "\n".join(filter(None, (head, below.lead)))


def official_texts(indicator: Indicator) -> dict[str, str]:
    """Return what the notice's table prints for an indicator, by column."""
    return {
        "三级指标": indicator.name,
        "赋分": format_decimal(indicator.points) if indicator.points else "—",
        "扣分标准": standard(indicator.deductions),
        "加分标准": standard(indicator.bonuses),
        "考核方式": indicator.method,
        "涉及内容": indicator.contents,
        "责任组": indicator.responsible,
        "备注": indicator.remark,
    }


def errata_texts(rubric: Rubric, look: Look) -> Iterator[str]:
    """Return the notes on differences between the computed score and the printed table."""
    names = {str(dimension.number): dimension.name for dimension in rubric.dimensions}
    names |= {indicator.id: indicator.name for indicator in rubric.indicators}
    names |= {clause.key: indicator.name for indicator in rubric.indicators for clause in indicator.clauses}
    for below, head in ((rubric.general_bonus, "综合加分项"), (rubric.major_deduction, "重大扣分项")):
        names |= {item.id: f"{look.text(f'评分表.{head}')}（{item.numeral}）" for item in below.items}
        names |= {clause.key: names[item.id] for item in below.items for clause in item.clauses}
    for erratum in rubric.errata:
        if erratum.topic in SCORED_TOPICS and erratum.read:
            place = names.get(erratum.place, erratum.place)
            yield look.text("评分表.勘误", 位置=place, 印作=erratum.printed, 读作=erratum.read)


def notice_text(notice: Notice) -> str:
    """Return a notice with its number and annex: 《…》（高政办函〔2022〕10号）附件 2."""
    if not notice.number:
        return f"{notice.title}{notice.annex}"
    return f"《{notice.title}》（{notice.number}）{notice.annex}"


def label(clause: Clause, look: Look) -> str:
    """Return the label beside an input: what to enter."""
    first, *others = slots(clause)
    if rate := rate_of(clause):
        which = "比率" if others else "比率_分母固定"
        return look.text(f"填报项.{which}", 内容=clause.label, 分子=rate.part, 分母=rate.whole)
    if first.takes is Takes.AMOUNT:
        return look.text("填报项.分值", 内容=clause.label)
    if first.takes is Takes.YES_NO:
        return look.text("填报项.是否", 内容=clause.label)
    if first.takes is Takes.TIER:
        return look.text("填报项.分档", 内容=clause.label)
    return look.text("填报项.单位", 内容=clause.label, 单位=first.unit)


def slot_validation(clause: Clause, slot: Slot, look: Look) -> Validation:
    """Return the validation of a cell, with its prompt and error message."""
    if slot.takes is Takes.REASON:
        return text_validation(look, "理由", look.text("提示.理由过长"))
    rule = _rule(slot, look)
    unit = look.text("提示.计量单位", 单位=slot.unit) if slot.unit else ""
    optional = "" if clause.required else look.text("提示.选填")
    prompt = f"{slot.label}{unit}。{rule}{optional}"
    if slot.words:
        return choice_validation(look, slot.words, prompt)
    if slot.takes is Takes.WHOLE:
        return _validation(look, "whole", "0", format_decimal(slot.most), prompt, rule)
    return _validation(look, "decimal", "0", format_decimal(slot.most), prompt, rule)


def _rule(slot: Slot, look: Look) -> str:
    match slot.takes:
        case Takes.YES_NO | Takes.TIER:
            return look.text("提示.从列表选")
        case Takes.WHOLE if slot.most in (MOST_COUNTED * SCALE, MOST_MEASURED * SCALE):
            return look.text("提示.整数_不限")
        case Takes.WHOLE:
            return look.text("提示.整数", 最大=format_decimal(slot.most))
        case _ if slot.most == MOST_AMOUNT * SCALE:
            return look.text("提示.分值_不限")
        case _:
            return look.text("提示.分值", 最大=format_decimal(slot.most))


def choice_validation(look: Look, words: tuple[str, ...], prompt: str) -> Validation:
    """Return the validation for one of several words."""
    return _validation(look, "list", ",".join(words), "", prompt, look.text("提示.从列表选"))


def text_validation(look: Look, what: str, error: str = "", most: int = MOST_TEXT) -> Validation:
    """Return the validation for a text, with the prompt for ``what``."""
    error = error or look.text("提示.文字过长", 最多=most)
    return _validation(look, "textLength", "0", str(most), look.text(f"提示.{what}"), error)


def _validation(
    look: Look,
    kind: Literal["list", "whole", "decimal", "textLength"],
    first: str,
    second: str,
    prompt: str,
    error: str,
) -> Validation:
    title, error_title = look.text("提示.标题"), look.text("提示.出错标题")
    return Validation(
        kind,
        first,
        second,
        truncate_utf16(title, MOST_TITLE),
        truncate_utf16(prompt, MOST_PROMPT),
        truncate_utf16(error_title, MOST_TITLE),
        truncate_utf16(error, MOST_PROMPT),
    )


def grade_basis(scheme: Scheme, look: Look) -> str:
    """Return the bands that the grade follows, and why."""
    bands = []
    for grade in scheme.grades:
        lower = "" if grade.at_least is None else f"{format_decimal(grade.at_least)} 分及以上"
        upper = "" if grade.below is None else f"不足 {format_decimal(grade.below)} 分"
        bands.append(f"{grade.name}：{'、'.join(part for part in (lower, upper) if part)}")
    sentence = look.text("结果.等次依据", 分数段="；".join(bands), 文号=scheme.grades_from.number)
    return sentence + (look.text("结果.等次理由", 理由=scheme.grades_reason) if scheme.grades_reason else "")
