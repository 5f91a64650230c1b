"""Takes workbooks back: find the files, verify and score each, ask a person, send back what needs work.

===================  ======================================================================
``collect``          takes back a folder of returns and keeps each file's verdict in the store
``collected_file``   a collected file with its problems, as ``collect`` returns it
``workers``          where files are judged: this process, several processes, or a Dask cluster
``judge``            judges one file: whose it is, what was changed, the entries, the score
``claimed_issue``    which issued workbook a file claims to be; its form and its rubric
``combined``           what the returns of a body say together: several assessors merged, corrections
``corrections``        a person sets an entry of a body, with name and reason
``figure_corrections``  the same for a figure: what an indicator loses, the total
``correction_table``   many corrections as a table
``over_all_bodies``    what depends on all bodies: ranks, the best, means
``joined_bodies``      the figures of several raters, joined by the rule of the notice
``joined_parts``       the figures of periods, or of several tables, joined
``figures_of_others``  whose score a late return or a correction changes, beside its own
``appealing``          takes appeals and decides them
``score_returns``      scores what counts of each body
``evidence/``        files of evidence: whose they are, for which indicator, what is missing
``find/``            the files in folders and zips, what each file is, old formats by LibreOffice
``verify/``          compares a return with the workbook that was issued
``fast_path/``       reads returns that are written like one verified before, many times faster
``resolve/``         the questions that a person has to decide, and the answers
``send_back/``       copies of returns with the problems written into them, for the bodies
===================  ======================================================================

One returned file goes: ``find.found_files`` → ``workers`` → ``judge`` → ``fast_path.reader``, or else
``verify.verify_return`` → ``entries`` and ``scoring`` → ``store``.
"""
