"""Reads a scheme's file into a ``Scheme``, and the fields that rubrics and schemes share."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from xlplugin.errors import nearest
from xlplugin.notation.chinese_numerals import numeral_of
from xlplugin.rubric.model import (
    BodyGroup,
    BodyList,
    BonusLimit,
    Erratum,
    EvidenceList,
    Grade,
    Notice,
    Provision,
    Scheme,
)
from xlplugin.rubric_files.field_reader import FieldReader, ReadingLog
from xlplugin.rubric_files.file_format import FORMAT, TOPICS
from xlplugin.rubric_files.strict_yaml import Node

MOST_ID = 64
"""Characters of an id."""

MOST_VERSION = 20
"""Characters of a version."""

BODY = "{单位}"
"""Stands for the printed name in the pattern of full names."""

TYPE_CHECKING = False  # few schemes join anything
if TYPE_CHECKING:
    from xlplugin.rubric.joining import PartsRule

NOBODY = Notice("", "")
NO_SCHEME = Scheme("", "", 0, "", NOBODY, (), (), NOBODY, "", None, (), (), None, ())


def read_head(fields: FieldReader, what: str) -> tuple[str, str, int, str]:
    """Read the format, the id (under ``what``: 评分表 or 考核方案), the title, the year and the version."""
    if (given := fields.text("格式")) and given != FORMAT:
        fields.note("unknown-format", "格式", value=given)
    id = fields.text(what)
    if id and not is_id(id):
        fields.note("bad-id", what, value=id)
    version = fields.text("版本", required=False, most=MOST_VERSION) or "1"
    return id, fields.text("名称"), fields.whole("年度") or 0, version


def is_id(text: str) -> bool:
    """Whether a text can be the id of a rubric or scheme, and so a file name."""
    return bool(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text)) and len(text) <= MOST_ID


def read_notice(fields: FieldReader) -> Notice:
    """Read the notice's title, number and annex."""
    notice = fields.mapping("通知")
    if notice is None:
        return NOBODY
    read = Notice(notice.text("标题"), notice.text("文号", may_be_blank=True), notice.text("附件", required=False))
    notice.close()
    return read


def read_errata(fields: FieldReader) -> tuple[Erratum, ...]:
    """Read the errata: mistakes and unreadable places of the notice."""
    return tuple(_read_erratum(erratum, at) for at, erratum in enumerate(fields.mappings("errata", required=False), 1))


def _read_erratum(fields: FieldReader, at: int) -> Erratum:
    fields.mark(f"errata.{at}")
    return Erratum(
        place=fields.text("位置"),
        topic=fields.one_of("事项", TOPICS, TOPICS[0]),
        printed=fields.text("印作"),
        read=fields.text("读作", may_be_blank=True),
        reason=fields.text("理由"),
    )


def read_scheme(node: Node, notes: ReadingLog, find: Callable[[str, FieldReader], Scheme]) -> Scheme:
    """Read a scheme; ``find`` gives the scheme whose grades it adopts (沿用)."""
    fields = FieldReader(node, notes)
    id, title, year, version = read_head(fields, "考核方案")
    notice = read_notice(fields)
    scheme = Scheme(
        id=id,
        title=title,
        year=year,
        version=version,
        notice=notice,
        method=fields.texts("计分办法", required=False),
        grades=(),
        grades_from=notice,
        grades_reason="",
        bonus_limit=_read_bonus_limit(fields),
        procedure=_read_provisions(fields, "考核程序"),
        use_of_results=_read_provisions(fields, "结果运用"),
        evidence=_read_evidence(fields),
        errata=read_errata(fields),
        bodies=_read_bodies(fields),
        tables=_read_tables(fields),
        due=_read_due(fields),
    )
    grades = fields.mapping("考核等次", required=False)
    if grades is not None:
        if grades.has("沿用"):
            other = find(grades.text("沿用"), grades)
            reason = grades.text("理由")
            scheme = replace(scheme, grades=other.grades, grades_from=other.grades_from, grades_reason=reason)
        else:
            scheme = replace(scheme, grades=tuple(_read_grade(grade) for grade in grades.mappings("各等次")))
        grades.close()
    if any(fields.has(name) for name in DECIDING):
        scheme = _with_decisions(scheme, fields)
    fields.close()
    return scheme


DECIDING = ("名次", "等次名额", "连续等次", "申诉", "整改")
"""Fields about the end of a round."""


def _with_decisions(scheme: Scheme, fields: FieldReader) -> Scheme:
    """Read what the scheme says about the end of a round; names of grades have to be those of its bands."""
    from xlplugin.rubric_files.reading import deciding_file as reading  # few schemes have any of it

    scheme = replace(
        scheme,
        appeals=reading.read_appeals(fields),
        ranks=reading.read_ranks(fields),
        quotas=reading.read_quotas(fields),
        repeated=reading.read_repeated(fields),
        rectification=reading.read_rectification(fields),
    )
    known = tuple(grade.name for grade in scheme.grades)
    if any(one.grade == known[-1] for one in scheme.quotas if known):
        fields.note("quota-of-lowest", "等次名额", grade=known[-1])
    named = [("等次名额", one.grade) for one in scheme.quotas] + [("连续等次", one.grade) for one in scheme.repeated]
    named += [("整改", grade) for grade in (scheme.rectification.grades if scheme.rectification else ())]
    for field, grade in named:
        if grade and grade not in known:
            fields.note("grade-not-of-scheme", field, grade=grade, **nearest(grade, known))
    return scheme


def _read_due(fields: FieldReader) -> str:
    """Read the day by which self-assessments are to be returned (报送时限)."""
    day = fields.text("报送时限", required=False)
    try:
        is_day = not day or date.fromisoformat(day).isoformat() == day
    except ValueError:
        is_day = False
    if not is_day:
        fields.note("due-no-day", "报送时限", value=day)
    return day if is_day else ""


def _read_tables(fields: FieldReader) -> "PartsRule | None":
    """Read the tables that make up one score (分表); None if each body has one table."""
    if not fields.has("分表"):
        return None
    from xlplugin.rubric_files.reading.joining_file import read_tables  # few schemes have any

    return read_tables(fields)


def _read_grade(fields: FieldReader) -> Grade:
    fields.mark(fields.text("名称"))
    at_least, below = fields.points("不低于", required=False), fields.points("低于", required=False)
    return Grade(fields.text("名称"), at_least, below, fields.text("原文"))


def _read_bonus_limit(fields: FieldReader) -> BonusLimit | None:
    limit = fields.mapping("加分限额", required=False)
    if limit is None:
        return None
    limit.mark("加分限额")
    share, quote = limit.percent("不超过") or 0, limit.text("原文")
    binding = limit.one_of("超出时", ("提示", "封顶"), "提示") == "封顶"
    limit.close()
    return BonusLimit(share, binding, quote)


def _read_evidence(fields: FieldReader) -> EvidenceList | None:
    evidence = fields.mapping("印证材料", required=False)
    if evidence is None:
        return None
    evidence.mark("印证材料")
    read = EvidenceList(
        title=evidence.text("标题"),
        annex=evidence.text("附件", required=False),
        lead=evidence.text("总述", required=False),
        entries=tuple(_read_evidence_entry(entry, at) for at, entry in enumerate(evidence.mappings("各项"), 1)),
    )
    evidence.close()
    return read


def _read_evidence_entry(fields: FieldReader, at: int) -> str:
    fields.mark(f"印证材料.{at}")
    numeral, expected = fields.text("序号"), numeral_of(at)
    if numeral and numeral != expected:
        fields.note("numeral-out-of-order", "序号", value=numeral, expected=expected)
    return fields.text("原文")


def _read_bodies(fields: FieldReader) -> BodyList | None:
    bodies = fields.mapping("考核对象", required=False)
    if bodies is None:
        return None
    bodies.mark("考核对象")
    read = BodyList(
        annex=bodies.text("附件", required=False),
        count=bodies.whole("总数") or 0,
        groups=tuple(_read_group(group) for group in bodies.mappings("各类")),
    )
    bodies.close()
    return read


def _read_group(fields: FieldReader) -> BodyGroup:
    fields.mark(f"考核对象.{fields.text('类别')}")
    printed = fields.texts("单位")
    pattern = fields.text("全称", required=False) or BODY
    if pattern.count(BODY) != 1:
        fields.note("bad-full-name", "全称", value=pattern)
    return BodyGroup(
        name=fields.text("类别"),
        count=fields.whole("数量") or 0,
        rubric=fields.text("评分表", required=False),
        printed=printed,
        names=tuple(pattern.replace(BODY, name) for name in printed),
    )


def _read_provisions(fields: FieldReader, field: str) -> tuple[Provision, ...]:
    return tuple(
        _read_provision(provision, f"{field}.{at}")
        for at, provision in enumerate(fields.mappings(field, required=False), 1)
    )


def _read_provision(fields: FieldReader, place: str) -> Provision:
    fields.mark(place)
    fields.text("时限", required=False)  # accepted, but not used yet
    return Provision(fields.text("原文"))
