"""The expressions that scores are made of.

A rule of a notice becomes one expression, and the expression has three readings: ``evaluate`` computes it
exactly, ``formula`` prints it for a spreadsheet, ``explain`` turns it into the sentence that tells how the
figure came about. The sentence is an expression too, so it is computed and printed by the same two readings
and cannot drift from the figure.

Every number is a decimal with four places, held as whole ten-thousandths (see ``amount``). Only a rate
divides, and it is rounded where it divides.

Names are those of ``calculation``: ``2.1.1.d1`` or ``3.3.7.d1_part`` for what was entered,
``2.1.1:deduction`` for what an earlier step computed.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that the notice prints, in ten-thousandths."""

    value: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody entered: a number (with its unit, 件, 次, 分) or a word (是, 否, a tier's label)."""

    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What an earlier step computed: a number or a word."""

    name: str


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of some numbers; of none it is zero."""

    terms: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One number less another."""

    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Product:
    """So many points for each: 2.5 分 × 3 件; or an amount multiplied (双倍扣分)."""

    factor: Constant
    of: "Expression"


@dataclass(frozen=True, slots=True)
class AtMost:
    """A number held to a cap (扣分上限, 加分上限, 一级指标减分上限)."""

    cap: Constant
    of: "Expression"


@dataclass(frozen=True, slots=True)
class Share:
    """full x part / whole, or full x (whole - part) / whole where ``of_rest`` (得分=(1-迟报率)×3).

    A whole of zero is the caller's to exclude: nothing was measured then.
    """

    full: Constant
    part: Entry
    whole: Entry | Constant
    of_rest: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """What a proportional score leaves of the points: points - min(points, score)."""

    points: Constant
    score: Share


@dataclass(frozen=True, slots=True)
class StepsShort:
    """The whole steps by which a rate (part of whole) falls short of a target, each in ten-thousandths of 1."""

    part: Entry
    whole: Entry | Constant
    target: int
    step: int


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number rounded to so many places, halves away from zero."""

    of: "Expression"
    places: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the named steps show a word."""

    names: tuple[str, ...]
    word: str


@dataclass(frozen=True, slots=True)
class State:
    """The state of an input: 未评 (未填 where it is optional), 已评, 有误 or 不适用."""

    key: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Words and numbers, one after the other."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A number with the words that say what it is; computing it leaves the words out."""

    words: "Expression"
    of: "Expression"


@dataclass(frozen=True, slots=True)
class Is:
    """Whether an entry or figure is a word."""

    of: Entry | Figure
    word: str


@dataclass(frozen=True, slots=True)
class IsBlank:
    """Whether nothing was entered."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class IsNumber:
    """Whether a figure is a number, not a word that stands in its place."""

    figure: Figure


@dataclass(frozen=True, slots=True)
class Compare:
    """Whether left < right, <= right, > right, >= right or = right."""

    left: "Expression"
    relation: str
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Choose:
    """The first of the cases whose condition holds, otherwise the last resort."""

    cases: tuple[tuple["Condition", "Expression"], ...]
    otherwise: "Expression"


Condition: TypeAlias = Is | IsBlank | IsNumber | Compare
Expression: TypeAlias = (
    Constant
    | Entry
    | Figure
    | Sum
    | Difference
    | Product
    | AtMost
    | Share
    | Loss
    | StepsShort
    | Rounded
    | Tally
    | State
    | Words
    | Joined
    | Labelled
    | Choose
)


def at_most(cap: int | None, of: Expression) -> Expression:
    """Hold an expression to a cap (in ten-thousandths), where there is one."""
    return of if cap is None else AtMost(Constant(cap), of)
