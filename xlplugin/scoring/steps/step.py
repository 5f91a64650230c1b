"""A named figure, and what several modules of steps need."""

from dataclasses import dataclass

from xlplugin.notation.decimals import SCALE
from xlplugin.rubric.clause import Clause
from xlplugin.scoring.expression import (
    Choose,
    Compare,
    Condition,
    Constant,
    Difference,
    Expression,
    Figure,
    Is,
    IsNumber,
    Sum,
    Tally,
)
from xlplugin.scoring.states import NOT_APPLICABLE, PENDING, UNASSESSED


@dataclass(frozen=True, slots=True)
class Step:
    """A named figure and its expression."""

    name: str
    expression: Expression


def amounts(clauses: tuple[Clause, ...]) -> Sum:
    """Return the sum of what clauses earn, deduct or add."""
    return Sum(tuple(Figure(f"{clause.key}:amount") for clause in clauses))


def in_state(clause: Clause, state: str) -> Is:
    """Whether an input is in a state."""
    return Is(Figure(f"{clause.key}:state"), state)


def states_of(clauses: tuple[Clause, ...]) -> tuple[str, ...]:
    """Return the names of the states of inputs."""
    return tuple(f"{clause.key}:state" for clause in clauses)


def blank_words(clauses: tuple[Clause, ...]) -> tuple[str, ...]:
    """Return the words for blanks among required inputs: 待汇总 where one awaits the data of others, and 未评."""
    awaited = any(clause.awaits_others for clause in clauses)
    owed = any(not clause.awaits_others for clause in clauses)
    return ((PENDING,) if awaited else ()) + ((UNASSESSED,) if owed else ())


def untouched(required: tuple[Clause, ...], may_be_left_out: tuple[Clause, ...]) -> Condition:
    """Whether nothing is assessed: every required input is blank, or left out because it is not applicable.

    What is not applicable and loses nothing (不失分) has its points, and is no blank.
    """
    counted = tuple(Tally(states_of(required), word) for word in blank_words(required))
    if may_be_left_out:
        counted += (Tally(states_of(may_be_left_out), NOT_APPLICABLE),)
    return Compare(Sum(counted), "=", Constant(len(required) * SCALE))


def known(figure: Figure, otherwise: int = 0) -> Expression:
    """Return a figure that may be a word, as a number."""
    return Choose(((IsNumber(figure), figure),), Constant(otherwise))


def rest_of(points: Expression, figure: Figure) -> Expression:
    """Return points less a figure; a word instead of the figure stays a word."""
    return Choose(((IsNumber(figure), Difference(points, figure)),), figure)
