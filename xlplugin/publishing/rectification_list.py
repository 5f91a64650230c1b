"""Who must rectify (整改) what, and by when; the state of each by what was reported and re-checked since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from xlplugin.errors import UsageError, new_problem
from xlplugin.notation.chinese_numerals import numeral_of
from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.publishing.round_result import AWARD, BONUS, MAJOR, BodyResult, ClauseFinding, RoundResult
from xlplugin.rubric.deciding import RectificationRule
from xlplugin.rubric.model import Scheme
from xlplugin.rubric.working_days import UnknownYearError, WorkingCalendar
from xlplugin.store.decided.rectifications import EXTENDED, FAILED, PASSED, REPORTED, RectificationStep

HALF = 5_000
WORKING_DAYS = 10

OPEN, WAITING, DONE, NOT_PASSED = "整改中", "待复查", "已完成", "复查未通过"
"""The states of something that must be rectified."""


@dataclass(frozen=True, slots=True)
class RectificationItem:
    """Something that a body must rectify.

    Attributes:
        rubric, body: who.
        place, name: the indicator (``2.1.1``), or the item below the table (``major.1``), and its name.
        lost: the points that were lost.
        problem: what was found, in words.
        due: the last day.
        measure: what the body reported, the latest; '' for nothing.
        state: ``OPEN``, ``WAITING``, ``DONE`` or ``NOT_PASSED``.
        checked: what the last re-check found, and by whom.
    """

    rubric: str
    body: str
    place: str
    name: str
    lost: str
    problem: str
    due: date
    measure: str = ""
    state: str = OPEN
    checked: str = ""

    @property
    def about(self) -> str:
        """What was lost and why, as steps of rectification keep it."""
        return f"{self.lost}｜{self.problem}"

    @property
    def called(self) -> str:
        """Its name as a report writes it: 2.1.1 村(居)务公开; an item below the table without its internal number."""
        return f"{self.place} {self.name}" if self.place[0].isdigit() else self.name

    def days_overdue(self, today: date) -> int:
        """Return how many days after its time it is; 0 if it is done, or reported and waits for a re-check."""
        return max(0, (today - self.due).days) if self.state in (OPEN, NOT_PASSED) else 0


def rule_of(scheme: Scheme) -> RectificationRule:
    """Return the rule of a scheme (整改).

    A notice that says nothing of it: who has the lowest grade, and who lost half of an indicator's points, has ten
    working days (a choice of this program).
    """
    lowest = tuple(grade.name for grade in scheme.grades[-1:])
    return scheme.rectification or RectificationRule("", lowest, HALF, WORKING_DAYS)


def rectification_items(
    result: RoundResult, schemes: Mapping[str, Scheme], published: date, calendar: WorkingCalendar
) -> list[RectificationItem]:
    """List what has to be rectified, body by body.

    Args:
        result: the results of the round.
        schemes: the scheme of each table, by the table's id.
        published: the day from which the time runs.
        calendar: the working days.

    Raises:
        UsageError: the calendar does not have a year that the time reaches.
    """
    found: list[RectificationItem] = []
    for body in result.bodies:
        rule = rule_of(schemes[body.rubric])
        items = list(_of_body(body, rule))
        if items:
            due = last_day(published, rule, calendar)
            found += [RectificationItem(body.rubric, body.body, *item, due) for item in items]
    return found


def last_day(published: date, rule: RectificationRule, calendar: WorkingCalendar) -> date:
    """Return the last day of the time for rectification.

    Raises:
        UsageError: the calendar does not have a year that it reaches.
    """
    try:
        return calendar.after(published, rule.working_days)
    except UnknownYearError as error:
        known = "、".join(map(str, sorted(calendar.off)))
        raise UsageError([new_problem("", "no-calendar-year", year=error.year, known=known)]) from error


def _of_body(body: BodyResult, rule: RectificationRule) -> Iterator[tuple[str, str, str, str]]:
    """Return place, name, points lost and problem of what a body must rectify."""
    has_grade = body.grade in rule.grades
    for one in body.indicators:
        lost = Decimal(one.deduction or 0)
        is_weak = bool(rule.loss and Decimal(one.points) > 0 and lost * 10_000 >= Decimal(one.points) * rule.loss)
        if one.loses and (has_grade or is_weak):
            yield one.id, one.name, one.deduction, problem_text(one.findings)
    # Whoever had points taken from the total must see to it, whatever the grade (a choice).
    items: dict[str, list[ClauseFinding]] = {}
    for finding in body.below:
        if finding.effect == MAJOR:
            items.setdefault(finding.key.rpartition(".")[0], []).append(finding)
    for place, found in items.items():
        amount = sum((Decimal(one.amount) for one in found), Decimal(0))
        name = f"重大扣分项（{numeral_of(int(place.rpartition('.')[2]))}）"
        yield place, name, format_decimal(int(amount * SCALE)), problem_text(found)


def problem_text(findings: Iterable[ClauseFinding]) -> str:
    """Say what was found, a clause after the other; '' where several sheets are joined.

    Of what is built from zero it says what each clause gave: the notice does not say how much it could have given.
    """
    said = []
    for one in findings:
        if one.effect == AWARD:
            said.append(f"{one.found or one.quote}，得 {one.amount} 分")
        elif one.effect != BONUS and one.amount != "0":
            said.append(one.found or one.quote)
    return "；".join(said)


def with_steps(items: Iterable[RectificationItem], steps: Sequence[RectificationStep]) -> list[RectificationItem]:
    """Bring items up to date with what was reported and re-checked, in the order in which it happened."""
    by_item: dict[tuple[str, str, str], list[RectificationStep]] = {}
    for step in steps:
        by_item.setdefault((step.rubric, step.body, step.place), []).append(step)
    found = []
    for item in items:
        for step in by_item.get((item.rubric, item.body, item.place), ()):
            if step.about != item.about:  # of an earlier freeze, which said otherwise
                continue
            match step.what:
                case what if what == REPORTED:
                    state = DONE if item.state == DONE else WAITING
                    item = replace(item, measure=step.says, state=state)  # noqa: PLW2901  # step by step
                case what if what == PASSED:
                    item = replace(item, state=DONE, checked=f"{step.by}：{step.why}")  # noqa: PLW2901
                case what if what == FAILED:
                    item = replace(item, state=NOT_PASSED, checked=f"{step.by}：{step.why}")  # noqa: PLW2901
                case what if what == EXTENDED:
                    item = replace(item, due=date.fromisoformat(step.day))  # noqa: PLW2901
        found.append(item)
    return found
