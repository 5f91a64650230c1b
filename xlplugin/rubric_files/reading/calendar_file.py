"""Reads calendars of working days: the built-in one, and an office's own for later years."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from xlplugin.errors import FileError, Problem
from xlplugin.files.reading import cannot_read
from xlplugin.files.resources import templates_folder
from xlplugin.rubric.working_days import SATURDAY, WorkingCalendar
from xlplugin.rubric_files.field_reader import FieldReader, ReadingLog
from xlplugin.rubric_files.file_format import FORMAT
from xlplugin.rubric_files.strict_yaml import read_yaml_file

SHIPPED = "working-days.yaml"

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_RANGE = re.compile(rf"({_DAY})(?:\s*(?:至|~|～|—)\s*({_DAY}))?")
FIRST_YEAR, LAST_YEAR = 1990, 2100

MOST_DAYS = 15
"""Days of one holiday; a longer one is more likely a slip of the pen."""


def load_calendar(path: Path | str | None = None) -> WorkingCalendar:
    """Load the built-in calendar; years in an office's own file replace or complete its years.

    Args:
        path: a file in the format of ``templates/working-days.yaml``.

    Raises:
        UsageError: the file cannot be read.
        FileError: it has problems; all are listed.
    """
    shipped = _read(templates_folder() / SHIPPED)
    if path is None:
        return shipped
    own = _read(Path(path))
    return WorkingCalendar({**shipped.off, **own.off}, {**shipped.on, **own.on})


def _read(path: Path) -> WorkingCalendar:
    try:
        node, problems, _ = read_yaml_file(path)
    except OSError as error:
        raise cannot_read(path, error) from error
    if node is None or problems:
        raise FileError(problems)
    notes = ReadingLog(str(path))
    fields = FieldReader(node, notes)
    if (given := fields.text("格式")) and given != FORMAT:
        fields.note("unknown-format", "格式", value=given)
    off: dict[int, frozenset[date]] = {}
    on: dict[int, frozenset[date]] = {}
    for one in fields.mappings("工作日历"):
        year = one.whole("年份") or 0
        if not FIRST_YEAR <= year <= LAST_YEAR:
            one.note("no-year", "年份", first=FIRST_YEAR, last=LAST_YEAR)
            one.texts("放假")
            one.texts("上班")
            one.text("依据")
            continue
        one.text("依据")
        if year in off:
            one.note("year-twice", "年份", year=year)
        off[year] = _days(one, "放假", year)
        on[year] = _days(one, "上班", year)
        _check(one, year, off[year], on[year])
    fields.close()
    found: list[Problem] = notes.problems
    if found:
        raise FileError(found)
    return WorkingCalendar(off, on)


def _days(fields: FieldReader, name: str, year: int) -> frozenset[date]:
    return frozenset(day for text in fields.texts(name) for day in _of_text(fields, name, text, year))


def _of_text(fields: FieldReader, name: str, text: str, year: int) -> Iterator[date]:
    """Read a day or a range: ``2026-02-15 至 2026-02-23``."""
    match = _RANGE.fullmatch(text)
    try:
        first = date.fromisoformat(match[1]) if match else None
        last = date.fromisoformat(match[2] or match[1]) if match else None
    except ValueError:
        first = last = None
    if first is None or last is None or not 0 <= (last - first).days < MOST_DAYS:
        fields.note("not-days", name, value=text)
        return
    if {first.year, last.year} != {year}:
        fields.note("day-of-another-year", name, value=text, year=year)
        return
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _check(fields: FieldReader, year: int, off: frozenset[date], on: frozenset[date]) -> None:
    """Find days that cannot be what they are listed as."""
    for day in sorted(off & on):
        fields.note("off-and-on", "上班", day=day)
    for day in sorted(on - off):
        if day.weekday() < SATURDAY:
            fields.note("works-anyway", "上班", day=day)
    if year and date(year, 1, 1) not in off:
        fields.note("new-year-not-off", "放假", year=year)
