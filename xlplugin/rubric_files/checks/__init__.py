"""The checks.

``consistency`` looks at points, caps and bands; ``numbers_in_quotes`` compares clauses with their sentences,
``ladders_in_quotes`` bands, ``rules_in_quotes`` conditions and groups with theirs, ``quotes`` words with the notice.

``finding`` is what they report; an erratum on its place and topic answers it. ``question_wording`` gives hints,
which are no problems.
"""
