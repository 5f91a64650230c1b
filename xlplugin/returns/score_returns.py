"""Scores the returns."""

from collections.abc import Iterator
from dataclasses import replace

from xlplugin.errors import UsageError, new_problem
from xlplugin.returns.claimed_issue import issued_rubric
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.score_many import ScoredSheet
from xlplugin.rubric_files.versions import id_of
from xlplugin.scoring.scorecard import score
from xlplugin.store.database import Store
from xlplugin.store.standings import Standing, standings
from xlplugin.store.submission import Submission, entered_in
from xlplugin.store.submissions import Submissions


def score_returns(store: Store, rubric: str = "", edition: str = "") -> Iterator[ScoredSheet]:
    """Score the return that counts of each body, in the order of the notice's list.

    For a body whose file was rejected, or for which it is undecided which file counts, that problem is given instead of
    a score. A body with changed locked cells is still scored, because the figures come from its entries: the changes
    are warnings.

    Args:
        store: the returns.
        rubric: the rubric's id or path, to score only its returns.
        edition: to score only this edition; required if both self-assessments and assessors' workbooks came back.

    Yields:
        One scorecard per body with a return, or its problems.

    Raises:
        UsageError: the version of a rubric is not available, or the edition has to be named.
    """
    wanted = id_of(rubric) if rubric else ""
    rubrics: dict[str, Rubric] = {}
    editions = [] if edition else Submissions(store).editions(wanted)
    if len(editions) > 1:
        raise UsageError([new_problem("--edition", "several-editions", editions="、".join(editions))])
    for standing in standings(store, wanted, edition):
        if standing.current is None:
            continue
        digest = standing.issue.rubric_digest
        if digest not in rubrics:
            rubrics[digest] = issued_rubric(store, standing.issue, rubric)
        if standing.is_rejected or standing.rivals:
            yield ScoredSheet(0, True, None, tuple(problem.at(standing.issue.body) for problem in standing.problems))
        else:
            yield _scored(rubrics[digest], standing, standing.current)


def _scored(rubric: Rubric, standing: Standing, current: Submission) -> ScoredSheet:
    issue = standing.issue
    entered = entered_in(rubric, current.meant, issue.body, issue.issued_at, current.answers)
    card = score(rubric, entered.scoresheet)
    of_entries = {(fault.code, fault.facts) for fault in card.problems}
    others = [why for why in standing.problems if (why.code, why.facts) not in of_entries]
    return ScoredSheet(0, True, replace(card, warnings=(*card.warnings, *others)), standing.problems)
