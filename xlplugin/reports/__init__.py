"""Tables for people: ``status_report`` is the status of all bodies, for the terminal, .xlsx and JSON."""
