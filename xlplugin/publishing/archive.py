"""The archive (归档): everything that a freeze was made of, in a zip file that can be checked years later.

Its members::

    freeze.json         what holds for all bodies, as it was frozen
    bodies.jsonl        the results of each body, a line each, as they were frozen
    log.jsonl           the log up to the freeze
    rubrics/<id>/<n>    the files of each rubric: its own, then its schemes'
    returns/…           the files that the figures come from
    evidence/…          the files of evidence
    manifest.json       the SHA-256 of every member, the digest of the freeze, and what could not be put in

The digest of the freeze is that of ``freeze.json`` and the lines of ``bodies.jsonl``; it is printed in what is
published, and an entry of the log records it. Each entry of the log has the hash of the one before it.
"""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.files.whole_files import open_bytes_atomically
from xlplugin.publishing.round_result import BodyResult, RoundResult, restored
from xlplugin.rubric.model import digest_of
from xlplugin.scoring.scorecard import score, score_with
from xlplugin.scoring.scoresheet import read_scoresheet
from xlplugin.store.database import Store
from xlplugin.store.decided.freezes import Freeze, digest_of_results, freeze_texts
from xlplugin.store.log import BEGINNING, hash_of, log_rows
from xlplugin.store.submissions import IN_ZIP

FREEZE, BODIES, LOG, MANIFEST = "freeze.json", "bodies.jsonl", "log.jsonl", "manifest.json"
FORMAT = 1
_EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ArchiveMade:
    """What was put into an archive: the number of files, and those that could not be put in, with the reason."""

    files: int
    missing: tuple[tuple[str, str], ...]


def write_archive(path: Path, store: Store, freeze: Freeze, result: RoundResult) -> ArchiveMade:
    """Write the archive of a freeze.

    Args:
        path: the zip file.
        store: the store.
        freeze: the freeze.
        result: what was frozen.

    Raises:
        UsageError: it cannot be written.
    """
    facts, bodies = freeze_texts(store, freeze)
    missing: list[tuple[str, str]] = []
    hashes: dict[str, str] = {}
    with open_bytes_atomically(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, content: bytes) -> None:
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, content)
            hashes[name] = sha256(content).hexdigest()

        put(FREEZE, facts.encode())
        put(BODIES, "".join(f"{line}\n" for line in bodies).encode())
        with store.reading() as connection:
            put(LOG, "".join(f"{_line(row)}\n" for row in log_rows(connection, freeze.log_number)).encode())
        for table in result.tables:
            for number, source in enumerate(store.rubric_sources(table.digest)):
                put(f"rubrics/{table.rubric}/{number}.yaml", source)
        for name, where, wanted in _files(store, result):
            content = _content(where)
            if content is None:
                missing.append((name, "not-there"))
            elif sha256(content).hexdigest() != wanted:
                missing.append((name, "changed"))
            else:
                put(name, content)
        manifest = {"format": FORMAT, "round": freeze.round, "digest": freeze.digest, "files": hashes}
        manifest |= {"log": [freeze.log_number, freeze.log_hash], "missing": [list(one) for one in missing]}
        put(MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
    return ArchiveMade(len(hashes), tuple(missing))


_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _files(store: Store, result: RoundResult) -> Iterator[tuple[str, str, str]]:
    """Return the files of a round: the name in the archive, where it was collected, its SHA-256; each name once."""
    from xlplugin.store.submissions import Submissions

    submissions = Submissions(store)
    used: set[str] = set()
    for body in result.bodies:
        for one in body.returns:
            submission = submissions.of(one.sha256)
            yield (
                _name(f"returns/{body.body}", one.file, one.sha256, used),
                submission.path if submission else "",
                one.sha256,
            )
        for file in body.evidence:
            yield _name(f"evidence/{body.body}", file.name, file.sha256, used), file.path, file.sha256


def _name(folder: str, name: str, digest: str, used: set[str]) -> str:
    """Return a name that no other file has: two files of one name have the beginning of their digest in it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    wanted = f"{folder}/{last}"
    if wanted in used:
        wanted = f"{folder}/{digest[:8]}_{last}"
    used.add(wanted)
    return wanted


def _content(where: str) -> bytes | None:
    """Read a file, or a member of a zip file, from where it was collected; None if it is not there."""
    path, *inside = where.split(IN_ZIP)
    try:
        content = Path(path).read_bytes() if path else None
        for member in inside:
            with zipfile.ZipFile(BytesIO(content or b"")) as outer:
                content = outer.read(_member(outer, member))
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return None
    return content


def _member(archive: zipfile.ZipFile, name: str) -> str:
    """Return the name of a member as the archive has it; names in GBK are read as their writers meant them."""
    if name in archive.namelist():
        return name
    for info in archive.infolist():
        raw = info.orig_filename
        for encoding in ("gb18030", "utf-8"):
            try:
                if raw.encode("cp437").decode(encoding) == name:
                    return info.filename
            except UnicodeError:
                continue
    raise KeyError(name)


def check_archive(path: Path) -> Iterator[Problem]:
    """Find what in an archive is not as it was frozen: members, the freeze, the log, and the figures by their rubrics.

    Raises:
        UsageError: it is no archive.
    """
    where = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            members = {info.filename: info for info in archive.infolist()}
            if len(members) != len(archive.infolist()):
                yield new_problem(where, "archive-name-twice")
            if MANIFEST not in members:
                raise UsageError([new_problem(where, "no-archive")])
            manifest = json.loads(archive.read(MANIFEST))
            contents, problems = _members(archive, members, manifest, where)
    except (OSError, zipfile.BadZipFile, ValueError, KeyError) as error:
        raise UsageError([new_problem(where, "no-archive")]) from error
    yield from problems
    if {FREEZE, BODIES, LOG} <= contents.keys():
        yield from _freeze(contents, manifest, where)
        yield from _log(contents[LOG].decode(errors="replace"), manifest, where)
        try:
            yield from list(_figures(contents, where))
        except (ValueError, KeyError, TypeError, AttributeError):  # whatever a changed text can be read as
            yield new_problem(where, "archive-results-unreadable")


def _members(
    archive: zipfile.ZipFile, members: Mapping[str, Any], manifest: Mapping[str, Any], where: str
) -> tuple[dict[str, bytes], list[Problem]]:
    """Read the members and compare them with the manifest; only what is checked further is kept."""
    kept: dict[str, bytes] = {}
    problems = []
    listed: Mapping[str, str] = manifest["files"]
    for name, wanted in listed.items():
        try:
            content = archive.read(name)
        except (KeyError, zipfile.BadZipFile, RuntimeError, OSError):
            problems.append(new_problem(f"{where} {name}", "archive-member-missing"))
            continue
        if sha256(content).hexdigest() != wanted:
            problems.append(new_problem(f"{where} {name}", "archive-member-changed"))
        if name in (FREEZE, BODIES, LOG) or name.startswith("rubrics/"):
            kept[name] = content
    added = members.keys() - listed.keys() - {MANIFEST}
    problems += [new_problem(f"{where} {name}", "archive-member-added") for name in sorted(added)]
    return kept, problems


def _lines(content: bytes) -> list[str]:
    return [line for line in content.decode(errors="replace").split("\n") if line]


def _freeze(contents: Mapping[str, bytes], manifest: Mapping[str, Any], where: str) -> Iterator[Problem]:
    text = contents[FREEZE].decode(errors="replace")
    if digest_of_results(text, _lines(contents[BODIES])) != manifest.get("digest"):
        yield new_problem(where, "archive-freeze-changed")


def _log(text: str, manifest: Mapping[str, Any], where: str) -> Iterator[Problem]:
    """Check the chain of the log, that it ends where the manifest says, and that it records the freeze."""
    before = BEGINNING
    last: Mapping[str, Any] = {}
    for number, line in enumerate(filter(None, text.split("\n")), 1):
        try:
            last = json.loads(line)
            is_whole = last["number"] == number and last["hash"] == hash_of(before, last)
        except (ValueError, KeyError, TypeError):
            is_whole = False
        if not is_whole:
            yield new_problem(where, "log-broken", number=number)
            return
        before = str(last["hash"])
    facts = json.loads(str(last.get("facts", "{}")) or "{}")
    ends = [last.get("number"), last.get("hash")]
    if ends != manifest.get("log") or facts.get("digest") != manifest.get("digest"):
        yield new_problem(where, "archive-log-differs")


def _figures(contents: Mapping[str, bytes], where: str) -> Iterator[Problem]:
    """Score the entries of each body again by the rubrics in the archive, and compare the totals."""
    from xlplugin.errors import RubricError
    from xlplugin.rubric_files.library import load_sources

    facts = json.loads(contents[FREEZE])
    rubrics = {}
    for table in facts["tables"]:
        prefix = f"rubrics/{table['rubric']}/"
        names = sorted((name for name in contents if name.startswith(prefix)), key=lambda name: (len(name), name))
        sources = tuple(contents[name] for name in names)
        if digest_of(sources) != table["digest"]:
            yield new_problem(where, "archive-rubric-changed", rubric=table["rubric"])
            continue
        try:
            rubrics[table["rubric"]] = load_sources(table["rubric"], sources)
        except RubricError:
            yield new_problem(where, "archive-rubric-changed", rubric=table["rubric"])
    for line in _lines(contents[BODIES]):
        body = restored(BodyResult, json.loads(line))
        rubric = rubrics.get(body.rubric)
        if rubric is None or not body.published or not body.scoresheet:
            continue
        fixed = {name: int(figure) for name, figure in body.fixed.items()}
        if fixed:
            card = score_with(rubric, read_scoresheet(rubric, dict(body.scoresheet)), fixed)
        else:
            card = score(rubric, dict(body.scoresheet))
        if card.published_text != body.published:
            facts_of = {"body": body.body, "frozen": body.published, "now": card.published_text or "—"}
            yield new_problem(where, "archive-figure-differs", **facts_of)


def is_archive(path: Path) -> bool:
    """Whether a file begins as a zip file does; a store may only end as one, with a workbook that it holds."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def freeze_of_archive(path: Path) -> tuple[str, str, int, str]:
    """Return what names the freeze of an archive: its round, its digest, number and hash of the entry of the log."""
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    number, last = manifest["log"]
    return str(manifest["round"]), str(manifest["digest"]), int(number), str(last)


def record_table(result: RoundResult) -> tuple[list[str], list[Sequence[str | int | float]]]:
    """Return the results as a table for other programs: headings, a row for each body."""
    head = ["轮次", "评分表", "类别", "考核对象", "名次", "自评得分", "考核得分", "最终得分", "等次", "说明"]
    rows: list[Sequence[str | int | float]] = [
        [
            *(result.name, body.rubric, body.group, body.body, body.rank or "", body.own, body.assessed),
            *(body.published, body.grade, body.no_score or body.grade_why),
        ]
        for body in result.bodies
    ]
    return head, rows
