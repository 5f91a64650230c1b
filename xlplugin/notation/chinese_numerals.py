"""Numerals as notices number their entries: 一, 二, … 十一."""

NUMERALS = "一二三四五六七八九十"


def numeral_of(number: int) -> str:
    """Write 1 … 99 as 一 … 九十九; 100, which no notice reaches, as 百."""
    tens, units = divmod(number, 10)
    if tens >= len(NUMERALS):
        return "百"
    head = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return head + (NUMERALS[units - 1] if units else "")
