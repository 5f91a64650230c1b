"""Reads how several sheets become one score: 考核人合成 and 分期 of a rubric, 分表 of a scheme."""

from xlplugin.notation.decimals import SCALE
from xlplugin.rubric.joining import Absent, Invalid, Joining, PartsRule, RatersRule
from xlplugin.rubric_files.field_reader import FieldReader

MOST_PARTS = 60
"""Periods of a year, tables of a score, kinds of raters."""

MOST_ID = 60
"""Characters of the id of a table."""

MOST_NAME = 20
"""Characters of the name of a period or kind: a round's name has it."""


def read_raters_rule(fields: FieldReader) -> RatersRule | None:
    """Read 考核人合成; None if the rubric says nothing, so that assessors' entries are merged."""
    rule = fields.mapping("考核人合成", required=False)
    if rule is None:
        return None
    kinds = tuple(
        (kind.text("名称", most=MOST_NAME), kind.percent("权重") or 0)
        for kind in rule.mappings("类别", required=False, most=MOST_PARTS)
    )
    _check_parts(rule, "类别", kinds, is_weighted=bool(kinds))
    words = tuple(one.value for one in Invalid)
    invalid = rule.texts("无效", required=False)
    for word in invalid:
        if word not in words:
            rule.note("not-one-of", "无效", field="无效", allowed="、".join(words), value=word)
    read = RatersRule(
        quote=rule.text("原文", required=False),
        kinds=kinds,
        highest=rule.whole("去掉最高", required=False) or 0,
        lowest=rule.whole("去掉最低", required=False) or 0,
        invalid=frozenset(Invalid(word) for word in invalid if word in words),
        at_least=rule.whole("至少", required=False) or 1,
        absent=_absent(rule, "缺席"),
    )
    rule.close()
    return read


def read_periods(fields: FieldReader) -> PartsRule | None:
    """Read 分期; None if the table is filled in once."""
    rule = fields.mapping("分期", required=False)
    if rule is None:
        return None
    return _parts(rule, "各期", "名称", "缺期")


def read_tables(fields: FieldReader) -> PartsRule | None:
    """Read 分表 of a scheme; None if each body has one table."""
    rule = fields.mapping("分表", required=False)
    if rule is None:
        return None
    return _parts(rule, "各表", TABLE, "缺表")


TABLE = "评分表"


def _parts(rule: FieldReader, items: str, name: str, absent: str) -> PartsRule:
    joining = Joining(rule.one_of("合成", tuple(one.value for one in Joining), Joining.MEAN.value))
    parts = tuple(
        (one.text(name, most=MOST_ID if name == TABLE else MOST_NAME), one.percent("权重", required=False) or 0)
        for one in rule.mappings(items, most=MOST_PARTS)
    )
    _check_parts(rule, items, parts, is_weighted=joining is Joining.WEIGHTED)
    read = PartsRule(rule.text("原文", required=False), parts, joining, _absent(rule, absent))
    rule.close()
    return read


def _check_parts(rule: FieldReader, field: str, parts: tuple[tuple[str, int], ...], *, is_weighted: bool) -> None:
    names = [name for name, _ in parts]
    if not parts and field != "类别":
        rule.note("missing-field", field, field=field)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        rule.note("part-twice", field, names="、".join(twice))
    if not is_weighted and any(weight for _, weight in parts):
        rule.note("weights-unused", field)
    if is_weighted and sum(weight for _, weight in parts) != SCALE:
        total = sum(weight for _, weight in parts)
        rule.note("weights-not-100", field, total=f"{total / 100:g}%")


def _absent(rule: FieldReader, field: str) -> Absent:
    return Absent(rule.one_of(field, tuple(one.value for one in Absent), Absent.WAITS.value))
