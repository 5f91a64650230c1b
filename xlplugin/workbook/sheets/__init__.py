"""The sheets of a workbook, each as a ``Sheet``.

=======================  ==========================================================
``front``                填表说明: which form it is, for whom, how to fill it in
``score_table``          评分表: the notice's table, with entries and figures
``results``              结果: totals, grade, dimensions, lost points
``recalculation_block``  the block on 结果 that a recalculation fills
``evidence``             印证材料: evidence for each indicator
``groups``               责任分解: indicators of each responsible group
``hidden_facts``         工作簿信息: what the workbook is, for programs
=======================  ==========================================================
"""
