"""Numbers and truth values in XML: ASCII digits in the form of the standard, and nothing else.

Python accepts more (``int("１")``, ``float("1_0")``), where other programs read something else, or nothing.
"""

import re
from functools import lru_cache

_WHOLE = re.compile(r"[ \t\r\n]*\+?([0-9]{1,10})[ \t\r\n]*", re.ASCII)
_DECIMAL = re.compile(r"[ \t\r\n]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)[ \t\r\n]*", re.ASCII)
_NO = frozenset(("", "0", "false"))


@lru_cache(maxsize=4096)  # the same formats and rows, in cell after cell
def whole(text: str) -> int:
    """Read a whole number that is not negative (``xsd:unsignedInt``).

    Raises:
    ValueError: the text is not such a number.
    """
    if match := _WHOLE.fullmatch(text):
        return int(match[1])
    raise ValueError(f"no whole number: {text[:20]!r}")


def decimal(text: str) -> float:
    """Read a number (``xsd:double``, without INF and NaN).

    Raises:
    ValueError: the text is not such a number.
    """
    if match := _DECIMAL.fullmatch(text):
        return float(match[1])
    raise ValueError(f"no number: {text[:20]!r}")


def is_true(text: str) -> bool:
    """Whether an attribute is true (``xsd:boolean``): everything but false, as some program may take it for true."""
    return text.strip(" \t\r\n") not in _NO
