"""What a check reports, and how texts of notices are compared."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.errors import Problem, new_problem

_PRIVATE_DIGITS = str.maketrans("园员圆猿源缘粤月", "012345AB")
"""The PDF texts of 高政办函〔2022〕10号 and 高政办发〔2020〕33号 contain these characters instead of digits and A,
B."""


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """A problem, unless an erratum on its place and topic answers it.

    ``topic`` is '' if no erratum can answer it.
    """

    place: str
    topic: str
    problem: Problem


def finding(place: str, topic: str, code: str, **facts: object) -> Finding:
    """Make a finding; the place of its problem becomes a line when it is reported."""
    return Finding(place, topic, new_problem(place, code, **facts))


@lru_cache(maxsize=4_096)
def folded(text: str) -> str:
    """Fold a text for comparison: no white space, one width of characters, private characters as digits."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_PRIVATE_DIGITS)
