"""The workbook that every assessed body fills in; the only place that imports openpyxl.

================================  ==========================================================================
``columns, layout``               the sheets, editions and columns; which step and entry stands in which cell
``sheet``                         a worksheet as data: cells, merges, marks, validations, page ends
``guard``                         the formula of an input's state
``wording, measure``              texts of the form; how much room they take
``filling``                       what stands in the inputs, and what it comes to
``pages``                         row heights and page ends
``front_sheet, score_sheet``      填表说明 and 评分表; ``result_sheet``: 结果; ``evidence_sheet``: 印证材料;
                                  ``group_sheet``: 责任分解; ``meta_sheet``: what programs read
``writer, package, protection``   the file: openpyxl; cached values and fixed times; a password's hash
``build``                         puts it all together;  ``names``: the named cells of a workbook, found again
``recalculation, marks``          重新计算: what was filled in, scored and compared; notes on faulty inputs
``results_block``                 the block on 结果 that it fills
``open_workbook``                 what it reads and writes: open in Excel, or a file
``differences``                   what a workbook shows beside what it should
``macro_file, macro_sheets, vba`` the button: VBA, shapes, ribbon; the texts that VBA shows; the compiler
``vba_source_only``               what the compiler makes, without caches;  ``compound_file``: the file that it is
``function_help``                 help texts of the worksheet functions;  ``table_file``: a plain table for people
``filled_file, reference``        a file, changed part by part;  ``sheet_editor``: what is written into a sheet
``sheet_contents``                all that a sheet of a file holds
``recalculate_file``              the command
``issued_form, verification``     a workbook as it was shipped, and a return beside it
``placement, alignment``          where sheets and rows stand in a return, found by their words
``foreign_parts``                 what a return's package holds that was not shipped
``comparison``                    a sheet of a return beside the one that was issued, cell by cell
``text_table``                    评分表 that came back as CSV
``formula_text, formula_parser``  formulas, as other programs write them again
``known_forms``                   the fast way to read returns
``plain_parts, plain_rows``       how programs write workbooks plainly;  ``plain_values``: what stands in the cells
``sent_back``                     a return with what is wrong written into it
================================  ==========================================================================

Only ``writer``, ``names``, ``table_file`` and ``formula_text`` know openpyxl.
"""
