"""Row heights and page breaks of 评分表: no text is clipped, and no indicator is split between printed pages.

A name that is merged over rows of several pages appears on each of them, as notices print it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlplugin.rubric.clause import Clause, slots
from xlplugin.rubric.slots import Takes
from xlplugin.workbook.columns import HEAD_ROW, RESULT_SENTENCE_ROW
from xlplugin.workbook.form_texts import (
    CENTRED,
    below_text,
    dimension_text,
    head_text,
    item_text,
    label,
    note_texts,
    official_texts,
)
from xlplugin.workbook.layout import LEAST_ROW_HEIGHT, Layout
from xlplugin.workbook.look import Style
from xlplugin.workbook.paging.line_breaks import POINT_OF_WIDTH
from xlplugin.workbook.paging.text_height import MOST_HEIGHT, height, needed_height
from xlplugin.workbook.sheet_model import Sheet

SAFE = 0.96
"""Programs differ a little in what fits on a page, so pages are planned with this share of it."""

SHORTEST = LEAST_ROW_HEIGHT


@dataclass(frozen=True, slots=True)
class Pages:
    """Row heights (points), the first row of each page, and the texts that are too long for their cells."""

    heights: Mapping[int, float]
    first_rows: tuple[int, ...]
    too_long: tuple[str, ...] = ()

    def split(self, rows: range) -> Iterator[range]:
        """Split rows at page breaks."""
        starts = [row for row in self.first_rows if rows[0] < row <= rows[-1]]
        for first, after in zip([rows[0], *starts], [*starts, rows[-1] + 1], strict=True):
            yield range(first, after)


NO_PAGES = Pages({}, ())
"""For callers that need the content of cells, but not the printed pages."""


def plan_pages(layout: Layout, sentences: Mapping[str, str]) -> Pages:
    """Plan the row heights and pages of 评分表.

    Args:
        layout: the places of everything.
        sentences: the longest expected sentence of each clause, by key.
    """
    heights = _own_heights(layout, sentences)
    _stretch(layout, heights, ())
    pages: tuple[int, ...] = ()
    for _ in range(8):  # a name split by a page break may need higher rows, which may move the breaks
        planned = _first_rows(layout, heights)
        if planned == pages:
            break
        pages = planned
        _stretch(layout, heights, pages)
    rounded = {row: min(MOST_HEIGHT, round(high, 1)) for row, high in heights.items()}
    return Pages(rounded | front_heights(layout), pages, tuple(_too_long(layout)))


def front_heights(layout: Layout) -> dict[int, float]:
    """Return the heights of the rows above the table; all but the title are printed on every page."""
    look, widths = layout.look, layout.widths
    wide = _sum(widths, list(widths)[: layout.last_printed])
    heads = [height(head_text(layout.rubric, look, name), width, look.styles["表头"]) for name, width in widths.items()]
    line = height("", wide, look.styles["信息"])
    return {
        1: height(layout.rubric.title, wide, look.styles["标题"]),
        RESULT_SENTENCE_ROW: line,
        HEAD_ROW - 1: height("", wide, look.styles["表头"]),
        HEAD_ROW: max(heads[: layout.last_printed]),
    }


def _too_long(layout: Layout) -> Iterator[str]:
    """Return the texts of the notice that need more height than their rows can have."""
    for rows, text, wide, style in _merged_texts(layout):
        if needed_height(text, wide, style) > MOST_HEIGHT * len(rows):
            yield text


def _own_heights(layout: Layout, sentences: Mapping[str, str]) -> dict[int, float]:
    widths, styles = layout.widths, layout.look.styles
    heights = {}
    for line in layout.lines:
        own = [(label(layout.worded(line.clause), layout.look), widths["填报内容"])]
        own.append((sentences.get(line.clause.key, ""), widths["计分说明"]))
        if any(slot.takes is Takes.REASON for slot in slots(line.clause)):
            own.append((layout.look.text("评分表.理由样例"), widths["理由"]))
        words = (height(word, widths["填报"], styles["填报"]) for word in _words(line.clause))
        heights[line.row] = max(SHORTEST, *(height(text, wide, styles["正文"]) for text, wide in own), *words)
    return heights


def _words(clause: Clause) -> Sequence[str]:
    return tuple(tier.label for tier in getattr(clause.kind, "tiers", ()))


def _stretch(layout: Layout, heights: dict[int, float], first_rows: tuple[int, ...]) -> None:
    """Make rows higher until the texts merged over them fit."""
    pages = Pages(heights, first_rows)
    for rows, text, wide, style in _merged_texts(layout):
        needed = needed_height(text, wide, style)
        for part in pages.split(rows):
            missing = min(needed, MOST_HEIGHT * len(part)) - sum(heights[row] for row in part)
            if missing > 0:
                for row in part:
                    heights[row] += missing / len(part)


def _merged_texts(layout: Layout) -> Iterator[tuple[range, str, float, Style]]:
    """Return each merged text of the notice's table with its rows, its width and its style."""
    widths, plain, centred = layout.widths, layout.look.styles["正文"], layout.look.styles["居中"]
    for indicator, rows in layout.runs(lambda line: line.indicator):
        for name, text in official_texts(indicator, layout.look).items():
            if name in widths:
                yield rows, text, widths[name], centred if name in CENTRED else plain
    for part, rows in layout.runs(lambda line: line.subdimension) if "二级指标" in widths else ():
        yield rows, part.name, widths["二级指标"], centred
    for dimension, rows in layout.runs(lambda line: line.dimension) if "一级指标" in widths else ():
        yield rows, dimension_text(dimension), widths["一级指标"], centred
    for item, rows in layout.runs(lambda line: line.item):
        yield rows, item_text(item), _sum(widths, ("扣分标准", "加分标准")), plain
    for below, rows in layout.runs(lambda line: line.below):
        head = below_text(layout.rubric, below, layout.look)
        yield rows, head, _sum(widths, ("一级指标", "二级指标", "三级指标")), centred
        yield rows, below.method, widths.get("考核方式", widths["扣分标准"]), centred


def _sum(widths: Mapping[str, float], names: Iterable[str]) -> float:
    return sum(widths.get(name, 0.0) for name in names)


def _first_rows(layout: Layout, heights: Mapping[int, float]) -> tuple[int, ...]:
    """Return the rows that start a page after the first; rows of an indicator or item stay together."""
    blocks = [rows for _, rows in layout.owners]
    front = front_heights(layout)
    room = layout.paper.inner_height / layout.scale * SAFE - sum(front.values()) + front[1]
    return paginate(blocks, heights, room, before=front[1], after=sum(note_heights(layout)))


def note_heights(layout: Layout) -> list[float]:
    """Return the heights of the notes below the table."""
    wide, style = _sum(layout.widths, layout.columns[: layout.last_printed]), layout.look.styles["注释"]
    return [height(text, wide, style) for text in note_texts(layout.rubric, layout.look)]


def paginate(
    blocks: Sequence[range], heights: Mapping[int, float], room: float, *, before: float = 0.0, after: float = 0.0
) -> tuple[int, ...]:
    """Return the rows that start a page after the first: as few pages as possible, about equally full.

    Args:
        blocks: rows that stay together.
        heights: of each row.
        room: the height of a page for them, in the same unit.
        before: the height of what is above them on the first page only.
        after: the height of what is below them on the last page.
    """
    fewest = _paginate(blocks, heights, room, before, after)
    least, most = 0.0, room
    while most - least > 1:  # the least room that needs no more pages
        middle = (least + most) / 2
        if len(_paginate(blocks, heights, middle, before, after)) <= len(fewest):
            most = middle
        else:
            least = middle
    return _paginate(blocks, heights, most, before, after)


def _paginate(
    blocks: Sequence[range], heights: Mapping[int, float], room: float, before: float, after: float
) -> tuple[int, ...]:
    first_rows: list[int] = []
    used = before
    for block in blocks:
        needed = sum(heights[row] for row in block)
        if used > before * (not first_rows) and used + needed + after * (block is blocks[-1]) > room:
            first_rows.append(block[0])
            used = 0.0
        if needed <= room:
            used += needed
            continue
        for row in block:  # a block that is higher than a page is split between its rows
            if used and used + heights[row] > room:
                first_rows.append(row)
                used = 0.0
            used += heights[row]
    return tuple(first_rows)


def break_pages(sheet: Sheet, first_row: int, kept: Collection[int]) -> None:
    """Set the page breaks of a sheet so that no row of ``kept`` (a heading) is separated from the row after it.

    Args:
        sheet: a sheet with all its rows; those above ``first_row`` are printed on every page.
        first_row: the first row below them.
        kept: the rows that stay with the next row.
    """
    last, rows, blocks = sheet.last_row, [], []
    for row in range(first_row, last + 1):
        rows.append(row)
        if row not in kept:
            blocks.append(range(rows[0], row + 1))
            rows = []
    heights = {row: sheet.heights.get(row, SHORTEST) for row in range(1, last + 1)}
    room = page_room(sheet) - sum(heights[row] for row in range(1, first_row))
    sheet.breaks += [row - 1 for row in paginate(blocks, heights, room)]


def page_room(sheet: Sheet) -> float:
    """Return the height of a page, in points of the unscaled sheet."""
    printed = sum(sheet.widths[column] for column in range(1, sheet.last_column + 1)) * POINT_OF_WIDTH
    return sheet.paper.inner_height / min(1.0, sheet.paper.inner_width / printed) * SAFE
