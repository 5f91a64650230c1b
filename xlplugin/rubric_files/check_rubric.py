"""Checks a rubric or scheme: its structure, its numbers, and its words against the notice; loads only what passes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import Problem, RubricError, UsageError, new_problem
from xlplugin.rubric.model import Erratum, Rubric, Scheme
from xlplugin.rubric_files.checks.consistency import rubric_findings, scheme_findings
from xlplugin.rubric_files.checks.finding import Finding, folded
from xlplugin.rubric_files.checks.question_wording import question_hints
from xlplugin.rubric_files.checks.quotes import (
    TOPIC,
    UNREADABLE,
    Passage,
    check_wording,
    is_at,
    rubric_passages,
    scheme_passages,
)
from xlplugin.rubric_files.library import Loaded, find_file, load


def check_rubric(name: str, source: str | None = None) -> list[Problem]:
    """Check a rubric or scheme; give all problems, each with its file and line.

    Args:
        name: its id or path.
        source: the text of the notice; without it quotes are not looked up.

    Raises:
        UsageError: there is no such rubric.
    """
    return check_file(find_file(name), source).problems


def load_rubric(name: str) -> Rubric:
    """Load a scoring table by id (``gaoping-2022-a``) or by path; one with problems is refused.

    Raises:
        UsageError: there is no such file, or it is a scheme.
        RubricError: it has problems that no erratum answers; all are listed.
    """
    loaded = load_rubric_or_scheme(name)
    if isinstance(loaded, Scheme):
        raise UsageError([new_problem("", "scheme-has-no-table", scheme=name)])
    return loaded


def load_rubric_or_scheme(name: str) -> Rubric | Scheme:
    """Load the rubric or scheme of an id or path; one with problems is refused.

    Raises:
        UsageError: there is no such file.
        RubricError: it has problems that no erratum answers; all are listed.
    """
    loaded = load(find_file(name))
    if problems := _problems(loaded, source=None):
        raise RubricError(problems)
    return loaded.table or loaded.scheme


@dataclass(frozen=True, slots=True)
class Checked:
    """The problems of a rubric or scheme, and hints: what it asks could be asked better."""

    problems: list[Problem]
    hints: list[Problem]


def check_file(path: Path, source: str | None = None) -> Checked:
    """Check the rubric or scheme in a file; see ``check_rubric``."""
    try:
        loaded = load(path)
    except RubricError as faults:
        return Checked(list(faults.problems), [])
    where = loaded.notes.where
    hints = question_hints(loaded.table) if loaded.table else ()
    placed = [Problem(where(hint.where), hint.code, hint.facts) for hint in hints]
    id = loaded.table.id if loaded.table else loaded.scheme.id
    if id != path.stem:  # stores find a file by its id, people by its name
        placed.append(new_problem(str(path), "file-name-differs", id=id, name=path.name))
    return Checked(_problems(loaded, source), sorted(placed, key=_by_line))


def _problems(loaded: Loaded, source: str | None) -> list[Problem]:
    """List the problems of a file that was read, including errata that answer nothing."""
    errata = (loaded.table or loaded.scheme).errata
    findings = list(rubric_findings(loaded.table) if loaded.table else scheme_findings(loaded.scheme))
    used = {erratum for erratum in errata if any(_answers(erratum, finding) for finding in findings)}
    open_findings = [finding for finding in findings if not any(_answers(erratum, finding) for erratum in errata)]
    used |= {erratum for erratum in errata if erratum.topic == UNREADABLE and _is_kept(erratum, loaded)}
    if source is not None:
        missing, used_here = check_wording(_passages(loaded), errata, source)
        open_findings += missing
        used |= used_here
    where = loaded.notes.where
    problems = [Problem(where(finding.place), finding.problem.code, finding.problem.facts) for finding in open_findings]
    for at, erratum in enumerate(errata, 1):
        if erratum not in used and (erratum.topic != TOPIC or source is not None):
            facts = {"place": erratum.place, "topic": erratum.topic}
            problems.append(new_problem(where(f"errata.{at}"), "erratum-idle", **facts))
    return sorted(problems, key=_by_line)


def _answers(erratum: Erratum, finding: Finding) -> bool:
    return erratum.topic == finding.topic and is_at(finding.place, erratum)


def _is_kept(erratum: Erratum, loaded: Loaded) -> bool:
    """Whether an unreadable passage is in the rubric as printed."""
    printed = folded(erratum.printed)
    return any(is_at(at.place, erratum) and printed in folded(at.text) for at in _passages(loaded))


def _passages(loaded: Loaded) -> Iterator[Passage]:
    if loaded.table:
        return rubric_passages(loaded.table)
    return scheme_passages(loaded.scheme)


def _by_line(problem: Problem) -> tuple[str, int]:
    file, _, line = problem.where.rpartition(":")
    return (file, int(line)) if line.isdigit() else (problem.where, 0)
