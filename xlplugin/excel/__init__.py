"""The code that runs inside Excel through xlwings; only this folder imports xlwings.

=================  ====================================================================
``macros``         the buttons and the ribbon: 重新计算, 检查填报, 导出评分结果, 清空填报, 环境检查
``functions``      the worksheet functions XLP_TOTAL, XLP_GRADE, …
``live_workbook``  a workbook that is open in Excel, read and written in blocks
=================  ====================================================================

The names ``xlplugin.excel.macros`` and ``xlplugin.excel.functions`` are fixed: workbooks in the field contain them.
What keeps a button from working is found by ``computer.doctor``; the arguments of functions are read by
``entries.function_arguments``.
"""
