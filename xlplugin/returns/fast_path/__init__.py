"""Reads returns that are written like one verified before, many times faster than in full.

===========  ==================================================================
``reader``   which files are written like a known one, and their entries
``parts``    the parts of a package; a sheet split into entries and the rest
``rows``     rows of a sheet split into values and the rest
``values``   the values of cells; formats that disguise a value
===========  ==================================================================

Anything that does not match its patterns is read in full by ``verify``; nothing is guessed here.
"""
