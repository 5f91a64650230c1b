"""Working days: holidays and 调休 by the notices of each year; a year that is not known is refused."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from xlplugin.errors import FileError
from xlplugin.rubric.working_days import UnknownYearError
from xlplugin.rubric_files.reading.calendar_file import load_calendar

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        ("2026-03-02", 10, "2026-03-16"),  # no holiday on the way
        ("2026-09-30", 10, "2026-10-20"),  # 1 to 7 October off, Saturday 10 October worked
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday that is worked
        ("2026-02-14", 1, "2026-02-24"),  # the Spring Festival
        ("2025-12-31", 1, "2026-01-04"),  # 1 to 3 January off, Sunday 4 January worked
        ("2022-12-30", 10, "2023-01-16"),  # 31 December 2022 to 2 January 2023 off, over the end of the year
        ("2024-09-13", 2, "2024-09-18"),  # Saturday 14 worked, 15 to 17 off
        ("2026-05-06", 3, "2026-05-09"),  # Saturday 9 May worked
        ("2026-03-06", 1, "2026-03-09"),  # an ordinary weekend
        ("2026-03-07", 1, "2026-03-09"),  # from a Saturday on
        ("2026-03-02", 0, "2026-03-02"),
    ],
)
def test_ten_working_days_end_on_the_day_that_the_notices_give(day: str, count: int, last: str) -> None:
    assert CALENDAR.after(date.fromisoformat(day), count) == date.fromisoformat(last)


def test_every_year_has_as_many_working_days_as_were_announced() -> None:
    """The counts are those of a library (chinesecalendar 1.11) that has the same notices."""
    counts = {}
    for year in CALENDAR.off:
        days = (date(year, 1, 1) + timedelta(days=at) for at in range(366))
        counts[year] = sum(CALENDAR.is_working(day) for day in days if day.year == year)
    assert counts == {2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


def test_a_year_that_is_not_there_is_never_guessed() -> None:
    with pytest.raises(UnknownYearError, match="2027"):
        CALENDAR.after(date(2026, 12, 25), 10)
    assert CALENDAR.after(date(2026, 12, 17), 10) == date(2026, 12, 31)


def test_an_office_adds_a_later_year_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "2027.yaml"
    path.write_text(
        "格式: 1\n工作日历:\n- 年份: 2027\n  依据: 通知\n  放假: [2027-01-01 至 2027-01-03]\n  上班: [2027-01-09]\n",
        encoding="utf-8",
    )
    calendar = load_calendar(path)
    assert calendar.after(date(2026, 12, 25), 10) == date(2027, 1, 9)
    assert calendar.after(date(2026, 3, 2), 10) == date(2026, 3, 16)  # the other years stay


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("放假: [2027-01-01, 2027-13-01]\n  上班: []", "not-days"),
        ("放假: [2027-01-01 至 2027-03-01]\n  上班: []", "not-days"),
        ("放假: [2027-01-01, 2026-01-02]\n  上班: []", "day-of-another-year"),
        ("放假: [2027-01-01, 2027-01-02]\n  上班: [2027-01-02]", "off-and-on"),
        ("放假: [2027-01-01]\n  上班: [2027-01-05]", "works-anyway"),
        ("放假: [2027-02-06]\n  上班: []", "new-year-not-off"),
        ("放假: [2027-01-01]\n  调休: []\n  上班: []", "unknown-field"),
    ],
)
def test_a_calendar_with_a_mistake_is_refused_with_its_line(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "2027.yaml"
    path.write_text(f"格式: 1\n工作日历:\n- 年份: 2027\n  依据: 通知\n  {text}\n", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load_calendar(path)
    assert code in [problem.code for problem in caught.value.problems]
    assert all("2027.yaml:" in problem.where for problem in caught.value.problems)
