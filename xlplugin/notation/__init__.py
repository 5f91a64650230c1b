"""How things are written.

====================  ==================================================================
``decimals``          exact numbers with four places, as whole ten-thousandths
``cell_address``      ``H12``, ``评分表!H12``
``chinese_numerals``  一, 二, … 十一
``excel_text``        characters that a cell can store, and how Excel counts them
``text_width``        the width of a text: a Chinese character is as wide as two digits
====================  ==================================================================
"""
