"""Checks formulas and steps of clauses against their own sentences: 得分=率×5, 每高 and 每低, 按比例."""

import re
from collections.abc import Iterator
from decimal import Decimal

from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.rubric.clause import Clause, measure_of, rate_of
from xlplugin.rubric.clause_kinds import AboveTarget, Banded, Proportional, Score, ShortOfTarget
from xlplugin.rubric.measures import Measure, Rate, TypedRate, Value, is_rate
from xlplugin.rubric_files.checks.finding import Finding, finding, folded
from xlplugin.rubric_files.drafting.phrases import NUMBER, Phrases, read_each
from xlplugin.rubric_files.reading.clause_file import formula_text, read_formula


def scores_of(clause: Clause) -> tuple[Score, ...]:
    """Return the formulas of a clause: its own, or those of its bands."""
    match clause.kind:
        case Proportional(_, score):
            return (score,)
        case Banded(_, bands):
            return tuple(band.takes for band in bands if isinstance(band.takes, Score))
        case _:
            return ()


def formula_findings(clause: Clause, said: Phrases) -> Iterator[Finding]:
    """Compare the formulas of a clause with the one that its sentence prints."""
    measure = measure_of(clause)
    for score in scores_of(clause):
        given = formula_text(measure.name if measure else "", score.of_rest, score.full)
        printed = read_formula(said.formula) if said.formula else None
        if printed and measure and not re.search("[/÷]", said.formula):
            if (printed.rate, printed.of_rest, printed.full) != (measure.name, score.of_rest, score.full):
                yield finding(clause.key, "得分公式", "formula-differs", given=given, quoted=said.formula)
        else:
            yield from _other_formula_findings(clause, score, given)
        # 最大 above 100 % only lets more be entered; whether it earns more has to be said (满分).
        is_unsaid = clause.earns and not score.is_stated and isinstance(measure, Rate | TypedRate)
        if score.full != score.points and (_is_share(measure) or is_unsaid):
            facts = {"full": format_decimal(score.full), "points": format_decimal(score.points)}
            yield finding(clause.key, "满分", "full-mark-differs", **facts)


def _other_formula_findings(clause: Clause, score: Score, given: str) -> Iterator[Finding]:
    """Compare a formula of another form: the full mark of (甲/乙)×600, of 得分/100×8; 1 − 率 or 率."""
    text = folded(clause.quote)
    found = re.search("得分=([^，。；]*?(?:[/÷]([0-9.]+)\\)?)?×([0-9.]+))(?![^，。；]*×)", text)
    if found and "×" not in found[1].rpartition("×")[0] and "+" not in found[1]:
        full = Decimal(found[3].rstrip(".")) / (Decimal(found[2]) if found[2] else 1)
        given_full = Decimal(score.full) / SCALE
        rate = rate_of(clause)
        if given_full not in (full, Decimal(found[3].rstrip("."))) or (
            found[2] and given_full != full and not (rate and str(rate.whole) == found[2])
        ):
            yield finding(clause.key, "得分公式", "formula-differs", given=given, quoted=found[1])
    measure = measure_of(clause)
    name = folded(measure.name) if measure else ""
    if name and score.of_rest and f"得分={name}×" in text:
        yield finding(clause.key, "得分公式", "formula-differs", given=given, quoted=f"{name}×…")
    if name and not score.of_rest and re.search(rf"\(1[-—–−]{re.escape(name)}\)", text):
        yield finding(clause.key, "得分公式", "formula-differs", given=given, quoted=f"(1-{name})")
    if isinstance(measure, Value):  # 按15%折算计入
        shares = {
            Decimal(one) / 100 for one in re.findall(f"(?:按|×)({NUMBER})%(?:的比例)?(?:折|计|记|$|[，。；])", text)
        }
        if shares and Decimal(score.full) / SCALE not in shares:
            yield finding(clause.key, "得分公式", "formula-differs", given=given, quoted=f"×{min(shares)}")
    rate = rate_of(clause)
    if rate and isinstance(rate.whole, str):
        part, whole = folded(rate.part), folded(rate.whole)
        if any(f"{whole}{sign}{part}" in text for sign in "/÷") and not any(
            f"{part}{sign}{whole}" in text for sign in "/÷"
        ):
            yield finding(clause.key, "得分公式", "part-and-whole-exchanged", part=rate.part, whole=rate.whole)


def steps_findings(clause: Clause, text: str) -> Iterator[Finding]:
    """Compare 每高 and 每低, and 按比例, with the sentence."""
    kind = clause.kind
    if not isinstance(kind, ShortOfTarget | AboveTarget):
        return
    measure = kind.measure
    down = re.search("每(?:降低|降|低于|低|少|减少|下降|不足)", text)
    up = re.search("每(?:提高|升高|高于|高|超过|超出|超|多|增加|上升|增长|晚|逾期|延迟|推迟)", text)
    is_above = isinstance(kind, AboveTarget)
    # 比平均值少几个百分点 is a value that counts upwards while the sentence says 每低; 每超过(降低) says both.
    is_either = not is_rate(measure) or re.search(r"\((?:降低|低|减少|提高|高|超过)\)", text)
    if bool(down) != bool(up) and not is_either and bool(up) != is_above:
        given, printed = ("每高", "每低") if is_above else ("每低", "每高")
        yield finding(clause.key, "分段", "direction-differs", given=given, printed=printed)
    is_percent = is_rate(measure)
    steps = {number for number, of in read_each(text) if not is_percent or not of.startswith(("个百分点", "%"))}
    step = format_decimal(kind.step)
    if isinstance(measure, Value) and len(steps) == 1 and step not in steps and not kind.in_proportion:
        yield finding(clause.key, "分段", "edge-not-in-quote", edge=f"{step} {measure.unit}".strip())
    if re.search("按比例(?:扣|得|计|加|折)", text) and not kind.in_proportion:
        yield finding(clause.key, "分段", "proportion-unsaid")


def _is_share(measure: Measure | None) -> bool:
    """Whether a measure is a rate up to 100 %, so that the formula's full mark is the most that it gives."""
    return measure is not None and not isinstance(measure, Value) and measure.most == SCALE
