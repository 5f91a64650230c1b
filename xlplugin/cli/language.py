"""Chinese or English."""

import os
import sys
from collections.abc import Sequence

CHINESE, ENGLISH = "zh", "en"

ENGLISH_STATES = {"未报送": "not returned", "已报送": "returned", "有问题": "problems"}
"""Where a body stands (``results.standing``), in English."""


class Say:
    """Says things in the chosen language."""

    # Not a dataclass: importing dataclasses takes as long as the rest of ``xlplugin --help``.
    def __init__(self, language: str) -> None:
        """Take the language, ``zh`` or ``en``."""
        self.language = language

    def __call__(self, chinese: str, english: str) -> str:
        """Give the text of the chosen language."""
        return chinese if self.language == CHINESE else english


def chosen_language(arguments: Sequence[str]) -> str:
    """Give the language of ``--lang``, else that of the system."""
    for at, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and at + 1 < len(arguments):
            value = arguments[at + 1]
        if value in (CHINESE, ENGLISH):
            return value
    return _system_language()


def _system_language() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return CHINESE if value.lower().startswith("zh") else ENGLISH
    if sys.platform == "win32":
        import ctypes

        chinese = 0x04  # the primary language of Windows' language identifiers
        return CHINESE if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == chinese else ENGLISH
    return ENGLISH
