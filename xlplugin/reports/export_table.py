"""What a store holds, for other programs: scoresheets and scorecards as JSON Lines, figures as one table."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlplugin.files.csv_tables import csv_bytes
from xlplugin.returns.combined import FINAL, Combined
from xlplugin.returns.joined_bodies import entered_by_raters
from xlplugin.returns.score_returns import scored
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.score_many import ScoredSheet
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.workbook.editions import EDITIONS, edition_name
from xlplugin.workbook.writing.table_file import table_file

Cell = str | int | float

_LINE = json.JSONEncoder(ensure_ascii=False).encode


def scoresheet_lines(bodies: Iterable[Combined], edition: str) -> Iterator[str]:
    """Write the entries of each body that returned something as a scoresheet, one a line; invalid ones are left out."""
    for body in bodies:
        if body.is_joined:
            for rater, entered in entered_by_raters(body):
                yield _LINE({**entered.data, "rater": rater})
        elif body.is_returned:
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


@dataclass(frozen=True, slots=True)
class BodyFigures:
    """What a table says about one body.

    Attributes:
        rubric: the scoring table; None where it is not known.
        edition: the name of the edition; '' for none.
        body: the assessed body.
        card: the figures; None if there are none.
        why: why there are none.
        corrections: how many entries were corrected.
        id: the id of the table, where there is no rubric.
    """

    rubric: Rubric | None
    edition: str
    body: str
    card: Scorecard | None
    why: str = ""
    corrections: int = 0
    id: str = ""


def of_store(bodies: Iterable[Combined], edition: str) -> Iterator[BodyFigures]:
    """Return the figures of every body of a store, also of those that returned nothing."""
    for body in bodies:
        issue = body.issue
        name = (
            "最终" if edition == FINAL else edition_name(issue.edition) if issue.edition in EDITIONS else issue.edition
        )
        if not body.is_returned:
            yield BodyFigures(body.rubric, name, issue.body, None, "未报送")
            continue
        result = scored(body, final=edition == FINAL)
        why = result.problems[0].text() if result.problems else ""
        yield BodyFigures(body.rubric, name, issue.body, result.card, why, len(body.corrections))


def of_sheets(sheets: Iterable[ScoredSheet]) -> Iterator[BodyFigures]:
    """Return the figures of scoresheets; one that could not be scored has its line and the reason."""
    for sheet in sheets:
        card, problems = sheet.card, sheet.problems or (sheet.card.problems if sheet.card else ())
        why = problems[0].text() if problems else ""
        if card is None and sheet.one_of_many and sheet.line:
            why = f"第 {sheet.line} 行：{why}"
        yield BodyFigures(
            card.rubric if card else None, "", card.body if card else sheet.body, card, why, 0, sheet.rubric
        )


def figures_table(found: Iterable[BodyFigures]) -> tuple[list[str], list[list[Cell]]]:
    """Return the figures of bodies as a table: headings, and a row for each body, also without a return.

    Figures are numbers, in 分; a body without a score has blank cells and the reason in 说明. Bodies of several rubrics
    have the columns of all of them.
    """
    bodies = list(found)
    rubrics = {body.rubric.id: body.rubric for body in bodies if body.rubric}
    columns = list(dict.fromkeys(column for rubric in rubrics.values() for column in _columns(rubric)))
    head = ["评分表", "版式", "考核对象", "总分", "公布得分", "等次", "暂定", "更正", "说明", *columns]
    return head, [_row(body, columns) for body in bodies]


def _columns(rubric: Rubric) -> Iterator[str]:
    for dimension in rubric.dimensions:
        if dimension.levels > 1:
            yield f"{dimension.number} {dimension.name}"
        for indicator in dimension.indicators:
            yield f"{indicator.id} {indicator.name}"
    yield from ("加分合计", "重大扣分")


def _row(body: BodyFigures, columns: list[str]) -> list[Cell]:
    head: list[Cell] = [body.rubric.id if body.rubric else body.id, body.edition, body.body]
    card, changed = body.card, body.corrections or ""
    if card is None or card.published is None:
        why = body.why or (str(card.figures["status"]) if card else "")
        return [*head, "", "", "", "", changed, why, *("" for _ in columns)]
    figures = _figures(card)
    return [
        *head,
        float(card.total or 0),
        float(card.published),
        card.grade or "",
        "是" if card.provisional else "",
        changed,
        "；".join(one.text() for one in card.warnings if one.code.startswith("joined-")),
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
