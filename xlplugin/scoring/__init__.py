"""From entries to points: every rule is one expression, which is computed, printed as a formula, and put into words.

======================  ====================================================================================
``expression``          the nodes of expressions
``clause_points``       a clause as an expression: the rules of the kinds of clauses
``as_python``           the first reading: an exact number
``as_excel_formula``    the second reading: the text of a spreadsheet formula
``as_sentence``         the third reading: how each kind of expression is put into words (4 件 × 2 分 = 8，上限 6)
``steps``               a rubric as named steps, in order
``scoresheet``          what was entered for a body, checked against the rubric
``scorecard``           the result: totals, grade, figures of dimensions and indicators
``joined``              several scorecards of a body joined into one: of raters, of periods
``breakdown``           how each figure came about, line by line
``input_list``          the inputs of a rubric;  ``entry_rules``: what may be entered, in words
``states``              the words 未评, 有误, 暂定 …
======================  ====================================================================================
"""
