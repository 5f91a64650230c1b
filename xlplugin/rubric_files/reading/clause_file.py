"""Reads 得分标准, 扣分标准 and 加分标准 from a rubric's file."""

import re
from dataclasses import dataclass
from fractions import Fraction

from xlplugin.notation.decimals import PLACES, SCALE, format_decimal, parse_decimal
from xlplugin.notation.excel_text import utf16_length
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.clause_kinds import (
    BAND_FIELDS,
    KINDS,
    MOST_TIERS,
    TIER_FIELDS,
    Band,
    Edge,
    Flat,
    Kind,
    Multiplied,
    Proportional,
    Score,
    Tier,
)
from xlplugin.rubric.file_fields import FieldForm, FileField
from xlplugin.rubric.kind_declaration import MEASURED, RateFormula, Standard, Surroundings
from xlplugin.rubric.measures import HUNDRED, Measure, Rate, TypedRate, Value, is_rate
from xlplugin.rubric.over import OF_VALUES, OF_WHOLES, Over, OverAll
from xlplugin.rubric.slots import MOST_DECIMAL, NONE
from xlplugin.rubric_files.field_reader import MOST_LABEL, FieldReader

ALL = ("全部", "满分")
"""Words for all points of the indicator."""

MOST_PERCENT = 1_000 * SCALE
"""The highest rate that may be allowed: 100,000 %."""

UNLIMITED = "不限"
MOST_LIST = 255
"""Characters that a drop-down list in a workbook can have."""

_RATE = r"(?:\(1-(?P<rest>[^()×]+)\)|\(?(?P<name>[^()×]+)\)?)"
_FORMULA = rf"{_RATE}×(?P<full>[0-9.]+)(?P<percent>%?)", rf"(?P<full>[0-9.]+)×{_RATE}(?P<percent>)"
_DIVIDED = r"(?P<name>.+?)[/÷](?P<by>[0-9.]+)"
_EDGES = {"不低于": (True, True), "超过": (True, False), "不超过": (False, True), "低于": (False, False)}


def read_clause(fields: FieldReader, key: str, around: Surroundings, *, required: bool) -> Clause:
    """Read a clause."""
    fields.mark(key)
    quote = fields.text("原文")
    label = fields.text("填报", most=MOST_LABEL)
    self_label = fields.text("自评填报", required=False, most=MOST_LABEL)
    from_method = fields.one_of("原文在", ("标准", "考核方式"), "标准") == "考核方式"
    awaits_others = fields.yes("待汇总")
    required = required or awaits_others  # a bonus that others decide (第一名加 3 分) is not left blank for ever
    kind = _read_kind(fields, around)
    over = _read_over(fields, kind, awaits_others=awaits_others)
    overlaps = fields.texts("可能重复", required=False)
    texts = required, from_method, overlaps, self_label, awaits_others
    return Clause(key, label, quote, kind, around.standard, *texts, over)


def _read_over(fields: FieldReader, kind: Kind, *, awaits_others: bool) -> Over | None:
    """Read 汇总 and 汇总项: of a rate its whole, of a value a rank or the like of something else."""
    word, of = fields.text("汇总", required=False), fields.text("汇总项", required=False, most=MOST_LABEL)
    if not word:
        if of:
            fields.note("over-of-nothing", "汇总项")
        return None
    measure = getattr(kind, "measure", None)
    is_rate_of_two = isinstance(measure, Rate) and isinstance(measure.whole, str)
    allowed = OF_WHOLES if is_rate_of_two else OF_VALUES if isinstance(measure, Value) else ()
    if word not in [one.value for one in allowed]:
        words = "、".join(one.value for one in allowed)
        fields.note("over-not-that-kind", "汇总", value=word, allowed=words or "数值、有分子分母的率")
        return None
    if not awaits_others:
        fields.note("over-without-pending", "汇总")
    if is_rate_of_two == bool(of):
        fields.note("over-needs-none" if of else "over-needs-place", "汇总项" if of else "汇总")
    return Over(OverAll(word), of)


def read_formula(text: str) -> RateFormula | None:
    """Parse 合规率×2, (1-迟报率)×3, 2×合规率, 考核得分×20% or 考核得分/100×8; None if it is not such a formula.

    >>> formula = read_formula("(1-迟报率)×3")
    >>> formula.rate, formula.of_rest, formula.full
    ('迟报率', True, 30000)
    >>> [read_formula(text).full for text in ("考核得分/100×8", "考核得分×20%", "2×合规率")]
    [800, 2000, 20000]
    """
    written = re.sub(r"\s", "", text).replace("（", "(").replace("）", ")")
    match = next(filter(None, (re.fullmatch(pattern, written) for pattern in _FORMULA)), None)
    if not match:
        return None
    name, of_rest = match["rest"] or match["name"], bool(match["rest"])
    try:
        full = Fraction(parse_decimal(match["full"]), HUNDRED if match["percent"] else 1)
        if divided := re.fullmatch(_DIVIDED, name):
            name, full = divided["name"], full * SCALE / parse_decimal(divided["by"])
        return RateFormula(name, of_rest, int(full)) if full.denominator == 1 else None
    except (ValueError, ZeroDivisionError):
        return None


def formula_text(rate: str, of_rest: bool, full: int) -> str:
    """Write a formula as notices print it."""
    return f"(1-{rate})×{format_decimal(full)}" if of_rest else f"{rate}×{format_decimal(full)}"


def _read_kind(fields: FieldReader, around: Surroundings) -> Kind:
    """Read the fields of a clause's kind, known by its mark; without any mark the kind is unclear."""
    verb = f"{around.standard.verb}分"
    marks = {_named(kind.declaration.mark, verb): kind for kind in (*_OTHER_KINDS, Flat)}
    given = [mark for mark in marks if mark != verb and fields.has(mark)]
    if len(given) > 1:
        fields.note("two-kinds", given[1], kinds="、".join(given))
    if not given and not fields.has(verb):
        fields.note("which-kind")
        return Flat(0)
    kind = marks[given[0]] if given else Flat
    if kind is Flat and verb == "得分" and not _is_amount(fields.text(verb)):
        kind = Proportional  # 得分: 完成率×5 where 得分: 5 is all or nothing
    if kind is Multiplied and around.standard is Standard.AWARD:
        fields.note("no-multiple-award", "倍数")
    values: dict[str, object] = {}
    reading = _Reading(fields, around, None)
    if kind is Proportional:
        values["得分"] = _read_formula(fields, "得分")
    if kind.declaration.measures:
        reading.measure = values[MEASURED] = _read_measure(fields, values.get("得分"))
    for field in kind.declaration.fields:
        if field.name not in values:
            values[field.name] = _read_field(reading, field)
    return kind.of(values, around)


_OTHER_KINDS = tuple(kind for kind in KINDS if kind is not Flat)


@dataclass(slots=True)
class _Reading:
    """A clause that is being read: its fields, where it stands, and what it measures."""

    fields: FieldReader
    around: Surroundings
    measure: Measure | None


def _named(field: str, verb: str) -> str:
    """Return the name of a field under 得分标准 or 加分标准: 扣分 becomes 得分 or 加分 there."""
    return verb if field == "扣分" else field


def _read_measure(fields: FieldReader, formula: object) -> Measure:
    """Read what is measured; a formula has its name, too."""
    places = fields.one_of("小数位", ("0", "1", "2", "3", "4"), "0") if fields.has("小数位") else ""
    if fields.has("数值"):
        name, unit = fields.text("数值", most=MOST_LABEL), fields.text("单位", required=False, most=MOST_LABEL)
        least, most = fields.number("最小", required=False), fields.number("最大", required=False)
        value = Value(name, unit, MOST_DECIMAL * SCALE if most is None else most, least or 0, int(places or PLACES))
        if value.least >= value.most:
            fields.note("bounds-crossed", "最大")
        _compare_names(fields, name, formula)
        return value
    most = fields.percent("最大", required=False, most=MOST_PERCENT)
    is_typed = not fields.has("分子") and not fields.has("分母")
    if isinstance(formula, RateFormula) and not (is_typed and fields.has("率")):
        name = formula.rate
        if fields.has("率"):
            _compare_names(fields, fields.text("率", most=MOST_LABEL), formula)
    else:
        name = fields.text("率", most=MOST_LABEL)
        _compare_names(fields, name, formula)
        if is_typed:
            return TypedRate(name, most or SCALE, 0, int(places or PLACES))
    part, whole = fields.text("分子", most=MOST_LABEL), fields.text("分母", most=MOST_LABEL)
    of = whole if not re.fullmatch(r"-?[0-9.]+", whole) else fields.whole("分母") or 1
    return Rate(name, part, of, most or SCALE, int(places or 0))


def _compare_names(fields: FieldReader, name: str, formula: object) -> None:
    if isinstance(formula, RateFormula) and formula.rate and formula.rate != name:
        fields.note("formula-of-another", "得分", name=name, formula=formula.rate)


def _is_amount(text: str) -> bool:
    return text in ALL or bool(re.fullmatch(r"[0-9.]+%?", text))


def _read_amount(reading: _Reading, field: str, at: FieldReader | None = None) -> int:
    """Read points, as a number, in words (全部, 满分) or as a share of the indicator's (50%)."""
    fields, points = at or reading.fields, reading.around.points
    text = fields.text(field)
    if text not in ALL and not text.endswith("%"):
        return fields.points(field) or 0
    share = SCALE if text in ALL else fields.percent(field) or 0
    if not points:
        fields.note("share-of-nothing", field, value=text)
    elif share * points % SCALE:
        fields.note("not-points", field, field=field, value=text)
    return share * points // SCALE


def _read_bound(fields: FieldReader, field: str, measure: Measure | None, *, required: bool = True) -> int | None:
    """Read an edge, a target or a step: of a rate in %, of a value as a number."""
    if measure is None or is_rate(measure):
        most = max(SCALE, getattr(measure, "most", SCALE))
        return fields.percent(field, required, most, from_nought=True)
    return fields.number(field, required)


def _read_field(reading: _Reading, field: FileField) -> object:
    """Read a field by its form; an invalid one is noted, and replaced by something harmless."""
    fields, verb = reading.fields, f"{reading.around.standard.verb}分"
    match field.form:
        case FieldForm.AMOUNT:
            return _read_amount(reading, verb)
        case FieldForm.POINTS:
            return fields.points(field.name, field.required)
        case FieldForm.FACTOR:
            return fields.points(field.name) or 0
        case FieldForm.LIMIT:
            return None if fields.text(field.name) == UNLIMITED else fields.points(field.name)
        case FieldForm.BOUND:
            bound = _read_bound(fields, field.name, reading.measure) or 0
            if bound <= 0 and field.name.startswith("每") and fields.has(field.name):
                fields.note("step-not-positive", field.name, field=field.name)
            return max(bound, 0) if field.name.startswith("每") else bound
        case FieldForm.YES_NO:
            return fields.yes(field.name)
        case FieldForm.COUNT:
            return fields.whole(field.name, field.required)
        case FieldForm.LABEL:
            text = fields.text(field.name, most=MOST_LABEL)
            if field.name == "每" and text.startswith(tuple("0123456789一二两三四五六七八九十百")):
                fields.note("unit-with-number", field.name, value=text)
            return text
        case FieldForm.LIST if field.fields == TIER_FIELDS:
            return _read_tiers(reading)
        case FieldForm.LIST if field.fields == BAND_FIELDS:
            return _read_bands(reading)
        case _:
            raise NotImplementedError(field.form)  # a form without a reader; a test reads every kind


def _is_converted(label: str) -> bool:
    """Whether a spreadsheet may convert a label to a number, date or truth value when it is typed."""
    has_digit = any("0" <= character <= "9" for character in label)
    has_hanzi = any("\u3400" <= character <= "\u9fff" for character in label)
    return label.casefold() in ("true", "false") or (has_digit and not has_hanzi)


def _read_tiers(reading: _Reading) -> tuple[Tier, ...]:
    fields, verb = reading.fields, f"{reading.around.standard.verb}分"
    tiers: list[Tier] = []
    for tier in fields.mappings("选项", most=MOST_TIERS):
        label = tier.text("名称", most=MOST_LABEL)
        if label == NONE or label.casefold() in [other.label.casefold() for other in tiers]:
            tier.note("label-repeated", "名称", value=label)
        if any(character in label for character in ',"\n'):
            tier.note("label-comma", "名称", value=label)
        if label[:1] in "=+-@" or _is_converted(label):
            tier.note("label-not-text", "名称", value=label)
        tiers.append(Tier(label, _read_amount(reading, verb, tier)))
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


def _read_bands(reading: _Reading) -> tuple[Band, ...]:
    fields, around = reading.fields, reading.around
    verb = f"{around.standard.verb}分"
    bands = []
    for band in fields.mappings("分段", most=MOST_TIERS):
        lower = upper = None
        given = [word for word in _EDGES if band.has(word)]
        if [_EDGES[word][0] for word in given] not in ([], [True], [False], [True, False]):
            band.note("two-edges", given[-1], edges="、".join(given))
        for word, (is_lower, inclusive) in _EDGES.items():
            if (bound := _read_bound(band, word, reading.measure, required=False)) is not None:
                edge = Edge(bound, inclusive)
                lower, upper = (edge, upper) if is_lower else (lower, edge)
        takes: int | Score
        if band.has("得分") and not (verb == "得分" and _is_amount(band.text("得分"))):
            formula = _read_formula(band, "得分")
            if reading.measure:
                _compare_names(band, reading.measure.name, formula)
            takes = Score.of(formula, band.points("满分", required=False), around.points)
        else:
            takes = _read_amount(reading, verb, band)
        bands.append(Band(lower, upper, takes))
    if not bands:
        fields.note("band-open", "分段")
        bands = [Band(None, None, 0)]
    return tuple(_in_order(bands))


def _in_order(bands: list[Band]) -> list[Band]:
    """Return the bands of a ladder from the lowest up, however the notice prints it.

    ≥ 90% 得 2，≥ 85% 得 1，否则不得分 has one edge for each rung: a rung ends where the one before begins.

    >>> rungs = [Band(Edge(9000, True), None, 2), Band(Edge(8500, True), None, 1), Band(None, None, 0)]
    >>> [(band.upper and (band.upper.bound, band.upper.inclusive), band.takes) for band in _in_order(rungs)]
    [((8500, False), 0), ((9000, False), 1), (None, 2)]
    """
    *rungs, last = bands
    if rungs and last.lower is None and last.upper is None:
        if all(band.lower and not band.upper for band in rungs):
            uppers = [None, *(_other_side(band.lower) for band in rungs)]
            bands = [Band(band.lower, upper, band.takes) for band, upper in zip(bands, uppers, strict=True)]
        elif all(band.upper and not band.lower for band in rungs):
            lowers = [None, *(_other_side(band.upper) for band in rungs)]
            bands = [Band(lower, band.upper, band.takes) for band, lower in zip(bands, lowers, strict=True)]
    is_from_above = len(bands) > 1 and bands[0].upper is None and bands[-1].lower is None
    return bands[::-1] if is_from_above else bands


def _other_side(edge: Edge | None) -> Edge | None:
    return edge and Edge(edge.bound, not edge.inclusive)
