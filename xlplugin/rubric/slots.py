"""The input cells of a clause: what each takes, and its bounds."""

from dataclasses import dataclass
from enum import Enum

from xlplugin.notation.decimals import PLACES

YES, NO, NONE = "是", "否", "无"
HAVE, HAVE_NOT = "有", "无"
MOST_COUNTED = 99_999
MOST_MEASURED = 99_999_999
MOST_AMOUNT = 9_999
"""Bounds of counts, of parts and wholes, and of amounts (分) that the notice does not limit (``docs/scoring.md``)."""

MOST_DECIMAL = 9_999_999
"""The bound of measured values with decimal places, so that a spreadsheet holds every one of them exactly."""


class Takes(Enum):
    """What an input cell takes."""

    YES_NO = "yes or no"
    TIER = "one of some words"
    WHOLE = "whole number"
    MEASURE = "measured value"
    AMOUNT = "amount"
    REASON = "reason"


@dataclass(frozen=True, eq=False, repr=False)
class Slot:
    """One input cell of a clause.

    Attributes:
        part: which part of the entry it holds: ``value``, ``rate``, ``part`` and ``whole``, or ``amount`` and
            ``reason``.
        name: its defined name without ``in_``: ``3.3.7.d1_part``.
        takes: what may be entered.
        label: what is entered, in Chinese.
        unit: of a count (件), a measured value (天, %) or an amount (分).
        most: the largest number, in ten-thousandths.
        words: the words of a drop-down list.
        least: the smallest number, in ten-thousandths.
        places: the decimal places that a measured value may have.
        explains_less: of an amount: whether less than the most needs a reason (an award), not more than 0.
    """

    part: str
    name: str
    takes: Takes
    label: str
    unit: str = ""
    most: int = 0
    words: tuple[str, ...] = ()
    least: int = 0
    places: int = PLACES
    explains_less: bool = False


def reason_name(key: str) -> str:
    """Return the name of the reason for an entry: its own, or the assessors' for an entry that asks for none."""
    return f"{key}_reason"
