"""Finds the version of a rubric that a workbook was built from, by its digest.

All commands look in the same places: the rubric that the user names, if its id fits; files beside the workbook, beside
the store and in the current folder; the built-in rubrics and their earlier versions. What was issued with one version
is always scored by it, even if the rubric has changed since.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

from xlplugin.errors import Problem, RubricError, UsageError, new_problem
from xlplugin.files.resources import rubrics_folder
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.check_rubric import load_rubric
from xlplugin.rubric_files.library import SCHEME, TABLE, earlier_files, files_of, find_file, load, shipped_as

SHOWN_OF_DIGEST = 8
"""Characters of a digest that are shown."""

MOST_TRIED = 200
"""Combinations of a rubric's and its schemes' versions that are tried."""


def rubric_of(facts: Mapping[str, str], folders: Sequence[Path] = (), given: str = "") -> Rubric:
    """Load the rubric that a workbook was built from.

    Args:
        facts: rubric, version and digest, from the workbook's hidden sheet or the store.
        folders: folders that may contain its file: of the workbook, of the store, the current one.
        given: the rubric that the user names, by id or path; ignored if it has another id.

    Raises:
        UsageError: the rubric was not found, or only in another version, which must not be used.
        RubricError: the only file found has problems.
    """
    id, digest = facts["rubric"], facts.get("digest")
    if shipped_as(id) == SCHEME:
        raise UsageError([new_problem("", "not-scored", rubric=id)])
    others: list[Rubric] = []
    faults: list[RubricError] = []
    for name in _names(id, folders, given):
        try:
            # What was issued is scored as it was issued, whatever ``check`` may have learnt since.
            issued = load(find_file(name)).table
            if issued and issued.id == id and issued.digest == digest:
                return issued
            rubric = load_rubric(name)
        except RubricError as error:
            if name == given or (folders and Path(name) == folders[0] / f"{id}.yaml"):
                raise  # the user put it there to be used
            faults.append(error)
            continue
        if rubric.id == id:
            if rubric.digest == digest:
                return rubric
            others.append(rubric)
    if earlier := _earlier(facts, folders, given):
        return earlier
    if others:
        raise UsageError([_other_version(facts, others[0])])
    if faults:
        raise faults[0]
    raise UsageError([new_problem("", "rubric-not-here", rubric=id)])


def id_of(name: str) -> str:
    """Return the id of a rubric named by id or path; '' stays ''.

    Raises:
        UsageError: there is no such file.
        RubricError: it has problems.
    """
    is_path = name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name
    return load_rubric(name).id if is_path else name


def _names(id: str, folders: Sequence[Path], given: str) -> Iterator[str]:
    """Return the possible names and paths of the rubric, in the order in which they are tried."""
    if given and (given == id or shipped_as(given) != TABLE):
        yield given
    for folder in dict.fromkeys(folders):
        yield from (str(path) for path in files_of(id, folder))
    if shipped_as(id) == TABLE:
        yield id


def _earlier(facts: Mapping[str, str], folders: Sequence[Path], given: str) -> Rubric | None:
    """Find the version among earlier versions of the rubric and of the schemes that it refers to."""
    id = facts["rubric"]
    named = [find_file(given)] if given and (given == id or shipped_as(given) != TABLE) else []
    own = [path for folder in dict.fromkeys(folders) for path in files_of(id, folder)]
    shipped = [rubrics_folder() / f"{id}.yaml"] if shipped_as(id) == TABLE else []
    tried = 0
    for path in (*named, *own, *shipped, *earlier_files(id)):
        try:
            schemes = load(path).schemes
        except RubricError:
            continue
        versions = [[(scheme, file) for file in (None, *earlier_files(scheme))] for scheme in schemes]
        for chosen in product(*versions):
            tried += 1
            if tried > MOST_TRIED:
                return None
            try:
                rubric = load(path, {scheme: file for scheme, file in chosen if file}).table
            except RubricError:
                continue
            if rubric and rubric.id == id and rubric.digest == facts.get("digest"):
                return rubric
    return None


def _other_version(facts: Mapping[str, str], rubric: Rubric) -> Problem:
    return new_problem(
        "",
        "other-version",
        rubric=facts["rubric"],
        version=facts.get("version", "?"),
        digest=facts.get("digest", "?")[:SHOWN_OF_DIGEST],
        known=rubric.version,
        known_digest=rubric.digest[:SHOWN_OF_DIGEST],
    )
