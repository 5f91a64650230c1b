"""Finds typical typing mistakes in YAML that cannot be parsed.

The parser speaks English and often reports a later line; officials always mistype the same things: full-width colons,
tabs, a missing space, a text that begins with ``*`` or contains ``: `` without quotes.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from xlplugin.errors import Problem, new_problem
from xlplugin.rubric_files.file_format import field_names

_WIDE_COLON = re.compile(r"\s*(?:- *)?([\w（）()、]{1,20})：")
_DASH = re.compile(r"\s*-(?=[^\s\-0-9])")
_VALUE = re.compile(r"\s*(?:- +)?(?:([^\s:：\"'#][^:：\"'#]{0,20}): +)?(.*)")
_SPECIAL = "*&!%@`"


@lru_cache(maxsize=1)
def _no_space() -> re.Pattern[str]:
    """Make the pattern for a known field without a space after its colon: ``扣分:5``."""
    return re.compile(rf"\s*(?:- +)?({'|'.join(map(re.escape, field_names()))}):(?=[^\s:])")


def diagnose(text: str, name: str) -> list[Problem]:
    """List the lines with recognised mistakes; an empty list if there are none."""
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            problems += [new_problem(f"{name}:{number}", code, **facts) for code, facts in _faults(line)]
    return problems


def _faults(line: str) -> Iterator[tuple[str, dict[str, str]]]:
    indent = line[: len(line) - len(line.lstrip(" \t\u3000-"))]
    if "\t" in indent:
        yield "typed-tab", {}
    if "\u3000" in indent:
        yield "typed-wide-space", {}
    if _DASH.match(line):
        yield "typed-dash", {}
    if (key := _WIDE_COLON.match(line)) and ": " not in line and not line.rstrip().endswith(":"):
        yield "typed-wide-colon", {"key": key[1]}
    elif key := _no_space().match(line):
        yield "typed-no-space", {"key": key[1]}
    if match := _VALUE.match(line):
        yield from _value_faults(match[2].strip())


def _value_faults(value: str) -> Iterator[tuple[str, dict[str, str]]]:
    if value[:1] in _SPECIAL and value:
        yield "typed-special", {"start": value[0]}
    elif value[:1] in "\"'" and value:
        if not re.fullmatch(r"\"(?:[^\"\\]|\\.)*\"(?:\s+#.*)?|'(?:[^']|'')*'(?:\s+#.*)?", value):
            yield "typed-quote", {"start": value[0]}
    elif value[:1] == "[" and not re.search(r"\](?:\s+#.*)?$", value):
        yield "typed-special", {"start": "["}
    elif ": " in value and not value.startswith("{"):
        yield "typed-colon-inside", {}
