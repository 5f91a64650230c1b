"""The list of what must be rectified (整改台账.xlsx): written, and read when it comes back with measures."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from xlplugin.errors import Problem, UsageError, nearest, new_problem
from xlplugin.files.whole_files import safe_file_name
from xlplugin.notation.excel_text import replace_unseen
from xlplugin.publishing.rectification_list import RectificationItem
from xlplugin.store.decided.rectifications import REPORTED, RectificationStep
from xlplugin.workbook.writing.table_file import TableSheet, read_rows, tables_file

BODY, PLACE, NAME, PROBLEM, LOST, DUE = "考核对象", "编号", "指标", "问题", "失分", "整改期限"
MEASURE, STATE, CHECKED, OVERDUE, TABLE = "整改措施和结果", "状态", "复查情况", "逾期天数", "评分表"
HEADINGS = ("序号", BODY, PLACE, NAME, PROBLEM, LOST, DUE, MEASURE, STATE, CHECKED, OVERDUE, TABLE)
_NEEDED = (BODY, PLACE, MEASURE)
_SEARCHED = 12


def rectification_workbook(title: str, items: Sequence[RectificationItem], today: date | None) -> bytes:
    """Write the list as .xlsx; ``today`` is the day by which it is overdue, None where it is published."""
    rows: list[list[str | int | float]] = [
        [
            *(str(number), item.body, item.place, item.name, item.problem, item.lost, item.due.isoformat()),
            *(item.measure, item.state, item.checked),
            *((item.days_overdue(today) or "") if today else "", item.rubric),
        ]
        for number, item in enumerate(items, 1)
    ]
    return tables_file([TableSheet(title, title, HEADINGS, rows, least_widths={HEADINGS.index(MEASURE): 30})])


def rectification_files(items: Sequence[RectificationItem], today: date | None) -> Iterator[tuple[str, bytes]]:
    """Return a list for each body, with a name for its file: nobody sees what the others must do."""
    by_body: dict[str, list[RectificationItem]] = {}
    for item in items:
        by_body.setdefault(item.body, []).append(item)
    for body, own in by_body.items():
        yield f"整改台账_{safe_file_name(body)}.xlsx", rectification_workbook("整改台账", own, today)


def read_reports(
    path: Path, items: Sequence[RectificationItem], freeze: int, *, by: str, today: date
) -> list[RectificationStep]:
    """Read a list that came back; only what differs from what was reported before is a step.

    Args:
        path: the table, whole or only some rows of it.
        items: the list as it is now.
        freeze: the number of the freeze that it is of.
        by: who records it.
        today: the day on which it came.

    Raises:
        UsageError: it cannot be read, or names what is not on the list; everything is listed.
    """
    rows = read_rows(path, "--table")
    heads = [["".join(cell.split()) for cell in row] for row in rows[:_SEARCHED]]
    number = next((at for at, names in enumerate(heads, 1) if all(one in names for one in _NEEDED)), 0)
    if not number:
        raise UsageError([new_problem(path.name, "no-such-columns", columns="、".join(_NEEDED))])
    names = heads[number - 1]
    problems: list[Problem] = [] if by.strip() else [new_problem("--by", "answers-by-nobody")]
    listed: dict[tuple[str, str], list[RectificationItem]] = {}
    for one in items:
        listed.setdefault((one.body, one.place), []).append(one)
    steps: dict[tuple[str, str, str], RectificationStep] = {}
    for at, row in enumerate(rows[number:], number + 1):
        cells = {name: cell.strip() for name, cell in zip(names, row, strict=False) if name}
        where = f"{path.name} 第 {at} 行"
        if not any(cells.values()):
            continue
        item = _item(cells, listed)
        if item is None:
            problems += _unknown(cells, items, where)
            continue
        says = cells.get(MEASURE, "")
        if not says or replace_unseen(says) == replace_unseen(item.measure):
            continue
        key = item.rubric, item.body, item.place
        if key in steps:
            problems.append(new_problem(where, "rectified-twice", body=item.body, place=item.place))
        facts = {"by": by.strip(), "why": "", "day": today.isoformat()}
        steps[key] = RectificationStep(freeze, *key, item.about, REPORTED, says, **facts)
    if problems:
        raise UsageError(problems)
    return list(steps.values())


def _item(
    cells: dict[str, str], listed: Mapping[tuple[str, str], Sequence[RectificationItem]]
) -> RectificationItem | None:
    own = listed.get((cells.get(BODY, ""), cells.get(PLACE, "")), ())
    found = [one for one in own if cells.get(TABLE, "") in ("", one.rubric)]
    return found[0] if len(found) == 1 else None


def _unknown(cells: dict[str, str], items: Sequence[RectificationItem], where: str) -> Iterator[Problem]:
    """Report a row that is not on the list."""
    body = cells.get(BODY, "")
    known = tuple(dict.fromkeys(item.body for item in items))
    if body not in known:
        yield new_problem(where, "body-not-rectifying", body=body, **nearest(body, known))
    else:
        places = tuple(item.place for item in items if item.body == body)
        facts = nearest(cells.get(PLACE, ""), places)
        yield new_problem(where, "place-not-rectifying", body=body, place=cells.get(PLACE, ""), **facts)
