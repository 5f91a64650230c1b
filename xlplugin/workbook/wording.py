"""The texts of the form, as an office would write them."""

from xlplugin.amount import shown
from xlplugin.clauses import Choice, Clause, Flat, Slot, Takes, rate_of, slots
from xlplugin.rubric import Item, Scheme


def standard(clauses: tuple[Clause, ...]) -> str:
    """Put the sentences of 扣分标准 or 加分标准 together again; — where there is none."""
    return "".join(clause.quote for clause in clauses if not clause.from_method) or "—"


def item_text(item: Item) -> str:
    """Put the sentences of an item of 综合加分项 or 重大扣分项 together: （一）…."""
    return f"（{item.numeral}）{''.join(clause.quote for clause in item.clauses)}"


def label(clause: Clause) -> str:
    """Say what to enter beside a clause."""
    first, *others = slots(clause)
    if rate := rate_of(clause):
        whole = rate.whole if isinstance(rate.whole, str) else f"总量固定为 {rate.whole}"
        return f"{clause.label}\n左：{rate.part}；右：{whole}" if others else f"{clause.label}\n{rate.part}（{whole}）"
    if first.takes is Takes.AMOUNT:
        return f"{clause.label}（分）\n左：分值；右：理由"
    if isinstance(clause.kind, Flat):
        return f"{clause.label}（是／否）"
    if isinstance(clause.kind, Choice):
        return f"{clause.label}（从列表中选）"
    return f"{clause.label}（{first.unit}）"


def input_rule(slot: Slot) -> str:
    """Say what a cell takes, where something else was entered."""
    match slot.takes:
        case Takes.WORD:
            return "请从下拉列表中选择。"
        case Takes.WHOLE:
            return f"请填 0 至 {shown(slot.most)} 的整数。"
        case Takes.AMOUNT:
            return f"请填 0 至 {shown(slot.most)} 的数，至多 4 位小数。"
        case Takes.REASON:
            return "理由请控制在 1000 字以内。"


def input_prompt(clause: Clause, slot: Slot) -> str:
    """Say what a cell takes, when it is entered."""
    if slot.takes is Takes.REASON:
        return "分值大于 0 时请写明理由。"
    unit = f"（单位：{slot.unit}）" if slot.unit else ""
    optional = "" if clause.required else "没有的不填。"
    return f"{slot.label}{unit}。{input_rule(slot)}{optional}"


def grade_basis(scheme: Scheme) -> str:
    """Say which bands the grade goes by, and why."""
    bands = []
    for grade in scheme.grades:
        lower = "" if grade.at_least is None else f"{shown(grade.at_least)} 分及以上"
        upper = "" if grade.below is None else f"不足 {shown(grade.below)} 分"
        bands.append(f"{grade.name}：{'、'.join(part for part in (lower, upper) if part)}")
    reason = f"（{scheme.grades_reason}）" if scheme.grades_reason else ""
    return f"等次按公布得分：{'；'.join(bands)}。依据：{scheme.grades_from.number}{reason}"
