"""Number formats: what their codes make of a number (ECMA-376-1, 18.8.30 and 18.8.31)."""

import operator
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The numbers of the built-in formats that show dates and times, the Chinese ones among them."""

_PERCENTS = frozenset((9, 10))
"""The same for percentages."""

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    48: "##0.0E+0",
    **dict.fromkeys((5, 6, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((7, 8, 39, 40, 43, 44), "#,##0.00"),
}
"""How the built-in formats show a positive number that show it in places, but for the currency's sign."""

_NOT_CODE = re.compile(r'"[^"]*"|[\\!].|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
"""What of a number format is no code: quoted and escaped characters, colours, conditions; ``[h]`` is one."""

_GENERAL = re.compile("General|G/(?:通用格式|標準)", re.IGNORECASE)
_EXPONENT = re.compile("E[+-]", re.IGNORECASE)


def shows_date(number: int, code: str | None) -> bool:
    """Whether a format shows a number as a date or a time.

    Args:
        number: of the format.
        code: how it is written out; None for one of those that need not be.
    """
    if code is None:
        return number in _DATES
    # General in English and in Chinese, and exponents, are written with letters that dates have as well.
    plain = _EXPONENT.sub("", _GENERAL.sub("", _NOT_CODE.sub("", code)))
    return bool(re.search("[ymdhsaeg]", plain, re.IGNORECASE))


def shows_percent(number: int, code: str | None) -> bool:
    """Whether a format shows a number as a percentage; as above."""
    return number in _PERCENTS if code is None else "%" in _NOT_CODE.sub("", code)


MOST_CODE = 255
"""Characters of a code, as Excel takes them."""

_SECTION = re.compile(r'((?:"[^"]*"|[\\!_*].|\[[^\]]*\]|[^;"\\!_*])*+)(?:;|$)', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)([^\]]*)\]")
_HOLDS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\*(?P<repeated>.)|_.|\[\$(?P<sign>[^\]-]*)[^\]]*\]'
    r"|\[(?:Black|Blue|Cyan|Green|Magenta|Red|Yellow|DBNum[1-3]|(?:[<>]=?|<>|=)[^\]]*)\]"
    r"|(?P<number>General|G/(?:通用格式|標準)|@|[0#?](?:[0#?,. /]*[0#?])?(?:/[0-9]+)?(?:E[+-][0#?]+)?(?P<scale>,*))"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
"""The pieces of a section: words, what takes no part in the figure, the places of the figure, other signs."""

_UNIT = re.compile(r"[\s()（）¥￥$€\u4e00-\u9fff]*")
"""Words beside a number that leave it what it is: a unit, a currency; anything else is asked about."""

_FIGURES = re.compile(
    "[〇零一二两三四五六七八九十百千万亿萬億兆京垓廿卅半双对打成倍折余多约近超负壹贰叁肆伍陆柒捌玖拾佰仟米克瓦]"
)
"""Words that may make another number of it."""

_NOUGHT = frozenset(("", "-", "—", "——", "–", "－", "/", "无", "零", "〇", "0"))
"""What may stand for a nought."""

_OTHER_THAN_NOUGHT = re.compile("[1-9１-９一二两三四五六七八九十廿卅半双壹贰叁肆伍陆柒捌玖拾⁰-⁹¹²³¼½¾⅐-⅞①-⑳]")


@lru_cache(maxsize=512)
def may_show_another(code: str) -> bool:
    """Whether a format shows some numbers, or texts, as others, or not at all."""
    sections = _sections(code)
    return (
        len(code) > MOST_CODE
        or any(_changes(one) or bool(_places(one)) for one in sections[:3])
        or shows_another_text(code)
    )


@lru_cache(maxsize=512)
def shows_another_text(code: str) -> bool:
    """Whether a format shows a text as another, or not at all: by its fourth section, or by a last one with ``@``."""
    sections = _sections(code)
    if len(code) > MOST_CODE or len(sections) > 4:
        return True
    before, inside, behind, _ = _taken_apart(sections[-1])
    if len(sections) < 4 and "@" not in inside:
        return False
    return len(inside) != 1 or not (_is_general(inside[0])) or bool((before + behind).strip())


def other_date(number: int, code: str | None, day: int) -> str:
    """Give the code of a format that does not show a month and its day, in this order; '' for one that does.

    The first day of a month may be shown by year and month alone: that is what was typed.
    """
    plain = {
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm"),
    }.get(number, "m/d")
    if code is not None:
        plain = _EXPONENT.sub("", _GENERAL.sub("", _NOT_CODE.sub("", code.partition(";")[0])))
    order = "".join(dict.fromkeys(re.sub("[^ymd]", "", re.sub("[hs].*", "", plain.lower().replace("e", "y")))))
    is_as_typed = order in ("ymd", "md", "mdy") or (order in ("ym", "my") and day == 1)
    return "" if is_as_typed else code or plain


def shows_another(code: str, value: float) -> bool:
    """Whether a format shows a number as another, or not at all: 3 as 3万, 3000 as 3, 3 as 是, 0.5 as 1.

    What is negative is no entry, and a nought may be left out or be a stroke.
    """
    if value < 0:
        return False
    if len(code) > MOST_CODE:
        return True
    section = _section_of(code, value)
    return _shows_no_nought(section) if value == 0 else _changes(section) or _rounds(_places(section), value)


def _sections(code: str) -> list[str]:
    found = list(_SECTION.finditer(code))
    return [one[1] for at, one in enumerate(found) if at == 0 or found[at - 1][0].endswith(";")]


def _section_of(code: str, value: float) -> str:
    """Give the section by which a number that is not negative is shown."""
    sections = _sections(code)[:3]
    conditions = [_CONDITION.search(section) for section in sections]
    if not any(conditions):
        return sections[2] if value == 0 and len(sections) > 2 else sections[0]
    for section, condition in zip(sections, conditions, strict=True):
        if condition is None or not _is_number(condition[2]):
            return section if condition is None else _UNREADABLE
        if _HOLDS[condition[1]](value, float(condition[2])):
            return section
    return sections[-1]


_UNREADABLE = '"?"'
"""A section for a condition that is none: what it shows is not known."""


def _is_number(text: str) -> bool:
    try:
        return float(text) is not None
    except ValueError:
        return False


def _is_general(places: str) -> bool:
    return places == "@" or _GENERAL.fullmatch(places) is not None


def _changes(section: str) -> bool:
    """Whether a section shows another figure: by what stands inside, before or behind the places of the number."""
    if section.strip() == "@":
        return False
    before, inside, behind, scaled = _taken_apart(section)
    words = before + behind
    return len(inside) != 1 or scaled or not _UNIT.fullmatch(words) or bool(_FIGURES.search(words))


def _shows_no_nought(section: str) -> bool:
    """Whether a section shows something else than nought, or nothing, for a nought."""
    before, inside, behind, _ = _taken_apart(section)
    words = (before + behind).strip()
    if not inside:
        return words not in _NOUGHT
    return bool(_OTHER_THAN_NOUGHT.search(words)) or (len(inside) > 1 and bool(words))


def _places(section: str) -> str:
    """Give the places in which a section shows a number; '' where it shows as many as there are."""
    _, inside, _, _ = _taken_apart(section)
    return next((one for one in inside if not _is_general(one)), "")


def _rounds(places: str, value: float) -> bool:
    """Whether a positive number needs other places than these: 0.25 in ``0.0``, 0.3 in ``?/?``."""
    if not places:
        return False
    if exponent := _EXPONENT.search(places):
        after = places[: exponent.start()].partition(".")[2]
        return float(f"{value:.{_count(after)}e}") != value
    if "/" in places:
        below = places.rpartition("/")[2]
        fixed = below.isdigit() and int(below)
        one = Fraction(str(value))
        return bool((one * fixed).denominator != 1 if fixed else one.limit_denominator(10 ** len(below) - 1) != one)
    exact = Decimal(str(value)).normalize().as_tuple().exponent
    return isinstance(exact, int) and -exact > _count(places.partition(".")[2])


def _count(places: str) -> int:
    return sum(map(places.count, "0#?"))


def _taken_apart(section: str) -> tuple[str, list[str], str, bool]:
    """Give the words before the number, the runs of its places, the words behind it, and whether it is divided."""
    words = [""]
    inside: list[str] = []
    scaled = False
    for word, number, commas in _pieces(section):
        if number:
            inside.append(number)
            words.append("")
            scaled = scaled or bool(commas) or ",." in number
        else:
            words[-1] += word
    return words[0], inside, words[-1] if inside else "", scaled


def _pieces(section: str) -> Iterator[tuple[str, str, str]]:
    for found in _TOKEN.finditer(section):
        word = found["quoted"] or found["escaped"] or found["repeated"] or found["sign"] or found["other"] or ""
        yield word, found["number"] or "", found["scale"] or ""
