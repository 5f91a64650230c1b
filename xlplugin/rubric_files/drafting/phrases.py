"""The phrases in which notices say how points are given and taken, read from a sentence.

The sentence is folded first (``checks.finding.folded``): one width of characters, no white space. What a phrase means
for a clause is decided by who asks: ``check`` compares it with the clause's numbers.

Counted in 57 published tables: 每一处扣 N 分 (27 %), 未…的扣 N 分 (19 %), 不得分 (16 %), 得 N 分 and 得满分 (15 %),
ladders (9 %), 条目（N 分） (7 %), 每…得 N 分 (2 %), 率×N (2 %), 每低 N% (1 %).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
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
        takes_all: whether it says 不得分, 全部扣除, 得满分 or the like: all points of the indicator.
        formula: the formula in it (合规率×2), as printed; '' for none.
    """

    amounts: tuple[Amount, ...]
    percents: tuple[str, ...]
    steps: tuple[str, ...]
    factors: tuple[str, ...]
    takes_all: bool
    formula: str
    ranges: tuple[tuple[str, str], ...] = ()
    """Ranges of 分: 扣1-3分."""
    counts_each: bool = False
    """Whether it counts: 每…扣 1 分."""
    fractions: tuple[tuple[int, int], ...] = ()
    """Parts of what is printed: 三分之一 is (1, 3)."""


_SLIPS = str.maketrans({"l": "1", "I": "1", "|": "1", "o": "0", "O": "0", ",": "."})
_PRINTED = rf"(?:[0-9lIoO]+(?:[.,][0-9lIoO]+)?|{NUMERAL})"
"""A number, also as scanners misread it: 扣l分, 扣0,5分."""

# Patterns are compiled when they are first used: few sentences have more than amounts.
_AMOUNTS = rf"({_PRINTED}(?:(?:、|或|至|到|-|~|—){_PRINTED})*)分"
_TO_THE_END = ("为止", "为限", "为上限", "封顶")
"""What follows an amount that limits: 扣完3分为止, 以10分为限."""

_NO_AMOUNT = frozenset("类段级值钟工析布开配期支批录子为")
"""What may follow 分 in a word that is no amount: 分类, 分钟, 分工."""

_VERBS = (
    (Verb.LIMITS, ("不超过", "不得超过", "不多于", "不高于", "最高", "最多", "至多", "上限", "封顶"), 8, ""),
    (
        Verb.IS_REACHED,
        ("≥", ">", "≤", "<", "达", "达到", "低于", "高于", "超过", "大于", "小于", "不足", "在"),
        2,
        "得扣减加奖计记",
    ),
    (Verb.UNSAID, ("少得", "少计", "少加"), 2, ""),
    (Verb.TAKES, ("扣", "扣减", "减", "罚"), 4, "不得加"),
    (Verb.ADDS, ("加", "奖", "奖励"), 4, "扣得"),
    (Verb.EARNS, ("得", "计", "记", "赋", "给"), 4, "扣加"),
)
"""What stands before an amount, in the order in which it is tried (扣分上限为 5 分 is a limit): the words, how many
characters may follow them, and which may not; never a number or a sign that ends a phrase."""

_ENDS = frozenset("，。；,;0123456789一二两三四五六七八九十")
_DIGITS_END = frozenset("，。；,;0123456789")

_AFTER = ("以上", "以下", "及以上", "及以下", "含", "(含", "为", "的为", "-", "—")
_RATIO = r"([0-9.]+(?::[0-9.]+)+)的?比例(扣|得|加|奖)分?"
"""按 2:1:0.5 比例加分: so many 分 each."""

_ALL = (
    "不得分|不给分|不计分|得零分|满分|全分|(?:记|计|为|得|按)0分|扣完|扣光|全扣|全部扣|分值全部|全部分值|该项分|本项分"
)
_PERCENTS = rf"({NUMBER})%|百分之({NUMERAL})"
_SMALL_FRACTIONS = rf"({NUMBER})([‰‱])|([千万])分之({NUMERAL}|{NUMBER})"
_NUMERAL_SIGNS = frozenset("一二两三四五六七八九十半")
_STEPS = rf"({NUMBER}|{NUMERAL})个?百分点"
_FACTORS = rf"({NUMBER}|{NUMERAL}|双)倍"
_MEASURES = rf"({NUMBER})(天|日|个工作日|小时|分钟|名|人|次|件|项|张|个月|年|元|万元|级|处|条|篇|期|例)"
_DOING = (
    "(?:缺少|缺|少|有|发现|发生|出现|增加|减少|超过|超出|逾期|延迟|迟报|迟|漏报|漏|错|多|未|低于|低|高于|高|超|晚|推迟|满|降低|降|提高"
    "|采用|发表|完成|下降|上升|增长|于)"
)
_COUNTED = (
    rf"每{_DOING}{{0,2}}[一1]?"
    "(个百分点|%|个月|件|次|项|条|处|份|人次|人|名|天|日|篇|期|起|例|家|户|分钟|小时|门|种|类|张|台|场|位|年|月|季度|批)"
)
_SEVERAL = (
    rf"每{_DOING}{{0,3}}({NUMBER}|{NUMERAL})(个百分点|%|个工作日|个月|个)?([^，。；0-9扣得加减奖计不超少每]{{0,3}})"
)
"""So many of something each: 每逾期 5 天, 每两篇, 每低 2 个百分点, 每超 1 节."""

_RANGES = rf"({NUMBER})分?[至到~—-]({NUMBER})分"
_FORMULA = r"得分=(\([^()]*\)|[^=×()]+)(?:\([^()]*\))?×([0-9.]+)"


@lru_cache(maxsize=4_096)
def read_phrases(sentence: str) -> Phrases:
    """Read the phrases of a folded sentence.

    >>> read_phrases("每缺一项扣2分,最多扣l0分").amounts
    (Amount(number='2', verb=<Verb.TAKES: '扣'>, slip=''), Amount(number='10', verb=<Verb.LIMITS: '上限'>, slip='l0'))
    >>> read_phrases("先进经验获省、市通报表扬的，分别奖20、10分").amounts[1].number
    '10'
    """
    formula = re.search(_FORMULA, sentence) if "得分=" in sentence else None
    return Phrases(
        amounts=tuple(_amounts(sentence)),
        percents=(*_percents(sentence), *_fractions(sentence)),
        steps=tuple(_plain(match[1]) for match in _found("百分点", _STEPS, sentence)),
        factors=(
            *("2" if match[1] == "双" else _plain(match[1]) for match in _found("倍", _FACTORS, sentence)),
            *(("2",) if "加倍" in sentence or "翻倍" in sentence else ()),
        ),
        takes_all=bool(re.search(_ALL, sentence)),
        formula=f"{formula[1]}×{formula[2]}" if formula else "",
        ranges=tuple((match[1], match[2]) for match in _found("分", _RANGES, sentence)),
        fractions=tuple(
            (int(number_of(match[2])), int(number_of(match[1])))
            for match in _found("分之", "([二三四五六七八九十])分之([一二三四五六七八九])", sentence)
        ),
        counts_each=any(word in sentence for word in ("每", "依次", "递减", "递增", "类推")),
    )


def _percents(sentence: str) -> Iterator[str]:
    for match in _found("%", _PERCENTS, sentence, "百分之"):
        yield match[1] or number_of(match[2])


def _fractions(sentence: str) -> Iterator[str]:
    """Read shares in other words, in %: 八成, 折半, 0.9‰, 千分之一.

    >>> list(_fractions("较好的得八成，一般的折半")), list(_fractions("每超千分之一")), list(_fractions("0.9‰以内"))
    (['80', '50'], ['0.1'], ['0.09'])
    """
    for match in _found("成", "([一二三四五六七八九])成", sentence):
        yield f"{number_of(match[1])}0"
    if any(word in sentence for word in ("折半", "减半", "一半", "半数")):
        yield "50"
    is_printed = any(mark in sentence for mark in ("‰", "‱", "分之"))
    for match in re.finditer(_SMALL_FRACTIONS, sentence) if is_printed else ():
        number = match[1] or _plain(match[4])
        parts = 10 if match[2] == "‰" or match[3] == "千" else 100
        if number:
            yield f"{(Decimal(number) / parts).normalize():f}"


def _found(mark: str, pattern: str, sentence: str, other: str = "") -> Iterator[re.Match[str]]:
    """Find a pattern in a sentence, if it has the mark without which it cannot be there."""
    if mark in sentence or (other and other in sentence):
        yield from re.finditer(pattern, sentence)


def read_measures(sentence: str) -> tuple[tuple[str, str], ...]:
    """Return the numbers of a folded sentence with the unit after them: 8.5 天 is ("8.5", "天")."""
    return tuple((match[1], match[2]) for match in re.finditer(_MEASURES, sentence))


def counted_in(sentence: str) -> tuple[str, ...]:
    """Return what a folded sentence counts: 每少一项 is 项."""
    return tuple(match[1] for match in _found("每", _COUNTED, sentence))


def read_each(sentence: str) -> tuple[tuple[str, str], ...]:
    """Return how many of what a folded sentence counts as one, with the words after the number.

    >>> read_each("每逾期5天扣2分"), read_each("每低两个百分点，扣0.5分"), read_each("每件扣2分")
    ((('5', '天'),), (('2', '个百分点'),), ())
    """
    found = ((_plain(match[1]), (match[2] or "") + match[3]) for match in _found("每", _SEVERAL, sentence))
    return tuple((number, unit) for number, unit in found if number)


def _amounts(sentence: str) -> list[Amount]:
    found = [
        Amount(_shortest(number), _RATIO_VERBS[match[2]])
        for match in _found("比例", _RATIO, sentence)
        for number in match[1].split(":")
    ]
    for match in re.finditer(_AMOUNTS, sentence):
        after = sentence[match.end() :]
        if after[:1] in _NO_AMOUNT and not after.startswith(_TO_THE_END):
            continue
        verb = Verb.LIMITS if after.startswith(_TO_THE_END) else _verb(sentence[: match.start()], after)
        if verb is Verb.UNSAID and not _NUMERAL_SIGNS.isdisjoint(match[1]):
            continue  # 十分重视, 第一分局: no amounts
        for one in match[1].replace("或", "、").split("、"):
            *least, most = re.split("[至到~—-]", one)  # 扣2~10分: at most 10, and nobody has to use the 2
            if least and verb is Verb.UNSAID:  # 75-84分得8分
                verb = Verb.IS_REACHED
            for printed, its_verb in (*((low, Verb.IS_REACHED) for low in least), (most, verb)):
                if number := _plain(printed):
                    is_slip = not re.fullmatch(f"{NUMBER}|{NUMERAL}", printed)
                    found.append(Amount(number, its_verb, printed if is_slip else ""))
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
    text = before[-16:]
    said = next(
        (verb for verb, words, reach, barred in _VERBS if _is_before(text, verb, words, reach, barred)), Verb.UNSAID
    )
    is_bound = after.startswith(_AFTER) and said is not Verb.TAKES
    return Verb.IS_REACHED if is_bound else said


def _is_before(text: str, verb: Verb, words: tuple[str, ...], reach: int, barred: str) -> bool:
    """Whether a text ends with one of some words and a few more characters."""
    ends = _DIGITS_END if verb in (Verb.LIMITS, Verb.IS_REACHED) else _ENDS
    for word in words:
        at = text.rfind(word)
        if at >= 0:
            rest = text[at + len(word) :]
            if len(rest) <= reach and ends.isdisjoint(rest) and not any(sign in rest for sign in barred):
                return True
    return False
