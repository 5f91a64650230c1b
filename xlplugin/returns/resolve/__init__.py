"""The questions about returns that a person has to decide, and what becomes of the answers.

===============  ==================================================================
``questions``    which questions are open, their choices, and recording an answer
``answer_file``  questions and answers as a table (CSV or XLSX) that an office fills in
===============  ==================================================================
"""
