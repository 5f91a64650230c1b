"""Writes faulty returns once more, with what is wrong in them, for the bodies to put right."""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.whole_files import safe_file_name, write_atomically
from xlplugin.ooxml.package import TYPES, Package
from xlplugin.returns.collect import Collected
from xlplugin.returns.find.found_files import FoundFile, UnreadableFile, files_in
from xlplugin.returns.send_back.annotated_copy import annotated_copy
from xlplugin.store.database import Store
from xlplugin.store.standings import standings
from xlplugin.store.submissions import IN_ZIP


def write_annotated_copies(store: Store, folder: Path | str) -> Iterator[Path]:
    """Write a copy of each return that counts and has problems, with the problems written into it.

    The bytes are read again from where they were collected; a file that is no longer there, or has changed since,
    is passed over.

    Args:
        store: what came back.
        folder: where to write.

    Yields:
        The path of each copy, in the order of the bodies.

    Raises:
        UsageError: a copy cannot be written.
    """
    copies = AnnotatedFolder(Path(folder), ())
    for standing in standings(store):
        submission = standing.current
        if submission is None or not standing.problems:
            continue
        file = _file_at(submission.path)
        beside = tuple(problem for problem in standing.problems if problem not in submission.problems)
        if file and (path := copies.take(Collected(file, submission, beside))):
            yield path


def _file_at(where: str) -> FoundFile | None:
    """Find the file that the store knows by a path (``/…/a.zip!/a.zip/b.xlsx`` for one in a zip)."""
    path = Path(where.partition(IN_ZIP)[0])
    files = files_in([path]) if path.exists() else iter(())
    return next((file for file in files if file.where == where), None)


class AnnotatedFolder:
    """A folder for what is sent back; ``written`` and ``others`` count the returns that could and could not be."""

    def __init__(self, folder: Path, collected: Sequence[Path]) -> None:
        """Take the folder.

        Raises:
            UsageError: it lies in what is collected, so that the copies would be taken for returns the next time.
        """
        for path in collected:
            if folder.resolve().is_relative_to(path.resolve()):
                raise UsageError([new_problem(str(folder), "sent-back-inside", folder=path)])
        self._folder = folder
        self._names: Counter[str] = Counter()
        self.written = self.others = 0

    def take(self, collected: Collected) -> Path | None:
        """Write a return with what is wrong in it; None where nothing is, or where it is no workbook that was issued.

        Raises:
            UsageError: it cannot be written.
        """
        if collected.is_clean or collected.same_as:
            return None
        submission = collected.submission
        content = self._content(collected)
        if submission is None or not submission.issue or content is None:
            self.others += 1
            return None
        try:
            changed = annotated_copy(content, submission.body, collected.problems)
        except UsageError:  # damaged; that is among its problems
            self.others += 1
            return None
        name = f"{safe_file_name(submission.body)}_退回修改"
        self._names[name] += 1
        number = f"_{self._names[name]}" if self._names[name] > 1 else ""
        path = self._folder / f"{name}{number}{_suffix(changed)}"
        write_atomically(path, changed)
        self.written += 1
        return path

    def _content(self, collected: Collected) -> bytes | None:
        """Give the bytes that were judged; None where they are there no longer."""
        try:
            content = collected.found.content()
        except UnreadableFile:
            return None
        judged = collected.submission.sha256 if collected.submission else ""
        return content if sha256(content).hexdigest() == judged else None


def _suffix(content: bytes) -> str:
    """Give how the name of a workbook has to end for Excel to open it, whatever it was called when it came."""
    return ".xlsm" if b"macroEnabled" in Package(content).read(TYPES) else ".xlsx"
