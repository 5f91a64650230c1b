"""The names of a workbook's sheets."""

FRONT_SHEET, SCORE_SHEET, RESULT_SHEET = "填表说明", "评分表", "结果"


EVIDENCE_SHEET, GROUP_SHEET, META_SHEET = "印证材料", "责任分解", "工作簿信息"


CONF_SHEET = "xlwings.conf"


SENT_BACK_SHEET = "退回修改"
"""The list of problems in a copy that is sent back (``returns.send_back``)."""


SHEETS = {FRONT_SHEET, SCORE_SHEET, RESULT_SHEET, EVIDENCE_SHEET, GROUP_SHEET, META_SHEET, CONF_SHEET}
"""The sheets that a workbook may have."""


_FORBIDDEN = str.maketrans("/\\[]:*?'", "／＼［］：＊？＇")
_MOST = 31
"""Characters of a sheet's name that Excel allows."""


def sheet_name(text: str, before: str = "", ending: str = "") -> str:
    """Turn a text into a sheet's name: what Excel forbids in it becomes full-width, and a long one is cut.

    >>> sheet_name("局/委", ending="最终")
    '局／委最终'
    """
    return f"{before}{text.translate(_FORBIDDEN)[: _MOST - len(before) - len(ending)]}{ending}"
