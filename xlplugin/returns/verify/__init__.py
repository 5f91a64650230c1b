"""Compares a return with the workbook that was issued, and reads what was entered.

===================  ====================================================================
``verify_return``    the whole comparison: sheets, entries, parts, macros, protection
``compare_sheet``    one sheet: changed locked cells, hidden parts, changed validations
``locate``           where the form's sheets, rows and columns are in the return
``line_alignment``   matches rows or columns after some were inserted or deleted
``foreign_parts``    parts of the package that act, link elsewhere, or are unknown
``issued_workbook``  the workbook as it was issued, ready for comparison
``remarks``          remarks on a return: both totals, blank entries
``csv_return``       a 评分表 that came back as text (CSV)
===================  ====================================================================
"""
