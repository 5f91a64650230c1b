"""Golden files: every formula of a workbook as text, so that a change is reviewed as a diff."""
