"""Several scorecards of a body, joined into one: of raters, of periods, of tables.

Each figure is joined by itself, from exact figures: with 95 and 92.5 a mean of 93.75. As every sheet is scored with its
own caps first, the joined parts add up to the joined total, except for what rounding to a ten-thousandth leaves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from xlplugin.errors import Problem, new_problem
from xlplugin.notation.decimals import PLACES, SCALE, format_decimal
from xlplugin.rubric.joining import Absent, Invalid, Joining, PartsRule, RatersRule
from xlplugin.rubric.model import BelowTable, Dimension, Rubric, Scheme
from xlplugin.scoring.as_python import Figures
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.scoring.states import COMPLETE, NO_GRADE, PROVISIONAL


@dataclass(frozen=True)
class SheetOfPart:
    """The sheet of a rater, of a period, of a table.

    Attributes:
        name: whose or which.
        card: its scorecard; None if it is missing or has no total.
        kind: the kind of the rater; '' for none.
        why: why there is no card.
    """

    name: str
    card: Scorecard | None
    kind: str = ""
    why: str = ""

    @property
    def total(self) -> Fraction:
        """Its total, in 1/10,000 分."""
        return Fraction(int(self.card.figures["total"])) if self.card else Fraction(0)


@dataclass(frozen=True)
class JoinedScore:
    """What some sheets give together.

    Attributes:
        card: the joined scorecard; None if there is no figure yet.
        problems: why there is none.
        remarks: how the figure comes about: which sheets counted, which did not, and why.
    """

    card: Scorecard | None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


def join_raters(rubric: Rubric, rule: RatersRule, body: str, sheets: Sequence[SheetOfPart]) -> JoinedScore:
    """Join the scorecards of several raters of a body by the rule of the notice."""
    missing = [sheet for sheet in sheets if sheet.card is None]
    if missing and rule.absent is Absent.WAITS:
        names = "、".join(f"{sheet.name}（{sheet.why}）" for sheet in missing)
        return JoinedScore(None, (new_problem("", "raters-missing", names=names),))
    left = {sheet.name: why for sheet in sheets if sheet.card and (why := _invalid(rule, sheet.card))}
    weights: dict[str, Fraction] = {}
    kinds: tuple[tuple[str, int], ...] = rule.kinds or (("", SCALE),)
    counted: list[tuple[int, list[SheetOfPart]]] = []
    for kind, weight in kinds:
        of_kind = [one for one in sheets if one.card and one.name not in left and (not rule.kinds or one.kind == kind)]
        kept, cut = _trimmed(of_kind, rule)
        left |= cut
        if len(of_kind) < rule.at_least or not kept:
            if rule.absent is Absent.LEFT_OUT and rule.kinds and not of_kind:
                continue  # nobody of this kind: the other kinds count for it
            facts = {"kind": kind or "考核人", "count": len(of_kind), "least": rule.at_least}
            code = "raters-too-few" if len(of_kind) < rule.at_least else "raters-all-cut"
            return JoinedScore(None, (new_problem("", code, **facts),))
        counted.append((weight, kept))
    if not counted:
        return JoinedScore(None, (new_problem("", "raters-too-few", kind="考核人", count=0, least=rule.at_least),))
    whole = sum(weight for weight, _ in counted)
    for weight, kept in counted:
        weights |= {sheet.name: Fraction(weight, whole) / len(kept) for sheet in kept}
    parts = [(sheet, weights[sheet.name]) for sheet in sheets if sheet.name in weights]
    left |= {sheet.name: sheet.why for sheet in missing}
    card = joined_card(rubric, body, parts)
    return JoinedScore(card, (), (_remark("joined-raters", parts, left, card),))


def _invalid(rule: RatersRule, card: Scorecard) -> str:
    """Return why a sheet does not count; '' if it does."""
    if Invalid.BLANK in rule.invalid and card.blank:
        return Invalid.BLANK.value
    total = int(card.figures["total"])
    if Invalid.ZERO in rule.invalid and total == 0:
        return Invalid.ZERO.value
    is_full = all(figure.deduction in (None, 0) for figure in card.indicators.values()) and not card.major_deduction
    return Invalid.FULL.value if Invalid.FULL in rule.invalid and is_full else ""


def _trimmed(sheets: Sequence[SheetOfPart], rule: RatersRule) -> tuple[list[SheetOfPart], dict[str, str]]:
    """Leave out the highest and the lowest; of equal ones the first by name, which makes no difference to the mean."""
    ordered = sorted(sheets, key=lambda one: (one.total, one.name))
    if len(ordered) <= rule.highest + rule.lowest:
        return [], {}
    last = len(ordered) - rule.highest
    cut = {one.name: "最低分" for one in ordered[: rule.lowest]} | {one.name: "最高分" for one in ordered[last:]}
    return ordered[rule.lowest : last], cut


def join_parts(rubric: Rubric, rule: PartsRule, body: str, sheets: Sequence[SheetOfPart]) -> JoinedScore:
    """Join the scorecards of the periods of a body by the rule of the notice.

    Args:
        rubric: the rubric whose places and grades the joined figure has.
        rule: the rule.
        body: the body.
        sheets: one for each part, in the order of the rule.
    """
    if missing := _missing(rule, sheets):
        return missing
    tables = {tuple((one.id, one.points) for one in sheet.card.rubric.indicators) for sheet in sheets if sheet.card}
    if len(tables) > 1:
        return JoinedScore(None, (new_problem("", "parts-differ"),))
    parts = _shares(rule, sheets)
    card = joined_card(rubric, body, parts)
    return JoinedScore(card, (), (_remark("joined-parts", parts, _left(sheets), card),))


def join_tables(scheme: Scheme, rule: PartsRule, body: str, sheets: Sequence[SheetOfPart]) -> JoinedScore:
    """Join the scorecards of several tables of a body; the joined scorecard has a dimension for each table.

    Args:
        scheme: the scheme of the tables.
        rule: its rule.
        body: the body.
        sheets: one for each table, in the order of the rule.
    """
    if missing := _missing(rule, sheets):
        return missing
    parts = _shares(rule, sheets)
    tables = [(sheet.card, share) for sheet, share in parts if sheet.card]
    whole = _whole(scheme, tuple((card.rubric, share) for card, share in tables))
    figures: dict[str, int | str] = {"general_bonus": 0, "major_deduction": 0}
    for number, (card, share) in enumerate(tables, 1):
        score = _half_away(Fraction(int(card.figures["total"])) * share)
        names = (f"dimension{number}:{what}" for what in ("deduction", "bonus", "score"))
        figures |= zip(names, (whole.dimensions[number - 1].points - score, 0, score), strict=True)
    made = _finished(whole, body, figures, tables)
    return JoinedScore(made, (), (_remark("joined-tables", parts, _left(sheets), made),))


@lru_cache(maxsize=16)
def _whole(scheme: Scheme, tables: tuple[tuple[Rubric, Fraction], ...]) -> Rubric:
    """Make the table of tables: each is a dimension with its share of its points."""
    dimensions = tuple(
        Dimension(number, table.title, _half_away(table.base * share), True, ())
        for number, (table, share) in enumerate(tables, 1)
    )
    none, places = BelowTable("", "", ()), max(table.published_places for table, _ in tables)
    head = (scheme.id, scheme.title, scheme.year, scheme.version, scheme.notice, scheme)
    return Rubric(*head, dimensions, none, none, (), (), (), scheme.sources, published_places=places)


def _missing(rule: PartsRule, sheets: Sequence[SheetOfPart]) -> JoinedScore | None:
    """Return that there is no score yet, because a part is missing; None if there can be one."""
    missing = [sheet for sheet in sheets if sheet.card is None]
    if len(missing) < len(sheets) and (not missing or rule.absent is Absent.LEFT_OUT):
        return None
    names = "、".join(f"{sheet.name}（{sheet.why}）" for sheet in missing)
    return JoinedScore(None, (new_problem("", "parts-missing", names=names),))


def _left(sheets: Sequence[SheetOfPart]) -> dict[str, str]:
    return {sheet.name: sheet.why for sheet in sheets if sheet.card is None}


def _shares(rule: PartsRule, sheets: Sequence[SheetOfPart]) -> list[tuple[SheetOfPart, Fraction]]:
    """Return the parts that are there, each with its share in the joined figure."""
    weights = dict(rule.parts)
    there = [sheet for sheet in sheets if sheet.card]
    match rule.joining:
        case Joining.MEAN:
            shares = {sheet.name: Fraction(1, len(there)) for sheet in there}
        case Joining.WEIGHTED:
            whole = sum(weights[sheet.name] for sheet in there)
            shares = {sheet.name: Fraction(weights[sheet.name], whole) for sheet in there}
        case Joining.SUM:  # a missing part is worth the mean of the others, as it is neither 0 nor passed over
            shares = {sheet.name: Fraction(len(sheets), len(there)) for sheet in there}
    return [(sheet, shares[sheet.name]) for sheet in there]


def joined_card(rubric: Rubric, body: str, parts: Sequence[tuple[SheetOfPart, Fraction]]) -> Scorecard:
    """Make the scorecard of joined figures.

    Args:
        rubric: the rubric whose indicators, places and grades it has.
        body: the body.
        parts: the sheets that count, each with its share (1/3 for a mean of three).
    """
    cards = [(sheet.card, share) for sheet, share in parts if sheet.card]
    figures = _without_partly_applicable(rubric, dict(_joined([(card.figures, share) for card, share in cards])))
    return _finished(rubric, body, figures, cards)


def _finished(
    rubric: Rubric, body: str, figures: dict[str, int | str], cards: Sequence[tuple[Scorecard, Fraction]]
) -> Scorecard:
    """Add total, published total and grade, computed from the exact totals."""
    exact = sum((Fraction(int(card.figures["total"])) * share for card, share in cards), Fraction(0))
    published, grade = _published(rubric, exact)
    blank = tuple(dict.fromkeys(key for card, _ in cards for key in card.blank))
    last: dict[str, int | str] = {"total": _half_away(exact), "published": published, "grade": grade}
    last["status"] = PROVISIONAL if blank else COMPLETE
    return Scorecard(rubric, body, {**figures, **last}, blank, (), ())


def with_total(card: Scorecard, total: int) -> Scorecard:
    """Return a joined scorecard with another total, in 1/10,000 分, and what follows from it."""
    published, grade = _published(card.rubric, Fraction(total))
    return replace(card, figures={**card.figures, "total": total, "published": published, "grade": grade})


def _published(rubric: Rubric, exact: Fraction) -> tuple[int, str]:
    """Return the published total and its grade."""
    step = 10 ** (PLACES - rubric.published_places)
    published = _half_away(exact / step) * step
    bands = (one.name for one in rubric.scheme.grades if one.at_least is None or published >= one.at_least)
    return published, next(bands, NO_GRADE)


def _joined(cards: Sequence[tuple[Figures, Fraction]]) -> Iterable[tuple[str, int | str]]:
    """Join the figures step by step; of words only what all sheets say."""
    first = cards[0][0]
    for name in first:
        values = [figures.get(name) for figures, _ in cards]
        if all(isinstance(value, int) for value in values):
            yield name, _half_away(sum((int(f[name]) * share for f, share in cards), Fraction(0)))
        else:
            words = [value for value in values if isinstance(value, str)]
            yield name, words[0] if len(set(values)) == 1 and words else ""


def _without_partly_applicable(rubric: Rubric, figures: dict[str, int | str]) -> dict[str, int | str]:
    """Take out the figures of dimensions of which an indicator did not apply to all: their mean would mean nothing."""
    for dimension in rubric.dimensions:
        if any(isinstance(figures.get(f"{one.id}:score"), str) for one in dimension.indicators):
            names = (f"dimension{dimension.number}:{what}" for what in ("deduction", "score"))
            figures |= dict.fromkeys(names, "")
    return figures


def _half_away(figure: Fraction) -> int:
    """Round to a whole number, halves away from zero.

    >>> _half_away(Fraction(5, 2)), _half_away(Fraction(-5, 2)), _half_away(Fraction(1, 3))
    (3, -3, 0)
    """
    whole = (2 * abs(figure.numerator) + figure.denominator) // (2 * figure.denominator)
    return -whole if figure < 0 else whole


def _remark(
    code: str, parts: Sequence[tuple[SheetOfPart, Fraction]], left: Mapping[str, str], card: Scorecard
) -> Problem:
    """Say how the figure comes about: 张三 95 × 1/2 ＋ 李四 92 × 1/2 = 93.5；王五 未计（未填完）."""
    terms = " ＋ ".join(
        f"{sheet.name} {format_decimal(int(sheet.total))}{'' if share == 1 else f' × {share}'}"
        for sheet, share in parts
    )
    others = "".join(f"；{name} 未计（{why}）" for name, why in left.items())
    return new_problem("", code, terms=terms, total=format_decimal(int(card.figures["total"])), others=others)
