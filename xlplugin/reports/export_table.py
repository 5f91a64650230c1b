"""What a store holds, for other programs: scoresheets and scorecards as JSON Lines, figures as one table."""

import json
from collections.abc import Iterable, Iterator

from xlplugin.files.csv_tables import csv_bytes
from xlplugin.returns.combined import FINAL, Combined
from xlplugin.returns.score_returns import scored
from xlplugin.rubric.model import Rubric
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.workbook.editions import EDITIONS, edition_name
from xlplugin.workbook.writing.table_file import table_file

Cell = str | int | float

_LINE = json.JSONEncoder(ensure_ascii=False).encode


def scoresheet_lines(bodies: Iterable[Combined], edition: str) -> Iterator[str]:
    """Write the entries of each body that returned something as a scoresheet, one a line; invalid ones are left out."""
    for body in bodies:
        if body.is_returned:
            yield _LINE(dict(body.entered(final=edition == FINAL).data))


def scorecard_lines(bodies: Iterable[Combined], edition: str, language: str) -> Iterator[str]:
    """Write the scorecard of each body that returned something, one a line; or the problems in its place."""
    for body in bodies:
        if body.is_returned:
            result = scored(body, final=edition == FINAL)
            if result.card:
                yield _LINE(result.card.as_json(language))
            else:
                problems = [problem.text(language) for problem in result.problems]
                yield _LINE({"rubric": body.issue.rubric, "body": body.issue.body, "problems": problems})


def figures_table(bodies: Iterable[Combined], edition: str) -> tuple[list[str], list[list[Cell]]]:
    """Return the figures of all bodies as a table: headings, and a row for each body, also without a return.

    Figures are numbers, in 分; a body without a score has blank cells and the reason in 说明. Bodies of several rubrics
    have the columns of all of them.
    """
    found = list(bodies)
    rubrics = {body.rubric.id: body.rubric for body in found}
    columns = list(dict.fromkeys(column for rubric in rubrics.values() for column in _columns(rubric)))
    head = ["评分表", "版式", "考核对象", "总分", "公布得分", "等次", "暂定", "更正", "说明", *columns]
    rows = [_row(body, edition, columns) for body in found]
    return head, rows


def _columns(rubric: Rubric) -> Iterator[str]:
    for dimension in rubric.dimensions:
        if dimension.levels > 1:
            yield f"{dimension.number} {dimension.name}"
        for indicator in dimension.indicators:
            yield f"{indicator.id} {indicator.name}"
    yield from ("加分合计", "重大扣分")


def _row(body: Combined, edition: str, columns: list[str]) -> list[Cell]:
    issue = body.issue
    name = "最终" if edition == FINAL else edition_name(issue.edition) if issue.edition in EDITIONS else issue.edition
    head: list[Cell] = [issue.rubric, name, issue.body]
    if not body.is_returned:
        return [*head, "", "", "", "", "", "未报送", *("" for _ in columns)]
    result = scored(body, final=edition == FINAL)
    card = result.card
    if card is None or card.published is None:
        problems = result.problems or (card.problems if card else ())
        why = problems[0].text() if problems else str(card.figures["status"]) if card else ""
        return [*head, "", "", "", "", len(body.corrections) or "", why, *("" for _ in columns)]
    figures = _figures(card)
    return [
        *head,
        float(card.total or 0),
        float(card.published),
        card.grade or "",
        "是" if card.provisional else "",
        len(body.corrections) or "",
        "",
        *(figures.get(column, "") for column in columns),
    ]


def _figures(card: Scorecard) -> dict[str, Cell]:
    """Return the scores by column, without bonuses; what is not known is absent."""
    figures: dict[str, Cell] = {}
    bonus = float(card.general_bonus)
    for dimension, row in zip(card.rubric.dimensions, card.dimensions, strict=True):
        bonus += float(row.bonus)
        if row.score is not None:
            figures[f"{dimension.number} {dimension.name}"] = float(row.score)
    for indicator in card.rubric.indicators:
        score = card.indicators[indicator.id].score
        if score is not None:
            figures[f"{indicator.id} {indicator.name}"] = float(score)
    return figures | {"加分合计": bonus, "重大扣分": float(card.major_deduction)}


def table_bytes(head: list[str], rows: list[list[Cell]], kind: str) -> bytes:
    """Write a table as ``.xlsx`` or ``.csv``; texts that a spreadsheet would compute stay texts."""
    return table_file("得分", head, rows) if kind == ".xlsx" else csv_bytes(head, rows)
