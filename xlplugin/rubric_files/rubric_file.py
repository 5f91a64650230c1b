"""Reads a rubric's file into a ``Rubric``; its keys are the headings of the notice's own table."""

from collections.abc import Callable
from dataclasses import replace

from xlplugin.notation.chinese_numerals import numeral_of
from xlplugin.notation.decimals import PUBLISHED_PLACES
from xlplugin.rubric.clause_kinds import Clause
from xlplugin.rubric.model import BelowTable, Dimension, Indicator, Item, Notice, Rubric, Scheme, Subdimension
from xlplugin.rubric_files.clause_file import read_clause
from xlplugin.rubric_files.field_reader import FieldReader, ReadingLog
from xlplugin.rubric_files.file_format import EXCEED, MOST_CLAUSES, PLACES_OF_TOTALS
from xlplugin.rubric_files.scheme_file import NO_SCHEME, read_errata, read_head, read_notice
from xlplugin.rubric_files.strict_yaml import Node

FindScheme = Callable[[str, FieldReader], Scheme]
"""Gives a scheme by its id; a missing one is noted and replaced by an empty one."""


def read_rubric(node: Node, notes: ReadingLog, find_scheme: FindScheme) -> Rubric:
    """Read a rubric; problems are noted, and with any problem the result must not be used."""
    fields = FieldReader(node, notes)
    id, title, year, version = read_head(fields, "评分表")
    notice = read_notice(fields)
    scheme = _read_scheme(fields, notice, find_scheme)
    may_exceed = _read_may_exceed(fields, None)
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
    )
    keys = {clause.key for clause in rubric.clauses}
    for clause in rubric.clauses:
        for other in clause.overlaps:
            if other not in keys:
                fields.note("unknown-overlap", key=other)
    if not any(clause.required for clause in rubric.clauses):
        fields.note("no-required-input", "指标")
    fields.close()
    return rubric


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
    fields.mark(str(number))
    name = fields.text("一级指标")
    printed = fields.points("赋分", required=False, dash=True)
    may_exceed = _read_may_exceed(fields, above)
    parts = tuple(
        _read_subdimension(part, f"{number}.{at}", may_exceed) for at, part in enumerate(fields.mappings("二级指标"), 1)
    )
    points = sum(part.points for part in parts) if printed is None else printed
    return Dimension(number, name, points, printed is not None, parts)


def _read_subdimension(fields: FieldReader, id: str, above: bool | None) -> Subdimension:
    fields.mark(id)
    name = fields.text("名称", may_be_blank=True)
    indicators = tuple(
        _read_indicator(indicator, f"{id}.{at}", above) for at, indicator in enumerate(fields.mappings("三级指标"), 1)
    )
    return Subdimension(name, indicators)


def _read_indicator(fields: FieldReader, expected: str, above: bool | None) -> Indicator:
    id = fields.text("编号")
    if id and id != expected:
        fields.note("id-out-of-order", "编号", value=id, expected=expected)
    fields.mark(id)
    points = fields.points("赋分", dash=True) or 0
    if not fields.has("扣分标准") and not fields.has("加分标准"):
        fields.note("no-standard", "编号", id=id)
    return Indicator(
        id=id,
        name=fields.text("名称"),
        points=points,
        deductions=_read_clauses(fields, "扣分标准", f"{id}.d", True, True, points),
        bonuses=_read_clauses(fields, "加分标准", f"{id}.b", False, False, points),
        deduction_cap=fields.points("扣分上限", required=False),
        bonus_cap=fields.points("加分上限", required=False),
        method=fields.text("考核方式", required=False),
        contents=fields.text("涉及内容", required=False),
        responsible=fields.text("责任组", required=False),
        remark=fields.text("备注", required=False),
        may_be_not_applicable=fields.one_of("可不适用", ("是", "否"), "否") == "是",
        may_exceed=_read_may_exceed(fields, above),
        counts_highest_bonus=fields.one_of("加分按最高计", ("是", "否"), "否") == "是",
    )


def _read_clauses(
    fields: FieldReader, field: str, prefix: str, deducts: bool, required: bool, points: int
) -> tuple[Clause, ...]:
    return tuple(
        read_clause(clause, f"{prefix}{at}", deducts, required, points)
        for at, clause in enumerate(fields.mappings(field, required=False, most=MOST_CLAUSES), 1)
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
        deducts = prefix == "major"
        standard = "扣分标准" if deducts else "加分标准"
        letter = "d" if deducts else "b"
        if not item.has(standard):
            item.note("no-standard", "序号", id=f"（{expected}）")
        clauses = _read_clauses(item, standard, f"{prefix}.{number}.{letter}", deducts, False, 0)
        group = item.text("按最高计", required=False)
        items.append(Item(f"{prefix}.{number}", numeral, clauses, group))
    below.close()
    return BelowTable(lead, method, tuple(items), cap)
