"""Sends one workbook to each assessed body.

====================  ==========================================================================
``distribute``        builds, seals and writes the workbooks, and records them in the store
``recipients``        the bodies: of the rubric's scheme, or of an office's own list
``raters``            the assessors, each with the indicators and bodies they are responsible for
``stamping``          copies of one workbook that differ in a few texts, made in microseconds
``self_assessments``  the bodies' own entries, for the assessors' workbooks
``manifest``          the list of what was sent, for people
====================  ==========================================================================
"""
