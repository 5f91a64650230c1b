"""Reads cells as a scoresheet: strictly, with the same bounds as the state formula of the cells.

Nothing is guessed or corrected: text instead of a number, a date that a program made of ``3/9``, TRUE and FALSE, an
error value are faults, each with its cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from xlplugin.entries.cell_values import (
    EXACT,
    LOST,
    CellDisguised,
    CellDoubtful,
    CellError,
    CellFormula,
    CellPercent,
    CellPicture,
    CellValue,
    as_shown,
)
from xlplugin.errors import Problem, new_problem
from xlplugin.rubric.clause import Clause, asks_reason, slots
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.slots import YES, Slot, Takes, reason_name
from xlplugin.scoring.scoresheet import Scoresheet, read_scoresheet
from xlplugin.scoring.states import FAULTY, NOT_APPLICABLE

INAPPLICABLE = "na_"
"""The prefix of the names of cells for 不适用."""


@dataclass(frozen=True, eq=False)
class Entered:
    """The entries of a workbook.

    Attributes:
        data: the scoresheet as an object; invalid entries are not in it.
        scoresheet: the same, read; inputs with a fault are 有误.
        faults: what is invalid, each with the name of its slot (``3.3.7.d1_part``) or of the cell for 不适用
            (``na_3.3.4``).
    """

    data: Mapping[str, Any]
    scoresheet: Scoresheet
    faults: tuple[tuple[str, Problem], ...]


def read_cells(rubric: Rubric, values: Mapping[str, CellValue], body: str = "") -> Entered:
    """Read cells as a scoresheet.

    Args:
        rubric: the scoring table.
        values: the values of cells, by the names of the slots (``2.1.1.d1``, ``major.6.d1_reason``) and
            ``na_<indicator>``; a missing one is blank.
        body: the assessed body.
    """
    faults: list[tuple[str, Problem]] = []
    inapplicable, unclear = _inapplicable(rubric, values, faults)
    entries: dict[str, object] = {}
    faulty = set()
    for clause, its_slots in _slots(rubric):
        before = len(faults)
        parts = _parts(clause, its_slots, values, faults)
        if len(faults) > before or clause.key.rpartition(".")[0] in unclear:
            faulty.add(clause.key)
        elif parts:
            entries[clause.key] = parts.get("value", parts)
    data = {"rubric": rubric.id, "body": body, "entries": entries}
    if inapplicable:
        data["not_applicable"] = inapplicable
    reasons = _reasons(rubric, values)
    if reasons:
        data["reasons"] = reasons
    sheet = read_scoresheet(rubric, data)
    for problem in sheet.problems:
        if slot := _slot_of(rubric, problem):
            faults.append((slot, problem))
            is_of_reason = problem.where in reasons and slot == reason_name(problem.where)
            (reasons if is_of_reason else entries).pop(problem.where, None)
    states = {f"{key}:state": FAULTY for key in faulty}
    sheet = replace(
        sheet,
        values={**sheet.values, **states},
        blank=tuple(key for key in sheet.blank if key not in faulty),
        problems=(*(fault for _, fault in faults if fault not in sheet.problems), *sheet.problems),
    )
    return Entered(data, sheet, tuple(faults))


def _inapplicable(
    rubric: Rubric, values: Mapping[str, CellValue], faults: list[tuple[str, Problem]]
) -> tuple[list[str], set[str]]:
    """Return the indicators that are marked 不适用, and those whose mark is invalid."""
    marked, unclear = [], set()
    for indicator in rubric.indicators:
        if not indicator.may_be_not_applicable:
            continue
        name = f"{INAPPLICABLE}{indicator.id}"
        value = values.get(name)
        if value == NOT_APPLICABLE:
            marked.append(indicator.id)
        elif not _is_blank(value):
            faults.append((name, _strange(indicator.id, value) or _not_listed(indicator.id, value, (NOT_APPLICABLE,))))
            unclear.add(indicator.id)
    return marked, unclear


def _reasons(rubric: Rubric, values: Mapping[str, CellValue]) -> dict[str, str]:
    """Return the assessors' reasons for entries that have none of their own; whatever stands there is a text."""
    reasons = {}
    for clause in rubric.clauses:
        value = values.get(reason_name(clause.key))
        if not _is_blank(value) and not asks_reason(clause):
            reasons[clause.key] = value if isinstance(value, str) else _shown_value(value)
    return reasons


@lru_cache(maxsize=64)
def _slots(rubric: Rubric) -> tuple[tuple[Clause, tuple[Slot, ...]], ...]:
    return tuple((clause, slots(clause)) for clause in rubric.clauses)


def _parts(
    clause: Clause,
    its_slots: tuple[Slot, ...],
    values: Mapping[str, CellValue],
    faults: list[tuple[str, Problem]],
) -> dict[str, object]:
    """Return the entry of a clause by part; a blank part is absent."""
    parts: dict[str, object] = {}
    for slot in its_slots:
        value = values.get(slot.name)
        if _is_blank(value):
            continue
        if type(value) is float and slot.takes in _NUMBERS:  # by far the most, and need no further checks
            parts[slot.part] = _number(value)
        elif fault := _strange(clause.key, value) or _fault(clause, slot, value):
            faults.append((slot.name, fault))
        elif slot.takes is Takes.REASON:
            # A reason that is not a text counts as missing, if one is required.
            if not isinstance(value, str) and _is_positive(values.get(f"{clause.key}_amount")):
                faults.append((slot.name, new_problem(clause.key, "cell-reason-not-text", value=_shown_value(value))))
            parts[slot.part] = str(value)
        elif slot.takes is Takes.YES_NO:
            parts[slot.part] = value == YES
        elif slot.takes is Takes.TIER:
            # Tiers count from 1; 无 is the last word and is 0.
            parts[slot.part] = (slot.words.index(str(value)) + 1) % len(slot.words)
        else:
            parts[slot.part] = _number(value)
    return parts


_NUMBERS = (Takes.WHOLE, Takes.MEASURE, Takes.AMOUNT)


def _is_positive(value: CellValue) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool) and value > 0


@lru_cache(maxsize=4_096, typed=True)
def _number(value: CellValue) -> int | str:
    """Return the number of a cell exactly, as a scoresheet writes it; most occur again in other returns."""
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return int(value)
    number = as_shown(value) if isinstance(value, float) else Decimal(str(value))
    if not number.is_finite():
        return str(number)
    return int(number) if number == round(number) else f"{number.normalize():f}"


def _is_blank(value: CellValue) -> bool:
    return value is None or value == ""


def _strange(key: str, value: CellValue) -> Problem | None:
    """Find an error value, a formula, a picture, or a missing cell."""
    if isinstance(value, CellPicture):
        return new_problem(key, "cell-picture")
    if isinstance(value, CellFormula):
        return new_problem(key, "cell-formula", value="" if value.shown is None else _shown_value(value.shown))
    if value == LOST:
        return new_problem(key, "cell-lost")
    return new_problem(key, "cell-error", value=value.code) if isinstance(value, CellError) else None


def _fault(clause: Clause, slot: Slot, value: CellValue) -> Problem | None:
    """Find a value that the slot cannot take."""
    if slot.takes is Takes.REASON:
        return None
    if isinstance(value, CellDoubtful):
        return new_problem(clause.key, "date-number", label=slot.label, value=value.value, typed=value.typed)
    if isinstance(value, CellDisguised):
        return new_problem(clause.key, "cell-format", label=slot.label, value=value.held, format=value.format)
    if slot.words:
        return None if value in slot.words else _not_listed(clause.key, value, slot.words)
    if isinstance(value, float | int | Decimal) and not isinstance(value, bool):
        return None
    facts = {"label": slot.label, "value": _shown_value(value)}
    if isinstance(value, bool):
        return new_problem(clause.key, "cell-logical", **facts)
    if isinstance(value, CellPercent):
        return new_problem(clause.key, "cell-percent", **facts)
    return new_problem(clause.key, "cell-date" if isinstance(value, date | time) else "cell-text", **facts)


def _not_listed(key: str, value: CellValue, words: tuple[str, ...]) -> Problem:
    return new_problem(key, "cell-not-listed", value=_shown_value(value), words="、".join(words))


def _shown_value(value: CellValue) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    text = str(value)
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


MOST_SHOWN = 30
"""Characters of an entry that a message shows."""


def _slot_of(rubric: Rubric, problem: Problem) -> str:
    """Return the slot that a problem of the scoresheet is about; '' if it is about no single input."""
    slot = dict(problem.facts).get("slot")
    if isinstance(slot, str):
        return slot
    clause = next((clause for clause in rubric.clauses if clause.key == problem.where), None)
    if clause is None:
        return ""
    named = {slot.part: slot.name for slot in slots(clause)}
    is_of_reason = problem.code in ("reason-missing", "reason-missing-of-loss")
    return named.get("reason", "") if is_of_reason else next(iter(named.values()))
