"""Tables for people, for the terminal, .xlsx and JSON.

``status_report`` is the status of all bodies, ``log_report`` the log.
"""
