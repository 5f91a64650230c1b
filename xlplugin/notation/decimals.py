"""Exact decimal numbers with four places.

A number is an ``int`` that counts ten-thousandths: 2.5 分 is ``25_000``, 3 件 is ``30_000``. Every amount of a
clause is rounded to four places (``docs/scoring.md``, *Arithmetic*, rule 2), so whole ten-thousandths store all
of them exactly, sums and caps need only integers, and a score never goes through a binary float.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

SCALE = 10_000
"""Ten-thousandths in 1."""

PLACES = 4
"""Decimal places that a number keeps."""

PUBLISHED_PLACES = 2
"""Decimal places of a published total, unless the notice says otherwise."""

_DECIMAL = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")


def parse_decimal(text: str) -> int:
    """Read a decimal such as ``2.5`` as ten-thousandths; at most four places, no exponent, ASCII digits.

    Raises:
        ValueError: the text is not such a decimal.
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) > PLACES:
        raise ValueError(text)
    size = int(whole.removeprefix("-")) * SCALE + int(decimals.ljust(PLACES, "0"))
    return -size if text.startswith("-") else size


@lru_cache(maxsize=4_096)
def format_decimal(number: int) -> str:
    """Write ten-thousandths as a decimal in its shortest form: ``25_000`` is ``2.5``, ``0`` is ``0``."""
    whole, decimals = divmod(abs(number), SCALE)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{decimals:04}".rstrip("0") if decimals else f"{sign}{whole}"


def format_places(number: int, places: int) -> str:
    """Write ten-thousandths with so many places (0 to 4): ``900_000`` with two is ``90.00``."""
    number = round_places(number, places)
    whole, decimals = divmod(abs(number), SCALE)
    return f"{'-' if number < 0 else ''}{whole}.{decimals:04}"[: places - PLACES or None].rstrip(".")


def format_published(number: int, places: int = PUBLISHED_PLACES) -> str:
    """Write a total as it is published: ``900_000`` is ``90.00``."""
    return format_places(number, places)


def published_pattern(places: int) -> str:
    """Return the number format, or the pattern of TEXT, of so many places: 0.00."""
    return f"0.{'0' * places}" if places else "0"


def exact_pattern(places: int) -> str:
    """Return the number format of an exact total: at least so many places, and up to four (0.00##)."""
    return f"{published_pattern(places)}{'#' * (PLACES - places)}" if places else "General"


@lru_cache(maxsize=4_096)
def to_decimal(number: int) -> Decimal:
    """Turn ten-thousandths into a ``Decimal`` in its shortest form."""
    return Decimal(format_decimal(number))


def divide_half_up(numerator: int, denominator: int) -> int:
    """Divide two integers and round to a whole number, halves away from zero, as a spreadsheet's ROUND does.

    Raises:
        ZeroDivisionError: the denominator is zero.
    """
    size, rest = divmod(abs(numerator), abs(denominator))
    size += 2 * rest >= abs(denominator)
    return size if (numerator < 0) == (denominator < 0) else -size


def round_places(number: int, places: int) -> int:
    """Round ten-thousandths to so many decimal places (0 to 4), halves away from zero: -0.005 is -0.01."""
    unit = int(10 ** (PLACES - places))
    return divide_half_up(number, unit) * unit


def percent_scale(shares: Iterable[int]) -> int:
    """Return the least of 100 and 10,000 that makes shares (in ten-thousandths of one) whole numbers.

    Products of whole numbers are exact in a spreadsheet's binary numbers, those of 90.1 % are not.
    """
    return 100 if all(share % 100 == 0 for share in shares) else SCALE
