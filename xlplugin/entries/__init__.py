"""What people type into cells, read as a scoresheet.

======================  ======================================================================
``cell_values``         what a cell stores: numbers, texts, errors, formulas, pictures …
``normalise``           ３件, √, 无 read as what the form asks for, if there is no doubt
``interpretations``     what to say about that
``date_lookalikes``     counts that may have been typed as dates (46090 for 3-9)
``read_entries``        cells → scoresheet, strictly
``function_arguments``  the same from the arguments of worksheet functions
======================  ======================================================================
"""
