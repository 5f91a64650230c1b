"""Reads 扣分标准 and 加分标准 from a rubric's file."""

import re

from xlplugin.notation.decimals import format_decimal, parse_decimal
from xlplugin.notation.excel_text import utf16_length
from xlplugin.rubric.clause_kinds import (
    BAND_FIELDS,
    KINDS,
    MOST_TIERS,
    NONE,
    TIER_FIELDS,
    Band,
    Clause,
    Edge,
    Flat,
    Kind,
    RateFormula,
    Score,
    Tier,
)
from xlplugin.rubric.file_fields import FieldForm, FileField
from xlplugin.rubric_files.field_reader import MOST_LABEL, FieldReader

_CONVERTED = r"true|false|[^\u3400-\u9fff]*[0-9][^\u3400-\u9fff]*"
"""Labels that a spreadsheet may convert to a number, date or truth value when they are typed."""

UNLIMITED = "不限"
MOST_LIST = 255
"""Characters that a drop-down list in a workbook can have."""

_FORMULA = r"(?:\(1-(?P<rest>[^()×]+)\)|(?P<name>[^()×]+))×(?P<full>[0-9.]+)"
_EDGES = {"不低于": (True, True), "超过": (True, False), "不超过": (False, True), "低于": (False, False)}


def read_clause(fields: FieldReader, key: str, deducts: bool, required: bool, points: int) -> Clause:
    """Read a clause; ``points`` are its indicator's, the limit of a formula's score."""
    fields.mark(key)
    quote = fields.text("原文")
    label = fields.text("填报", most=MOST_LABEL)
    self_label = fields.text("自评填报", required=False, most=MOST_LABEL)
    from_method = fields.one_of("原文在", ("标准", "考核方式"), "标准") == "考核方式"
    kind = _read_kind(fields, "扣分" if deducts else "加分", points)
    overlaps = fields.texts("可能重复", required=False)
    return Clause(key, label, quote, kind, deducts, required, from_method, overlaps, self_label)


def read_formula(text: str) -> RateFormula | None:
    """Parse 合规率×2 or (1-迟报率)×3; None if it is not such a formula.

    >>> formula = read_formula("(1-迟报率)×3")
    >>> formula.rate, formula.of_rest, formula.full
    ('迟报率', True, 30000)
    """
    match = re.fullmatch(_FORMULA, re.sub(r"\s", "", text).replace("（", "(").replace("）", ")"))
    if not match:
        return None
    try:
        return RateFormula(match["rest"] or match["name"], bool(match["rest"]), parse_decimal(match["full"]))
    except ValueError:
        return None


def formula_text(rate: str, of_rest: bool, full: int) -> str:
    """Write a formula as notices print it."""
    return f"(1-{rate})×{format_decimal(full)}" if of_rest else f"{rate}×{format_decimal(full)}"


def _read_kind(fields: FieldReader, verb: str, points: int) -> Kind:
    """Read the fields of a clause's kind, known by its mark; without any mark the kind is unclear."""
    marks = {_named(kind.declaration.mark, verb): kind for kind in KINDS}
    given = [mark for mark in marks if fields.has(mark) and mark != verb]
    if len(given) > 1:
        fields.note("two-kinds", given[1], kinds="、".join(given))
    if not given and not fields.has(verb):
        fields.note("which-kind")
        return Flat(0)
    kind = marks[given[0]] if given else Flat
    declared = kind.declaration.fields
    return kind.of({field.name: _read_field(fields, field, verb, points) for field in declared}, points)


def _named(field: str, verb: str) -> str:
    """Return the name of a field under 扣分标准 or 加分标准: 扣分 becomes 加分 there."""
    return verb if field == "扣分" else field


def _read_field(fields: FieldReader, field: FileField, verb: str, points: int) -> object:
    """Read a field by its form; an invalid one is noted, and replaced by something harmless."""
    match field.form:
        case FieldForm.AMOUNT:
            return fields.points(verb) or 0
        case FieldForm.POINTS:
            return fields.points(field.name, field.required)
        case FieldForm.FACTOR:
            return fields.points(field.name) or 0
        case FieldForm.LIMIT:
            return None if fields.text(field.name) == UNLIMITED else fields.points(field.name)
        case FieldForm.PERCENT:
            return fields.percent(field.name) or 0
        case FieldForm.COUNT:
            return fields.whole(field.name, field.required)
        case FieldForm.LABEL if field.name == "分母":
            text = fields.text(field.name, most=MOST_LABEL)
            return text if not re.fullmatch(r"-?[0-9.]+", text) else fields.whole(field.name) or 1
        case FieldForm.LABEL:
            return fields.text(field.name, most=MOST_LABEL)
        case FieldForm.FORMULA:
            return _read_formula(fields, field.name)
        case FieldForm.LIST if field.fields == TIER_FIELDS:
            return _read_tiers(fields, verb)
        case FieldForm.LIST if field.fields == BAND_FIELDS:
            return _read_bands(fields, verb, points)
        case _:
            raise NotImplementedError(field.form)  # a form without a reader; a test reads every kind


def _read_tiers(fields: FieldReader, verb: str) -> tuple[Tier, ...]:
    tiers: list[Tier] = []
    for tier in fields.mappings("选项", most=MOST_TIERS):
        label = tier.text("名称", most=MOST_LABEL)
        if label == NONE or label.casefold() in [other.label.casefold() for other in tiers]:
            tier.note("label-repeated", "名称", value=label)
        if any(character in label for character in ',"\n'):
            tier.note("label-comma", "名称", value=label)
        if label[:1] in "=+-@" or re.fullmatch(_CONVERTED, label.casefold()):
            tier.note("label-not-text", "名称", value=label)
        tiers.append(Tier(label, tier.points(verb) or 0))
    if not tiers:
        fields.note("blank-field", "选项", field="选项")
    # The list itself, and the sentence that lists all labels in “”、, must each fit into one literal of a formula.
    if utf16_length("“”、".join([*(tier.label for tier in tiers), NONE])) > MOST_LIST - len("有误：应填“”"):
        fields.note("label-too-long", "选项")
    return tuple(tiers)


def _read_formula(fields: FieldReader, name: str) -> RateFormula:
    text = fields.text(name)
    formula = read_formula(text)
    if formula is None:
        fields.note("not-a-formula", name, value=text)
        return RateFormula("", of_rest=False, full=0)
    if utf16_length(formula.rate) > MOST_LABEL:
        fields.note("text-too-long", name, field=name, most=MOST_LABEL)
    return formula


def _read_bands(fields: FieldReader, verb: str, points: int) -> tuple[Band, ...]:
    bands = []
    for band in fields.mappings("分段", most=MOST_TIERS):
        lower = upper = None
        given = [word for word in _EDGES if band.has(word)]
        if [_EDGES[word][0] for word in given] not in ([], [True], [False], [True, False]):
            band.note("two-edges", given[-1], edges="、".join(given))
        for word, (is_lower, inclusive) in _EDGES.items():
            if (bound := band.percent(word, required=False)) is not None:
                edge = Edge(bound, inclusive)
                lower, upper = (edge, upper) if is_lower else (lower, edge)
        takes: int | Score
        if band.has("得分"):
            formula = _read_formula(band, "得分")
            takes = Score.of(formula, band.points("满分", required=False), points)
        else:
            takes = band.points(verb) or 0
        bands.append(Band(lower, upper, takes))
    if not bands:
        fields.note("band-open", "分段")
        bands = [Band(None, None, 0)]
    return tuple(bands)
