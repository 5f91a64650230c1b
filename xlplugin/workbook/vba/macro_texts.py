"""What a workbook with buttons has in addition: the sheet xlwings.conf, and the texts that VBA shows.

The VBA sources are plain ASCII, so all Chinese words are on the hidden sheet.
"""

from xlplugin.notation.cell_address import Cell
from xlplugin.workbook.look import Look
from xlplugin.workbook.sheet_model import Formula, Sheet, Value
from xlplugin.workbook.sheet_names import CONF_SHEET
from xlplugin.workbook.vba.function_help import CATEGORY, FUNCTIONS

MACRO_TEXTS = "macro_texts"
"""The name of the first key cell; the text of a key is right of it, for functions also those of their arguments."""

FIRST_COLUMN = 5
"""The column of the hidden sheet with the keys; facts and cell map are left of it."""

KEYS = {
    "title": "标题",
    "no_interpreter": "无解释器",
    "no_python": "无Python",
    "no_package": "无程序",
    "wps": "WPS",
    "mac": "苹果电脑",
    "function_failed": "函数失败",
}
"""The keys that VBA knows, with the texts of the look."""

INTERPRETER = "Interpreter_Win"


def conf_sheet(look: Look) -> Sheet:
    """Lay out the sheet that xlwings reads its settings from.

    A setting on this sheet hides the user's own, even if it is blank; so the key of the interpreter is only
    there once a place is filled in.
    """
    sheet = Sheet(CONF_SHEET, look.papers["其他"], 3, is_printed=False)
    sheet.widths = {1: 32, 2: 60, 3: 90}
    rows: tuple[tuple[Value, Value, str], ...] = (
        (Formula(f'IF(B1="","({INTERPRETER})","{INTERPRETER}")', f"({INTERPRETER})"), None, "解释器"),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False", "路径"),
        ("UDF Modules", "xlplugin.excel.functions", "函数"),
    )
    for row, (key, value, text) in enumerate(rows, 1):
        sheet.put(row, 1, key, "代码")
        sheet.put(row, 2, value, "填报文字" if value is None else "代码")
        sheet.put(row, 3, look.text(f"宏.{text}"), "注释")
    return sheet


def put_macro_texts(sheet: Sheet, look: Look) -> Cell:
    """Put the texts on the hidden sheet; gives the cell of the first key."""
    rows = [("category", CATEGORY, "")]
    rows += [(key, look.text(f"宏.{name}"), "") for key, name in KEYS.items()]
    rows += [(name, described.text, "\n".join(described.arguments.values())) for name, described in FUNCTIONS.items()]
    for row, texts in enumerate(rows, 1):
        sheet.put_row(row, [text or None for text in texts], "代码", FIRST_COLUMN)
    return Cell(sheet.name, FIRST_COLUMN, 1)
