"""Reading and writing files.

================  ==========================================================
``reading``       reads a file, or says why not
``whole_files``   writes files whole or not at all, one or many at once
``csv_tables``    CSV tables as spreadsheets save them
``resources``     the folders of built-in rubrics and templates
================  ==========================================================
"""
