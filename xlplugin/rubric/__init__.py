"""What a rubric is, as data.

================  ==========================================================================
``model``         ``Rubric`` and ``Scheme``
``limits``        what limits the points that clauses and indicators take
``clause_kinds``  the kinds of 扣分标准 and 加分标准, each declared once
``file_fields``   the fields of a rubric's file, as data
================  ==========================================================================
"""
