"""The inputs of a rubric, listed for machines (the contract's *Inputs*)."""

from collections.abc import Mapping

from xlplugin.notation.decimals import SCALE, to_decimal
from xlplugin.rubric.clause import Clause, slots
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.slots import NO, NONE, YES, Takes, reason_name

Place = Mapping[str, str]
"""``{"sheet": …, "cell": …}``."""


def list_inputs(rubric: Rubric, cells: Mapping[str, Place] | None = None) -> list[dict[str, object]]:
    """List the inputs of a rubric in the order of the notice, one object for each key.

    Args:
        rubric: the scoring table.
        cells: the cell of each defined name of a workbook (``in_2.1.1.d1``); each input then has its ``cells``, in the
            assessors' edition with that of the ``reason``.

    Returns:
        Objects with ``key``, ``indicator`` ('' below the table), ``kind``, ``required``, ``label``, ``unit`` (件, …),
        ``min`` and ``max`` (of a count, of both numbers of a rate, of an amount in 分, of a tier's number; None for
        是/否), ``tiers``, ``words`` and ``may_be_not_applicable``.
    """
    allowed = {indicator.id: indicator.may_be_not_applicable for indicator in rubric.indicators}
    listed = []
    for clause in rubric.clauses:
        indicator = clause.key.rpartition(".")[0]
        entry = _input(clause, indicator if indicator in allowed else "", allowed.get(indicator, False))
        if cells is not None:
            names = {slot.part: f"in_{slot.name}" for slot in slots(clause)}
            if (reason := f"in_{reason_name(clause.key)}") in cells:
                names["reason"] = reason
            entry["cells"] = {part: dict(cells[name]) for part, name in names.items()}
        listed.append(entry)
    return listed


def _input(clause: Clause, indicator: str, may_be_not_applicable: bool) -> dict[str, object]:
    first = slots(clause)[0]
    tiers: list[str] = []
    words: dict[str, str] = {}
    least, most = _json_number(first.least), _json_number(first.most)
    match first.takes:
        case Takes.YES_NO:
            words, least, most = {"true": YES, "false": NO}, None, None
        case Takes.TIER:
            tiers, words = list(first.words[:-1]), {"none": NONE}
            most = len(tiers)
    return {
        "key": clause.key,
        "indicator": indicator,
        "kind": clause.kind.declaration.name,
        "required": clause.required,
        "label": clause.label,
        "unit": first.unit or None,
        "min": least,
        "max": most,
        "tiers": tiers,
        "words": words,
        "may_be_not_applicable": may_be_not_applicable,
    }


def _json_number(amount: int) -> int | float | None:
    """Return ten-thousandths as a JSON number; a float writes four decimal places exactly."""
    return amount // SCALE if amount % SCALE == 0 else float(to_decimal(amount))
