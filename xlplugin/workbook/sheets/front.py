"""填表说明: which form this is, for whom, how to fill it in, its status, and who signs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.notation.decimals import SCALE
from xlplugin.rubric.model import Rubric, Scheme
from xlplugin.scoring.as_excel_formula import quoted
from xlplugin.scoring.states import FAULTY, PROVISIONAL, UNASSESSED
from xlplugin.workbook.columns import HEAD_ROW, OPEN
from xlplugin.workbook.editions import Edition
from xlplugin.workbook.form_texts import clause_number, notice_text, text_validation
from xlplugin.workbook.layout import Layout, Side
from xlplugin.workbook.look import Look
from xlplugin.workbook.paging.text_height import height
from xlplugin.workbook.prefilled_values import Prefill
from xlplugin.workbook.sheet_model import Formula, Sheet, Value
from xlplugin.workbook.sheet_names import FRONT_SHEET, SCORE_SHEET

LINKS = 11
"""Links to what is left to fill in; with the count they fill two rows."""

PAIRS = 3
"""Pairs of a label and a field in one row."""

COLUMNS = range(1, 2 * PAIRS + 1)
FIELD_HEIGHT, LINE_HEIGHT, SIGNATURE_HEIGHT = 26.0, 24.0, 44.0
MOST_FIELD = 100
"""Characters of a name, a telephone number or a date."""

ASSESSOR = "form_assessor"
"""The field with the name of the person who assesses."""

SHOWN_OF_VERSION = 8
"""Characters of the digest that are shown."""


@dataclass(frozen=True, slots=True)
class FrontField:
    """A label of the look and the field beside it; with a defined ``name`` it is an input."""

    label: str
    value: Value = None
    name: str = ""
    style: str = "居中"


class Front:
    """The sheet, row by row; ``fields`` are its inputs by their defined names."""

    def __init__(self, look: Look, of: Rubric | Scheme, body: str, title: str, version_label: str) -> None:
        """Put the title, the notice, the body, the year and the version."""
        self.look, self.row = look, 0
        self.sheet = Sheet(FRONT_SHEET, look.papers["其他"], COLUMNS[-1], footer=look.text("页脚"))
        self.sheet.is_one_page = True
        widths = look.widths["填表说明"]
        self.sheet.widths = {column: widths["栏目" if column % 2 else "内容"] for column in COLUMNS}
        self.fields: dict[str, Cell] = {}
        self._line(title, "标题", 48.0)
        self._line(look.text("填表说明.依据", 通知=notice_text(of.notice)), "副标题", 30.0)
        version = look.text("填表说明.版本", 编号=of.id, 版本=of.version, 摘要=of.digest[:SHOWN_OF_VERSION])
        self.body = Cell(FRONT_SHEET, 2, self.row + 1)
        self._fields(
            FrontField("考核对象", body or None, "" if body else "form_body"),
            FrontField("考核年度", look.text("填表说明.年度", 年度=of.year)),
            FrontField(version_label, version),
        )

    @property
    def wide(self) -> float:
        """The sheet's width in characters of half width."""
        return sum(self.sheet.widths.values())

    def people(self, *fields: tuple[str, str], own: Mapping[str, str | float] | None = None) -> None:
        """Put fields for the person who fills in or assesses, and the date: the look's word and the defined name."""
        given = own or {}
        self._fields(*(FrontField(label, given.get(name), name=name) for label, name in fields))

    def locked(self, own: Mapping[str, str | float], *fields: tuple[str, str]) -> None:
        """Put fields that the body filled in, locked."""
        self._fields(*(FrontField(label, own.get(name), style="自评") for label, name in fields))
        for at, (_, name) in enumerate(fields):
            self.fields[f"self_{name}"] = Cell(FRONT_SHEET, 2 * at + 2, self.row)

    def section(self, title: str) -> None:
        """Put the title of a section."""
        self.row += 1
        self.sheet.heights[self.row] = 10.0
        self._line(self.look.text(f"填表说明.{title}"), "小标题", LINE_HEIGHT)

    def figures(self, *figures: tuple[str, Value]) -> None:
        """Put figures with their labels; totals always show two decimal places."""
        styles = {"公布得分": "大公布", "总分": "大总分"}
        self._fields(*(FrontField(label, value, style=styles.get(label, "大数字")) for label, value in figures))

    def lines(self, texts: tuple[str, ...]) -> None:
        """Put lines of text."""
        for text in texts:
            self._line(text, "说明", LINE_HEIGHT)

    def cells(self, cells: Sequence[tuple[Value, str]]) -> None:
        """Put values with their styles into rows of cells."""
        for first in range(0, len(cells), len(COLUMNS)):
            self.row += 1
            self.sheet.heights[self.row] = LINE_HEIGHT
            for column, (value, style) in zip(COLUMNS, cells[first : first + len(COLUMNS)], strict=False):
                self.sheet.put(self.row, column, value, style)

    def signatures(self, who: str) -> None:
        """Put the lines for seal, signature and date."""
        self.row += 2
        for at, name in enumerate(("盖章", who, "日期")):
            columns = range(2 * at + 1, 2 * at + 3)
            self.sheet.put_merged([self.row], columns, self.look.text(f"填表说明.{name}"), "签字")
        self.sheet.heights[self.row] = SIGNATURE_HEIGHT

    def _line(self, text: str, style: str, high: float) -> None:
        self.row += 1
        self.sheet.put_merged([self.row], COLUMNS, text, style)
        self.sheet.heights[self.row] = max(high, height(text, self.wide, self.look.styles[style]))

    def _fields(self, *fields: FrontField) -> None:
        self.row += 1
        self.sheet.heights[self.row] = FIELD_HEIGHT
        for column, field in zip(COLUMNS[::2], fields, strict=False):
            self.sheet.put(self.row, column, self.look.text(f"填表说明.{field.label}"), "栏目")
            cell = Cell(FRONT_SHEET, column + 1, self.row)
            if field.name:
                self.fields[field.name] = cell
                self.sheet.validate(cell.address, text_validation(self.look, PROMPTS[field.name], most=MOST_FIELD))
            self.sheet.put(self.row, cell.column, field.value, "填报文字" if field.name else field.style)
            style = self.look.styles.get(BASE_STYLES.get(field.style, field.style))
            if style and not field.name:
                words = field.value if isinstance(field.value, str) else ""
                high = height(words, self.sheet.widths[cell.column], style)
                self.sheet.heights[self.row] = max(self.sheet.heights[self.row], high)


BASE_STYLES = {"大公布": "大数字"}
"""The style in the look of each style with a number format of its own."""

PROMPTS = {
    "form_body": "单位名称",
    "form_clerk": "姓名",
    "form_phone": "电话",
    "form_date": "日期",
    "form_assessor": "姓名",
    "form_assessed_on": "日期",
}
"""The prompt of each field."""


def front_sheet(layout: Layout, fillings: Mapping[str, Prefill], body: str) -> Front:
    """Lay out the sheet for a scoring table."""
    look = layout.look
    front = Front(look, layout.rubric, body, layout.rubric.title, "评分表")
    clerk = (("填报人", "form_clerk"), ("联系电话", "form_phone"), ("填报日期", "form_date"))
    if layout.own:
        front.locked(fillings[layout.own.prefix].fields, *clerk)
    else:
        front.people(*clerk, own=fillings[""].fields)
    if layout.edition is not Edition.SELF:
        front.people(("考核人", ASSESSOR), ("考核日期", "form_assessed_on"), own=fillings[""].fields)
    for side in reversed(layout.sides):
        titles = {Edition.ASSESS: "考核结果" if side is layout.main else "自评结果", Edition.SELF: "自评当前"}
        front.section(titles.get(layout.edition, "当前结果"))
        _put_results(front, layout, side, fillings[side.prefix])
    front.section("待填")
    _put_open(front, layout, fillings[""])
    front.section("填报要求")
    of_assessors = "填表说明.考核要求" if layout.open is None else "填表说明.分工要求"
    front.lines(look.lists[of_assessors if layout.own else "填表说明.要求"])
    front.signatures("负责人" if layout.edition is Edition.SELF else "签字")
    return front


def _put_open(front: Front, layout: Layout, filling: Prefill) -> None:
    """List what is blank or invalid as links to its cells: the number of each, and how many there are."""
    look, main = layout.look, layout.main
    order, names = (_column(layout, name) for name in OPEN)
    clauses = [line.clause for line in layout.lines if layout.is_open_row(line)]
    left = [clause for clause in clauses if filling.figures[f"{clause.key}:state"] in (UNASSESSED, FAULTY)]
    before, after = look.around("填表说明.待填数", "项数")
    none = look.text("填表说明.待填无")
    counted = f"IF(MAX({order})=0,{quoted(none)},{quoted(before)}&MAX({order})&{quoted(after)})"
    entry = column_letters(main.layout.column(main.columns.first))
    cells: list[tuple[Formula, str]] = [(Formula(counted, f"{before}{len(left)}{after}" if left else none), "居中")]
    for number in range(1, LINKS + 1):
        at = f"MATCH({number},{order},0)"
        link = f'HYPERLINK("#{SCORE_SHEET}!{entry}"&{at}+{HEAD_ROW},INDEX({names},{at}))'
        value = clause_number(left[number - 1]) if number <= len(left) else ""
        cells.append((Formula(f'IF({number}>MAX({order}),"",{link})', value), "链接"))
    front.cells(cells)


def _column(layout: Layout, name: str) -> str:
    """Return the cells of a column of 评分表 in the rows of clauses."""
    column = column_letters(layout.column(name))
    return f"{SCORE_SHEET}!${column}${HEAD_ROW + 1}:${column}${layout.last_row}"


def evidence_front_sheet(look: Look, scheme: Scheme, title: str, body: str) -> Front:
    """Lay out the sheet for a list of evidence."""
    front = Front(look, scheme, body, title, "清单")
    front.people(("填报人", "form_clerk"), ("联系电话", "form_phone"), ("填报日期", "form_date"))
    front.section("填报要求")
    front.lines(look.lists["填表说明.清单要求"])
    front.signatures("负责人")
    return front


def _put_results(front: Front, layout: Layout, side: Side, filling: Prefill) -> None:
    figures = filling.figures
    required = sum(clause.required for clause in layout.rubric.clauses)
    at = {step: side.figures[step].seen_from(FRONT_SHEET) for step in ("status", "assessed", "faulty")}
    at |= {step: side.figures[step].seen_from(FRONT_SHEET) for step in ("total", "published", "grade")}
    assessed = f"{int(figures['assessed']) // SCALE}/{required}"
    front.figures(
        ("填报状态", Formula(at["status"], figures["status"])),
        ("已评", Formula(f'{at["assessed"]}&"/{required}"', assessed)),
        ("有误", Formula(at["faulty"], figures["faulty"])),
    )
    provisional = front.look.text("填表说明.暂定")
    grade = Formula(at["grade"], figures["grade"])
    if layout.rubric.scheme.grades:
        text = f'{at["grade"]}&IF({at["status"]}={quoted(PROVISIONAL)},{quoted(provisional)},"")'
        grade = Formula(text, f"{figures['grade']}{provisional if figures['status'] == PROVISIONAL else ''}")
    front.figures(
        ("总分", Formula(at["total"], figures["total"])),
        ("公布得分", Formula(at["published"], figures["published"])),
        ("考核等次", grade),
    )
