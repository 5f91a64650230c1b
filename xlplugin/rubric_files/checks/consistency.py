"""Checks the numbers of a rubric and a scheme against their own sentences."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import assert_never

from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.clause_kinds import (
    AboveTarget,
    Band,
    Banded,
    Choice,
    Discretionary,
    Edge,
    Flat,
    Multiplied,
    PerOccurrence,
    Proportional,
    Score,
    ShortOfTarget,
    band_words,
)
from xlplugin.rubric.kind_declaration import Printed, QuotedNumber
from xlplugin.rubric.limits import can_exceed
from xlplugin.rubric.measures import Measure
from xlplugin.rubric.model import BelowTable, BodyList, Dimension, Grade, Indicator, Rubric, Scheme
from xlplugin.rubric_files.checks.finding import Finding, finding, folded
from xlplugin.rubric_files.reading.clause_file import formula_text, read_formula

# Patterns are compiled when they are first used: most rubrics need only a few.
_PRINTED_FORMULA = r"得分=(\([^()]*\)|[^=×()]+)(?:\([^()]*\))?×([0-9.]+)"
_PRINTED_GRADE = r"等次为([^，。；的]+?)的单位|结果为([^，。；的]+?)等次的单位"
_AMOUNT = r"(?<![0-9.])([0-9.]+)分"
_PLACES = r"保留(?:小数点后)?([一二两三四1-4])位(?:小数)?"
_FULL_MARKS = r"满分为?([0-9]+)分"
_AT_MOST = r"合计[^，。；]{0,4}(?:不超过|不得超过|最高|最多|至多|上限为?)([0-9.]+)分"
_CAP = r"上限分?为?([0-9.]+)分"
_PERCENT = r"(?<![0-9.])([0-9.]+)%"
_STEP = r"([0-9.]+|[一两三四五十])个百分点"
_FACTOR = r"([0-9.]+|[双两三四五十])倍"
_NUMERALS = {at * SCALE: numeral for at, numeral in ((1, "一"), (2, "两"), (3, "三"), (4, "四"), (5, "五"), (10, "十"))}
_TIMES = {2 * SCALE: "双"}
_IN_POINTS = (Printed.POINTS, Printed.CAP, Printed.LIMIT)


def rubric_findings(rubric: Rubric) -> Iterator[Finding]:
    """Check a rubric's points, caps, formulas, bands and amounts."""
    for dimension in rubric.dimensions:
        yield from _check_points(dimension)
        for indicator in dimension.indicators:
            yield from _check_caps(dimension, indicator)
            yield from _check_exceeding(rubric.scheme, indicator)
            for clause in indicator.clauses:
                yield from _check_clause(clause, indicator.points, clause.quote)
                cap = indicator.deduction_cap if clause.deducts else indicator.bonus_cap
                yield from _unused(clause, {cap} - {None})
    yield from _check_base(rubric)
    yield from _check_places(rubric)
    yield from _check_origin_of_grades(rubric)
    yield from _check_bands_of_grades(rubric.scheme.grades)
    for below, place in ((rubric.general_bonus, "综合加分项"), (rubric.major_deduction, "重大扣分项")):
        yield from _check_common_cap(below, place)
        yield from _check_groups(below, place)
        for clause in below.clauses:
            yield from _check_clause(clause, None, below.lead + clause.quote)
            yield from _unused(clause, set())


def scheme_findings(scheme: Scheme) -> Iterator[Finding]:
    """Check a scheme's grades if they are its own, and the names of grades in its paragraphs."""
    if scheme.grades_from is scheme.notice:
        yield from _check_bands_of_grades(scheme.grades)
        yield from _check_figures_of_grades(scheme.grades)
    if scheme.bodies:
        yield from _check_bodies(scheme.bodies)
    names = [grade.name for grade in scheme.grades]
    for field, provisions in (("考核程序", scheme.procedure), ("结果运用", scheme.use_of_results)):
        for at, provision in enumerate(provisions, 1):
            for match in re.finditer(_PRINTED_GRADE, folded(provision.quote)):
                if (name := match[1] or match[2]) not in names:
                    facts = {"name": name, "names": "、".join(names)}
                    yield finding(f"{field}.{at}", "等次名称", "no-such-grade", **facts)


def _check_bodies(bodies: BodyList) -> Iterator[Finding]:
    """Check that as many bodies are listed as the notice counts, each once."""
    counts = [(f"考核对象.{group.name}", group.count, len(group.printed)) for group in bodies.groups]
    for place, printed, counted in (*counts, ("考核对象", bodies.count, sum(counted for *_, counted in counts))):
        if printed != counted:
            yield finding(place, "考核对象", "bodies-differ", printed=printed, found=counted)
    names = [name for group in bodies.groups for name in group.names]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield finding("考核对象", "考核对象", "body-repeated", name=name)


def _check_base(rubric: Rubric) -> Iterator[Finding]:
    """Check that the dimensions' points add up to the total that the file or its own scheme prints (满分 100分)."""
    printed = rubric.full_marks
    if printed is None and _has_own_scheme(rubric):
        said = (re.search(_FULL_MARKS, folded(text)) for text in rubric.scheme.method)
        printed = next((int(match[1]) * SCALE for match in said if match), None)
    if printed is not None and printed != rubric.base:
        facts = {"printed": format_decimal(printed), "summed": format_decimal(rubric.base)}
        yield finding("满分", "赋分合计", "base-differs", **facts)


def _check_places(rubric: Rubric) -> Iterator[Finding]:
    """Check that totals are published with the places that the rubric's own scheme prints (保留一位小数)."""
    for text in rubric.scheme.method if _has_own_scheme(rubric) else ():
        if match := re.search(_PLACES, folded(text)):
            printed = "一二三四1234".index(match[1].replace("两", "二")) % 4 + 1
            if printed != rubric.published_places:
                yield finding("公布小数", "", "places-differ", printed=printed, given=rubric.published_places)


def _has_own_scheme(rubric: Rubric) -> bool:
    """Whether the scheme is that of the rubric's own notice."""
    notice, other = rubric.notice, rubric.scheme.notice
    return notice.number == other.number if notice.number and other.number else notice.title == other.title


def _check_points(dimension: Dimension) -> Iterator[Finding]:
    summed = sum(indicator.points for indicator in dimension.indicators)
    if summed != dimension.points:
        facts = {"name": dimension.name, "printed": format_decimal(dimension.points), "summed": format_decimal(summed)}
        yield finding(str(dimension.number), "赋分合计", "points-differ", **facts)


def _check_caps(dimension: Dimension, indicator: Indicator) -> Iterator[Finding]:
    caps = [(indicator.id, indicator.deduction_cap)]
    caps += [(clause.key, getattr(clause.kind, "cap", None)) for clause in indicator.deductions]
    for place, cap in caps:
        if cap is not None and cap > dimension.points:
            facts = {"cap": format_decimal(cap), "name": dimension.name, "points": format_decimal(dimension.points)}
            yield finding(place, "上限", "cap-above-dimension", **facts)
    for cap, clauses in (
        (indicator.deduction_cap, indicator.deductions),
        (indicator.bonus_cap, indicator.bonuses),
    ):
        if cap is not None:
            quote = "".join(clause.quote for clause in clauses)
            yield from _in_quote(indicator.id, QuotedNumber(cap, Printed.CAP), quote)


def _check_common_cap(below: BelowTable, place: str) -> Iterator[Finding]:
    """Check that the sentence above the items, if it prints a cap, prints the one that the file has."""
    printed = [number * SCALE for number in map(Decimal, re.findall(_AT_MOST, folded(below.lead)))]
    if printed and below.cap not in printed:
        given = "无" if below.cap is None else format_decimal(below.cap)
        facts = {"printed": "、".join(f"{number / SCALE:f}" for number in printed), "given": given}
        yield finding(place, "上限", "common-cap-differs", **facts)


def _check_groups(below: BelowTable, place: str) -> Iterator[Finding]:
    """Check that at least two items share the name of a group of which only the highest counts."""
    names = [item.group for item in below.items if item.group]
    for name in dict.fromkeys(names):
        if names.count(name) == 1:
            yield finding(place, "", "group-of-one", name=name)


def _check_exceeding(scheme: Scheme, indicator: Indicator) -> Iterator[Finding]:
    """Check that it is said whether deductions may exceed the points, where they can and no cap is printed."""
    is_said = indicator.may_exceed is not None or any("突破" in text for text in scheme.method)
    if indicator.points and indicator.deduction_cap is None and not is_said and can_exceed(indicator):
        yield finding(indicator.id, "上限", "exceeding-unsaid", points=format_decimal(indicator.points))


def _check_clause(clause: Clause, points: int | None, quote: str) -> Iterator[Finding]:
    """Check the numbers of a clause against its sentence, and the particular rules of its kind."""
    key, kind = clause.key, clause.kind
    match kind:
        case Proportional(rate, score):
            yield from _check_score(key, rate, score, quote)
        case Banded(_, bands):
            yield from _check_bands(key, kind.measure, bands)
        case Discretionary(limit):
            yield from _check_limit(key, limit, points, quote)
        case Flat() | PerOccurrence() | Choice() | ShortOfTarget() | AboveTarget() | Multiplied():
            pass  # only their numbers
        case _:
            assert_never(kind)
    for number in kind.quoted():
        yield from _in_quote(key, number, quote)
    if isinstance(kind, Banded):
        for band in kind.bands:
            if isinstance(band.takes, Score):
                yield from _check_score(key, kind.measure, band.takes, quote)


def _unused(clause: Clause, above: set[int | None]) -> Iterator[Finding]:
    """Find an amount in the sentence that is used neither by the clause nor by a cap ``above`` it."""
    amounts = {quoted.number for quoted in clause.kind.quoted() if quoted.printed in _IN_POINTS} | above
    used = {format_decimal(amount) for amount in amounts if amount is not None}
    for printed in dict.fromkeys(re.findall(_AMOUNT, folded(clause.quote))):
        if printed not in used:
            yield finding(clause.key, "分值", "amount-unused", amount=printed)


def _in_quote(place: str, quoted: QuotedNumber, quote: str) -> Iterator[Finding]:
    """Find a number that the sentence does not print in the declared way."""
    number, text = quoted.number, folded(quote)
    if number is None:
        return
    match quoted.printed:
        case Printed.LIMIT:
            return
        case Printed.POINTS | Printed.CAP:
            is_cap = quoted.printed is Printed.CAP
            if format_decimal(number) not in re.findall(_CAP if is_cap else _AMOUNT, text):
                unit = "分（上限）" if is_cap else "分"
                yield finding(place, "分值", "amount-not-in-quote", amount=format_decimal(number), unit=unit)
        case Printed.PERCENT:
            if format_decimal(number * 100) not in re.findall(_PERCENT, text):
                yield finding(place, "分段", "edge-not-in-quote", edge=format_decimal(number * 100))
        case Printed.STEP:
            # 2 % is 200 ten-thousandths; notices print it as 2 or 两.
            if not {format_decimal(number * 100), _NUMERALS.get(number * 100, "")} & set(re.findall(_STEP, text)):
                yield finding(place, "分段", "edge-not-in-quote", edge=format_decimal(number * 100))
        case Printed.VALUE:
            return  # units differ too much to look for it
        case Printed.FACTOR:
            words = {format_decimal(number), _NUMERALS.get(number, ""), _TIMES.get(number, "")}
            if not words & set(re.findall(_FACTOR, text)):
                yield finding(place, "分值", "amount-not-in-quote", amount=format_decimal(number), unit="倍")
        case _:
            assert_never(quoted.printed)


def _check_score(key: str, rate: Measure, score: Score, quote: str) -> Iterator[Finding]:
    given = formula_text(rate.name, score.of_rest, score.full)
    match = re.search(_PRINTED_FORMULA, folded(quote))
    quoted = f"{match[1]}×{match[2]}" if match else "（没有）"
    printed = read_formula(quoted)
    if printed is None or (printed.rate, printed.of_rest, printed.full) != (rate.name, score.of_rest, score.full):
        yield finding(key, "得分公式", "formula-differs", given=given, quoted=quoted)
    if score.full != score.points:
        facts = {"full": format_decimal(score.full), "points": format_decimal(score.points)}
        yield finding(key, "满分", "full-mark-differs", **facts)


def _check_bands(key: str, measure: Measure, bands: tuple[Band, ...]) -> Iterator[Finding]:
    if bands[0].lower is not None or bands[-1].upper is not None:
        yield finding(key, "", "band-open")
    for band, after in pairwise(bands):
        yield from _check_meeting(key, band.upper, after.lower, band_words(band, measure), band_words(after, measure))


def _check_meeting(key: str, upper: Edge | None, lower: Edge | None, *words: str) -> Iterator[Finding]:
    """Check that two bands meet: one ends and the next begins at the same bound, which belongs to one of them."""
    facts = {"upper": f"“{words[0]}”", "lower": f"“{words[1]}”"}
    if upper is None or lower is None:
        yield finding(key, "", "band-overlap", **facts)
    elif (upper.bound, upper.inclusive) < (lower.bound, not lower.inclusive):
        yield finding(key, "", "band-gap", **facts)
    elif (upper.bound, upper.inclusive) > (lower.bound, not lower.inclusive):
        yield finding(key, "", "band-overlap", **facts)


def _check_limit(key: str, limit: int | None, points: int | None, quote: str) -> Iterator[Finding]:
    if limit is None:
        if "酌情" not in quote:
            yield finding(key, "酌情", "limit-unfounded")
    elif limit != points:
        facts = {"limit": format_decimal(limit), "points": "—" if points is None else format_decimal(points)}
        yield finding(key, "酌情", "limit-differs", **facts)


def _check_origin_of_grades(rubric: Rubric) -> Iterator[Finding]:
    """Check that grades of another notice apply for a stated reason."""
    scheme = rubric.scheme
    if scheme.grades and not scheme.grades_reason and not _has_own_scheme(rubric):
        facts = {"scheme": scheme.id, "notice": scheme.notice.number or scheme.notice.title}
        yield finding("考核方案", "", "grades-borrowed", **facts)


def _check_bands_of_grades(grades: tuple[Grade, ...]) -> Iterator[Finding]:
    """Check that the bands go from the highest down, without gap or overlap."""
    if not grades:  # the notice has none
        return
    if grades[0].below is not None or grades[-1].at_least is not None:
        yield finding("考核等次", "", "band-open")
    for grade, after in pairwise(grades):
        facts = {"upper": f"“{grade.name}”", "lower": f"“{after.name}”"}
        if grade.at_least is None or after.below is None or after.below > grade.at_least:
            yield finding(grade.name, "", "band-overlap", **facts)
        elif after.below < grade.at_least:
            yield finding(grade.name, "", "band-gap", **facts)


def _check_figures_of_grades(grades: tuple[Grade, ...]) -> Iterator[Finding]:
    for grade in grades:
        given = {bound for bound in (grade.at_least, grade.below) if bound is not None}
        printed = {int(number) * SCALE for number in re.findall(r"(?<![0-9])[0-9]{1,6}(?![0-9])", folded(grade.quote))}
        if given != printed:
            band = "、".join(format_decimal(bound) for bound in sorted(given))
            figures = "、".join(format_decimal(number) for number in sorted(printed))
            yield finding(grade.name, "等次", "grade-differs", grade=grade.name, band=band, printed=figures)
