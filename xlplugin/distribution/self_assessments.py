"""What bodies have returned, for the locked column of the assessors' workbooks."""

from collections.abc import Collection

from xlplugin.distribution.distribute import SelfAssessment, self_assessment_of
from xlplugin.errors import UsageError, new_problem
from xlplugin.rubric.model import Rubric
from xlplugin.store.database import Store
from xlplugin.store.standings import CLEAN, NOT_RETURNED, standings

OWN_EDITIONS = ("self", "plain")
"""The editions in which bodies assess themselves; the first that a body was issued counts."""


def self_assessments(
    store: Store, rubric: Rubric, bodies: Collection[str]
) -> tuple[dict[str, SelfAssessment], dict[str, str]]:
    """Give what bodies entered themselves, and why there is nothing of the others (their state).

    A return with problems is not put in: part of it would show as another score than the body's own.

    Raises:
        WrongUse: a return is of another version of the rubric.
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
