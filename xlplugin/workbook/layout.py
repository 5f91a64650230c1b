"""Which step and which entry stands in which cell. Pure: nothing here knows openpyxl.

The sheet 评分表 has one row for each clause: the columns of the notice's own table, then what is entered and
what it comes to. The sheet 结果 has the dimensions and the totals.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from xlplugin.clauses import Clause, slots
from xlplugin.formula import Cells
from xlplugin.rubric import BelowTable, Dimension, Indicator, Item, Rubric, Subdimension
from xlplugin.workbook.guard import guard

T = TypeVar("T")

SCORE_SHEET, RESULT_SHEET = "评分表", "结果"
HEAD_ROW = 5
"""The row of 评分表 with the columns' heads."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of 评分表: its name in the code, its head, and its width in characters of half width."""

    name: str
    head: str
    width: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its sheet, column (from 1) and row."""

    sheet: str
    column: int
    row: int

    @property
    def address(self) -> str:
        """Its address on its sheet: ``H12``."""
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of 评分表: one clause, with what it belongs to."""

    row: int
    clause: Clause
    dimension: Dimension | None
    subdimension: Subdimension | None
    indicator: Indicator | None
    below: BelowTable | None
    item: Item | None


def letters(column: int) -> str:
    """Write a column's number (from 1) in letters."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


OFFICIAL = (
    Column("dimension", "一级指标", 10),
    Column("subdimension", "二级指标", 10),
    Column("indicator", "三级指标", 16),
    Column("points", "赋分", 6),
    Column("deduction_standard", "扣分标准", 42),
    Column("bonus_standard", "加分标准", 22),
    Column("method", "考核方式", 16),
)
ASSIGNMENT = (
    Column("contents", "涉及内容", 22),
    Column("responsible", "责任组（科室、单位）", 14),
    Column("remark", "备注", 10),
)
ENTRY = (
    Column("label", "填报内容", 24),
    Column("first", "填报", 14),
    Column("second", "填报（第二项）", 18),
    Column("not_applicable", "不适用", 9),
    Column("state", "状态", 8),
    Column("amount", "本条扣（加）分", 9),
    Column("deduction", "扣分", 8),
    Column("bonus", "加分", 8),
    Column("score", "得分", 8),
    Column("sentence", "计分说明", 44),
)

RESULTS = (
    ("total", "总分"),
    ("published", "公布得分（两位小数）"),
    ("grade", "考核等次"),
    ("status", "填报状态"),
    ("blank", "未评项数"),
    ("faulty", "有误项数"),
    ("general_bonus", "综合加分"),
    ("major_deduction", "重大扣分"),
)
"""The steps shown on 结果, in order, with their labels."""

RESULT_SENTENCE, RESULT_SENTENCE_ROW = "result:sentence", 4
"""The step that tells the result in one line, and its row of 评分表."""

RESULTS_ROW = 3
"""The row of 结果 with the first of them."""


@dataclass(frozen=True, eq=False)
class Layout:
    """Where everything of a rubric's workbook stands."""

    rubric: Rubric

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of 评分表; 涉及内容, 责任组 and 备注 only where the table has them."""
        assigned = any(indicator.contents or indicator.responsible for indicator in self.rubric.indicators)
        return (*OFFICIAL, *(ASSIGNMENT if assigned else ()), *ENTRY)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows of 评分表, one for each clause."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[Line]:
        row = HEAD_ROW
        for dimension in self.rubric.dimensions:
            for part in dimension.subdimensions:
                for indicator in part.indicators:
                    for clause in indicator.clauses:
                        row += 1
                        yield Line(row, clause, dimension, part, indicator, None, None)
        for below in (self.rubric.general_bonus, self.rubric.major_deduction):
            for item in below.items:
                for clause in item.clauses:
                    row += 1
                    yield Line(row, clause, None, None, None, below, item)

    def runs(self, of: Callable[[Line], T | None]) -> Iterator[tuple[T, range]]:
        """Give each thing that lines belong to (a dimension, an indicator, …) with its rows, in order."""
        for thing, lines in groupby(self.lines, of):
            rows = [line.row for line in lines]
            if thing is not None:
                yield thing, range(rows[0], rows[-1] + 1)

    @cached_property
    def last_row(self) -> int:
        """The last row of 评分表 with a clause."""
        return self.lines[-1].row

    def column(self, name: str) -> int:
        """Give the number of a column of 评分表."""
        return next(at for at, column in enumerate(self.columns, 1) if column.name == name)

    @cached_property
    def dimensions_row(self) -> int:
        """The row of 结果 with the first dimension."""
        return RESULTS_ROW + len(RESULTS) + 3

    @cached_property
    def entries(self) -> Mapping[str, Cell]:
        """The cell of each entry, by the slot's name (``2.1.1.d1``, ``3.3.7.d1_part``)."""
        columns = self.column("first"), self.column("second")
        return {
            slot.name: Cell(SCORE_SHEET, column, line.row)
            for line in self.lines
            for slot, column in zip(slots(line.clause), columns, strict=False)
        }

    @cached_property
    def not_applicable(self) -> Mapping[str, Cell]:
        """The cell for 不适用, by indicator, where the rubric allows it."""
        column = self.column("not_applicable")
        cells: dict[str, Cell] = {}
        for line in self.lines:
            if line.indicator and line.indicator.may_be_not_applicable:
                cells.setdefault(line.indicator.id, Cell(SCORE_SHEET, column, line.row))
        return cells

    @cached_property
    def figures(self) -> Mapping[str, Cell]:
        """The cell of each step."""
        cells: dict[str, Cell] = {}
        for line in self.lines:
            for what in ("state", "amount", "sentence"):
                cells[f"{line.clause.key}:{what}"] = Cell(SCORE_SHEET, self.column(what), line.row)
            for what in ("deduction", "bonus", "score"):
                if line.indicator:
                    cells.setdefault(f"{line.indicator.id}:{what}", Cell(SCORE_SHEET, self.column(what), line.row))
        for at, dimension in enumerate(self.rubric.dimensions):
            for column, what in enumerate(("deduction", "bonus", "score"), 3):
                cells[f"dimension{dimension.number}:{what}"] = Cell(RESULT_SHEET, column, self.dimensions_row + at)
        cells[RESULT_SENTENCE] = Cell(SCORE_SHEET, 1, RESULT_SENTENCE_ROW)
        for at, (name, _) in enumerate(RESULTS):
            cells[name] = Cell(RESULT_SHEET, 2, RESULTS_ROW + at)
        return cells

    def cells(self, sheet: str) -> Cells:
        """Give the addresses as formulas of a sheet write them."""
        return _Addresses(self, sheet)

    @cached_property
    def clauses(self) -> Mapping[str, tuple[Clause, str]]:
        """Each clause with its indicator's id ('' below the table), by key."""
        return {line.clause.key: (line.clause, line.indicator.id if line.indicator else "") for line in self.lines}


@dataclass(frozen=True, slots=True)
class _Addresses:
    layout: Layout
    sheet: str

    def cell(self, name: str) -> str:
        cell = self.layout.entries.get(name) or self.layout.figures[name]
        return cell.address if cell.sheet == self.sheet else f"{cell.sheet}!{cell.address}"

    def span(self, names: tuple[str, ...]) -> str:
        first, last = (self.layout.figures[name] for name in (names[0], names[-1]))
        sheet = "" if first.sheet == self.sheet else f"{first.sheet}!"
        return f"{sheet}{first.address}:{last.address}"

    def guard(self, key: str) -> str:
        clause, indicator = self.layout.clauses[key]
        cell = self.layout.not_applicable.get(indicator)
        addresses = {slot.name: self.cell(slot.name) for slot in slots(clause)}
        return guard(clause, addresses, cell.address if cell else None)
