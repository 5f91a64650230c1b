"""Tables for people, for the terminal, .xlsx and JSON.

``status_report`` is the status of all bodies, ``combined_report`` what several assessors and corrections make of it,
``log_report`` the log, ``evidence_report`` the evidence, ``export_table`` what other programs read, ``ranking`` the
ranks, ``what_if`` how they move when a rule is read otherwise.
"""
