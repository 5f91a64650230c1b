"""Formulas, compared however a program writes them.

==================  ======================================================================
``formula_parser``  parses a formula, and writes it with the brackets that are needed
``normal_form``     one text for all spellings of a formula; its structure without addresses
==================  ======================================================================
"""
