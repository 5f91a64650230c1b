"""Every message to a user, in Chinese and in English: what is wrong, and what to do.

Chinese is for people who fill in forms and write rubrics, English for developers. ``{…}`` stand for facts of the
problem; its place is printed before the message (see ``errors.Problem``).
"""

from xlplugin.messages.distribution import DISTRIBUTION
from xlplugin.messages.doctor_findings import DOCTOR
from xlplugin.messages.returned_files import RETURNED_FILES
from xlplugin.messages.returns import RETURNS
from xlplugin.messages.rubric_files import RUBRIC_FILES
from xlplugin.messages.scoresheets import SCORESHEETS
from xlplugin.messages.usage import USAGE
from xlplugin.messages.workbook_entries import WORKBOOK_ENTRIES

MESSAGES: dict[str, tuple[str, str]] = (
    SCORESHEETS | RUBRIC_FILES | USAGE | WORKBOOK_ENTRIES | DOCTOR | DISTRIBUTION | RETURNED_FILES | RETURNS
)
