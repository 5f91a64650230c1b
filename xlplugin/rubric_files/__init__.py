"""Rubrics and schemes from YAML, the only place that imports yaml.

``strict_yaml`` reads YAML without its guesses; ``diagnosis`` says what is wrong with what is no YAML; ``fields``
reads a mapping's fields; ``clause_file``, ``rubric_file`` and ``scheme_file`` know the format; ``library`` finds the
files, ``version`` the very rubric that a workbook was made by. ``check`` looks at what was read: ``meaning`` against
its own words, ``wording`` against the notice; each ``finding`` is a problem unless an erratum answers it.
``skeleton`` writes a new rubric; ``sheet_file`` reads scoresheets, ``look_file`` how workbooks look.
"""
