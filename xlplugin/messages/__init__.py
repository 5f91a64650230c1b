"""What is said of each fault, in Chinese and in English: what is wrong, and what to do.

Chinese is for those who fill in and write rubrics, English for developers. ``{…}`` are the facts of the
problem. The place is said before the message (see ``errors.Problem``).
"""

from xlplugin.messages.of_excel import EXCEL
from xlplugin.messages.of_exchange import EXCHANGE
from xlplugin.messages.of_files import FILES
from xlplugin.messages.of_returns import RETURNS
from xlplugin.messages.of_rubrics import RUBRIC
from xlplugin.messages.of_scoresheets import SCORESHEET
from xlplugin.messages.of_use import USE
from xlplugin.messages.of_workbooks import WORKBOOK

MESSAGES: dict[str, tuple[str, str]] = SCORESHEET | RUBRIC | USE | WORKBOOK | EXCEL | EXCHANGE | FILES | RETURNS
