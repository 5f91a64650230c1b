"""Scores what came back."""

from collections.abc import Iterator
from dataclasses import replace

from xlplugin.errors import WrongUse, problem
from xlplugin.returns.claimed_issue import rubric_folders
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.score_many import Scored
from xlplugin.rubric_files.versions import id_of, rubric_of
from xlplugin.scoring.scorecard import score
from xlplugin.store.database import Store
from xlplugin.store.standings import Standing, standings
from xlplugin.store.submission import Submission, entered_in
from xlplugin.store.submissions import Submissions


def score_store(store: Store, rubric_name: str | None, edition: str) -> Iterator[Scored]:
    """Score what counts of each body that has returned its workbook, in the order of the notice's list.

    Of a body whose file was turned down, or of which it is not known which file counts, that is told instead.
    Changed locked cells do not keep a body from being scored, as the figures come from its entries: they are warnings.

    Args:
        store: what came back.
        rubric_name: the rubric's id or path; of its returns only.
        edition: of this one only; it must be named where both a body's own and the assessors' have come back.

    Raises:
        WrongUse: a rubric is not here in the version of the returns, or the edition has to be named.
    """
    wanted = id_of(rubric_name) if rubric_name else ""
    rubrics: dict[str, Rubric] = {}
    editions = [] if edition else Submissions(store).editions(wanted)
    if len(editions) > 1:
        raise WrongUse([problem("--edition", "several-editions", editions="、".join(editions))])
    for one in standings(store, wanted, edition):
        if one.current is None:
            continue
        digest = one.issue.rubric_digest
        if digest not in rubrics:
            facts = {"rubric": one.issue.rubric, "version": one.issue.version, "digest": digest}
            rubrics[digest] = rubric_of(facts, rubric_folders(store), rubric_name or "")
        if one.is_rejected or one.rivals:
            yield Scored(0, True, None, tuple(found.at(one.issue.body) for found in one.problems))
        else:
            yield _scored(rubrics[digest], one, one.current)


def _scored(rubric: Rubric, standing: Standing, current: Submission) -> Scored:
    issue = standing.issue
    entered = entered_in(rubric, current.meant, issue.body, issue.issued_at, current.answers)
    card = score(rubric, entered.scoresheet)
    of_entries = {(fault.code, fault.facts) for fault in card.problems}
    others = [why for why in standing.problems if (why.code, why.facts) not in of_entries]
    return Scored(0, True, replace(card, warnings=(*card.warnings, *others)), standing.problems)
