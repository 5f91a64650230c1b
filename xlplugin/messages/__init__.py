"""Every message to a user, in Chinese and in English: what is wrong, and what to do.

Chinese is for people who fill in forms and write rubrics, English for developers. ``{…}`` stand for facts of the
problem; its place is printed before the message (see ``errors.Problem``).

====================  ======================================================================
``rubric_files``      faults of rubrics and schemes
``check_findings``    findings of ``check``
``scoresheets``       invalid entries and scoresheets
``workbook_entries``  invalid cells of a workbook, values that were read another way
``distribution``      bodies' lists and issuing
``returned_files``    files that are no return: old formats, encrypted, damaged, zips
``returns``           changes in a return, which file counts, questions and answers
``joined_figures``    several sheets that make up one score, evidence, whose a file is
``corrected_entries`` corrections and appeals
``publishing``        grades, freezes, published documents, rectification
``doctor_findings``   what keeps the buttons from working
``usage``             wrong usage of commands and functions, files that cannot be read or written
====================  ======================================================================
"""

from xlplugin.messages.check_findings import CHECK_FINDINGS
from xlplugin.messages.corrected_entries import CORRECTED_ENTRIES
from xlplugin.messages.distribution import DISTRIBUTION
from xlplugin.messages.doctor_findings import DOCTOR
from xlplugin.messages.joined_figures import JOINED_FIGURES
from xlplugin.messages.publishing import PUBLISHING
from xlplugin.messages.returned_files import RETURNED_FILES
from xlplugin.messages.returns import RETURNS
from xlplugin.messages.rubric_files import RUBRIC_FILES
from xlplugin.messages.scoresheets import SCORESHEETS
from xlplugin.messages.usage import USAGE
from xlplugin.messages.workbook_entries import WORKBOOK_ENTRIES

MESSAGES: dict[str, tuple[str, str]] = (
    SCORESHEETS
    | RUBRIC_FILES
    | USAGE
    | WORKBOOK_ENTRIES
    | DOCTOR
    | DISTRIBUTION
    | RETURNED_FILES
    | RETURNS
    | JOINED_FIGURES
    | CORRECTED_ENTRIES
    | CHECK_FINDINGS
    | PUBLISHING
)
