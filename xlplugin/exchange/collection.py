"""Takes back a folder of returns: finds the files, judges each, keeps what it says in the store.

Each file is one transaction, so that whoever stops a run loses nothing and may run it again. Files are judged in as
many processes as are asked for; only one writes.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread

from xlplugin.errors import Problem, WrongUse, problem
from xlplugin.exchange.judgement import File, Judge
from xlplugin.results.standing import replaced_problem
from xlplugin.results.store import Store, open_store
from xlplugin.results.submissions import Submission, Submissions

CHUNK = 50
"""Files that a process is given at once."""

FEW = 200
"""Files that one process reads before others would have started."""

MOST_BYTES = 50_000_000
"""Of one file; a workbook of ours has less than a hundredth."""

_SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db"))
_OF_PROGRAMS = ("~$", ".")
"""What the names of files begin with that programs leave beside workbooks."""

_NO_SPREADSHEETS = frozenset(
    (
        *(".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp", ".pdf", ".ofd", ".txt", ".md"),
        *(".doc", ".docx", ".wps", ".rtf", ".ppt", ".pptx", ".dps", ".mp3", ".mp4", ".avi", ".mov", ".eml", ".msg"),
        *(".htm", ".html", ".db", ".lnk", ".url", ".ini", ".tmp"),
    )
)
"""Names of files so end that are no return, such as pictures of evidence; they are named and not read."""


@dataclass(frozen=True)
class Found:
    """A file in a folder: where it is, its name within the folder, and whether it may be a return."""

    path: Path
    name: str
    may_be_return: bool = True

    @cached_property
    def where(self) -> str:
        """The whole path, as text."""
        return _text(self.path.absolute())


@dataclass(frozen=True, slots=True)
class Collected:
    """A file that was collected.

    Attributes:
        found: where it is.
        submission: what it is; None where it could not be read from the disk.
        reasons: why it could not; or that the workbook was issued again since.
        same_as: the path under which the same bytes came first; '' for none.
    """

    found: Found
    submission: Submission | None
    reasons: tuple[Problem, ...] = ()
    same_as: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that a person has to look at."""
        return (*self.reasons, *(self.submission.problems if self.submission else ()))

    @property
    def is_clean(self) -> bool:
        """Whether nobody has to look at it."""
        return not self.problems


def files_in(paths: Sequence[Path]) -> Iterator[Found]:
    """Find the files in some folders, in the order of their names, and files that are named themselves.

    What programs and systems leave behind (``~$…``, ``Thumbs.db``, hidden files) is passed over.

    Raises:
        WrongUse: a path is not there.
    """
    if missing := [path for path in paths if not path.exists()]:
        raise WrongUse([problem(str(path), "no-such-file") for path in missing])
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        else:
            yield Found(path, _text(path.name))


def _in_folder(folder: Path) -> Iterator[Found]:
    closed: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__MACOSX")
        for name in sorted(names):
            if name.startswith(_OF_PROGRAMS) or name.lower() in _SYSTEM_FILES:
                continue
            path = Path(where, name)
            yield Found(path, _text(path.relative_to(folder)), path.suffix.lower() not in _NO_SPREADSHEETS)

    for error in closed:
        path = Path(error.filename)
        yield Found(path, _text(path.relative_to(folder)))


def _text(path: Path | str) -> str:
    """Write a path as text, whatever bytes a system has let into it."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace("\\", "/")


def collect(store: Store, files: Iterator[Found], rubric: str = "", jobs: int = 0) -> Iterator[Collected]:
    """Judge files and keep them, in their order.

    Args:
        store: where workbooks were issued from, and where what comes back is kept.
        files: what to collect; what cannot be a return is passed over.
        rubric: the rubric's id or path, where it is not one that comes with the program.
        jobs: processes that read; 0: as many as there are processors, where there is enough to do.
    """
    submissions = Submissions(store)
    first = list(islice(files, FEW)) if not jobs else []
    jobs = jobs or (1 if len(first) < FEW else os.cpu_count() or 1)
    everything = (one for some in (first, files) for one in some)
    wanted = (one for one in everything if one.may_be_return)
    replacing = store.replacing()
    for found, submission, problems in _judged(store, wanted, rubric, jobs):
        same_as = submissions.keep(submission, found.where) if submission else ""
        later = replacing.get(submission.issue) if submission else None
        yield Collected(found, submission, (*problems, *([replaced_problem(later)] if later else [])), same_as)


_Judged = tuple[Found, Submission | None, tuple[Problem, ...]]


def _judged(store: Store, files: Iterator[Found], rubric: str, jobs: int) -> Iterator[_Judged]:
    if jobs == 1:
        judge = Judge(store, rubric)
        for found in files:
            yield _judge(judge, found)
        return
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(store.where, rubric)) as processes:
        waiting: deque[Future[list[_Judged]]] = deque()
        try:
            while chunk := list(islice(files, CHUNK)):
                waiting.append(processes.submit(_judge_all, chunk))
                if len(waiting) > 2 * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BaseException:
            processes.shutdown(wait=False, cancel_futures=True)
            raise


def _judge(judge: Judge, found: Found) -> _Judged:
    try:
        about = found.path.stat()
        if about.st_size > MOST_BYTES:
            size = about.st_size // 1_000_000
            return found, None, (problem("", "return-too-large", size=size),)
        content = found.path.read_bytes()
    except OSError as error:
        return found, None, (problem("", "cannot-read", why=error.strerror or error),)
    changed_at = datetime.fromtimestamp(about.st_mtime).astimezone()
    return found, judge.judge(File(found.name, found.where, content, changed_at)), ()


_OPEN = ExitStack()
_JUDGES: list[Judge] = []
"""The one judge of a process that reads."""


def _begin(where: str, rubric: str) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    _JUDGES[:] = [Judge(_OPEN.enter_context(open_store(where)), rubric)]


def _end_with_parent() -> None:
    """End this process when the one that gives it work is gone, even killed: it would wait for ever."""
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)


def _judge_all(files: list[Found]) -> list[_Judged]:
    return [_judge(_JUDGES[0], found) for found in files]
