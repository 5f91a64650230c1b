"""A rubric as named steps, each an expression of entries and earlier steps.

One step is one cell of the workbook and one value of the engine. The names:

========================  ======================================================================
``2.1.1.d1:state``        未评 (选填 if optional, 待汇总 if it awaits others), 已评, 有误 or 不适用
``2.1.1.d1:amount``       the points that the clause earns, deducts or adds
``2.1.1.d1:sentence``     how they came about; the last clause of an indicator also mentions its cap
``2.1.1:deduction``       and ``:bonus``, ``:score`` of an indicator; 未评 where it is built from zero and not assessed
``dimension3:deduction``  and ``:bonus``, ``:score`` of a dimension, ``:applicable`` where points are left out
``general_bonus``         and ``major_deduction``
``basic``                 the score without bonuses, where a rule or 缺项 needs it; ``bonuses`` likewise
``2.1.1.b1:alone``        and ``2.1.1:alone``: a figure before its group (组) says what counts of it
``group1``                what the members of a group have beyond what counts of them
``rule1:holds``           whether a rule holds (是, 否); ``rule1.1:before``, ``:after``, ``:sentence`` of an effect
``blank``, ``faulty``     how many required inputs are blank, how many inputs are invalid; ``pending``: await others
``assessed``              how many required inputs are assessed, or not applicable
``total``, ``published``  the total, and the total rounded as published; 未评, 有误, 待汇总 or 待定 if there is none
``status``, ``grade``     未评, 有误, 待汇总, 待定, 暂定 or 完成; the grade, 无等次, or the status without one
``result:sentence``       the result in one line
========================  ======================================================================

The rules are those of ``docs/scoring.md``, *Arithmetic*, which names the notice behind each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from graphlib import TopologicalSorter

from xlplugin.rubric.model import Rubric
from xlplugin.scoring.expression import Expression, Joined, names_in
from xlplugin.scoring.steps.dimension_steps import dimension_steps
from xlplugin.scoring.steps.group_steps import Groups
from xlplugin.scoring.steps.indicator_steps import clause_steps, indicator_steps, sentence, verdict
from xlplugin.scoring.steps.rule_steps import Chains, rule_steps
from xlplugin.scoring.steps.step import Step
from xlplugin.scoring.steps.total_steps import total_steps


@dataclass(frozen=True, slots=True)
class Calculation:
    """All steps of a rubric, each after those that it uses."""

    steps: tuple[Step, ...]

    @property
    def expressions(self) -> dict[str, Expression]:
        """The expression of each step, by name."""
        return {step.name: step.expression for step in self.steps}


@lru_cache(maxsize=64)
def calculation(rubric: Rubric) -> Calculation:
    """Return the steps of a rubric.

    Raises:
        graphlib.CycleError: a rule refers to what it changes; a rubric that was checked has none.
    """
    steps = list(_steps(rubric))
    return Calculation(tuple(in_order(steps) if rubric.rules or rubric.groups else steps))


def in_order(steps: list[Step]) -> list[Step]:
    """Return steps so that each comes after those that it uses.

    Raises:
        graphlib.CycleError: two steps use one another.
    """
    named = {step.name: step for step in steps}
    uses = {step.name: [name for name in names_in(step.expression) if name in named] for step in steps}
    return [named[name] for name in TopologicalSorter(uses).static_order()]


def _steps(rubric: Rubric) -> Iterator[Step]:
    chains, groups = Chains(rubric), Groups(rubric)
    for clause in rubric.clauses:
        yield from clause_steps(clause, chains, groups)
    for dimension in rubric.dimensions:
        for part in dimension.subdimensions:
            for indicator in part.indicators:
                yield from indicator_steps(rubric, dimension, part, indicator, chains, groups)
        yield from dimension_steps(rubric, dimension)
    for indicator in rubric.indicators:
        last = verdict(rubric, indicator)
        if counted := groups.words(indicator.id):
            last = Joined((last, *counted) if last else counted)
        for clause in indicator.clauses:
            is_last = clause is indicator.clauses[-1]
            yield Step(f"{clause.key}:sentence", sentence(clause, chains, groups, last if is_last else None))
    for clause in rubric.general_bonus.clauses + rubric.major_deduction.clauses:
        yield Step(f"{clause.key}:sentence", sentence(clause, chains, groups))
    yield from total_steps(rubric, chains)
    yield from (Step(name, figure) for name, figure in groups.left_out())
    yield from rule_steps(rubric, chains)
