"""Rubrics and schemes from YAML, the only place that imports yaml.

``strict_yaml`` reads YAML without its guesses, ``fields`` reads a mapping's fields, ``clause_file``,
``rubric_file`` and ``scheme_file`` know the format, ``library`` finds the files, ``meaning`` and ``wording``
check what was read, ``skeleton`` writes a new one, ``sheet_file`` reads scoresheets.
"""
