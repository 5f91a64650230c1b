"""A rubric as named steps, each an expression of entries and earlier steps.

One step is one cell of the workbook and one value of the engine. The names:

========================  ======================================================================
``2.1.1.d1:state``        未评 (选填 if optional), 已评, 有误 or 不适用
``2.1.1.d1:amount``       the points that the clause deducts or adds
``2.1.1.d1:sentence``     how they came about; the last clause of an indicator also mentions its cap
``2.1.1:deduction``       and ``:bonus``, ``:score`` of an indicator
``dimension3:deduction``  and ``:bonus``, ``:score`` of a dimension
``general_bonus``         and ``major_deduction``
``blank``, ``faulty``     how many required inputs are blank, how many inputs are invalid
``assessed``              how many required inputs are assessed, or not applicable
``total``, ``published``  the total, and the total rounded as published; 未评 or 有误 if there is none
``status``, ``grade``     未评, 有误, 暂定 or 完成; the grade, 无等次, 未评 or 有误
``result:sentence``       the result in one line
========================  ======================================================================

The rules are those of ``docs/scoring.md``, *Arithmetic*, which names the notice behind each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.notation.decimals import SCALE, divide_half_up
from xlplugin.rubric.clause_kinds import Clause
from xlplugin.rubric.limits import deduction_limit
from xlplugin.rubric.model import BelowTable, Dimension, Indicator, Rubric, Scheme, Subdimension
from xlplugin.scoring.as_sentence import as_sentence
from xlplugin.scoring.clause_points import amount, rate_entries
from xlplugin.scoring.entry_rules import rule
from xlplugin.scoring.expression import (
    AtMost,
    Choose,
    Compare,
    Constant,
    Difference,
    Expression,
    Figure,
    Greatest,
    Is,
    IsBlank,
    IsNumber,
    Joined,
    Published,
    Rounded,
    State,
    Sum,
    Tally,
    Words,
    at_most,
)
from xlplugin.scoring.states import ASSESSED, COMPLETE, FAULTY, NO_GRADE, NOT_APPLICABLE, PROVISIONAL, UNASSESSED


@dataclass(frozen=True, slots=True)
class Step:
    """A named figure and its expression."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Calculation:
    """All steps of a rubric, each after those that it uses."""

    steps: tuple[Step, ...]


@lru_cache(maxsize=64)
def calculation(rubric: Rubric) -> Calculation:
    """Return the steps of a rubric."""
    return Calculation(tuple(_steps(rubric)))


def _steps(rubric: Rubric) -> Iterator[Step]:
    for clause in rubric.clauses:
        yield from _clause_steps(clause)
    for dimension in rubric.dimensions:
        for part in dimension.subdimensions:
            for indicator in part.indicators:
                yield from _indicator_steps(rubric.scheme, part, indicator)
        yield from _dimension_steps(dimension)
    for indicator in rubric.indicators:
        yield from _sentence_steps(indicator.clauses, _verdict(rubric, indicator))
    for clause in rubric.general_bonus.clauses + rubric.major_deduction.clauses:
        yield Step(f"{clause.key}:sentence", _sentence(clause))
    yield from _total_steps(rubric)


def _clause_steps(clause: Clause) -> Iterator[Step]:
    yield Step(f"{clause.key}:state", State(clause.key))
    yield Step(f"{clause.key}:amount", Choose(((_in_state(clause, ASSESSED), amount(clause)),), Constant(0)))


def _indicator_steps(scheme: Scheme, parent: Subdimension, indicator: Indicator) -> Iterator[Step]:
    points = Constant(indicator.points)
    yield Step(f"{indicator.id}:deduction", deduction(indicator))
    yield Step(f"{indicator.id}:bonus", bonus(scheme, parent, indicator))
    yield Step(f"{indicator.id}:score", Difference(points, Figure(f"{indicator.id}:deduction")))


def deduction(indicator: Indicator) -> Expression:
    """Return the deduction of an indicator: the sum of its clauses, limited by its cap if it has one (rule 3)."""
    return at_most(deduction_limit(indicator), _amounts(indicator.deductions))


def bonus(scheme: Scheme, parent: Subdimension, indicator: Indicator) -> Expression:
    """Return the bonus of an indicator: its clauses' sum or highest, limited by its cap and the scheme's (rule 6)."""
    counted = _amounts(indicator.bonuses)
    if indicator.counts_highest_bonus and len(indicator.bonuses) > 1:
        counted = Greatest(tuple(Figure(f"{clause.key}:amount") for clause in indicator.bonuses))
    capped = at_most(indicator.bonus_cap, counted)
    limit = scheme.bonus_limit
    return at_most(limit_of(limit.share, parent) if limit and limit.binding else None, capped)


def limit_of(share: int, parent: Subdimension) -> int:
    """Return a share of a subdimension's points, in ten-thousandths of a point."""
    return divide_half_up(share * parent.points, SCALE)


def _dimension_steps(dimension: Dimension) -> Iterator[Step]:
    name, indicators = f"dimension{dimension.number}", dimension.indicators
    taken = Sum(tuple(Figure(f"{indicator.id}:deduction") for indicator in indicators))
    given = Sum(tuple(Figure(f"{indicator.id}:bonus") for indicator in indicators))
    yield Step(f"{name}:deduction", AtMost(Constant(dimension.points), taken))
    yield Step(f"{name}:bonus", given)
    yield Step(f"{name}:score", Difference(Constant(dimension.points), Figure(f"{name}:deduction")))


def _sentence_steps(clauses: tuple[Clause, ...], verdict: Expression | None) -> Iterator[Step]:
    for clause in clauses:
        sentence = _sentence(clause)
        if verdict and clause is clauses[-1]:
            sentence = Joined((sentence, verdict))
        yield Step(f"{clause.key}:sentence", sentence)


def _sentence(clause: Clause) -> Expression:
    sentence = Joined((as_sentence(amount(clause)), Words(f"，{clause.verb} "), Figure(f"{clause.key}:amount")))
    cases = (
        (_in_state(clause, ASSESSED), sentence),
        (_in_state(clause, FAULTY), Words(f"{FAULTY}：{rule(clause)}")),
        (_in_state(clause, NOT_APPLICABLE), Words(NOT_APPLICABLE)),
    )
    return Choose(cases, _blank_sentence(clause))


def _blank_sentence(clause: Clause) -> Expression:
    unassessed = Words(UNASSESSED if clause.required else "")
    entries = rate_entries(clause)
    if not entries:
        return unassessed
    part, whole = entries
    half = Words(f"{UNASSESSED}：两项数据只填了一项")
    return Choose(((IsBlank(part), Choose(((IsBlank(whole), unassessed),), half)), (IsBlank(whole), half)), unassessed)


def _verdict(rubric: Rubric, indicator: Indicator) -> Expression | None:
    """Return the sentence for several clauses or a cap together; None if one clause explains everything."""
    parent = next(p for d in rubric.dimensions for p in d.subdimensions if indicator in p.indicators)
    parts: list[Expression] = []
    for clauses, expression, what, verb in (
        (indicator.deductions, deduction(indicator), "deduction", "扣"),
        (indicator.bonuses, bonus(rubric.scheme, parent, indicator), "bonus", "加"),
    ):
        if len(clauses) > 1 or isinstance(expression, AtMost):
            is_highest = what == "bonus" and indicator.counts_highest_bonus
            sentence = (
                Words("；" if is_highest else "；合计 "),
                as_sentence(expression),
                Words(f"，{verb} "),
                Figure(f"{indicator.id}:{what}"),
            )
            states = tuple(f"{clause.key}:state" for clause in clauses)
            assessed = Compare(Tally(states, ASSESSED), ">", Constant(0))
            parts.append(Choose(((assessed, Joined(sentence)),), Words("")))
    return Joined(tuple(parts)) if parts else None


def _total_steps(rubric: Rubric) -> Iterator[Step]:
    states = tuple(f"{clause.key}:state" for clause in rubric.clauses)
    required = sum(clause.required for clause in rubric.clauses)
    dimensions = [f"dimension{dimension.number}" for dimension in rubric.dimensions]
    earned = tuple(Figure(f"{name}:{what}") for what in ("score", "bonus") for name in dimensions)
    for name, below in (("general_bonus", rubric.general_bonus), ("major_deduction", rubric.major_deduction)):
        yield Step(name, at_most(below.cap, _sum_of(below)))
    yield Step("blank", Tally(states, UNASSESSED))
    yield Step("faulty", Tally(states, FAULTY))
    needed = tuple(f"{clause.key}:state" for clause in rubric.clauses if clause.required)
    left = Difference(Constant(required * SCALE), Figure("blank"))
    yield Step("assessed", Difference(left, Tally(needed, FAULTY)))
    untouched = Compare(Sum((Figure("blank"), Tally(states, NOT_APPLICABLE))), "=", Constant(required * SCALE))
    faulty = Compare(Figure("faulty"), ">", Constant(0))
    total = Difference(Sum((*earned, Figure("general_bonus"))), Figure("major_deduction"))
    yield Step("total", Choose(((untouched, Words(UNASSESSED)), (faulty, Words(FAULTY))), total))
    rounded = Rounded(Figure("total"), rubric.published_places)
    yield Step("published", Choose(((IsNumber(Figure("total")), rounded),), Figure("total")))
    status = (
        (faulty, Words(FAULTY)),
        (Is(Figure("total"), UNASSESSED), Words(UNASSESSED)),
        (Compare(Figure("blank"), ">", Constant(0)), Words(PROVISIONAL)),
    )
    yield Step("status", Choose(status, Words(COMPLETE)))
    withheld = tuple((Is(Figure("status"), word), Words(word)) for word in (FAULTY, UNASSESSED))
    yield Step("grade", Choose(withheld, grade_of(rubric.scheme, Figure("published"))))
    provisional = Choose(((Is(Figure("status"), PROVISIONAL), Words(f"（{PROVISIONAL}）")),), Words(""))
    graded = (("　　等次：", Figure("grade")), ("", provisional)) if rubric.scheme.grades else ()
    sentence = (
        ("状态：", Figure("status")),
        ("　　公布得分：", Published(Figure("published"), rubric.published_places)),
        ("", provisional),
        *graded,
        ("　　未评：", Figure("blank")),
        ("　　有误：", Figure("faulty")),
    )
    parts = tuple(part for words, figure in sentence for part in ((Words(words), figure) if words else (figure,)))
    yield Step("result:sentence", Joined(parts))


def grade_of(scheme: Scheme, published: Expression) -> Expression:
    """Return the grade of a published total: the first band whose lower bound it reaches (rule 9), or 无等次."""
    if not scheme.grades:
        return Words(NO_GRADE)
    *bands, last = scheme.grades
    cases = tuple(
        (Compare(published, ">=", Constant(grade.at_least)), Words(grade.name))
        for grade in bands
        if grade.at_least is not None
    )
    return Choose(cases, Words(last.name))


def _sum_of(below: BelowTable) -> Expression:
    """Return what the items below the table give or take together; of a group of items only the highest counts."""
    terms: list[Expression] = []
    groups: dict[str, list[Expression]] = {}
    for item in below.items:
        if item.group:
            groups.setdefault(item.group, []).append(_amounts(item.clauses))
        else:
            terms += [Figure(f"{clause.key}:amount") for clause in item.clauses]
    return Sum((*terms, *(Greatest(tuple(group)) for group in groups.values())))


def _amounts(clauses: tuple[Clause, ...]) -> Expression:
    return Sum(tuple(Figure(f"{clause.key}:amount") for clause in clauses))


def _in_state(clause: Clause, state: str) -> Is:
    return Is(Figure(f"{clause.key}:state"), state)
