"""Finds the very version of a rubric that a workbook was built from."""

from collections.abc import Mapping
from pathlib import Path

from xlplugin.errors import Problem, WrongUse, problem
from xlplugin.loading.check import load_rubric
from xlplugin.loading.library import SCHEME, TABLE, shipped_as
from xlplugin.rubric import Rubric

SHOWN_OF_DIGEST = 8
"""Characters of a digest that are shown."""


def rubric_of(facts: Mapping[str, str], folder: Path | None = None, given: str = "") -> Rubric:
    """Load the rubric that a workbook was built from.

    Args:
        facts: rubric, version and digest, as the workbook's hidden sheet says.
        folder: where the workbook is; a file with the rubric's name may stand beside it.
        given: the rubric that the user names, by id or path; nothing else is then looked at.

    Raises:
        WrongUse: the rubric is not here, or only another version of it; nothing may be computed by that.
        RubricFaults: it has faults.
    """
    id = facts["rubric"]
    shipped = shipped_as(id)
    if shipped == SCHEME:
        raise WrongUse([problem("", "not-scored", rubric=id)])
    beside = folder / f"{id}.yaml" if folder else None
    here = [str(beside)] if beside and beside.is_file() else []
    names = [given] if given else [*here, *([id] if shipped == TABLE else [])]
    if not names:
        raise WrongUse([problem("", "rubric-not-here", rubric=id)])
    other = None
    for name in names:
        other = load_rubric(name)
        if other.id == id and other.digest == facts.get("digest"):
            return other
    raise WrongUse([_other_version(facts, other)] if other else [])


def _other_version(facts: Mapping[str, str], found: Rubric) -> Problem:
    return problem(
        "",
        "other-version",
        rubric=facts["rubric"],
        version=facts.get("version", "?"),
        digest=facts.get("digest", "?")[:SHOWN_OF_DIGEST],
        known=found.version,
        known_digest=found.digest[:SHOWN_OF_DIGEST],
    )
