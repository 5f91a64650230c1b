"""The checks.

``consistency`` looks at points, caps and bands. Against their own sentences, ``numbers_in_quotes`` and
``formulas_in_quotes`` compare clauses, ``ladders_in_quotes`` and ``edges_in_quotes`` bands, ``tiers_in_quotes``
choices, ``rules_in_quotes`` conditions and groups; ``quotes`` compares words with the notice.

``finding`` is what they report; an erratum on its place and topic answers it. ``question_wording`` gives hints,
which are no problems.
"""
