"""Evidence at hand for the assessors: each file, as it was collected, in a folder of its body and indicator."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.files.whole_files import open_bytes_atomically, safe_file_name
from xlplugin.returns.evidence.listed import BodyEvidence
from xlplugin.returns.find.found_files import FoundFile, UnreadableFile, files_in
from xlplugin.store.evidence_files import EvidenceFile
from xlplugin.store.submissions import IN_ZIP

UNPLACED = "未注明指标"
"""The folder of files whose indicator is not known."""


def copy_evidence(bodies: Iterable[BodyEvidence], folder: Path) -> tuple[int, list[Problem]]:
    """Copy files of evidence into ``folder/米山镇/2.1.1/会议纪要.pdf``; a file for two indicators is copied to both.

    Args:
        bodies: the evidence.
        folder: where to; what is there with the same bytes stays, and nothing else is overwritten.

    Returns:
        The number of files written, and those that are gone or were changed since they were collected.

    Raises:
        UsageError: the folder cannot be written.
    """
    count, problems, zips = 0, list[Problem](), dict[str, dict[str, FoundFile]]()
    for body in bodies:
        for file, indicators in body.files:
            found = _found(file, zips)
            for indicator in indicators or (UNPLACED,):
                under = folder / safe_file_name(body.body) / safe_file_name(indicator)
                try:
                    count += _copy(found, file, under)
                except _Changed:
                    problems.append(new_problem(file.path, "evidence-changed", sha256=file.sha256[:8]))
                    break
                except UnreadableFile as error:
                    problems.append(error.problem.at(file.path))
                    break
    return count, problems


class _Changed(Exception):
    """A file no longer has the bytes that were collected."""


def _found(file: EvidenceFile, zips: dict[str, dict[str, FoundFile]]) -> FoundFile | None:
    """Find a file again, in its folder or its zip; None if it is gone."""
    whole, _, inside = file.path.partition(IN_ZIP)
    path = Path(whole)
    if not path.is_file():
        return None
    if not inside:
        return FoundFile(path, path.name)
    if whole not in zips:
        zips[whole] = {found.location_in_zip: found for found in files_in([path])}
    return zips[whole].get(file.path)


def _copy(found: FoundFile | None, file: EvidenceFile, folder: Path) -> int:
    """Copy one file; gives 1 if it was written, 0 if it was there.

    Raises:
        _Changed: it has other bytes than those that were collected, or is gone.
        UnreadableFile: it cannot be read.
        UsageError: the folder cannot be written.
    """
    if found is None or found.sha256() != file.sha256:
        raise _Changed
    name = PurePosixPath(file.name)
    for stem in (name.stem, f"{name.stem}_{file.sha256[:8]}"):
        target = folder / f"{safe_file_name(stem)}{name.suffix}"
        if not target.exists():
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UsageError([new_problem(str(folder), "cannot-write", why=error.strerror or error)]) from error
            with open_bytes_atomically(target) as out:
                for chunk in found.chunks():
                    out.write(chunk)
            return 1
        if FoundFile(target, target.name).sha256() == file.sha256:
            return 0
    return 0
