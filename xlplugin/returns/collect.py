"""Takes back a folder of returns: finds the files, judges each, and keeps the verdict in the store.

Each file is one transaction: a run that is stopped loses nothing and can be repeated. Files are judged in as many
processes as requested; only one process writes.
"""

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from xlplugin.returns.collected_file import Collected
from xlplugin.returns.find.found_files import FoundFile, files_in
from xlplugin.returns.workers import judge_files
from xlplugin.store.database import Store
from xlplugin.store.decided.answers import REJECT
from xlplugin.store.frozen_rounds import FrozenError
from xlplugin.store.standings import rejected_problem, replaced_problem
from xlplugin.store.submissions import Submissions

FEW = 200
"""Below this number of files one process is faster than starting several."""


def collect(
    store: Store, paths: Iterable[Path | str], *, rubric: str = "", jobs: int = 0, executor: str = ""
) -> Iterator[Collected]:
    """Take back the returns in folders and zip files: verify, score and keep each.

    Args:
        store: the store that the workbooks were issued from; the returns are kept there.
        paths: files, and folders that are searched for files.
        rubric: the rubric's id or path, for a rubric that is not built in.
        jobs: number of processes that read; 0 for one per processor if there is enough work.
        executor: the address of a Dask cluster that reads instead (``dask://host:8786``).

    Yields:
        Each file that may be a return, by name, after it was kept. A file that was collected before is not read
        again unless something about it has changed.

    Raises:
        UsageError: a path does not exist, or the store or the cluster cannot be used.
    """
    files = files_in([Path(path) for path in paths])
    return collect_files(store, files, rubric, jobs, executor)


def collect_files(
    store: Store, files: Iterator[FoundFile], rubric: str = "", jobs: int = 0, executor: str = ""
) -> Iterator[Collected]:
    """Judge files and keep their verdicts, in order.

    Args:
        store: the store that the workbooks were issued from; the returns are kept there.
        files: the files; those that cannot be returns are skipped.
        rubric: the rubric's id or path, for a rubric that is not built in.
        jobs: number of processes that read; 0 for one per processor if there is enough work.
        executor: the address of a Dask cluster that reads instead (``dask://host:8786``).
    """
    submissions = Submissions(store)
    first = list(islice(files, FEW)) if not jobs and not executor else []
    jobs = jobs or (1 if len(first) < FEW else os.cpu_count() or 1)
    everything = (file for some in (first, files) for file in some)
    wanted = (file for file in everything if file.may_be_return)
    replacing = store.replacing()
    for file, submission, problems in judge_files(store, wanted, rubric, jobs, executor):
        try:
            same_as = submissions.keep(submission, file.where) if submission else ""
        except FrozenError as error:
            yield Collected(file, None, tuple(error.problems), "")
            continue
        later = replacing.get(submission.issue) if submission else None
        reasons = [*problems, *([replaced_problem(later)] if later else [])]
        if submission and submission.verdict == REJECT:
            reasons.append(rejected_problem(submission))
        yield Collected(file, submission, tuple(reasons), same_as)
