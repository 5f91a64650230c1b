"""Rubrics and schemes from YAML files, with all problems and their lines; the only place that imports yaml.

====================  ==============================================================================
``strict_yaml``       YAML read without its guesses;  ``yaml_mistakes``: what is mistyped in invalid YAML
``field_reader``      the fields of a mapping, read one by one
``file_format``       which fields each mapping has, as data;  ``json_schema``: the schema for editors
``rubric_file``       a file → ``Rubric``;  ``scheme_file``: a file → ``Scheme``
``shared_parts``      what several tables share: common parts (引用), classes with values of their own
``reading``           the parts of such a file: clauses, groups, conditions
``library``           finds files by id or path, and reads them
``versions``          finds the version of a rubric that a workbook was built from
``check_rubric``      ``xlplugin check``, and loading of checked rubrics
``drafting``          what a notice says, from its file
``checks``            the checks, each against the notice's own words
``new_rubric``        a new rubric or scheme to fill in, also from last year's;  ``compare_rubrics``: what changed
``scoresheet_file``   scoresheets in JSON, YAML and JSON Lines;  ``score_many``: scores many of them
====================  ==============================================================================
"""
