"""Reads what counts together (组) and what follows when (条件) from a rubric's file."""

from graphlib import CycleError
from typing import NamedTuple

from xlplugin.errors import nearest
from xlplugin.notation.decimals import SCALE, format_decimal, parse_decimal
from xlplugin.rubric.clause import Clause, measure_of, slots
from xlplugin.rubric.clause_kinds import Choice, Flat
from xlplugin.rubric.measures import bound_text, is_rate
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.slots import NO, NONE, YES
from xlplugin.rubric.total_rules import (
    BASIC,
    BONUSES,
    GRADE,
    TOTAL,
    Consequence,
    Counts,
    Effect,
    Group,
    Rule,
    Test,
)
from xlplugin.rubric_files.field_reader import FieldReader

RELATIONS = {"是": "=", "不低于": ">=", "超过": ">", "不超过": "<=", "低于": "<"}
"""Relations as a file writes them."""

MOST_NAME = 30
"""Characters of the name of a group or rule: forms show it in a narrow column."""

WITH_POINTS = (Effect.TOTAL_IS, Effect.TOTAL_AT_MOST)
WITH_GRADE = (Effect.GRADE_IS, Effect.GRADE_AT_MOST)
WITH_PLACES = (Effect.NOT_COUNTED, Effect.NO_POINTS, Effect.EXEMPT)


class _Places(NamedTuple):
    """What a rule may name in a rubric: clauses by key, and the points and names of the rest."""

    clauses: dict[str, Clause]
    items: dict[str, tuple[Clause, ...]]
    indicators: dict[str, tuple[str, int]]
    dimensions: dict[str, tuple[str, int]]


def _places(rubric: Rubric) -> _Places:
    below = (*rubric.general_bonus.items, *rubric.major_deduction.items)
    return _Places(
        {clause.key: clause for clause in rubric.clauses},
        {item.id: item.clauses for item in below},
        {indicator.id: (indicator.name, indicator.points) for indicator in rubric.indicators},
        {str(dimension.number): (dimension.name, dimension.points) for dimension in rubric.dimensions},
    )


def read_groups(fields: FieldReader, rubric: Rubric) -> tuple[Group, ...]:
    """Read 组: clauses, items or indicators of which only the highest counts, or that have a common cap."""
    places, groups = _places(rubric), []
    grouped: set[str] = set()
    for number, group in enumerate(fields.mappings("组", required=False), 1):
        group.mark(f"组.{number}")
        name, quote = group.text("名称", most=MOST_NAME), group.text("原文", required=False)
        members = group.texts("成员")
        counts = Counts(group.one_of("取", tuple(one.value for one in Counts), Counts.ALL.value))
        cap = group.points("上限", required=False)
        if counts is Counts.ALL and cap is None:
            group.note("group-limits-nothing", "名称", name=name)
        if len(set(members)) < len(members) or len(members) < 2:
            group.note("group-too-small", "成员", name=name)
        keys = [key for member in dict.fromkeys(members) for key in _keys(places, member)]
        twice = grouped & set(keys) or {key for key in keys if keys.count(key) > 1}
        if twice:
            group.note("grouped-twice", "成员", name=name, members="、".join(sorted(twice)))
        grouped |= set(keys)
        sorts = {_sort(places, member) for member in members}
        for member in members:
            if not _sort(places, member):
                group.note("unknown-place", "成员", value=member, **_similar(member, places))
        if len(sorts) > 1 and "" not in sorts:
            group.note("group-of-several-sorts", "成员", name=name)
        order = [*places.clauses, *places.items, *places.indicators]  # of equal ones the first in the table counts
        known = sorted({one for one in members if _sort(places, one)}, key=lambda one: _position(places, order, one))
        groups.append(Group(name, tuple(known), counts, cap, quote))
    return tuple(group for group in groups if group.members)


def _position(places: _Places, order: list[str], member: str) -> int:
    """Return where a member stands in the table: an item where its first clause does."""
    return order.index(_keys(places, member)[0])


def _keys(places: _Places, member: str) -> tuple[str, ...]:
    """Return what a member consists of: its clauses, or itself."""
    return tuple(clause.key for clause in places.items[member]) if member in places.items else (member,)


def _sort(places: _Places, place: str) -> str:
    """Say what a member of a group is: what gives points, what takes them, or a score; '' if there is no such place."""
    clauses = (places.clauses[place],) if place in places.clauses else places.items.get(place, ())
    if clauses:
        return "takes" if clauses[0].deducts else "gives"
    return "score" if place in places.indicators else ""


def _similar(place: str, places: _Places) -> dict[str, str]:
    return nearest(place, (*places.clauses, *places.items, *places.indicators))


def read_rules(fields: FieldReader, rubric: Rubric) -> tuple[Rule, ...]:
    """Read 条件; a rule that refers to what it changes is noted."""
    places, rules = _places(rubric), []
    for number, rule in enumerate(fields.mappings("条件", required=False), 1):
        rule.mark(f"条件.{number}")
        name, quote = rule.text("名称", most=MOST_NAME), rule.text("原文")
        any_of = rule.has("当任一")
        if any_of and rule.has("当"):
            rule.note("two-kinds", "当任一", kinds="当、当任一")
        tests = tuple(
            test
            for one in rule.mappings("当任一" if any_of else "当")
            if (test := _read_test(one, rubric, places)) is not None
        )
        consequences = _read_consequences(rule, rubric, places)
        if tests and consequences:
            rules.append(Rule(name, quote, tests, any_of, consequences))
    return tuple(rules)


def circle(rubric: Rubric) -> str:
    """Return the names of the rules that refer, directly or through others, to what they change; '' for none."""
    from xlplugin.scoring.steps.calculation import calculation  # only rubrics with rules need it

    try:
        calculation(rubric)
    except CycleError as error:
        steps = {str(name).partition(":")[0].partition(".")[0] for name in error.args[1]}
        names = [rule.name for number, rule in enumerate(rubric.rules, 1) if f"rule{number}" in steps]
        return "、".join(f"“{name}”" for name in names)
    return ""


def _read_test(fields: FieldReader, rubric: Rubric, places: _Places) -> Test | None:
    """Read a comparison: 项 says of what, one further field how."""
    place = fields.text("项").removeprefix("一级指标").strip()
    given = [word for word in RELATIONS if fields.has(word)]
    if len(given) != 1:
        fields.note("one-relation", relations="、".join(RELATIONS))
        return None
    (word,) = given
    text, relation = fields.text(word), RELATIONS[word]
    if clause := places.clauses.get(place):
        return _test_of_entry(fields, clause, word, text)
    whole_points = rubric.base if rubric.worth is None else rubric.worth
    whole = {TOTAL: (TOTAL, whole_points), BASIC: ("不含加分的得分", whole_points), BONUSES: ("加分", 0)}
    known = whole | places.dimensions | places.indicators
    if place not in known:
        fields.note("unknown-place", "项", value=place, **_similar(place, places))
        return None
    name, points = known[place]
    value = _points_of(text, points)
    if value is None:
        fields.note("not-points", word, field=word, value=text)
        return None
    shown = name if place in whole else f"{name}得分"
    return Test(place, relation, value, f"{shown}{_said(word)} {format_decimal(value)} 分")


def _said(word: str) -> str:
    return "等于" if word == "是" else word


def _points_of(text: str, points: int) -> int | None:
    """Read points, or a share of the points (60%)."""
    try:
        if text.endswith("%"):
            share, rest = divmod(parse_decimal(text.removesuffix("%")) * points, 100 * SCALE)
            return share if points and not rest else None
        return parse_decimal(text)
    except ValueError:
        return None


def _test_of_entry(fields: FieldReader, clause: Clause, word: str, text: str) -> Test | None:
    """Read a comparison of an entry: with a word of its list, or with a number."""
    if isinstance(clause.kind, Flat | Choice) and word == "是":
        words = (YES, NO) if isinstance(clause.kind, Flat) else slots(clause)[0].words
        if text not in (words if isinstance(clause.kind, Flat) else (*words, NONE)):
            fields.note("not-one-of", word, field=word, allowed="、".join(words), value=text)
            return None
        return Test(clause.key, "=", text, f"{clause.label}：{text}")
    measure = measure_of(clause)
    is_share = measure is not None and is_rate(measure)
    try:
        value = parse_decimal(text.removesuffix("%") if is_share else text)
    except ValueError:
        fields.note("not-a-bound", word, field=word, value=text)
        return None
    if is_share and value % 100:
        fields.note("not-a-bound", word, field=word, value=text)
        return None
    value = value // 100 if is_share else value
    unit = slots(clause)[0].unit
    plain = f" {format_decimal(value)}{f' {unit}' if unit else ''}"
    shown = f" {bound_text(measure, value)}" if measure is not None else plain
    return Test(clause.key, RELATIONS[word], value, f"{clause.label}{_said(word)}{shown}")


def _read_consequences(rule: FieldReader, rubric: Rubric, places: _Places) -> tuple[Consequence, ...]:
    fields = rule.mapping("则")
    if fields is None:
        return ()
    found = [
        Consequence(effect, TOTAL, points)
        for effect in WITH_POINTS
        if fields.has(effect.value) and (points := fields.points(effect.value)) is not None
    ]
    grades = tuple(grade.name for grade in rubric.scheme.grades)
    for effect in WITH_GRADE:
        if fields.has(effect.value):
            name = fields.text(effect.value)
            if name in grades:
                found.append(Consequence(effect, GRADE, name))
            else:
                allowed = "、".join(grades) or "（通知没有等次）"
                fields.note("not-one-of", effect.value, field=effect.value, allowed=allowed, value=name)
    found += [
        Consequence(effect, one)
        for effect in WITH_PLACES
        if fields.has(effect.value)
        for one in _targets(fields, effect.value, effect, places)
    ]
    if fields.has(Effect.MULTIPLIED.value):
        factor = fields.points(Effect.MULTIPLIED.value) or 0
        of = _targets(fields, "对象", Effect.MULTIPLIED, places)
        found += [Consequence(Effect.MULTIPLIED, one, factor) for one in of]
    if not found:
        fields.note("no-consequence", effects="、".join(effect.value for effect in Effect))
    fields.close()
    return tuple(found)


def _targets(fields: FieldReader, field: str, effect: Effect, places: _Places) -> list[str]:
    """Return the targets of an effect: 加分 or 总分, keys of clauses, ids of items and indicators."""
    found: list[str] = []
    for place in fields.texts(field):
        if effect is Effect.NOT_COUNTED and place == BONUSES:
            found.append(BONUSES)
        elif effect is Effect.MULTIPLIED and place == TOTAL:
            found.append(TOTAL)
        elif place in places.indicators and effect is not Effect.NOT_COUNTED:
            found.append(place)
        elif place in places.indicators:
            bonuses = [key for key in places.clauses if key.startswith(f"{place}.b")]
            found += bonuses
            if not bonuses:
                fields.note("no-bonus-there", field, value=place)
        elif effect in (Effect.NOT_COUNTED, Effect.MULTIPLIED) and place in places.clauses:
            found.append(place)
        elif effect in (Effect.NOT_COUNTED, Effect.MULTIPLIED) and place in places.items:
            found += [clause.key for clause in places.items[place]]
        else:
            fields.note("unknown-place", field, value=place, **_similar(place, places))
    return found
