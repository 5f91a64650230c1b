"""Reads what clerks type as what the form asks for, if a person would understand it without doubt.

``３``, ``3件`` and `` 3 `` are 3; ``无`` and ``—`` are zero; ``√`` is 是. Anything with two possible meanings
(``2000万``, ``3-5``, ``约3件``, ``10%``) stays as typed: strict reading then reports it, and a person is asked. What
was typed is never overwritten; each change is listed with the original.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from xlplugin.entries.cell_values import CellPercent, CellValue, as_shown
from xlplugin.entries.read_entries import INAPPLICABLE
from xlplugin.rubric.clause import Clause, rate_of, slots
from xlplugin.rubric.measures import HUNDRED
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.slots import HAVE, HAVE_NOT, NO, NONE, YES, Slot, Takes
from xlplugin.scoring.states import NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that was read differently from what was typed.

    Attributes:
        slot: the name of its slot (``3.3.7.d1_part``), or of the cell for 不适用 (``na_3.3.4``).
        before: what was typed.
        after: how it was read; None for a blank.
    """

    slot: str
    before: CellValue
    after: CellValue


@dataclass(frozen=True, slots=True)
class Normalised:
    """Cells as the form asks for them, by slot, and the changes made for that."""

    values: Mapping[str, CellValue]
    changes: tuple[Change, ...]


def normalise(rubric: Rubric, values: Mapping[str, CellValue]) -> Normalised:
    """Read what was typed as what the form asks for, as far as there is no doubt.

    Args:
        rubric: the scoring table.
        values: the values of cells, by slot, as for ``read_cells``; a missing one is blank.
    """
    read: dict[str, CellValue] = {}
    known = _slots(rubric)
    for name, value in values.items():
        # Nearly all values are numbers, or one of the expected words.
        if type(value) is float or value is None or value == "" or name not in known:
            continue
        clause, slot = known[name]
        if slot is None or clause is None:
            read[name] = _mark(value)
        elif slot.words:
            if value not in slot.words:
                read[name] = _word(slot.words, value, is_plain=_is_plain(slot))
        elif slot.takes is not Takes.REASON:
            read[name] = _number(slot, value, _means_none(clause, slot, values))
            read |= _fraction(clause, slot, value, values)
    changes = [Change(name, values.get(name), after) for name, after in read.items()]
    return Normalised({**values, **read}, tuple(change for change in changes if not _same(change.before, change.after)))


def have_word(value: CellValue) -> CellValue:
    """Read a cell for 有 or 无; None for a blank."""
    return _word((HAVE, HAVE_NOT), value)


def _same(before: CellValue, after: CellValue) -> bool:
    return type(before) is type(after) and before == after


@lru_cache(maxsize=64)
def _slots(rubric: Rubric) -> Mapping[str, tuple[Clause | None, Slot | None]]:
    """Return every slot by its name, with its clause; cells for 不适用 have none."""
    by_name: dict[str, tuple[Clause | None, Slot | None]] = {}
    for clause in rubric.clauses:
        by_name |= {slot.name: (clause, slot) for slot in slots(clause)}
    by_name |= {
        f"{INAPPLICABLE}{indicator.id}": (None, None)
        for indicator in rubric.indicators
        if indicator.may_be_not_applicable
    }
    return MappingProxyType(by_name)


def _means_none(clause: Clause, slot: Slot, values: Mapping[str, CellValue]) -> frozenset[str]:
    """Return the words and dashes that mean zero.

    For a rate zero takes all the points, so a dash, which may mean 不适用, does not count as zero; and 无 may mean that
    there was nothing to measure, unless the whole is known.
    """
    rate = rate_of(clause)
    if rate is None:
        return _NONE_WORDS | _DASHES
    has_whole = not isinstance(rate.whole, str) or isinstance(values.get(f"{clause.key}_whole"), float)
    return _NONE_WORDS if has_whole and slot.part == "part" else frozenset()


def _is_plain(slot: Slot) -> bool:
    """Whether 没有 and a dash can only answer the question, because no part of it is negated (未, 不, 没, 无)."""
    return not any(_NEGATION.search(text) for text in (slot.label, *slot.words) if text not in _NOT_NEGATED)


# Characters of Chinese input methods: full-width letters and digits, signs and blanks of every kind.
_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\t\r\n\v\f"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u2060\ufeff"), "")
_PLAIN: dict[int, int | str] = {**_HALF_WIDTH, **_BLANKS, **_INVISIBLE, ord("−"): "-", ord("﹣"): "-"}


def _plain(text: str) -> str:
    """Write a text in half width, without blanks around it."""
    return text.translate(_PLAIN).strip()


_NONE_WORDS = frozenset(("无", "没有", "未发现", "零", "暂无"))
_DASHES = frozenset(("-", "--", "—", "——", "–", "―", "─", "/", "\\"))
"""Dashes that mean none. They may also mean 不适用, which costs as little as a count of zero."""

_PAIRS = ((YES, NO), (HAVE, HAVE_NOT))
_SAYS_YES, _SAYS_NO = frozenset(("是", "是的", "y", "yes", "true")), frozenset(("否", "不是", "n", "no", "false"))
"""Answers to a question in any form."""

_MEANS_YES = _SAYS_YES | {"√", "✓", "✔", "☑", "对", "有"}
_MEANS_NO = _SAYS_NO | {"×", "x", "✗", "✘", "没有", "没", "无"}

_NEGATION = re.compile("[未不没无]")
"""If the question is whether something was not done, 没有, √ and × may refer to the thing and not to the question."""

_NOT_NEGATED = frozenset((HAVE_NOT, NONE))
"""Words of a list that contain one of these characters without negating the question."""


def _word(words: tuple[str, ...], value: CellValue, *, is_plain: bool = True) -> CellValue:
    """Read one of some words; two of them are 是 and 否, or 有 and 无."""
    if isinstance(value, bool):
        return words[0 if value else 1] if words in _PAIRS else value
    if not isinstance(value, str):
        return value
    text = _plain(value)
    if text in words:
        return text
    if not text:
        return None
    text = _unended(text)
    letters = text.casefold()
    if words in _PAIRS:
        yes, no = (_MEANS_YES, _MEANS_NO) if is_plain else (_SAYS_YES, _SAYS_NO)
        return words[0] if letters in yes else words[1] if letters in no else value
    if text in (_NONE_WORDS | _DASHES if is_plain else (NONE,)):
        return NONE
    joined = _joined(text)
    return next((word for word in words if _joined(_plain(word)) == joined), value)


def _unended(text: str) -> str:
    """Remove the full stop at the end of a text."""
    return text.rstrip("。.").rstrip()


def _joined(text: str) -> str:
    return re.sub(r"[\s,，、;；。.]", "", text)


def _mark(value: CellValue) -> CellValue:
    """Read the cell for 不适用: marked or not."""
    if isinstance(value, bool):
        return NOT_APPLICABLE if value else None
    if not isinstance(value, str):
        return value
    text = _joined(_plain(value)).casefold()
    if text == NOT_APPLICABLE or text in _MEANS_YES - {"有"}:
        return NOT_APPLICABLE
    return None if text in ("", "适用") or text in _MEANS_NO - {"没有", "没", "无"} else value


_NUMBER = re.compile(r"\+?(-?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_POINT = re.compile(r"(?<=[0-9])。(?=[0-9])", re.ASCII)
"""A decimal point as Chinese input methods write it: ``2。5``."""
_COUNTERS = frozenset("件条次个项篇起家份例处")
"""Measure words; whichever a clerk uses, the number is the same."""

_CHINESE = re.compile("[〇零一二两三四五六七八九]|([一二三四五六七八九])?十([一二三四五六七八九])?")
_DIGITS = {digit: at for at, digits in enumerate(("〇零", "一", "二两", *"三四五六七八九")) for digit in digits}
_IN_ALL = "共"
LONGEST = 20
"""Characters of a number; a longer text is no number."""


def _number(slot: Slot, value: CellValue, none: frozenset[str] = frozenset()) -> CellValue:
    if isinstance(value, CellPercent) and slot.part == "rate":
        return as_shown(value.value * HUNDRED)  # the form asks for 89.5, and 89.5% can only mean the same
    if not isinstance(value, str):
        return value
    text = _plain(value)
    if not text:
        return None
    text = _unended(_POINT.sub(".", text))
    if text in none:
        return 0.0
    for unit in sorted(_units(slot), key=len, reverse=True):
        if text.endswith(unit) and text != unit:
            text = text.removesuffix(unit).rstrip()
            break
    if slot.takes is Takes.WHOLE:
        text = text.removeprefix(_IN_ALL).lstrip()
    if len(text) <= LONGEST and (match := _NUMBER.fullmatch(text)):
        return Decimal(match[1].replace(",", ""))
    return _chinese(text, value)


def _units(slot: Slot) -> frozenset[str]:
    """Return the units that add nothing to what the form asks for: 分 does not fit a count, 万 fits nothing."""
    own = frozenset((slot.unit,)) if slot.unit else frozenset[str]()
    return own | _COUNTERS if slot.takes is Takes.WHOLE else own


def _chinese(text: str, value: CellValue) -> CellValue:
    """Read 三, 十二 and 二十一."""
    match = _CHINESE.fullmatch(text)
    if not match:
        return value
    if text in _DIGITS:
        return Decimal(_DIGITS[text])
    tens, units = match.groups()
    return Decimal(10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[units] if units else 0))


EARLIEST = 2020
"""No date before this year was typed as a fraction: programs use the current year."""

_OF = re.compile(r"([0-9]{1,9}) ?/ ?([0-9]{1,9})", re.ASCII)


def _fraction(clause: Clause, slot: Slot, value: CellValue, values: Mapping[str, CellValue]) -> dict[str, CellValue]:
    """Read ``3/9`` where part and whole are asked for, also as the date that programs make of it."""
    rate = rate_of(clause)
    if rate is None or slot.part != "part":
        return {}
    if isinstance(value, str) and (match := _OF.fullmatch(_plain(value))):
        part, whole = int(match[1]), int(match[2])
    elif isinstance(value, date):
        part, whole = value.month, value.day
        has_time = isinstance(value, datetime) and (value.hour or value.minute or value.second)
        # Programs turn 1/40 into 1 January 1940.
        if has_time or value.year < EARLIEST or value.day == 1:
            return {}
    else:
        return {}
    if part > whole or not whole:
        return {}
    if not isinstance(rate.whole, str):
        return {slot.name: float(part)} if whole == rate.whole else {}
    other = f"{clause.key}_whole"
    given = values.get(other)
    if given in (None, ""):
        return {slot.name: float(part), other: float(whole)}
    return {slot.name: float(part)} if _given(clause, other, given) == whole else {}


def _given(clause: Clause, name: str, value: CellValue) -> CellValue:
    (slot,) = (slot for slot in slots(clause) if slot.name == name)
    return _number(slot, value)
