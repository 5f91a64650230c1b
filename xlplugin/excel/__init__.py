"""The code that runs inside Excel through xlwings; only this folder imports xlwings.

======================  ====================================================================
``macros``              the buttons and the ribbon: 重新计算, 检查填报, 导出评分结果, 清空填报, 环境检查
``functions``           the worksheet functions XLP_TOTAL, XLP_GRADE, …
``function_arguments``  reads the arguments of worksheet functions
``live_workbook``       a workbook that is open in Excel, read and written in blocks
======================  ====================================================================

Buttons run ``import xlplugin.excel.macros``, and functions ``xlplugin.excel.functions``: fixed names, as workbooks in
the field contain them. Why a button does not work is found out by ``environment.doctor``.
"""
