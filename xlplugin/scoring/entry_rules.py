"""The rule beside an input, in words: what may be entered."""

from xlplugin.notation.decimals import PLACES, SCALE, format_decimal
from xlplugin.rubric.clause import Clause, rate_of, slots
from xlplugin.rubric.slots import Slot, Takes
from xlplugin.scoring.clause_points import rate_entries


def rule(clause: Clause) -> str:
    """Return in Chinese what may be entered for a clause: 应填 0 至 99999 的整数."""
    text = "；".join(_slot_rule(slot) for slot in slots(clause) if slot.takes is not Takes.REASON)
    if any(slot.takes is Takes.REASON for slot in slots(clause)):
        text += "，不足满分时写明理由" if clause.earns else "，大于 0 时写明理由"
    rate = rate_of(clause)
    if rate and rate_entries(clause):
        limit = "" if rate.most == SCALE else f"的 {format_decimal(rate.most * 100)}%"
        text += f"，前者不大于后者{limit}"
    return f"应填{text}"


def _slot_rule(slot: Slot) -> str:
    if slot.words:
        return "、".join(f"“{word}”" for word in slot.words)
    places = slot.places if slot.takes is Takes.MEASURE else PLACES
    digits = "整数" if slot.takes is Takes.WHOLE else f"数（至多 {places} 位小数）"
    name = slot.label if slot.part in ("part", "whole") else ""
    unit = "%" if slot.part == "rate" else ""
    return f"{name} {format_decimal(slot.least)} 至 {format_decimal(slot.most)}{unit} 的{digits}"
