"""Solves the widths of the text columns of a table: the rows together become as low as possible.

A table has blocks (an indicator with its clauses). In a block some texts belong to one row, others are merged over all
its rows, so that

    height of a block = max(sum over rows of max(heights of the row's texts), max(heights of merged texts)).

Widths are whole units between the bounds of each column. From the least widths, the column that saves most height per
unit is widened until the room is used; then units are exchanged between pairs of columns where that saves height.
This is not always the optimum, but close to it, and takes a few milliseconds for a table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heapreplace
from itertools import accumulate, pairwise
from math import inf

from xlplugin.notation.text_width import text_width
from xlplugin.workbook.look import Style
from xlplugin.workbook.paging.line_breaks import usable_width
from xlplugin.workbook.paging.text_height import MARGIN, line_height

STEPS = (1, 2, 4)
"""Units that are tried at once when a column is widened: a single one may not yet save a line."""

EXCHANGED = (1, 2)
"""Units that are exchanged between columns at once."""

MOST_PASSES = 2
"""Rounds of exchanges: further ones save next to nothing."""


@dataclass(eq=False)
class TextBlocks:
    """The texts of a table, block by block.

    Attributes:
        least: the minimum height of a row, in points.
        rows: the number of rows of each block.
        row_texts: by column, the text of every row of the table.
        block_texts: by column, the text of every block, merged over its rows.
    """

    least: float
    rows: list[int] = field(default_factory=list)
    row_texts: dict[str, list[str]] = field(default_factory=dict)
    block_texts: dict[str, list[str]] = field(default_factory=dict)

    def add(self, merged: Mapping[str, str], lines: Sequence[Mapping[str, str]]) -> None:
        """Add a block: its merged texts, and the texts of each of its rows, by column."""
        self.rows.append(len(lines))
        for line in lines:
            for column, text in line.items():
                self.row_texts.setdefault(column, []).append(text)
        for column in merged:
            self.block_texts.setdefault(column, [""] * (len(self.rows) - 1))
        for column, texts in self.block_texts.items():
            texts.append(merged.get(column, ""))


def solve_widths(
    texts: TextBlocks, bounds: Mapping[str, tuple[int, int]], styles: Mapping[str, Style], room: float
) -> dict[str, int]:
    """Choose the widths of columns.

    Args:
        texts: the texts of the columns.
        bounds: the least and the greatest width of each column, in characters of half width.
        styles: the style of each column.
        room: the width of all these columns together.

    Returns:
        The width of each column; the least ones if the room is too small.
    """
    search = _Search(texts, bounds, styles)
    widths = {column: least for column, (least, _) in bounds.items()}
    widths = search.widen(widths, int(room) - sum(widths.values()))
    return search.exchange(widths)


class _Search:
    def __init__(self, texts: TextBlocks, bounds: Mapping[str, tuple[int, int]], styles: Mapping[str, Style]) -> None:
        self._texts, self._bounds, self._styles = texts, bounds, styles
        self._spans = list(pairwise([0, *accumulate(texts.rows)]))
        self._wide = {
            column: [[text_width(paragraph) for paragraph in text.split("\n")] for text in of]
            for column, of in (texts.row_texts | texts.block_texts).items()
        }
        self._known: dict[tuple[str, int], list[float]] = {}
        self._own: dict[tuple[int, ...], list[float]] = {}

    def height(self, widths: Mapping[str, int]) -> float:
        """Return the height of the table."""
        merged = [self._heights(column, widths[column]) for column in self._texts.block_texts]
        return sum(map(max, self._own_heights(widths), *merged)) if merged else sum(self._own_heights(widths))

    def _own_heights(self, widths: Mapping[str, int]) -> list[float]:
        """Return the height that the rows of each block need for their own texts."""
        key = tuple(widths[column] for column in self._texts.row_texts)
        if key not in self._own:
            rows = [self._texts.least] * sum(self._texts.rows)
            for column in self._texts.row_texts:
                rows = list(map(max, rows, self._heights(column, widths[column])))
            self._own[key] = [sum(rows[first:end]) for first, end in self._spans]
        return self._own[key]

    def _heights(self, column: str, width: int) -> list[float]:
        """Return the height of each text of a column, about as ``needed_height`` does, but many times as fast."""
        if (column, width) not in self._known:
            style = self._styles[column]
            line, room = line_height(style.size), usable_width(width, style.size, centred=style.across == "center") - 1
            self._known[column, width] = [
                line * sum([-int(-wide // room) or 1 for wide in paragraphs]) + MARGIN
                for paragraphs in self._wide[column]
            ]
        return self._known[column, width]

    def widen(self, widths: dict[str, int], left: int) -> dict[str, int]:
        """Widen columns, the one that saves most per unit first, until the room is used.

        Savings are computed again only for the candidate that seems best: they rarely grow when others are widened.
        """
        height = self.height(widths)
        candidates = [(-inf, step, column) for column in widths for step in STEPS]
        heapify(candidates)
        fresh: set[tuple[int, str]] = set()
        while candidates and left > 0:
            _, step, column = candidates[0]
            if step > left or widths[column] + step > self._bounds[column][1]:
                heappop(candidates)
            elif (step, column) not in fresh:
                lower = self.height(widths | {column: widths[column] + step})
                heapreplace(candidates, ((lower - height) / step, step, column))
                fresh.add((step, column))
            else:
                widths = widths | {column: widths[column] + step}
                left, height = left - step, self.height(widths)
                fresh.clear()
        return widths

    def exchange(self, widths: dict[str, int]) -> dict[str, int]:
        """Move units from one column to another where that saves height."""
        height = self.height(widths)
        pairs = [(giver, taker) for giver in widths for taker in widths if giver != taker]
        for _ in range(MOST_PASSES):
            before = height
            for giver, taker in pairs:
                for step in EXCHANGED:
                    changed = widths | {giver: widths[giver] - step, taker: widths[taker] + step}
                    if changed[giver] < self._bounds[giver][0] or changed[taker] > self._bounds[taker][1]:
                        continue
                    if (lower := self.height(changed)) < height - 0.01:
                        widths, height = changed, lower
            if height == before:
                break
        return widths
