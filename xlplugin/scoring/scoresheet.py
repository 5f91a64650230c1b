"""A scoresheet (评分表，已填): what was entered for one body, checked against its rubric.

Everything that cannot be taken as it stands is a problem, never clamped or guessed, and all problems are
found in one reading. Rules: ``docs/scoring.md``, *Blank, zero, not applicable*.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xlplugin.errors import Problem, nearest, problem
from xlplugin.notation.decimals import ONE, PLACES, as_decimal, shown
from xlplugin.notation.excel_text import UNWRITABLE
from xlplugin.rubric.clause_kinds import NO, NONE, YES, Choice, Clause, Flat, Slot, Takes, slots
from xlplugin.rubric.model import Rubric
from xlplugin.scoring.steps import ASSESSED, FAULTY, NOT_APPLICABLE, OPTIONAL, UNASSESSED

FIELDS = ("rubric", "body", "entries", "not_applicable")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
MOST_HINTS = 20
"""Unknown keys for which the nearest known one is looked up."""

MOST_QUOTED = 40
"""Characters of what was given that a message shows."""
MOST_REASON = 16_000
"""Characters of a reason: what a cell can hold, even of those that count as two."""

BLANKS = " \u3000\n\r\t"
"""What a reason of nothing else does not count as written."""


@dataclass(frozen=True, slots=True)
class Scoresheet:
    """What was entered for one body.

    Attributes:
        rubric: the rubric's id.
        body: the assessed body.
        values: entries by name (numbers in ten-thousandths, words as a cell shows them) and the state of
            each input as ``KEY:state``.
        not_applicable: ids of the indicators that are marked so.
        blank: keys of the required inputs that are blank.
        remarks: what is worth saying and no fault.
        problems: what is wrong; where there is any, there is no total and no grade.
    """

    rubric: str
    body: str
    values: Mapping[str, int | str]
    not_applicable: frozenset[str]
    blank: tuple[str, ...]
    remarks: tuple[Problem, ...]
    problems: tuple[Problem, ...]


class _Findings:
    """What is found while one scoresheet is read."""

    def __init__(self) -> None:
        self.values: dict[str, int | str] = {}
        self.remarks: list[Problem] = []
        self.problems: list[Problem] = []


_Read = Callable[[object, _Findings], str]
"""Reads one entry, keeps its values, and gives the state of the input."""


def read_scoresheet(rubric: Rubric, data: object) -> Scoresheet:
    """Read a scoresheet (the contract's object, as from JSON) for a rubric.

    Numbers may be ``int``, ``Decimal``, finite ``float`` or decimal text. Nothing is raised for what is wrong
    in the data: it is in ``problems``.
    """
    found = _Findings()
    if not isinstance(data, Mapping):
        found.problems.append(problem("", "not-a-scoresheet"))
        data = {"rubric": rubric.id}
    for name in data:
        if name not in FIELDS:
            found.problems.append(problem("", "unknown-field", field=name, **nearest(name, FIELDS)))
    if data.get("rubric") is None:
        found.problems.append(problem("rubric", "missing-field", field="rubric"))
    elif data["rubric"] != rubric.id:
        wrong = problem("rubric", "wrong-rubric", rubric=data.get("rubric"), expected=rubric.id)
        found.problems.append(wrong)
    body = data.get("body")
    if body is None:
        body = ""
    elif not isinstance(body, str):
        found.problems.append(_wrong_type("body", "文字", "text", body))
        body = ""
    inapplicable = _read_inapplicable(rubric, data.get("not_applicable"), found)
    blank = _read_entries(rubric, data.get("entries"), inapplicable, found)
    return Scoresheet(rubric.id, body, found.values, inapplicable, blank, tuple(found.remarks), tuple(found.problems))


def _read_inapplicable(rubric: Rubric, given: object, found: _Findings) -> frozenset[str]:
    if given is None:
        return frozenset()
    if not isinstance(given, list):
        found.problems.append(_wrong_type("not_applicable", "指标编号的列表", "a list of indicator ids", given))
        return frozenset()
    allowed = _may_be_inapplicable(rubric)
    for indicator in given:
        if not isinstance(indicator, str) or indicator not in allowed:
            found.problems.append(problem("not_applicable", "unknown-indicator", indicator=indicator))
        elif not allowed[indicator]:
            found.problems.append(problem(indicator, "may-not-be-inapplicable"))
    return frozenset(indicator for indicator in given if isinstance(indicator, str) and allowed.get(indicator))


def _read_entries(rubric: Rubric, given: object, inapplicable: frozenset[str], found: _Findings) -> tuple[str, ...]:
    entries: Mapping[object, object] = {}
    if isinstance(given, Mapping):
        entries = given
    elif given is not None:
        found.problems.append(_wrong_type("entries", "“键: 值”的对象", "an object", given))
    readers = _readers(rubric)
    unknown = [key for key in entries if key not in readers]
    for at, key in enumerate(unknown):
        hint = nearest(key, tuple(readers) if at < MOST_HINTS else ())
        found.problems.append(problem("entries", "unknown-key", key=_quoted(key), **hint))
    blank = []
    for key, (indicator, required, read) in readers.items():
        raw = entries.get(key)
        state = read(raw, found) if raw is not None else UNASSESSED
        if indicator in inapplicable:
            if raw is not None and not (isinstance(raw, Mapping) and all(part is None for part in raw.values())):
                found.problems.append(problem(key, "entry-beside-inapplicable"))
                state = FAULTY
            elif required:
                state = NOT_APPLICABLE
        if state == UNASSESSED:
            if required:
                blank.append(key)
            else:
                state = OPTIONAL
        found.values[f"{key}:state"] = state
    return tuple(blank)


@lru_cache(maxsize=64)
def _may_be_inapplicable(rubric: Rubric) -> dict[str, bool]:
    return {indicator.id: indicator.may_be_not_applicable for indicator in rubric.indicators}


@lru_cache(maxsize=64)
def _readers(rubric: Rubric) -> dict[str, tuple[str, bool, _Read]]:
    """For each key its indicator, whether it is required, and what reads it."""
    return {clause.key: (clause.key.rpartition(".")[0], clause.required, _reader(clause)) for clause in rubric.clauses}


def _reader(clause: Clause) -> _Read:
    first, *others = slots(clause)
    match clause.kind:
        case Flat():
            return lambda raw, found: _read_flat(first.name, raw, found)
        case Choice():
            return lambda raw, found: _read_choice(first, raw, found)
        case _ if first.part == "value":
            return lambda raw, found: _assessed(_read_number(clause.key, first, raw, found))
        case _:
            parts = (first, *others)
            names = tuple(slot.part for slot in parts)
            return lambda raw, found: _read_parts(clause.key, parts, names, raw, found)


def _read_flat(key: str, raw: object, found: _Findings) -> str:
    if not isinstance(raw, bool):
        found.problems.append(problem(key, "not-yes-or-no", value=_quoted(raw)))
        return FAULTY
    found.values[key] = YES if raw else NO
    return ASSESSED


def _read_choice(slot: Slot, raw: object, found: _Findings) -> str:
    tiers = slot.words[:-1]
    number = _decimal(raw)
    if number is None or not 0 <= number <= len(tiers) or number != round(number):
        found.problems.append(problem(slot.name, "unknown-tier", value=_quoted(raw), most=len(tiers)))
        return FAULTY
    found.values[slot.name] = tiers[int(number) - 1] if number else NONE
    return ASSESSED


def _read_parts(key: str, expected: tuple[Slot, ...], names: tuple[str, ...], raw: object, found: _Findings) -> str:
    """Read a rate (part and whole) or an amount with its reason."""
    if not isinstance(raw, Mapping):
        samples = {"part": "3", "whole": "50", "amount": "1.5", "reason": "…"}
        example = "{" + ", ".join(f"{name}: {samples[name]}" for name in names) + "}"
        found.problems.append(problem(key, "not-an-object", example=example, value=_quoted(raw)))
        return FAULTY
    before = len(found.problems)
    for name in raw:
        if name not in names:
            found.problems.append(problem(key, "unknown-field", field=name, **nearest(name, names)))
    given = [slot for slot in expected if raw.get(slot.part) is not None]
    for slot in given:
        if slot.takes is Takes.REASON:
            _read_reason(key, slot, raw[slot.part], found)
        else:
            _read_number(key, slot, raw[slot.part], found)
    if len(found.problems) > before:
        return FAULTY
    if expected[-1].takes is Takes.REASON:
        return _state_of_amount(key, expected, given, found)
    return _state_of_rate(key, expected, given, found)


def _state_of_rate(key: str, expected: tuple[Slot, ...], given: list[Slot], found: _Findings) -> str:
    if len(given) < len(expected):
        if given:
            missing = next(slot for slot in expected if slot not in given)
            found.remarks.append(problem(key, "half-a-rate", missing=missing.label))
        return UNASSESSED
    if len(expected) == 2:
        part, whole = (found.values[slot.name] for slot in expected)
        if isinstance(part, int) and isinstance(whole, int) and part > whole:
            labels = {"part": expected[0].label, "whole": expected[1].label}
            numbers = {"part_value": shown(part), "whole_value": shown(whole)}
            found.problems.append(problem(key, "part-above-whole", **labels, **numbers))
            return FAULTY
    return ASSESSED


def _state_of_amount(key: str, expected: tuple[Slot, ...], given: list[Slot], found: _Findings) -> str:
    amount, reason = expected
    number = found.values.get(amount.name)
    if amount not in given:
        if reason in given:
            found.remarks.append(problem(key, "reason-without-amount"))
        return UNASSESSED
    if isinstance(number, int) and number > 0 and not found.values.get(reason.name):
        found.problems.append(problem(key, "reason-missing", value=shown(number)))
        return FAULTY
    return ASSESSED


def _read_reason(key: str, slot: Slot, raw: object, found: _Findings) -> None:
    if not isinstance(raw, str):
        found.problems.append(problem(key, "reason-not-text", value=_quoted(raw), slot=slot.name))
    elif len(raw) > MOST_REASON or UNWRITABLE.search(raw):
        found.problems.append(problem(key, "reason-unwritable", most=MOST_REASON, slot=slot.name))
    elif raw.strip(BLANKS):
        found.values[slot.name] = raw


def _assessed(fine: bool) -> str:
    return ASSESSED if fine else FAULTY


def _read_number(key: str, slot: Slot, raw: object, found: _Findings) -> bool:
    """Read a count or an amount; False, with the problem noted, where it cannot be taken."""
    if type(raw) is int and 0 <= raw * ONE <= slot.most:
        found.values[slot.name] = raw * ONE
        return True
    number = _decimal(raw)
    facts = {"label": slot.label, "value": _quoted(raw if number is None else number), "slot": slot.name}
    if number is None:
        found.problems.append(problem(key, "not-a-number", **facts))
    elif number < 0:
        found.problems.append(problem(key, "negative", **facts))
    elif number > as_decimal(slot.most):
        found.problems.append(problem(key, "over-limit", most=shown(slot.most), **facts))
    elif slot.takes is Takes.WHOLE and number != round(number):
        found.problems.append(problem(key, "fractional", **facts))
    elif number != round(number, PLACES):
        found.problems.append(problem(key, "too-many-places", **facts))
    else:
        found.values[slot.name] = int(round(number, PLACES).scaleb(PLACES))
        return True
    return False


def _decimal(raw: object) -> Decimal | None:
    """Give a number exactly; None for what is none: true and false, NaN, text other than a plain decimal."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
        return None
    if isinstance(raw, str) and not _PLAIN.fullmatch(raw):
        return None
    number = Decimal(str(raw)) if isinstance(raw, float) else Decimal(raw)
    return number if number.is_finite() else None


def _wrong_type(where: str, expected: str, expected_en: str, value: object) -> Problem:
    return problem(where, "wrong-type", expected=expected, expected_en=expected_en, value=_quoted(value))


def _quoted(raw: object) -> str:
    """Show what was given, shortened."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    try:
        text = f"“{raw}”" if isinstance(raw, str) else str(raw)
    except ValueError:  # an integer of thousands of digits is not written out
        return "…"
    return text if len(text) <= MOST_QUOTED else f"{text[: MOST_QUOTED - 1]}…"
