"""The steps of conditions (条件): whether a rule holds, and what it makes of a figure.

What rules change is a chain: the figure as it would be, then after each rule in the order of the rubric. The figure
itself is the end of its chain, so each step keeps and shows the figure before it.
"""

from collections.abc import Iterator

from xlplugin.notation.decimals import PLACES, SCALE, format_decimal, percent_scale
from xlplugin.rubric.clause import Clause, measure_of, slots
from xlplugin.rubric.measures import HUNDRED, Rate, TypedRate
from xlplugin.rubric.model import Grade, Rubric
from xlplugin.rubric.slots import NO, YES, Takes
from xlplugin.rubric.total_rules import BASIC, BONUSES, GRADE, TOTAL, Consequence, Effect, Rule, Test
from xlplugin.scoring.expression import (
    NOUGHT,
    ONE,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Choose,
    Compare,
    Condition,
    Constant,
    Entry,
    Expression,
    Figure,
    Is,
    IsNumber,
    Joined,
    Product,
    Rounded,
    Words,
)
from xlplugin.scoring.states import ASSESSED
from xlplugin.scoring.steps.step import Step, in_state

NAMED = (TOTAL, BONUSES, GRADE)
"""Targets that are words, not keys."""

FIGURES = {TOTAL: "total", BASIC: "basic", BONUSES: "bonuses"}
"""The steps that conditions may be about, by the rubric's words."""


class Chains:
    """What the rules of a rubric make of figures, by target: keys of clauses, ids of indicators, 总分, 等次, 加分."""

    def __init__(self, rubric: Rubric) -> None:
        """Sort the consequences by their targets."""
        self._rubric = rubric
        self._by_target: dict[str, list[tuple[str, Rule, Consequence]]] = {}
        self._first: dict[str, Expression] = {}
        for number, rule in enumerate(rubric.rules, 1):
            for at, consequence in enumerate(rule.consequences, 1):
                named = (f"rule{number}.{at}", rule, consequence)
                self._by_target.setdefault(consequence.target, []).append(named)

    def change(self, target: str) -> list[str]:
        """Return the names of what changes a target: ``rule1.1``."""
        return [name for name, *_ in self._by_target.get(target, ())]

    def changed(self, target: str, figure: Expression) -> Expression:
        """Return a target's figure: the given one, or the end of its chain, which begins with it."""
        names = self.change(target)
        if not names:
            return figure
        self._first[target] = figure
        return Figure(f"{names[-1]}:after")

    def words(self, target: str) -> tuple[Expression, ...]:
        """Return what the sentence of a clause says of the rules that change it."""
        return tuple(
            Choose(((_holds(name), Words(f"；{rule.name}，{_effect_words(consequence)}")),), Words(""))
            for name, rule, consequence in self._by_target.get(target, ())
        )

    def steps(self) -> Iterator[Step]:
        """Return before, after and sentence of each consequence."""
        for target, chain in self._by_target.items():
            before = self._first[target]
            for name, rule, consequence in chain:
                yield Step(f"{name}:before", before)
                figure = Figure(f"{name}:before")
                after = _after(self._rubric, consequence, figure)
                holds: Condition = _holds(name)
                if consequence.effect not in (Effect.GRADE_IS, Effect.GRADE_AT_MOST):
                    holds = AllOf((holds, IsNumber(figure)))
                yield Step(f"{name}:after", Choose(((holds, after),), figure))
                yield Step(f"{name}:sentence", _sentence(name, rule, consequence))
                before = Figure(f"{name}:after")


def _holds(name: str) -> Is:
    return Is(Figure(f"{name.partition('.')[0]}:holds"), YES)


def rule_steps(rubric: Rubric, chains: Chains) -> Iterator[Step]:
    """Return the steps of all rules; what they change has been asked for before."""
    for number, rule in enumerate(rubric.rules, 1):
        conditions = tuple(_condition(rubric, test) for test in rule.tests)
        holds = conditions[0] if len(conditions) == 1 else AnyOf(conditions) if rule.any_of else AllOf(conditions)
        yield Step(f"rule{number}:holds", Choose(((holds, Words(YES)),), Words(NO)))
    yield from chains.steps()


def _condition(rubric: Rubric, test: Test) -> Condition:
    clause = next((clause for clause in rubric.clauses if clause.key == test.of), None)
    measure = measure_of(clause) if clause else None
    if clause and isinstance(measure, Rate) and not isinstance(test.value, str):
        # AND of Excel computes all of its conditions, and a text in place of a number would make this one an error.
        # Where nothing was to be measured (0 of 0) no comparison holds.
        whole = Entry(f"{clause.key}_whole")
        is_something = (Compare(whole, ">", NOUGHT),) if isinstance(measure.whole, str) else ()
        inner = Choose(((AllOf((*is_something, _of_entry(clause, test))), ONE),), NOUGHT)
        return Compare(Choose(((in_state(clause, ASSESSED), inner),), NOUGHT), "=", ONE)
    if clause:
        return AllOf((in_state(clause, ASSESSED), _of_entry(clause, test)))
    plain = {str(one.number) for one in rubric.dimensions if one.levels == 1}  # a row without levels above it
    is_dimension = test.of.isdigit() and test.of not in plain
    name = FIGURES.get(test.of) or (f"dimension{test.of}:score" if is_dimension else f"{test.of}:score")
    figure = Figure(name)
    return AllOf((IsNumber(figure), Compare(figure, test.relation, Constant(int(test.value)))))


def _of_entry(clause: Clause, test: Test) -> Condition:
    """Compare an entry: a word, a count, a measured value, a rate, an amount."""
    first = slots(clause)[0]
    if isinstance(test.value, str):
        return Is(Entry(first.name), test.value)
    if first.takes in (Takes.YES_NO, Takes.TIER):
        return Compare(Figure(f"{clause.key}:amount"), test.relation, Constant(test.value))
    measure = measure_of(clause)
    if isinstance(measure, Rate):
        scale = percent_scale((test.value,))
        whole: Expression = Constant(measure.whole * SCALE) if isinstance(measure.whole, int) else _whole(clause.key)
        scaled, edge = Product(Constant(scale * SCALE), Entry(first.name)), Product(Constant(test.value * scale), whole)
        return Compare(Rounded(scaled, PLACES), test.relation, Rounded(edge, PLACES))
    bound = test.value * HUNDRED if isinstance(measure, TypedRate) else test.value
    return Compare(Entry(first.name), test.relation, Constant(bound))


def _whole(key: str) -> Entry:
    return Entry(f"{key}_whole")


def _after(rubric: Rubric, consequence: Consequence, before: Figure) -> Expression:
    value = consequence.value
    match consequence.effect:
        case Effect.TOTAL_IS | Effect.TOTAL_AT_MOST:
            return AtMost(Constant(int(value)), before)
        case Effect.GRADE_IS | Effect.GRADE_AT_MOST:
            better = tuple((Is(before, grade.name), Words(str(value))) for grade in _better(rubric, str(value)))
            return Choose(better, before)
        case Effect.MULTIPLIED:
            return Rounded(Product(Constant(int(value)), before), PLACES)
        case Effect.EXEMPT:
            indicator = next(indicator for indicator in rubric.indicators if indicator.id == consequence.target)
            return AtLeast(Constant(indicator.points), before)
        case Effect.NO_POINTS:  # it never raises what is below 0 already
            return AtMost(NOUGHT, before)
        case Effect.NOT_COUNTED:
            return NOUGHT


def _better(rubric: Rubric, name: str) -> tuple[Grade, ...]:
    names = [grade.name for grade in rubric.scheme.grades]
    return rubric.scheme.grades[: names.index(name)]


def _sentence(name: str, rule: Rule, consequence: Consequence) -> Expression:
    """Say what a rule made of a figure, and by which conditions; nothing while it does not hold."""
    between = "或 " if rule.any_of else "且 "
    why: list[Expression] = [Words(f"{between if at else ''}{test.shown}") for at, test in enumerate(rule.tests)]
    target = consequence.target if consequence.target in NAMED else f"{consequence.target} "
    words: tuple[Expression, ...] = (
        *(Words(f"{rule.name}（"), *why, Words(f"），{target}{_effect_words(consequence)}：")),
        *(Figure(f"{name}:before"), Words(" → "), Figure(f"{name}:after")),
    )
    return Choose(((_holds(name), Joined(words)),), Words(""))


def rule_words(rubric: Rubric, name: str) -> str:
    """Return the sentence of a consequence as it is while it holds, with figures of common length."""
    number, _, at = name.removeprefix("rule").partition(".")
    rule = rubric.rules[int(number) - 1]
    consequence = rule.consequences[int(at) - 1]
    why = "且 ".join(test.shown for test in rule.tests)
    return f"{rule.name}（{why}），{consequence.target} {_effect_words(consequence)}：100.00 → 100.00"


def _effect_words(consequence: Consequence) -> str:
    value = consequence.value
    match consequence.effect:
        case Effect.TOTAL_IS:
            return f"按 {format_decimal(int(value))} 分计"
        case Effect.TOTAL_AT_MOST:
            return f"最高 {format_decimal(int(value))} 分"
        case Effect.GRADE_IS:
            return f"定为{value}"
        case Effect.GRADE_AT_MOST:
            return f"最高为{value}"
        case Effect.MULTIPLIED:
            return f"乘以 {format_decimal(int(value))}"
        case Effect.NOT_COUNTED:
            return "不计"
        case Effect.NO_POINTS:
            return "不得分"
        case Effect.EXEMPT:
            return "不失分"
