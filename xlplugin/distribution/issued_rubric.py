"""The rubric of an issued workbook, in the version it was issued with."""

from contextlib import suppress
from pathlib import Path

from xlplugin.errors import RubricError
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files import versions
from xlplugin.rubric_files.library import load_sources
from xlplugin.store.database import Store
from xlplugin.store.issue import Issue


def rubric_folders(store: Store) -> tuple[Path, ...]:
    """Return the folders searched for an office's own rubrics: beside the store, and the current folder."""
    return (store.folder, Path.cwd()) if store.folder else (Path.cwd(),)


def issued_rubric(store: Store, issue: Issue, given: str = "") -> Rubric:
    """Return the rubric of an issue, in the version it was issued with: from the store, else from a file.

    Args:
        store: the store; those of earlier versions may lack it.
        issue: the issue.
        given: the rubric that the user names, by id or path, for such a store.

    Raises:
        XlpluginError: that version is not available.
    """
    if sources := store.rubric_sources(issue.rubric_digest):
        with suppress(RubricError):
            rubric = load_sources(issue.rubric, sources)
            if rubric.digest == issue.rubric_digest:
                return rubric
    facts = {"rubric": issue.rubric, "version": issue.version, "digest": issue.rubric_digest}
    return versions.rubric_of(facts, rubric_folders(store), given)
