"""Corrections (更正) as a table (CSV or XLSX): one row each; all of them are recorded, or none.

======  ==========================================================================
考核对象  the assessed body
填报项    the input (``2.1.1.d1``), or an indicator that is not applicable (``3.3.4``)
更正为    what counts, as ``correct`` takes it; 撤回 takes an earlier correction back
理由      the reason
依据      where it can be seen; may be left out
======  ==========================================================================
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import Problem, UsageError, nearest, new_problem
from xlplugin.returns.combined import FINAL, Combined
from xlplugin.returns.corrections import prepared, prepared_withdrawal
from xlplugin.returns.score_returns import combined_returns
from xlplugin.store.database import Store
from xlplugin.store.decided.decisions import Decision, keep_decision
from xlplugin.workbook.writing.table_file import read_rows

COLUMNS = ("考核对象", "填报项", "更正为", "理由")
EVIDENCE = "依据"
WITHDRAWN_WORD = "撤回"
KINDS = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A row of such a table: where it stands (``corrections.csv:3``), and its texts."""

    where: str
    body: str
    key: str
    value: str
    why: str
    evidence: str = ""


def correct_from_table(store: Store, path: Path | str, *, by: str, rubric: str = "") -> list[Decision]:
    """Record the corrections of a table; if one of them is wrong, all problems are listed and none is recorded.

    Args:
        store: the returns.
        path: the table (.csv or .xlsx).
        by: who decided them.
        rubric: the rubric's id or path; needed only if a body is assessed by several.

    Returns:
        What was recorded, in the order of the table.

    Raises:
        UsageError: the table cannot be read, or a row is wrong.
    """
    rows = read_corrections(Path(path))
    bodies: dict[str, list[Combined]] = {}
    for one in combined_returns(store, rubric, FINAL):
        bodies.setdefault(one.issue.body, []).append(one)
    problems = [new_problem("--by", "answers-by-nobody")] if not by.strip() else []
    problems += _twice(rows)
    made: list[tuple[Decision, str]] = []
    for row in rows:
        try:
            made.append(_prepared(bodies, row, by.strip() or "—"))
        except UsageError as error:
            problems += [problem.at(f"{row.where} {row.body} {row.key}".rstrip()) for problem in error.problems]
    if problems:
        raise UsageError(problems)
    with store.writing() as connection:
        for decision, shown in made:
            keep_decision(connection, decision, shown)
    return [decision for decision, _ in made]


def _twice(rows: Sequence[CorrectionRow]) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for row in rows:
        if (earlier := first.setdefault((row.body, row.key), row.where)) != row.where:
            yield new_problem(
                row.where, "corrected-twice", body=row.body, key=row.key, other=earlier.rpartition(":")[2]
            )


def _prepared(bodies: dict[str, list[Combined]], row: CorrectionRow, by: str) -> tuple[Decision, str]:
    found = bodies.get(row.body, [])
    if len(found) > 1:
        tables = "、".join(one.issue.rubric for one in found)
        raise UsageError([new_problem("", "body-of-several-tables", name=row.body, rubrics=tables)])
    if not found:
        raise UsageError([new_problem("", "body-not-issued", name=row.body, **nearest(row.body, tuple(bodies)))])
    if not row.value:
        raise UsageError([new_problem("", "nothing-to-correct-to")])
    if row.value == WITHDRAWN_WORD:
        return prepared_withdrawal(found[0], row.key, by=by, why=row.why)
    return prepared(found[0], row.key, row.value, by=by, why=row.why, evidence=row.evidence)


def read_corrections(path: Path) -> list[CorrectionRow]:
    """Read the rows of a table of corrections; blank rows are left out.

    Raises:
        UsageError: the file cannot be read, lacks a column, or has no row.
    """
    rows = read_rows(path, "--table", KINDS)
    at = next((at for at, row in enumerate(rows) if any(cell.strip() == COLUMNS[0] for cell in row)), 0)
    head = [cell.strip() for cell in rows[at]] if rows else []
    if missing := [name for name in COLUMNS if name not in head]:
        raise UsageError([new_problem(str(path), "corrections-without-column", columns="、".join(missing))])
    places = [head.index(name) for name in COLUMNS] + ([head.index(EVIDENCE)] if EVIDENCE in head else [])
    found = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        texts = [row[place].strip().removeprefix("'") if place < len(row) else "" for place in places]
        if any(texts):
            body, key, value, why, *evidence = texts
            found.append(CorrectionRow(f"{path}:{number}", body, key, value, why, *evidence))
    if not found:
        raise UsageError([new_problem(str(path), "empty-file")])
    return found
