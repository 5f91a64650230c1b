"""What an office keeps: issued workbooks, returns, answers. The only place that imports SQLAlchemy.

=====================  ==============================================================================
``database``           the open store: an SQLite file, or the database of a URL; its issues
``schema``             the tables;  ``migration``: those of earlier stores
``issue``              a workbook that was sent out;  ``seal``: the proof of it in the workbook
``submission``         a file that came back, as data and as a row
``submissions``        all of them, each file once
``lazy_cells``         the cells of a return, parsed only when needed
``decided/``           what people decided: answers about returns, corrections, appeals, grades, freezes
``frozen_rounds``      refuses changes of a round that is frozen
``which_file_counts``  which of a body's several files counts
``standings``          the state of each body: issued, returned, with problems
``evidence_files``     files of evidence that came with returns
``problem_policy``     what follows from each problem: acceptable, read again …
``log``                what was done, by whom, when and why: a chain of hashes
``rounds``             what an office carries through together: next year, next quarter
``checks/``            checks that every record is intact, and that the log tells of it
=====================  ==============================================================================
"""
