"""Numerals as notices number their entries: 一, 二, … 十一; and numbers as their sentences write them: 两, 半, 十二."""

import re

NUMERALS = "一二三四五六七八九十"
NUMERAL = "[一二两三四五六七八九十半]{1,3}"
"""A pattern of the numerals that ``number_of`` reads."""


def numeral_of(number: int) -> str:
    """Write 1 … 99 as 一 … 九十九; 100, which no notice reaches, as 百."""
    tens, units = divmod(number, 10)
    if tens >= len(NUMERALS):
        return "百"
    head = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return head + (NUMERALS[units - 1] if units else "")


def number_of(numeral: str) -> str:
    """Read a numeral as a decimal, as text; '' if it is none.

    >>> number_of("两"), number_of("十二"), number_of("二十"), number_of("半"), number_of("百")
    ('2', '12', '20', '0.5', '')
    """
    if numeral == "半":
        return "0.5"
    match = re.fullmatch("([二三四五六七八九])?(十)?([一二两三四五六七八九])?", numeral)
    if not numeral or not match or (match[1] and not match[2] and match[3]):
        return ""
    tens, ten, units = match.groups()
    if not ten:
        tens, units = None, units or tens
    value = (10 * (_digit(tens) or 1) if ten else 0) + _digit(units)
    return str(value)


def _digit(numeral: str | None) -> int:
    return "一二三四五六七八九".index(numeral.replace("两", "二")) + 1 if numeral else 0
