"""Assessment notices as checked rubrics, locked workbooks that score themselves, exact and explained scores.

>>> import xlplugin
>>> rubric = xlplugin.load_rubric("gaoping-2022-a")
>>> card = xlplugin.score(rubric, {"rubric": rubric.id, "body": "米山镇", "entries": {"2.1.1.d1": 3}})
>>> card.indicators["2.1.1"].deduction
Decimal('6')

The map of the package; each imports only what stands above it:

=====================  ===========================================================================
``messages, errors``   what can go wrong, and what is said of it in Chinese and English
``characters``         what a cell can hold, and what a terminal would act upon
``amount``             exact decimals;  ``files``: files written whole or not at all
``numeral``            一, 二, 三;  ``look``: how workbooks look, as data
``address``            ``H12``;  ``ooxml``: Office files as packages of XML parts, changed in place
``expression``         what rules are made of
``clauses``            the kinds of 扣分标准 and 加分标准, and what is entered for each
``rubric``             ``Rubric`` and ``Scheme``, as data
``rules``              a clause as an expression
``evaluate, formula, explain``  the three readings of an expression: figure, formula, sentence
``calculation``        a rubric as named steps
``scoresheet``         what was entered, checked;  ``listing``: what there is to enter
``entered``            what stands in a workbook's cells, as a scoresheet
``normalise``          what clerks type (３件, √), as the form asks for it, where there is no doubt
``doubts``             figures that may mean something else than they say (46090 for 3-9)
``scorecard, explanation``  what it comes to, and how each figure came about
``loading``            YAML files of rubrics, scoresheets and looks, their checks; the only yaml import
``workbook``           the workbook, built and recalculated; the only openpyxl import
``results``            what was issued to whom, and what came back; the only SQLAlchemy import
``exchange``           workbooks on their way to the assessed bodies and back
``excel``              what runs inside Excel: buttons, worksheet functions; the only xlwings import
``cli``                the command line
=====================  ===========================================================================

Decisions, with their reasons, are in ``docs/decisions/``.
"""

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.errors import FileError as FileError
    from xlplugin.errors import LookError as LookError
    from xlplugin.errors import Problem as Problem
    from xlplugin.errors import RubricError as RubricError
    from xlplugin.errors import UsageError as UsageError
    from xlplugin.errors import XlpluginError as XlpluginError
    from xlplugin.rubric.model import Rubric as Rubric
    from xlplugin.rubric.model import Scheme as Scheme
    from xlplugin.rubric_files.check_rubric import check_rubric as check_rubric
    from xlplugin.rubric_files.check_rubric import load_rubric as load_rubric
    from xlplugin.rubric_files.library import load_scheme as load_scheme
    from xlplugin.rubric_files.library import rubric_ids as rubric_ids
    from xlplugin.scoring.breakdown import explain as explain
    from xlplugin.scoring.input_list import list_inputs as list_inputs
    from xlplugin.scoring.scorecard import Scorecard as Scorecard
    from xlplugin.scoring.scorecard import score as score
    from xlplugin.scoring.scoresheet import Scoresheet as Scoresheet
    from xlplugin.scoring.scoresheet import read_scoresheet as read_scoresheet
    from xlplugin.workbook.build import build_workbook as build_workbook

_HOMES = {
    "build_workbook": "workbook.build",
    "check_rubric": "rubric_files.check_rubric",
    "explain": "scoring.breakdown",
    "FileError": "errors",
    "list_inputs": "scoring.input_list",
    "load_rubric": "rubric_files.check_rubric",
    "load_scheme": "rubric_files.library",
    "LookError": "errors",
    "Problem": "errors",
    "read_scoresheet": "scoring.scoresheet",
    "Rubric": "rubric.model",
    "rubric_ids": "rubric_files.library",
    "RubricError": "errors",
    "Scheme": "rubric.model",
    "score": "scoring.scorecard",
    "Scorecard": "scoring.scorecard",
    "Scoresheet": "scoring.scoresheet",
    "UsageError": "errors",
    "XlpluginError": "errors",
}
"""Where each public name is defined; after a colon its name there, where that is another."""

_DEPRECATED = {
    "account": "explain",
    "check": "check_rubric",
    "inputs": "list_inputs",
    "RubricFaults": "RubricError",
    "table_ids": "rubric_ids",
    "WrongUse": "UsageError",
}
"""Public names of version 0.1 and what they are called now."""

__all__ = list(_HOMES)  # a list, built from the table above


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that the command line starts fast."""
    if name in _DEPRECATED:
        from warnings import warn

        warn(f"xlplugin.{name} is now xlplugin.{_DEPRECATED[name]}", DeprecationWarning, stacklevel=2)
        name = _DEPRECATED[name]
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    module, _, name_there = _HOMES[name].partition(":")
    return getattr(import_module(f"xlplugin.{module}"), name_there or name)
