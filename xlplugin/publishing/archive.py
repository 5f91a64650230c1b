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
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.files.whole_files import open_bytes_atomically, safe_file_name
from xlplugin.publishing.round_result import BodyResult, RoundResult, restored
from xlplugin.rubric.model import digest_of
from xlplugin.scoring.scorecard import score, score_with
from xlplugin.scoring.scoresheet import read_scoresheet
from xlplugin.store.database import Store
from xlplugin.store.decided.freezes import Freeze, digest_of_results, freeze_texts
from xlplugin.store.log import BEGINNING, FROZEN, facts_of, hash_of, log_rows
from xlplugin.store.submissions import IN_ZIP

FREEZE, BODIES, LOG, MANIFEST = "freeze.json", "bodies.jsonl", "log.jsonl", "manifest.json"
FORMAT = 1
_EARLIEST, _UNIX = (1980, 1, 1, 0, 0, 0), 3


@dataclass(frozen=True, slots=True)
class ArchiveMade:
    """What was put into an archive.

    Attributes:
        files: the number of files.
        missing: those that could not be put in: the name in the archive, the reason, where it was collected.
    """

    files: int
    missing: tuple[tuple[str, str, str], ...]


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
    missing: list[tuple[str, str, str]] = []
    hashes: dict[str, str] = {}
    with open_bytes_atomically(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, content: bytes) -> None:
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.create_system = _UNIX  # else the bytes would tell Windows from Linux
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
        for name, places, wanted in _files(store, result):
            found = [content for where in places if (content := _content(where)) is not None]
            same = next((content for content in found if sha256(content).hexdigest() == wanted), None)
            if same is None:
                missing.append((name, "changed" if found else "not-there", places[0] if places else ""))
            else:
                put(name, same)
        manifest = {"format": FORMAT, "digest": freeze.digest, "files": hashes}
        manifest |= {"missing": [list(one[:2]) for one in missing]}
        put(MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
    return ArchiveMade(len(hashes), tuple(missing))


_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _files(store: Store, result: RoundResult) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Return the files of a round: the name in the archive, where each was collected, its SHA-256; each file once."""
    from xlplugin.store.submissions import Submissions

    submissions = Submissions(store)
    used: set[str] = set()
    for body in result.bodies:
        seen: set[str] = set()
        folder = safe_file_name(body.body)
        for one in body.returns:
            if one.sha256 not in seen:
                seen.add(one.sha256)
                name = _name(f"returns/{folder}", one.file, one.sha256, used)
                yield name, submissions.places(one.sha256), one.sha256
        for file in body.evidence:
            if file.sha256 not in seen:
                seen.add(file.sha256)
                yield _name(f"evidence/{folder}", file.name, file.sha256, used), (file.path,), file.sha256


def _name(folder: str, name: str, digest: str, used: set[str]) -> str:
    """Return a name that no other file has; it stays in its folder, whatever it was called."""
    last = safe_file_name(name.replace("\\", "/").rpartition("/")[2])
    wanted, count = f"{folder}/{last}", 0
    while wanted.casefold() in used:
        count += 1
        wanted = f"{folder}/{digest[:8]}{count if count > 1 else ''}_{last}"
    used.add(wanted.casefold())
    return wanted


def _content(where: str) -> bytes | None:
    """Read a file, or a member of a zip file, from where it was collected; None if it is not there."""
    path, *inside = where.split(IN_ZIP)
    try:
        content = Path(path).read_bytes() if path else None
        for member in inside:
            with zipfile.ZipFile(BytesIO(content or b"")) as outer:
                content = outer.read(_member(outer, member))
    except _DAMAGED:
        return None
    return content


_DAMAGED = (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError)
"""What ``zipfile`` raises for damaged files; NotImplementedError where a damaged byte names another compression."""


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

    Args:
        path: the archive.

    Raises:
        UsageError: it is no archive.
    """
    where = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist()]
            manifest = json.loads(archive.read(MANIFEST))
            listed = manifest["files"]
            is_right = isinstance(listed, dict) and isinstance(manifest["missing"], list)
            if not is_right or not all(isinstance(one, str) for one in (*listed, *listed.values())):
                raise ValueError(MANIFEST)
            contents, hashes, problems = _members(archive, names, listed, where)
    except (*_DAMAGED, TypeError, RecursionError) as error:
        raise UsageError([new_problem(where, "no-archive")]) from error
    yield from problems
    needed = {FREEZE, BODIES, LOG}
    if absent := needed - listed.keys():
        yield from (new_problem(f"{where} {name}", "archive-member-missing") for name in sorted(absent))
    if not needed <= contents.keys():
        return
    checks = (_freeze, _log, _files_of_bodies, _figures)
    for check in checks:
        try:
            yield from list(check(contents, manifest, hashes, where))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # what changed texts can be read as
            yield new_problem(where, "archive-results-unreadable")
            return


def _members(
    archive: zipfile.ZipFile, names: Sequence[str], listed: Mapping[str, str], where: str
) -> tuple[dict[str, bytes], dict[str, str], list[Problem]]:
    """Read the members and compare them with the manifest; only what is checked further is kept, of all the hashes."""
    kept: dict[str, bytes] = {}
    hashes: dict[str, str] = {}
    problems = [new_problem(where, "archive-name-twice")] if len(set(names)) != len(names) else []
    for name, wanted in listed.items():
        try:
            content = archive.read(name)
        except _DAMAGED:
            problems.append(new_problem(f"{where} {name}", "archive-member-missing"))
            continue
        hashes[name] = sha256(content).hexdigest()
        if hashes[name] != wanted:
            problems.append(new_problem(f"{where} {name}", "archive-member-changed"))
        if name in (FREEZE, BODIES, LOG) or name.startswith("rubrics/"):
            kept[name] = content
    added = set(names) - listed.keys() - {MANIFEST}
    problems += [new_problem(f"{where} {name}", "archive-member-added") for name in sorted(added)]
    return kept, hashes, problems


_Contents = Mapping[str, bytes]
_Manifest = Mapping[str, Any]
_Hashes = Mapping[str, str]


def _lines(content: bytes) -> list[str]:
    return [line for line in content.decode(errors="replace").split("\n") if line]


def _freeze(contents: _Contents, manifest: _Manifest, _hashes: _Hashes, where: str) -> Iterator[Problem]:
    text = contents[FREEZE].decode(errors="replace")
    if digest_of_results(text, _lines(contents[BODIES])) != manifest["digest"]:
        yield new_problem(where, "archive-freeze-changed")


def _log(contents: _Contents, manifest: _Manifest, _hashes: _Hashes, where: str) -> Iterator[Problem]:
    """Check the chain of the log, and that its last entry records the freeze."""
    before = BEGINNING
    last: Mapping[str, Any] = {}
    for number, line in enumerate(_lines(contents[LOG]), 1):
        try:
            last = json.loads(line)
            is_whole = last["number"] == number and last["hash"] == hash_of(before, last)
        except (ValueError, KeyError, TypeError):
            is_whole = False
        if not is_whole:
            yield new_problem(where, "log-broken", number=number)
            return
        before = str(last["hash"])
    facts = facts_of(last.get("facts"))
    if last.get("what") != FROZEN or facts.get("digest") != manifest["digest"]:
        yield new_problem(where, "archive-log-differs")


def _files_of_bodies(contents: _Contents, manifest: _Manifest, hashes: _Hashes, where: str) -> Iterator[Problem]:
    """Check that every file that the frozen results name is there, or listed as missing, with its own SHA-256."""
    there = {digest for name, digest in hashes.items() if name.startswith(("returns/", "evidence/"))}
    wanted: dict[str, str] = {}
    for line in _lines(contents[BODIES]):
        body = restored(BodyResult, json.loads(line))
        wanted |= {one.sha256: f"{body.body} {one.file}" for one in body.returns}
        wanted |= {one.sha256: f"{body.body} {one.name}" for one in body.evidence}
    absent = [name for digest, name in wanted.items() if digest not in there]
    if len(absent) > len(manifest["missing"]):
        shown = "、".join(absent[:_NAMED]) + ("……" if len(absent) > _NAMED else "")
        facts = {"count": len(absent), "listed": len(manifest["missing"]), "files": shown}
        yield new_problem(where, "archive-files-absent", **facts)
    for digest in there - wanted.keys():
        yield from (
            new_problem(f"{where} {name}", "archive-file-of-nobody") for name, one in hashes.items() if one == digest
        )


_NAMED = 10


def _figures(contents: _Contents, _manifest: _Manifest, _hashes: _Hashes, where: str) -> Iterator[Problem]:
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


@dataclass(frozen=True, slots=True)
class ArchiveFacts:
    """What an archive says of itself.

    Attributes:
        round: of which round.
        digest: of the freeze.
        log_number, log_hash: of the entry of the log that records it.
        missing: the files that were not there when it was made.
    """

    round: str
    digest: str
    log_number: int
    log_hash: str
    missing: tuple[str, ...]


def facts_of_archive(path: Path) -> ArchiveFacts:
    """Return what an archive says of itself, by its freeze and the last entry of its log.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            facts = json.loads(archive.read(FREEZE))
            last = json.loads(_lines(archive.read(LOG))[-1])
            missing = tuple(str(one[0]) for one in manifest["missing"])
        return ArchiveFacts(
            str(facts["round"]), str(manifest["digest"]), int(last["number"]), str(last["hash"]), missing
        )
    except (*_DAMAGED, TypeError, IndexError, RecursionError) as error:
        raise UsageError([new_problem(path.name, "no-archive")]) from error


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
