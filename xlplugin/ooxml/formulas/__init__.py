"""Formulas, compared however a program writes them: ``formula_parser`` and ``normal_form``."""
