"""Whom workbooks go to: the bodies of the rubric's scheme, or of an office's own list."""

import csv
from dataclasses import dataclass
from pathlib import Path

from xlplugin.characters import UNWRITABLE
from xlplugin.errors import Problem, WrongUse, nearest, problem
from xlplugin.rubric import Rubric
from xlplugin.workbook.build import MOST_BODY
from xlplugin.workbook.table_file import first_column

HEADS = ("考核对象", "单位", "名称")
"""What may stand above the names."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A body with its place in the list, from 1."""

    position: int
    name: str


def bodies_of(rubric: Rubric) -> tuple[str, list[Recipient]]:
    """Give the class (A类; '' for none) and the bodies that the rubric's scheme lists for it, in the notice's order.

    Raises:
        WrongUse: the scheme lists none for this rubric.
    """
    bodies = rubric.scheme.bodies
    for group in bodies.groups if bodies else ():
        if group.rubric == rubric.id:
            return group.name, [Recipient(at, name) for at, name in enumerate(group.names, 1)]
    raise WrongUse([problem("", "no-bodies", rubric=rubric.id)])


def bodies_in(path: Path) -> list[Recipient]:
    """Read an office's own list: the first field of each line (CSV) or row (XLSX); a head 考核对象 is passed over.

    Raises:
        WrongUse: it cannot be read, or names are missing, repeated or unfit; all problems are listed.
    """
    is_workbook = path.suffix.lower() in (".xlsx", ".xlsm")
    fields = first_column(path) if is_workbook else _fields(path)
    names: dict[str, int] = {}
    problems: list[Problem] = []
    for line, field in enumerate(fields, 1):
        name = field.strip()
        where = f"{path}!A{line}" if is_workbook else f"{path}:{line}"
        if not name or (line == 1 and name in HEADS):
            continue
        if name in names:
            problems.append(problem(where, "body-twice", name=name, line=names[name]))
        elif len(name) > MOST_BODY or UNWRITABLE.search(name) or len(name.splitlines()) > 1:
            problems.append(problem(where, "bad-body", body=name[:20], most=MOST_BODY))
        names.setdefault(name, line)
    if not names:
        problems.append(problem(str(path), "empty-file"))
    if problems:
        raise WrongUse(problems)
    return [Recipient(at, name) for at, name in enumerate(names, 1)]


def _fields(path: Path) -> list[str]:
    """Give the first field of each line of a CSV file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise WrongUse([problem(str(path), "no-such-file")]) from error
    except UnicodeDecodeError as error:
        raise WrongUse([problem(str(path), "not-utf8")]) from error
    except OSError as error:
        raise WrongUse([problem(str(path), "cannot-read", why=error.strerror or error)]) from error
    return [row[0] if row else "" for row in csv.reader(text.splitlines())]


def only(recipients: list[Recipient], wanted: list[str]) -> list[Recipient]:
    """Choose some bodies; all where none are named.

    Raises:
        WrongUse: a name is none of the list's.
    """
    known = tuple(one.name for one in recipients)
    if missing := [name for name in wanted if name not in known]:
        raise WrongUse([problem("--only", "no-such-body", name=name, **nearest(name, known)) for name in missing])
    return [one for one in recipients if not wanted or one.name in wanted]
