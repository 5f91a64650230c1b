"""How a form fills its pages, on paper and on screen.

===============  ===========================================================
``text_height``  the height that a text needs in a column, for several fonts
``page_breaks``  row heights, and the rows where pages begin
===============  ===========================================================
"""
