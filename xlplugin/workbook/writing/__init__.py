"""Writes files: the only place, with ``defined_names``, that uses openpyxl for workbooks.

======================  ==========================================================================
``openpyxl_writer``     sheets as data → an .xlsx file
``openpyxl_internals``  all use of openpyxl beyond its public interface
``finish_package``      adds cached values, and makes the bytes reproducible
``password_hash``       the hash of a protection password
``bar_chart``           bar charts on a worksheet
``table_file``          plain tables for people, written and read
======================  ==========================================================================
"""
