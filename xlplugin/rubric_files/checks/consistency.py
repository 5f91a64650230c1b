"""Checks the numbers of a rubric and a scheme against their own sentences."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.clause_kinds import Band, Banded, Choice, Discretionary, Edge, band_words
from xlplugin.rubric.kind_declaration import Standard
from xlplugin.rubric.limits import can_exceed, most_points
from xlplugin.rubric.measures import Measure
from xlplugin.rubric.model import BelowTable, BodyList, Dimension, Grade, Indicator, Rubric, Scheme, counted_points
from xlplugin.rubric.total_rules import Missing
from xlplugin.rubric_files.checks.edges_in_quotes import edge_findings
from xlplugin.rubric_files.checks.finding import Finding, finding, folded
from xlplugin.rubric_files.checks.ladders_in_quotes import ladder_findings
from xlplugin.rubric_files.checks.numbers_in_quotes import ClauseContext, common_amounts, number_findings
from xlplugin.rubric_files.checks.rules_in_quotes import rule_findings
from xlplugin.rubric_files.checks.tiers_in_quotes import tier_findings
from xlplugin.rubric_files.drafting.phrases import Verb, read_phrases
from xlplugin.rubric_files.reading.clause_file import UNLIMITED

# Patterns are compiled when they are first used: most rubrics need only a few.
_PRINTED_GRADE = r"等次为([^，。；的]+?)的单位|结果为([^，。；的]+?)等次的单位"
_PLACES = r"保留(?:小数点后)?([一二两三四1-4])位(?:小数)?"
_FULL_MARKS = r"满分为?([0-9]+)分"
_AT_MOST = (
    r"(?:合计|累计|总计|共计|总共|总分|一共|总额)[^，。；0-9每单]{0,6}(?:不超过|不得超过|不高于|最高|最多|至多|上限为?|以)"
    r"[^，。；0-9]{0,4}([0-9.]+)分"
)


def rubric_findings(rubric: Rubric) -> Iterator[Finding]:
    """Check a rubric's points, caps, formulas, bands and amounts."""
    by_quote = _by_quote(clause for indicator in rubric.indicators for clause in indicator.clauses)
    for dimension in rubric.dimensions:
        yield from _check_points(dimension)
        for indicator in dimension.indicators:
            yield from _check_caps(dimension, indicator)
            yield from _check_exceeding(rubric, indicator)
            yield from _check_awards(indicator)
            yield from _check_highest(rubric, indicator)
            caps = tuple(cap for cap in (indicator.deduction_cap, indicator.bonus_cap) if cap is not None)
            for clause in indicator.clauses:
                is_limited = clause.earns or indicator.may_exceed is False or not can_exceed(rubric, indicator)
                siblings = tuple(dict.fromkeys((*indicator.clauses, *by_quote[folded(clause.quote)])))
                around = ClauseContext(indicator.points, caps, "", siblings, is_limited)
                yield from _check_clause(clause, around)
    yield from _check_missing(rubric)
    yield from rule_findings(rubric)
    yield from _check_base(rubric)
    yield from _check_weights(rubric)
    yield from _check_places(rubric)
    yield from _check_origin_of_grades(rubric)
    yield from _check_bands_of_grades(rubric.scheme.grades)
    for below, place in ((rubric.general_bonus, "综合加分项"), (rubric.major_deduction, "重大扣分项")):
        yield from _check_common_cap(below, place)
        yield from _check_groups(below, place)
        cap = () if below.cap is None else (below.cap,)
        by_quote = _by_quote(clause for item in below.items for clause in item.clauses)
        for item in below.items:
            for clause in item.clauses:
                siblings = tuple(dict.fromkeys((*item.clauses, *by_quote[folded(clause.quote)])))
                yield from _check_clause(clause, ClauseContext(None, cap, below.lead, siblings))


def _by_quote(clauses: Iterable[Clause]) -> dict[str, list[Clause]]:
    """Return, by sentence, the clauses that quote it: one sentence may stand for several items."""
    found: dict[str, list[Clause]] = {}
    for clause in clauses:
        found.setdefault(folded(clause.quote), []).append(clause)
    return found


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


def _check_weights(rubric: Rubric) -> Iterator[Finding]:
    """Check that parts of equally many points, each with a weight, weigh 100 % together, unless 满分 is printed."""
    dimensions = rubric.dimensions
    counted = [dimension.worth for dimension in dimensions if dimension.worth is not None]
    points = {dimension.points for dimension in dimensions}
    is_weighted = len(dimensions) > 1 and len(counted) == len(dimensions) and len(points) == 1
    if is_weighted and rubric.full_marks is None and sum(counted) not in points:
        share = format_decimal(sum(counted) * SCALE * 100 // max(points))
        yield finding("权重", "权重", "weights-differ", share=share)


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


def _check_missing(rubric: Rubric) -> Iterator[Finding]:
    """Check that what is left out (缺项) is scaled or spread by one part of the table, and by one way."""
    for dimension in rubric.dimensions:
        own = dimension.missing if dimension.missing and dimension.missing.leaves_out else None
        above = own or rubric.missing
        if rubric.missing is Missing.SPREAD and (own or dimension.worth is not None):
            yield finding(str(dimension.number), "", "spread-over-weights", name=dimension.name)
        for indicator in dimension.indicators:
            if indicator.missing and indicator.missing.leaves_out and indicator.missing is not above:
                facts = {"id": indicator.id, "way": indicator.missing.value}
                yield finding(indicator.id, "", "missing-not-scaled", **facts)


def _check_points(dimension: Dimension) -> Iterator[Finding]:
    summed = sum(counted_points(indicator) for indicator in dimension.indicators)
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
            yield from _check_common_cap_of(indicator, cap, clauses)


def _check_common_cap_of(indicator: Indicator, cap: int, clauses: tuple[Clause, ...]) -> Iterator[Finding]:
    """Check a cap of several clauses: if their sentences print caps that are not theirs, it is one of these."""
    own = {format_decimal(quoted.number or 0) for clause in clauses for quoted in clause.kind.quoted()}
    amounts = common_amounts(clause.quote for clause in clauses)
    printed = {amount.number for amount in amounts if amount.verb is Verb.LIMITS}
    is_printed = format_decimal(cap) in {amount.number for amount in amounts}
    # A cap of bonuses may be printed elsewhere (以上加分不超过 5 分); deductions are limited in their own cell.
    is_from_nowhere = not printed and cap != indicator.points and any(clause.deducts for clause in clauses)
    if not is_printed and (printed - own or is_from_nowhere):
        yield finding(indicator.id, "分值", "amount-not-in-quote", amount=format_decimal(cap), unit="分（上限）")


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


def _check_exceeding(rubric: Rubric, indicator: Indicator) -> Iterator[Finding]:
    """Check that it is said whether deductions may exceed the points, where they can and no cap is printed."""
    is_said = indicator.may_exceed is not None or any("突破" in text for text in rubric.scheme.method)
    if indicator.may_exceed and any(
        re.search("[扣减]完(?:为止)?|[扣减]光", folded(clause.quote)) for clause in indicator.deductions
    ):
        yield finding(indicator.id, "上限", "exceeding-contradicts")
    is_said = is_said or bool(indicator.awards)  # what is earned does not go below 0 unless it is said
    if indicator.points and indicator.deduction_cap is None and not is_said and can_exceed(rubric, indicator):
        yield finding(indicator.id, "上限", "exceeding-unsaid", points=format_decimal(indicator.points))


def _check_awards(indicator: Indicator) -> Iterator[Finding]:
    """Check that the awards of an indicator can reach its points."""
    most = [most_points(clause) for clause in indicator.awards]
    limits = [limit for limit in most if limit is not None]
    together = max(limits, default=0) if indicator.counts_highest_award else sum(limits)
    if most and len(limits) == len(most) and together < indicator.points:
        facts = {"most": format_decimal(together), "points": format_decimal(indicator.points)}
        yield finding(indicator.id, "赋分合计", "awards-below-points", **facts)


def _check_highest(rubric: Rubric, indicator: Indicator) -> Iterator[Finding]:
    """Check that only the highest of several counts where a sentence of theirs says so (取最高一项计分)."""
    grouped = {member for group in rubric.groups for member in group.members}
    for clauses, counts_highest in (
        (indicator.awards, indicator.counts_highest_award),
        (indicator.bonuses, indicator.counts_highest_bonus),
    ):
        quotes = " ".join(dict.fromkeys(folded(clause.quote) for clause in clauses))
        is_grouped = any(clause.key in grouped for clause in clauses)
        if len(clauses) > 1 and not counts_highest and not is_grouped and re.search(_HIGHEST, quotes):
            yield finding(indicator.id, "分值", "highest-unsaid")


_HIGHEST = "取最高(?:一项|分|项)|按最高(?:一项|级别|分)?[计算]|就高不就低"


def _check_clause(clause: Clause, around: ClauseContext) -> Iterator[Finding]:
    """Check the numbers of a clause against its sentence, and the particular rules of its kind."""
    match clause.kind:
        case Banded(measure, bands):
            broken = list(_check_bands(clause.key, measure, bands))
            yield from broken or (*ladder_findings(clause), *edge_findings(clause))
        case Choice():
            yield from tier_findings(clause)
        case Discretionary(limit):
            yield from _check_limit(clause, limit, around)
        case _:
            pass  # only their numbers
    yield from number_findings(clause, around)


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


def _check_limit(clause: Clause, limit: int | None, around: ClauseContext) -> Iterator[Finding]:
    """Check that an amount at discretion is limited as printed, or by the points; a bonus has none of its own."""
    points, printed = around.points, {amount.number for amount in read_phrases(folded(clause.quote)).amounts}
    tops = {most for _, most in read_phrases(folded(clause.quote)).ranges}
    is_otherwise = limit is None or (limit == points and format_decimal(limit) not in printed)
    if tops and is_otherwise and not re.search("每|次|一[处起件项人户]", folded(clause.quote)):  # 扣5~10分
        facts = {"limit": UNLIMITED if limit is None else format_decimal(limit), "points": "、".join(sorted(tops))}
        yield finding(clause.key, "酌情", "limit-above-range", **facts)
        return
    is_limited_above = clause.standard is Standard.BONUS and (not printed or limit in around.caps)
    if limit is None:
        if not any(word in folded(clause.quote) for word in ("酌情", "视情", "情节", "加倍")):
            yield finding(clause.key, "酌情", "limit-unfounded")
    elif (
        limit != points
        and not is_limited_above
        and not _is_rest(clause, limit, around)
        and format_decimal(limit) not in printed
    ):
        facts = {"limit": format_decimal(limit), "points": "—" if points is None else format_decimal(points)}
        yield finding(clause.key, "酌情", "limit-differs", **facts)


def _is_rest(clause: Clause, limit: int, around: ClauseContext) -> bool:
    """Whether an award is limited by what the other awards of the indicator leave of its points."""
    others = [most_points(one) for one in around.siblings if one.earns and one is not clause]
    return clause.earns and around.points is not None and limit + sum(one or 0 for one in others) == around.points


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
