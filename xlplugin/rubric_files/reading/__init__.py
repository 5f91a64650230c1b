"""Reads the parts of a rubric's file.

=================  ====================================================
``clause_file``   clauses: 得分标准, 扣分标准, 加分标准
``rule_file``     what counts together (组), what follows when (条件)
``joining_file``  how several sheets become one score: 考核人合成, 分期
``other_readings`` a rubric with some rules read otherwise
``calendar_file``  calendars of working days
``deciding_file``  the end of a round: 名次, 等次名额, 连续等次, 申诉, 整改
=================  ====================================================
"""
