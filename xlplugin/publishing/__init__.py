"""The end of a round: grades, the freeze, what is published, rectification, the comparison with last year.

=========================  ==========================================================================
``round_result``           the results of a round, as plain data
``gather_results``         gathers them from a store, as they stand
``proposals``              proposes grades: bands, conditions, quotas, earlier years
``decision_table``         the table for the leading group, written and read back
``freezing``               freezes results when nothing is open, and reads what was frozen
``round_statistics``       grades by class, best and worst indicators, what bodies have in common
``rectification_list``     who must rectify what by when, and its state
``rectification_table``    that list as a workbook, written and read back
``documents``              Word documents: the templates' engine, and what each document says
``summary_workbook``       bodies × indicators, with charts
``archive``                a zip file of everything, that can be checked years later
``publication_folder``     a folder that is written whole, and never over somebody's changes
``publish``                writes what is published, and the drafts for comment
``round_comparison``       two rounds side by side, and what earlier grades suggest
``comparison_workbook``    that comparison as a workbook
=========================  ==========================================================================
"""
