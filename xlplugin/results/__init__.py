"""What an office keeps: which workbooks went out. The only place that imports SQLAlchemy.

=================  ==========================================================================
``store``          the database: an SQLite file, or whatever a URL names
=================  ==========================================================================
"""
