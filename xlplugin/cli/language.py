"""Chinese or English output."""

import argparse
import os
import sys
from collections.abc import Sequence

CHINESE, ENGLISH = "zh", "en"


class Say:
    """Chooses the text in the user's language."""

    # Not a dataclass: importing dataclasses takes as long as everything else that ``xlplugin --help`` does.
    def __init__(self, language: str) -> None:
        """Set the language, ``zh`` or ``en``."""
        self.language = language

    def __call__(self, chinese: str, english: str) -> str:
        """Return the text in the chosen language."""
        return chinese if self.language == CHINESE else english


_ARGPARSE = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这份说明",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少 %s",
    "one of the arguments %s is required": "%s 须有其一",
    "not allowed with argument %s": "不能与 %s 同用",
    "unrecognized arguments: %s": "没有这样的参数：%s",
    "expected one argument": "后面缺少内容",
    "expected at most one argument": "后面最多一项",
    "expected at least one argument": "后面至少一项",
    "ignored explicit argument %r": "后面不应有内容 %r",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r 这一项，可选 %(choices)s",
    "invalid %(type)s value: %(value)r": "不能是 %(value)r",
}
"""Chinese for the texts of the standard library's parser, by the text that it looks up in gettext."""


def counted(count: int, noun: str) -> str:
    """Return a count with an English noun: ``1 file``, ``2 files``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def teach_argparse(language: str) -> None:
    """Make the standard library's parser use a language."""
    # It calls gettext, which would need a compiled catalogue and a text domain for the whole process.
    words = _ARGPARSE if language == CHINESE else {}
    setattr(argparse, "_", lambda text: words.get(text, text))  # noqa: B010  # not a public name


def chosen_language(arguments: Sequence[str]) -> str:
    """Return the language of ``--lang``, otherwise the system's."""
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

        chinese = 0x04  # the primary language in Windows' language identifiers
        return CHINESE if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == chinese else ENGLISH
    return ENGLISH
