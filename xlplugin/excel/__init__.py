"""What runs inside Excel, through xlwings; the only place that imports it.

=================  ==========================================================================
``live_book``      a workbook open in Excel, read and written in blocks
``macros``         what the buttons and the ribbon run: 重新计算, 检查填报, 导出评分结果, 清空填报, 环境检查
``functions``      the worksheet functions XLP_TOTAL, XLP_GRADE, …;  ``arguments``: what they are given
``doctor``         what stands between the user and a working button;  ``machine``: what it asks a computer
=================  ==========================================================================

Buttons run ``import xlplugin.excel.macros``, a fixed name, so that workbooks may be copied and renamed.
"""
