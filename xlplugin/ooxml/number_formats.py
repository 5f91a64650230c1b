"""Number formats: what a format code makes of a number (ECMA-376-1, 18.8.30 and 18.8.31)."""

import operator
import re
from decimal import Decimal
from functools import lru_cache

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Numbers of the built-in formats that show dates and times, including the Chinese ones."""

_PERCENTS = frozenset((9, 10))
"""Numbers of the built-in formats that show percentages."""

_BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    49: "@",
}
"""The built-in formats that show numbers unchanged, as the table of the standard lists them. The meaning of other
numbers depends on the program's language (5 to 8, 23 to 36, 41 to 44, 50 to 81), or they show another number
(fractions, powers of ten)."""

_NOT_CODE = re.compile(r'"[^"]*"|[\\!].|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
"""Parts of a format code that are no placeholders: quoted and escaped characters, colours, conditions. ``[h]`` is
one."""

_GENERAL = re.compile("General|G/(?:通用格式|標準)", re.IGNORECASE)
_EXPONENT = re.compile("E[+-]", re.IGNORECASE)


def shows_date(number: int, code: str | None) -> bool:
    """Whether a format shows a number as a date or a time.

    Args:
        number: the number of the format.
        code: its code; None for a built-in format that is not written out.
    """
    if code is None:
        return number in _DATES
    # General (also in Chinese) and exponents contain letters that date formats have as well.
    plain = _EXPONENT.sub("", _GENERAL.sub("", _NOT_CODE.sub("", code)))
    return bool(re.search("[ymdhsaeg]", plain, re.IGNORECASE))


def shows_percent(number: int, code: str | None) -> bool:
    """Whether a format shows a number as a percentage; arguments as in ``shows_date``."""
    return number in _PERCENTS if code is None else "%" in _NOT_CODE.sub("", code)


MOST_CODE = 255
"""Characters of a format code that Excel allows."""

_SECTION = re.compile(r'((?:"[^"]*"|[\\!_*].|\[[^\]]*\]|[^;"\\!_*])*+)(?:;|$)', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)([^\]]*)\]")
_HOLDS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\* |(?P<blank>\s)|\[\$(?P<sign>[¥￥]?)(?:-[0-9A-Za-z]*)?\]'
    r"|\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?[0-9]{1,2}|(?:[<>]=?|<>|=)[^\]]*)\]"
    r"|(?P<number>General|G/(?:通用格式|標準)|@|(?:#,##0|#*0+|#+)(?:\.[0#]*)?)"
    r"|(?P<bare>[\u4e00-\u9fff()（）¥￥-])|(?P<place>\?)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
"""The known pieces of a section: words, blanks, colours, digit placeholders. Anything else needs a person: ``?``, ``/``
and ``E+00`` show another number, a comma at the end divides by a thousand, ``[DBNum1]`` writes words.

Examples: ``0.0"件"`` is ``0.0`` and 件; ``_ * #,##0_ `` is ``#,##0`` with blanks around it.
"""

UNITS = frozenset("件个条次项篇起家份例处期场人户名批封种类张本册部台只位宗天分元") | {"人次", "家次"}
"""Words after a number that do not change it, also in brackets; others may (万, 半, 余)."""

_BEFORE = frozenset(("", "共", "¥", "￥"))
"""Words before a number that do not change it."""

_ZERO_TEXTS = frozenset(("", "-", "—", "——", "–", "－", "/", "无", "零", "〇", "0"))
"""What may be shown for zero."""


def built_in(number: int) -> str:
    """Return the code or name of a built-in format."""
    return _BUILT_IN.get(number) or f"内置格式 {number}"


def shows_all(number: int, code: str | None) -> bool:
    """Whether a format shows every number and every text unchanged."""
    return _code(number, code) in ("General", "@")


def _code(number: int, code: str | None) -> str | None:
    return _BUILT_IN.get(number) if code is None else code


@lru_cache(maxsize=512)
def shows_another_text(code: str) -> bool:
    """Whether a format changes or hides texts: by a fourth section, or by a last section with ``@``."""
    sections = _sections(code)
    if len(code) > MOST_CODE or len(sections) > 4:
        return True
    taken = _taken_apart(sections[-1])
    if len(sections) < 4 and (taken is None or "@" not in taken[1]):
        return "@" in _NOT_CODE.sub("", sections[-1])
    return taken is None or len(taken[1]) != 1 or not _is_general(taken[1][0]) or bool((taken[0] + taken[2]).strip())


def other_date(number: int, code: str | None, day: int) -> str:
    """Return the code of a format that does not show month and day, in this order; '' for one that does.

    The first day of a month may be shown as year and month only: that is what was typed.
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


@lru_cache(maxsize=4096)
def shows_another(number: int, code: str | None, value: float) -> bool:
    """Whether a format shows a number as another one, or hides it: 3 as 3万, 3000 as 3, 3 as 是, 0.5 as 1.

    A format that is not understood counts as showing another number. Negative numbers are no entries; zero may show
    as a blank or a dash.
    """
    written = _code(number, code)
    if written is None or len(written) > MOST_CODE:
        return True
    return value >= 0 and not all(_shows(section, value) for section in _sections_of(written, value))


def _sections(code: str) -> list[str]:
    matches = list(_SECTION.finditer(code))
    return [match[1] for at, match in enumerate(matches) if at == 0 or matches[at - 1][0].endswith(";")]


def _sections_of(code: str, value: float) -> list[str]:
    """Return the sections by which some program may show a number that is not negative.

    Without conditions the second section is for negative numbers and the third for zero (ECMA-376-1, 18.8.31). With
    conditions programs differ in what the other sections are for: every section whose own condition does not exclude
    the number may be used, up to the first whose condition holds.
    """
    sections = _sections(code)[:3]
    conditions = [_CONDITION.search(section) for section in sections]
    if not any(conditions):
        return [sections[2] if value == 0 and len(sections) > 2 else sections[0]]
    possible = []
    for section, condition in zip(sections, conditions, strict=True):
        if condition is None:
            possible.append(section)
        elif not _is_number(condition[2]):
            possible.append(_UNREADABLE)
        elif _HOLDS[condition[1]](value, float(condition[2])):
            return [*possible, section]
    return possible or [_UNREADABLE]


_UNREADABLE = '"?"'
"""A section for an invalid condition: what it shows is unknown."""


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text, re.ASCII) is not None


def _is_general(places: str) -> bool:
    return places == "@" or _GENERAL.fullmatch(places) is not None


def _shows(section: str, value: float) -> bool:
    """Whether a section shows a number unchanged, at most with a unit after it."""
    taken = _taken_apart(section)
    if taken is None:
        return False
    before, inside, behind = (taken[0].strip(), taken[1], taken[2].strip())
    if not inside:
        return value == 0 and before in _ZERO_TEXTS
    (places, *others) = inside
    if others or before not in _BEFORE or not (behind == "" or behind.strip("()（） ") in UNITS):
        return False
    return _is_general(places) or not _rounds(places, value)


def _rounds(places: str, value: float) -> bool:
    """Whether a number has more decimals than the placeholders: 0.25 in ``0.0``."""
    exact = Decimal(str(value)).normalize().as_tuple().exponent
    return isinstance(exact, int) and -exact > _count(places.partition(".")[2])


def _count(places: str) -> int:
    return sum(map(places.count, "0#"))


_WORDS = "quoted", "escaped", "bare", "blank", "sign"
"""The pieces that are displayed; a ``?`` without a number (``"-"??`` for zero) is a blank."""


def _taken_apart(section: str) -> tuple[str, list[str], str] | None:
    """Return the words before the number, its runs of placeholders, and the words after it; None for unknown pieces."""
    words = [""]
    inside: list[str] = []
    for match in _TOKEN.finditer(section):
        if match["other"] or (match["place"] and inside):
            return None
        if match["number"]:
            inside.append(match["number"])
            words.append("")
        else:
            words[-1] += "".join(match[name] or "" for name in _WORDS)
    return words[0], inside, words[-1] if inside else ""
