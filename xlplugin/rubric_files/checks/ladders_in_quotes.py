"""Checks the rungs of ladders (分段) against their own sentences: 90%以上得2分 where the data gives 1 from 90 %.

Only what is printed as an edge with a direction, or as a rank, and an amount after it is compared. Of a sentence with
several ladders a rung is a finding only where none of them prints it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlplugin.notation.chinese_numerals import NUMERAL, number_of
from xlplugin.notation.decimals import format_decimal, parse_decimal
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.clause_kinds import Band, Banded, band_words
from xlplugin.rubric.measures import HUNDRED, Measure, Value, is_rate
from xlplugin.rubric_files.checks.finding import Finding, finding, folded
from xlplugin.rubric_files.drafting.phrases import NUMBER

_UP = "≥|>|不低于|不少于|不小于|达到|达|超过|高于|大于|多于"
_DOWN = "≤|<|不高于|不超过|不大于|不多于|低于|小于|不足|少于|未达到|未达|达不到"
_BEHIND_UP = r"(?:\(含\)|含)?及?以上"
_BEHIND_DOWN = r"(?:\(含\)|含)?(?:及?以下|以内)"
_AMOUNT = rf"(得|计|扣|加|奖)(?:减)?({NUMBER})分(?!以上|以下|及以)"
_VERBS = {"得": "得分", "计": "得分", "扣": "扣分", "加": "加分", "奖": "加分"}
_RANK = rf"第({NUMBER}|{NUMERAL})名"


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung as a sentence prints it: where it lies, and its amount in 1/10,000 分.

    ``side`` is ``above`` or ``below`` an edge, or ``at`` a value (a rank); the edge is in ten-thousandths, of 1 for a
    rate.
    """

    side: str
    edge: int
    amount: int


def ladder_findings(clause: Clause) -> Iterator[Finding]:
    """Report bands whose amount is another than the sentence prints for the same edge."""
    if not isinstance(clause.kind, Banded):
        return
    measure, bands = clause.kind.measure, clause.kind.bands
    rungs = list(read_rungs(folded(clause.quote), measure, clause.standard.value.removesuffix("标准")))
    for band in bands:
        if not isinstance(band.takes, int):
            continue
        for side, edge in _places(band, [rung.edge for rung in rungs if rung.side == "at"]):
            amounts = {rung.amount for rung in rungs if (rung.side, rung.edge) == (side, edge)}
            if amounts and band.takes not in amounts:
                facts = {
                    "band": band_words(band, measure),
                    "given": format_decimal(band.takes),
                    "printed": "、".join(format_decimal(amount) for amount in sorted(amounts)),
                }
                yield finding(clause.key, "分段", "rung-differs", **facts)
                break


def _places(band: Band, ranks: list[int]) -> Iterator[tuple[str, int]]:
    """Return what a sentence may print for a band: the edges between which it lies, the ranks in it."""
    if band.lower:
        yield "above", band.lower.bound
    if band.upper:
        yield "below", band.upper.bound
    for rank in ranks:
        lower, upper = band.lower, band.upper
        begins = not lower or lower.bound < rank or (lower.inclusive and lower.bound == rank)
        ends = not upper or rank < upper.bound or (upper.inclusive and upper.bound == rank)
        if begins and ends:
            yield "at", rank


def read_rungs(sentence: str, measure: Measure, verb: str) -> Iterator[Rung]:
    """Read the rungs of a folded sentence, of one measure and with one verb (得分, 扣分, 加分).

    Between two amounts there must be exactly one edge with a direction, or one rank; 85%-90% has none.
    """
    unit = "%" if is_rate(measure) else measure.unit if isinstance(measure, Value) else ""
    edge = rf"({NUMBER}){re.escape(unit)}" if unit else rf"({NUMBER})(?![0-9.%分])"
    patterns = (
        ("above", rf"(?<![未不])(?:{_UP}){edge}|{edge}{_BEHIND_UP}"),
        ("below", rf"(?:{_DOWN}){edge}|{edge}{_BEHIND_DOWN}"),
        ("at", _RANK),
    )
    at = 0
    for amount in re.finditer(_AMOUNT, sentence):
        between, at = sentence[at : amount.start()], amount.end()
        found = [(side, match) for side, pattern in patterns for match in re.finditer(pattern, between)]
        edges = re.findall(edge, between)
        if len(found) != 1 or "每" in between or _VERBS[amount[1]] != verb:
            continue
        ((side, match),) = found
        if side != "at" and len(edges) != 1:
            continue
        number = next(group for group in match.groups() if group)
        number = number if re.fullmatch(NUMBER, number) else number_of(number)
        if number:
            bound = parse_decimal(number)
            yield Rung(side, bound // HUNDRED if is_rate(measure) else bound, parse_decimal(amount[2]))
