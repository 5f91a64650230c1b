"""The editions of a form: who fills the workbook in."""

from enum import Enum


class Edition(Enum):
    """Who fills the workbook in."""

    PLAIN = "plain"
    """One column, whoever fills it in."""
    SELF = "self"
    """The body assesses itself (自评)."""
    ASSESS = "assess"
    """The assessors (考核组), beside the body's own column, which is locked."""


_EDITION_NAMES = {Edition.PLAIN: "一般", Edition.SELF: "自评", Edition.ASSESS: "考核"}


def edition_name(edition: str) -> str:
    """Give what an edition is called in lists."""
    return _EDITION_NAMES[Edition(edition)]


EDITION_WORDS = {"self": "（自评）", "assess": "（考核）"}
