"""Checks the numbers of clauses against their own sentences: a finding says that both contradict each other.

A number of the data that the sentence does not print is no finding by itself: notices say the same in many ways
(满分, 不得分, 其余). It is one where the sentence prints other numbers of the same kind: then one of both is wrong. So
is an amount with the opposite sign, a count of something else, a formula that differs.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.rubric.clause import Clause, measure_of
from xlplugin.rubric.clause_kinds import Banded, Choice, PerOccurrence, Proportional, Score
from xlplugin.rubric.kind_declaration import Printed, Standard
from xlplugin.rubric.measures import Measure, Value
from xlplugin.rubric_files.checks.finding import Finding, finding, folded
from xlplugin.rubric_files.drafting.phrases import Amount, Phrases, Verb, counted_in, read_measures, read_phrases
from xlplugin.rubric_files.reading.clause_file import formula_text, read_formula

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
    if isinstance(clause.kind, PerOccurrence) and clause.kind.unit not in text and (counted := counted_in(text)):
        facts = {"given": clause.kind.unit, "printed": "、".join(dict.fromkeys(counted))}
        yield finding(clause.key, "分值", "unit-differs", **facts)
    yield from _formula_findings(clause, said)
    points = "" if around.points is None else format_decimal(around.points)
    known = used | {points}
    caps = known if around.is_limited else used
    unused = (
        amount.number
        for amount in own.amounts
        if amount.verb in _SPENT and amount.number not in (caps if amount.verb is Verb.LIMITS else known)
    )
    for number in dict.fromkeys(unused):
        if not (own.formula and number == own.formula.rpartition("×")[2]):
            yield finding(clause.key, "分值", "amount-unused", amount=number)


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
    for score in _scores(clause):
        yield from (score.full, score.points)


def _scores(clause: Clause) -> tuple[Score, ...]:
    match clause.kind:
        case Proportional(_, score):
            return (score,)
        case Banded(_, bands):
            return tuple(band.takes for band in bands if isinstance(band.takes, Score))
        case _:
            return ()


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
            and not _follows(clause, text, said)
            and (prints_others or _is_from_nowhere(number, said, around))
        ):
            unit = "分（上限）" if quoted.printed is Printed.CAP else "分"
            yield finding(clause.key, "分值", "amount-not-in-quote", amount=text, unit=unit)


def _follows(clause: Clause, number: str, said: Phrases) -> bool:
    """Whether the amount of a tier follows from what is printed: two of 1 分 each, 2 of 扣1-3分."""
    if not isinstance(clause.kind, Choice):
        return False
    amount = Decimal(number)
    if any(Decimal(least) <= amount <= Decimal(most) for least, most in said.ranges):
        return True
    each = {one.number for one in said.amounts if one.verb in (Verb.TAKES, Verb.EARNS, Verb.ADDS)}
    return said.counts_each and any(Decimal(one) and not amount % Decimal(one) for one in each)


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
    shares = [percent for percent in said.percents if "." not in percent]
    return (number == points and said.takes_all) or any(number * PERCENT == points * int(percent) for percent in shares)


def _sign_findings(clause: Clause, number: str, said: Phrases) -> Iterator[Finding]:
    """Find an amount that the sentence only ever gives where the clause takes it, or the other way."""
    verbs = {amount.verb for amount in said.amounts if amount.number == number}
    fitting = {
        Standard.DEDUCTION: {Verb.TAKES},
        Standard.AWARD: {Verb.EARNS, Verb.ADDS},
        Standard.BONUS: {Verb.ADDS, Verb.EARNS},
    }[clause.standard]
    if not verbs & (fitting | {Verb.UNSAID, Verb.LIMITS, Verb.IS_REACHED}) and not said.formula:
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
        missing = given - percents - steps - _differences(percents)
        if missing and printed - edges - strides:
            for edge in sorted(missing):
                yield finding(clause.key, "分段", "edge-not-in-quote", edge=f"{edge}%")
    for factor in data.get(Printed.FACTOR, set()) - factors if factors else ():
        yield finding(clause.key, "分值", "amount-not-in-quote", amount=factor, unit="倍")


def _differences(numbers: set[str]) -> set[str]:
    """Return how far printed numbers are apart: the step of a straight line between them (60%至100%按比例)."""
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
    own = {number for number, other in measures if other == unit}
    own |= {amount.number for amount in said.amounts if amount.verb is Verb.IS_REACHED}
    if own - values:
        for edge in sorted(values - printed - _differences(own)):
            yield finding(clause.key, "分段", "edge-not-in-quote", edge=f"{edge} {unit}".strip())
    others = {other for number, other in measures if number in values}
    if unit and unit not in text and others:
        yield finding(clause.key, "分值", "unit-differs", given=unit, printed="、".join(sorted(others)))


def _formula_findings(clause: Clause, said: Phrases) -> Iterator[Finding]:
    measure = measure_of(clause)
    for score in _scores(clause):
        given = formula_text(measure.name if measure else "", score.of_rest, score.full)
        printed = read_formula(said.formula) if said.formula else None
        if printed and measure:
            if (printed.rate, printed.of_rest, printed.full) != (measure.name, score.of_rest, score.full):
                yield finding(clause.key, "得分公式", "formula-differs", given=given, quoted=said.formula)
        else:  # a formula of another form, (甲/乙)×600: only its full mark is compared
            found = re.search("得分=([^，。；]*×([0-9.]+))", folded(clause.quote))
            if found and found[2].rstrip(".") != format_decimal(score.full):
                yield finding(clause.key, "得分公式", "formula-differs", given=given, quoted=found[1])
        if score.full != score.points and _is_share(measure):
            facts = {"full": format_decimal(score.full), "points": format_decimal(score.points)}
            yield finding(clause.key, "满分", "full-mark-differs", **facts)


def _is_share(measure: Measure | None) -> bool:
    """Whether a measure is a rate up to 100 %, so that the formula's full mark is the most that it gives."""
    return measure is not None and not isinstance(measure, Value) and measure.most == SCALE


def common_amounts(sentences: Iterable[str]) -> tuple[Amount, ...]:
    """Return the amounts that sentences print."""
    return tuple(amount for sentence in sentences for amount in read_phrases(folded(sentence)).amounts)
