"""The rule beside an input, in words: what may be entered."""

from xlplugin.notation.decimals import format_decimal
from xlplugin.rubric.clause_kinds import Clause, Slot, Takes, slots
from xlplugin.scoring.clause_points import rate_entries


def rule(clause: Clause) -> str:
    """Return in Chinese what may be entered for a clause: 应填 0 至 99999 的整数."""
    text = "；".join(_slot_rule(slot) for slot in slots(clause) if slot.takes is not Takes.REASON)
    if any(slot.takes is Takes.REASON for slot in slots(clause)):
        text += "，大于 0 时写明理由"
    if rate_entries(clause):
        text += "，前者不大于后者"
    return f"应填{text}"


def _slot_rule(slot: Slot) -> str:
    if slot.words:
        return "、".join(f"“{word}”" for word in slot.words)
    digits = "整数" if slot.takes is Takes.WHOLE else "数（至多 4 位小数）"
    name = slot.label if slot.part in ("part", "whole") else ""
    return f"{name} 0 至 {format_decimal(slot.most)} 的{digits}"
