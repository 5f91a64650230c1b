"""What a rubric is, as data.

====================  ==========================================================================
``model``             ``Rubric`` and ``Scheme``
``total_rules``       rules beyond a clause: what is left out, what counts together, conditions
``over``              what is known only when all bodies are: ranks, the best, means
``deciding``          ranks, quotas of grades, appeals, rectification: what a scheme says about the end of a round
``body_groups``       the class (A类) of a body
``working_days``      a calendar of working days
``joining``           several sheets, one score: of raters, of periods
``limits``            what limits the points that clauses and indicators give and take
``clause``            a clause of 得分标准, 扣分标准 or 加分标准
``clause_kinds``      the kinds of clauses, each declared once
``measures``          what a clause measures: rates and values
``slots``             the input cells of a clause
``kind_declaration``  how a kind is declared
``file_fields``       the fields of a rubric's file, as data
====================  ==========================================================================
"""
