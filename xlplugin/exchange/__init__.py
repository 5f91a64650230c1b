"""Workbooks on their way to the assessed bodies and back.

=================  ==========================================================================
``bodies``         whom a rubric's workbooks go to: the scheme's list, or an office's own
``stamping``       copies of one workbook that differ in a few texts, made in microseconds
``distribution``   one workbook for each body, each with its number and its seal
``own_sides``      what bodies have returned, for the assessors' workbooks
``manifest``       the list of what went out, for people;  ``packing``: all files in one zip
``collection``     takes back a folder of returns
``judgement``      one return: whose, what was changed, what was filled in, what it comes to
``remarks``        what else is told of it: the score by either, blank and strange fields
``kinds``          what a file is that is no workbook;  ``status_file``: where each body stands, for people
=================  ==========================================================================
"""
