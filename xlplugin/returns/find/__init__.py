"""Finds the files that may be returns, and when each was saved.

===============  =========================================================================
``found_files``  the files in folders and in zips, with their limits of size
``names_in_text``  the names of bodies in the names of files and folders
``saved_time``   when a file was last saved, according to the file itself
===============  =========================================================================
"""
