"""The phrases in which notices say how points are given and taken, read from a sentence.

The sentence is folded first (``checks.finding.folded``): one width of characters, no white space. What a phrase means
for a clause is decided by who asks: ``check`` compares it with the clause's numbers.

Counted in 57 published tables: 每一处扣 N 分 (27 %), 未…的扣 N 分 (19 %), 不得分 (16 %), 得 N 分 and 得满分 (15 %),
ladders (9 %), 条目（N 分） (7 %), 每…得 N 分 (2 %), 率×N (2 %), 每低 N% (1 %).
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from xlplugin.notation.chinese_numerals import NUMERAL, number_of

NUMBER = r"[0-9]+(?:\.[0-9]+)?"


class Verb(Enum):
    """What a sentence does with an amount."""

    TAKES = "扣"
    EARNS = "得"
    ADDS = "加"
    LIMITS = "上限"
    IS_REACHED = "以上"
    """It is a bound of something measured in 分: 90 分以上得 2 分."""
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 分 as a sentence prints it: ``2.5``; ``slip`` is how it is printed if a scanner misread it."""

    number: str
    verb: Verb
    slip: str = ""


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a sentence says.

    Attributes:
        amounts: numbers of 分, with what is done with them.
        percents: numbers before %, and after 百分之.
        steps: numbers of 个百分点.
        factors: numbers of 倍.
        measures: further numbers with the word after them: 8.5 天 is ("8.5", "天").
        counted: what is counted: 每少一项 is 项.
        takes_all: whether it says 不得分, 全部扣除, 得满分 or the like: all points of the indicator.
        is_discretionary: whether it says 酌情.
        formula: the formula in it (合规率×2), as printed; '' for none.
    """

    amounts: tuple[Amount, ...]
    percents: tuple[str, ...]
    steps: tuple[str, ...]
    factors: tuple[str, ...]
    measures: tuple[tuple[str, str], ...]
    counted: tuple[str, ...]
    takes_all: bool
    is_discretionary: bool
    formula: str


_SLIPS = str.maketrans({"l": "1", "I": "1", "|": "1", "o": "0", "O": "0", ",": "."})
_PRINTED = rf"(?:[0-9lIoO]+(?:[.,][0-9lIoO]+)?|{NUMERAL})"
"""A number, also as scanners misread it: 扣l分, 扣0,5分."""

_AMOUNTS = re.compile(rf"({_PRINTED}(?:(?:、|或|至|到|-|~|—){_PRINTED})*)分(?![类段级值钟工析布开配期支批录子为])")
_BEFORE = (
    (Verb.LIMITS, re.compile("(?:不超过|不得超过|不多于|不高于|最高|最多|至多|上限|封顶)[^，。；,;0-9]{0,8}$")),
    (Verb.IS_REACHED, re.compile("(?:≥|>|≤|<|达到|达|低于|高于|超过|大于|小于|不足|在)[^，。；,;0-9]{0,2}$")),
    (Verb.TAKES, re.compile("(?:扣减?|减|罚)[^，。；,;0-9一二两三四五六七八九十不得加]{0,4}$")),
    (Verb.ADDS, re.compile("(?:加|奖励?)[^，。；,;0-9一二两三四五六七八九十扣得]{0,4}$")),
    (Verb.EARNS, re.compile("(?:得|计|记|赋|给)[^，。；,;0-9一二两三四五六七八九十扣加]{0,4}$")),
)
"""What stands before an amount, in the order in which it is tried: 扣分上限为 5 分 is a limit."""

_AFTER = re.compile("^(?:以上|以下|及以上|及以下|含|\\(含|的?为|-|—)")
_RATIO = re.compile(r"([0-9.]+(?::[0-9.]+)+)的?比例(扣|得|加|奖)分?")
"""按 2:1:0.5 比例加分: so many 分 each."""

_ALL = re.compile("不得分|不给分|不计分|得零分|满分|全分|扣完|扣光|全扣|全部扣|分值全部|全部分值|该项分|本项分")
_PERCENTS = re.compile(rf"({NUMBER})%|百分之({NUMERAL})")
_STEPS = re.compile(rf"({NUMBER}|{NUMERAL})个?百分点")
_FACTORS = re.compile(rf"({NUMBER}|{NUMERAL}|双)倍")
_MEASURES = re.compile(rf"({NUMBER})(天|日|个工作日|小时|分钟|名|人|次|件|项|张|个月|年|元|万元|级|处|条|篇|期|例)")
_COUNTED = re.compile(
    "每(?:缺少|缺|少|有|发现|发生|出现|增加|减少|超过|逾期|延迟|迟报|迟|漏报|漏|错|多|未|低|高|超|晚|推迟){0,2}"
    "[一1]?(个百分点|%|件|次|个|项|条|处|份|人次|人|名|天|日|篇|期|起|例|家|户|分钟|小时|门|种|类|张|台|场|位)"
)
_FORMULA = re.compile(r"得分=(\([^()]*\)|[^=×()]+)(?:\([^()]*\))?×([0-9.]+)")


@lru_cache(maxsize=4_096)
def read_phrases(sentence: str) -> Phrases:
    """Read the phrases of a folded sentence.

    >>> read_phrases("每缺一项扣2分,最多扣l0分").amounts
    (Amount(number='2', verb=<Verb.TAKES: '扣'>, slip=''), Amount(number='10', verb=<Verb.LIMITS: '上限'>, slip='l0'))
    >>> read_phrases("先进经验获省、市通报表扬的，分别奖20、10分").amounts[1].number
    '10'
    """
    formula = _FORMULA.search(sentence)
    return Phrases(
        amounts=tuple(_amounts(sentence)),
        percents=tuple(match[1] or number_of(match[2]) for match in _PERCENTS.finditer(sentence)),
        steps=tuple(_plain(match[1]) for match in _STEPS.finditer(sentence)),
        factors=tuple("2" if match[1] == "双" else _plain(match[1]) for match in _FACTORS.finditer(sentence)),
        measures=tuple((match[1], match[2]) for match in _MEASURES.finditer(sentence)),
        counted=tuple(match[1] for match in _COUNTED.finditer(sentence)),
        takes_all=bool(_ALL.search(sentence)),
        is_discretionary="酌情" in sentence,
        formula=f"{formula[1]}×{formula[2]}" if formula else "",
    )


def _amounts(sentence: str) -> list[Amount]:
    found = [
        Amount(_shortest(number), _RATIO_VERBS[match[2]])
        for match in _RATIO.finditer(sentence)
        for number in match[1].split(":")
    ]
    for match in _AMOUNTS.finditer(sentence):
        verb = _verb(sentence[: match.start()], sentence[match.end() :])
        if re.search(r"[一二两三四五六七八九十半]", match[1]) and verb is Verb.UNSAID:
            continue  # 十分重视, 第一分局: no amounts
        for printed in re.split("[、或至到~—-]", match[1]):
            number = _plain(printed)
            if number:
                is_slip = not re.fullmatch(f"{NUMBER}|{NUMERAL}", printed)
                found.append(Amount(number, verb, printed if is_slip else ""))
    return found


_RATIO_VERBS = {"扣": Verb.TAKES, "得": Verb.EARNS, "加": Verb.ADDS, "奖": Verb.ADDS}


def _plain(printed: str) -> str:
    """Read a number as printed: in digits, misread digits or Chinese numerals; '' if it is none."""
    if re.fullmatch(NUMERAL, printed):
        return number_of(printed)
    text = printed.translate(_SLIPS)
    return _shortest(text) if re.fullmatch(NUMBER, text) else ""


def _shortest(number: str) -> str:
    whole, _, decimals = number.partition(".")
    decimals = decimals.rstrip("0")
    return f"{int(whole)}.{decimals}" if decimals else str(int(whole))


def _verb(before: str, after: str) -> Verb:
    said = next((verb for verb, pattern in _BEFORE if pattern.search(before[-16:])), Verb.UNSAID)
    is_bound = _AFTER.match(after) and said is not Verb.TAKES
    return Verb.IS_REACHED if is_bound else said
