"""Workbooks on their way to the assessed bodies and back.

=================  ==========================================================================
``bodies``         whom a rubric's workbooks go to: the scheme's list, or an office's own
``stamping``       copies of one workbook that differ in a few texts, made in microseconds
``distribution``   one workbook for each body, each with its number and its seal
``own_sides``      what bodies have returned, for the assessors' workbooks
``manifest``       the list of what went out, for people;  ``packing``: all files in one zip
``found_files``    the files of a folder and of the zips in it
``collection``     takes back a folder of returns;  ``executors``: in other processes, or on other machines
``judgement``      one return: whose, what was changed, what was filled in, what it comes to
``issued``         whose a return says it is; the form and the rubric that it was made by
``remarks``        what else is told of it: the score by either, blank and strange fields
``saving_time``    when a file was saved last, as it says itself
``kinds``          what a file is, workbook or not;  ``conversion``: what LibreOffice makes of other formats
``questions``      what a person has to decide;  ``answer_file``: the same as a table
``delimited``      tables as text (CSV), whatever letters and separators they have
``answering``      what answers do to what is wrong with a return
``sending_back``   faulty returns, with what is wrong in them, for the bodies to put right
``store_check``    whether everything in a store is as it was written
``status_file``    where each body stands, for people
=================  ==========================================================================
"""
