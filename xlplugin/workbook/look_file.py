"""Reads ``templates/look.yaml``, and an office's own file of changes to it, into a ``Look``.

The built-in file also defines what may be set: other settings are unknown, and a text may use the ``{…}`` of its
built-in version.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import TypeAlias

from xlplugin.errors import LookError, Problem, nearest, new_problem
from xlplugin.files.reading import cannot_read
from xlplugin.files.resources import templates_folder
from xlplugin.notation.excel_text import utf16_length
from xlplugin.rubric_files.strict_yaml import Node, YamlList, YamlScalar, read_yaml_file
from xlplugin.rubric_files.strict_yaml import YamlMap as Entries
from xlplugin.workbook.look import Look, Mark, Paper, Style

SECTIONS = ("样式", "标记", "图表", "纸张", "列宽", "版面", "文字")
MOST_TEXT = 200
"""Characters of a text of the form; prompts are filled in and cut at Excel's 255."""

MOST_LINES = 8
"""Lines of a list of texts."""

SOLVED = ("评分表", "评分表（考核）")
"""Tables whose columns may have ranges of widths."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting in a file: its value, a text or a list of texts, and its place."""

    value: str | tuple[str, ...]
    where: str


Settings: TypeAlias = dict[tuple[str, ...], Setting]


def load_look(path: Path | str | None = None) -> Look:
    """Load the built-in look, with an office's own changes.

    Args:
        path: a file with the settings that differ.

    Raises:
        UsageError: the file cannot be read.
        LookError: settings are unknown or invalid; all are listed.
    """
    shipped = shipped_settings()
    if path is None:
        return _look(shipped)
    settings, problems = _read(Path(path), frozenset(_groups(shipped)))
    known = tuple("·".join(place) for place in shipped)
    for place, setting in settings.items():
        if place not in shipped:
            facts = {"setting": "·".join(place), **nearest("·".join(place), known)}
            problems.append(new_problem(setting.where, "unknown-setting", **facts))
        elif fault := _fault(place, setting.value, shipped[place].value):
            problems.append(_bad_setting(place, setting, fault))
    if problems:
        raise LookError(sorted(problems, key=_line))
    return _look(shipped | settings)


def _line(problem: Problem) -> int:
    line = problem.where.rpartition(":")[2]
    return int(line) if line.isdigit() else 0


@lru_cache(maxsize=1)
def shipped_settings() -> Settings:
    """Return all settings of the built-in look, by their path in the file.

    Raises:
        LookError: settings there are invalid.
    """
    settings, problems = _read(templates_folder() / "look.yaml", None)
    problems += [
        _bad_setting(place, setting, fault)
        for place, setting in settings.items()
        if (fault := _fault(place, setting.value, setting.value))
    ]
    if problems:
        raise LookError(problems)
    return settings


def _bad_setting(place: tuple[str, ...], setting: Setting, expected: tuple[str, str]) -> Problem:
    facts = {"setting": "·".join(place), "rule": expected[0], "rule_en": expected[1]}
    return new_problem(setting.where, "bad-setting", **facts)


def _groups(settings: Settings) -> Iterator[tuple[str, ...]]:
    """Return the places that are groups of settings."""
    for place in settings:
        for length in range(1, len(place)):
            yield place[:length]


def _read(path: Path, groups: frozenset[tuple[str, ...]] | None) -> tuple[Settings, list[Problem]]:
    try:
        node, problems, _ = read_yaml_file(path)
    except OSError as error:
        raise cannot_read(path, error) from error
    settings: Settings = {}
    if isinstance(node, Entries):
        _flatten(node, (), str(path), groups, settings, problems)
    elif node is not None or not problems:
        problems.append(new_problem(str(path), "not-a-mapping"))
    if (given := settings.pop(("格式",), None)) and given.value != "1":
        problems.append(new_problem(given.where, "unknown-format", value=given.value))
    return settings, problems


def _flatten(
    node: Entries,
    above: tuple[str, ...],
    file: str,
    groups: frozenset[tuple[str, ...]] | None,
    settings: Settings,
    problems: list[Problem],
) -> None:
    for key, value in node.entries.items():
        place, where = (*above, key), f"{file}:{node.lines[key]}"
        if isinstance(value, Entries):
            _flatten(value, place, file, groups, settings, problems)
        elif groups is not None and place in groups:
            problems.append(new_problem(where, "setting-is-a-group", setting="·".join(place)))
        else:
            settings[place] = Setting(_value(value), where)


def _value(node: Node) -> str | tuple[str, ...]:
    items = node.items if isinstance(node, YamlList) else ()
    return node.text if isinstance(node, YamlScalar) else tuple(_text(item) for item in items)


def _text(node: Node) -> str:
    return node.text if isinstance(node, YamlScalar) else ""


_Rule: TypeAlias = tuple[Callable[[str], bool], tuple[str, str]]


def _number(least: float, most: float, unit: str, unit_en: str) -> _Rule:
    def fits(text: str) -> bool:
        return bool(re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", text)) and least <= float(text) <= most

    return fits, (f"{least:g} 至 {most:g} 的数（{unit}）", f"a number from {least:g} to {most:g} ({unit_en})")


def _one_of(*words: str) -> _Rule:
    return words.__contains__, (f"{'、'.join(words)}之一", f"one of {', '.join(words)}")


def _matches(pattern: str, expected: str, said_en: str) -> _Rule:
    return lambda text: bool(re.fullmatch(pattern, text)), (expected, said_en)


_COLOUR = _matches("[0-9A-Fa-f]{6}", "六位十六进制颜色，如 FFF2CC", "a colour as six hex digits, such as FFF2CC")
_YES_NO = _one_of("是", "否")
_RULES: Mapping[str, _Rule] = {
    "字体": _matches(r"[^\x00-\x1f<>&\"\U00010000-\U0010ffff]{1,31}", "字体名称", "a font's name"),
    "字号": _number(6, 72, "磅", "points"),
    "对齐": _one_of("左", "居中", "右"),
    "边框": _YES_NO,
    "加粗": _YES_NO,
    "底色": _COLOUR,
    "字色": _COLOUR,
    "字号不小于": _number(7.5, 16, "磅", "points"),
    "纸": _one_of("A4", "A3"),
    "方向": _one_of("横向", "纵向"),
}
_MARGIN = _number(4, 50, "毫米", "millimetres")
LEAST_WIDTH, MOST_WIDTH = 2, 120
"""Bounds of column widths, in characters of half width."""

_RANGE = re.compile(r"([0-9]{1,3})(?:—|–|-|~|至)([0-9]{1,3})")
"""A range of widths: ``18—70``."""


def _is_width(text: str) -> bool:
    if match := _RANGE.fullmatch(text):
        return LEAST_WIDTH <= int(match[1]) <= int(match[2]) <= MOST_WIDTH
    return _number(LEAST_WIDTH, MOST_WIDTH, "", "")[0](text)


_WIDTH: _Rule = (
    _is_width,
    (
        f"{LEAST_WIDTH} 至 {MOST_WIDTH} 的数（Excel 列宽）；评分表里文字多的栏也可写范围，如 18—70",
        f"a number from {LEAST_WIDTH} to {MOST_WIDTH} (Excel's unit), or a range such as 18—70 for a column of 评分表",
    ),
)


def _fault(
    place: tuple[str, ...], value: str | tuple[str, ...], shipped: str | tuple[str, ...]
) -> tuple[str, str] | None:
    """Return in Chinese and English what a setting should be; None if it is valid."""
    if place[0] == "文字":
        return _fault_of_text(value, shipped)
    if place[0] == "列宽" and isinstance(value, str) and _RANGE.fullmatch(value) and place[1] not in SOLVED:
        return _number(LEAST_WIDTH, MOST_WIDTH, "Excel 列宽", "Excel's unit")[1]
    rule = {"列宽": _WIDTH, "图表": _COLOUR, "版面": _YES_NO}.get(place[0]) or _RULES.get(place[-1], _MARGIN)
    fits, expected = rule
    return None if isinstance(value, str) and fits(value) else expected


def _fault_of_text(value: str | tuple[str, ...], shipped: str | tuple[str, ...]) -> tuple[str, str] | None:
    if isinstance(shipped, tuple):
        if not isinstance(value, tuple) or not 0 < len(value) <= MOST_LINES or not all(map(_is_text, value)):
            return f"列出 1 至 {MOST_LINES} 条文字", f"a list of 1 to {MOST_LINES} texts"
        return None
    if not isinstance(value, str) or not _is_text(value):
        return f"{MOST_TEXT} 字以内的文字", f"a text of at most {MOST_TEXT} characters"
    allowed = _placeholders(shipped) or set()
    used = _placeholders(value)
    if used is None or used - allowed:
        may = "、".join(f"{{{name}}}" for name in sorted(allowed)) or "（无）"
        return f"文字，花括号里只能用 {may}", f"a text with no other braces than {may}"
    return None


def _is_text(text: str) -> bool:
    return len(text.strip()) > 0 and utf16_length(text) <= MOST_TEXT


def _placeholders(text: str) -> set[str] | None:
    """Return the names in braces; None unless each is a plain name that appears once."""
    try:
        parsed = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return None
    names = [str(name) for _, name, _, _ in parsed]
    if any(spec or conversion for _, _, spec, conversion in parsed) or len(set(names)) < len(names):
        return None
    return None if "{{" in text or "}}" in text else set(names)


def _look(settings: Settings) -> Look:
    tree: dict[str, dict[str, dict[str, str]]] = {section: {} for section in SECTIONS}
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for (section, *rest), setting in settings.items():
        if section == "文字" and isinstance(setting.value, tuple):
            lists[".".join(rest)] = setting.value
        elif section == "文字":
            texts[".".join(rest)] = str(setting.value)
        else:
            tree[section].setdefault(rest[0], {})[rest[-1]] = str(setting.value)
    return Look(
        styles={name: _style(of) for name, of in tree["样式"].items()},
        marks={name: Mark(of["底色"], of["字色"], of["加粗"] == "是") for name, of in tree["标记"].items()},
        colours={name: colour for name, of in tree["图表"].items() for colour in of.values()},
        papers={name: _paper(of) for name, of in tree["纸张"].items()},
        widths={name: {column: _least(width) for column, width in of.items()} for name, of in tree["列宽"].items()},
        ranges={
            name: {
                column: (int(match[1]), int(match[2]))
                for column, width in of.items()
                if (match := _RANGE.fullmatch(width))
            }
            for name, of in tree["列宽"].items()
        },
        choices={f"{name}.{key}": value == "是" for name, of in tree["版面"].items() for key, value in of.items()},
        texts=texts,
        lists=lists,
    )


def _style(of: Mapping[str, str]) -> Style:
    across = {"左": "left", "居中": "center", "右": "right"}[of["对齐"]]
    fill = of["底色"] if of["底色"] != "FFFFFF" else ""
    return Style(of["字体"], float(of["字号"]), of["加粗"] == "是", across, of["边框"] == "是", fill)


def _paper(of: Mapping[str, str]) -> Paper:
    left, right, top, bottom = (float(of[side]) for side in ("左", "右", "上", "下"))
    type_size = float(of.get("字号不小于", 0))
    return Paper(of["纸"], of["方向"] == "横向", left, right, top, bottom, type_size)


def _bounds(match: re.Match[str]) -> tuple[int, int]:
    return int(match[1]), int(match[2])


def _least(width: str) -> float:
    match = _RANGE.fullmatch(width)
    return float(match[1] if match else width)
