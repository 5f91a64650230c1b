"""An engine of xlwings over openpyxl: a real ``xw.Book`` where there is no Excel.

It does what the macros ask of Excel, as Excel does it: locked cells of a protected sheet refuse to be written, a wrong
password does not open a sheet, numbers come as floats, empty formulas as None. It keeps a log of every call that would
have crossed to Excel's process, and can fail at any of them.
"""
# mypy: ignore-errors
# What xlwings asks of an engine is untyped, and its properties are overridden by plain attributes.

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import xlwings as xw
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes

Values = Mapping[str, list[list[float | str | None]]]
"""What formulas show, by sheet, rows from A1."""

ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


class ComError(Exception):
    """What pywin32 raises."""


class Crossings:
    """Calls to Excel, in order: read or write and what, or another call by its name."""

    def __init__(self) -> None:
        self.log: list[tuple[str, str]] = []
        self.fail_at: int | None = None

    def add(self, kind: str, what: str) -> None:
        self.log.append((kind, what))
        if self.fail_at == len(self.log):
            raise ComError(f"the call {kind} {what} failed")

    def count(self, *kinds: str) -> int:
        return sum(kind in kinds for kind, _ in self.log)


class Engine:
    """What xlwings asks of an engine."""

    name, type = "openpyxl", "desktop"

    @property
    def apps(self) -> "Apps":
        return APPS

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        return [
            [_cleaned(value, datetime_builder, empty_as, number_builder, err_to_str) for value in row] for row in data
        ]

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return value


def _cleaned(value: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool) -> Any:
    if value in ("", None):
        return empty_as
    if isinstance(value, str) and value in ERRORS:
        return value if err_to_str else None
    if isinstance(value, dt.datetime) and datetime_builder is not dt.datetime:
        return datetime_builder(year=value.year, month=value.month, day=value.day)
    if isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    return number_builder(value) if number_builder is not None and isinstance(value, float) else value


class Apps(base_classes.Apps):
    def __init__(self) -> None:
        self.apps = [App()]

    def __iter__(self) -> Iterator["App"]:
        return iter(self.apps)

    def __len__(self) -> int:
        return 1

    def __getitem__(self, _at: int) -> "App":
        return self.apps[0]


class App(base_classes.App):
    pid = -99
    visible, display_alerts = True, True
    calculation = screen_updating = selection = None

    def __init__(self) -> None:
        self.calculation, self.screen_updating, self.selection = "automatic", True, "评分表!A1"
        self.calculated = 0
        self.alerts: list[tuple[str, str, str | None]] = []
        self.answer = "yes"

    @property
    def engine(self) -> Engine:
        return ENGINE

    def calculate(self) -> None:
        self.calculated += 1

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None, _callback: Any) -> str:
        self.alerts.append((title, prompt, mode))
        return self.answer if buttons != "ok" else "ok"


class Book(base_classes.Book):
    fullname = ""

    def __init__(self, path: Path, values: Values | None = None, password: str = "") -> None:
        self.path, self.password = path, password
        self.workbook: Workbook = load_workbook(path)
        self.values = values
        if values is None:
            shown = load_workbook(path, data_only=True)
            self.values = {
                sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in shown.worksheets
            }
        self.crossings = Crossings()
        self.is_jammed = False
        self.fullname = str(path)

    @property
    def api(self) -> Workbook:
        return self.workbook

    @property
    def app(self) -> App:
        return APPS.apps[0]

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def sheets(self) -> "Sheets":
        return Sheets(self)

    @property
    def names(self) -> "Names":
        return Names(self)


class Names(base_classes.Names):
    api = None

    def __init__(self, book: Book) -> None:
        self.book = book
        self.api = book.workbook.defined_names

    def __call__(self, name: str) -> "Name":
        if name not in self.api:
            raise ComError(name)
        return Name(self.book, name)

    def contains(self, name: str) -> bool:
        return name in self.api


class Name(base_classes.Name):
    name = ""

    def __init__(self, book: Book, name: str) -> None:
        self.book, self.name = book, name

    @property
    def refers_to(self) -> str:
        self.book.crossings.add("read", f"name {self.name}")
        return f"={self.book.workbook.defined_names[self.name].attr_text}"


class Sheets(base_classes.Sheets):
    book = None

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> list[Worksheet]:
        return self.book.workbook.worksheets

    def __call__(self, key: int | str) -> "Sheet":
        if isinstance(key, int):
            return Sheet(self.book, self.api[key - 1])
        if key not in self.book.workbook.sheetnames:
            raise ComError(key)
        return Sheet(self.book, self.book.workbook[key])

    def __len__(self) -> int:
        return len(self.api)

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, sheet) for sheet in self.api)


class SheetApi:
    """The COM object of a sheet, as far as protection goes."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet = sheet

    @property
    def ProtectContents(self) -> bool:  # noqa: N802  # Excel's names
        self._sheet.book.crossings.add("call", f"ProtectContents {self._sheet.name}")
        return bool(self._sheet.worksheet.protection.sheet)

    def Unprotect(self, password: str = "") -> None:  # noqa: N802  # as above
        self._sheet.book.crossings.add("call", f"Unprotect {self._sheet.name}")
        if password != self._sheet.book.password:
            raise ComError("1004: the password is not correct")
        self._sheet.worksheet.protection.sheet = False

    def Protect(self, Password: str = "", **options: bool) -> None:  # noqa: N802, N803  # as above
        self._sheet.book.crossings.add("call", f"Protect {self._sheet.name}")
        if self._sheet.book.is_jammed:
            raise ComError("call was rejected by callee")
        protection = self._sheet.worksheet.protection
        assert options.pop("Contents")
        assert Password == self._sheet.book.password
        protection.sheet = True
        protection.objects, protection.scenarios = options.pop("DrawingObjects"), options.pop("Scenarios")
        protection.formatColumns = not options.pop("AllowFormattingColumns")
        protection.formatRows = not options.pop("AllowFormattingRows")
        assert options == {}


class Sheet(base_classes.Sheet):
    book = None

    def __init__(self, book: Book, worksheet: Worksheet) -> None:
        self.book, self.worksheet = book, worksheet

    @property
    def api(self) -> SheetApi:
        return SheetApi(self)

    @property
    def name(self) -> str:
        return self.worksheet.title

    @property
    def index(self) -> int:
        return self.book.workbook.worksheets.index(self.worksheet) + 1

    def range(self, first: Any, last: Any = None) -> "Range":
        return Range(self, first, last)

    @property
    def notes(self) -> list["Note"]:
        self.book.crossings.add("call", f"Comments {self.name}")
        return [Note(self, cell) for row in self.worksheet.iter_rows() for cell in row if cell.comment]

    def check(self, cell: OpenpyxlCell) -> None:
        """Refuse a change of a locked cell, as Excel does."""
        if self.worksheet.protection.sheet and cell.protection.locked:
            raise ComError(f"1004: {cell.coordinate} is protected")


class Note(base_classes.Note):
    api = None

    def __init__(self, sheet: Sheet, cell: OpenpyxlCell) -> None:
        self.sheet, self.cell = sheet, cell
        self.api = cell

    @property
    def text(self) -> str:
        self.sheet.book.crossings.add("call", f"Comment.Text {self.cell.coordinate}")
        return str(self.cell.comment.text) if self.cell.comment else ""

    @property
    def location(self) -> "Range":
        return Range(self.sheet, self.cell.coordinate)

    def delete(self) -> None:
        self.sheet.book.crossings.add("call", f"Comment.Delete {self.cell.coordinate}")
        if self.sheet.worksheet.protection.sheet:
            raise ComError("1004: the sheet is protected")
        self.cell.comment = None


class Range(base_classes.Range):
    sheet = None
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Sheet, first: Any, last: Any = None) -> None:
        if isinstance(first, Range):
            first = first.row, first.column
        if isinstance(last, Range):
            last = last.row, last.column
        if isinstance(first, str):
            left, top, right, bottom = range_boundaries(first.replace("$", ""))
            first, last = (top, left), (bottom, right)
        self.sheet, self.first, self.last = sheet, first, last or first
        self.arg1_input = first

    @property
    def api(self) -> "Range":
        return self

    @property
    def row(self) -> int:
        return int(self.first[0])

    @property
    def column(self) -> int:
        return int(self.first[1])

    @property
    def shape(self) -> tuple[int, int]:
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def address(self) -> str:
        ends = [f"${get_column_letter(column)}${row}" for row, column in (self.first, self.last)]
        return ends[0] if ends[0] == ends[1] else ":".join(ends)

    def get_address(self, _row: bool = True, _column: bool = True, _external: bool = False) -> str:
        return self.address

    def __call__(self, row: int, column: int | None = None) -> "Range":
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return Range(self.sheet, (self.row + row - 1, self.column + column - 1))

    @property
    def _cells(self) -> list[list[OpenpyxlCell]]:
        rows, columns = range(self.first[0], self.last[0] + 1), range(self.first[1], self.last[1] + 1)
        return [[self.sheet.worksheet.cell(row, column) for column in columns] for row in rows]

    @property
    def raw_value(self) -> Any:
        self.sheet.book.crossings.add("read", f"{self.sheet.name}!{self.address}")
        return [[self._shown(cell) for cell in row] for row in self._cells]

    def _shown(self, cell: OpenpyxlCell) -> Any:
        if cell.data_type != "f":
            return cell.value
        rows = (self.sheet.book.values or {}).get(self.sheet.name, [])
        row = rows[cell.row - 1] if cell.row <= len(rows) else []
        return row[cell.column - 1] if cell.column <= len(row) else None

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        crossings = self.sheet.book.crossings
        crossings.add("write", f"{self.sheet.name}!{self.address}")
        cells = self._cells
        if not isinstance(value, list | tuple):
            value = [[value] * self.shape[1]] * self.shape[0]
        for row, values in zip(cells, value, strict=True):
            for cell, item in zip(row, values, strict=True):
                self.sheet.check(cell)
                # Excel keeps a leading apostrophe as a mark that a text follows.
                cell.value = item[1:] if isinstance(item, str) and item.startswith("'") else item
                if isinstance(item, str) and item.startswith("="):
                    raise AssertionError(f"a formula was written into {cell.coordinate}")

    @property
    def formula(self) -> Any:
        self.sheet.book.crossings.add("read", f"formula {self.sheet.name}!{self.address}")
        cells = [
            [cell.value if cell.data_type == "f" else str(cell.value or "") for cell in row] for row in self._cells
        ]
        return tuple(map(tuple, cells)) if len(self) > 1 else cells[0][0]

    @property
    def color(self) -> Any:
        return self._cells[0][0].fill.fgColor.rgb

    @color.setter
    def color(self, value: str) -> None:
        self.sheet.book.crossings.add("call", f"Interior.Color {self.address}")
        if self.sheet.worksheet.protection.sheet:
            raise ComError("1004: the sheet is protected")
        self._cells[0][0].fill = PatternFill("solid", fgColor=f"FF{value.lstrip('#')}")

    @property
    def note(self) -> Note | None:
        cell = self._cells[0][0]
        return Note(self.sheet, cell) if cell.comment else None

    def add_note(self, text: str) -> Note:
        self.sheet.book.crossings.add("call", f"AddComment {self.address}")
        if self.sheet.worksheet.protection.sheet:
            raise ComError("1004: the sheet is protected")
        if self._cells[0][0].comment:
            raise ComError("1004: the cell has a comment")
        self._cells[0][0].comment = Comment(text, "")
        return Note(self.sheet, self._cells[0][0])


ENGINE = Engine()
APPS = Apps()
xw.engines.add(xw.Engine(impl=ENGINE))


def open_book(path: Path, values: Values | None = None, password: str = "") -> tuple[xw.Book, Book]:
    """Open a workbook as the caller of a macro; gives xlwings' book and what is behind it.

    Args:
        path: the workbook.
        values: what its formulas show; by default the values kept in the file.
        password: of its protection.
    """
    APPS.apps[0] = App()
    book = Book(path, values, password)
    wrapped = xw.Book(impl=book)
    wrapped.set_mock_caller()
    return wrapped, book
