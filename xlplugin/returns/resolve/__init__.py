"""The questions about returns that a person has to decide, and what becomes of the answers.

===============  ==================================================================
``apply_answers``  how a person's answers change the problems of a return
``questions``    which questions are open, their choices, and recording an answer
``answer_file``  questions and answers as a table (CSV or XLSX) that an office fills in
===============  ==================================================================
"""
