"""Names, arguments and help texts of the worksheet functions, as Excel's function wizard shows them.

They are data because two programs use them: xlwings when it imports the functions, and the workbook when it is opened.
Excel allows 255 characters for each.
"""

from dataclasses import dataclass

CATEGORY = "考核评分"
MOST_HELP = 255

_RUBRIC = '评分表的名称，如 "gaoping-2022-b"；自己写的评分表写文件的完整路径。'
_KEYS = "填报项的名称，如 2.1.1.d1、3.3.7.d1_part、na_3.3.4，写成一行或一列；与各单元格的定义名称相同（可带 in_）。"
_VALUES = "填报的内容。名称写成一行时，每个考核对象占一行；名称写成一列时，每个考核对象占一列。空白为未评。"
_INDICATORS = "三级指标的编号，如 2.1.1；可以是几个单元格，每个得一列（名称写成一列时，每个得一行）。"


@dataclass(frozen=True, slots=True)
class FunctionHelp:
    """The purpose of a function, and its arguments in order, each with its help."""

    text: str
    arguments: dict[str, str]


_SET = {"rubric": _RUBRIC, "keys": _KEYS, "values": _VALUES}

FUNCTIONS = {
    "XLP_TOTAL": FunctionHelp("总分（公布前，至多 4 位小数）。填报有误的为“有误：……”，没有填报的为“未评”。", _SET),
    "XLP_PUBLISHED": FunctionHelp(
        "公布得分：总分四舍五入到两位小数。填报有误的为“有误：……”，没有填报的为“未评”。", _SET
    ),
    "XLP_GRADE": FunctionHelp("考核等次，按公布得分。填报有误的为“有误：……”，没有填报的为“未评”。", _SET),
    "XLP_DEDUCTION": FunctionHelp(
        "三级指标的扣分（已按上限计）。该指标填报有误的为“有误”，必填项没有填的为“未评”。",
        _SET | {"indicators": _INDICATORS},
    ),
    "XLP_BONUS": FunctionHelp(
        "三级指标的加分。该指标填报有误的为“有误”，必填项没有填的为“未评”。", _SET | {"indicators": _INDICATORS}
    ),
    "XLP_EXPLAIN": FunctionHelp("三级指标的计分说明，与工作簿“计分说明”栏相同。", _SET | {"indicators": _INDICATORS}),
    "XLP_CHECK": FunctionHelp("检查填报：完成；还有几项未评；或哪里有误、怎么改。", _SET),
    "XLP_GRADE_OF": FunctionHelp(
        "一个得分属于哪个等次；得分先四舍五入到两位小数。",
        {"rubric": _RUBRIC, "figures": "得分，可以是一块单元格，每格得一个等次。"},
    ),
}

MODULE = "xlplugin.excel.functions"
"""The module that xlwings imports the functions from. Workbooks in use contain its name, so it must not move."""

_WRAPPER = """
Function {name}({arguments})
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        {name} = XLPy.CallUDF("{module}", "{name}", Array({arguments}), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        {name} = XLPy.CallUDF("{module}", "{name}", Array({arguments}))
        Exit Function
    #End If
failed:
    {name} = Said("function_failed")
End Function
"""


def udf_module() -> str:
    """Write the VBA module ``xlwings_udfs``, which calls the Python functions.

    It is what xlwings' "Import Functions" writes, except for the sentence shown after a failure. It has the name that
    xlwings gives it, so that importing the functions again replaces it.
    """
    head = (
        'Attribute VB_Name = "xlwings_udfs"\n'
        "' The worksheet functions, as xlwings' \"Import Functions\" writes them,"
        " but for the sentence that a failure gives.\n"
        "' The module has the name that xlwings gives it, so that importing the functions anew replaces it.\n"
        '#Const App = "Microsoft Excel"\n'
    )
    wrappers = (
        _WRAPPER.format(name=name, module=MODULE, arguments=", ".join(FUNCTIONS[name].arguments))
        for name in sorted(FUNCTIONS)
    )
    return head + "".join(wrappers)
