"""Checks the numbers of clauses against their own sentences: a finding says that both contradict each other.

A number of the data that the sentence does not print is no finding by itself: notices say the same in many ways
(满分, 不得分, 其余). It is one where the sentence prints other numbers of the same kind: then one of both is wrong. So
is an amount with the opposite sign, a count of something else, a formula that differs.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from xlplugin.notation.chinese_numerals import NUMERAL, number_of
from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.rubric.clause import Clause, measure_of
from xlplugin.rubric.clause_kinds import (
    AboveTarget,
    Banded,
    Choice,
    Discretionary,
    PerOccurrence,
    ShortOfTarget,
)
from xlplugin.rubric.kind_declaration import Printed, Standard
from xlplugin.rubric.measures import Value
from xlplugin.rubric_files.checks.finding import Finding, finding, folded
from xlplugin.rubric_files.checks.formulas_in_quotes import formula_findings, scores_of, steps_findings
from xlplugin.rubric_files.drafting.phrases import (
    NUMBER,
    Amount,
    Phrases,
    Verb,
    counted_in,
    read_each,
    read_measures,
    read_phrases,
)

PERCENT = 100
"""A share in ten-thousandths of 1, times this, is in ten-thousandths of a percent."""


@dataclass(frozen=True, slots=True)
class ClauseContext:
    """What else may explain a number in a clause's sentence.

    Attributes:
        points: the indicator's points, in 1/10,000 分; None below the table.
        caps: caps above the clause.
        lead: the sentence above the items below the table.
        siblings: all clauses of the indicator or item.
        is_limited: whether the points limit what the clauses give or take, so that a printed cap of as much is used.
    """

    points: int | None
    caps: tuple[int, ...]
    lead: str
    siblings: tuple[Clause, ...]
    is_limited: bool = False


def number_findings(clause: Clause, around: ClauseContext) -> Iterator[Finding]:
    """Compare the numbers of a clause with its sentence."""
    text = folded(around.lead + clause.quote)
    said = read_phrases(text)
    own = read_phrases(folded(clause.quote)) if around.lead else said
    for slip in dict.fromkeys(amount.slip for amount in own.amounts if amount.slip):
        yield finding(clause.key, "识别", "misread-number", printed=slip)
    used = _used(around)
    yield from _amount_findings(clause, said, around)
    yield from _edge_findings(clause, said)
    if isinstance(measure_of(clause), Value):
        yield from _value_findings(clause, said, text)
    yield from _unit_findings(clause, text)
    yield from formula_findings(clause, said)
    yield from steps_findings(clause, text)
    points = "" if around.points is None else format_decimal(around.points)
    known = used | {points}
    same = (one for one in around.siblings if one.quote == clause.quote)
    caps = {format_decimal(number) for one in same for number in _amounts_of(one)} | set(
        map(format_decimal, around.caps)
    )
    caps |= {points} if around.is_limited else set()
    unused = (
        amount.number
        for amount in own.amounts
        if amount.verb in _SPENT and amount.number not in (caps if amount.verb is Verb.LIMITS else known)
    )
    for number in dict.fromkeys(unused):
        is_of_formula = own.formula and number == own.formula.rpartition("×")[2]
        is_implied = _is_between(clause, Decimal(number), own, around) or _is_up_to_assessors(clause, Decimal(number))
        if number != "0" and not is_of_formula and not is_implied:
            yield finding(clause.key, "分值", "amount-unused", amount=number)


def _unit_findings(clause: Clause, text: str) -> Iterator[Finding]:
    """Compare what is counted, and how many of it count as one (每逾期 5 天), with the sentence."""
    if not isinstance(clause.kind, PerOccurrence):
        return
    unit = clause.kind.unit
    counted = counted_in(text)
    if counted and unit.removeprefix("个") not in text and f"每{unit[:1]}" not in text:
        facts = {"given": unit, "printed": "、".join(dict.fromkeys(counted))}
        yield finding(clause.key, "分值", "unit-differs", **facts)
    each = read_each(text)
    own = re.fullmatch(f"个?({NUMBER}|{NUMERAL})(.+)", unit) if len(unit) > 1 else None
    several = {f"{number}{of}" for number, of in each if number != "1" and of and of.startswith(unit)}
    if own:  # 个5天
        own_number = own[1] if re.fullmatch(NUMBER, own[1]) else number_of(own[1])
        several = {f"{number}{of}" for number, of in each if of.startswith(own[2]) and number != own_number}
    if several and len(each) == 1 and unit not in counted:
        yield finding(clause.key, "分值", "each-of-several", given=unit, printed="、".join(sorted(several)))


def _is_up_to_assessors(clause: Clause, number: Decimal) -> bool:
    """Whether the assessors choose the amount anyway (首次扣0.5分，之后递增), up to more than what is printed."""
    kind = clause.kind
    return isinstance(kind, Discretionary) and (kind.limit is None or number < Decimal(kind.limit) / SCALE)


def _is_between(clause: Clause, number: Decimal, own: Phrases, around: ClauseContext) -> bool:
    """Whether a printed amount is used without standing in the data by itself.

    It is the amount for each of something (每降一名减 2 分), by which the bands or tiers differ; or it is what so many
    of them leave of the points (第二名得 28 分).
    """
    if not own.counts_each or not number:
        return False
    kind = clause.kind
    amounts = {
        Decimal(quoted.number) / SCALE
        for quoted in kind.quoted()
        if quoted.printed is Printed.POINTS and quoted.number is not None
    }
    if isinstance(kind, Banded | Choice):
        return any(above - below == number for above in amounts for below in amounts)
    points = Decimal(around.points or 0) / SCALE
    return isinstance(kind, ShortOfTarget | AboveTarget) and any(one and not (points - number) % one for one in amounts)


_SPENT = (Verb.TAKES, Verb.EARNS, Verb.ADDS, Verb.LIMITS, Verb.UNSAID)


def _amounts_of(clause: Clause) -> Iterator[int]:
    """Return every number of a clause that its sentence may print in 分."""
    for quoted in clause.kind.quoted():
        if quoted.number is not None and quoted.printed in (
            Printed.POINTS,
            Printed.CAP,
            Printed.LIMIT,
            Printed.VALUE,
        ):
            yield quoted.number
    for score in scores_of(clause):
        yield from (score.full, score.points)


def _used(around: ClauseContext) -> frozenset[str]:
    """Return every amount that the indicator uses, as text."""
    numbers = {number for sibling in around.siblings for number in _amounts_of(sibling)}
    measures = [measure_of(sibling) for sibling in around.siblings]
    numbers |= {bound for measure in measures if isinstance(measure, Value) for bound in (measure.least, measure.most)}
    numbers |= {*around.caps}
    return frozenset(format_decimal(number) for number in numbers)


def _amount_findings(clause: Clause, said: Phrases, around: ClauseContext) -> Iterator[Finding]:
    printed = {amount.number for amount in said.amounts}
    prints_others = any(amount.verb is not Verb.IS_REACHED for amount in said.amounts)
    prints_others = prints_others or bool(re.search("[得扣计]([0-9.]+)%(?![以的])", folded(clause.quote)))
    for quoted in clause.kind.quoted():
        number = quoted.number
        if number is None or quoted.printed not in (Printed.POINTS, Printed.CAP):
            continue
        text = format_decimal(number)
        if text in printed:
            if quoted.printed is Printed.POINTS and number:
                yield from _sign_findings(clause, text, said)
        elif (
            not _in_words(number, said, around.points)
            and not _follows(clause, text, said, around)
            and (prints_others or _is_from_nowhere(number, said, around))
        ):
            unit = "分（上限）" if quoted.printed is Printed.CAP else "分"
            yield finding(clause.key, "分值", "amount-not-in-quote", amount=text, unit=unit)


def _follows(clause: Clause, number: str, said: Phrases, around: ClauseContext) -> bool:
    """Whether an amount follows from what is printed.

    Two of 1 分 each, 2 of 扣1-3分, 7 of B得A的70%, 26 of 第1名得30分，以后每降一名减2分, twice another clause's.
    """
    amount = Decimal(number)
    if any(word in folded(clause.quote) for word in ("加倍", "翻倍", "双倍", "减半", "一半")):
        others = {Decimal(one) / SCALE for sibling in around.siblings for one in _amounts_of(sibling)}
        return any(amount in (one, 2 * one, one / 2) for one in others)
    printed = {Decimal(one.number) for one in said.amounts if Decimal(one.number)}
    if any(amount * PERCENT == one * Decimal(percent) for one in printed for percent in said.percents):
        return True
    points = {Decimal(around.points) / SCALE} if around.points else set()
    if isinstance(clause.kind, ShortOfTarget | AboveTarget | PerOccurrence):
        # A cap: from 30 down to 20; six steps of 0.25; what the sentence before prints.
        step, limits = Decimal(clause.kind.points) / SCALE, any(one.verb is Verb.LIMITS for one in said.amounts)
        siblings = (read_phrases(folded(one.quote)).amounts for one in around.siblings)
        is_named = number in {one.number for amounts in siblings for one in amounts}
        is_multiple = isinstance(clause.kind, ShortOfTarget | AboveTarget) and step and not amount % step
        is_distance = any(above - below == amount for above in printed | points for below in printed)
        return said.counts_each and not limits and (is_named or bool(is_multiple) or is_distance) and amount != step
    if not isinstance(clause.kind, Choice | Banded):
        return False
    if any(Decimal(least) <= amount <= Decimal(most) for least, most in said.ranges):
        return True
    each = {Decimal(one.number) for one in said.amounts if one.verb in (Verb.TAKES, Verb.EARNS, Verb.ADDS)} - {0}
    ends = printed | points | {Decimal(0)}
    return said.counts_each and any(not (end - amount) % one for one in each for end in ends)


def _is_from_nowhere(number: int, said: Phrases, around: ClauseContext) -> bool:
    """Whether a sentence prints no amount at all, and the clause has another one than the indicator's points."""
    if said.amounts or number == around.points:
        return False
    awards = [sibling for sibling in around.siblings if sibling.earns]
    shares = sum(max(_amounts_of(sibling), default=0) for sibling in awards)
    return not awards or shares != around.points  # the rows of one cell of points: 5 of 20 each


def _in_words(number: int, said: Phrases, points: int | None) -> bool:
    """Whether a sentence prints an amount in words: all points, none, or a share of them (可得 50%)."""
    if not number:
        return True
    if points is None:
        return False
    shares = [Decimal(percent) for percent in said.percents]
    if any(number * parts == points * part for part, parts in said.fractions):
        return True
    return (number == points and said.takes_all) or any(number * PERCENT == points * percent for percent in shares)


def _sign_findings(clause: Clause, number: str, said: Phrases) -> Iterator[Finding]:
    """Find an amount that the sentence only ever gives where the clause takes it, or the other way."""
    verbs = {amount.verb for amount in said.amounts if amount.number == number}
    fitting = {
        Standard.DEDUCTION: {Verb.TAKES},
        Standard.AWARD: {Verb.EARNS, Verb.ADDS},
        Standard.BONUS: {Verb.ADDS, Verb.EARNS},
    }[clause.standard]
    is_otherwise = not verbs & (fitting | {Verb.UNSAID, Verb.LIMITS, Verb.IS_REACHED}) and not said.formula
    if is_otherwise and not re.search(r"[加得奖]\(?[扣减]|[扣减]\(?[加得奖]", folded(clause.quote)):  # not 加(扣)1分
        (verb, *_) = sorted(verb.value for verb in verbs)
        yield finding(clause.key, "分值", "sign-differs", amount=number, printed=verb, standard=clause.standard.value)


def _edge_findings(clause: Clause, said: Phrases) -> Iterator[Finding]:
    """Compare edges, targets, steps and factors with the percentages, steps and factors of the sentence."""
    data: dict[Printed, set[str]] = {}
    for quoted in clause.kind.quoted():
        if quoted.number is not None and quoted.printed in (Printed.PERCENT, Printed.STEP, Printed.FACTOR):
            scale = 1 if quoted.printed is Printed.FACTOR else PERCENT
            data.setdefault(quoted.printed, set()).add(format_decimal(quoted.number * scale))
    if not data:
        return
    percents, steps, factors = set(said.percents), set(said.steps), set(said.factors)
    edges, strides = data.get(Printed.PERCENT, set()), data.get(Printed.STEP, set())
    for given, printed in ((edges, percents or steps), (strides, steps or percents)):
        missing = given - percents - steps - _differences(percents, clause)
        if given is edges and percents - strides:  # 高于5%的，每超过1个百分点: the target is 5 %, not 1 %
            missing |= given & steps - percents
        if WHOLE in missing and not re.search(f"(?:达到|达|不低于|不少于|目标为?){NUMBER}%", folded(clause.quote)):
            missing -= {WHOLE}
        if missing and printed - edges - strides:
            for edge in sorted(missing):
                yield finding(clause.key, "分段", "edge-not-in-quote", edge=f"{edge}%")
    for factor in data.get(Printed.FACTOR, set()) - factors if factors else ():
        yield finding(clause.key, "分值", "amount-not-in-quote", amount=factor, unit="倍")


WHOLE = "100"
"""100 % need not be printed: 应办理的都办理."""


def _differences(numbers: set[str], clause: Clause) -> set[str]:
    """Return how far printed numbers are apart: the step of a straight line between them (60%至100%按比例)."""
    if not getattr(clause.kind, "in_proportion", False):
        return set()
    given = [Decimal(number) for number in numbers]
    return {f"{(above - below).normalize():f}" for above in given for below in given if above > below}


def _value_findings(clause: Clause, said: Phrases, text: str) -> Iterator[Finding]:
    """Compare edges, targets and steps of a value, and its unit, with the measures of the sentence."""
    measure = measure_of(clause)
    unit = measure.unit if isinstance(measure, Value) else ""
    quoted = (one.number for one in clause.kind.quoted() if one.printed is Printed.VALUE)
    values = {format_decimal(number) for number in quoted if number is not None}
    measures = read_measures(text)
    printed = {number for number, _ in measures} | {amount.number for amount in said.amounts}
    printed |= {number for number, _ in read_each(text)}
    own = {number for number, other in measures if other == unit}
    own |= {
        f"{float(number):g}" for number in re.findall(f"({NUMBER}){re.escape(unit)}", text) if unit and unit != "分"
    }
    own |= {amount.number for amount in said.amounts if amount.verb is Verb.IS_REACHED}
    if own - values:
        for edge in sorted(values - printed - _differences(own, clause)):
            yield finding(clause.key, "分段", "edge-not-in-quote", edge=f"{edge} {unit}".strip())
    others = {other for number, other in measures if number in values}
    if unit and unit not in text and others:
        yield finding(clause.key, "分值", "unit-differs", given=unit, printed="、".join(sorted(others)))


def common_amounts(sentences: Iterable[str]) -> tuple[Amount, ...]:
    """Return the amounts that sentences print."""
    return tuple(amount for sentence in sentences for amount in read_phrases(folded(sentence)).amounts)
