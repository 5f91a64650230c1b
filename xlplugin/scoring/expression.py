"""The expressions that scores are made of.

A rule of a notice becomes one expression, and the expression has three readings: ``as_python`` computes it exactly,
``as_excel_formula`` writes it for a spreadsheet, ``as_sentence`` turns it into a sentence that explains the figure. The
sentence is an expression too, so it goes through the same two readings and cannot drift from the figure.

Every number is a decimal with four places, stored as whole ten-thousandths (see ``notation.decimals``). Only a rate
divides, and it is rounded where it divides.

Names are those of ``steps``: ``2.1.1.d1`` or ``3.3.7.d1_part`` for an entry, ``2.1.1:deduction`` for the figure of an
earlier step.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import TypeAlias

from xlplugin.notation.decimals import PUBLISHED_PLACES, SCALE


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that the notice prints, in ten-thousandths."""

    value: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: a number (with its unit, 件, 次, 分) or a word (是, 否, the label of a tier)."""

    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of an earlier step: a number or a word."""

    name: str


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of numbers; of no numbers it is zero."""

    terms: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Greatest:
    """The greatest of numbers: of what a notice counts once, by the highest (同一项按最高计)."""

    terms: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One number minus another."""

    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Product:
    """Points for each: 2.5 分 × 3 件; or a multiplied amount (双倍扣分)."""

    factor: Constant
    of: "Expression"


@dataclass(frozen=True, slots=True)
class AtMost:
    """A number limited by a cap (扣分上限, 加分上限, 一级指标减分上限)."""

    cap: "Expression"
    of: "Expression"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A number that does not fall below another (扣完为止: not below 0)."""

    floor: Constant
    of: "Expression"


@dataclass(frozen=True, slots=True)
class Share:
    """full x part / whole, or full x (whole - part) / whole if ``of_rest`` (得分=(1-迟报率)×3).

    A value that is measured by itself has a whole of 1. The caller excludes a whole of zero: nothing was measured then.
    """

    full: "Expression"
    part: "Expression"
    whole: "Expression"
    of_rest: bool = False
    has_decimals: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """What a proportional score leaves of the points: points - min(points, score)."""

    points: Constant
    score: Share


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a measure is below a target, or ``above`` it; never negative. It is no expression by itself.

    A rate is part / whole, and target and step are in ten-thousandths of 1. A value that is measured by itself has
    no whole; target and step are in its own unit then.
    """

    part: Entry
    whole: Entry | Constant | None
    target: int
    step: int
    above: bool = False
    has_decimals: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """The whole steps in a gap (每低两个百分点)."""

    gap: Gap


@dataclass(frozen=True, slots=True)
class Slope:
    """So many points for each step of a gap, parts of a step in proportion."""

    points: Constant
    gap: Gap


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number rounded to a number of decimal places, halves away from zero."""

    of: "Expression"
    places: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the named steps show a word."""

    names: tuple[str, ...]
    word: str


@dataclass(frozen=True, slots=True)
class State:
    """The state of an input: 未评 (选填 if it is optional), 已评, 有误 or 不适用."""

    key: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words, unchanged."""

    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Words and numbers, one after the other."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A number with words that describe it; computing it ignores the words."""

    words: "Expression"
    of: "Expression"


@dataclass(frozen=True, slots=True)
class Published:
    """A total in words, as it is published, with its decimal places (79.50); a word such as 未评 stays a word."""

    of: "Expression"
    places: int = PUBLISHED_PLACES


@dataclass(frozen=True, slots=True)
class Is:
    """Whether an entry or figure equals a word."""

    of: Entry | Figure
    word: str


@dataclass(frozen=True, slots=True)
class IsBlank:
    """Whether nothing was entered."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class IsNumber:
    """Whether a figure is a number, and not a word instead of one."""

    figure: Figure


@dataclass(frozen=True, slots=True)
class Compare:
    """Whether left < right, <= right, > right, >= right or = right."""

    left: "Expression"
    relation: str
    right: "Expression"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Whether all conditions hold; the first that does not ends the question."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Whether any condition holds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """The first case whose condition holds, otherwise ``otherwise``."""

    cases: tuple[tuple["Condition", "Expression"], ...]
    otherwise: "Expression"


Condition: TypeAlias = Is | IsBlank | IsNumber | Compare | AllOf | AnyOf
Expression: TypeAlias = (
    Constant
    | Entry
    | Figure
    | Sum
    | Greatest
    | Difference
    | Product
    | AtMost
    | AtLeast
    | Share
    | Loss
    | Steps
    | Slope
    | Rounded
    | Tally
    | State
    | Words
    | Joined
    | Labelled
    | Published
    | Choose
)


NOUGHT, ONE = Constant(0), Constant(SCALE)
"""0 and 1; a value that is measured by itself is a share of 1."""


def at_most(cap: int | None, of: Expression) -> Expression:
    """Limit an expression by a cap (in ten-thousandths), if there is one."""
    return of if cap is None else AtMost(Constant(cap), of)


def names_in(expression: object) -> Iterator[str]:
    """Return the names of the entries and figures that an expression or condition uses."""
    match expression:
        case Entry(name) | Figure(name):
            yield name
        case Tally(names, _):
            yield from names
        case State() | Constant() | Words():
            pass
        case tuple():
            for part in expression:
                yield from names_in(part)
        case _ if is_dataclass(expression):
            for field in fields(expression):
                yield from names_in(getattr(expression, field.name))
