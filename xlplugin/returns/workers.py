"""Where returns are judged: in this process, in several processes, or on the machines of a Dask cluster.

Chunks of files go to an executor (``concurrent.futures``) and come back in order. Only the collecting process writes
to the store; the others read the issued workbooks from it.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeAlias

from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.returns.find.found_files import FoundFile, UnreadableFile
from xlplugin.returns.judge import Judge, ReturnedFile
from xlplugin.store.database import Store, open_store
from xlplugin.store.submission import Submission

CHUNK = 20
"""Files per task. A Dask task costs as much as judging one return; a larger last chunk would be waited for."""

DASK = "dask://"
"""Prefix of a cluster's address."""

SECONDS = 15
"""Seconds within which a cluster has to answer."""

Judged: TypeAlias = tuple[FoundFile, Submission | None, tuple[Problem, ...]]
"""A file, its verdict, and the reasons why it could not be read."""

_Work: TypeAlias = Callable[[list[FoundFile]], "Future[list[Judged]]"]


def judge_files(store: Store, files: Iterator[FoundFile], rubric: str, jobs: int, executor: str) -> Iterator[Judged]:
    """Judge files and return their verdicts in order.

    Args:
        store: the store that the workbooks were issued from; a cluster's machines must be able to reach it.
        files: the files.
        rubric: the rubric's id or path, for a rubric that is not built in.
        jobs: number of processes on this machine.
        executor: the address of a cluster (``dask://host:8786``); '' for none.

    Raises:
        UsageError: the cluster does not answer, or its extra is not installed.
    """
    if executor:
        with _cluster(executor) as (pool, workers):

            def work(chunk: list[FoundFile]) -> "Future[list[Judged]]":
                return pool.submit(_judge_shipped, store.where, rubric, [_shipped(file) for file in chunk])

            yield from _in_chunks(work, files, 2 * workers)
    elif jobs == 1:
        judge = Judge(store, rubric)
        for file in files:
            yield _judge(judge, _shipped(file))
    else:
        with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(store.where, rubric)) as pool:
            try:
                yield from _in_chunks(lambda chunk: pool.submit(_judge_all, chunk), files, 2 * jobs)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _in_chunks(submit: _Work, files: Iterator[FoundFile], ahead: int) -> Iterator[Judged]:
    """Keep a few chunks waiting, never all, so that memory does not grow with the number of files."""
    waiting: deque[Future[list[Judged]]] = deque()
    while chunk := list(islice(files, CHUNK)):
        waiting.append(submit(chunk))
        if len(waiting) > ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


@dataclass(frozen=True, slots=True)
class _Shipped:
    """A file with its bytes, or the reason why it could not be read."""

    found: FoundFile
    content: bytes
    changed_at: datetime | None
    problem: Problem | None = None


def _shipped(file: FoundFile) -> _Shipped:
    try:
        content = file.content()
        return _Shipped(file, content, file.changed_at())
    except UnreadableFile as error:
        return _Shipped(file, b"", None, error.problem)
    except OSError as error:
        return _Shipped(file, b"", None, new_problem("", "cannot-read", why=error.strerror or error))


def _judge(judge: Judge, shipped: _Shipped) -> Judged:
    if shipped.changed_at is None:
        return shipped.found, None, (shipped.problem,) if shipped.problem else ()
    return (
        shipped.found,
        judge.judge(ReturnedFile(shipped.found.name, shipped.found.where, shipped.content, shipped.changed_at)),
        (),
    )


_OPEN = ExitStack()
_JUDGES: dict[tuple[str, str], Judge] = {}
"""The judges of a worker process, by store and rubric."""


def _judge_of(where: str, rubric: str) -> Judge:
    if (where, rubric) not in _JUDGES:
        _JUDGES[where, rubric] = Judge(_OPEN.enter_context(open_store(where, must_exist=True)), rubric)
    return _JUDGES[where, rubric]


def _begin(where: str, rubric: str) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    _judge_of(where, rubric)


def _end_with_parent() -> None:
    """End this worker when its parent process is gone, even killed: it would wait for ever."""
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)


def _judge_all(files: list[FoundFile]) -> list[Judged]:
    (judge,) = _JUDGES.values()
    return [_judge(judge, _shipped(file)) for file in files]


def _judge_shipped(where: str, rubric: str, files: list[_Shipped]) -> list[Judged]:
    judge = _judge_of(where, rubric)
    return [_judge(judge, file) for file in files]


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """Connect to a cluster; yields its executor and its number of workers."""
    if not address.startswith(DASK):
        raise UsageError([new_problem(address, "no-such-executor")])
    try:
        from distributed import Client  # an optional extra; importing it takes half a second
    except ModuleNotFoundError as error:
        raise UsageError([new_problem(address, "executor-not-installed")]) from error
    try:
        client = Client(f"tcp://{address.removeprefix(DASK)}", timeout=SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]  # untyped
    except (OSError, ValueError) as error:
        raise UsageError([new_problem(address, "executor-not-there", why=str(error)[:200])]) from error
    with client:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        if not workers:
            raise UsageError([new_problem(address, "executor-without-workers")])
        with client.get_executor(pure=False, retries=2) as pool:  # type: ignore[no-untyped-call]  # untyped
            yield pool, workers
