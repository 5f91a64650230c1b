"""A workbook that somebody filled in: read, recalculated, and marked.

====================  ==========================================================================
``open_workbook``     what is needed of a workbook, whether it is open in Excel or a file
``workbook_file``     a file, read and changed part by part
``sheet_contents``    everything that a sheet contains, for comparison
``sheet_edits``       what is written into a sheet
``recalculate``       重新计算: entries read and scored, formulas compared with the engine
``recalculate_file``  the same on a file, with the results written into it
``figure_check``      figures that differ from the engine's
``fault_comments``    comments on invalid entries
``read_workbook``     the entries of a workbook
====================  ==========================================================================
"""
