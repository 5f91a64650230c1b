"""Checks conditions (条件) and groups (组) against their own sentences: numbers and grades that contradict them.

As for clauses, a number is a finding only where the sentence prints others of the same kind: amounts in 分, shares in
%, numbers of the unit that is entered (起, 次). The year of a notice contradicts nothing.
"""

import re
from collections.abc import Iterator

from xlplugin.notation.chinese_numerals import NUMERAL, number_of
from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.rubric.clause import measure_of, slots
from xlplugin.rubric.measures import is_rate
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.total_rules import BASIC, TOTAL, Consequence, Counts, Effect, Rule, Test
from xlplugin.rubric_files.checks.edges_in_quotes import read_claims
from xlplugin.rubric_files.checks.finding import Finding, finding, folded
from xlplugin.rubric_files.drafting.phrases import NUMBER, Verb, read_phrases


def rule_findings(rubric: Rubric) -> Iterator[Finding]:
    """Report numbers that a sentence does not print though it prints others, and grades other than it names."""
    for at, rule in enumerate(rubric.rules, 1):
        place, text = f"条件.{at}", folded(rule.quote)
        for test in rule.tests:
            yield from _test_findings(rubric, test, text, place)
        for consequence in rule.consequences:
            if consequence.effect in (Effect.TOTAL_IS, Effect.TOTAL_AT_MOST) and consequence.value:
                yield from _unprinted(place, int(consequence.value), _amounts(text), "分")
            yield from _effect_findings(consequence, text, place)
        if len(rule.tests) > 1 and not rule.any_of and "或者" in text and not re.search("同时|且|并", text):
            yield finding(place, "分值", "any-unsaid")
        yield from _grade_findings(rubric, rule, place)
    for at, group in enumerate(rubric.groups, 1):
        text = folded(group.quote)
        if group.cap is not None:
            yield from _unprinted(f"组.{at}", group.cap, _amounts(text), "分（上限）")
        elif caps := [amount.number for amount in read_phrases(text).amounts if amount.verb is Verb.LIMITS]:
            yield finding(f"组.{at}", "分值", "amount-unused", amount=caps[0])
        for counts, words in _COUNTED_AS.items():
            if re.search(words, text) and group.counts is not counts:
                yield finding(
                    f"组.{at}", "分值", "group-counts-otherwise", given=group.counts.value, printed=counts.value
                )


_COUNTED_AS = {
    Counts.HIGHEST: "最高(?:的)?(?:一项|级别|分|计|算)|就高不就低|取最高|按最高",
    Counts.LESS_WORST: "去掉(?:一个|1个)?最(?:低|差)",
}
"""How a sentence says which of several figures count."""


def _effect_findings(consequence: Consequence, text: str, place: str) -> Iterator[Finding]:
    """Compare a factor with its words, and 总分为 with a limit."""
    if consequence.effect is Effect.MULTIPLIED:
        printed = set(re.findall(f"(?:乘以|乘|×|系数为?)({NUMBER})", text))
        printed |= {"0.5"} if "减半" in text else set()
        printed |= {"2"} if re.search("加倍|双倍|翻倍", text) else set()
        given = format_decimal(int(consequence.value))
        if printed and given not in {f"{float(one):g}" for one in printed}:
            yield finding(place, "分值", "amount-not-in-quote", amount=given, unit="倍")
    if consequence.effect is Effect.TOTAL_IS:
        limits = {amount.number for amount in read_phrases(text).amounts if amount.verb is Verb.LIMITS}
        if format_decimal(int(consequence.value)) in limits:
            yield finding(place, "分值", "total-is-a-limit", points=format_decimal(int(consequence.value)))


def _amounts(text: str) -> set[str]:
    return {amount.number for amount in read_phrases(text).amounts}


def _unprinted(place: str, number: int, printed: set[str], unit: str) -> Iterator[Finding]:
    amount = format_decimal(number)
    if printed and amount not in printed:
        yield finding(place, "分值", "amount-not-in-quote", amount=amount, unit=unit)


def _test_findings(rubric: Rubric, test: Test, text: str, place: str) -> Iterator[Finding]:
    """Compare the number of a test; 0 and 1 need not be printed: 发生事故的 is one accident or more."""
    if isinstance(test.value, str) or test.value in (0, SCALE):
        return
    yield from _relation_findings(rubric, test, text, place)
    percents = set(read_phrases(text).percents)
    clause = next((clause for clause in rubric.clauses if clause.key == test.of), None)
    measure = measure_of(clause) if clause else None
    if measure is not None and is_rate(measure):
        yield from _unprinted(place, test.value * 100, percents, "%")
    elif clause:
        unit = slots(clause)[0].unit
        yield from _unprinted(place, test.value, _counted(unit, text) if unit else set(), unit)
    elif format_decimal(test.value * 100 * SCALE // (_points(rubric).get(test.of) or SCALE)) not in percents:
        yield from _unprinted(place, test.value, _amounts(text) or percents, "分")


def _relation_findings(rubric: Rubric, test: Test, text: str, place: str) -> Iterator[Finding]:
    """Compare 不低于, 超过, 低于, 不超过 with the words at the number: 2起以上, 低于18分."""
    clause = next((clause for clause in rubric.clauses if clause.key == test.of), None)
    measure = measure_of(clause) if clause else None
    is_percent = measure is not None and is_rate(measure)
    unit = "%" if is_percent else slots(clause)[0].unit if clause else "分"
    number = format_decimal(int(test.value) * (100 if is_percent else 1))
    claims = {one.relation for one in read_claims(text, unit) if one.number == number and one.is_above is not None}
    if unit and len(claims) == 1 and test.relation != "=" and test.relation not in claims:
        yield finding(place, "分值", "relation-differs", given=test.shown, number=f"{number}{unit}")


def _counted(unit: str, text: str) -> set[str]:
    """Return the numbers before a unit, in digits or words: 3起, 两次."""
    found = re.findall(f"({NUMBER})个?{re.escape(unit)}|({NUMERAL})个?{re.escape(unit)}", text)
    return {digits or number_of(words) for digits, words in found}


def _points(rubric: Rubric) -> dict[str, int]:
    """Return the points that a share (60%) of a score is of."""
    points = {str(dimension.number): dimension.points for dimension in rubric.dimensions}
    whole = rubric.base if rubric.worth is None else rubric.worth
    return points | {indicator.id: indicator.points for indicator in rubric.indicators} | {TOTAL: whole, BASIC: whole}


def _grade_findings(rubric: Rubric, rule: Rule, place: str) -> Iterator[Finding]:
    names = [grade.name for grade in rubric.scheme.grades]
    text = folded(rule.quote)
    # 不合格 names itself, and not 合格.
    named = {
        name
        for name in names
        if name in text and not any(name in other and other in text for other in names if other != name)
    }
    for consequence in rule.consequences:
        if named and not named & set(_fitting(names, consequence, text)):
            facts = {"given": consequence.value, "named": "、".join(sorted(named))}
            yield finding(place, "分值", "grade-not-in-quote", **facts)


def _fitting(names: list[str], consequence: Consequence, text: str) -> list[str]:
    """Return the grades that a sentence may name for a consequence: 不得评为优秀 is 等次至多 the next one."""
    match consequence.effect:
        case Effect.GRADE_IS:
            return [str(consequence.value)]
        case Effect.GRADE_AT_MOST:
            at = names.index(str(consequence.value))
            barred = [name for name in names if re.search(f"(?:不得|不能|不予|不可|取消).{{0,6}}{name}", text)]
            return [names[at - 1]] if barred and at else names[max(0, at - 1) : at + 1]
        case _:
            return names
