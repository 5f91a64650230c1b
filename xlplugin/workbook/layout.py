"""Which step and which entry has which cell. Pure: nothing here knows openpyxl.

The sheet 评分表 has one row for each clause: the columns of the notice's own table, then the entries and their figures.
The sheet 结果 has the dimensions and the totals. In the assessors' edition entries and figures appear twice: on the
assessors' side, and on the body's own side, which is locked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.rubric.clause import Clause, asks_reason, slots
from xlplugin.rubric.model import BelowTable, Dimension, Indicator, Item, Rubric, Subdimension
from xlplugin.rubric.slots import Takes, reason_name
from xlplugin.rubric.total_rules import Effect
from xlplugin.scoring.as_excel_formula import as_formula
from xlplugin.scoring.expression import Choose, Expression
from xlplugin.scoring.steps.calculation import calculation
from xlplugin.workbook.columns import (
    HEAD_ROW,
    LAST_PRINTED,
    MAIN,
    OWN,
    RESULT_SENTENCE,
    RESULT_SENTENCE_ROW,
    Columns,
    has_assignment,
    table_columns,
)
from xlplugin.workbook.editions import Edition
from xlplugin.workbook.form_texts import BONUS_COLUMN, CENTRED, item_text, label, official_texts
from xlplugin.workbook.input_state_formula import input_state_formula
from xlplugin.workbook.look import Look, Paper, Style
from xlplugin.workbook.paging.column_widths import TextBlocks, solve_widths
from xlplugin.workbook.paging.line_breaks import POINT_OF_WIDTH
from xlplugin.workbook.prefilled_values import longest_sentences
from xlplugin.workbook.result_rows import ResultRows
from xlplugin.workbook.sheet_model import NOTHING
from xlplugin.workbook.sheet_names import RESULT_SHEET, SCORE_SHEET

LEAST_ROW_HEIGHT = 18.0
"""Points; the minimum height of a row with an input."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of 评分表: one clause, with its indicator, item and dimension."""

    row: int
    clause: Clause
    dimension: Dimension | None
    subdimension: Subdimension | None
    indicator: Indicator | None
    below: BelowTable | None
    item: Item | None


@dataclass(frozen=True, eq=False)
class Layout:
    """The places of everything in a rubric's workbook."""

    rubric: Rubric
    look: Look
    edition: Edition = Edition.PLAIN
    open: frozenset[str] | None = None
    """The indicators and items whose rows can be filled in; None for all."""

    def is_open(self, owner: str) -> bool:
        """Whether the rows of an indicator or item can be filled in."""
        return self.open is None or owner in self.open

    def is_open_row(self, line: TableRow) -> bool:
        """Whether a row can be filled in."""
        return self.is_open(line.clause.key.rpartition(".")[0])

    @cached_property
    def is_divided(self) -> bool:
        """Whether the table has responsible groups (责任组)."""
        return has_assignment(self.rubric)

    @property
    def paper(self) -> Paper:
        """The paper that 评分表 is printed on."""
        return self.look.papers["评分表（有责任组）" if self.is_divided else "评分表"]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of 评分表 in order, by their names in the look."""
        return table_columns(self.rubric, self.edition, has_bonus_column=self.look.choices[BONUS_COLUMN])

    @cached_property
    def widths(self) -> Mapping[str, float]:
        """The widths of the columns, in characters of half width: those with a range are solved from their texts."""
        sheet = "评分表（考核）" if self.edition is Edition.ASSESS else "评分表"
        fixed, ranges, printed = self.look.widths[sheet], self.look.ranges[sheet], self.columns[: self.last_printed]
        bounds = {name: ranges[name] for name in printed if name in ranges}
        size = self.look.styles["正文"].size
        room = self.paper.inner_width / POINT_OF_WIDTH * size / (self.paper.type_size or size)
        left = room - sum(fixed[name] for name in printed if name not in bounds)
        solved = solve_widths(self._texts(frozenset(bounds)), bounds, self._styles(bounds), left)
        return {name: float(solved.get(name, fixed[name])) for name in self.columns}

    def _styles(self, columns: Iterable[str]) -> dict[str, Style]:
        plain, centred = self.look.styles["正文"], self.look.styles["居中"]
        return {name: centred if name in CENTRED else plain for name in columns}

    def _texts(self, columns: frozenset[str]) -> TextBlocks:
        """Collect the texts of columns, block by block: an indicator, or an item below the table, with its clauses."""
        blocks, sentences = TextBlocks(LEAST_ROW_HEIGHT), longest_sentences(self.rubric)
        for owner, rows in self.owners:
            merged = {"扣分标准": item_text(owner)} if isinstance(owner, Item) else official_texts(owner, self.look)
            merged = {name: text for name, text in merged.items() if name in columns}
            lines = []
            for line in self.lines[rows[0] - HEAD_ROW - 1 : rows[-1] - HEAD_ROW]:
                has_reason = any(slot.takes is Takes.REASON for slot in slots(line.clause))
                texts = {"填报内容": label(self.worded(line.clause), self.look), "计分说明": sentences[line.clause.key]}
                texts["理由"] = self.look.text("评分表.理由样例") if has_reason else NOTHING
                lines.append({name: text for name, text in texts.items() if name in columns})
            blocks.add(merged, lines)
        return blocks

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {name: at for at, name in enumerate(self.columns, 1)}

    def column(self, name: str) -> int:
        """Return the number of a column of 评分表."""
        return self._numbers[name]

    def has_column(self, name: str) -> bool:
        """Whether 评分表 has a column."""
        return name in self._numbers

    @property
    def last_printed(self) -> int:
        """The last column of 评分表 that is printed."""
        return self.column(LAST_PRINTED)

    @cached_property
    def scale(self) -> float:
        """The scale at which 评分表 is one page wide."""
        printed = list(self.widths.values())[: self.last_printed]
        return min(1.0, self.paper.inner_width / (sum(printed) * POINT_OF_WIDTH))

    @cached_property
    def lines(self) -> tuple[TableRow, ...]:
        """The rows of 评分表, one for each clause."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[TableRow]:
        row = HEAD_ROW
        for dimension in self.rubric.dimensions:
            for part in dimension.subdimensions:
                for indicator in part.indicators:
                    for clause in indicator.clauses:
                        row += 1
                        yield TableRow(row, clause, dimension, part, indicator, None, None)
        for below in (self.rubric.general_bonus, self.rubric.major_deduction):
            for item in below.items:
                for clause in item.clauses:
                    row += 1
                    yield TableRow(row, clause, None, None, None, below, item)

    def runs(self, of: Callable[[TableRow], T | None]) -> Iterator[tuple[T, range]]:
        """Return each thing that rows belong to (a dimension, an indicator, …) with its rows, in order."""
        for thing, lines in groupby(self.lines, of):
            rows = [line.row for line in lines]
            if thing is not None:
                yield thing, range(rows[0], rows[-1] + 1)

    def worded(self, clause: Clause) -> Clause:
        """Return a clause with the words of this edition."""
        return clause.for_self_assessment() if self.edition is Edition.SELF else clause

    @cached_property
    def owners(self) -> tuple[tuple[Indicator | Item, range], ...]:
        """The indicators and the items below the table, each with its rows, in order."""
        runs = self.runs(lambda line: line.indicator or line.item)
        return tuple((owner, rows) for owner, rows in runs if isinstance(owner, Indicator | Item))

    @cached_property
    def expressions(self) -> Mapping[str, Expression]:
        """The expression of each step."""
        return {step.name: step.expression for step in calculation(self.rubric).steps}

    @cached_property
    def last_row(self) -> int:
        """The last row of 评分表 with a clause."""
        return self.lines[-1].row

    @cached_property
    def results(self) -> "ResultRows":
        """What 结果 shows in which row and column."""
        return ResultRows(self.rubric, self.look, self.edition, frozenset(self.expressions))

    def may_be_word(self, step: str) -> bool:
        """Whether a figure may be a word instead of a number: 未评, 不适用."""
        return isinstance(self.expressions[step], Choose)

    def takes(self, step: str, cell: str) -> str:
        """Write whether an indicator's or item's figure in a cell takes or gives points; a word instead takes none.

        A coefficient (乘以) may lift an indicator above its points, so that its deduction is negative.
        """
        may_be_negative = any(step == f"{lifted}:deduction" for lifted in self._multiplied)
        is_other = f"{cell}<>0" if may_be_negative else f"{cell}>0"
        return f"IF(ISNUMBER({cell}),{is_other},FALSE)" if self.may_be_word(step) else is_other

    @cached_property
    def changed_scores(self) -> frozenset[str]:
        """The indicators whose scores rules or groups change."""
        targets = (one.target for rule in self.rubric.rules for one in rule.consequences)
        return frozenset((*targets, *(member for group in self.rubric.groups for member in group.members)))

    @cached_property
    def _multiplied(self) -> frozenset[str]:
        """What coefficients multiply."""
        effects = (one for rule in self.rubric.rules for one in rule.consequences)
        return frozenset(one.target for one in effects if one.effect is Effect.MULTIPLIED)

    @property
    def corners(self) -> tuple[Cell, Cell]:
        """Cells of 评分表 and 结果 beyond which there are no formulas."""
        losses = self.results.notes_row + len(self.owners) + 5
        return Cell(SCORE_SHEET, len(self.columns), self.last_row), Cell(RESULT_SHEET, self.results.last_column, losses)

    @cached_property
    def main(self) -> "Side":
        """The side that is filled in in this edition."""
        return Side(self, MAIN, "", 2, 3, RESULT_SENTENCE_ROW)

    @cached_property
    def own(self) -> "Side | None":
        """The body's own side, in the assessors' edition."""
        return Side(self, OWN, "self_", 4, 6, RESULT_SENTENCE_ROW) if self.edition is Edition.ASSESS else None

    @property
    def sides(self) -> tuple["Side", ...]:
        """All sides."""
        return (self.main, self.own) if self.own else (self.main,)

    @cached_property
    def clauses(self) -> Mapping[str, tuple[Clause, str]]:
        """Each clause with its indicator's id ('' below the table), by key."""
        return {line.clause.key: (line.clause, line.indicator.id if line.indicator else "") for line in self.lines}


@dataclass(frozen=True, eq=False)
class Side:
    """The cells of one side.

    Attributes:
        columns: its columns of 评分表.
        prefix: the prefix of its defined names ('' or ``self_``).
        results_column: its column of 结果 with the totals, which take two columns.
        dimensions_column: its first column of 结果 for the dimensions.
        sentence_row: the row of 评分表 with the result in one line.
    """

    layout: Layout
    columns: Columns
    prefix: str
    results_column: int
    dimensions_column: int
    sentence_row: int

    @cached_property
    def free_reasons(self) -> Mapping[str, Cell]:
        """The cells of assessors' reasons for entries that ask for none, by ``KEY_reason``; no other side has any."""
        if self.columns is not MAIN or self.layout.edition is not Edition.ASSESS:
            return {}
        column = self.layout.column(self.columns.reason)
        lines = (line for line in self.layout.lines if not asks_reason(line.clause))
        return {reason_name(line.clause.key): Cell(SCORE_SHEET, column, line.row) for line in lines}

    @cached_property
    def entries(self) -> Mapping[str, Cell]:
        """The cell of each entry, by the slot's name (``2.1.1.d1``, ``3.3.7.d1_part``), and of each reason."""
        cells = {}
        for line in self.layout.lines:
            names = iter((self.columns.first, self.columns.second))
            for slot in slots(line.clause):
                name = self.columns.reason if slot.takes is Takes.REASON else next(names)
                cells[slot.name] = Cell(SCORE_SHEET, self.layout.column(name), line.row)
        return {**cells, **self.free_reasons}

    @cached_property
    def not_applicable(self) -> Mapping[str, Cell]:
        """The cell for 不适用, by indicator, if the rubric allows it."""
        cells: dict[str, Cell] = {}
        for line in self.layout.lines:
            if line.indicator and line.indicator.may_be_not_applicable:
                column = self.layout.column(self.columns.not_applicable)
                cells.setdefault(line.indicator.id, Cell(SCORE_SHEET, column, line.row))
        return cells

    @cached_property
    def figures(self) -> Mapping[str, Cell]:
        """The cell of each step."""
        layout, columns = self.layout, self.columns
        cells: dict[str, Cell] = {}
        by_clause = {"state": columns.state, "amount": columns.amount, "sentence": columns.sentence}
        by_indicator = {"deduction": columns.deduction, "bonus": columns.bonus, "score": columns.score}
        for line in layout.lines:
            for what, name in by_clause.items():
                cells[f"{line.clause.key}:{what}"] = Cell(SCORE_SHEET, layout.column(name), line.row)
            for what, name in by_indicator.items():
                if line.indicator:
                    cells.setdefault(f"{line.indicator.id}:{what}", Cell(SCORE_SHEET, layout.column(name), line.row))
        for line in layout.lines:
            alone = f"{line.clause.key}:alone"
            if alone in layout.expressions:
                cells[alone] = Cell(SCORE_SHEET, layout.column(columns.alone), line.row)
            alone = f"{line.indicator.id}:alone" if line.indicator else ""
            if alone in layout.expressions:
                cells.setdefault(alone, Cell(SCORE_SHEET, layout.column(columns.alone_score), line.row))
        return (
            cells
            | layout.results.cells(self.results_column, self.dimensions_column, is_main=self.columns is MAIN)
            | {RESULT_SENTENCE: Cell(SCORE_SHEET, layout.column(self._sentence_column), self.sentence_row)}
        )

    @property
    def _sentence_column(self) -> str:
        return "填报内容" if self.columns is MAIN else self.columns.sentence

    def formula(self, step: str, sheet: str) -> str:
        """Write the formula of a step for a sheet."""
        return as_formula(self.layout.expressions[step], Addresses(self, sheet))

    @cached_property
    def names(self) -> dict[str, Cell]:
        """The defined names with their cells."""
        if self.prefix:
            names = {f"{self.prefix}{name}": cell for name, cell in self.entries.items()}
        else:
            names = {f"in_{name}": cell for name, cell in self.entries.items()}
        names |= {f"{self.prefix}na_{indicator}": cell for indicator, cell in self.not_applicable.items()}
        for step, cell in self.figures.items():
            names[f"{self.prefix}out_{step.replace(':', '_')}"] = cell
        return names


@dataclass(frozen=True, slots=True)
class Addresses:
    """A side's cells as formulas on a sheet write them; see ``CellLookup``."""

    side: Side
    sheet: str

    def cell(self, name: str) -> str:
        """Return the address of an entry or figure."""
        return (self.side.entries.get(name) or self.side.figures[name]).seen_from(self.sheet)

    def spans(self, names: tuple[str, ...]) -> list[str]:
        """Return the ranges of figures in one column."""
        cells = [self.side.figures[name] for name in names]
        spans = []
        for _, run in groupby(enumerate(cells), lambda pair: pair[1].row - pair[0]):
            rows = [cell for _, cell in run]
            first = rows[0].seen_from(self.sheet)
            spans.append(first if len(rows) == 1 else f"{first}:{column_letters(rows[-1].column)}{rows[-1].row}")
        return spans

    def guard(self, key: str) -> str:
        """Write the formula of an input's state."""
        clause, indicator = self.side.layout.clauses[key]
        cell = self.side.not_applicable.get(indicator)
        addresses = {slot.name: self.cell(slot.name) for slot in slots(clause)}
        return input_state_formula(clause, addresses, cell.seen_from(self.sheet) if cell else None)
