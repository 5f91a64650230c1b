"""The first reading: what an expression comes to, exactly.

``evaluate`` is handed an expression and gives back a function from the values by name to the result: the
expression is looked at once, and thousands of scoresheets are then computed with plain integers.
"""

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, itemgetter, le, lt
from typing import Any, TypeAlias, assert_never

from xlplugin.amount import ONE, PLACES, divided, rounded, shown
from xlplugin.expression import (
    AtMost,
    Choose,
    Compare,
    Condition,
    Constant,
    Difference,
    Entry,
    Expression,
    Figure,
    Is,
    IsBlank,
    IsNumber,
    Joined,
    Labelled,
    Loss,
    Product,
    Rounded,
    Share,
    State,
    StepsShort,
    Sum,
    Tally,
    Words,
)

Value: TypeAlias = int | str
"""A number in ten-thousandths, or a word."""

Values: TypeAlias = Mapping[str, Value]
Evaluation: TypeAlias = Callable[[Values], Any]
"""Gives an ``int`` where the expression is a number and a ``str`` where it is words."""

_RELATIONS: dict[str, Callable[[int, int], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq}


def evaluate(expression: Expression) -> Evaluation:
    """Turn an expression into a function that computes it.

    The function takes the values by name: entries (numbers in ten-thousandths, words as they stand; a blank
    one is absent), the state of each input, and the figures of earlier steps.
    """
    match expression:
        case Constant(value):
            return lambda values: value
        case Words(text):
            return lambda values: text
        case Entry(name) | Figure(name):
            return itemgetter(name)
        case State(key):
            return itemgetter(f"{key}:state")
        case Sum((only,)):
            return evaluate(only)
        case Sum(terms):
            numbers = [evaluate(term) for term in terms]
            return lambda values: sum([number(values) for number in numbers])
        case Difference(left, right):
            minuend, subtrahend = evaluate(left), evaluate(right)
            return lambda values: minuend(values) - subtrahend(values)
        case Product(Constant(factor), of):
            number = evaluate(of)
            return lambda values: divided(factor * number(values), ONE)
        case AtMost(Constant(cap), of):
            number = evaluate(of)
            return lambda values: min(cap, number(values))
        case Share(Constant(full), part, whole, of_rest):
            counts = _counts(part, whole, of_rest)
            return lambda values: _share(full, *counts(values))
        case Loss(Constant(points), Share(Constant(full), part, whole, of_rest)):
            counts = _counts(part, whole, of_rest)
            return lambda values: _loss(points, full, *counts(values))
        case StepsShort(part, whole, target, step):
            counts = _counts(part, whole, of_rest=False)
            return lambda values: _steps_short(target, step, *counts(values))
        case Rounded(of, places) if places == PLACES:
            return evaluate(of)  # a number has no more places than these
        case Rounded(of, places):
            number = evaluate(of)
            return lambda values: rounded(number(values), places)
        case Tally(names, word):
            return lambda values: sum([values[name] == word for name in names]) * ONE
        case Joined(parts):
            pieces = [evaluate(part) for part in parts]
            return lambda values: "".join([_text(piece(values)) for piece in pieces])
        case Labelled(_, of):
            return evaluate(of)
        case Choose(((condition, then),), otherwise):
            holds, yes, no = _condition(condition), evaluate(then), evaluate(otherwise)
            return lambda values: yes(values) if holds(values) else no(values)
        case Choose(cases, otherwise):
            branches = [(_condition(condition), evaluate(then)) for condition, then in cases]
            last = evaluate(otherwise)
            return lambda values: _first(branches, last, values)(values)
        case _:
            assert_never(expression)


def _condition(condition: Condition) -> Callable[[Values], bool]:
    match condition:
        case Is(Entry(name) | Figure(name), word):
            return lambda values: values.get(name) == word
        case IsBlank(Entry(name)):
            return lambda values: name not in values
        case IsNumber(Figure(name)):
            return lambda values: isinstance(values[name], int)
        case Compare(left, relation, right):
            first, second, holds = evaluate(left), evaluate(right), _RELATIONS[relation]
            return lambda values: holds(first(values), second(values))
        case _:
            assert_never(condition)


def _first(branches: list[tuple[Callable[[Values], bool], Evaluation]], last: Evaluation, values: Values) -> Evaluation:
    for holds, then in branches:
        if holds(values):
            return then
    return last


def _counts(part: Entry, whole: Entry | Constant, of_rest: bool) -> Callable[[Values], tuple[int, int]]:
    """Both counts of a rate; the first is that of the rest where the score is for the rest."""
    of_part, of_whole = evaluate(part), evaluate(whole)

    def counts(values: Values) -> tuple[int, int]:
        counted, everything = of_part(values), of_whole(values)
        return (everything - counted if of_rest else counted), everything

    return counts


def _share(full: int, counted: int, everything: int) -> int:
    return divided(full * counted, everything)


def _loss(points: int, full: int, counted: int, everything: int) -> int:
    """Points - min(points, full x counted / everything), multiplied out so that only one division rounds."""
    return divided(max(0, points * everything - full * counted), everything)


def _steps_short(target: int, step: int, counted: int, everything: int) -> int:
    return max(0, (target * everything - ONE * counted) // (step * everything)) * ONE


def _text(value: Value) -> str:
    return value if isinstance(value, str) else shown(value)
