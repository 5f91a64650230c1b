"""The button 重新计算: VBA, shapes and ribbon in an .xlsm.

==================  ==========================================================================
``xlsm``            turns a workbook into one with macros
``vba_project``     compiles the VBA project, with pyOpenVBA
``source_only``     reduces the project to its sources;  ``compound_file``: the file format
``macro_texts``     the texts that VBA shows, and the sheet xlwings.conf
``function_help``   names, arguments and help texts of the worksheet functions
==================  ==========================================================================
"""
