"""Files of evidence (印证材料) that came with returns: where each is, whose it is, and its SHA-256.

The files themselves stay where they were collected; whoever needs one reads it from there and compares its digest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from xlplugin.store.database import Store
from xlplugin.store.log import EVIDENCE_SEEN, LogEntry, append
from xlplugin.store.schema import EVIDENCE
from xlplugin.store.submissions import IN_ZIP


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of evidence.

    Attributes:
        path: where it was collected; ``!/`` separates a zip from the place inside it.
        name: its path within the collected folder.
        sha256: of its bytes.
        size: in bytes.
        file_time: when it was last changed, by its folder; UTC, ISO 8601.
        rubric, body: whose it is; '' where that is not known.
        seen_at: when it was collected with these bytes.
        id: its number in the store; 0 before it is kept.
        round: of the return that it came with; '' where that is not known.
    """

    path: str
    name: str
    sha256: str
    size: int
    file_time: str
    rubric: str
    body: str
    seen_at: str
    id: int = 0
    round: str = ""


def is_there(file: EvidenceFile) -> bool:
    """Whether a file, or its zip, is still where it was; also true if its disk cannot be seen from here."""
    path = Path(file.path.partition(IN_ZIP)[0])
    return path.exists() or not any(parent.exists() for parent in path.parents if parent != Path(path.anchor))


_COLUMNS = ("path", "name", "sha256", "size", "file_time", "rubric", "body", "seen_at", "round")
_OWNER = ("rubric", "body", "round")


def evidence_in(store: Store, body: str = "") -> list[EvidenceFile]:
    """Return the files of evidence by path; of each path only what it held last. Of one body, or of all.

    A file that is gone is left out if the same bytes are elsewhere: it was renamed or moved.
    """
    query = EVIDENCE.select().order_by(EVIDENCE.c.path, EVIDENCE.c.id)
    latest: dict[str, EvidenceFile] = {}
    with store.reading() as connection:
        for row in connection.execute(query):
            latest[row.path] = EvidenceFile(**row._mapping)
    there = {path for path, file in latest.items() if is_there(file)}
    kept = {latest[path].sha256 for path in there}
    latest = {path: file for path, file in latest.items() if path in there or file.sha256 not in kept}
    is_shown = (store.round, "") if store.round is not None else None
    files = (file for file in latest.values() if is_shown is None or file.round in is_shown)
    return [file for file in files if body in ("", file.body)]


def keep_evidence(store: Store, files: Iterable[EvidenceFile]) -> None:
    """Keep files of evidence, in one transaction; what is known with the same owner is left as it is."""
    with store.writing() as connection:
        for file in files:
            same = (EVIDENCE.c.path == file.path) & (EVIDENCE.c.sha256 == file.sha256)
            before = connection.execute(select(EVIDENCE).where(same)).first()
            values = {name: getattr(file, name) for name in _COLUMNS}
            if before is None:
                key = connection.execute(EVIDENCE.insert().values(**values)).inserted_primary_key
                id = int(key[0]) if key else 0
            elif (before.rubric, before.body, before.round) == (file.rubric, file.body, file.round):
                continue
            else:
                id = before.id
                connection.execute(EVIDENCE.update().where(same).values(**{name: values[name] for name in _OWNER}))
            facts = {"id": id, "file": file.name, "sha256": file.sha256, "round": file.round}
            facts |= {"before": before.body} if before else {}
            append(connection, [LogEntry(EVIDENCE_SEEN, file.seen_at, "", "", file.rubric, "", file.body, facts)])


def batches(files: Iterable[EvidenceFile], size: int = 200) -> Iterator[list[EvidenceFile]]:
    """Return files in batches that are kept together."""
    rest = iter(files)
    while batch := list(islice(rest, size)):
        yield batch
