"""Checks that the records of a store are intact: each by itself (``store_check``), and all against ``log_check``."""
