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
_BEHIND_DOWN = r"(?:\(含\)|含)?(?:及?以下|以内|内)"
_AMOUNT = rf"(得|计|扣|加|奖)(?:减)?({NUMBER})分(?!以上|以下|及以|者)|(不得分|不计分)"
_BARE = rf"(?<![0-9.至到~—-])({NUMBER})分(?!以上|以下|及以|者|[至到~—-])"
"""An amount without a verb (60天3分), read only where nothing is measured in 分."""
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
        *((("at", _RANK),) if "名" in sentence else ()),
    )

    def rung(side: str, number: str, points: int) -> Rung:
        bound = parse_decimal(number)
        return Rung(side, bound // HUNDRED if is_rate(measure) else bound, points)

    at = 0
    for start, end, said, points in _amounts(sentence, verb, is_bare=unit != "分"):
        between, at = sentence[at:start], end
        found = [(side, match) for side, pattern in patterns for match in re.finditer(pattern, between)]
        both = _ends(between, unit)
        if "每" in between or said != verb:
            continue
        if both:  # 85%-90%, 90%≤满意率<95%, 70%以上不到90%
            yield rung("above", both[0], points)
            yield rung("below", both[1], points)
            continue
        if len(found) != 1 or (found[0][0] != "at" and len(re.findall(edge, between)) != 1):
            continue
        ((side, match),) = found
        number = next(group for group in match.groups() if group)
        number = number if re.fullmatch(NUMBER, number) else number_of(number)
        if number:
            yield rung(side, number, points)


def _amounts(sentence: str, verb: str, *, is_bare: bool) -> Iterator[tuple[int, int, str, int]]:
    """Return the amounts of a sentence: where each begins and ends, its verb (得分, 扣分, 加分), and its points."""
    pattern = f"{_AMOUNT}|{_BARE}" if is_bare else _AMOUNT
    for match in re.finditer(pattern, sentence):
        if match[3]:  # 不得分
            yield match.start(), match.end(), "得分", 0
        elif match[1]:
            yield match.start(), match.end(), _VERBS[match[1]], parse_decimal(match[2])
        else:
            points = parse_decimal(match[4])
            yield match.start(), match.end(), verb if points else "得分", points  # 该项为0分


def _ends(text: str, unit: str) -> tuple[str, str] | None:
    """Return both ends of a range: exactly two numbers with the unit, the lower one first; None for anything else."""
    if not unit:
        return None
    of = re.escape(unit)
    if match := re.search(rf"({NUMBER})(?:{of})?(?:\(含\))?[-至到~—]+({NUMBER}){of}", text):
        numbers = [match[1], match[2]]
    else:
        numbers = re.findall(rf"({NUMBER}){of}", text)
    if len(numbers) != 2 or len(re.findall(rf"({NUMBER}){of}", text)) > 2:
        return None
    return (numbers[0], numbers[1]) if float(numbers[0]) < float(numbers[1]) else None
