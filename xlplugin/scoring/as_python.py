"""The first reading: the exact value of an expression.

An expression is written as Python, as ``as_excel_formula`` writes it for a spreadsheet, and compiled; thousands of
scoresheets are then computed with plain integers. All steps of a rubric become one function, with a variable for each
step. ``每件扣 2.5 分，上限 5 分`` becomes ``min(50000, divided(25000 * values['2.1.1.d1'], 10000))``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, assert_never

from xlplugin.notation.decimals import PLACES, SCALE, divide_half_up, format_decimal, format_published, round_places
from xlplugin.scoring.expression import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Choose,
    Compare,
    Condition,
    Constant,
    Difference,
    Entry,
    Expression,
    Figure,
    Gap,
    Greatest,
    Is,
    IsBlank,
    IsNumber,
    Joined,
    Labelled,
    Loss,
    Product,
    Published,
    Rounded,
    Share,
    Slope,
    State,
    Steps,
    Sum,
    Tally,
    Words,
)

Value: TypeAlias = int | str
"""A number in ten-thousandths, or a word."""

Values: TypeAlias = Mapping[str, Value]
Evaluation: TypeAlias = Callable[[Values], Any]
"""Gives an ``int`` for an expression of a number and a ``str`` for one of words."""

Figures: TypeAlias = dict[str, Any]
"""Every entry and step by name: an ``int`` (ten-thousandths) for a number, a ``str`` for words."""


def evaluate(expression: Expression) -> Evaluation:
    """Turn an expression into a function that computes it.

    The function takes values by name: entries (numbers in ten-thousandths, words; a blank entry is absent), the state
    of each input, and the figures of earlier steps.
    """
    return _compiled([f"return {_python(expression, {})}"])


def evaluate_all(steps: Sequence[tuple[str, Expression]]) -> Callable[[Values], Figures]:
    """Turn named expressions, each after those that it uses, into one function that computes them all.

    The function takes entries and states by name, and returns them together with the figures of all steps.
    """
    variables: dict[str, str] = {}
    lines = []
    for at, (name, expression) in enumerate(steps):
        lines.append(f"step{at} = {_python(expression, variables)}")
        variables[name] = f"step{at}"
    figures = "".join(f"{name!r}: {variable}, " for name, variable in variables.items())
    return _compiled([*lines, f"return {{**values, {figures}}}"])


def _compiled(lines: list[str]) -> Callable[[Values], Any]:
    """Compile the lines of a function; they are written below, with names and words as literals."""
    compiled: dict[str, Callable[[Values], Any]] = {}
    text = "\n ".join(["def evaluation(values):", *lines])
    exec(compile(text, "<a rubric's steps>", "exec"), _KNOWN, compiled)  # noqa: S102  # the text is written by this module
    return compiled["evaluation"]


def _python(expression: Expression, variables: Mapping[str, str]) -> str:
    """Write an expression as Python.

    Args:
        expression: the expression.
        variables: the variables of earlier steps, by name; other names are looked up in ``values``.
    """

    def printed(expression: Expression) -> str:
        return _python(expression, variables)

    match expression:
        case Constant(value):
            return str(value)
        case Words(text):
            return repr(text)
        case Entry(name) | Figure(name):
            return _value(name, variables)
        case State(key):
            return _value(f"{key}:state", variables)
        case Sum((of,)) | Greatest((of,)) | Labelled(_, of):
            return printed(of)
        case Greatest(terms):
            return f"max({', '.join(map(printed, terms))})"
        case Sum(terms):
            return f"sum({_row(map(printed, terms))})"
        case Difference(left, right):
            return f"({printed(left)} - {printed(right)})"
        case Product(Constant(factor), of) if factor % SCALE == 0:
            return f"({factor // SCALE} * {printed(of)})"
        case Product(Constant(factor), of):
            return f"divided({factor} * {printed(of)}, {SCALE})"
        case AtMost(cap, of):
            return f"min({printed(cap)}, {printed(of)})"
        case Share(full, part, whole, of_rest, _):
            counted, everything = _counts(part, whole, of_rest, variables)
            return f"divided({printed(full)} * {counted}, {everything})"
        case Loss(Constant(points), Share(full, part, whole, of_rest, _)):
            # points - min(points, full x counted / everything), multiplied out so that only one division rounds
            counted, everything = _counts(part, whole, of_rest, variables)
            return f"divided(max(0, {points} * {everything} - {printed(full)} * {counted}), {everything})"
        case AtLeast(Constant(floor), of):
            return f"max({floor}, {printed(of)})"
        case Steps(gap):
            far, step = _gap(gap, variables)
            return f"max(0, ({far}) // ({step})) * {SCALE}"
        case Slope(Constant(points), gap):
            far, step = _gap(gap, variables)
            return f"divided({points} * max(0, {far}), {step})"
        case Rounded(of, places) if places == PLACES:
            return printed(of)  # a number never has more places
        case Rounded(of, places):
            return f"rounded({printed(of)}, {places})"
        case Tally(names, word):
            return f"{_row(_value(name, variables) for name in names)}.count({word!r}) * {SCALE}"
        case Joined(parts):
            return f"text({_row(map(printed, parts))})"
        case Published(of, places):
            return f"published({printed(of)}, {places})"
        case Choose(cases, otherwise):
            chosen = [f"{printed(then)} if {_condition(condition, variables)}" for condition, then in cases]
            return f"({' else '.join([*chosen, printed(otherwise)])})"
        case _:
            assert_never(expression)


def _condition(condition: Condition, variables: Mapping[str, str]) -> str:
    match condition:
        case Is(Entry(name) | Figure(name), word) if name in variables:
            return f"{variables[name]} == {word!r}"
        case Is(Entry(name) | Figure(name), word):
            return f"values.get({name!r}) == {word!r}"
        case IsBlank(Entry(name)):
            return f"{name!r} not in values"
        case IsNumber(Figure(name)):
            return f"isinstance({_value(name, variables)}, int)"
        case AllOf(conditions):
            return f"({' and '.join(_condition(one, variables) for one in conditions)})"
        case AnyOf(conditions):
            return f"({' or '.join(_condition(one, variables) for one in conditions)})"
        case Compare(left, relation, right):
            relation = "==" if relation == "=" else relation
            return f"{_python(left, variables)} {relation} {_python(right, variables)}"
        case _:
            assert_never(condition)


def _value(name: str, variables: Mapping[str, str]) -> str:
    return variables.get(name) or f"values[{name!r}]"


def _row(printed: Iterable[str]) -> str:
    """Write items as a tuple; a chain of operators would be nested as deeply as it is long."""
    return f"({''.join(f'{item}, ' for item in printed)})"


def _counts(part: Expression, whole: Expression, of_rest: bool, variables: Mapping[str, str]) -> tuple[str, str]:
    """Write both counts of a rate; the first is that of the rest if the score is for the rest."""
    counted, everything = _python(part, variables), _python(whole, variables)
    return (f"({everything} - {counted})" if of_rest else counted), everything


def _gap(gap: Gap, variables: Mapping[str, str]) -> tuple[str, str]:
    """Write the size of a gap and that of a step, multiplied out so that both are whole numbers."""
    part = _python(gap.part, variables)
    if gap.whole is None:
        ends, step = (str(gap.target), part), str(gap.step)
    else:
        whole = _python(gap.whole, variables)
        ends, step = (f"{gap.target} * {whole}", f"{SCALE} * {part}"), f"{gap.step} * {whole}"
    return " - ".join(reversed(ends) if gap.above else ends), step


def _text(parts: tuple[Value, ...]) -> str:
    return "".join([part if isinstance(part, str) else format_decimal(part) for part in parts])


def _published(total: int | str, places: int) -> str:
    return total if isinstance(total, str) else format_published(total, places)


_KNOWN = {"divided": divide_half_up, "rounded": round_places, "text": _text, "published": _published}
"""The functions that written expressions call, besides Python's own."""
