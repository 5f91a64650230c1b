"""Questions and answers as a table (CSV) that an office fills in: one line a question, with columns 答复 and 理由."""

import csv
import io
from collections.abc import Iterable

from xlplugin.errors import WrongUse, problem
from xlplugin.exchange.delimited import rows_of
from xlplugin.exchange.questions import Question
from xlplugin.workbook.columns import edition_name

HEAD = ("编号", "考核对象", "版式", "文件", "位置", "填报项", "填的是", "问题", "可选", "答复", "理由")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take the beginning of a formula for."""


def questions_file(questions: Iterable[Question]) -> bytes:
    """Write questions; spreadsheets open it with the right letters, and compute nothing in it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for one in questions:
        whose = one.body, edition_name(one.edition), one.file, one.place
        asked = one.label, one.typed, one.why, "、".join(one.choices), "", ""
        writer.writerow(f"'{text}" if text.startswith(_ACTIVE) else text for text in (one.id, *whose, *asked))
    return out.getvalue().encode("utf-8-sig")


def read_answers(content: bytes, where: str) -> list[tuple[str, str, str]]:
    """Read what was answered: the question's id, the answer, the reason; lines without an answer are left out.

    Raises:
        WrongUse: it is no such table.
    """
    try:
        rows = rows_of(content)
    except csv.Error as error:
        raise WrongUse([problem(where, "cannot-read", why=error)]) from error
    rows = rows[next((at for at, row in enumerate(rows) if any("编号" in cell for cell in row)), len(rows)) :]
    head = [cell.strip() for cell in rows[0]] if rows else []
    wanted = ("编号", "答复", "理由")
    if missing := [name for name in wanted if name not in head]:
        raise WrongUse([problem(where, "answers-without-column", columns="、".join(missing))])
    places = [head.index(name) for name in wanted]
    found = []
    for row in rows[1:]:
        id, answer, why = (row[at].strip().removeprefix("'") if at < len(row) else "" for at in places)
        if id and answer:
            found.append((id, answer, why))
    return found
