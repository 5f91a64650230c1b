"""From a notice to a rubric.

``notice_text``: the text of a notice in a file of any usual kind. ``phrases``: how its sentences give and take points.
"""
