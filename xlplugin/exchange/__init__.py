"""Workbooks on their way to the assessed bodies.

=================  ==========================================================================
``bodies``         whom a rubric's workbooks go to: the scheme's list, or an office's own
``stamping``       copies of one workbook that differ in a few texts, made in microseconds
``distribution``   one workbook for each body, each with its number and its seal
``manifest``       the list of what went out, for people;  ``packing``: all files in one zip
=================  ==========================================================================
"""
