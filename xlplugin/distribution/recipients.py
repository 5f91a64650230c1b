"""The bodies that receive workbooks: those of the rubric's scheme, or of an office's own list."""

import csv
import re
import string
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlplugin.entries.cell_values import CellError, CellValue
from xlplugin.errors import Problem, UsageError, nearest, new_problem
from xlplugin.files.csv_tables import read_csv_rows
from xlplugin.files.reading import cannot_read, read_file
from xlplugin.filled.open_workbook import ShownCell
from xlplugin.filled.sheet_contents import SheetContents
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import column_letters, column_of, row_of
from xlplugin.notation.excel_text import has_unseen, has_unwritable
from xlplugin.rubric.model import Rubric, Scheme
from xlplugin.workbook.build import MOST_BODY

HEADS = frozenset(("考核对象", "被考核单位", "考核单位", "填报单位", "单位", "单位名称", "名称"))
"""Headings above a column of names."""

CLASSES = frozenset(("类别", "分类", "类", "评分表", "组别"))
"""Headings above a column of classes or tables."""

NO_NAMES = frozenset(("序号", "编号", "合计", "总计", "小计", "共计"))
"""Texts beside and below names that are not names."""

MOST_ABOVE = 10
"""Rows that the title and heading of a list take."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A body with its position in the list, from 1; ``of`` is its class (A类) or table, where a list says so."""

    position: int
    name: str
    of: str = ""


def recipients_of(rubric: Rubric) -> tuple[str, list[Recipient]]:
    """Return the class (A类; '' for none) and the bodies that the rubric's scheme lists, in the notice's order.

    Raises:
        UsageError: the scheme lists no bodies for this rubric.
    """
    bodies, tables = rubric.scheme.bodies, rubric.scheme.tables
    if bodies and tables and rubric.id in dict(tables.parts):  # each body has several tables
        names = (name for group in bodies.groups for name in group.names)
        return "", [Recipient(at, name) for at, name in enumerate(names, 1)]
    for group in bodies.groups if bodies else ():
        if group.rubric == rubric.id:
            return group.name, [Recipient(at, name) for at, name in enumerate(group.names, 1)]
    raise UsageError([new_problem("", "no-bodies", rubric=rubric.id)])


def recipients_by_table(scheme: Scheme, listed: Sequence[Recipient] | None, where: str) -> dict[str, list[Recipient]]:
    """Divide the bodies of a scheme among its tables: by its own lists, or by the classes of an office's list.

    Args:
        scheme: the scheme.
        listed: an office's list with classes (A类, or the id of a table); None for the scheme's own lists.
        where: the list, for messages.

    Returns:
        The bodies by the id of their table, each table's numbered from 1, in the order of the scheme. Where several
        tables make up one score (分表), each table has all bodies.

    Raises:
        UsageError: the scheme has no tables, or a body has no known class; all of them are listed.
    """
    if scheme.tables:
        names = [name for group in scheme.bodies.groups for name in group.names] if scheme.bodies else []
        all_bodies = [body.name for body in listed] if listed is not None else names
        if not all_bodies:
            raise UsageError([new_problem("", "scheme-without-bodies", scheme=scheme.id)])
        return {
            table: [Recipient(at, name) for at, name in enumerate(all_bodies, 1)] for table, _ in scheme.tables.parts
        }
    groups = [group for group in scheme.bodies.groups if group.rubric] if scheme.bodies else []
    if not groups:
        raise UsageError([new_problem("", "scheme-without-tables", scheme=scheme.id)])
    if listed is None:
        return {group.rubric: [Recipient(at, name) for at, name in enumerate(group.names, 1)] for group in groups}
    known = {name: group.rubric for group in groups for name in (group.name, group.name.rstrip("类"), group.rubric)}
    problems, found = [], {group.rubric: list[Recipient]() for group in groups}
    for body in listed:
        table = known.get(body.of)
        if table is None:
            classes = "、".join(group.name for group in groups)
            problems.append(new_problem(where, "body-of-no-class", body=body.name, given=body.of, classes=classes))
        else:
            found[table].append(Recipient(len(found[table]) + 1, body.name, body.of))
    if problems:
        raise UsageError(problems)
    return {table: bodies for table, bodies in found.items() if bodies}


@dataclass(frozen=True, slots=True)
class RecipientList:
    """An office's own list.

    Attributes:
        recipients: the bodies, in its order.
        remarks: what a person may want to know: the sheet that was read, bodies that are left out.
    """

    recipients: list[Recipient]
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a list: its number, its fields as text, the problems of some by column, and whether it is hidden."""

    number: int
    fields: Sequence[str]
    faults: Mapping[int, str] = field(default_factory=dict)
    is_hidden: bool = False


TABLES = (".csv", ".txt", ".xlsx", ".xlsm")
"""File extensions of lists."""


def read_recipients(path: Path | str, *, with_hidden: bool = False) -> RecipientList:
    """Read an office's own list (CSV or XLSX): the column under a heading such as 单位名称, otherwise the first column.

    Only visible typed text is a name; a formula, an error value or a note below the list is not.

    Args:
        path: the list.
        with_hidden: whether bodies in hidden rows are included.

    Returns:
        The list: ``recipients`` in its order, and ``remarks`` about what was left out.

    Raises:
        UsageError: it cannot be read, or names are missing, repeated or unfit; all problems are listed.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in TABLES:
        raise UsageError([new_problem("--bodies", "no-such-table-format", file=path.name, kinds="、".join(TABLES))])
    remarks: list[Problem] = []
    if kind in (".xlsx", ".xlsm"):
        where, lines = _sheet(path, remarks)
    else:
        where, lines = f"{path}:", [_Line(number, row) for number, row in enumerate(_rows(path), 1)]
    head, column = _head([line.fields for line in lines])
    heads = ["".join(text.split()) for text in lines[head - 1].fields] if head else []
    of = next((at for at, text in enumerate(heads) if text in CLASSES), -1)
    recipients = _recipients(lines[head:], column, where, remarks, with_hidden, of)
    if not recipients:
        raise UsageError([new_problem(str(path), "empty-file")])
    return RecipientList(recipients, tuple(remarks))


def _recipients(
    lines: Sequence[_Line], column: int, where: str, remarks: list[Problem], with_hidden: bool, of: int = -1
) -> list[Recipient]:
    names: dict[str, int] = {}
    classes: dict[str, str] = {}
    problems: list[Problem] = []
    last = 0
    for line in lines:
        name = line.fields[column].strip(_AROUND) if column < len(line.fields) else ""
        place = f"{where}{column_letters(column + 1)}{line.number}" if "!" in where else f"{where}{line.number}"
        fault = line.faults.get(column, "")
        if not name and not fault:
            continue
        if line.is_hidden and not with_hidden:
            remarks.append(new_problem(place, "body-hidden", body=name[:MOST_SHOWN]))
            last = line.number
            continue
        if fault:
            problems.append(new_problem(place, fault, value=name[:MOST_SHOWN]))
        elif name in NO_NAMES or _NUMBER.fullmatch(name) or _NO_NAME.search(name):
            problems.append(new_problem(place, "no-bodys-name", body=name[:MOST_SHOWN], heads="、".join(sorted(HEADS))))
        elif last and line.number > last + 1 and len(name) > LONG:
            problems.append(new_problem(place, "text-below-list", text=name[:MOST_SHOWN], last=last))
        elif name in names:
            problems.append(new_problem(place, "body-twice", name=name, line=names[name]))
        elif len(name) > MOST_BODY or not _is_writable(name):
            problems.append(new_problem(place, "bad-body", body=name[:MOST_SHOWN], most=MOST_BODY))
        names.setdefault(name, line.number)
        classes.setdefault(name, line.fields[of].strip(_AROUND) if 0 <= of < len(line.fields) else "")
        last = line.number
    if problems:
        raise UsageError(problems)
    return [Recipient(at, name, classes[name]) for at, name in enumerate(names, 1)]


def _is_writable(name: str) -> bool:
    """Whether a name can be stored in a cell and in a file name, and is entirely visible."""
    return not (has_unwritable(name) or has_unseen(name) or len(name.splitlines()) > 1 or "\ufffd" in name)


LONG = 15
"""Characters of a separate text below a list that is a note rather than a name."""

MOST_SHOWN = 30
"""Characters of a name that a message shows."""

_NUMBER = re.compile(r"[\d.,，．%]+")
_NO_NAME = re.compile(
    r"[。；！？!?：:]|^[（(【\[《]|^(?:注|备注|说明|附注|填表说明|(?:填表|制表|审核|联系)人|(?:联系)?电话|日期)(?=$|[\s0-9０-９])"
    r"|^共[0-9０-９]+|以上|如下|不分先后|为准"
    r"|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)|^[0-9]{4}[-/年]"
)
"""Text that is not a name: a sentence, a note, an error value, a date.

``制表人`` and ``注 1`` are not names; ``注册会计师协会`` and ``审核查验中心`` are.
"""


def _sheet(path: Path, remarks: list[Problem]) -> tuple[str, list[_Line]]:
    """Find the only table of names in a workbook, and read it.

    Raises:
        UsageError: it cannot be read, or it is not clear which sheet has the names.
    """
    book = WorkbookFile(read_file(path), str(path))
    shown = {name: book.contents(name) for name in book.sheets if name not in book.hidden}
    filled = {name: lines for name, contents in shown.items() if (lines := _lines(contents))}
    headed = [name for name, lines in filled.items() if _head([line.fields for line in lines])[0]]
    candidates = headed or list(filled)
    if len(candidates) > 1:
        facts = {"sheets": "、".join(candidates), "heads": "、".join(sorted(HEADS))}
        raise UsageError([new_problem(str(path), "list-on-several-sheets", **facts)])
    if not candidates:
        raise UsageError([new_problem(str(path), "empty-file")])
    (sheet,) = candidates
    if sheet != next(iter(book.sheets)):
        remarks.append(new_problem(str(path), "list-on-sheet", sheet=sheet))
    return f"{path}!" if len(book.sheets) == 1 else f"{path} {sheet}!", filled[sheet]


def _lines(contents: SheetContents) -> list[_Line]:
    """Return the rows of a sheet down to the last with content."""
    rows: dict[int, dict[int, ShownCell]] = {}
    for at, shown in contents.cells.items():
        if (column := column_of(at)) <= MOST_COLUMNS:
            rows.setdefault(row_of(at), {})[column] = shown
    unseen: dict[int, dict[int, str]] = {}
    for at in contents.looks:
        unseen.setdefault(row_of(at), {})[column_of(at) - 1] = "body-unseen"
    lines = []
    for number in sorted(rows):
        cells = rows[number]
        faults = {column - 1: fault for column, shown in cells.items() if (fault := _fault(shown))}
        hidden = number in contents.hidden_rows
        texts = [_text(cells[column].value) if column in cells else "" for column in range(1, max(cells) + 1)]
        lines.append(_Line(number, texts, faults | unseen.get(number, {}), hidden))
    return lines


def _fault(shown: ShownCell) -> str:
    if shown.is_formula:
        return "body-by-formula"
    return "body-no-text" if not isinstance(shown.value, str | float | None) else ""


def _text(value: CellValue) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.code if isinstance(value, CellError) else "" if value is None else str(value)


MOST_COLUMNS = 50
"""Columns of a list that are read."""


_AROUND = string.whitespace + "\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff"
"""Invisible characters around a name."""


def _head(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Return the number of rows above the names, and the column of the names, from 0."""
    for line, row in enumerate(rows[:MOST_ABOVE], 1):
        for column, text in enumerate(row):
            if "".join(text.split()).strip(_AROUND) in HEADS:
                return line, column
    return 0, 0


def _rows(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file, in any encoding that spreadsheets use."""
    try:
        return read_csv_rows(read_file(path))
    except csv.Error as error:
        raise cannot_read(path, error) from error


def choose_recipients(recipients: Sequence[Recipient], wanted: Collection[str]) -> list[Recipient]:
    """Choose some bodies; all if no names are given.

    Raises:
        UsageError: a name is not on the list.
    """
    known = tuple(recipient.name for recipient in recipients)
    if missing := [name for name in wanted if name not in known]:
        raise UsageError([new_problem("--only", "no-such-body", name=name, **nearest(name, known)) for name in missing])
    return [recipient for recipient in recipients if not wanted or recipient.name in wanted]
