"""How a form fills its pages, on paper and on screen.

=================  ====================================================================
``column_widths``  the widths of text columns, solved so that rows are low
``line_breaks``    where Chinese lines break, and the room of a line
``text_height``    the height that a text needs in a column
``page_breaks``    row heights, and the rows where pages begin
=================  ====================================================================
"""
