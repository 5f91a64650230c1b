"""Sends one workbook to each assessed body.

====================  ==========================================================================
``distribute``        builds, seals and writes the workbooks, and records them in the store
``recipients``        the bodies: of the rubric's scheme, or of an office's own list
``raters``            the assessors, each with the indicators and bodies they are responsible for
``stamping``          copies of one workbook that differ in a few texts, made in microseconds
``self_assessments``  the bodies' own entries, for the assessors' workbooks
``carrying``          what a body has returned, carried over into the workbook that replaces it
``issued_rubric``     the rubric of an issued workbook, in its version
``manifest``          the list of what was sent, for people
====================  ==========================================================================
"""
