"""A rubric as named steps: caps, dimensions, totals, grade, and the sentence of each (…，扣 6).

=====================  ================================================================================
``step``               a named figure
``rule_steps``         conditions (条件): whether a rule holds, the figure before and after it
``group_steps``        what counts of figures that count together (组)
``indicator_steps``    clauses and indicators: amounts, caps, scores, sentences
``dimension_steps``    dimensions: caps, what is left out (缺项), weights
``total_steps``        the whole: bonuses, total, status, grade
``calculation``        all of them in order
=====================  ================================================================================
"""
