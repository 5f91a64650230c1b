"""Keeps the files of evidence that come with returns: whose each is, and its SHA-256."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from xlplugin.errors import Problem
from xlplugin.returns.collected_file import Collected
from xlplugin.returns.evidence.listed import listed_names, names_to_list, plain_name
from xlplugin.returns.evidence.owners import Owner, Owners, folders_of_returns
from xlplugin.returns.find.found_files import FoundFile, UnreadableFile
from xlplugin.returns.find.names_in_text import NamesInText
from xlplugin.store.database import Store
from xlplugin.store.evidence_files import EvidenceFile, batches, evidence_in, keep_evidence
from xlplugin.store.log import now
from xlplugin.store.standings import standings

_UNRELATED = "unrelated"
"""The problem of a workbook that is no scoring workbook: a table of evidence, if it is known whose it is."""


@dataclass
class EvidenceTaken:
    """What a run took.

    Attributes:
        owned: the files of known owners; ``unowned``: the other files.
        tables: the places of those of them that are workbooks, which might have been returns.
        unreadable: why files could not be read.
    """

    owned: list[EvidenceFile] = field(default_factory=list)
    unowned: list[EvidenceFile] = field(default_factory=list)
    unreadable: list[Problem] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)

    @property
    def bodies(self) -> int:
        """The number of bodies whose evidence came."""
        return len({(file.rubric, file.body) for file in self.owned})


class EvidenceTaker:
    """Sees every file of a run, and keeps those that are evidence once all returns are known."""

    def __init__(self, store: Store, roots: Sequence[Path]) -> None:
        """Take the store, and the files and folders that are collected."""
        self._store = store
        self._roots = frozenset(_location(path) for path in roots if path.is_dir())
        self._returns: list[tuple[str, str]] = []
        """Where each return is, and the number of its issue."""
        self._files: list[FoundFile] = []
        self._tables: list[FoundFile] = []

    def pass_over(self, files: Iterable[FoundFile]) -> Iterator[FoundFile]:
        """Return the files, noting those that are evidence."""
        for file in files:
            if file.may_be_evidence:
                self._files.append(file)
            yield file

    def see(self, collected: Collected) -> None:
        """Note a file that may be a return."""
        submission = collected.submission
        if submission and submission.issue:
            self._returns.append((collected.found.location, submission.issue))
        elif is_other_workbook(collected):
            self._tables.append(collected.found)

    def keep(self) -> EvidenceTaken:
        """Find out whose the files are, and keep them."""
        taken = EvidenceTaken()
        if not self._files and not self._tables:
            return taken
        owners = self._owners()
        known = {(file.path, file.size, file.file_time): file.sha256 for file in evidence_in(self._store)}
        for batch in batches(self._read(owners, known, taken)):
            keep_evidence(self._store, batch)
        return taken

    def _owners(self) -> Owners:
        listed: dict[str, set[Owner]] = {}
        latest: dict[str, list[tuple[str, Owner]]] = {}
        of_issue: dict[str, Owner] = {}
        for standing in standings(self._store):
            issue = standing.issue
            owner = issue.round, issue.rubric, issue.body
            latest.setdefault(issue.body, []).append((issue.issued_at, owner))
            files = (standing.current, *standing.earlier) if standing.current else ()
            of_issue |= dict.fromkeys((issue.id, *(file.issue for file in files)), owner)
            for _, name in listed_names(standing.current.cells) if standing.current else ():
                listed.setdefault(plain_name(name), set()).add(owner)
        return Owners(
            self._roots,
            folders_of_returns(
                ((place, of_issue[issue]) for place, issue in self._returns if issue in of_issue), self._roots
            ),
            NamesInText(latest),
            {name: tuple(owner for _, owner in sorted(some, reverse=True)) for name, some in latest.items()},
            {name: frozenset(some) for name, some in listed.items()},
        )

    def _read(
        self, owners: Owners, known: dict[tuple[str, int, str], str], taken: EvidenceTaken
    ) -> Iterator[EvidenceFile]:
        tables = {found.location for found in self._tables}
        for found in (*self._files, *self._tables):
            owner = owners.owner(found.location, names_to_list(found.name))
            if owner is None and found.location in tables:
                continue  # a workbook of nobody is a file that a person has to look at
            try:
                size, changed = found.size(), found.changed_at().astimezone(UTC).isoformat(timespec="seconds")
                digest = known.get((found.location_in_zip, size, changed)) or found.sha256()
            except (UnreadableFile, OSError) as error:
                problems = error.problem if isinstance(error, UnreadableFile) else None
                taken.unreadable.append(problems.at(found.name) if problems else _gone(found.name))
                continue
            of_round, rubric, body = owner or ("", "", "")
            file = EvidenceFile(
                found.location_in_zip, found.name, digest, size, changed, rubric, body, now(), round=of_round
            )
            (taken.owned if owner else taken.unowned).append(file)
            if found.location in tables:
                taken.tables.add(found.location)
            yield file


def is_other_workbook(collected: Collected) -> bool:
    """Whether a file is a workbook, and no scoring workbook."""
    return any(problem.code == _UNRELATED for problem in collected.problems)


def _gone(name: str) -> Problem:
    return Problem(name, "no-such-file")


def _location(path: Path) -> str:
    return FoundFile(path, path.name).location
