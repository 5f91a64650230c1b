"""Assessment notices as checked rubrics, locked workbooks that score themselves, exact and explained scores.

>>> import xlplugin
>>> rubric = xlplugin.load_rubric("gaoping-2022-a")
>>> card = xlplugin.score(rubric, {"rubric": rubric.id, "body": "米山镇", "entries": {"2.1.1.d1": 3}})
>>> card.indicators["2.1.1"].deduction
Decimal('6')

The public names are those of ``__all__``; ``docs/api.md`` shows each. Everything else may change.

The map of the package, lowest first; a folder imports only from folders above it in this list:

=====================  ============================================================================================
``messages``           every sentence that is shown to a user, in Chinese and English
``notation``           how things are written: decimals, cell addresses (``H12``), Chinese numerals, text in cells
``errors``             the exceptions, and ``Problem``: where, what is wrong, what to do
``files``              reading and writing files: whole or not at all, CSV tables, the built-in rubrics' folder
``ooxml``              Office files, changed in place; knows no rubric
``rubric``             what a rubric is, as data: its model, and the kinds of clauses
``scoring``            entries → points: one expression with three readings (figure, formula, sentence)
``entries``            what people type into cells → a scoresheet
``rubric_files``       YAML files in, problems with line numbers out; scoresheet files
``workbook``           builds the empty form: its sheets, its looks, its file, its macros
``filled``             reads, recalculates and marks a workbook that was filled in
``store``              the database: what was sent, what came back, what was answered, which file counts
``distribution``       sends one workbook to each body
``returns``            takes them back: find, verify, judge, ask, score, send back with comments
``reports``            tables for people: terminal, .xlsx and JSON from one definition
``publishing``         decides on grades, freezes, writes what is published, follows rectification, compares years
``computer``           what keeps the buttons of a workbook from working on a computer (``xlplugin doctor``)
``excel``              what runs inside Excel: buttons and worksheet functions
``cli``                the command line; one module for each command
``deprecated``         names of earlier versions
=====================  ============================================================================================

Each folder's ``__init__`` describes its modules. Decisions, with their reasons, are in ``docs/decisions/``.
"""

from os import environ as _environ

# openpyxl writes other bytes where lxml is installed, and what is built must not depend on that.
_environ.setdefault("OPENPYXL_LXML", "False")

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.deprecated import account as account
    from xlplugin.deprecated import check as check
    from xlplugin.deprecated import inputs as inputs
    from xlplugin.deprecated import table_ids as table_ids
    from xlplugin.distribution.distribute import distribute as distribute
    from xlplugin.distribution.raters import Rater as Rater
    from xlplugin.distribution.raters import RaterList as RaterList
    from xlplugin.distribution.raters import read_raters as read_raters
    from xlplugin.distribution.recipients import Recipient as Recipient
    from xlplugin.distribution.recipients import read_recipients as read_recipients
    from xlplugin.distribution.self_assessments import SelfAssessment as SelfAssessment
    from xlplugin.distribution.self_assessments import self_assessments as self_assessments
    from xlplugin.entries.read_entries import Entered as Entered
    from xlplugin.errors import FileError as FileError
    from xlplugin.errors import LookError as LookError
    from xlplugin.errors import Problem as Problem
    from xlplugin.errors import RubricError as RubricError
    from xlplugin.errors import UsageError as UsageError
    from xlplugin.errors import XlpluginError as XlpluginError
    from xlplugin.filled.read_workbook import read_workbook as read_workbook
    from xlplugin.filled.recalculate import Recalculation as Recalculation
    from xlplugin.filled.recalculate_file import recalculate_file
    from xlplugin.publishing.archive import check_archive as check_archive
    from xlplugin.publishing.freezing import OpenRound as OpenRound
    from xlplugin.publishing.freezing import freeze_round as freeze_round
    from xlplugin.publishing.freezing import frozen_round as frozen_round
    from xlplugin.publishing.freezing import open_round_of as open_round_of
    from xlplugin.publishing.proposals import Proposal as Proposal
    from xlplugin.publishing.publish import Publication as Publication
    from xlplugin.publishing.publish import PublishOptions as PublishOptions
    from xlplugin.publishing.publish import publish as publish
    from xlplugin.publishing.round_comparison import RoundComparison as RoundComparison
    from xlplugin.publishing.round_comparison import compare_rounds as compare_rounds
    from xlplugin.publishing.round_result import BodyResult as BodyResult
    from xlplugin.publishing.round_result import RoundResult as RoundResult
    from xlplugin.reports.ranking import RankedBody as RankedBody
    from xlplugin.reports.ranking import Ranking as Ranking
    from xlplugin.reports.ranking import UnrankedBody as UnrankedBody
    from xlplugin.reports.ranking import rank_bodies as rank_bodies
    from xlplugin.returns.appealing import decide_appeal as decide_appeal
    from xlplugin.returns.appealing import take_appeal as take_appeal
    from xlplugin.returns.collect import collect as collect
    from xlplugin.returns.collected_file import Collected as Collected
    from xlplugin.returns.corrections import correct as correct
    from xlplugin.returns.corrections import withdraw_correction as withdraw_correction
    from xlplugin.returns.resolve.questions import Question as Question
    from xlplugin.returns.resolve.questions import answer as answer
    from xlplugin.returns.resolve.questions import open_questions as open_questions
    from xlplugin.returns.score_returns import score_returns as score_returns
    from xlplugin.returns.send_back.annotated_folder import write_annotated_copies as write_annotated_copies
    from xlplugin.rubric.model import Rubric as Rubric
    from xlplugin.rubric.model import Scheme as Scheme
    from xlplugin.rubric_files.check_rubric import check_rubric as check_rubric
    from xlplugin.rubric_files.check_rubric import load_rubric as load_rubric
    from xlplugin.rubric_files.compare_rubrics import RubricChange as RubricChange
    from xlplugin.rubric_files.compare_rubrics import compare_rubrics as compare_rubrics
    from xlplugin.rubric_files.library import load_scheme as load_scheme
    from xlplugin.rubric_files.library import rubric_ids as rubric_ids
    from xlplugin.rubric_files.library import scheme_ids as scheme_ids
    from xlplugin.rubric_files.new_rubric import new_rubric_text as new_rubric_text
    from xlplugin.rubric_files.score_many import ScoredSheet as ScoredSheet
    from xlplugin.rubric_files.score_many import score_files as score_files
    from xlplugin.scoring.breakdown import BreakdownLine as BreakdownLine
    from xlplugin.scoring.breakdown import explain as explain
    from xlplugin.scoring.input_list import list_inputs as list_inputs
    from xlplugin.scoring.scorecard import Scorecard as Scorecard
    from xlplugin.scoring.scorecard import score as score
    from xlplugin.scoring.scoresheet import Scoresheet as Scoresheet
    from xlplugin.scoring.scoresheet import read_scoresheet as read_scoresheet
    from xlplugin.store.checks.store_check import check_store as check_store
    from xlplugin.store.database import Store as Store
    from xlplugin.store.database import open_store as open_store
    from xlplugin.store.decided.appeals import Appeal as Appeal
    from xlplugin.store.decided.decisions import Decision as Decision
    from xlplugin.store.decided.freezes import Freeze as Freeze
    from xlplugin.store.decided.freezes import reopen as reopen
    from xlplugin.store.decided.grades import GradeDecision as GradeDecision
    from xlplugin.store.decided.grades import keep_grades as keep_grades
    from xlplugin.store.issue import Issue as Issue
    from xlplugin.store.rounds import Round as Round
    from xlplugin.store.rounds import choose_round as choose_round
    from xlplugin.store.rounds import rounds_in as rounds_in
    from xlplugin.store.standings import Standing as Standing
    from xlplugin.store.standings import standings as standings
    from xlplugin.store.submission import Submission as Submission
    from xlplugin.workbook.build import build_workbook as build_workbook
    from xlplugin.workbook.build_options import BuildOptions as BuildOptions
    from xlplugin.workbook.look_file import load_look as load_look

    WrongUse = UsageError
    RubricFaults = RubricError
    recalculate = recalculate_file
    __version__: str

_HOMES = {
    # Rubrics
    "load_rubric": "rubric_files.check_rubric",
    "load_scheme": "rubric_files.library",
    "check_rubric": "rubric_files.check_rubric",
    "compare_rubrics": "rubric_files.compare_rubrics",
    "RubricChange": "rubric_files.compare_rubrics",
    "rubric_ids": "rubric_files.library",
    "scheme_ids": "rubric_files.library",
    "new_rubric_text": "rubric_files.new_rubric",
    "Rubric": "rubric.model",
    "Scheme": "rubric.model",
    # Scoring
    "score": "scoring.scorecard",
    "explain": "scoring.breakdown",
    "list_inputs": "scoring.input_list",
    "read_scoresheet": "scoring.scoresheet",
    "score_files": "rubric_files.score_many",
    "Scoresheet": "scoring.scoresheet",
    "Scorecard": "scoring.scorecard",
    "ScoredSheet": "rubric_files.score_many",
    "BreakdownLine": "scoring.breakdown",
    # Workbooks
    "build_workbook": "workbook.build",
    "BuildOptions": "workbook.build_options",
    "load_look": "workbook.look_file",
    "recalculate": "filled.recalculate_file:recalculate_file",
    "Recalculation": "filled.recalculate",
    "read_workbook": "filled.read_workbook",
    "Entered": "entries.read_entries",
    # A round of assessment
    "open_store": "store.database",
    "check_store": "store.checks.store_check",
    "rounds_in": "store.rounds",
    "choose_round": "store.rounds",
    "distribute": "distribution.distribute",
    "read_recipients": "distribution.recipients",
    "self_assessments": "distribution.self_assessments",
    "collect": "returns.collect",
    "standings": "store.standings",
    "open_questions": "returns.resolve.questions",
    "answer": "returns.resolve.questions",
    "write_annotated_copies": "returns.send_back.annotated_folder",
    "score_returns": "returns.score_returns",
    "read_raters": "distribution.raters",
    "correct": "returns.corrections",
    "withdraw_correction": "returns.corrections",
    "take_appeal": "returns.appealing",
    "decide_appeal": "returns.appealing",
    "rank_bodies": "reports.ranking",
    # The end of a round
    "open_round_of": "publishing.freezing",
    "keep_grades": "store.decided.grades",
    "freeze_round": "publishing.freezing",
    "reopen": "store.decided.freezes",
    "frozen_round": "publishing.freezing",
    "publish": "publishing.publish",
    "check_archive": "publishing.archive",
    "compare_rounds": "publishing.round_comparison",
    "OpenRound": "publishing.freezing",
    "Proposal": "publishing.proposals",
    "GradeDecision": "store.decided.grades",
    "Freeze": "store.decided.freezes",
    "RoundResult": "publishing.round_result",
    "BodyResult": "publishing.round_result",
    "PublishOptions": "publishing.publish",
    "Publication": "publishing.publish",
    "RoundComparison": "publishing.round_comparison",
    "Store": "store.database",
    "Round": "store.rounds",
    "Recipient": "distribution.recipients",
    "SelfAssessment": "distribution.self_assessments",
    "Issue": "store.issue",
    "Collected": "returns.collected_file",
    "Submission": "store.submission",
    "Standing": "store.standings",
    "Question": "returns.resolve.questions",
    "Rater": "distribution.raters",
    "RaterList": "distribution.raters",
    "Decision": "store.decided.decisions",
    "Appeal": "store.decided.appeals",
    "Ranking": "reports.ranking",
    "RankedBody": "reports.ranking",
    "UnrankedBody": "reports.ranking",
    # Errors
    "XlpluginError": "errors",
    "UsageError": "errors",
    "FileError": "errors",
    "RubricError": "errors",
    "LookError": "errors",
    "Problem": "errors",
}
"""The module that defines each public name; after a colon the name there, if it differs."""

_DEPRECATED = {"WrongUse": "UsageError", "RubricFaults": "RubricError"}
"""Classes of version 0.1 with their present names; its functions are in ``deprecated``."""

_DEPRECATED_FUNCTIONS = ("account", "check", "inputs", "table_ids")

__all__ = list(_HOMES)  # a list, made from the table above


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that the command line starts fast."""
    if name == "__version__":
        from importlib.metadata import version

        return version("xlplugin")
    if name in _DEPRECATED:
        from warnings import warn

        warn(f"xlplugin.{name} is now xlplugin.{_DEPRECATED[name]}", DeprecationWarning, stacklevel=2)
        name = _DEPRECATED[name]
    home = "deprecated" if name in _DEPRECATED_FUNCTIONS else _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'xlplugin' has no attribute {name!r}")
    from importlib import import_module

    module, _, name_there = home.partition(":")
    return getattr(import_module(f"xlplugin.{module}"), name_there or name)
