"""Rubrics of other notices, with cases computed by hand."""
