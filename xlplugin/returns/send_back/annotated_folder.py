"""Writes copies of returns that need work, with the problems written into them, for the bodies to correct."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.whole_files import safe_file_name, write_atomically
from xlplugin.ooxml.package import TYPES, Package
from xlplugin.returns.collected_file import Collected
from xlplugin.returns.find.found_files import FoundFile, UnreadableFile, files_in
from xlplugin.returns.send_back.annotated_copy import annotated_copy
from xlplugin.returns.send_back.restored_original import Originals, is_beyond_repair
from xlplugin.store.database import Store
from xlplugin.store.standings import standings
from xlplugin.store.submission import Submission
from xlplugin.store.submissions import IN_ZIP


def write_annotated_copies(store: Store, folder: Path | str) -> list[Path]:
    """Write an annotated copy of each return that counts and has problems.

    The bytes are read again from where they were collected; a file that is gone or has changed is skipped.

    Args:
        store: the returns.
        folder: where to write the copies.

    Returns:
        The path of each copy, in the order of the bodies.

    Raises:
        UsageError: a copy cannot be written.
    """
    copies, written = AnnotatedFolder(Path(folder), (), store), []
    for standing in standings(store):
        submission = standing.current
        if submission is None or not standing.problems:
            continue
        file = _file_at(submission.path)
        beside = tuple(problem for problem in standing.problems if problem not in submission.problems)
        if file and (path := copies.take(Collected(file, submission, beside))):
            written.append(path)
    return written


def _file_at(where: str) -> FoundFile | None:
    """Find the file that the store knows by a path (``/…/a.zip!/a.zip/b.xlsx`` for a file in a zip)."""
    path = Path(where.partition(IN_ZIP)[0])
    files = files_in([path]) if path.exists() else iter(())
    return next((file for file in files if file.where == where), None)


class AnnotatedFolder:
    """A folder for annotated copies; ``written`` and ``others`` count the returns with and without a copy."""

    def __init__(self, folder: Path, collected: Sequence[Path], store: Store | None = None) -> None:
        """Choose the folder; with a store, a return with changed formulas goes back as the original with its entries.

        Raises:
            UsageError: it is inside the collected folders, so that the copies would be collected the next time.
        """
        for path in collected:
            if folder.resolve().is_relative_to(path.resolve()):
                raise UsageError([new_problem(str(folder), "sent-back-inside", folder=path)])
        self._folder = folder
        self._store, self._originals = store, Originals(store) if store else None
        self._names: Counter[str] = Counter()
        self.written = self.others = 0

    def take(self, collected: Collected) -> Path | None:
        """Write an annotated copy of a return; None if it has no problems, or is not a workbook that was issued.

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
        problems = collected.problems
        if self._originals and is_beyond_repair(problems) and (original := self._originals.restored(submission)):
            # What was changed there is as it was issued again, and nothing that the body could correct.
            left = (problem for problem in problems if not is_beyond_repair([problem]))
            content, problems = original, (new_problem("", "original-restored"), *left)
        try:
            changed = annotated_copy(content, submission.body, problems)
        except UsageError:  # damaged, which is one of its problems
            self.others += 1
            return None
        rater = self._rater_of(submission)
        name = f"{f'{safe_file_name(rater)}_' if rater else ''}{safe_file_name(submission.body)}_退回修改"
        self._names[name] += 1
        number = f"_{self._names[name]}" if self._names[name] > 1 else ""
        path = self._folder / f"{name}{number}{_suffix(changed)}"
        write_atomically(path, changed)
        self.written += 1
        return path

    def _rater_of(self, submission: Submission) -> str:
        """Return whose workbook it is, where each assessor has one."""
        issue = self._store.issue(submission.issue) if self._store else None
        return issue.rater if issue else ""

    def _content(self, collected: Collected) -> bytes | None:
        """Return the bytes that were judged; None if they are no longer there."""
        try:
            content = collected.found.content()
        except UnreadableFile:
            return None
        judged = collected.submission.sha256 if collected.submission else ""
        return content if sha256(content).hexdigest() == judged else None


def _suffix(content: bytes) -> str:
    """Return the extension that Excel needs to open a workbook, whatever the file was called."""
    return ".xlsm" if b"macroEnabled" in Package(content).read(TYPES) else ".xlsx"
