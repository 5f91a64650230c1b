"""A scoresheet (评分表，已填): the entries for one body, checked against the rubric.

Every invalid entry is a problem, never clamped or guessed, and one reading finds all problems. Rules:
``docs/scoring.md``, *Blank, zero, not applicable*.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xlplugin.errors import Problem, nearest, new_problem
from xlplugin.notation.decimals import PLACES, SCALE, format_decimal, to_decimal
from xlplugin.notation.excel_text import has_unwritable
from xlplugin.rubric.clause import Clause, asks_reason, rate_of, slots
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.slots import NO, NONE, YES, Slot, Takes, reason_name
from xlplugin.scoring.states import ASSESSED, FAULTY, NOT_APPLICABLE, OPTIONAL, PENDING, UNASSESSED

FIELDS = ("rubric", "body", "entries", "not_applicable", "reasons")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
MOST_HINTS = 20
"""Unknown keys for which a similar known one is suggested."""

MOST_QUOTED = 40
"""Characters of an invalid value that a message shows."""
MOST_REASON = 16_000
"""Characters of a reason: as many as a cell can store, even if each counts as two."""

BLANKS = " \u3000\n\r\t"
"""A reason of only these characters counts as blank."""


@dataclass(frozen=True, slots=True)
class Scoresheet:
    """The entries for one body.

    Attributes:
        rubric: the rubric's id.
        body: the assessed body.
        values: entries by name (numbers in ten-thousandths, words as a cell shows them), the state of each input as
            ``KEY:state``, and reasons as ``KEY_reason``: an entry's own, or the assessors' for any other.
        not_applicable: ids of the indicators that are marked so.
        blank: keys of the required inputs that are blank.
        remarks: notices that are no problems.
        problems: what is invalid; with any problem there is no total and no grade.
    """

    rubric: str
    body: str
    values: Mapping[str, int | str]
    not_applicable: frozenset[str]
    blank: tuple[str, ...]
    remarks: tuple[Problem, ...]
    problems: tuple[Problem, ...]


class _Findings:
    """The values and problems found so far."""

    def __init__(self) -> None:
        self.values: dict[str, int | str] = {}
        self.remarks: list[Problem] = []
        self.problems: list[Problem] = []


_Read = Callable[[object, _Findings], str]
"""Reads one entry, keeps its values, and gives the state of the input."""


def read_scoresheet(rubric: Rubric, data: object) -> Scoresheet:
    """Read a scoresheet (an object, as from JSON) for a rubric.

    Args:
        rubric: the scoring table.
        data: ``{"rubric": …, "body": …, "entries": {key: entry}, "not_applicable": [id, …], "reasons": {key: text}}``;
            the last two are optional. Numbers may be ``int``, ``Decimal``, finite ``float`` or decimal text; counts are
            whole, amounts in 分 with at most four decimals.

    Returns:
        The scoresheet. Invalid data raises nothing: it is in ``problems``.
    """
    readings = _Findings()
    if not isinstance(data, Mapping):
        readings.problems.append(new_problem("", "not-a-scoresheet"))
        data = {"rubric": rubric.id}
    for name in data:
        if name not in FIELDS:
            readings.problems.append(new_problem("", "unknown-field", field=name, **nearest(name, FIELDS)))
    if data.get("rubric") is None:
        readings.problems.append(new_problem("rubric", "missing-field", field="rubric"))
    elif data["rubric"] != rubric.id:
        wrong = new_problem("rubric", "wrong-rubric", rubric=data.get("rubric"), expected=rubric.id)
        readings.problems.append(wrong)
    body = data.get("body")
    if body is None:
        body = ""
    elif not isinstance(body, str):
        readings.problems.append(_wrong_type("body", "文字", "text", body))
        body = ""
    inapplicable = _read_inapplicable(rubric, data.get("not_applicable"), readings)
    blank = _read_entries(rubric, data.get("entries"), inapplicable, readings)
    _read_reasons(rubric, data.get("reasons"), readings)
    remarks = readings.remarks
    if remarks:  # the whole of a rate over all bodies (汇总) is filled in by the office, not by the body
        over = {clause.key for clause in rubric.clauses if clause.over}
        remarks = [one for one in remarks if one.code != "half-a-rate" or one.where not in over]
    return Scoresheet(rubric.id, body, readings.values, inapplicable, blank, tuple(remarks), tuple(readings.problems))


def _read_inapplicable(rubric: Rubric, given: object, readings: _Findings) -> frozenset[str]:
    if given is None:
        return frozenset()
    if not isinstance(given, list):
        readings.problems.append(_wrong_type("not_applicable", "指标编号的列表", "a list of indicator ids", given))
        return frozenset()
    allowed = _may_be_inapplicable(rubric)
    for indicator in given:
        if not isinstance(indicator, str) or indicator not in allowed:
            readings.problems.append(new_problem("not_applicable", "unknown-indicator", indicator=indicator))
        elif not allowed[indicator]:
            readings.problems.append(new_problem(indicator, "may-not-be-inapplicable"))
    return frozenset(indicator for indicator in given if isinstance(indicator, str) and allowed.get(indicator))


def _read_entries(rubric: Rubric, given: object, inapplicable: frozenset[str], readings: _Findings) -> tuple[str, ...]:
    entries: Mapping[object, object] = {}
    if isinstance(given, Mapping):
        entries = given
    elif given is not None:
        readings.problems.append(_wrong_type("entries", "“键: 值”的对象", "an object", given))
    readers = _readers(rubric)
    unknown = [key for key in entries if key not in readers]
    for at, key in enumerate(unknown):
        hint = nearest(key, tuple(readers) if at < MOST_HINTS else ())
        readings.problems.append(new_problem("entries", "unknown-key", key=_quoted(key), **hint))
    blank = []
    awaited = _awaited(rubric)
    for key, (indicator, required, read) in readers.items():
        raw = entries.get(key)
        state = read(raw, readings) if raw is not None else UNASSESSED
        if indicator in inapplicable:
            if raw is not None and not (isinstance(raw, Mapping) and all(part is None for part in raw.values())):
                readings.problems.append(new_problem(key, "entry-beside-inapplicable"))
                state = FAULTY
            elif required:
                state = NOT_APPLICABLE
        if state == UNASSESSED:
            if not required:
                state = OPTIONAL
            elif key in awaited:
                state = PENDING
            else:
                blank.append(key)
        readings.values[f"{key}:state"] = state
    return tuple(blank)


def _read_reasons(rubric: Rubric, given: object, readings: _Findings) -> None:
    """Read the assessors' reasons for entries that have none of their own; they change no figure."""
    if given is None:
        return
    if not isinstance(given, Mapping):
        readings.problems.append(_wrong_type("reasons", "“键: 理由”的对象", "an object", given))
        return
    own = _have_own_reason(rubric)
    for at, (key, text) in enumerate(given.items()):
        if key not in own:
            hint = nearest(key, tuple(own) if at < MOST_HINTS else ())
            readings.problems.append(new_problem("reasons", "unknown-key", key=_quoted(key), **hint))
        elif own[key]:
            readings.problems.append(new_problem(key, "reason-of-its-own"))
        elif text is not None:
            _read_reason(key, reason_name(key), text, readings)


@lru_cache(maxsize=64)
def _have_own_reason(rubric: Rubric) -> dict[str, bool]:
    return {clause.key: asks_reason(clause) for clause in rubric.clauses}


@lru_cache(maxsize=64)
def _may_be_inapplicable(rubric: Rubric) -> dict[str, bool]:
    return {indicator.id: indicator.may_be_not_applicable for indicator in rubric.indicators}


@lru_cache(maxsize=64)
def _awaited(rubric: Rubric) -> frozenset[str]:
    return frozenset(clause.key for clause in rubric.clauses if clause.awaits_others)


@lru_cache(maxsize=64)
def _readers(rubric: Rubric) -> dict[str, tuple[str, bool, _Read]]:
    """Return for each key its indicator, whether it is required, and the function that reads it."""
    return {clause.key: (clause.key.rpartition(".")[0], clause.required, _reader(clause)) for clause in rubric.clauses}


def _reader(clause: Clause) -> _Read:
    first, *others = slots(clause)
    if first.takes is Takes.YES_NO:
        return lambda raw, readings: _read_flat(first.name, raw, readings)
    if first.takes is Takes.TIER:
        return lambda raw, readings: _read_choice(first, raw, readings)
    if first.part == "value":
        return lambda raw, readings: _assessed(_read_number(clause.key, first, raw, readings))
    parts = (first, *others)
    names = tuple(slot.part for slot in parts)
    rate = rate_of(clause)
    most = rate.most if rate else SCALE
    return lambda raw, readings: _read_parts(clause.key, parts, names, most, raw, readings)


def _read_flat(key: str, raw: object, readings: _Findings) -> str:
    if not isinstance(raw, bool):
        readings.problems.append(new_problem(key, "not-yes-or-no", value=_quoted(raw)))
        return FAULTY
    readings.values[key] = YES if raw else NO
    return ASSESSED


def _read_choice(slot: Slot, raw: object, readings: _Findings) -> str:
    tiers = slot.words[:-1]
    number = _decimal(raw)
    if number is None or not 0 <= number <= len(tiers) or number != round(number):
        readings.problems.append(new_problem(slot.name, "unknown-tier", value=_quoted(raw), most=len(tiers)))
        return FAULTY
    readings.values[slot.name] = tiers[int(number) - 1] if number else NONE
    return ASSESSED


def _read_parts(
    key: str, expected: tuple[Slot, ...], names: tuple[str, ...], most: int, raw: object, readings: _Findings
) -> str:
    """Read a rate (part and whole, at most ``most``), a typed rate, or an amount with its reason."""
    if not isinstance(raw, Mapping):
        samples = {"part": "3", "whole": "50", "amount": "1.5", "reason": "…", "rate": "89.5"}
        example = "{" + ", ".join(f"{name}: {samples[name]}" for name in names) + "}"
        readings.problems.append(new_problem(key, "not-an-object", example=example, value=_quoted(raw)))
        return FAULTY
    before = len(readings.problems)
    for name in raw:
        if name not in names:
            readings.problems.append(new_problem(key, "unknown-field", field=name, **nearest(name, names)))
    given = [slot for slot in expected if raw.get(slot.part) is not None]
    for slot in given:
        if slot.takes is Takes.REASON:
            _read_reason(key, slot.name, raw[slot.part], readings)
        else:
            _read_number(key, slot, raw[slot.part], readings)
    if len(readings.problems) > before:
        return FAULTY
    if expected[-1].takes is Takes.REASON:
        return _state_of_amount(key, expected, given, readings)
    return _state_of_rate(key, expected, given, most, readings)


def _state_of_rate(key: str, expected: tuple[Slot, ...], given: list[Slot], most: int, readings: _Findings) -> str:
    if len(given) < len(expected):
        if given:
            missing = next(slot for slot in expected if slot not in given)
            readings.remarks.append(new_problem(key, "half-a-rate", missing=missing.label))
        return UNASSESSED
    if len(expected) == 2:
        part, whole = (readings.values[slot.name] for slot in expected)
        if isinstance(part, int) and isinstance(whole, int) and part * SCALE > whole * most:
            labels = {"part": expected[0].label, "whole": expected[1].label}
            numbers = {"part_value": format_decimal(part), "whole_value": format_decimal(whole)}
            code = "part-above-whole" if most == SCALE else "rate-over-limit"
            limit = {} if most == SCALE else {"most": format_decimal(most * 100)}
            readings.problems.append(new_problem(key, code, **labels, **numbers, **limit))
            return FAULTY
    return ASSESSED


def _state_of_amount(key: str, expected: tuple[Slot, ...], given: list[Slot], readings: _Findings) -> str:
    amount, reason = expected
    number = readings.values.get(amount.name)
    if amount not in given:
        if reason in given:
            readings.remarks.append(new_problem(key, "reason-without-amount"))
        return UNASSESSED
    if isinstance(number, int) and not readings.values.get(reason.name):
        if not amount.explains_less and number > 0:
            readings.problems.append(new_problem(key, "reason-missing", value=format_decimal(number)))
            return FAULTY
        if amount.explains_less and number < amount.most:
            facts = {"value": format_decimal(number), "most": format_decimal(amount.most)}
            readings.problems.append(new_problem(key, "reason-missing-of-loss", **facts))
            return FAULTY
    return ASSESSED


def _read_reason(key: str, name: str, raw: object, readings: _Findings) -> None:
    if not isinstance(raw, str):
        readings.problems.append(new_problem(key, "reason-not-text", value=_quoted(raw), slot=name))
    elif len(raw) > MOST_REASON or has_unwritable(raw):
        readings.problems.append(new_problem(key, "reason-unwritable", most=MOST_REASON, slot=name))
    elif raw.strip(BLANKS):
        readings.values[name] = raw


def _assessed(fine: bool) -> str:
    return ASSESSED if fine else FAULTY


def _read_number(key: str, slot: Slot, raw: object, readings: _Findings) -> bool:
    """Read a count or an amount; False if it is invalid, with the problem noted."""
    if type(raw) is int and slot.least <= raw * SCALE <= slot.most:
        readings.values[slot.name] = raw * SCALE
        return True
    number = _decimal(raw)
    facts = {"label": slot.label, "value": _quoted(raw if number is None else number), "slot": slot.name}
    if number is None:
        readings.problems.append(new_problem(key, "not-a-number", **facts))
    elif number < to_decimal(slot.least):
        code, least = ("below-limit", {"least": format_decimal(slot.least)}) if slot.least else ("negative", {})
        readings.problems.append(new_problem(key, code, **facts, **least))
    elif number > to_decimal(slot.most):
        readings.problems.append(new_problem(key, "over-limit", most=format_decimal(slot.most), **facts))
    elif slot.takes is Takes.WHOLE and number != round(number):
        readings.problems.append(new_problem(key, "fractional", **facts))
    elif number != round(number, slot.places):
        readings.problems.append(new_problem(key, "too-many-places", places=slot.places, **facts))
    else:
        readings.values[slot.name] = int(round(number, PLACES).scaleb(PLACES))
        return True
    return False


def _decimal(raw: object) -> Decimal | None:
    """Return a number exactly; None for anything else: true and false, NaN, text other than a plain decimal."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
        return None
    if isinstance(raw, str) and not _PLAIN.fullmatch(raw):
        return None
    number = Decimal(str(raw)) if isinstance(raw, float) else Decimal(raw)
    return number if number.is_finite() else None


def _wrong_type(where: str, expected: str, expected_en: str, value: object) -> Problem:
    return new_problem(where, "wrong-type", expected=expected, expected_en=expected_en, value=_quoted(value))


def _quoted(raw: object) -> str:
    """Show a value in a message, shortened."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    try:
        text = f"“{raw}”" if isinstance(raw, str) else str(raw)
    except ValueError:  # an integer of thousands of digits cannot be converted
        return "…"
    return text if len(text) <= MOST_QUOTED else f"{text[: MOST_QUOTED - 1]}…"
