"""印证材料: the notice's list of evidence as a check list, and space for the evidence of each indicator."""

from collections.abc import Iterable, Mapping

from xlplugin.notation.cell_address import Cell, column_letters
from xlplugin.notation.chinese_numerals import numeral_of
from xlplugin.rubric.clause import Clause, slots
from xlplugin.rubric.model import EvidenceList, Rubric
from xlplugin.rubric.slots import HAVE, HAVE_NOT, Takes
from xlplugin.scoring.as_excel_formula import count_of, quoted
from xlplugin.workbook.form_texts import choice_validation, clause_number, item_text, text_validation
from xlplugin.workbook.layout import Layout
from xlplugin.workbook.look import Look
from xlplugin.workbook.paging.line_breaks import with_breaks
from xlplugin.workbook.paging.page_breaks import break_pages
from xlplugin.workbook.paging.text_height import height
from xlplugin.workbook.prefilled_values import Prefill
from xlplugin.workbook.sheet_model import Formula, Sheet
from xlplugin.workbook.sheet_names import EVIDENCE_SHEET

INPUTS = {"有无": "have", "文件": "file", "链接": "link", "页码": "pages", "备注": "remark"}
"""The open columns, with the suffix of their cells' defined names."""

OPINION = "考核意见"
"""The assessors' column beside the body's own entries."""

HEAD_ROW = 2
ENTRY_HEIGHT, REASON_LINES = 20.0, 2


class Evidence:
    """The sheet, row by row; ``fields`` are its inputs by their defined names (``evidence_2.1.1_file``)."""

    def __init__(
        self, look: Look, has_methods: bool, own: Mapping[str, str | float], *, is_locked: bool = False
    ) -> None:
        """Start the sheet; ``own`` are the body's own entries, and ``is_locked`` is whether it can still make any."""
        self.look, self.row, self.is_locked, self.own = look, HEAD_ROW, is_locked, own
        widths = dict(look.widths["印证材料"])
        if not has_methods:
            widths["事项"] += widths.pop("考核方式")
        opinion = widths.pop(OPINION)
        if self.is_locked:
            widths[OPINION] = opinion
        self.columns = {name: at for at, name in enumerate(widths, 1)}
        self.sheet = Sheet(EVIDENCE_SHEET, look.papers["其他"], len(widths), footer=look.text("页脚"))
        self.sheet.widths = dict(enumerate(widths.values(), 1))
        self.fields: dict[str, Cell] = {}
        self.headings: list[int] = []
        self.sheet.put_merged([1], range(1, len(widths) + 1), look.text("印证材料.标题"), "标题")
        self.sheet.put_row(HEAD_ROW, [look.text(f"印证材料.{name}") for name in self.columns], "表头")
        self.sheet.heights |= {1: height("", 100, look.styles["标题"]), HEAD_ROW: 24.0}

    def section(self, text: str, style: str = "小标题") -> None:
        """Put a line across the sheet."""
        self.row += 1
        self.headings.append(self.row)
        self.sheet.put_merged([self.row], range(1, self.sheet.last_column + 1), text, style)
        self.sheet.heights[self.row] = height(text, sum(self.sheet.widths.values()), self.look.styles[style])

    def entry(self, id: str, number: str, text: str, method: str = "", *, is_open: bool = True) -> None:
        """Put an item with its cells to fill in; ``is_open`` is whether this assessor has an opinion about it."""
        self.row += 1
        self._text("序号", number, "居中")
        self._text("事项", text, "正文")
        if "考核方式" in self.columns:
            self._text("考核方式", method, "居中")
        prefix = "self_" if self.is_locked else ""
        for name, end in INPUTS.items():
            cell = Cell(EVIDENCE_SHEET, self.columns[name], self.row)
            self.fields[f"{prefix}evidence_{id}_{end}"] = cell
            style = "填报" if name == "有无" else "填报文字"
            put = self.own.get(f"evidence_{id}_{end}")
            self.sheet.put(self.row, cell.column, put, "自评" if self.is_locked else style)
            if self.is_locked:
                continue
            if name == "有无":
                prompt = self.look.text("提示.有无")
                validation = choice_validation(self.look, (HAVE, HAVE_NOT), prompt)
            else:
                validation = text_validation(self.look, name)
            self.sheet.validate(cell.address, validation)
        if self.is_locked:
            cell = self.fields[f"evidence_{id}_opinion"] = Cell(EVIDENCE_SHEET, self.columns[OPINION], self.row)
            self.sheet.put(self.row, cell.column, None, "填报文字" if is_open else "自评")
            if is_open:
                self.sheet.validate(cell.address, text_validation(self.look, OPINION))
        plain, centred = self.look.styles["正文"], self.look.styles["居中"]
        texts = {"序号": (number, centred), "事项": (text, plain), "考核方式": (method, centred)}
        widths = {name: self.sheet.widths[column] for name, column in self.columns.items()}
        needed = [height(words, widths[name], style) for name, (words, style) in texts.items() if name in widths]
        self.sheet.heights[self.row] = max(ENTRY_HEIGHT, *needed)

    def _text(self, name: str, text: str, style: str) -> None:
        column = self.columns[name]
        self.sheet.put(self.row, column, with_breaks(text, self.sheet.widths[column], self.look.styles[style]), style)

    def have(self, first: int, count: int) -> None:
        """Count how many of the items from a row on are there."""
        column = column_letters(self.columns["有无"])
        area = f"{column}{first}:{column}{self.row}"
        self.row += 1
        before, after = (part.replace("{共}", str(count)) for part in self.look.around("印证材料.已备", "有"))
        text = f"{quoted(before)}&{count_of(area, HAVE)}&{quoted(after)}"
        have = sum(self.own.get(f"evidence_list.{at}_have") == HAVE for at in range(1, count + 1))
        self.sheet.put_merged(
            [self.row], range(1, self.sheet.last_column + 1), Formula(text, f"{before}{have}{after}"), "注释"
        )
        self.sheet.heights[self.row] = 20.0

    def reasons(self, rows: Iterable[tuple[str, str, Cell, str]]) -> None:
        """Show reasons that are written elsewhere: key, subject, cell, content."""
        last = self.sheet.last_column
        for key, text, cell, value in rows:
            self.row += 1
            self.sheet.put(self.row, 1, key, "居中")
            self.sheet.put(self.row, 2, text, "正文")
            at = cell.seen_from(EVIDENCE_SHEET)
            self.sheet.put_merged([self.row], range(3, last + 1), Formula(f'IF({at}="","",{at})', value), "正文")
            wide = sum(self.sheet.widths[column] for column in range(3, last + 1))
            plain = self.look.styles["正文"]
            lines = height("\n" * (REASON_LINES - 1), wide, plain)
            number = height(key, self.sheet.widths[1], self.look.styles["居中"])
            self.sheet.heights[self.row] = max(lines, height(text, self.sheet.widths[2], plain), number)


def evidence_sheet(layout: Layout, fillings: Mapping[str, Prefill]) -> Evidence:
    """Lay out the sheet for a scoring table: the notice's own list, if it has one, then each indicator."""
    look, rubric = layout.look, layout.rubric
    is_locked = layout.own is not None
    own = fillings[layout.own.prefix if layout.own else ""].fields
    evidence = Evidence(look, True, own, is_locked=is_locked)
    if rubric.scheme.evidence and rubric.scheme.notice.number == rubric.notice.number:
        _put_list(evidence, rubric.scheme.evidence)
    evidence.section(look.text("印证材料.按指标"))
    for indicator in rubric.indicators:
        is_open = layout.is_open(indicator.id)
        evidence.entry(indicator.id, indicator.id, indicator.name, indicator.method, is_open=is_open)
    for item in rubric.general_bonus.items:
        number, is_open = clause_number(item.clauses[0]), layout.is_open(item.id)
        evidence.entry(item.id, number, item_text(item), rubric.general_bonus.method, is_open=is_open)
    for side in layout.sides:
        needed = [
            (clause_number(clause), _matter(rubric, layout.worded(clause)), side.entries[slot.name], slot.name)
            for clause in rubric.clauses
            for slot in slots(clause)
            if slot.takes is Takes.REASON
        ]
        if needed:
            evidence.section(look.text("印证材料.理由" if side is layout.main else "印证材料.自评理由"))
            entered = fillings[side.prefix].entered
            evidence.reasons((key, text, cell, str(entered.get(name, ""))) for key, text, cell, name in needed)
    return _finished(evidence)


def _matter(rubric: Rubric, clause: Clause) -> str:
    """Return the subject of a reason."""
    names = {indicator.id: f"{indicator.name}：" for indicator in rubric.indicators}
    return f"{names.get(clause.key.rpartition('.')[0], '')}{clause.label}"


def _finished(evidence: Evidence) -> Evidence:
    evidence.sheet.title_rows = f"1:{HEAD_ROW}"
    evidence.sheet.freeze = f"A{HEAD_ROW + 1}"
    break_pages(evidence.sheet, HEAD_ROW + 1, evidence.headings)
    return evidence


def list_sheet(look: Look, of: EvidenceList) -> Evidence:
    """Lay out the sheet for a scheme whose list of evidence is the workbook."""
    evidence = Evidence(look, False, {})
    _put_list(evidence, of)
    return _finished(evidence)


def _put_list(evidence: Evidence, of: EvidenceList) -> None:
    evidence.section(" ".join(filter(None, (of.annex, of.title))))
    if of.lead:
        evidence.section(of.lead, "注释")
    first = evidence.row + 1
    for at, text in enumerate(of.entries, 1):
        evidence.entry(f"list.{at}", numeral_of(at), text)
    evidence.have(first, len(of.entries))
