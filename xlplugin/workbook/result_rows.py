"""Which step has which cell of 结果: totals, dimensions, rules (条件)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xlplugin.notation.cell_address import Cell
from xlplugin.rubric.model import Rubric
from xlplugin.workbook.columns import MORE_RESULTS, RESULT_FIGURES, RESULTS, RESULTS_ROW
from xlplugin.workbook.editions import Edition
from xlplugin.workbook.look import Look
from xlplugin.workbook.sheet_names import RESULT_SHEET

PLACES_IN_WORDS = ("取整数", "一位小数", "两位小数", "三位小数", "四位小数")
"""How many decimal places a published total has."""

RULE_COLUMNS = (2, 3, 4, 5)
"""The columns with whether a rule holds, the figure before and after it, and its sentence."""


@dataclass(frozen=True, eq=False)
class ResultRows:
    """The rows of 结果, and the columns right of the print; ``steps`` are the names of all steps."""

    rubric: Rubric
    look: Look
    edition: Edition
    steps: frozenset[str]

    @cached_property
    def totals(self) -> Mapping[str, str]:
        """The steps of the whole, in order, with their names."""
        places = {"published": {"位数": PLACES_IN_WORDS[self.rubric.published_places]}}
        texts = {step: self.look.text(f"结果.{name}", **places.get(step, {})) for step, name in RESULTS.items()}
        texts |= {step: self.look.text(f"结果.{name}") for step, name in MORE_RESULTS.items() if step in self.steps}
        for number, group in enumerate(self.rubric.groups, 1):
            texts[f"group{number}"] = self.look.text("结果.组", 名称=group.name)
        return texts

    @cached_property
    def consequences(self) -> tuple[tuple[str, str, bool], ...]:
        """What rules change, one row each: the name of the steps, the rule, whether it is the rule's first row."""
        return tuple(
            (f"rule{number}.{at}", rule.name, at == 1)
            for number, rule in enumerate(self.rubric.rules, 1)
            for at in range(1, len(rule.consequences) + 1)
        )

    @cached_property
    def dimensions_row(self) -> int:
        """The row with the first dimension."""
        return RESULTS_ROW + len(self.totals) + 2

    @property
    def rules_row(self) -> int:
        """The row with the first consequence of a rule."""
        return self.dimensions_row + len(self.rubric.dimensions) + 2

    @property
    def notes_row(self) -> int:
        """The row with the notes on the figures."""
        below = self.dimensions_row + len(self.rubric.dimensions) + 1
        return below + len(self.consequences) + 2 if self.consequences else below

    @property
    def last_column(self) -> int:
        """The last column that any formula may have."""
        chart = RESULT_FIGURES[self.edition.value] + 2 + 4
        return max(chart, self._helper(5)) if self.consequences or self._leaves_out else chart

    @property
    def _leaves_out(self) -> bool:
        return any(step.endswith(":applicable") for step in self.steps)

    def _helper(self, at: int) -> int:
        """Return a column right of the print, behind those that the chart needs."""
        sides = 2 if self.edition is Edition.ASSESS else 1
        return RESULT_FIGURES[self.edition.value] + 2 + 2 + 2 * sides + at

    def cells(self, totals_column: int, dimensions_column: int, *, is_main: bool) -> dict[str, Cell]:
        """Return the cell of each step on the sheet, for a side whose figures have these columns."""
        cells: dict[str, Cell] = {}
        for at, dimension in enumerate(self.rubric.dimensions):
            name, row = f"dimension{dimension.number}", self.dimensions_row + at
            for column, what in enumerate(("deduction", "bonus", "score"), dimensions_column):
                cells[f"{name}:{what}"] = Cell(RESULT_SHEET, column, row)
            if f"{name}:applicable" in self.steps:
                cells[f"{name}:applicable"] = Cell(RESULT_SHEET, self._helper(0 if is_main else 1), row)
        for at, step in enumerate(self.totals):
            cells[step] = Cell(RESULT_SHEET, totals_column, RESULTS_ROW + at)
        columns = RULE_COLUMNS if is_main else tuple(self._helper(2 + at) for at in range(len(RULE_COLUMNS)))
        for at, (name, _, is_first) in enumerate(self.consequences):
            holds = f"{name.partition('.')[0]}:holds"
            steps = (holds, f"{name}:before", f"{name}:after", f"{name}:sentence")
            for step, column in zip(steps, columns, strict=True):
                if is_first or step != holds:
                    cells[step] = Cell(RESULT_SHEET, column, self.rules_row + at)
        return cells
