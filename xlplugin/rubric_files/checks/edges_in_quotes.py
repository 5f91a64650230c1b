"""Which side of an edge belongs to it, as sentences print it: 90%以上 holds 90 %, 超过90% does not.

By the usage of Chinese law 以上, 以下 and 以内 hold their number, 超过, 低于 and 不足 do not. Where a sentence says
90%以上 and 90%以下, or 80%-90%, nothing follows for 90 %, unless one of both says 含.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlplugin.notation.decimals import format_decimal
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.clause_kinds import Banded
from xlplugin.rubric.measures import HUNDRED, Value, bound_text, is_rate
from xlplugin.rubric_files.checks.finding import Finding, finding, folded
from xlplugin.rubric_files.drafting.phrases import NUMBER

_BEFORE = (
    (("≥", "不低于", "不少于", "不小于", "达到", "达"), True, True),
    ((">", "超过", "高于", "大于", "多于"), True, False),
    (("<", "低于", "不足", "小于", "少于", "未达到", "达不到", "未达"), False, True),
    (("≤", "不高于", "不超过", "不得超过", "不大于", "不多于"), False, False),
)
"""Words before a number: whether what follows them lies above it, and whether it belongs to what is above."""

_BEHIND = (
    (("及以上", "(含)以上", "含以上", "以上"), True, True),
    (("及以下", "(含)以下", "以下", "以内", "内"), False, False),
)
_WORDS = {word: (is_above, belongs_above) for words, is_above, belongs_above in (*_BEFORE, *_BEHIND) for word in words}
_PREFIXES = "|".join(sorted((word for words, _, _ in _BEFORE for word in words), key=len, reverse=True))
_SUFFIXES = "|".join(sorted((re.escape(word) for words, _, _ in _BEHIND for word in words), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says of a number.

    Attributes:
        number: as printed, in its shortest form.
        is_above: whether what it speaks of lies above the number; None where only (含) is printed.
        belongs_above: whether the number itself belongs to what is above it.
        is_explicit: whether (含) says so.
    """

    number: str
    is_above: bool | None
    belongs_above: bool
    is_explicit: bool = False

    @property
    def relation(self) -> str:
        """The comparison that it is: >=, >, < or <=."""
        if self.is_above:
            return ">=" if self.belongs_above else ">"
        return "<" if self.belongs_above else "<="


def read_claims(sentence: str, unit: str) -> Iterator[Claim]:
    """Read what a folded sentence says of its numbers with a unit.

    >>> [(claim.number, claim.relation) for claim in read_claims("90%以上得2分，低于60%的不得分", "%")]
    [('90', '>='), ('60', '<')]
    """
    of = re.escape(unit)
    itself = rf"\(含(?:{NUMBER}{of})?\)"
    pattern = rf"(?<![未不])({_PREFIXES})?({NUMBER}){of}({_SUFFIXES})?({itself})?([-至到~—]+)?"
    for match in re.finditer(pattern, sentence):
        before, number, behind, includes, begins = match.groups()
        shortest = f"{float(number):g}"
        if includes and begins:  # 80%(含)—90%
            yield Claim(shortest, None, belongs_above=True, is_explicit=True)
        elif includes and (word := before or behind):  # 超过95%(含), 3%以下(含3%)
            is_above, _ = _WORDS[word]
            yield Claim(shortest, is_above, is_above, is_explicit=True)
        for word in () if includes else filter(None, (before, behind)):  # 超过50%及以上 says both
            is_above, belongs_above = _WORDS[word]
            yield Claim(shortest, is_above, belongs_above, is_explicit="含" in word or word in "≥>≤<")
    for match in (
        re.finditer(rf"[-至到~—]({NUMBER}){of}\(含\)(?!以)", sentence) if "(含)" in sentence else ()
    ):  # 0-10%(含)
        yield Claim(f"{float(match[1]):g}", None, belongs_above=False, is_explicit=True)
    for match in (
        re.finditer(rf"(?<![≥≤><])=({NUMBER})", sentence) if "=" in sentence else ()
    ):  # =0计5分；0-10%(含)计4分
        for belongs_above in (True, False):
            yield Claim(f"{float(match[1]):g}", None, belongs_above, is_explicit=True)
    for match in re.finditer(rf"({NUMBER})(?:{of})?[-至到~—]+({NUMBER}){of}", sentence):  # 85%-90% holds both ends
        yield Claim(f"{float(match[1]):g}", None, belongs_above=True)
        yield Claim(f"{float(match[2]):g}", None, belongs_above=False)


def edge_findings(clause: Clause) -> Iterator[Finding]:
    """Report edges that belong to another band than the sentence says."""
    if not isinstance(clause.kind, Banded):
        return
    measure = clause.kind.measure
    unit = "%" if is_rate(measure) else measure.unit if isinstance(measure, Value) else ""
    if not unit:
        return
    claims = list(read_claims(folded(clause.quote), unit))
    for band in clause.kind.bands:
        if not band.upper:
            continue
        bound = band.upper.bound * (HUNDRED if is_rate(measure) else 1)
        said = [claim for claim in claims if claim.number == format_decimal(bound)]
        said = [claim for claim in said if claim.is_explicit] or said
        sides = {claim.belongs_above for claim in said}
        if sides == {band.upper.inclusive}:
            facts = {"edge": bound_text(measure, band.upper.bound)}
            code = "edge-is-above" if band.upper.inclusive else "edge-is-below"
            yield finding(clause.key, "分段", code, **facts)
