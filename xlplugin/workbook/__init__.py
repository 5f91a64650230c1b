"""Builds the empty form that every assessed body fills in.

=======================  ==================================================================================
``build``                puts a workbook together;  ``build_options``: what an office chooses
``editions``             plain, self, assess;  ``sheet_names``: the names of the sheets
``layout``               which entry and which figure has which cell;  ``columns``: the columns of 评分表;
                         ``result_rows``: the rows of 结果
``sheet_model``          a worksheet as data, before any library writes it
``sheets``               what is on each sheet
``form_texts``           the texts of the form
``input_state_formula``  the formula of an input's state: 未评, 已评, 有误 …
``prefilled_values``     entries and figures that a form starts with
``paging``               the height of texts, row heights, page breaks
``look``                 fonts, widths, colours, texts as data;  ``look_file``: read from YAML
``look_schema``          the schema of such files for editors
``defined_names``        finds the named cells of a workbook
``writing``              writes the file, with openpyxl
``vba``                  the button: VBA, shapes, ribbon
=======================  ==================================================================================
"""
