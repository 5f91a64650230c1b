"""Office files as packages of XML parts, read and changed in place: whatever is not changed keeps its bytes.

=====================  ====================================================================================
``zip_archive``        the zip file: members are read with limits, replaced, or copied unchanged
``inflate``            decompression, with Intel's ISA-L where it is installed
``package``            parts, their content types and relationships
``part_types``         the content types that a workbook's parts must have
``namespaces``         XML namespaces, transitional and strict
``xml_trees``          XML parts as trees of elements, with limits;  ``xml_numbers``: numbers in XML
``unknown_markup``     markup that is not on the list ``known_markup.txt``
``shared_strings``     the texts that cells share
``styles``             cell formats;  ``number_formats``: what a format code makes of a number
``comments``           comments on cells;  ``drawings``: which cells pictures and shapes cover
``signatures``         digital signatures
``formats``            what a file is by its bytes; other formats, converted
``worksheet``          the cells of a sheet: found, changed in place, hidden or visible
``formulas``           formulas, compared however a program writes them
=====================  ====================================================================================

Nothing here knows what a rubric is. Names and forms of parts are those of ECMA-376; the legacy drawing of comments is
that of MS-OI29500.
"""
