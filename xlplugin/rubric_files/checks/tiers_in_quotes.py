"""Checks the tiers of choices against their own sentences: A等得10分，B等得8分 where the data exchanges both."""

import re
from collections.abc import Iterator

from xlplugin.notation.decimals import format_decimal
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.clause_kinds import Choice
from xlplugin.rubric_files.checks.finding import Finding, finding, folded
from xlplugin.rubric_files.drafting.phrases import NUMBER, Verb, read_phrases

_LIST = r"([一二三四五六七八九十特甲乙丙丁A-Z](?:、[一二三四五六七八九十特甲乙丙丁A-Z])+)(等奖|等|级|类|档|名)"
_RESPECTIVELY = rf"分别(?:得|扣|加|奖|计|记)?(?:分)?({NUMBER}(?:、{NUMBER})+)分"


def tier_findings(clause: Clause) -> Iterator[Finding]:
    """Report tiers whose amount is another than the sentence prints after their label."""
    if not isinstance(clause.kind, Choice):
        return
    text = folded(clause.quote)
    printed = _respectively(text) or _one_by_one(text, [folded(tier.label) for tier in clause.kind.tiers])
    for tier in clause.kind.tiers:
        amount = printed.get(folded(tier.label))
        if amount and amount != format_decimal(tier.points):
            facts = {"tier": tier.label, "given": format_decimal(tier.points), "printed": amount}
            yield finding(clause.key, "分值", "tier-differs", **facts)


def _respectively(text: str) -> dict[str, str]:
    """Read 一、二、三等奖分别得3、2、1分: the amounts by label; nothing if the lists have different lengths.

    >>> _respectively("省级一、二、三等奖分别得3、2、1分")
    {'一等奖': '3', '二等奖': '2', '三等奖': '1'}
    """
    if "分别" not in text:
        return {}
    labels, amounts = re.search(_LIST, text), re.search(_RESPECTIVELY, text)
    if not labels or not amounts or labels.end() > amounts.start() or len(re.findall(_LIST, text)) > 1:
        return {}
    names, numbers = labels[1].split("、"), amounts[1].split("、")
    if len(names) != len(numbers):
        return {}
    return {f"{name}{labels[2]}": f"{float(number):g}" for name, number in zip(names, numbers, strict=True)}


def _one_by_one(text: str, labels: list[str]) -> dict[str, str]:
    """Read the amount after each label that is printed exactly once, if there is one before the next label."""
    masked, places = text, {}
    for label in sorted(labels, key=len, reverse=True):  # 省级 is not what is printed in 省级以上
        if masked.count(label) == 1:
            places[label] = masked.index(label)
        masked = masked.replace(label, "\0" * len(label))
    found: dict[str, str] = {}
    starts = sorted([*places.values(), len(text)])
    for label, at in places.items():
        end = next(start for start in starts if start > at)
        amounts = [one for one in read_phrases(text[at + len(label) : end]).amounts if one.verb in _GIVEN]
        if len(amounts) == 1:
            found[label] = amounts[0].number
    return found if len(found) > 1 else {}


_GIVEN = (Verb.TAKES, Verb.EARNS, Verb.ADDS)
