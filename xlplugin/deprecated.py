"""Names of version 0.1 that have been renamed; they keep working, with a warning."""

from collections.abc import Mapping
from warnings import warn

from xlplugin.errors import Problem
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.check_rubric import check_rubric
from xlplugin.rubric_files.library import rubric_ids
from xlplugin.scoring.breakdown import BreakdownLine, explain
from xlplugin.scoring.input_list import Place, list_inputs


def check(name: str, source: str | None = None) -> list[Problem]:
    """Check a rubric; renamed to ``check_rubric``."""
    _warn("check", "check_rubric")
    return check_rubric(name, source)


def account(rubric: Rubric, data: object) -> tuple[BreakdownLine, ...]:
    """Explain each figure; renamed to ``explain``."""
    _warn("account", "explain")
    return explain(rubric, data)


def inputs(rubric: Rubric, cells: Mapping[str, Place] | None = None) -> list[dict[str, object]]:
    """List the inputs of a rubric; renamed to ``list_inputs``."""
    _warn("inputs", "list_inputs")
    return list_inputs(rubric, cells)


def table_ids() -> tuple[str, ...]:
    """Return the ids of the built-in rubrics; renamed to ``rubric_ids``."""
    _warn("table_ids", "rubric_ids")
    return rubric_ids()


def _warn(old: str, new: str) -> None:
    warn(f"xlplugin.{old} is now xlplugin.{new}", DeprecationWarning, stacklevel=3)
