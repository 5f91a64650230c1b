"""Numbers and truth values in XML: ASCII digits in the form that the standard gives, and nothing else.

Python reads more (``int("１")`` and ``float("1_0")`` are numbers to it), and another program reads something else
there, or nothing.
"""

import re
from functools import lru_cache

_WHOLE = re.compile(r"[ \t\r\n]*\+?([0-9]{1,10})[ \t\r\n]*", re.ASCII)
_DECIMAL = re.compile(r"[ \t\r\n]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)[ \t\r\n]*", re.ASCII)
_NO = frozenset(("", "0", "false"))


@lru_cache(maxsize=4096)  # the same formats and rows, cell after cell
def whole(text: str) -> int:
    """Read a whole number that is not negative (``xsd:unsignedInt``).

    Raises:
        ValueError: it is none.
    """
    if match := _WHOLE.fullmatch(text):
        return int(match[1])
    raise ValueError(f"no whole number: {text[:20]!r}")


def decimal(text: str) -> float:
    """Read a number (``xsd:double``, but for INF and NaN).

    Raises:
        ValueError: it is none.
    """
    if match := _DECIMAL.fullmatch(text):
        return float(match[1])
    raise ValueError(f"no number: {text[:20]!r}")


def is_true(text: str) -> bool:
    """Whether an attribute says yes (``xsd:boolean``): whatever is not a no, as some program may take it for a yes."""
    return text.strip(" \t\r\n") not in _NO
