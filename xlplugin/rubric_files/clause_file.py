"""扣分标准 and 加分标准 as they are written in a rubric's file."""

import re

from xlplugin.notation.decimals import format_decimal, parse_decimal
from xlplugin.notation.excel_text import utf16_length
from xlplugin.rubric.clause_kinds import (
    MOST_COUNTED,
    NONE,
    Band,
    Banded,
    Choice,
    Clause,
    Discretionary,
    Edge,
    Flat,
    Kind,
    Multiplied,
    PerOccurrence,
    Proportional,
    Rate,
    Score,
    ShortOfTarget,
    Tier,
)
from xlplugin.rubric_files.field_reader import MOST_LABEL, FieldReader

MOST_TIERS = 40
"""Tiers of a choice, bands of a rate; each is an IF in the one before, of which 64 may nest."""

_CONVERTED = r"true|false|[^\u3400-\u9fff]*[0-9][^\u3400-\u9fff]*"
"""Labels that a spreadsheet may take for a number, a date or a truth value when they are typed."""

UNLIMITED = "不限"
MOST_LIST = 255
"""Characters that a drop-down list in a workbook may hold."""

_FORMULA = r"(?:\(1-(?P<rest>[^()×]+)\)|(?P<name>[^()×]+))×(?P<full>[0-9.]+)"
_MARKS = ("每", "选项", "分段", "目标", "得分", "酌情", "倍数")
"""The fields that say of which kind a clause is; without any it is all or nothing."""

_EDGES = {"不低于": (True, True), "超过": (True, False), "不超过": (False, True), "低于": (False, False)}


def read_clause(fields: FieldReader, key: str, deducts: bool, required: bool, points: int) -> Clause:
    """Read one clause; ``points`` are its indicator's, which a formula's score is held to."""
    fields.mark(key)
    quote = fields.text("原文")
    label = fields.text("填报", most=MOST_LABEL)
    from_method = fields.one_of("原文在", ("标准", "考核方式"), "标准") == "考核方式"
    kind = _read_kind(fields, "扣分" if deducts else "加分", points)
    overlaps = fields.texts("可能重复", required=False)
    return Clause(key, label, quote, kind, deducts, required, from_method, overlaps)


def formula_parts(text: str) -> tuple[str, bool, int] | None:
    """Take 合规率×2 or (1-迟报率)×3 apart: the rate's name, whether the score is for the rest, the full mark."""
    match = re.fullmatch(_FORMULA, re.sub(r"\s", "", text).replace("（", "(").replace("）", ")"))
    if not match:
        return None
    try:
        return (match["rest"] or match["name"]), bool(match["rest"]), parse_decimal(match["full"])
    except ValueError:
        return None


def formula_text(rate: str, of_rest: bool, full: int) -> str:
    """Write a formula as notices do."""
    return f"(1-{rate})×{format_decimal(full)}" if of_rest else f"{rate}×{format_decimal(full)}"


def _read_kind(fields: FieldReader, verb: str, points: int) -> Kind:
    given = [mark for mark in _MARKS if fields.has(mark)]
    if len(given) > 1:
        fields.note("two-kinds", given[1], kinds="、".join(given))
    if fields.has("每"):
        return PerOccurrence(
            fields.points(verb) or 0,
            fields.text("每", most=MOST_LABEL),
            fields.points("上限", required=False),
            fields.whole("最多", required=False) or MOST_COUNTED,
        )
    if fields.has("选项"):
        return _read_choice(fields, verb)
    if fields.has("分段"):
        return _read_bands(fields, verb, points)
    if fields.has("目标"):
        rate = _read_rate(fields, fields.text("率", most=MOST_LABEL))
        target, step = fields.percent("目标") or 0, fields.percent("每低") or 1
        return ShortOfTarget(rate, target, step, fields.points(verb) or 0, fields.points("上限", required=False))
    if fields.has("得分"):
        return _read_proportional(fields, points)
    if fields.has("酌情"):
        unlimited = fields.text("酌情") == UNLIMITED
        return Discretionary(None if unlimited else fields.points("酌情"))
    if fields.has("倍数"):
        return Multiplied(fields.points("倍数") or 0)
    if not fields.has(verb):
        fields.note("which-kind")
        return Flat(0)
    return Flat(fields.points(verb) or 0)


def _read_choice(fields: FieldReader, verb: str) -> Choice:
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
    # The list itself, and the sentence that names all labels in “”、, are each one literal of a formula.
    if utf16_length("“”、".join([*(tier.label for tier in tiers), NONE])) > MOST_LIST - len("有误：应填“”"):
        fields.note("label-too-long", "选项")
    return Choice(tuple(tiers))


def _read_rate(fields: FieldReader, name: str) -> Rate:
    part, whole = fields.text("分子", most=MOST_LABEL), fields.text("分母", most=MOST_LABEL)
    if not re.fullmatch(r"-?[0-9.]+", whole):
        return Rate(name, part, whole)
    return Rate(name, part, fields.whole("分母") or 1)


def _read_score(fields: FieldReader, points: int) -> tuple[str, Score]:
    """Read 得分, and 满分 where it is not the indicator's points."""
    text = fields.text("得分")
    parts = formula_parts(text)
    full_mark = fields.points("满分", required=False)
    if parts is None:
        fields.note("not-a-formula", "得分", value=text)
        return "", Score(0, False, 0)
    name, of_rest, full = parts
    if utf16_length(name) > MOST_LABEL:
        fields.note("text-too-long", "得分", field="得分", most=MOST_LABEL)
    # Below the table an item has no points of its own: there the formula's full mark is the most.
    return name, Score(full, of_rest, (points or full) if full_mark is None else full_mark)


def _read_proportional(fields: FieldReader, points: int) -> Proportional:
    name, score = _read_score(fields, points)
    return Proportional(_read_rate(fields, name), score)


def _read_bands(fields: FieldReader, verb: str, points: int) -> Banded:
    rate = _read_rate(fields, fields.text("率", most=MOST_LABEL))
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
        takes = _read_score(band, points)[1] if band.has("得分") else band.points(verb) or 0
        bands.append(Band(lower, upper, takes))
    if not bands:
        fields.note("band-open", "分段")
        bands = [Band(None, None, 0)]
    return Banded(rate, tuple(bands))
