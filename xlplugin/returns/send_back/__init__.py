"""Returns with the problems written into them, for the bodies to correct and send in again.

=====================  ===========================================================
``annotated_copy``     writes notes and the sheet 退回修改 into one return
``restored_original``  the workbook as it was issued, with the entries of a return
``annotated_folder``   a folder with the annotated copies of many returns
=====================  ===========================================================
"""
