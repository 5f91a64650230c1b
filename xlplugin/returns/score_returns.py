"""Scores what came back."""

from collections.abc import Iterator
from dataclasses import replace

from xlplugin.errors import UsageError, new_problem
from xlplugin.returns.claimed_issue import rubric_folders
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.score_many import ScoredSheet
from xlplugin.rubric_files.versions import id_of, rubric_of
from xlplugin.scoring.scorecard import score
from xlplugin.store.database import Store
from xlplugin.store.standings import Standing, standings
from xlplugin.store.submission import Submission, entered_in
from xlplugin.store.submissions import Submissions


def score_returns(store: Store, rubric: str = "", edition: str = "") -> Iterator[ScoredSheet]:
    """Score what counts of each body that has returned its workbook, in the order of the notice's list.

    Of a body whose file was turned down, or of which it is not known which file counts, that is told instead.
    Changed locked cells do not keep a body from being scored, as the figures come from its entries: they are warnings.

    Args:
        store: what came back.
        rubric: the rubric's id or path; of its returns only.
        edition: of this one only; it must be named where both a body's own and the assessors' have come back.

    Raises:
        UsageError: a rubric is not here in the version of the returns, or the edition has to be named.
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
            facts = {"rubric": standing.issue.rubric, "version": standing.issue.version, "digest": digest}
            rubrics[digest] = rubric_of(facts, rubric_folders(store), rubric)
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
