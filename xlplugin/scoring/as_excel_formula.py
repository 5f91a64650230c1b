"""The second reading: an expression as the text of a spreadsheet formula.

Only functions of Excel 2007 are used, so that every program reads them; nothing volatile, nothing that depends on the
locale. Numbers are written in their shortest form, because programs write them so when they save a workbook. Sums and
differences are rounded to four places, and rates are multiplied out before they are divided, so that rounding errors of
binary numbers never reach a cap, a band or a total.
"""

from typing import Protocol, assert_never

from xlplugin.notation.decimals import PLACES, SCALE, format_decimal, percent_scale, published_pattern
from xlplugin.scoring.expression import (
    ONE,
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

NUMBERS = (
    Constant | Sum | Difference | Product | AtMost | AtLeast | Share | Loss | Steps | Slope | Rounded | Tally | Greatest
)
"""Expressions that are rounded again when they are joined to words: some programs show binary errors otherwise."""


MOST_ARGUMENTS = 250
"""Arguments of a function; Excel allows 255."""


class CellLookup(Protocol):
    """Knows the cells of entries and figures."""

    def cell(self, name: str) -> str:
        """Return the address of the cell of an entry or figure, such as ``H12``."""

    def spans(self, names: tuple[str, ...]) -> list[str]:
        """Return the ranges that contain the cells of these figures and no others, such as ``S6:S80``."""

    def guard(self, key: str) -> str:
        """Return the formula of an input's state (see ``workbook.input_state_formula``)."""


def as_formula(expression: Expression, cells: CellLookup) -> str:
    """Write an expression as a formula, without the leading ``=``."""
    match expression:
        case Constant(value):
            return format_decimal(value)
        case Words(text):
            return quoted(text)
        case Entry(name) | Figure(name):
            return cells.cell(name)
        case State(key):
            return cells.guard(key)
        case Sum(()):
            return "0"
        case Sum((only,)):
            return as_formula(only, cells)
        case Sum(terms):
            return f"ROUND({_sum([as_formula(term, cells) for term in terms])},{PLACES})"
        case Greatest(terms):
            return f"MAX({','.join(as_formula(term, cells) for term in terms)})"
        case Difference(left, right):
            return f"ROUND({as_formula(left, cells)}-{as_formula(right, cells)},{PLACES})"
        case Product(factor, of):
            return f"{as_formula(factor, cells)}*{as_formula(of, cells)}"
        case AtMost(cap, of):
            return f"MIN({as_formula(cap, cells)},{as_formula(of, cells)})"
        case Share(full, _, whole) as share:
            counted, everything = _counts(share, cells)
            divided = "" if whole == ONE else f"/{everything}"
            return f"ROUND({as_formula(full, cells)}*{counted}{divided},{PLACES})"
        case Loss(points, Share(full, _, whole) as share):
            counted, everything = _counts(share, cells)
            least = as_formula(points, cells) if whole == ONE else f"{as_formula(points, cells)}*{everything}"
            lost = f"{least}-{as_formula(full, cells)}*{counted}"
            if share.has_decimals or not (_is_binary(points) and _is_binary(full)):
                lost = f"ROUND({lost},{2 * PLACES})"  # 1.35*1000-1.35*999 would be a little less than 1.35
            divided = "" if whole == ONE else f"/{everything}"
            return f"ROUND(MAX(0,{lost}){divided},{PLACES})"
        case AtLeast(floor, of):
            return f"MAX({as_formula(floor, cells)},{as_formula(of, cells)})"
        case Steps(gap):
            far, step = _gap(gap, cells)
            return f"MAX(0,INT(({far})/{step}))"
        case Slope(points, gap):
            far, step = _gap(gap, cells)
            return f"ROUND({as_formula(points, cells)}*MAX(0,{far})/{step},{PLACES})"
        case Rounded(of, places):
            return f"ROUND({as_formula(of, cells)},{places})"
        case Tally(names, word):
            counts = [count_of(span, word) for span in cells.spans(names)]
            return counts[0] if len(counts) == 1 else f"SUM({','.join(counts)})"
        case Joined(parts):
            return "&".join(_piece(part, cells) for part in parts)
        case Labelled(_, of):
            return as_formula(of, cells)
        case Published(of, places):
            return f'TEXT({as_formula(of, cells)},"{published_pattern(places)}")'
        case Choose(cases, otherwise):
            printed = as_formula(otherwise, cells)
            for condition, then in reversed(cases):
                printed = f"IF({_condition(condition, cells)},{as_formula(then, cells)},{printed})"
            return printed
        case _:
            assert_never(expression)


def _sum(terms: list[str]) -> str:
    """Write a sum; with more terms than a function allows, a sum of sums."""
    while len(terms) > MOST_ARGUMENTS:
        parts = [terms[at : at + MOST_ARGUMENTS] for at in range(0, len(terms), MOST_ARGUMENTS)]
        terms = [f"SUM({','.join(part)})" for part in parts]
    return f"SUM({','.join(terms)})"


def _condition(condition: Condition, cells: CellLookup) -> str:
    match condition:
        case Is(of, word):
            return f"{as_formula(of, cells)}={quoted(word)}"
        case IsBlank(entry):
            return f'{as_formula(entry, cells)}=""'
        case IsNumber(figure):
            return f"ISNUMBER({as_formula(figure, cells)})"
        case AllOf(conditions):
            return f"AND({','.join(_condition(one, cells) for one in conditions)})"
        case AnyOf(conditions):
            return f"OR({','.join(_condition(one, cells) for one in conditions)})"
        case Compare(left, relation, right):
            return f"{as_formula(left, cells)}{relation}{as_formula(right, cells)}"
        case _:
            assert_never(condition)


def _piece(expression: Expression, cells: CellLookup) -> str:
    """Write a part of a sentence."""
    if isinstance(expression, Constant):
        return quoted(format_decimal(expression.value))
    if isinstance(expression, NUMBERS):
        return f"ROUND({as_formula(expression, cells)},{PLACES})"
    return as_formula(expression, cells)


def _is_binary(number: Expression) -> bool:
    """Whether a number is exact in binary, with up to four binary places: 3, 2.5, 0.0625, but not 1.35."""
    return isinstance(number, Constant) and number.value * 16 % SCALE == 0


def _counts(share: Share, cells: CellLookup) -> tuple[str, str]:
    """Write both counts of a rate; the first is that of the rest if the score is for the rest."""
    counted, everything = as_formula(share.part, cells), as_formula(share.whole, cells)
    everything = f"({everything})" if isinstance(share.whole, Product) else everything
    if not share.of_rest:
        return counted, everything
    rest = f"{everything}-{counted}"
    return (f"ROUND({rest},{PLACES})" if share.has_decimals else f"({rest})"), everything


def _gap(gap: Gap, cells: CellLookup) -> tuple[str, str]:
    """Write the size of a gap and that of a step as whole numbers, which are exact in binary.

    Most percentages are whole, so hundredths do for them; decimals that were entered are counted in ten-thousandths.
    """
    part = as_formula(gap.part, cells)
    if gap.whole is None:
        ends = (format_decimal(gap.target), part)
        far = "-".join(reversed(ends) if gap.above else ends)
        return (
            (f"ROUND(({far})*{SCALE},0)", str(gap.step))
            if gap.has_decimals or gap.step % SCALE
            else (
                far,
                format_decimal(gap.step),
            )
        )
    whole, scale = as_formula(gap.whole, cells), percent_scale((gap.target, gap.step))
    ends = (f"{gap.target * scale // SCALE}*{whole}", f"{scale}*{part}")
    far, step = "-".join(reversed(ends) if gap.above else ends), f"{gap.step * scale // SCALE}*{whole}"
    if not gap.has_decimals:
        return far, f"({step})"
    return f"ROUND(({far})*{SCALE},0)", f"ROUND({step}*{SCALE},0)"


def count_of(cells: str, word: str) -> str:
    """Write a formula that counts the cells with a word.

    COUNTIF is avoided: ONLYOFFICE keeps its result from one edit earlier, so that correct forms showed 有误.

    >>> count_of("评分表!L5:L9", "未评"), count_of("L43:L43", "有误")
    ('SUMPRODUCT((评分表!L5:L9="未评")*1)', 'IF(L43="有误",1,0)')
    """
    if cell := _single(cells):
        return f"IF({cell}={quoted(word)},1,0)"
    return f"SUMPRODUCT(({cells}={quoted(word)})*1)"


def shows_any(cells: str, word: str) -> str:
    """Write a formula for whether one of some cells shows a word.

    >>> shows_any("评分表!L5:L9", "未评"), shows_any("L43:L43", "有误")
    ('ISNUMBER(MATCH("未评",评分表!L5:L9,0))', 'L43="有误"')
    """
    if cell := _single(cells):
        return f"{cell}={quoted(word)}"
    return f"ISNUMBER(MATCH({quoted(word)},{cells},0))"


def _single(cells: str) -> str:
    """Return the cell of a range that is only one cell (``L43`` of ``L43:L43``), otherwise ''."""
    first, _, last = cells.partition(":")
    return first if last in ("", first.rpartition("!")[2]) else ""


def quoted(text: str) -> str:
    """Write a text as a literal in a formula."""
    return '"' + text.replace('"', '""') + '"'
