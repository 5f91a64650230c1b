"""The cells of a worksheet part.

======================  =========================================================================
``scanner``             finds every cell, with its value and its position in the bytes
``worksheet_elements``  what the scanner finds, as data
``worksheet_part``      sets cells in place
``visible_area``        which rows and columns a reader can see
``extended_rules``      conditional formats and validations in extensions (Excel 2010)
``blank_cells``         skips the blank cells that some programs write by the million
======================  =========================================================================
"""
