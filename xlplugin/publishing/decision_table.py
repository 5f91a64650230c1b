"""The table of proposed grades for the leading group: written, and read back with what was decided.

Every departure from a proposal has a reason and a name; whatever is wrong in the table is reported, all at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from xlplugin.errors import Problem, UsageError, nearest, new_problem
from xlplugin.publishing.proposals import Proposal, quotas_exceeded
from xlplugin.publishing.round_result import RoundResult
from xlplugin.rubric.model import Scheme
from xlplugin.store.decided.grades import NO_GRADE, GradeDecision
from xlplugin.workbook.writing.table_file import TableSheet, read_rows, tables_file

ROUND, TABLE, GROUP, RANK, BODY = "轮次", "评分表", "类别", "名次", "考核对象"
PUBLISHED, PROPOSED, BASIS, NOTES, DECIDED, WHY = "公布得分", "建议等次", "依据", "提示", "审定等次", "变更理由"
HEADINGS = (GROUP, RANK, BODY, PUBLISHED, PROPOSED, BASIS, NOTES, DECIDED, WHY, ROUND, TABLE)
_NEEDED = (BODY, DECIDED)
_SEARCHED = 12
"""Rows above the headings that a table may have: a title, an approval."""


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row of a table that came back: its number, and its cells by heading."""

    number: int
    cells: Mapping[str, str]


def rows_of(name: str, proposals: Iterable[Proposal]) -> list[list[str | int | float]]:
    """Return the rows of the table, one for each body; what was decided already stands there, else the proposal."""
    return [
        [
            *(one.group, one.rank or "", one.body, one.published),
            *(one.grade or "—", "；".join(one.reasons), "；".join(one.notes)),
            *(decided_word(one), one.decided_why, name, one.rubric),
        ]
        for one in in_rank_order(proposals)
    ]


def class_word(one: Proposal, of_body: Sequence[Proposal]) -> str:
    """Return what a form says under 类别: the class, and the table where the body has several in it."""
    is_alone = sum(other.group == one.group for other in of_body) == 1
    return one.group if is_alone else f"{one.group} {one.rubric}".strip()


def decided_word(one: Proposal) -> str:
    """Return what stands under 审定等次 before anybody writes there."""
    return one.decided or one.grade or ("" if one.published else NO_GRADE)


def in_rank_order(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals class by class, the best first: how a leading group reads them."""
    found = list(proposals)
    order = {key: at for at, key in enumerate(dict.fromkeys((one.rubric, one.group) for one in found))}
    return sorted(
        found, key=lambda one: (order[one.rubric, one.group], not one.published, -Decimal(one.published or 0))
    )


def decision_workbook(name: str, proposals: Sequence[Proposal], grades: Sequence[str]) -> bytes:
    """Write the table as .xlsx; ``grades`` are what 审定等次 offers."""
    at = {heading: place for place, heading in enumerate(HEADINGS)}
    sheet = TableSheet(
        "等次审定表",
        f"{name} 等次审定表",
        HEADINGS,
        rows_of(name, proposals),
        least_widths={at[WHY]: 24},
        choices={at[DECIDED]: (*grades, NO_GRADE)} if grades else {},
    )
    return tables_file([sheet])


def read_decisions(path: Path) -> list[ReturnedRow]:
    """Read a table that came back: .xlsx, .csv, or the .docx.

    Raises:
        UsageError: it cannot be read, or has no such columns.
    """
    rows = (
        _docx_rows(path) if path.suffix.lower() == ".docx" else read_rows(path, "--table", (".csv", ".xlsx", ".docx"))
    )
    for number, row in enumerate(rows[:_SEARCHED], 1):
        names = ["".join(cell.split()) for cell in row]
        if all(needed in names for needed in _NEEDED):
            found = (ReturnedRow(at, _cells(names, one)) for at, one in enumerate(rows[number:], number + 1))
            return [row for row in found if any(row.cells.values())]
    raise UsageError([new_problem(path.name, "no-decision-columns", columns="、".join(_NEEDED))])


def _cells(names: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(names, row, strict=False) if name}


def _docx_rows(path: Path) -> list[list[str]]:
    from xlplugin.publishing.documents.docx_tables import first_table_with  # python-docx is slow to import

    return first_table_with(path, _NEEDED)


def decided_by_table(  # what a decision consists of
    rows: Sequence[ReturnedRow],
    proposals: Sequence[Proposal],
    result: RoundResult,
    schemes: Mapping[str, Scheme],
    *,
    where: str,
    by: str,
    overrule: str = "",
) -> list[GradeDecision]:
    """Turn the rows of a table that came back into decisions.

    Args:
        rows: the rows.
        proposals: the proposals as they are now.
        result: the results as they are now.
        schemes: the scheme of each table.
        where: the name of the table, for messages.
        by: who decided.
        overrule: why a quota is exceeded; '' if it may not be.

    Raises:
        UsageError: anything in it is wrong; everything is listed.
    """
    problems = [] if by.strip() else [new_problem("--by", "answers-by-nobody")]
    by_name: dict[str, list[Proposal]] = {}
    for one in proposals:
        by_name.setdefault(one.body, []).append(one)
    found: dict[tuple[str, str], tuple[ReturnedRow, Proposal]] = {}
    for row in rows:
        place = f"{where} 第 {row.number} 行"
        own, faults = _proposal_of(row, by_name, result.name, place)
        problems += faults
        if own is None:
            continue
        key = own.rubric, own.body
        if key in found:
            problems.append(new_problem(place, "body-twice-in-table", body=own.body, first=found[key][0].number))
            continue
        found[key] = row, own
        problems += _faults(row, own, schemes[own.rubric], place)
    missing = [one.body for one in proposals if (one.rubric, one.body) not in found]
    if missing:
        shown = "、".join(missing[:_NAMED]) + ("……" if len(missing) > _NAMED else "")
        problems.append(new_problem(where, "bodies-missing-in-table", count=len(missing), bodies=shown))
    decisions = [_decision(row, own, by.strip()) for row, own in found.values()]
    if not overrule.strip():
        problems += exceeded(decisions, result, schemes)
    if problems:
        raise UsageError(problems)
    return with_overrule(decisions, result, schemes, overrule)


_NAMED = 20


def with_overrule(
    decisions: Sequence[GradeDecision], result: RoundResult, schemes: Mapping[str, Scheme], overrule: str
) -> list[GradeDecision]:
    """Add the reason why a quota is exceeded to the decisions that share in it, and to no others."""
    grades = {(one.rubric, one.body): one.grade for one in decisions}
    groups = {(body.rubric, body.body): body.group or body.rubric for body in result.bodies}
    over = [(quota.grade, group) for quota, group, _, _ in quotas_exceeded(grades, result, schemes)]
    return [
        replace(one, why="；".join(filter(None, (one.why, overrule.strip()))))
        if any(one.grade == grade and group in ("", groups[one.rubric, one.body]) for grade, group in over)
        else one
        for one in decisions
    ]


def exceeded(
    decisions: Iterable[GradeDecision], result: RoundResult, schemes: Mapping[str, Scheme]
) -> Iterator[Problem]:
    """Report the quotas that decisions exceed."""
    grades = {(one.rubric, one.body): one.grade for one in decisions}
    for quota, group, places, count in quotas_exceeded(grades, result, schemes):
        facts = {"grade": quota.grade, "places": places, "count": count, "quote": quota.quote}
        yield new_problem(group, "quota-exceeded", **facts)


def _proposal_of(
    row: ReturnedRow, by_name: Mapping[str, Sequence[Proposal]], name: str, place: str
) -> tuple[Proposal | None, list[Problem]]:
    """Find the body of a row."""
    body, table = row.cells.get(BODY, ""), row.cells.get(TABLE, "")
    if row.cells.get(ROUND, name) not in ("", name):
        return None, [new_problem(place, "row-of-another-round", round=row.cells[ROUND], now=name)]
    group = row.cells.get(GROUP, "")
    named = by_name.get(body, ())
    own = [one for one in named if table in ("", one.rubric) and group in ("", one.group, class_word(one, named))]
    if len(own) == 1:
        return own[0], []
    if len(own) > 1:
        return None, [new_problem(place, "body-of-which-table", body=body)]
    return None, [new_problem(place, "body-not-in-round", body=body, **nearest(body, tuple(by_name)))]


def _faults(row: ReturnedRow, own: Proposal, scheme: Scheme, place: str) -> Iterator[Problem]:
    """Report what is wrong with the decision about a body."""
    grade, shown = row.cells.get(DECIDED, ""), row.cells.get(PUBLISHED, own.published)
    if shown and own.published != shown and not _is_same_number(shown, own.published):
        yield new_problem(place, "score-changed-since", body=own.body, before=shown, now=own.published or "—")
    names = tuple(one.name for one in scheme.grades)
    if not own.published:
        if grade not in ("", "—", NO_GRADE):
            yield new_problem(place, "grade-without-score", body=own.body, why="；".join(own.reasons))
        elif not row.cells.get(WHY, ""):
            yield new_problem(place, "no-grade-without-reason", body=own.body, why="；".join(own.reasons))
        return
    if not names:
        if grade not in ("", "—", NO_GRADE):
            yield new_problem(place, "scheme-without-grades", grade=grade)
        return
    if not grade:
        yield new_problem(place, "no-grade-given", body=own.body)
    elif grade not in (*names, NO_GRADE):
        yield new_problem(place, "unknown-grade", grade=grade, **nearest(grade, names))
    elif grade != own.grade and not row.cells.get(WHY, ""):
        facts = {"body": own.body, "proposed": own.grade, "grade": grade}
        yield new_problem(place, "departure-without-reason", **facts)


def _is_same_number(left: str, right: str) -> bool:
    try:
        return float(left) == float(right)
    except ValueError:
        return False


def _decision(row: ReturnedRow, own: Proposal, by: str) -> GradeDecision:
    grade = row.cells.get(DECIDED, "") if own.published else NO_GRADE
    why = row.cells.get(WHY, "")
    return GradeDecision(own.rubric, own.body, own.published, own.basis, own.grade, grade, by, why)


def as_proposed(proposals: Iterable[Proposal], by: str) -> list[GradeDecision]:
    """Decide everything as it is proposed; bodies without a score need a reason, so they need the table.

    Raises:
        UsageError: the name is missing, or a body has no complete score.
    """
    found = list(proposals)
    problems = [] if by.strip() else [new_problem("--by", "answers-by-nobody")]
    problems += [
        new_problem(one.body, "no-grade-without-reason", body=one.body, why="；".join(one.reasons))
        for one in found
        if not one.published
    ]
    if problems:
        raise UsageError(problems)
    return [
        GradeDecision(one.rubric, one.body, one.published, one.basis, one.grade, one.grade, by.strip(), "")
        for one in found
    ]
