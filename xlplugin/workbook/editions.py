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


EDITIONS = tuple(edition.value for edition in Edition)
"""The editions as commands and files write them."""

_EDITION_NAMES = {Edition.PLAIN: "一般", Edition.SELF: "自评", Edition.ASSESS: "考核"}


def edition_name(edition: str) -> str:
    """Return what an edition is called in lists: 一般, 自评 or 考核."""
    return _EDITION_NAMES[Edition(edition)]


def edition_mark(edition: str) -> str:
    """Return what an edition adds to the name of a file: 自评, 考核, or nothing for ``plain``."""
    return "" if Edition(edition) is Edition.PLAIN else edition_name(edition)
