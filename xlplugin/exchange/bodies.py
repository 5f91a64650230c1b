"""Whom workbooks go to: the bodies of the rubric's scheme, or of an office's own list."""

import csv
import string
from dataclasses import dataclass
from pathlib import Path

from xlplugin.address import letters
from xlplugin.characters import UNWRITABLE
from xlplugin.errors import Problem, WrongUse, nearest, problem
from xlplugin.exchange.delimited import rows_of
from xlplugin.rubric import Rubric
from xlplugin.workbook.build import MOST_BODY
from xlplugin.workbook.table_file import first_sheet

HEADS = frozenset(("考核对象", "被考核单位", "考核单位", "填报单位", "单位", "单位名称", "名称"))
"""What may stand above the names."""

NO_NAMES = frozenset(("序号", "编号", "合计", "总计", "小计", "共计"))
"""What stands in lists beside and below names."""

MOST_ABOVE = 10
"""Rows that a list's title and head take."""


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
    """Read an office's own list (CSV or XLSX): the column under a head such as 单位名称, else the first.

    Raises:
        WrongUse: it cannot be read, or names are missing, repeated or unfit; all problems are listed.
    """
    is_workbook = path.suffix.lower() in (".xlsx", ".xlsm")
    rows = first_sheet(path) if is_workbook else _rows(path)
    head, column = _head(rows)
    names: dict[str, int] = {}
    problems: list[Problem] = []
    for line, row in enumerate(rows[head:], head + 1):
        name = row[column].strip(_AROUND) if column < len(row) else ""
        where = f"{path}!{letters(column + 1)}{line}" if is_workbook else f"{path}:{line}"
        if not name:
            continue
        if name in NO_NAMES or name.isdecimal():
            problems.append(problem(where, "no-bodys-name", body=name, heads="、".join(sorted(HEADS))))
        elif name in names:
            problems.append(problem(where, "body-twice", name=name, line=names[name]))
        elif len(name) > MOST_BODY or UNWRITABLE.search(name) or len(name.splitlines()) > 1 or "\ufffd" in name:
            problems.append(problem(where, "bad-body", body=name[:20], most=MOST_BODY))
        names.setdefault(name, line)
    if not names:
        problems.append(problem(str(path), "empty-file"))
    if problems:
        raise WrongUse(problems)
    return [Recipient(at, name) for at, name in enumerate(names, 1)]


_AROUND = string.whitespace + "\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff"
"""What is not seen around a name."""


def _head(rows: list[list[str]]) -> tuple[int, int]:
    """Give how many rows stand above the names, and the names' column, from 0."""
    for line, row in enumerate(rows[:MOST_ABOVE], 1):
        for column, field in enumerate(row):
            if "".join(field.split()).strip(_AROUND) in HEADS:
                return line, column
    return 0, 0


def _rows(path: Path) -> list[list[str]]:
    """Give the rows of a CSV file, in whatever letters a spreadsheet saved it."""
    try:
        return rows_of(path.read_bytes())
    except FileNotFoundError as error:
        raise WrongUse([problem(str(path), "no-such-file")]) from error
    except OSError as error:
        raise WrongUse([problem(str(path), "cannot-read", why=error.strerror or error)]) from error
    except csv.Error as error:
        raise WrongUse([problem(str(path), "cannot-read", why=error)]) from error


def only(recipients: list[Recipient], wanted: list[str]) -> list[Recipient]:
    """Choose some bodies; all where none are named.

    Raises:
        WrongUse: a name is none of the list's.
    """
    known = tuple(one.name for one in recipients)
    if missing := [name for name in wanted if name not in known]:
        raise WrongUse([problem("--only", "no-such-body", name=name, **nearest(name, known)) for name in missing])
    return [one for one in recipients if not wanted or one.name in wanted]
