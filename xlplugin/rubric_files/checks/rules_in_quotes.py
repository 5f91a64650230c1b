"""Checks conditions (条件) and groups (组) against their own sentences: numbers and grades that contradict them."""

import re
from collections.abc import Iterator

from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.total_rules import BASIC, TOTAL, Consequence, Effect, Rule, Test
from xlplugin.rubric_files.checks.finding import Finding, finding, folded

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_WORDS = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))


def rule_findings(rubric: Rubric) -> Iterator[Finding]:
    """Report numbers that a sentence does not print though it prints others, and grades other than it names."""
    for at, rule in enumerate(rubric.rules, 1):
        printed = _numbers(rule.quote)
        numbers = [*(number for test in rule.tests for number in _of_test(rubric, test)), *_of_effects(rule)]
        for number, others in numbers if printed else ():
            if not printed & {number, *others}:
                yield finding(f"条件.{at}", "分值", "amount-not-in-quote", amount=number, unit="")
        yield from _grade_findings(rubric, rule, f"条件.{at}")
    for at, group in enumerate(rubric.groups, 1):
        printed = _numbers(group.quote)
        if group.cap is not None and printed and format_decimal(group.cap) not in printed:
            yield finding(
                f"组.{at}", "分值", "amount-not-in-quote", amount=format_decimal(group.cap), unit="分（上限）"
            )


def _numbers(quote: str) -> set[str]:
    """Return the numbers of a sentence, in digits or words; none if it has no digits."""
    text = folded(quote)
    found = {format_decimal(int(float(number) * SCALE + 0.5)) for number in _NUMBER.findall(text)}
    return found | {str(number) for word, number in _WORDS.items() if word in text} if found else set()


def _of_test(rubric: Rubric, test: Test) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the number of a test, with other ways to print it: a share of the points, a rate in percent.

    One is no number that a sentence must print: 发生事故的 is one accident or more.
    """
    if isinstance(test.value, str) or test.value in (0, SCALE):
        return
    points = {indicator.id: indicator.points for indicator in rubric.indicators}
    points |= {str(one.number): one.points for one in rubric.dimensions if str(one.number) not in points}
    whole = rubric.base if rubric.worth is None else rubric.worth
    full = (points | {TOTAL: whole, BASIC: whole}).get(test.of) or SCALE
    yield format_decimal(test.value), (format_decimal(test.value * 100 * SCALE // full),)


def _of_effects(rule: Rule) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the totals that a rule sets; factors are printed in words (加倍), and names of grades are no numbers."""
    for consequence in rule.consequences:
        if consequence.effect in (Effect.TOTAL_IS, Effect.TOTAL_AT_MOST) and consequence.value:
            yield format_decimal(int(consequence.value)), ()


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
        if named and not named & set(_fitting(names, consequence)):
            facts = {"given": consequence.value, "named": "、".join(sorted(named))}
            yield finding(place, "分值", "grade-not-in-quote", **facts)


def _fitting(names: list[str], consequence: Consequence) -> list[str]:
    """Return the grades that a sentence may name for a consequence: 不得评为优秀 is 等次至多 the next one."""
    match consequence.effect:
        case Effect.GRADE_IS:
            return [str(consequence.value)]
        case Effect.GRADE_AT_MOST:
            at = names.index(str(consequence.value))
            return names[max(0, at - 1) : at + 1]
        case _:
            return names
