"""What an office keeps: which workbooks went out, and what came back. The only place that imports SQLAlchemy.

=================  ==========================================================================
``schema``         the tables, and how an earlier store is brought up to date
``store``          the database, an SQLite file or whatever a URL names; what was issued
``prepared``       a statement in its database's own words
``submission``     what came back, as it was typed;  ``submission_row``: as a row of its table
``cells``          its cells: text between processes and in the store, read when somebody asks
``submissions``    all of them, each file once
``answers``        what a person answered of it, and every answer there ever was
``precedence``     which of a body's files counts, and which it cannot be told of
``standing``       where each body stands: what it was issued, what came back, what is wrong with it
=================  ==========================================================================
"""
