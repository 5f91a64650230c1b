"""The formula of an input's state: 未评 (选填), 已评, 有误 or 不适用.

Pasting bypasses data validation, so formulas check whether the content of input cells is valid, with the same bounds
(``Slot``) as ``scoring.scoresheet``.
"""

from collections.abc import Mapping

from xlplugin.notation.decimals import PLACES, SCALE, format_decimal
from xlplugin.rubric.clause import Clause, rate_of, slots
from xlplugin.rubric.slots import Slot, Takes
from xlplugin.scoring.as_excel_formula import quoted
from xlplugin.scoring.states import ASSESSED, FAULTY, NOT_APPLICABLE, OPTIONAL, PENDING, UNASSESSED


def input_state_formula(clause: Clause, addresses: Mapping[str, str], inapplicable: str | None) -> str:
    """Write the formula of the state of a clause's input.

    Args:
        clause: the clause.
        addresses: the cell of each slot, by the slot's name.
        inapplicable: the cell for 不适用, if the rubric allows it.
    """
    cells = [(slot, addresses[slot.name]) for slot in slots(clause)]
    needed = [cell for slot, cell in cells if slot.takes is not Takes.REASON]
    everything = [cell for _, cell in cells]
    blank = quoted((PENDING if clause.awaits_others else UNASSESSED) if clause.required else OPTIONAL)
    assessed = quoted(ASSESSED)
    if broken := _broken(clause, cells):
        assessed = f"IF({broken},{quoted(FAULTY)},{assessed})"
    any_blank = _either([f'{cell}=""' for cell in needed])
    state = f"IF({any_blank},{blank},{assessed})"
    state = f"IF({_all_fine(cells)},{state},{quoted(FAULTY)})"
    if inapplicable:
        untouched = _both([f'{cell}=""' for cell in everything])
        # An optional input stays 选填: only a required one can be 不适用.
        word = quoted(NOT_APPLICABLE if clause.required else OPTIONAL)
        marked = f"{inapplicable}={quoted(NOT_APPLICABLE)}"
        beside = f"IF(AND({marked},{untouched}),{word},{quoted(FAULTY)})"
        state = f'IF({inapplicable}="",{state},{beside})'
        everything.append(inapplicable)
    errors = _either([f"ISERROR({cell})" for cell in everything])
    return f"IF({errors},{quoted(FAULTY)},{state})"


def _all_fine(cells: list[tuple[Slot, str]]) -> str:
    """Write whether each cell is blank or valid."""
    return _both([_fine(slot, cell) for slot, cell in cells if slot.takes is not Takes.REASON])


def _fine(slot: Slot, cell: str) -> str:
    if slot.words:
        return _either([f'{cell}=""', *(f"{cell}={quoted(word)}" for word in slot.words)])
    whole = f"{cell}=INT({cell})" if slot.takes is Takes.WHOLE else f"{cell}=ROUND({cell},{slot.places})"
    in_bounds = f"AND({cell}>={format_decimal(slot.least)},{cell}<={format_decimal(slot.most)},{whole})"
    # Text compares above every number, and INT of text is an error, so numbers are checked first.
    return f'IF(ISNUMBER({cell}),AND(NOT(ISLOGICAL({cell})),{in_bounds}),{cell}="")'


def _broken(clause: Clause, cells: list[tuple[Slot, str]]) -> str:
    """Write whether cells that are valid separately do not fit together."""
    match cells:
        case [(slot, amount), (Slot(takes=Takes.REASON), reason)]:
            written = f'SUBSTITUTE({reason},"\u3000","")'
            for code in (9, 10, 13):
                written = f'SUBSTITUTE({written},CHAR({code}),"")'
            unexplained = f"{amount}<{format_decimal(slot.most)}" if slot.explains_less else f"{amount}>0"
            return f'AND({unexplained},OR(NOT(ISTEXT({reason})),TRIM({written})=""))'
        case [(_, part), (_, whole)]:
            rate = rate_of(clause)
            if rate and rate.most != SCALE:
                return f"ROUND({part}-{format_decimal(rate.most)}*{whole},{PLACES})>0"
            return f"{part}>{whole}"
        case _:
            return ""


def _both(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"


def _either(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"
