"""The steps of the whole: what is left out, weights, groups, bonuses, total, published total, status, grade."""

from collections.abc import Iterator

from xlplugin.notation.decimals import SCALE
from xlplugin.rubric.model import BelowTable, Dimension, Rubric, Scheme
from xlplugin.rubric.total_rules import BASIC, BONUSES, GRADE, TOTAL, Missing
from xlplugin.scoring.expression import (
    NOUGHT,
    AllOf,
    Choose,
    Compare,
    Condition,
    Constant,
    Difference,
    Expression,
    Figure,
    Greatest,
    Is,
    IsNumber,
    Joined,
    Published,
    Rounded,
    Share,
    Sum,
    Tally,
    Words,
    at_most,
)
from xlplugin.scoring.states import (
    COMPLETE,
    FAULTY,
    NO_GRADE,
    NOT_APPLICABLE,
    PENDING,
    PROVISIONAL,
    UNASSESSED,
    UNDECIDED,
)
from xlplugin.scoring.steps.dimension_steps import kept_of, omissions, scales_itself, spread
from xlplugin.scoring.steps.rule_steps import Chains
from xlplugin.scoring.steps.step import Step, amounts, known, states_of


def total_steps(rubric: Rubric, chains: Chains) -> Iterator[Step]:
    """Return the steps from the dimensions to the grade."""
    for name, below in (("general_bonus", rubric.general_bonus), ("major_deduction", rubric.major_deduction)):
        yield Step(name, at_most(below.cap, _sum_of(below)))
    yield from _counting_steps(rubric)
    yield from _basic_steps(rubric)
    if needs_bonuses(rubric):
        given = Sum((*(_figure_of(dimension, "bonus") for dimension in rubric.dimensions), Figure("general_bonus")))
        yield Step("bonuses", chains.changed(BONUSES, given))
    yield Step("total", chains.changed(TOTAL, Choose(tuple(_withheld(rubric)), _total(rubric))))
    rounded = Rounded(Figure("total"), rubric.published_places)
    yield Step("published", Choose(((IsNumber(Figure("total")), rounded),), Figure("total")))
    yield from _verdict_steps(rubric, chains)


def _counting_steps(rubric: Rubric) -> Iterator[Step]:
    """Count what is blank, invalid, awaited and assessed."""
    states, required = states_of(rubric.clauses), tuple(clause for clause in rubric.clauses if clause.required)
    yield Step("blank", Tally(states, UNASSESSED))
    yield Step("faulty", Tally(states, FAULTY))
    open_inputs: Expression = Figure("blank")
    if awaits_others(rubric):
        yield Step("pending", _pending(rubric))
        open_inputs = Sum((Figure("blank"), Tally(states, PENDING) if rubric.averaged else Figure("pending")))
    left = Difference(Constant(len(required) * SCALE), open_inputs)
    yield Step("assessed", Difference(left, Tally(states_of(required), FAULTY)))


def awaits_others(rubric: Rubric) -> bool:
    """Whether an input, or the score of what does not apply, awaits the data of other bodies."""
    return any(clause.awaits_others for clause in rubric.clauses) or bool(rubric.averaged)


def _pending(rubric: Rubric) -> Expression:
    """Count the inputs that await others, and the indicators that do not apply and have the mean of the others."""
    awaited = Tally(states_of(rubric.clauses), PENDING)
    first = tuple((one.awards + one.deductions)[0] for one in rubric.averaged)
    return Sum((awaited, Tally(states_of(first), NOT_APPLICABLE))) if first else awaited


def needs_basic(rubric: Rubric) -> bool:
    """Whether the score without bonuses is a figure of its own: it is scaled, or a rule is about it."""
    tested = {test.of for rule in rubric.rules for test in rule.tests}
    return rubric.worth is not None or scales_table(rubric) or BASIC in tested


def needs_bonuses(rubric: Rubric) -> bool:
    """Whether the bonuses together are a figure of their own."""
    tested = {test.of for rule in rubric.rules for test in rule.tests}
    changed = {consequence.target for rule in rubric.rules for consequence in rule.consequences}
    return BONUSES in tested | changed


def scales_table(rubric: Rubric) -> bool:
    """Whether what is not applicable is left out of the whole table."""
    return rubric.missing.leaves_out and any(_is_scaled_by_table(rubric, one) for one in rubric.dimensions)


def _is_scaled_by_table(rubric: Rubric, dimension: Dimension) -> bool:
    return not scales_itself(dimension) and bool(omissions(rubric, dimension))


def _figure_of(dimension: Dimension, what: str) -> Figure:
    return Figure(f"dimension{dimension.number}:{what}")


def _counted(dimension: Dimension, what: str = "score") -> Expression:
    """Return what a dimension's score counts in the total."""
    figure = _figure_of(dimension, what)
    is_number = what != "score" or not any(indicator.awards for indicator in dimension.indicators)
    is_number = is_number and not scales_itself(dimension)
    counted = figure if is_number else known(figure)
    if dimension.worth is None:
        return counted
    return Share(Constant(dimension.worth), counted, Constant(dimension.points))


def _basic_steps(rubric: Rubric) -> Iterator[Step]:
    """Scale the score without bonuses: by what is applicable (缺项), to the points that the notice counts (折算为)."""
    if not needs_basic(rubric):
        return
    earned: Expression = Sum(tuple(_counted(dimension) for dimension in rubric.dimensions))
    worth = Constant(rubric.base if rubric.worth is None else rubric.worth)
    if not scales_table(rubric):
        yield Step("basic", earned if rubric.worth is None else Share(worth, earned, Constant(rubric.base)))
        return
    applicable = tuple(
        _counted(dimension, "applicable")
        if _is_scaled_by_table(rubric, dimension)
        else Constant(_most_counted(dimension))
        for dimension in rubric.dimensions
    )
    yield Step("applicable", Sum(applicable))
    nothing = [(Compare(Figure("applicable"), "=", NOUGHT), Words(UNDECIDED))]
    if rubric.missing is Missing.RATIO:
        scaled: Expression = Share(worth, earned, Figure("applicable"))
    else:
        left_out = Difference(Constant(_points_of_all(rubric)), Figure("applicable"))
        nothing.append((Compare(kept_of(rubric, rubric.dimensions), "=", NOUGHT), Words(UNDECIDED)))
        scaled = Sum((earned, spread(rubric, rubric.dimensions, left_out)))
        scaled = scaled if rubric.worth is None else Share(worth, scaled, Constant(rubric.base))
    yield Step("basic", Choose(tuple(nothing), scaled))


def _most_counted(dimension: Dimension) -> int:
    return dimension.points if dimension.worth is None else dimension.worth


def _points_of_all(rubric: Rubric) -> int:
    return sum(map(_most_counted, rubric.dimensions))


def _withheld(rubric: Rubric) -> Iterator[tuple[Condition, Expression]]:
    """Return when there is no total, and the word instead."""
    states = states_of(rubric.clauses)
    required = sum(clause.required for clause in rubric.clauses)
    awaited: Expression = Tally(states, PENDING) if rubric.averaged else Figure("pending")
    open_inputs = (Figure("blank"), *((awaited,) if awaits_others(rubric) else ()))
    untouched: Condition = Compare(Sum((*open_inputs, Tally(states, NOT_APPLICABLE))), "=", Constant(required * SCALE))
    undecided = [f"dimension{one.number}:score" for one in rubric.dimensions if scales_itself(one)]
    undecided += ["basic"] if scales_table(rubric) else []
    if undecided:  # with everything left out there is nothing to assess: 待定
        untouched = AllOf((untouched, Compare(Sum(open_inputs), ">", NOUGHT)))
    yield untouched, Words(UNASSESSED)
    yield _some("faulty"), Words(FAULTY)
    if awaits_others(rubric):
        yield _some("pending"), Words(PENDING)
    if undecided:
        yield Compare(Tally(tuple(undecided), UNDECIDED), ">", NOUGHT), Words(UNDECIDED)


def _some(step: str) -> Compare:
    return Compare(Figure(step), ">", NOUGHT)


def _total(rubric: Rubric) -> Expression:
    dimensions = rubric.dimensions
    if needs_basic(rubric):
        terms: list[Expression] = [known(Figure("basic"))]
    else:
        terms = [_counted(dimension) for dimension in dimensions]
    if needs_bonuses(rubric):
        terms.append(Figure("bonuses"))
    else:
        terms += [*(_figure_of(dimension, "bonus") for dimension in dimensions), Figure("general_bonus")]
    return Difference(Sum(tuple(terms)), Figure("major_deduction"))


def _verdict_steps(rubric: Rubric, chains: Chains) -> Iterator[Step]:
    """Return status, grade, and the result in one line."""
    withheld = [FAULTY, UNASSESSED]
    status: list[tuple[Condition, Expression]] = [
        (_some("faulty"), Words(FAULTY)),
        (Is(Figure("total"), UNASSESSED), Words(UNASSESSED)),
    ]
    for word in (PENDING, UNDECIDED):
        if any(then == Words(word) for _, then in _withheld(rubric)):
            status.append((Is(Figure("total"), word), Words(word)))
            withheld.append(word)
    status.append((_some("blank"), Words(PROVISIONAL)))
    yield Step("status", Choose(tuple(status), Words(COMPLETE)))
    without = tuple((Is(Figure("status"), word), Words(word)) for word in withheld)
    yield Step("grade", chains.changed(GRADE, Choose(without, grade_of(rubric.scheme, Figure("published")))))
    provisional = Choose(((Is(Figure("status"), PROVISIONAL), Words(f"（{PROVISIONAL}）")),), Words(""))
    graded = (("　　等次：", Figure("grade")), ("", provisional)) if rubric.scheme.grades else ()
    sentence: tuple[tuple[str, Expression], ...] = (
        ("状态：", Figure("status")),
        ("　　公布得分：", Published(Figure("published"), rubric.published_places)),
        ("", provisional),
        *graded,
        ("　　未评：", Figure("blank")),
        ("　　有误：", Figure("faulty")),
        *((("　　待汇总：", Figure("pending")),) if awaits_others(rubric) else ()),
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
            groups.setdefault(item.group, []).append(amounts(item.clauses))
        else:
            terms += [Figure(f"{clause.key}:amount") for clause in item.clauses]
    return Sum((*terms, *(Greatest(tuple(group)) for group in groups.values())))
