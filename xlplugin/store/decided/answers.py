"""Answers about a return: what was meant, who decided it, and why.

Answers are only added. The latest about a cell counts; the original entry stays.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from xlplugin.store.schema import ANSWERS

ACCEPT, REJECT, CHOOSE = "认可", "退回", "采用"
"""Answers about a whole file: it counts as it is; it does not count; it counts instead of the body's others."""

WHOLE_FILE = ""
"""The name of these answers' subject."""

OWNER = "@body"
"""The name of the subject of an answer that says whose a file is: the answer is a body's name."""


def is_about_cell(name: str) -> bool:
    """Whether the subject of an answer is a cell."""
    return name not in (WHOLE_FILE, OWNER)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    Attributes:
        name: the defined name of the cell (``in_2.1.3.d1``); '' for the whole file, ``OWNER`` for whose it is.
        answer: what was meant, as it would be typed ('' for a blank); or 认可, 退回, 采用; or a body.
        by: who decided it.
        why: the reason.
        at: the time, as ISO 8601 with the offset from UTC.
        about: for a whole file, what was accepted, a line each; nothing else is accepted. For its owner, whose it was.
    """

    name: str
    answer: str
    by: str
    why: str
    at: str
    about: str = ""


def answers_text(answers: Mapping[str, Answer]) -> str:
    """Write the answers that count as JSON."""
    return json.dumps([asdict(answer) for answer in answers.values()], ensure_ascii=False) if answers else "[]"


def answers_of(text: str) -> dict[str, Answer]:
    """Read the answers that count, by name."""
    return {load["name"]: Answer(**load) for load in json.loads(text)} if text and text != "[]" else {}


def record(connection: Connection, sha256: str, answers: Iterable[Answer], typed: Mapping[str, object]) -> list[int]:
    """Add answers to a file's history; gives their numbers.

    Args:
        connection: of the store, in a transaction.
        sha256: of the file.
        answers: the answers.
        typed: the original entries, by name; for a whole file, what was accepted is kept instead.
    """
    ids = []
    for answer in answers:
        row = asdict(answer)
        stood = row.pop("about") or typed.get(answer.name)
        row |= {"sha256": sha256, "typed": json.dumps(stood, ensure_ascii=False)}
        key = connection.execute(ANSWERS.insert().values(**row)).inserted_primary_key
        ids.append(int(key[0]) if key else 0)
    return ids


def answers_given(connection: Connection, sha256: str) -> dict[str, Answer]:
    """Return the answers about a file that count, by name: of several about one cell the latest."""
    latest: dict[str, Answer] = {}
    for row in connection.execute(ANSWERS.select().where(ANSWERS.c.sha256 == sha256).order_by(ANSWERS.c.id)):
        accepted = "" if is_about_cell(row.name) else json.loads(row.typed)
        about = accepted if isinstance(accepted, str) else ""
        latest[row.name] = Answer(row.name, row.answer, row.by, row.why, row.at, about)
    return latest
