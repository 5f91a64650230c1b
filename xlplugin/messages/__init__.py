"""What is said of each fault, in Chinese and in English: what is wrong, and what to do.

Chinese is for those who fill in and write rubrics, English for developers. ``{…}`` are the facts of the
problem. The place is said before the message (see ``errors.Problem``).
"""

from xlplugin.messages.distribution import EXCHANGE
from xlplugin.messages.doctor_findings import EXCEL
from xlplugin.messages.returned_files import FILES
from xlplugin.messages.returns import RETURNS
from xlplugin.messages.rubric_files import RUBRIC
from xlplugin.messages.scoresheets import SCORESHEET
from xlplugin.messages.usage import USE
from xlplugin.messages.workbook_entries import WORKBOOK

MESSAGES: dict[str, tuple[str, str]] = SCORESHEET | RUBRIC | USE | WORKBOOK | EXCEL | EXCHANGE | FILES | RETURNS
