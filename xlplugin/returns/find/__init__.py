"""Finds the files that may be returns, and what each of them is.

===============  =========================================================================
``found_files``  the files in folders and in zips, with their limits of size
``file_type``    what a file is, by its bytes: a workbook, an old format, encrypted, a text
``libreoffice``  converts .xls, .et and .ods to .xlsx with LibreOffice
``saved_time``   when a file was last saved, according to the file itself
===============  =========================================================================
"""
