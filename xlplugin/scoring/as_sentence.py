"""The third reading: a sentence that explains a figure.

The sentence is itself an expression, of words and of the very numbers that it mentions: ``as_python`` computes it for
the command line, ``as_excel_formula`` writes it as a live formula. ``AtMost(5, Product(2.5, 件))`` with 3 件 gives
3 件 × 2.5 分 = 7.5，上限 5.
"""

from typing import assert_never

from xlplugin.notation.decimals import SCALE
from xlplugin.scoring.expression import (
    AtLeast,
    AtMost,
    Choose,
    Constant,
    Difference,
    Entry,
    Expression,
    Figure,
    Greatest,
    Is,
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


def as_sentence(expression: Expression) -> Expression:
    """Turn the expression of a number into the expression of its sentence."""
    match expression:
        case Constant() | Words() | Joined() | Figure() | Tally() | State() | Published():
            return expression
        case Entry(_, unit):
            return _joined(expression, f" {unit}")
        case Sum(()):
            return Constant(0)
        case Sum((only,)):
            return as_sentence(only)
        case Sum(terms):
            return _joined(*_between([_term(term) for term in terms], " + "), " = ", expression)
        case Greatest(terms):
            return _joined(*_between([as_sentence(term) for term in terms], "、"), " 取最高 ", expression)
        case Difference(Sum((_, *_) as terms), right):
            return _joined(*_between([_term(term) for term in terms], " + "), " − ", _taken(right), " = ", expression)
        case Difference(left, right):
            return _joined(as_sentence(left), " − ", _taken(right), " = ", expression)
        case Product(factor, Entry(_, "分") as amount):
            return _joined(as_sentence(amount), " × ", factor, " = ", expression)
        case Product(factor, of):
            return _joined(as_sentence(of), " × ", factor, " 分 = ", expression)
        case AtMost(cap, of):
            return _joined(as_sentence(of), "，上限 ", cap)
        case Share():
            return _joined("得分 ", *_share(expression))
        case Loss(points, score):
            return _joined(as_sentence(score), "，满分 ", points)
        case AtLeast(floor, of):
            return _joined(as_sentence(of), "，最低 ", floor)
        case Steps():
            return _joined(expression, " 档")
        case Slope(points, _):
            return _joined("按比例，每档 ", points, " 分 = ", expression)
        case Rounded(of, _):
            return as_sentence(of)
        case Labelled(words, Constant()):
            return words
        case Labelled(words, of):
            return _joined(words, as_sentence(of))
        case Choose(((Is(Entry() as chosen, _), _), *_), _):
            return chosen
        case Choose(cases, otherwise):
            return Choose(tuple((condition, as_sentence(then)) for condition, then in cases), as_sentence(otherwise))
        case _:
            assert_never(expression)


def _share(share: Share) -> tuple[Expression | str, ...]:
    """Return the pieces of a proportional score: 4 × (20 − 3) ÷ 20 = 3.4."""
    counted = (share.whole, " − ", share.part) if share.of_rest else (share.part,)
    opened, closed = ("(", ")") if share.of_rest else ("", "")
    divided = () if share.whole == Constant(SCALE) else (" ÷ ", share.whole)
    return share.full, " × ", opened, *counted, closed, *divided, " = ", share


def _term(expression: Expression) -> Expression:
    """Return the sentence of a term of a sum; what has an equation of its own in brackets."""
    match expression:
        case Share():
            return _joined("（", *_share(expression), "）")
        case Greatest():
            return _joined("（", as_sentence(expression), "）")
        case _:
            return as_sentence(expression)


def _taken(expression: Expression) -> Expression:
    """Return the sentence of what is taken from something: a sum in brackets."""
    match expression:
        case Sum((_, _, *_) as terms):
            return _joined("（", *_between([_term(term) for term in terms], " + "), "）")
        case AtMost():
            return _joined("（", as_sentence(expression), "）")
        case _:
            return as_sentence(expression)


def _between(parts: list[Expression], separator: str) -> list[Expression]:
    first, *others = parts
    return [first, *(piece for other in others for piece in (Words(separator), other))]


def _joined(*parts: Expression | str) -> Expression:
    """Join words and expressions into one flat sequence."""
    pieces: list[Expression] = []
    for part in parts:
        match part:
            case "":
                continue
            case str():
                pieces.append(Words(part))
            case Joined(inner):
                pieces.extend(inner)
            case _:
                pieces.append(part)
    return Joined(tuple(pieces))
