"""重新计算: reads the entries of a workbook, scores them with the engine, and compares its formulas with the result.

Reading and writing go through ``OpenWorkbook``. Inputs are never written: results go into the locked block on 结果, and
``fault_comments`` marks invalid entries. The scorecard is that of the entries as a person would read them (“2件” is 2),
as for returns; the block on 结果, and what the formulas are compared with, are the figures of the entries as typed,
which is all that formulas can see.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from xlplugin.entries.cell_values import CellValue
from xlplugin.entries.interpretations import report_interpretations, slot_name
from xlplugin.entries.normalise import Normalised, normalise
from xlplugin.entries.read_entries import INAPPLICABLE, Entered, read_cells
from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.filled.figure_check import FigureCheck, FigureMismatch
from xlplugin.filled.open_workbook import OpenWorkbook, ShownCell
from xlplugin.notation.cell_address import Cell
from xlplugin.rubric.clause import slots
from xlplugin.rubric.model import Rubric
from xlplugin.scoring.as_python import Figures
from xlplugin.scoring.scorecard import Scorecard, figures_and_sentences, scorecard_of
from xlplugin.workbook.build import SHOWN_OF_LOOK, scoring_sheets
from xlplugin.workbook.columns import RESULT_FIGURES, RESULT_SENTENCE_ROW
from xlplugin.workbook.editions import Edition
from xlplugin.workbook.layout import Layout, Side
from xlplugin.workbook.look_file import load_look
from xlplugin.workbook.paging.page_breaks import NO_PAGES
from xlplugin.workbook.prefilled_values import Prefill
from xlplugin.workbook.sheet_model import Formula
from xlplugin.workbook.sheet_names import RESULT_SHEET, SCORE_SHEET
from xlplugin.workbook.sheets.hidden_facts import EARLIER_FORMATS, FORMAT
from xlplugin.workbook.sheets.recalculation_block import AGREES, DIFFERS, RECALCULATED, UNKNOWN, block, state_cell

BODY_LINE = Cell(SCORE_SHEET, 1, RESULT_SENTENCE_ROW)
"""The line of 评分表 with the body's name, which copies for bodies leave to be computed."""

_ADDRESS = re.compile("[A-Z]{1,3}[0-9]+")


@dataclass(frozen=True)
class Recalculation:
    """The result for a workbook.

    Attributes:
        rubric: its scoring table.
        edition: its edition.
        facts: the facts on its hidden sheet.
        cells: its named cells.
        card: the scorecard of its entries (in the assessors' edition, of the assessors' entries).
        entered: its entries, as a person would read them.
        read_as: entries that were read otherwise than they were typed, and that the formulas therefore call 有误; each
            with its cell and what it was read as.
        own: the body's own entries, in the assessors' edition.
        figures: every step of the main side as its formulas compute them, including sentences, in ten-thousandths.
        faults: invalid entries, each with its cell.
        differences: cells that show another value than they should, or no longer compute it.
        unknown: cells with formulas that no program has computed since the file was written.
        compared: the number of cells compared.
    """

    rubric: Rubric
    edition: Edition
    facts: Mapping[str, str]
    cells: Mapping[str, Cell]
    card: Scorecard
    entered: Entered
    own: Entered | None
    figures: Figures
    faults: tuple[tuple[Cell, Problem], ...]
    differences: tuple[FigureMismatch, ...]
    unknown: frozenset[Cell]
    compared: int
    read_as: tuple[tuple[Cell, Problem], ...] = ()

    @property
    def data(self) -> dict[str, object] | None:
        """The scoresheet as an object; None if entries are invalid, because it would lack them."""
        return None if self.entered.faults else dict(self.entered.data)

    @property
    def is_clean(self) -> bool:
        """Whether no person is needed: no invalid entry, and every cell shows what it should."""
        return not self.card.problems and self.verdict == AGREES

    @property
    def verdict(self) -> str:
        """一致, 不符 or 未核对."""
        return DIFFERS if self.differences else UNKNOWN if self.unknown else AGREES

    @cached_property
    def verdicts(self) -> Mapping[str, str]:
        """The verdict on each figure of the block (``2.1.1``, ``dimension1``, ``total``)."""
        rows = {clause.key: indicator.id for indicator in self.rubric.indicators for clause in indicator.clauses}
        below = (("general_bonus", self.rubric.general_bonus), ("major_deduction", self.rubric.major_deduction))
        rows |= {clause.key: name for name, of in below for item in of.items for clause in item.clauses}

        def row(figure: str) -> str:
            thing = figure.partition(":")[0]
            return rows.get(thing, thing)

        cells = {f"out_{name.replace(':', '_')}": row(name) for name in self.figures}
        unknown = {cell for name, cell in cells.items() if self.cells.get(name) in self.unknown}
        verdicts = dict.fromkeys(cells.values(), AGREES) | dict.fromkeys(unknown, UNKNOWN)
        return verdicts | {row(difference.figure): DIFFERS for difference in self.differences if difference.figure}


def recalculate(book: OpenWorkbook, rubric_of: Callable[[Mapping[str, str]], Rubric]) -> Recalculation:
    """Read a workbook, score it, and compare; nothing is written.

    Args:
        book: the workbook.
        rubric_of: finds the rubric by the workbook's facts; raises if its version is not found.

    Raises:
        UsageError: it is not a scoring workbook of this program, or of another version, or it has lost its names.
    """
    facts = book.facts()
    if not facts.get("rubric") or facts.get("edition") not in [edition.value for edition in Edition]:
        raise UsageError([new_problem("", "no-facts")])
    if facts.get("format") not in (FORMAT, *EARLIER_FORMATS):
        raise UsageError([new_problem("", "other-format", format=facts.get("format", "?"), known=FORMAT)])
    rubric = rubric_of(facts)
    layout = Layout(rubric, load_look(), Edition(facts["edition"]))
    built = {name: cell for side in layout.sides for name, cell in side.names.items()}
    cells, values = _read(book, layout, built, is_built_so=facts["format"] == FORMAT)
    has_moved = facts["format"] != FORMAT or cells != built
    body = facts.get("body") or facts.get("filled_body", "").strip()
    typed = {side.prefix: _typed(rubric, side, cells, values, body) for side in layout.sides}
    read = normalise(rubric, _by_slot(layout.main, cells, values))
    main = read_cells(rubric, read.values, body) if read.changes else typed[""]
    computed = {prefix: figures_and_sentences(rubric, side.scoresheet) for prefix, side in typed.items()}
    comparison = FigureCheck(book, values)
    inputs = [cell for name, cell in cells.items() if "out_" not in name]
    comparison.unread(cell for cell in inputs if not values[cell].is_known)
    can_compare = not comparison.unknown
    for side in layout.sides if can_compare else ():
        comparison.figures(side, computed[side.prefix], cells)
    fillings = {
        prefix: Prefill(side.scoresheet.values, side.scoresheet.not_applicable, computed[prefix])
        for prefix, side in typed.items()
    }
    bodies = facts.get("body", ""), facts.get("filled_body", "")
    sheets, names = scoring_sheets(layout, fillings, *bodies, pages=NO_PAGES)
    block_at = _block_at(book, names, has_moved)
    if can_compare and not has_moved:
        figures = set(cells.values())
        formulas = {
            Cell(sheet.name, column, row): value
            for sheet in sheets
            for row, column, value, _ in sheet.cells
            if isinstance(value, Formula)
        }
        others = {cell: formula for cell, formula in formulas.items() if cell not in figures}
        comparison.others(
            others, facts.get("look") == layout.look.digest[:SHOWN_OF_LOOK], (state_cell(block_at), BODY_LINE)
        )
    own = typed.get("self_")
    meant = computed[""] if main is typed[""] else figures_and_sentences(rubric, main.scoresheet)
    if own:
        comparison.locked((cells[f"self_{slot}"], fault) for slot, fault in own.faults)
    return Recalculation(
        rubric=rubric,
        edition=layout.edition,
        facts=facts,
        cells=cells | {RECALCULATED: block_at},
        card=scorecard_of(rubric, main.scoresheet, meant),
        entered=main,
        own=own,
        figures=computed[""],
        faults=tuple((cells[_name(layout.main, slot)], fault) for slot, fault in main.faults),
        differences=tuple(comparison.differences),
        unknown=frozenset(comparison.unknown),
        compared=comparison.compared,
        read_as=tuple(_interpretations(read, typed[""], cells)),
    )


def write_block(book: OpenWorkbook, recalculation: Recalculation, at: datetime, program: str) -> None:
    """Write the results into the block on 结果."""
    first = recalculation.cells[RECALCULATED]
    rubric = recalculation.rubric
    version = f"{program}；评分表 {rubric.id} 第 {rubric.version} 版（{rubric.digest[:8]}）"
    rows = block(
        recalculation.rubric,
        recalculation.figures,
        recalculation.verdicts,
        (recalculation.verdict, conclusion(recalculation)),
        [(difference.place, difference.chinese) for difference in recalculation.differences],
        at=at,
        version=version,
        columns=RESULT_FIGURES[recalculation.edition.value] + 2,
    )
    with book.editing(RESULT_SHEET) as editor:
        editor.write(first, rows)
        editor.recompute(state_cell(first))


def conclusion(recalculation: Recalculation, language: str = "zh") -> str:
    """Return the result of the comparison in a sentence, with what to do."""
    different, unknown = len(recalculation.differences), len(recalculation.unknown)
    gone = sum(not difference.is_formula for difference in recalculation.differences)
    if language == "en":
        if different:
            return f"{different} cells differ from what the program computes; {gone} of them have lost their formulas"
        if unknown:
            return f"{unknown} formulas have not been computed yet; open and save the file in Excel or WPS"
        if recalculation.read_as:
            return (
                f"all {recalculation.compared} formulas show what they should; {len(recalculation.read_as)} entries"
                f" were not typed as the form asks: as read, they give {_total_text(recalculation.card)}"
            )
        return f"all {recalculation.compared} formulas show what the program computes"
    if gone:
        return f"有 {different} 个单元格与程序计算的不符，其中 {gone} 个的公式已被改动；请换用原工作簿重填"
    if different and (recalculation.faults or recalculation.read_as):
        return f"有 {different} 个单元格与程序计算的不符；请先改正有误的填报项，再重新计算"
    if different:
        return f"有 {different} 个单元格与程序计算的不符；公式或锁定的内容已被改动，请换用原工作簿重填"
    if unknown:
        return f"有 {unknown} 个公式尚未计算过，未核对；请用 Excel 或 WPS 打开保存后再试"
    if recalculation.read_as:
        return (
            f"全部 {recalculation.compared} 个公式与程序计算的一致；有 {len(recalculation.read_as)} 处填报不合规范，"
            f"表中显示有误，按读取的内容总分应为 {_total_text(recalculation.card)}；请改成规范的写法"
        )
    return f"全部 {recalculation.compared} 个公式与程序计算的一致"


def _total_text(card: Scorecard) -> str:
    """Return the total, or the word that stands for it (有误, 未评)."""
    return card.published_text or str(card.figures["total"])


def _read(
    book: OpenWorkbook, layout: Layout, built: dict[str, Cell], *, is_built_so: bool
) -> tuple[dict[str, Cell], Mapping[Cell, ShownCell]]:
    """Find the named cells and read them.

    If looking up names is slow, the cells are assumed to be where they were built, as long as the state of each input
    is computed from the very cells of the input. ``is_built_so`` is False for workbooks of an earlier format.
    """
    if book.asks_for_names and is_built_so:
        # The last cells of two sheets are included, so that one reading of each sheet serves everything that follows.
        values = book.read([*built.values(), *layout.corners])
        if all(_shown_cell(side, values) for side in layout.sides):
            return built, values
    cells = dict(book.places(built))
    if lost := {_as_in_xls(name): name for name in built if name not in cells}:
        cells |= {lost[name]: cell for name, cell in book.places(lost).items()}
    optional = {f"in_{name}" for side in layout.sides for name in side.free_reasons}  # earlier workbooks have none
    if missing := [name for name in built if name not in cells and name not in optional]:
        raise UsageError([new_problem("", "name-missing", name=missing[0], count=len(missing))])
    return cells, book.read(cells.values())


def _shown_cell(side: Side, values: Mapping[Cell, ShownCell]) -> bool:
    for clause, _ in side.layout.clauses.values():
        formula = values[side.figures[f"{clause.key}:state"]].formula
        mentioned = set(_ADDRESS.findall(formula.replace("$", "")))
        if not mentioned >= {side.entries[slot.name].address for slot in slots(clause)}:
            return False
    return True


def _as_in_xls(name: str) -> str:
    """Write a defined name as LibreOffice writes it into an .xls: ``in_2_1_1_d1``."""
    return name.replace(".", "_")


def _block_at(book: OpenWorkbook, names: Mapping[str, Cell], has_moved: bool) -> Cell:
    where = names if book.asks_for_names and not has_moved else book.places([RECALCULATED])
    if RECALCULATED not in where:
        raise UsageError([new_problem("", "name-missing", name=RECALCULATED, count=1)])
    return where[RECALCULATED]


def _by_slot(side: Side, cells: Mapping[str, Cell], values: Mapping[Cell, ShownCell]) -> dict[str, CellValue]:
    named = {
        slot: _name(side, slot) for slot in (*side.entries, *(f"na_{indicator}" for indicator in side.not_applicable))
    }
    return {slot: values[cells[name]].value for slot, name in named.items() if name in cells}


def _typed(
    rubric: Rubric, side: Side, cells: Mapping[str, Cell], values: Mapping[Cell, ShownCell], body: str
) -> Entered:
    """Read the entries strictly, as formulas do."""
    return read_cells(rubric, _by_slot(side, cells, values), body)


def _interpretations(read: Normalised, typed: Entered, cells: Mapping[str, Cell]) -> Iterator[tuple[Cell, Problem]]:
    """Report what was read otherwise than typed, where the formulas cannot read it."""
    invalid = {slot for slot, _ in typed.faults}
    for change in read.changes:
        if change.slot in invalid:
            cell = cells[slot_name(change.slot)]
            yield from ((cell, problem.at("")) for problem in report_interpretations([change], cells))


def _name(side: Side, slot: str) -> str:
    """Return the defined name of an input's cell."""
    if slot.startswith(INAPPLICABLE) or side.prefix:
        return f"{side.prefix}{slot}"
    return f"in_{slot}"
