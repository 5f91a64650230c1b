"""Working days (工作日): Monday to Friday without holidays, and the weekends on which people work instead.

The days off and the days on which people work instead (调休) are announced for each year by 国务院办公厅; a year that
is not known is never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


class UnknownYearError(Exception):
    """The calendar does not have a year."""

    def __init__(self, year: int) -> None:
        """Keep the year."""
        super().__init__(str(year))
        self.year = year


@dataclass(frozen=True)
class WorkingCalendar:
    """The holidays of some years.

    Attributes:
        off: the days off, by year.
        on: the days at weekends on which people work, by year.
    """

    off: Mapping[int, frozenset[date]]
    on: Mapping[int, frozenset[date]]

    def is_working(self, day: date) -> bool:
        """Whether people work on a day.

        Raises:
            UnknownYearError: its year is not known.
        """
        if day.year not in self.off:
            raise UnknownYearError(day.year)
        return day in self.on[day.year] or (day.weekday() < SATURDAY and day not in self.off[day.year])

    def after(self, day: date, count: int) -> date:
        """Return the last of so many working days after a day, which itself does not count.

        Ten working days after 30 September 2026: the holidays end on 7 October, 10 October (Saturday) is worked, so it
        is 20 October.

        Raises:
            UnknownYearError: a year on the way is not known.
        """
        while count > 0:
            if day == date.max:
                raise UnknownYearError(day.year + 1)
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day
