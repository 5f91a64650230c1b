"""重新计算: a workbook that was filled in is read, scored by the engine, and compared with its own formulas.

What is read and written goes through ``OpenWorkbook``: a workbook open in Excel (``xlplugin.excel``) or a file
(``filled_file``). Nothing here writes to an input: results go into the locked block on 结果, and a faulty input gets
a note and another ground, which go again once it is mended.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from xlplugin.amount import ONE, shown
from xlplugin.entered import INAPPLICABLE, CellError, CellValue, Entered, read_cells
from xlplugin.errors import Problem, WrongUse, problem
from xlplugin.loading.look_file import load_look
from xlplugin.rubric import Rubric
from xlplugin.scorecard import Figures, Scorecard, figures_and_sentences, score
from xlplugin.workbook.columns import RESULT_FIGURES, RESULT_SHEET, Edition
from xlplugin.workbook.layout import Layout, Side
from xlplugin.workbook.meta_sheet import FORMAT
from xlplugin.workbook.open_workbook import OpenWorkbook, Shown
from xlplugin.workbook.recalculated import AGREES, DIFFERS, RECALCULATED, UNKNOWN, block, state_cell
from xlplugin.workbook.sheet import Cell

_NEAR = 0.005
"""Of a ten-thousandth: figures are multiples of it, and doubles are off by far less."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure's cell that shows something else than the engine comes to, or no longer computes it."""

    figure: str
    place: str
    shown: Shown
    expected: int | str

    @property
    def text(self) -> str:
        """What is wrong with it, in Chinese."""
        if not self.shown.is_formula:
            was = "公式已被清除" if self.shown.value in (None, "") else f"公式已被覆盖，现为 {_said(self.shown.value)}"
            return f"{was}，程序计算为 {_expected(self.expected)}"
        return f"表中为 {_said(self.shown.value)}，程序计算为 {_expected(self.expected)}"


@dataclass(frozen=True)
class Recalculation:
    """What a workbook comes to.

    Attributes:
        rubric: its scoring table.
        edition: its edition.
        card: the scorecard of what is filled in (of the assessors' side, in their edition).
        entered: what is filled in.
        own: the same of the body's own side, in the assessors' edition.
        faults: what is wrong with the entries, each with its cell.
        differences: cells that show something else than they should.
        unknown: figures that no program has computed since the file was written.
        compared: how many figures were compared.
    """

    rubric: Rubric
    edition: Edition
    facts: Mapping[str, str]
    card: Scorecard
    entered: Entered
    own: Entered | None
    figures: Figures
    faults: tuple[tuple[Cell, Problem], ...]
    differences: tuple[Difference, ...]
    unknown: frozenset[str]
    compared: int
    cells: Mapping[str, Cell]

    @property
    def conclusion(self) -> str:
        """What the comparison came to, in a sentence."""
        if self.differences:
            return f"有 {len(self.differences)} 个单元格与程序计算的不符，见下；公式被改动的请换用原工作簿重填"
        if self.unknown:
            return f"有 {len(self.unknown)} 个公式尚未计算过，未核对；请用 Excel 或 WPS 打开保存后再试"
        return f"全部 {self.compared} 个数与表内公式一致"

    @property
    def conclusion_en(self) -> str:
        """The same for developers."""
        if self.differences:
            return f"{len(self.differences)} cells differ from what the program computes"
        if self.unknown:
            return f"{len(self.unknown)} formulas have not been computed yet; open and save the file in Excel or WPS"
        return f"all {self.compared} figures equal the workbook's own formulas"

    @property
    def data(self) -> dict[str, object]:
        """The scoresheet, as the contract's object; faulty entries are not in it."""
        return dict(self.entered.data)

    @property
    def is_clean(self) -> bool:
        """Whether nothing needs a person: no fault, and every cell shows what it should."""
        return not self.card.problems and self.verdict == AGREES

    @property
    def verdict(self) -> str:
        """一致, 不符 or 未核对."""
        return DIFFERS if self.differences else UNKNOWN if self.unknown else AGREES

    @cached_property
    def verdicts(self) -> Mapping[str, str]:
        """The same for each figure of the block (``2.1.1``, ``dimension1``, ``total``)."""
        rows = {clause.key: one.id for one in self.rubric.indicators for clause in one.clauses}
        for name, below in (
            ("general_bonus", self.rubric.general_bonus),
            ("major_deduction", self.rubric.major_deduction),
        ):
            rows |= {clause.key: name for item in below.items for clause in item.clauses}

        def row(figure: str) -> str:
            thing = figure.partition(":")[0]
            return rows.get(thing, thing)

        told = {row(name): AGREES for name in self.figures}
        told |= {row(name): UNKNOWN for name in self.unknown}
        return told | {row(one.figure): DIFFERS for one in self.differences}


def recalculate(book: OpenWorkbook, rubric_of: Callable[[Mapping[str, str]], Rubric]) -> Recalculation:
    """Read a workbook, score it, and compare; nothing is written.

    Args:
        book: the workbook.
        rubric_of: finds the rubric by the workbook's facts; raises where the very version is not at hand.

    Raises:
        WrongUse: it is no scoring workbook of this program, or of another version of it.
    """
    facts = book.facts()
    if not facts.get("rubric") or facts.get("edition") not in [one.value for one in Edition]:
        raise WrongUse([problem("", "no-facts")])
    if facts.get("format") != FORMAT:
        raise WrongUse([problem("", "other-format", format=facts.get("format", "?"), known=FORMAT)])
    rubric = rubric_of(facts)
    layout = Layout(rubric, load_look(), Edition(facts["edition"]))
    expected = {name: cell for side in layout.sides for name, cell in side.names.items()}
    cells = dict(book.places((*expected, RECALCULATED), expected))
    values = book.read(cells.values())
    body = facts.get("body") or facts.get("filled_body", "").strip()
    sides = {side.prefix: _entered(rubric, side, cells, values, body) for side in layout.sides}
    computed = {prefix: figures_and_sentences(rubric, one.scoresheet) for prefix, one in sides.items()}
    found = [_compared(side, computed[side.prefix], cells, values) for side in layout.sides]
    main = sides[""]
    return Recalculation(
        rubric=rubric,
        edition=layout.edition,
        facts=facts,
        card=score(rubric, main.scoresheet),
        entered=main,
        own=sides.get("self_"),
        figures=computed[""],
        faults=tuple((cells[_name(layout.main, slot)], fault) for slot, fault in main.faults),
        differences=tuple(one for differences, _ in found for one in differences),
        unknown=frozenset(name for _, unknown in found for name in unknown),
        compared=sum(len(side.figures) for side in layout.sides),
        cells=cells,
    )


def write_block(book: OpenWorkbook, found: Recalculation, at: datetime, program: str) -> None:
    """Write the results into the block on 结果."""
    first = found.cells[RECALCULATED]
    version = f"{program}；评分表 {found.rubric.id} 第 {found.rubric.version} 版（{found.rubric.digest[:8]}）"
    differing = [(one.place, one.text) for one in found.differences]
    rows = block(
        found.rubric,
        found.figures,
        found.verdicts,
        found.conclusion,
        differing,
        at=at,
        version=version,
        columns=RESULT_FIGURES[found.edition.value] + 2,
    )
    with book.editing(RESULT_SHEET) as editor:
        editor.write(first, rows)
        editor.recompute(state_cell(first))


def _entered(rubric: Rubric, side: Side, cells: Mapping[str, Cell], values: Mapping[Cell, Shown], body: str) -> Entered:
    named = {slot: _name(side, slot) for slot in (*side.entries, *(f"na_{one}" for one in side.not_applicable))}
    return read_cells(rubric, {slot: values[cells[name]].value for slot, name in named.items()}, body)


def _name(side: Side, slot: str) -> str:
    """Give the defined name of an input's cell."""
    if slot.startswith(INAPPLICABLE) or side.prefix:
        return f"{side.prefix}{slot}"
    return f"in_{slot}"


def _compared(
    side: Side, computed: Figures, cells: Mapping[str, Cell], values: Mapping[Cell, Shown]
) -> tuple[list[Difference], list[str]]:
    """Set each figure of a side beside the engine's; give those that differ, and those not computed yet."""
    differences, unknown = [], []
    for step in side.figures:
        cell = cells[f"{side.prefix}out_{step.replace(':', '_')}"]
        seen = values[cell]
        if seen.is_formula and not seen.is_known:
            unknown.append(step)
        elif not seen.is_formula or not _equal(seen.value, computed[step]):
            differences.append(Difference(step, f"{cell.sheet}!{cell.address}", seen, computed[step]))
    return differences, unknown


def _equal(value: CellValue, expected: int | str) -> bool:
    if isinstance(expected, str):
        return ("" if value is None else value) == expected
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(float(value) * ONE - expected) < _NEAR  # type: ignore[arg-type]  # told a line above


def _said(value: CellValue) -> str:
    if isinstance(value, CellError):
        return value.code
    if value in (None, ""):
        return "空"
    return f"{value:g}" if isinstance(value, float) else f"“{value}”" if isinstance(value, str) else str(value)


def _expected(value: int | str) -> str:
    return shown(value) if isinstance(value, int) else f"“{value}”" if value else "空"
