"""Whom workbooks go to: the bodies of the rubric's scheme, or of an office's own list."""

import csv
from dataclasses import dataclass
from pathlib import Path

from xlplugin.characters import UNWRITABLE
from xlplugin.errors import Problem, WrongUse, nearest, problem
from xlplugin.rubric import Rubric
from xlplugin.workbook.build import MOST_BODY

MOST_BODIES = 100_000


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
    """Read an office's own list: a CSV file with a body in each line's first field; a head 考核对象 is passed over.

    Raises:
        WrongUse: it cannot be read, or names are missing, repeated or unfit; all problems are listed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise WrongUse([problem(str(path), "no-such-file")]) from error
    except UnicodeDecodeError as error:
        raise WrongUse([problem(str(path), "not-utf8")]) from error
    except OSError as error:
        raise WrongUse([problem(str(path), "cannot-read", why=error.strerror or error)]) from error
    names: dict[str, int] = {}
    problems: list[Problem] = []
    for line, row in enumerate(csv.reader(text.splitlines()), 1):
        name = row[0].strip() if row else ""
        if not name or (line == 1 and name in ("考核对象", "单位", "名称")):
            continue
        if name in names:
            problems.append(problem(f"{path}:{line}", "body-twice", name=name, line=names[name]))
        elif len(name) > MOST_BODY or UNWRITABLE.search(name):
            problems.append(problem(f"{path}:{line}", "bad-body", body=name[:20], most=MOST_BODY))
        names.setdefault(name, line)
    if not names:
        problems.append(problem(str(path), "empty-file"))
    if problems:
        raise WrongUse(problems)
    return [Recipient(at, name) for at, name in enumerate(names, 1)]


def only(recipients: list[Recipient], wanted: list[str]) -> list[Recipient]:
    """Choose some bodies; all where none are named.

    Raises:
        WrongUse: a name is none of the list's.
    """
    known = tuple(one.name for one in recipients)
    if missing := [name for name in wanted if name not in known]:
        raise WrongUse([problem("--only", "no-such-body", name=name, **nearest(name, known)) for name in missing])
    return [one for one in recipients if not wanted or one.name in wanted]
