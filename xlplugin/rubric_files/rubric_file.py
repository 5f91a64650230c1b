"""Reads a rubric's file into a ``Rubric``; its keys are the headings of the notice's own table."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from xlplugin.notation.chinese_numerals import numeral_of
from xlplugin.notation.decimals import PUBLISHED_PLACES, SCALE
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.kind_declaration import Standard, Surroundings
from xlplugin.rubric.model import (
    BelowTable,
    Dimension,
    Indicator,
    Item,
    Notice,
    Rubric,
    Scheme,
    Subdimension,
    counted_points,
)
from xlplugin.rubric.total_rules import Effect, Missing, Rule
from xlplugin.rubric_files.field_reader import FieldReader, ReadingLog
from xlplugin.rubric_files.file_format import EXCEED, HEADINGS, MOST_CLAUSES, PLACES_OF_TOTALS, WORTH
from xlplugin.rubric_files.reading.clause_file import read_clause
from xlplugin.rubric_files.scheme_file import NO_SCHEME, read_errata, read_head, read_notice
from xlplugin.rubric_files.strict_yaml import Node

MOST_WEIGHT = 100 * SCALE
"""The highest weight: 10,000 %."""

MOST_HEADING = 20
"""Characters of a column's heading."""

FindScheme = Callable[[str, FieldReader], Scheme]
"""Gives a scheme by its id; a missing one is noted and replaced by an empty one."""


def read_rubric(node: Node, notes: ReadingLog, find_scheme: FindScheme) -> Rubric:
    """Read a rubric; problems are noted, and with any problem the result must not be used."""
    fields = FieldReader(node, notes)
    id, title, year, version = read_head(fields, "评分表")
    notice = read_notice(fields)
    scheme = _read_scheme(fields, notice, find_scheme)
    may_exceed = _read_may_exceed(fields, None)
    missing = _read_missing(fields) or Missing.NOTHING_LOST
    for field in ("满分", "公布小数"):
        fields.mark_field(field)
    fields.text("类别", required=False)  # accepted, but not used: the scheme lists the bodies of each table
    rubric = Rubric(
        id=id,
        title=title,
        year=year,
        version=version,
        notice=notice,
        scheme=scheme,
        dimensions=tuple(
            _read_dimension(dimension, number, may_exceed)
            for number, dimension in enumerate(fields.mappings("指标"), 1)
        ),
        general_bonus=_read_below(fields, "综合加分项", "bonus"),
        major_deduction=_read_below(fields, "重大扣分项", "major"),
        footnotes=fields.texts("附注", required=False),
        group_names=tuple(
            (name.text("印作"), name.text("全称")) for name in fields.mappings("责任组全称", required=False)
        ),
        errata=read_errata(fields),
        sources=(),
        full_marks=fields.points("满分", required=False),
        published_places=int(fields.one_of("公布小数", PLACES_OF_TOTALS, str(PUBLISHED_PLACES))),
        missing=missing,
        worth=fields.points(WORTH, required=False),
        headings=_read_headings(fields),
    )
    if rubric.worth is not None and not rubric.base:
        fields.note("worth-of-nothing", WORTH, field=WORTH)
    rubric = _with_joining(_with_rules(rubric, fields), fields)
    keys = {clause.key for clause in rubric.clauses}
    for clause in rubric.clauses:
        for other in clause.overlaps:
            if other not in keys:
                fields.note("unknown-overlap", key=other)
    places = keys | {one.id for one in rubric.indicators} | {str(one.number) for one in rubric.dimensions}
    for clause in rubric.clauses:
        if clause.over and clause.over.of and (clause.over.of not in places or _is_within(clause.key, clause.over.of)):
            fields.note("over-of-unknown", key=clause.key, value=clause.over.of)
    if not any(clause.required for clause in rubric.clauses):
        fields.note("no-required-input", "指标")
    fields.close()
    return rubric


def _is_within(key: str, place: str) -> bool:
    """Whether a clause is part of the score that it would be computed from."""
    return key == place or key.startswith(f"{place}.")


def _with_rules(rubric: Rubric, fields: FieldReader) -> Rubric:
    """Add what counts together and what follows when; both refer to the rest of the table."""
    if not [field for field in ("组", "条件") if fields.has(field)]:
        return rubric
    from xlplugin.rubric_files.reading.rule_file import circle, read_groups, read_rules  # few rubrics have any

    groups, rules = read_groups(fields, rubric), read_rules(fields, rubric)
    rubric = replace(rubric, groups=groups, rules=rules)
    if rules and not fields.notes.problems and (names := circle(rubric)):
        fields.note("rule-circle", "条件", names=names)
    return rubric


def _with_joining(rubric: Rubric, fields: FieldReader) -> Rubric:
    """Add how several raters or periods are joined."""
    if not [field for field in ("考核人合成", "分期") if fields.has(field)]:
        return rubric
    from xlplugin.rubric_files.reading.joining_file import read_periods, read_raters_rule  # few rubrics have any

    for field, what in (("考核人合成", "考核人合成"), ("分期", "分期")):
        if fields.has(field):
            fields.mark_field(what)
    rubric = replace(rubric, raters_rule=read_raters_rule(fields), periods=read_periods(fields))
    if any(clause.over for clause in rubric.clauses) or rubric.averaged:
        fields.note("joined-over-all", "考核人合成" if rubric.raters_rule else "分期")
    if any(rule.consequences and _is_of_grade(rule) for rule in rubric.rules):
        fields.note("joined-with-grades", "条件")
    return rubric


def _is_of_grade(rule: Rule) -> bool:
    return any(one.effect in (Effect.GRADE_IS, Effect.GRADE_AT_MOST) for one in rule.consequences)


def _read_missing(fields: FieldReader) -> Missing | None:
    """Read what becomes of the points of indicators that are not applicable; None where nothing is said."""
    if not fields.has("缺项"):
        return None
    return Missing(fields.one_of("缺项", tuple(one.value for one in Missing), Missing.NOTHING_LOST.value))


def _read_worth(fields: FieldReader, points: int, above: Fraction = Fraction(1)) -> int | None:
    """Read what points count one level up: 权重 (a share of them) or 折算为 (points); None for as many as they are."""
    share, worth = fields.percent("权重", required=False, most=MOST_WEIGHT), fields.points(WORTH, required=False)
    if share is not None and worth is not None:
        fields.note("two-kinds", WORTH, kinds=f"权重、{WORTH}")
    if share is None and worth is None and above == 1:
        return None
    if not points:
        if share is not None or worth is not None:
            field = "权重" if worth is None else WORTH
            fields.note("worth-of-nothing", field, field=field)
        return None
    counted = above * (Fraction(points) if worth is None else Fraction(worth))
    counted = counted if share is None else counted * Fraction(share, SCALE)
    if counted.denominator != 1:
        fields.note("worth-has-too-many-places", "权重")
    return int(counted)


def _read_headings(fields: FieldReader) -> tuple[tuple[str, str], ...]:
    """Read the notice's own words for columns of the table."""
    own = fields.mapping("栏目", required=False)
    if own is None:
        return ()
    found = tuple((name, own.text(name, most=MOST_HEADING)) for name in HEADINGS if own.has(name))
    own.close()
    return found


def _read_scheme(fields: FieldReader, notice: Notice, find_scheme: FindScheme) -> Scheme:
    """Read the scheme, which gives the grades; without one there are none."""
    id, reason = fields.text("考核方案", required=False), fields.text("参照理由", required=False)
    if not id:
        return replace(NO_SCHEME, notice=notice, grades_from=notice)
    fields.mark_field("考核方案")
    scheme = find_scheme(id, fields)
    return replace(scheme, grades_reason=reason) if reason else scheme


def _read_may_exceed(fields: FieldReader, above: bool | None) -> bool | None:
    """Read whether deductions may exceed an indicator's points; what is said above holds where nothing is."""
    return fields.one_of(EXCEED, ("是", "否"), "是") == "是" if fields.has(EXCEED) else above


def _read_dimension(fields: FieldReader, number: int, above: bool | None) -> Dimension:
    """Read a dimension; in a table of one level it is an indicator by itself."""
    fields.mark(str(number))
    if fields.has("编号"):
        alone = _read_indicator(fields, str(number), _read_may_exceed(fields, above))
        return Dimension(number, alone.name, counted_points(alone), True, (Subdimension("", (alone,)),), levels=1)
    name = fields.text("一级指标")
    printed = fields.points("赋分", required=False, dash=True)
    may_exceed, missing = _read_may_exceed(fields, above), _read_missing(fields)
    parts: list[Subdimension] = []
    levels = 2
    for at, part in enumerate(fields.mappings("二级指标"), 1):
        id = f"{number}.{at}"
        if part.has("编号"):  # a table of two levels, or a dimension without subdimensions
            parts.append(Subdimension("", (_read_indicator(part, id, may_exceed),)))
        else:
            parts.append(_read_subdimension(part, id, may_exceed))
            levels = 3
    points = sum(part.points for part in parts) if printed is None else printed
    worth = _read_worth(fields, points)
    return Dimension(number, name, points, printed is not None, tuple(parts), missing, worth, levels)


def _read_subdimension(fields: FieldReader, id: str, above: bool | None) -> Subdimension:
    fields.mark(id)
    name = fields.text("名称", may_be_blank=True)
    weight = Fraction(fields.percent("权重", required=False, most=MOST_WEIGHT) or SCALE, SCALE)
    indicators = tuple(
        _read_indicator(indicator, f"{id}.{at}", above, weight)
        for at, indicator in enumerate(fields.mappings("三级指标"), 1)
    )
    return Subdimension(name, indicators)


def _read_indicator(
    fields: FieldReader, expected: str, above: bool | None, weight: Fraction = Fraction(1)
) -> Indicator:
    id = fields.text("编号")
    if id and id != expected:
        fields.note("id-out-of-order", "编号", value=id, expected=expected)
    fields.mark(id)
    points = fields.points("赋分", dash=True) or 0
    indicator = Indicator(
        id=id,
        name=fields.text("名称"),
        points=points,
        awards=_read_clauses(fields, id, Surroundings(Standard.AWARD, points), required=True),
        deductions=_read_clauses(fields, id, Surroundings(Standard.DEDUCTION, points), required=True),
        bonuses=_read_clauses(fields, id, Surroundings(Standard.BONUS, points), required=False),
        deduction_cap=fields.points("扣分上限", required=False),
        bonus_cap=fields.points("加分上限", required=False),
        method=fields.text("考核方式", required=False),
        contents=fields.text("涉及内容", required=False),
        responsible=fields.text("责任组", required=False),
        remark=fields.text("备注", required=False),
        may_be_not_applicable=fields.yes("可不适用"),
        may_exceed=_read_may_exceed(fields, above),
        counts_highest_bonus=fields.yes("加分按最高计"),
        counts_highest_award=fields.yes("得分按最高计"),
        missing=_read_missing(fields),
        worth=_read_worth(fields, points, weight),
    )
    if not indicator.clauses:
        fields.note("no-standard", "编号", id=id)
    return indicator


def _read_clauses(fields: FieldReader, of: str, around: Surroundings, *, required: bool) -> tuple[Clause, ...]:
    """Read the clauses of an indicator or item (``of``: its id) in one cell of the table."""
    standard = around.standard
    return tuple(
        read_clause(clause, f"{of}.{standard.letter}{at}", around, required=required)
        for at, clause in enumerate(fields.mappings(standard.value, required=False, most=MOST_CLAUSES), 1)
    )


def _read_below(fields: FieldReader, field: str, prefix: str) -> BelowTable:
    """Read 综合加分项 or 重大扣分项; a table may have neither."""
    below = fields.mapping(field, required=False)
    if below is None:
        return BelowTable("", "", ())
    below.mark(field)
    lead, method = below.text("总述", required=False), below.text("考核方式", required=False)
    cap = below.points("扣分上限" if prefix == "major" else "加分上限", required=False)
    items = []
    for number, item in enumerate(below.mappings("各项"), 1):
        item.mark(f"{prefix}.{number}")
        numeral, expected = item.text("序号"), numeral_of(number)
        if numeral and numeral != expected:
            item.note("numeral-out-of-order", "序号", value=numeral, expected=expected)
        standard = Standard.DEDUCTION if prefix == "major" else Standard.BONUS
        if not item.has(standard.value):
            item.note("no-standard", "序号", id=f"（{expected}）")
        clauses = _read_clauses(item, f"{prefix}.{number}", Surroundings(standard, 0), required=False)
        group = item.text("按最高计", required=False)
        items.append(Item(f"{prefix}.{number}", numeral, clauses, group))
    below.close()
    return BelowTable(lead, method, tuple(items), cap)
