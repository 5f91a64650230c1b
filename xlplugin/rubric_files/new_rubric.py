"""The text of a new rubric or scheme, to be filled in: from a template, or from the one of an earlier year."""

import re

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.reading import read_file
from xlplugin.files.resources import templates_folder
from xlplugin.rubric_files.library import SCHEME, TABLE, find_file, shipped_as
from xlplugin.rubric_files.scheme_file import is_id

PLACEHOLDER = "xinbiao-2026-a"
"""The id in the template of a rubric, which is a valid rubric as it is."""

SCHEME_PLACEHOLDER = "xinbiao-2026"
"""The id in the template of a scheme, which is a valid scheme as it is."""

_YEAR_IN_ID = re.compile(r"(?:^|-)((?:19|20)[0-9]{2})(?:-|$)")
_TEMPLATE_YEAR = "2026"
_TO_FILL_IN = {"标题": "（请填新通知的标题）", "文号": '""'}
_KEY = re.compile(r"([^\s#:][^:]*):(?:\s|$)")
_SCHEMA = "# yaml-language-server:"
"""Begins a line with the place of a schema, which is another one for the copy."""


def new_rubric_text(id: str) -> str:
    """Return the text of a new rubric: one indicator, with every field explained; the year is that of the id.

    Raises:
        UsageError: the id is invalid, or a built-in rubric or scheme has it.
    """
    return _from_template("rubric.yaml", PLACEHOLDER, id)


def new_scheme_text(id: str) -> str:
    """Return the text of a new scheme: grades, bodies and procedure, with every field explained.

    Raises:
        UsageError: as for ``new_rubric_text``.
    """
    return _from_template("scheme.yaml", SCHEME_PLACEHOLDER, id)


def _from_template(name: str, placeholder: str, id: str) -> str:
    """Put an id, and the year in it, into a template; years elsewhere in the id stay."""
    _check_id(id)
    text, year = (templates_folder() / name).read_text(encoding="utf-8"), _year_of(id) or _TEMPLATE_YEAR
    return id.join(part.replace(_TEMPLATE_YEAR, year) for part in text.split(placeholder))


def text_for_another_year(source: str, id: str) -> str:
    """Copy a rubric or scheme for another year: its id and year are changed, the notice is to be filled in.

    Everything else, comments included, stays as it is written.

    Args:
        source: the id or path of the earlier one.
        id: the new id; if it has a year, that is the new one's.

    Raises:
        UsageError: as for ``new_rubric_text``; or there is no such file, or it is not UTF-8.
    """
    _check_id(id)
    path = find_file(source)
    try:
        lines = read_file(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError([new_problem(str(path), "not-utf8")]) from error
    keys = [match[1] for line in lines if (match := _KEY.match(line))]
    fields = {TABLE if TABLE in keys else SCHEME: id}
    old = next((line.partition(":")[2].partition("#")[0].strip() for line in lines if line.startswith("年度:")), "")
    fields["年度"] = year = _year_of(id) or old
    copied, within = [], ""
    for line in lines:
        key = match[1] if (match := _KEY.match(line)) else ""
        within = key or within
        if key in fields:
            copied.append(f"{key}: {fields[key]}")
        elif key == "名称" and old:
            copied.append(line.replace(old, year))
        elif not line.startswith(_SCHEMA):
            copied.append(_of_new_notice(line) if within == "通知" else line)
    return "\n".join(copied).lstrip("\n") + "\n"


def _of_new_notice(line: str) -> str:
    """Return a line of the notice as it is to be filled in."""
    indent, name = line[: len(line) - len(line.lstrip())], line.strip().partition(":")[0]
    return f"{indent}{name}: {_TO_FILL_IN[name]}" if name in _TO_FILL_IN else line


def _check_id(id: str) -> None:
    if not is_id(id):
        raise UsageError([new_problem("", "bad-id", value=id)])
    if shipped_as(id):
        raise UsageError([new_problem("", "id-taken", value=id)])


def _year_of(id: str) -> str:
    """Return the year in an id: 2023 of gaoping-2023-a; '' if it has none."""
    match = _YEAR_IN_ID.search(id)
    return match[1] if match else ""
