"""The workbook that every assessed body fills in; the only place that imports openpyxl.

``layout`` decides, without openpyxl, which step and which entry stands in which cell; ``guard`` prints the
formula of an input's state; ``styles`` and ``measure`` make the look; ``score_sheet`` and ``result_sheet``
write the two sheets; ``package`` puts the engine's figures into the file, so that phones and previews show
them too; ``build`` does it all; ``names`` finds the named cells of a workbook again.
"""
