"""Reads what a scheme says about the end of a round: 名次, 等次名额, 连续等次, 申诉, 整改."""

from xlplugin.rubric.deciding import (
    AppealsRule,
    Late,
    Quota,
    RankRule,
    RectificationRule,
    RepeatedGrade,
    Rounding,
    Ties,
)
from xlplugin.rubric_files.field_reader import FieldReader

EACH_GROUP, WHOLE = "各类", "全部"
"""Where a quota holds: in each class of bodies by itself, or over all."""

MOST_DAYS = 365
"""Days or working days of a time; a longer one is more likely a slip of the pen."""

MOST_YEARS = 10


def read_ranks(fields: FieldReader) -> RankRule | None:
    """Read 名次; None if the scheme says nothing."""
    rule = fields.mapping("名次", required=False)
    if rule is None:
        return None
    ties = Ties(rule.one_of("并列", tuple(one.value for one in Ties), Ties.COMPETITION.value))
    published = rule.one_of("公布", ("是", "否"), "是") == "是"
    read = RankRule(rule.text("原文", required=False), ties, published)
    rule.close()
    return read


def read_quotas(fields: FieldReader) -> tuple[Quota, ...]:
    """Read 等次名额."""
    return tuple(_read_quota(quota) for quota in fields.mappings("等次名额", required=False))


def _read_quota(fields: FieldReader) -> Quota:
    share, count = fields.percent("不超过", required=False), fields.whole("个数", required=False)
    if (share is None) == (count is None):
        fields.note("share-or-count")
    where = fields.one_of("范围", (EACH_GROUP, WHOLE), EACH_GROUP)
    rounding = Rounding(fields.one_of("取整", tuple(one.value for one in Rounding), Rounding.DOWN.value))
    grade, quote = fields.text("等次"), fields.text("原文")
    return Quota(grade, share or 0, count or 0, where == EACH_GROUP, rounding, quote)


def read_repeated(fields: FieldReader) -> tuple[RepeatedGrade, ...]:
    """Read 连续等次."""
    return tuple(_read_repeated(one) for one in fields.mappings("连续等次", required=False))


def _read_repeated(fields: FieldReader) -> RepeatedGrade:
    years = fields.whole("年数") or 2
    if not 2 <= years <= MOST_YEARS:
        fields.note("years-in-a-row", "年数", most=MOST_YEARS)
    return RepeatedGrade(fields.text("等次"), years, fields.text("原文"))


def read_appeals(fields: FieldReader) -> AppealsRule | None:
    """Read 申诉; None if the scheme says nothing."""
    rule = fields.mapping("申诉", required=False)
    if rule is None:
        return None
    days, working = _days(rule, "天数", required=False), _days(rule, "工作日", required=False)
    if bool(days) == bool(working):
        rule.note("days-or-working-days")
    late = Late(rule.one_of("定稿后", tuple(one.value for one in Late), Late.REFUSED.value))
    read = AppealsRule(rule.text("原文"), days, working, rule.yes("逾期视为无异议"), late)
    rule.close()
    return read


def read_rectification(fields: FieldReader) -> RectificationRule | None:
    """Read 整改; None if the scheme says nothing."""
    rule = fields.mapping("整改", required=False)
    if rule is None:
        return None
    read = RectificationRule(
        quote=rule.text("原文"),
        grades=rule.texts("等次", required=False),
        loss=rule.percent("失分率不低于", required=False) or 0,
        working_days=_days(rule, "工作日", required=True),
    )
    if not read.grades and not read.loss:
        rule.note("rectified-by-nobody")
    rule.close()
    return read


def _days(fields: FieldReader, name: str, *, required: bool) -> int:
    days = fields.whole(name, required) or 0
    if days > MOST_DAYS:
        fields.note("too-many-days", name, field=name, most=MOST_DAYS)
    return min(days, MOST_DAYS)
