"""Questions and answers as a table (CSV or XLSX) that an office fills in: one row per question, 答复 and 理由."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.files.csv_tables import csv_bytes
from xlplugin.returns.resolve.questions import Question, Questions
from xlplugin.workbook.editions import edition_name
from xlplugin.workbook.writing.table_file import read_rows, table_file

HEAD = ("编号", "考核对象", "版式", "文件", "位置", "填报项", "填的是", "问题", "可选", "答复", "理由")
KINDS = (".csv", ".xlsx")
"""Extensions of such tables."""


def questions_file(questions: Iterable[Question], kind: str = ".csv") -> bytes:
    """Write questions as a table to be filled in.

    Args:
        questions: the questions.
        kind: ``.csv`` or ``.xlsx``.
    """
    rows = [_row(question) for question in questions]
    return table_file("待答复", HEAD, rows) if kind == ".xlsx" else csv_bytes(HEAD, rows)


def _row(question: Question) -> tuple[str, ...]:
    whose = question.body, edition_name(question.edition), question.file, question.place
    return (question.id, *whose, question.label, question.typed, question.why, "、".join(question.choices), "", "")


def check_kind(path: Path, option: str) -> str:
    """Return a table's extension if it can be written and read.

    Raises:
        UsageError: it cannot.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise UsageError([new_problem(option, "no-such-table-format", file=path.name, kinds="、".join(KINDS))])
    return kind


@dataclass(frozen=True, slots=True)
class AnswersTaken:
    """The outcome of a table of answers: how many were recorded, and why the others were not."""

    count: int
    refused: tuple[Problem, ...]


def answer_from_table(questions: Questions, path: Path, by: str) -> AnswersTaken:
    """Record the answers of a table; an invalid answer does not stop the others.

    Args:
        questions: the store's questions.
        path: the table (.csv or .xlsx).
        by: the name of the person who decides.

    Raises:
        UsageError: the table cannot be read, or lacks the columns 编号, 答复 and 理由.
    """
    asked = {question.id: question for some in (questions.answered(), questions.open()) for question in some}
    given = read_answers(path)
    answers: dict[str, set[str]] = {}
    for id, answer, _ in given:
        answers.setdefault(id, set()).add(answer)
    contradictory = {id for id, different in answers.items() if len(different) > 1}
    refused = [new_problem(str(path), "answer-twice", id=id) for id in sorted(contradictory)]
    count = 0
    for id, answer, reason in given:
        if id in contradictory:
            continue
        if id not in asked:
            refused.append(new_problem(str(path), "answer-unknown", id=id))
        elif problem := questions.answer(asked[id], answer, reason, by):
            refused.append(problem)
        else:
            count += 1
    return AnswersTaken(count, tuple(refused))


def read_answers(path: Path) -> list[tuple[str, str, str]]:
    """Read the answers: each with the question's id, the answer and the reason; rows without an answer are skipped.

    Raises:
        UsageError: the file cannot be read, or is not such a table.
    """
    where = str(path)
    rows = read_rows(path, "--answers", KINDS)
    rows = rows[next((at for at, row in enumerate(rows) if any("编号" in cell for cell in row)), len(rows)) :]
    head = [cell.strip() for cell in rows[0]] if rows else []
    wanted = ("编号", "答复", "理由")
    if missing := [name for name in wanted if name not in head]:
        raise UsageError([new_problem(where, "answers-without-column", columns="、".join(missing))])
    places = [head.index(name) for name in wanted]
    answers = []
    for row in rows[1:]:
        id, answer, why = (row[at].strip().removeprefix("'") if at < len(row) else "" for at in places)
        if id and answer:
            answers.append((id, answer, why))
    return answers
