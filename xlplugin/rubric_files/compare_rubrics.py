"""What changed between two rubrics, indicator by indicator, and whose score can change by it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from xlplugin.notation.decimals import PLACES, SCALE, format_decimal
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.clause_kinds import (
    AboveTarget,
    Banded,
    Choice,
    Discretionary,
    Flat,
    Multiplied,
    PerOccurrence,
    Proportional,
    Score,
    ShortOfTarget,
    band_words,
)
from xlplugin.rubric.limits import deduction_limit
from xlplugin.rubric.measures import Measure, Rate, bound_text, is_rate, step_text
from xlplugin.rubric.model import BelowTable, Dimension, Grade, Indicator, Rubric, counted_points
from xlplugin.rubric.slots import MOST_COUNTED, MOST_DECIMAL
from xlplugin.rubric.total_rules import Consequence, Counts, Group, Rule

NOBODY = ""
"""Only words changed."""

EVERYBODY = "所有单位"


@dataclass(frozen=True, slots=True)
class RubricChange:
    """One change.

    Attributes:
        place: the id of the indicator or clause in the later rubric, else in the earlier one; '' for the whole table.
        name: the indicator's name, or that of the table below it.
        what: what changed, in Chinese: 赋分, 扣分上限, 标准, 新增, 删去, 填报, 原文, 编号, …
        before, after: how it was and how it is; '' where there was or is nothing.
        who: whose score can change, in Chinese; '' for nobody's, as only words changed.
    """

    place: str
    name: str
    what: str
    before: str
    after: str
    who: str


def compare_rubrics(before: Rubric, after: Rubric) -> list[RubricChange]:
    """Compare two rubrics, such as those of two years.

    Indicators belong together that have the same name, else the same id; clauses that have the same sentence or label,
    else those in the same place.

    Args:
        before: the earlier rubric.
        after: the later one.

    Returns:
        The changes in the order of the later rubric; what it has no longer comes last.
    """
    return list(_changes(before, after))


def _changes(before: Rubric, after: Rubric) -> Iterator[RubricChange]:
    yield from _changes_of_dimensions(before, after)
    partners, gone = _paired(before.indicators, after.indicators)
    for new in after.indicators:
        if old := partners.get(new.id):
            yield from _changes_of_indicator(before, after, old, new)
        else:
            yield _whole(new, is_new=True)
    yield from (_whole(old, is_new=False) for old in gone)
    for old_below, new_below, name in (
        (before.general_bonus, after.general_bonus, "综合加分项"),
        (before.major_deduction, after.major_deduction, "重大扣分项"),
    ):
        yield from _changes_below(old_below, new_below, name)
    yield from _changes_of_whole(before, after)
    yield from _changes_of_grades(before.scheme.grades, after.scheme.grades)


def _changes_of_whole(before: Rubric, after: Rubric) -> Iterator[RubricChange]:
    """Return what changed in the rules beyond a clause: 缺项, 折算, 公布小数, groups, conditions, headings."""
    if before.missing != after.missing:
        yield RubricChange("", "", "缺项", before.missing.value, after.missing.value, "有指标不适用的单位")
    if before.worth != after.worth:
        yield RubricChange("", "", "折算为", _cap(before.worth), _cap(after.worth), EVERYBODY)
    if before.published_places != after.published_places:
        places = str(before.published_places), str(after.published_places)
        yield RubricChange("", "", "公布小数", *places, EVERYBODY)
    for what, words, who in (
        (
            "组",
            [{group.name: _group(group) for group in one.groups} for one in (before, after)],
            "在组内几项有分的单位",
        ),
        ("条件", [{rule.name: _rule(rule) for rule in one.rules} for one in (before, after)], "符合条件的单位"),
    ):
        old, new = words
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) != new.get(name):
                yield RubricChange("", name, what, old.get(name, ""), new.get(name, ""), who)
    for what, old_rule, new_rule in (
        ("考核人合成", before.raters_rule, after.raters_rule),
        ("分期", before.periods, after.periods),
    ):
        was, is_now = (rule.shown if rule else "" for rule in (old_rule, new_rule))
        if was != is_now:
            yield RubricChange("", "", what, was, is_now, EVERYBODY)
    if before.headings != after.headings:
        was, is_now = ("、".join(f"{name}：{own}" for name, own in one.headings) for one in (before, after))
        yield RubricChange("", "", "栏目", was, is_now, NOBODY)


def _group(group: Group) -> str:
    """Return a group in a few words: 1.1.1.b1、bonus.2 取最高，上限 10 分."""
    counts = "" if group.counts is Counts.ALL else f"取{group.counts.value}"
    return f"{'、'.join(group.members)} {counts}{_limit(group.cap)}".strip()


def _rule(rule: Rule) -> str:
    """Return a condition in a few words: 事故起数不低于 1 起 → 总分为 59."""
    tests = ("或" if rule.any_of else "且").join(test.shown for test in rule.tests)
    targets = ("" if one.effect.value.startswith(one.target) else one.target for one in rule.consequences)
    effects = (
        f"{target} {one.effect.value} {_value(one)}".strip()
        for target, one in zip(targets, rule.consequences, strict=True)
    )
    return f"{tests} → {'、'.join(effects)}"


def _value(consequence: Consequence) -> str:
    value = consequence.value
    return value if isinstance(value, str) else format_decimal(value) if value else ""


def _changes_of_dimensions(before: Rubric, after: Rubric) -> Iterator[RubricChange]:
    if before.base != after.base:
        yield RubricChange("", "", "满分", _points(before.base), _points(after.base), EVERYBODY)
    old = {dimension.name: dimension for dimension in before.dimensions}
    for dimension in after.dimensions:
        earlier = old.pop(dimension.name, None)
        if earlier is None:
            yield RubricChange(
                str(dimension.number), dimension.name, "新增一级指标", "", _points(dimension.points), EVERYBODY
            )
            continue
        yield from _changes_of_counting(earlier, dimension, str(dimension.number))
        if earlier.points != dimension.points:
            facts = _points(earlier.points), _points(dimension.points)
            yield RubricChange(str(dimension.number), dimension.name, "一级指标赋分", *facts, EVERYBODY)
    for gone in old.values():
        yield RubricChange(str(gone.number), gone.name, "删去一级指标", _points(gone.points), "", EVERYBODY)


def _whole(one: Indicator, *, is_new: bool) -> RubricChange:
    """Return that an indicator is new, or gone."""
    standards = "；".join(_standard(clause) for clause in one.clauses)
    who = EVERYBODY if one.points else _who_has(one.clauses[0])
    what, texts = ("新增", ("", standards)) if is_new else ("删去", (standards, ""))
    return RubricChange(one.id, one.name, what, *texts, who)


def _changes_of_indicator(before: Rubric, after: Rubric, old: Indicator, new: Indicator) -> Iterator[RubricChange]:
    if old.id != new.id:
        yield RubricChange(new.id, new.name, "编号", old.id, new.id, NOBODY)
    if old.name != new.name:
        yield RubricChange(new.id, new.name, "名称", old.name, new.name, NOBODY)
    yield from _changes_of_counting(old, new, new.id)
    if old.points != new.points:
        yield RubricChange(new.id, new.name, "赋分", _points(old.points), _points(new.points), EVERYBODY)
    for what, caps in (
        ("扣分上限", (old.deduction_cap, new.deduction_cap)),
        ("加分上限", (old.bonus_cap, new.bonus_cap)),
    ):
        if caps[0] != caps[1]:
            least = min(cap for cap in caps if cap is not None)
            who = f"{what[:2]}超过 {format_decimal(least)} 分的单位"
            yield RubricChange(new.id, new.name, what, _cap(caps[0]), _cap(caps[1]), who)
    yield from _changes_of_clauses(old.awards, new.awards, new.name)
    yield from _changes_of_clauses(old.deductions, new.deductions, new.name)
    yield from _changes_of_clauses(old.bonuses, new.bonuses, new.name)
    for what, texts in (
        ("考核方式", (old.method, new.method)),
        ("涉及内容", (old.contents, new.contents)),
        ("责任组", (old.responsible, new.responsible)),
        ("备注", (old.remark, new.remark)),
    ):
        if texts[0] != texts[1]:
            yield RubricChange(new.id, new.name, what, *texts, NOBODY)
    if old.awards and new.awards and old.may_exceed != new.may_exceed:
        said = _yes(bool(old.may_exceed)), _yes(bool(new.may_exceed))
        yield RubricChange(new.id, new.name, "可突破", *said, "扣的比得的多的单位")
    was, is_now = deduction_limit(before, old), deduction_limit(after, new)
    if was != is_now and old.deduction_cap == new.deduction_cap:
        limits = _cap(was), _cap(is_now)
        yield RubricChange(new.id, new.name, "扣完为止", *limits, f"扣分超过 {format_decimal(new.points)} 分的单位")
    for what, highest in (
        ("得分按最高计", (old.counts_highest_award, new.counts_highest_award)),
        ("加分按最高计", (old.counts_highest_bonus, new.counts_highest_bonus)),
    ):
        if highest[0] != highest[1]:
            yield RubricChange(
                new.id, new.name, what, _yes(highest[0]), _yes(highest[1]), f"在这一项有{what[:2]}的单位"
            )
    if old.may_be_not_applicable != new.may_be_not_applicable:
        said = _yes(old.may_be_not_applicable), _yes(new.may_be_not_applicable)
        yield RubricChange(new.id, new.name, "可不适用", *said, "填“不适用”的单位")


def _changes_of_counting(old: Indicator | Dimension, new: Indicator | Dimension, place: str) -> Iterator[RubricChange]:
    """Return what changed in how the points of an indicator or dimension count: 权重, 折算为, 缺项."""
    if old.worth != new.worth:
        was, is_now = (_points(counted_points(one)) for one in (old, new))
        yield RubricChange(place, new.name, "折算为", was, is_now, EVERYBODY)
    if old.missing != new.missing:
        was, is_now = (one.missing.value if one.missing else "" for one in (old, new))
        yield RubricChange(place, new.name, "缺项", was, is_now, "填“不适用”的单位")


def _changes_of_clauses(old: Sequence[Clause], new: Sequence[Clause], name: str) -> Iterator[RubricChange]:
    rest = list(old)
    earlier: dict[str, Clause] = {}
    for text in (_quote, _label):
        for clause in new:
            found = next((one for one in rest if clause.key not in earlier and text(one) == text(clause)), None)
            if found:
                rest.remove(found)
                earlier[clause.key] = found
    for clause in new:
        if before := earlier.get(clause.key) or (rest.pop(0) if rest else None):
            yield from _changes_of_clause(before, clause, name)
        else:
            yield RubricChange(clause.key, name, "新增标准", "", _standard(clause), _who_has(clause))
    for clause in rest:
        yield RubricChange(clause.key, name, "删去标准", _standard(clause), "", _who_has(clause))


def _quote(clause: Clause) -> str:
    return clause.quote


def _label(clause: Clause) -> str:
    return clause.label


def _changes_of_clause(old: Clause, new: Clause, name: str) -> Iterator[RubricChange]:
    if _standard(old) != _standard(new):
        yield RubricChange(new.key, name, "标准", _standard(old), _standard(new), _who_has(new))
    if old.label != new.label:
        yield RubricChange(new.key, name, "填报", old.label, new.label, NOBODY)
    if old.awaits_others != new.awaits_others:
        yield RubricChange(new.key, name, "待汇总", _yes(old.awaits_others), _yes(new.awaits_others), EVERYBODY)
    was, is_now = (f"{one.over.kind.value} {one.over.of}".strip() if one.over else "" for one in (old, new))
    if was != is_now:
        yield RubricChange(new.key, name, "汇总", was, is_now, EVERYBODY)
    if old.quote != new.quote:
        yield RubricChange(new.key, name, "原文", old.quote, new.quote, NOBODY)


def _changes_below(old: BelowTable, new: BelowTable, name: str) -> Iterator[RubricChange]:
    yield from _changes_of_clauses(old.clauses, new.clauses, name)
    groups = [[f"{item.numeral}：{item.group}" for item in below.items if item.group] for below in (old, new)]
    if groups[0] != groups[1]:
        yield RubricChange("", name, "按最高计", "、".join(groups[0]), "、".join(groups[1]), f"在{name}有分的单位")
    if old.cap != new.cap:
        yield RubricChange("", name, "合计上限", _cap(old.cap), _cap(new.cap), f"在{name}有分的单位")
    for what, texts in (("总述", (old.lead, new.lead)), ("考核方式", (old.method, new.method))):
        if texts[0] != texts[1]:
            yield RubricChange("", name, what, *texts, NOBODY)


def _changes_of_grades(old: Sequence[Grade], new: Sequence[Grade]) -> Iterator[RubricChange]:
    words = _bands(old), _bands(new)
    if words[0] != words[1]:
        yield RubricChange("", "", "考核等次", *words, "公布得分在新旧分数线之间的单位（等次，不是得分）")


def _paired(old: Sequence[Indicator], new: Sequence[Indicator]) -> tuple[dict[str, Indicator], list[Indicator]]:
    """Pair what has the same name, if only one has it, else what has the same id; also give what is gone."""
    counts = Counter(one.name for one in old), Counter(one.name for one in new)
    named = {one.name: one for one in old if counts[0][one.name] == counts[1][one.name] == 1}
    partners = {one.id: named[one.name] for one in new if one.name in named}
    left = {one.id: one for one in old if one.name not in named}
    partners |= {one.id: left.pop(one.id) for one in new if one.id not in partners and one.id in left}
    return partners, list(left.values())


def _who_has(clause: Clause) -> str:
    return f"在这一项有{clause.verb}分的单位"


def _standard(clause: Clause) -> str:
    """Return a clause's rule in a few words: 每件扣 2 分，上限 6 分."""
    verb, kind = clause.verb, clause.kind
    match kind:
        case Flat(points):
            return f"{verb} {_points(points)}"
        case PerOccurrence(points, unit, cap, most):
            counted = "" if most == MOST_COUNTED else f"，最多 {most} {unit}"
            return f"每{unit}{verb} {_points(points)}{_limit(cap)}{counted}"
        case Choice(tiers):
            return "、".join(f"{tier.label}：{verb} {_points(tier.points)}" for tier in tiers)
        case Proportional(measure, score):
            return f"得分 = {_formula(measure, score)}{_bounds(measure)}"
        case Banded(measure, bands):
            rungs = (
                f"{measure.name}{band_words(band, measure)}：{_taken(measure, band.takes, verb)}" for band in bands
            )
            return f"{'；'.join(rungs)}{_bounds(measure)}"
        case ShortOfTarget(measure, target, step, points, cap, in_proportion):
            return _from_target(
                measure, (target, step, points, cap), f"每低{'，按比例' if in_proportion else ''}", verb
            )
        case AboveTarget(measure, target, step, points, cap, in_proportion):
            return _from_target(
                measure, (target, step, points, cap), f"每高{'，按比例' if in_proportion else ''}", verb
            )
        case Discretionary(limit):
            return f"酌情{verb}分{_limit(limit)}"
        case Multiplied(factor):
            return f"所填分值的 {format_decimal(factor)} 倍"
        case _:
            assert_never(kind)


def _taken(measure: Measure, takes: int | Score, verb: str) -> str:
    return f"得分 = {_formula(measure, takes)}" if isinstance(takes, Score) else f"{verb} {_points(takes)}"


def _formula(measure: Measure, score: Score) -> str:
    measured = f"(1 − {measure.name})" if score.of_rest else measure.name
    return f"{measured} × {format_decimal(score.full)}，满分 {_points(score.points)}"


def _from_target(measure: Measure, numbers: tuple[int, int, int, int | None], way: str, verb: str) -> str:
    target, step, points, cap = numbers
    way, _, proportion = way.partition("，")
    more = f"，{proportion}" if proportion else ""
    bound = bound_text(measure, target)
    steps = f"{measure.name}比 {bound} {way} {step_text(measure, step)}{verb} {_points(points)}{_limit(cap)}"
    return f"{steps}{more}{_bounds(measure)}"


def _bounds(measure: Measure) -> str:
    """Say what may be entered, where it is not what is usual: 可填至 120%."""
    usual = SCALE if is_rate(measure) else MOST_DECIMAL * SCALE
    least = getattr(measure, "least", 0)
    texts = [f"可填至 {bound_text(measure, measure.most)}"] if measure.most != usual else []
    texts += [f"不小于 {bound_text(measure, least)}"] if least else []
    if isinstance(measure, Rate) and isinstance(measure.whole, int):
        texts.append(f"分母 {measure.whole}")
    texts += [f"{measure.places} 位小数"] if measure.places != (0 if isinstance(measure, Rate) else PLACES) else []
    return "".join(f"，{text}" for text in texts)


def _points(points: int) -> str:
    return f"{format_decimal(points)} 分"


def _limit(cap: int | None) -> str:
    return "" if cap is None else f"，上限 {_points(cap)}"


def _cap(cap: int | None) -> str:
    return "无" if cap is None else _points(cap)


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _bands(grades: Sequence[Grade]) -> str:
    return "、".join(
        f"{grade.name}{'' if grade.at_least is None else f' {format_decimal(grade.at_least)} 分起'}" for grade in grades
    )
