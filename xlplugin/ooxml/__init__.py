"""Office files as packages of XML parts, read and changed in place: what is not asked for keeps its bytes.

=================  =============================================================
``archive``        the zip file: members read with bounds, replaced, copied raw;  ``inflate``: unpacked
``names``          the namespaces, transitional and strict
``package``        parts, their types and relationships;  ``part_types``: of which types those that are read have to be
``markup``         what is not known markup, by the list ``known_markup.txt``
``trees``          parts as trees of elements, with bounds
``numbers``        numbers and truth values, as XML has them
``scan``           finds the cells of a worksheet;  ``elements``: what it finds
``extended_rules`` conditional formats and validations in extensions
``blank_cells``    sheets without the blank cells that some programs write by the million
``visible``        which rows and columns can be seen;  ``drawings``: what pictures lie over
``sheet_part``     the cells of a worksheet, set in place
``texts``          the texts that cells share;  ``written_texts``: as programs write them plainly
``styles``         the formats of cells; a format with another ground
``number_format``  what the codes of formats make of a number: dates, percentages, other figures
``notes``          the notes on cells;  ``signatures``: digital signatures, taken away where a part changes
=================  =============================================================

Nothing here knows what a rubric is. The parts' names and forms are those of ECMA-376; the legacy drawing of
notes is that of MS-OI29500.
"""
