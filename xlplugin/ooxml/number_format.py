"""Number formats: what their codes make of a number (ECMA-376-1, 18.8.30 and 18.8.31)."""

import re

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The numbers of the built-in formats that show dates and times, the Chinese ones among them."""

_PERCENTS = frozenset((9, 10))
"""The same for percentages."""

_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
"""What of a number format is no code: quoted and escaped characters, colours, conditions; ``[h]`` is one."""

_GENERAL = re.compile("General|G/通用格式", re.IGNORECASE)
_EXPONENT, _FRACTION = re.compile("E[+-]", re.IGNORECASE), re.compile(r"/\s*[0-9#?]+")
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])+')
_CONDITION = re.compile(r"\[[<>=]")
_WORD = re.compile(r'"([^"]*)"|\\(.)')
_FIGURES = re.compile("[1-9０-９〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟‰−－-]|^\\s*[kKM]\\s*$")
"""What, beside a number, makes another of it: figures, tens of thousands, a sign."""

_SCALED = re.compile(r"[0#?],+(?:\.|$)")
"""A comma behind the last place divides by a thousand."""


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


def shows_another(code: str) -> bool:
    """Whether a format shows a positive number as another, or not at all: 3 as 3万, 3000 as 3, 3 as 是."""
    first = _SECTION.match(code)
    sections = _SECTION.findall(code) if _CONDITION.search(code) else [first[0] if first else ""]
    return any(map(_changes, sections))


def _changes(section: str) -> bool:
    code = _NOT_CODE.sub("", section)
    rest = _FRACTION.sub("", _EXPONENT.sub("", _GENERAL.sub("", code)))
    words = ("".join(found) for found in _WORD.findall(section))
    if _FIGURES.search(rest) or any(map(_FIGURES.search, words)):
        return True
    places = re.sub("[^0#?,.]", "", rest)
    has_number = bool(re.search("[0#?]", places)) or "@" in rest or _GENERAL.search(code) is not None
    return not has_number or _SCALED.search(places) is not None
