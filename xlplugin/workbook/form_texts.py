"""The texts of the form, made from the rubric and the words of the look."""

from collections.abc import Iterator
from typing import Literal

from xlplugin.notation.chinese_numerals import numeral_of
from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.notation.excel_text import truncate_utf16
from xlplugin.rubric.clause import Clause, rate_of, slots
from xlplugin.rubric.clause_kinds import Flat
from xlplugin.rubric.model import BelowTable, Dimension, Indicator, Item, Notice, Rubric, Scheme
from xlplugin.rubric.slots import MOST_AMOUNT, MOST_COUNTED, MOST_MEASURED, Slot, Takes
from xlplugin.workbook.look import Look
from xlplugin.workbook.sheet_model import Validation

MOST_PROMPT, MOST_TITLE = 255, 32
"""Characters of a validation's texts that Excel allows."""

MOST_TEXT = 1000
"""Characters of a reason or a remark."""

BONUS_COLUMN = "评分表.加分标准单列"
"""The choice whether 加分标准 has a column of its own."""


SCORED_TOPICS = ("赋分合计", "上限", "得分公式", "满分", "分段", "分值", "酌情", "识别")
"""Topics of errata that affect how a score is computed."""

NO_STANDARD = "—"
"""Printed where an indicator has no 扣分标准 or 加分标准."""

BELOW = {"bonus": "加分", "major": "扣分"}
"""The parts below the table, by the prefix of their keys."""

CENTRED = ("三级指标", "赋分", "考核方式", "责任组", "备注")
"""Columns of the notice's table whose texts are centred."""


def standard(clauses: tuple[Clause, ...]) -> str:
    """Join the sentences of 扣分标准 or 加分标准; — if there are none."""
    return "".join(clause.quote for clause in clauses if not clause.from_method) or NO_STANDARD


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


def standards(indicator: Indicator, look: Look) -> dict[str, str]:
    """Return 扣分标准 and 加分标准 by column; in one column bonuses follow with a lead of their own (加分：…).

    得分标准 stands before 扣分标准 in the same column, as notices print both in one cell.
    """
    deductions, bonuses = standard(indicator.awards + indicator.deductions), standard(indicator.bonuses)
    if look.choices[BONUS_COLUMN]:
        return {"扣分标准": deductions, "加分标准": bonuses}
    leads = (("", deductions), (look.text("评分表.加分引语"), bonuses))
    return {"扣分标准": "\n".join(f"{lead}{text}" for lead, text in leads if text != NO_STANDARD) or NO_STANDARD}


def clause_number(clause: Clause) -> str:
    """Return the number of a clause's indicator or item: 2.1.2, 加分（六）."""
    id = clause.key.rpartition(".")[0]
    place, _, at = id.partition(".")
    return f"{BELOW[place]}（{numeral_of(int(at))}）" if place in BELOW else id


def change_name(rubric: Rubric, owner: Indicator | Item, look: Look) -> str:
    """Return the name of an indicator or item in the list on 结果: ``2.1.1 村务公开``, ``综合加分项（一）``."""
    if isinstance(owner, Indicator):
        return f"{owner.id} {owner.name}"
    head = "综合加分项" if owner in rubric.general_bonus.items else "重大扣分项"
    return f"{look.text(f'评分表.{head}')}（{owner.numeral}）"


LEVELS = {3: "三级指标", 2: "二级指标", 1: "一级指标"}
"""The name of the lowest level of a table, by the number of its levels."""


def head_text(rubric: Rubric, look: Look, name: str) -> str:
    """Return the heading of a column of 评分表: the notice's own word, if the rubric has one."""
    printed = LEVELS[rubric.levels] if name == LEVELS[3] else name
    if own := dict(rubric.headings).get(printed):
        return own
    if name == LEVELS[3]:
        return look.text(f"评分表.{LEVELS[rubric.levels]}").replace("\n", "")  # the column is wide
    if name == "扣分标准" and any(indicator.awards for indicator in rubric.indicators):
        has_others = any(indicator.deductions or indicator.bonuses for indicator in rubric.indicators)
        return look.text("评分表.评分标准" if has_others else "评分表.得分标准")
    is_shared = name == "扣分标准" and not look.choices[BONUS_COLUMN]
    return look.text("评分表.扣分加分标准" if is_shared else f"评分表.{name}")


def official_texts(indicator: Indicator, look: Look) -> dict[str, str]:
    """Return what the notice's table prints for an indicator, by column."""
    return standards(indicator, look) | {
        "三级指标": indicator.name,
        "赋分": format_decimal(indicator.points) if indicator.points else "—",
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


def note_texts(rubric: Rubric, look: Look) -> list[str]:
    """Return the notes below the table: its footnotes, errata that affect the score, the legend of the marks."""
    notes = (*rubric.footnotes, *errata_texts(rubric, look), look.text("评分表.注"))
    return [note for note in notes if note]


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
        return look.text("填报项.评分" if clause.earns else "填报项.分值", 内容=clause.label)
    if isinstance(clause.kind, Flat) and not clause.kind.points:
        return clause.label  # it only decides whether a rule holds
    if isinstance(clause.kind, Flat):
        effect = f"{clause.verb} {format_decimal(clause.kind.points)}"
        return look.text("填报项.是否", 内容=clause.label, 计分=effect)
    if first.takes is Takes.TIER:
        return look.text("填报项.分档", 内容=clause.label)
    return look.text("填报项.单位", 内容=clause.label, 单位=first.unit) if first.unit else clause.label


def slot_validation(clause: Clause, slot: Slot, look: Look) -> Validation:
    """Return the validation of a cell, with its prompt and error message."""
    if slot.takes is Takes.REASON:
        return text_validation(look, "失分理由" if clause.earns else "理由", look.text("提示.理由过长"))
    rule = _rule(slot, look, clause.required)
    unit = look.text("提示.计量单位", 单位=slot.unit) if slot.unit else ""
    is_said = clause.required or rule == look.text("提示.整数_选填")
    prompt = f"{slot.label}{unit}。{rule}{'' if is_said else look.text('提示.选填')}"
    if slot.words:
        return choice_validation(look, slot.words, prompt)
    kind: Literal["whole", "decimal"] = "whole" if slot.takes is Takes.WHOLE else "decimal"
    return _validation(look, kind, format_decimal(slot.least), format_decimal(slot.most), prompt, rule)


def _rule(slot: Slot, look: Look, is_required: bool) -> str:
    match slot.takes:
        case Takes.YES_NO | Takes.TIER:
            return look.text("提示.从列表选")
        case Takes.MEASURE if slot.places:
            bounds = {"最小": format_decimal(slot.least), "最大": format_decimal(slot.most), "位数": str(slot.places)}
            return look.text("提示.数", **bounds)
        case Takes.MEASURE:
            return look.text("提示.整数至", 最小=format_decimal(slot.least), 最大=format_decimal(slot.most))
        case Takes.WHOLE if slot.least:
            return look.text("提示.整数至", 最小=format_decimal(slot.least), 最大=format_decimal(slot.most))
        case Takes.WHOLE if slot.most in (MOST_COUNTED * SCALE, MOST_MEASURED * SCALE):
            return look.text("提示.整数_不限" if is_required else "提示.整数_选填")
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
    """Return the bands that the grade follows, and why; or that there are none."""
    if not scheme.grades:
        return look.text("结果.无等次")
    bands = []
    for grade in scheme.grades:
        lower = "" if grade.at_least is None else f"{format_decimal(grade.at_least)} 分及以上"
        upper = "" if grade.below is None else f"不足 {format_decimal(grade.below)} 分"
        bands.append(f"{grade.name}：{'、'.join(part for part in (lower, upper) if part)}")
    sentence = look.text("结果.等次依据", 分数段="；".join(bands), 文号=scheme.grades_from.number)
    return sentence + (look.text("结果.等次理由", 理由=scheme.grades_reason) if scheme.grades_reason else "")
