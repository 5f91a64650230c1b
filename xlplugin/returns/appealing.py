"""Takes appeals and decides them: a body objects to an indicator or the total; what changes is a correction."""

from collections.abc import Sequence
from datetime import date, timedelta

from xlplugin.errors import UsageError, nearest, new_problem
from xlplugin.returns.corrections import body_in, prepared
from xlplugin.rubric.deciding import AppealsRule
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.working_days import UnknownYearError, WorkingCalendar
from xlplugin.store.database import Store
from xlplugin.store.decided.appeals import (
    REJECTED,
    Appeal,
    announced_last_day,
    announced_on,
    appeals_in,
    close_appeal,
    is_decided,
    open_appeal,
)
from xlplugin.store.decided.decisions import keep_decision
from xlplugin.store.decided.freezes import freeze_in_force, reopen
from xlplugin.store.log import now

WHOLE = "总分"
"""The place of an appeal about the total."""


def take_appeal(  # noqa: PLR0913  # what an appeal consists of; all but the first four by name
    store: Store,
    body: str,
    place: str,
    says: str,
    *,
    by: str,
    rubric: str = "",
    late: str = "",
    today: str = "",
    calendar: WorkingCalendar | None = None,
) -> int:
    """Record what a body objects to.

    Args:
        store: the returns.
        body: its name.
        place: an indicator (``2.1.1``), an item below the table (``bonus.2``), or 总分. It need not have lost points.
        says: what the body says.
        by: who records it.
        rubric: the rubric's id or path; needed only if the body is assessed by several.
        late: why it is taken although its time (申诉 of the scheme) is over, or although the results are frozen: where
            the scheme says so (定稿后: 重新审定) they are opened again for it.
        today: the day on which it comes (``2026-12-06``); '' for today.
        calendar: the working days, where the scheme counts them; None for the built-in ones.

    Returns:
        The number of the appeal.

    Raises:
        UsageError: a name or text is missing, there is no such body or indicator, or it is too late.
    """
    problems = [new_problem("--by", "answers-by-nobody")] if not by.strip() else []
    problems += [new_problem("--says", "appeal-without-text")] if not says.strip() else []
    if problems:
        raise UsageError(problems)
    combined = body_in(store, body, rubric)
    table = combined.rubric
    items = (*table.general_bonus.items, *table.major_deduction.items)
    known = (*(indicator.id for indicator in table.indicators), *(item.id for item in items), WHOLE)
    if place not in known:
        raise UsageError([new_problem(body, "no-such-place", place=place, **nearest(place, known))])
    last, rule = last_day_of_appeals(store, table, calendar), table.scheme.appeals
    freeze = freeze_in_force(store)
    if freeze and not (rule and rule.late.value == REOPENS):
        raise UsageError([new_problem(body, "appeal-after-freeze", day=freeze.at[: len("2026-12-06")])])
    if freeze and not late.strip():
        raise UsageError([new_problem(body, "appeal-reopens", day=freeze.at[: len("2026-12-06")])])
    if rule and last and (today or now()[: len(last)]) > last and not late.strip():
        raise UsageError([new_problem(body, "appeal-too-late", last=last, quote=rule.quote)])
    if freeze:
        reopen(store, by=by, why=f"{body} {place} 申诉：{late.strip()}")
    return open_appeal(store, combined.issue, place, says.strip(), by.strip(), late.strip())


REOPENS = "重新审定"
"""What a scheme says where an appeal after the freeze opens the results again (``rubric.deciding.Late``)."""


def last_day_of_appeals(store: Store, rubric: Rubric, calendar: WorkingCalendar | None = None) -> str:
    """Return the last day on which bodies of a table may appeal; '' while nothing was announced, or without a rule.

    Raises:
        UsageError: the calendar of working days does not have a year that is needed.
    """
    if told := announced_last_day(store, rubric.id):
        return told
    rule, day = rubric.scheme.appeals, announced_on(store)
    return last_day_for(rule, date.fromisoformat(day), calendar).isoformat() if rule and day else ""


def last_day_for(rule: AppealsRule, day: date, calendar: WorkingCalendar | None = None) -> date:
    """Return the last day for appeals, if figures are announced on a day; see ``last_day_of_appeals``."""
    if not rule.working_days:
        return day + timedelta(days=rule.days)
    if calendar is None:
        from xlplugin.rubric_files.reading.calendar_file import load_calendar  # few notices count working days

        calendar = load_calendar()
    try:
        return calendar.after(day, rule.working_days)
    except UnknownYearError as error:
        known = "、".join(map(str, sorted(calendar.off)))
        raise UsageError([new_problem("", "no-calendar-year", year=error.year, known=known)]) from error


def decide_appeal(  # noqa: PLR0913  # what a decision consists of; all but the first three by name
    store: Store,
    id: int,
    outcome: str,
    *,
    by: str,
    why: str,
    changes: Sequence[tuple[str, str]] = (),
    evidence: str = "",
    rubric: str = "",
) -> Appeal:
    """Decide an appeal, with the corrections that follow from it: all of them are recorded, or none.

    Args:
        store: the returns.
        id: its number.
        outcome: ``upheld``, ``in-part`` or ``rejected``.
        by: who decided it.
        why: the reason.
        changes: the inputs that are corrected, each with its new value (see ``correct``); none if it is rejected.
        evidence: where it can be seen.
        rubric: the rubric's id or path, for a rubric that is not built in.

    Returns:
        The appeal as it was before.

    Raises:
        UsageError: a name or reason is missing, there is no such open appeal, or a change does not fit.
    """
    problems = [new_problem("--by", "answers-by-nobody")] if not by.strip() else []
    problems += [new_problem("--why", "correction-without-reason")] if not why.strip() else []
    appeal = next((one for one in appeals_in(store) if one.id == id), None)
    if appeal is None:
        problems.append(new_problem("", "no-such-appeal", id=id))
    elif not appeal.is_open:
        problems.append(is_decided(appeal))
    elif outcome == REJECTED and changes:
        problems.append(new_problem("--set", "rejected-with-changes"))
    elif outcome != REJECTED and not changes:
        problems.append(new_problem("--set", "upheld-without-changes"))
    if problems or appeal is None:
        raise UsageError(problems)
    combined = body_in(store, appeal.body, rubric or appeal.rubric)
    made = [prepared(combined, key, value, by=by, why=why, evidence=evidence, appeal=id) for key, value in changes]
    with store.writing() as connection:
        for decision, shown in made:
            keep_decision(connection, decision, shown)
        close_appeal(connection, appeal, outcome, by.strip(), why.strip())
    return appeal
