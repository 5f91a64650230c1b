"""Random scoresheets of a rubric, as hypothesis draws them."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from xlplugin import Rubric
from xlplugin.notation.decimals import format_decimal, to_decimal
from xlplugin.rubric.clause import Clause, measure_of, slots
from xlplugin.rubric.clause_kinds import Choice, Discretionary, Flat, Multiplied, PerOccurrence
from xlplugin.rubric.measures import TypedRate, Value
from xlplugin.rubric.slots import Takes

WHOLES = st.one_of(st.integers(0, 30), st.integers(0, 2000), st.integers(0, 99_999_999))


def counts(most: int) -> st.SearchStrategy[int]:
    """Counts, mostly small ones."""
    return st.one_of(st.integers(0, min(6, most)), st.integers(0, most))


@st.composite
def rates(draw: st.DrawFn, clause: Clause) -> dict[str, int | str]:
    """A part and a whole; sometimes only one of them."""
    part, *whole = slots(clause)
    if part.takes is Takes.MEASURE and whole:
        number = st.integers(0, 10**6).map(lambda amount: format_decimal(amount * 10 ** (4 - part.places)))
        some, more = sorted((draw(number), draw(number)), key=Decimal)
        return {"part": some, "whole": more}
    if not whole:
        return {"part": draw(st.integers(0, part.most // 10_000))}
    of_all = draw(WHOLES)
    rate: dict[str, int | str] = {"part": draw(st.integers(0, of_all)), "whole": of_all}
    missing = draw(st.sampled_from(["", "", "", "", "part", "whole"]))
    return {name: value for name, value in rate.items() if name != missing}


@st.composite
def amounts(draw: st.DrawFn, clause: Clause) -> dict[str, object]:
    """An amount within its limit, as decimal text, with a reason."""
    amount = draw(st.integers(0, slots(clause)[0].most))
    return {"amount": format_decimal(amount), "reason": draw(st.sampled_from(["按实际情况", "=1+1", "见附件 3"]))}


def measured(clause: Clause) -> st.SearchStrategy[object]:
    """A measured value or a typed rate within its bounds."""
    (slot,) = slots(clause)
    unit = 10 ** (4 - slot.places)
    most = min(slot.most, slot.least + 2_000_000) if slot.part == "value" else slot.most
    numbers = st.integers(slot.least // unit, most // unit).map(lambda amount: format_decimal(amount * unit))
    return numbers.map(lambda number: {"rate": number}) if slot.part == "rate" else numbers


def entries(clause: Clause) -> st.SearchStrategy[object]:
    """What may be entered for a clause."""
    match clause.kind:
        case Flat():
            return st.booleans()
        case Choice(tiers):
            return st.integers(0, len(tiers))
        case PerOccurrence(most=most):
            return counts(most)
        case Discretionary() | Multiplied():
            return amounts(clause)
        case _ if isinstance(measure_of(clause), TypedRate | Value):
            return measured(clause)
        case _:
            return rates(clause)


def faults(clause: Clause) -> st.SearchStrategy[object]:
    """What may not be entered for a clause, and can stand in its cells."""
    first = slots(clause)[0]
    words = st.sampled_from(["abc", "3分", "３", "是的", " ", "0.0001x"])
    match first.takes:
        case Takes.YES_NO | Takes.TIER:
            return st.one_of(words, st.integers(7, 9))
        case _:
            below = first.least // 10_000
            numbers = st.one_of(st.integers(below - 5, below - 1), st.just(10**9), st.just(first.most // 10_000 + 1))
            if first.takes is Takes.WHOLE:
                numbers = st.one_of(numbers, st.just("1.5"))
            wrong = st.one_of(words, numbers)
            return wrong if first.part == "value" else wrong.map(lambda value: {first.part: value})


@st.composite
def scoresheets(draw: st.DrawFn, rubric: Rubric, faulty: bool = False) -> dict[str, Any]:
    """A scoresheet: each input blank or entered, some indicators not applicable, faults where asked for."""
    given: dict[str, object] = {}
    inapplicable = [
        indicator.id for indicator in rubric.indicators if indicator.may_be_not_applicable and draw(st.booleans())
    ]
    for clause in rubric.clauses:
        if clause.key.rpartition(".")[0] in inapplicable and not (faulty and draw(st.integers(0, 9)) == 0):
            continue
        pick = draw(st.integers(0, 9))
        if faulty and pick == 0:
            given[clause.key] = draw(faults(clause))
        elif pick > 1:
            given[clause.key] = draw(entries(clause))
    return {"rubric": rubric.id, "body": "某局", "entries": given, "not_applicable": inapplicable}


def an_ordinary_scoresheet(rubric: Rubric) -> dict[str, Any]:
    """Every input entered, as a body might."""
    given: dict[str, object] = {}
    for clause in rubric.clauses:
        match clause.kind:
            case Flat():
                given[clause.key] = clause.deducts
            case Choice():
                given[clause.key] = 1
            case PerOccurrence():
                given[clause.key] = 2
            case Discretionary() | Multiplied():
                given[clause.key] = {"amount": "0.5", "reason": "现场核实"}
            case _ if isinstance(measure_of(clause), TypedRate):
                given[clause.key] = {"rate": 90}
            case _ if isinstance(measure_of(clause), Value):
                given[clause.key] = format_decimal(slots(clause)[0].least)
            case _:
                whole = {"whole": 10} if len(slots(clause)) > 1 else {}
                given[clause.key] = {"part": 9, **whole}
    return {"rubric": rubric.id, "body": "某局", "entries": given}


def a_long_scoresheet(rubric: Rubric) -> dict[str, Any]:
    """Every input entered, with values that take as much room as common entries do."""
    sheet = an_ordinary_scoresheet(rubric)
    for clause in rubric.clauses:
        first, *others = slots(clause)
        match first.takes:
            case Takes.TIER:
                sheet["entries"][clause.key] = 1 + max(range(len(first.words) - 1), key=lambda at: len(first.words[at]))
            case Takes.AMOUNT:
                amount = min(to_decimal(first.most), Decimal("12.25"))
                sheet["entries"][clause.key] = {"amount": str(amount), "reason": "某项没有按时公开，已于 3 月整改"}
            case Takes.WHOLE if first.part == "value":
                sheet["entries"][clause.key] = min(99, int(to_decimal(first.most)))
            case Takes.WHOLE:
                part = min(9_998, int(to_decimal(first.most)))
                sheet["entries"][clause.key] = {"part": part} | ({"whole": part + 1} if others else {})
    return sheet
