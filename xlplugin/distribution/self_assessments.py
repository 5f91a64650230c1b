"""The bodies' self-assessments, for the locked column of the assessors' workbooks."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from xlplugin.entries.cell_values import CellError, CellFormula, CellValue
from xlplugin.entries.normalise import have_word
from xlplugin.errors import UsageError, new_problem
from xlplugin.rubric.clause import slots
from xlplugin.rubric.model import Rubric
from xlplugin.scoring.scoresheet import Scoresheet
from xlplugin.scoring.states import NOT_APPLICABLE
from xlplugin.store.database import Store
from xlplugin.store.standings import CLEAN, NOT_RETURNED, standings
from xlplugin.store.submission import Submission, entered_in
from xlplugin.workbook.prefilled_values import prefill


@dataclass(frozen=True)
class SelfAssessment:
    """The self-assessment of a body.

    Attributes:
        sha256: of the returned file.
        scoresheet: its entries.
        fields: other fields, by defined name: evidence, name and date.
    """

    sha256: str
    scoresheet: Scoresheet
    fields: Mapping[str, str | float]

    def as_text(self, rubric: Rubric) -> str:
        """Write the content of the locked cells, by their names, as JSON."""
        filled = prefill(rubric, self.scoresheet)
        slotted = [slot.name for clause in rubric.clauses for slot in slots(clause)]
        cells = {f"self_{name}": filled.entry(name) for name in slotted if name in filled.entered}
        cells |= {f"self_na_{indicator}": NOT_APPLICABLE for indicator in self.scoresheet.not_applicable}
        cells |= {f"self_{name}": value for name, value in self.fields.items()}
        return json.dumps({"sha256": self.sha256, "cells": cells}, ensure_ascii=False, sort_keys=True)


OWN_EDITIONS = ("self", "plain")
"""The editions of self-assessments; the first that was issued to a body counts."""

_CLERK = ("form_clerk", "form_phone", "form_date")


def self_assessments(
    store: Store, rubric: Rubric, bodies: Collection[str]
) -> tuple[dict[str, SelfAssessment], dict[str, str]]:
    """Return the self-assessments of some bodies, and the state of the bodies without one.

    A return with problems is left out: a part of it would show a score that is not the body's own.

    Args:
        store: the store with the returns.
        rubric: the scoring table.
        bodies: names of bodies.

    Returns:
        The self-assessments, and for each body without one its state (未报送, 有问题), both by the body's name.

    Raises:
        UsageError: a return belongs to another version of the rubric.
    """
    own: dict[str, SelfAssessment] = {}
    states: dict[str, str] = {}
    others = []
    for edition in OWN_EDITIONS:
        for standing in standings(store, rubric.id, edition):
            body = standing.issue.body
            if body not in bodies or body in states:
                continue
            states[body] = standing.state
            if standing.state == CLEAN and standing.current:
                if standing.issue.rubric_digest != rubric.digest:
                    others.append(
                        new_problem("", "own-of-other-version", body=body, digest=standing.issue.rubric_digest[:8])
                    )
                else:
                    own[body] = self_assessment_of(rubric, standing.current)
    if others:
        raise UsageError(others)
    return own, {body: states.get(body, NOT_RETURNED) for body in bodies if body not in own}


def self_assessment_of(rubric: Rubric, submission: Submission) -> SelfAssessment:
    """Take the self-assessment from a body's return."""
    sheet = entered_in(rubric, submission.meant, submission.body).scoresheet
    return SelfAssessment(submission.sha256, sheet, body_fields(submission.cells))


def body_fields(cells: Mapping[str, CellValue]) -> dict[str, str | float]:
    """Return what a body filled in beside its entries, by defined name: evidence, name and date."""
    fields: dict[str, str | float] = {}
    for name, value in cells.items():
        if name in _CLERK or name.startswith("evidence_"):
            have = have_word(value) if name.endswith("_have") else None
            fields[name] = have if isinstance(have, str) else _as_seen(value)
    return fields


def _as_seen(value: CellValue) -> str | float:
    """Return what a cell shows, as a text or a number."""
    if isinstance(value, CellFormula):
        return _as_seen(value.shown)
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value if isinstance(value, float) else "" if value is None else str(value)
