"""Takes back a folder of returns: finds the files, judges each, keeps what it says in the store.

Each file is one transaction, so that whoever stops a run loses nothing and may run it again. Files are judged in as
many processes as are asked for; only one writes.
"""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread

from xlplugin.errors import Problem, problem
from xlplugin.exchange.found_files import CannotRead, Found
from xlplugin.exchange.judgement import File, Judge
from xlplugin.results.standing import replaced_problem
from xlplugin.results.store import Store, open_store
from xlplugin.results.submissions import Submission, Submissions

CHUNK = 50
"""Files that a process is given at once."""

FEW = 200
"""Files that one process reads before others would have started."""


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
        content = found.content()
        changed_at = datetime.fromtimestamp(found.path.stat().st_mtime).astimezone()
    except CannotRead as error:
        return found, None, (error.problem,)
    except OSError as error:
        return found, None, (problem("", "cannot-read", why=error.strerror or error),)
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
