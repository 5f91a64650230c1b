"""Scores what counts of each body."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from xlplugin.distribution.issued_rubric import issued_rubric
from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.notation.decimals import format_decimal
from xlplugin.returns.combined import FIGURE, FINAL, Combined, by_body, combine
from xlplugin.returns.figure_corrections import card_of, fixed_figures, place_of
from xlplugin.returns.over_all_bodies import depends_on_all, with_all_bodies
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.score_many import ScoredSheet
from xlplugin.rubric_files.versions import id_of
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.store.database import Store
from xlplugin.store.decided.decisions import corrections_in_force, decisions_in
from xlplugin.store.standings import Standing, standings
from xlplugin.store.submissions import Submissions

ASSESSED_FIRST = ("assess", "plain", "self")
"""Editions whose figures are final, with corrections: the first that was issued for a rubric."""


def combined_returns(
    store: Store, rubric: str = "", edition: str = "", *, so_far: bool = False, body: str = ""
) -> Iterator[Combined]:
    """Return what the returns of each body say together, in the order of the notice's list.

    Args:
        store: the returns.
        rubric: the rubric's id or path, for only its returns; '' for all.
        edition: an edition; ``final`` for the first of ``ASSESSED_FIRST`` that was issued for each rubric; '' for all.
        so_far: whether what depends on all bodies (汇总) is computed from those that are known.
        body: the name of a body, for only its returns; the others' are read only if something depends on them.

    Raises:
        UsageError: the version of a rubric is not available.
    """
    if body:
        for one in combined_alone(store, rubric, edition, body):
            if depends_on_all(one.rubric):
                every = combined_returns(store, rubric or one.issue.rubric, edition, so_far=so_far)
                yield from (other for other in every if other.issue == one.issue)
            else:
                yield one
        return
    every = combined_alone(store, rubric, edition)
    for _, group in groupby(every, lambda one: (one.rubric.digest, one.issue.edition)):
        bodies = iter(group)
        first = next(bodies)
        if depends_on_all(first.rubric):
            yield from with_all_bodies([first, *bodies], final=edition == FINAL, so_far=so_far)
        else:
            yield first
            yield from bodies


def combined_alone(store: Store, rubric: str, edition: str, body: str = "") -> Iterator[Combined]:
    """Return the same as ``combined_returns``, without what depends on all bodies (汇总)."""
    wanted = id_of(rubric) if rubric else ""
    found = by_body(standings(store, wanted, "" if edition == FINAL else edition, body))
    if edition == FINAL:
        final = final_editions(store)
        found = (of_body for of_body in found if final.get(of_body[0].issue.rubric) == of_body[0].issue.edition)
    yield from combined_of(store, found, rubric, final=edition == FINAL)


def combined_of(
    store: Store, bodies: Iterable[tuple[Standing, ...]], rubric: str = "", *, final: bool = False
) -> Iterator[Combined]:
    """Combine the workbooks of each of some bodies, without what depends on all bodies.

    Args:
        store: the returns.
        bodies: the states of each body's workbooks of one edition.
        rubric: the rubric's id or path, where the store lacks it.
        final: whether the edition is the one whose figures are final, so that decisions apply to it whatever it is.

    Raises:
        UsageError: the version of a rubric is not available.
    """
    rubrics: dict[str, Rubric] = {}
    decisions = decisions_in(store)
    for of_body in bodies:
        issue = of_body[0].issue
        if issue.rubric_digest not in rubrics:
            rubrics[issue.rubric_digest] = issued_rubric(store, issue, rubric)
        is_decided = final or issue.edition == "assess"
        made = decisions.get((issue.rubric, issue.body), ()) if is_decided else ()
        yield combine(rubrics[issue.rubric_digest], of_body, made)


def final_editions(store: Store) -> dict[str, str]:
    """Return, by rubric, the edition whose figures are final with corrections."""
    issued = store.issued_editions()
    rubrics = {rubric for rubric, _ in issued}
    return {rubric: next(one for one in ASSESSED_FIRST if (rubric, one) in issued) for rubric in rubrics}


def score_returns(
    store: Store, rubric: str = "", edition: str = "", *, so_far: bool = False, body: str = ""
) -> Iterator[ScoredSheet]:
    """Score what counts of each body, in the order of the notice's list.

    For a body whose file was rejected, for which it is undecided which file counts, or whose assessors differ, that
    problem is given instead of a score. A body with changed locked cells is still scored, because the figures come from
    its entries: the changes are warnings.

    Args:
        store: the returns.
        rubric: the rubric's id or path, to score only its returns.
        edition: to score only this edition, or ``final``: the assessed figures with corrections; required if both
            self-assessments and assessors' workbooks came back, or if something was corrected.
        so_far: whether what depends on all bodies (汇总) is computed from those that are known.
        body: the name of a body, to score only its returns.

    Yields:
        One scorecard per body with a return, or its problems.

    Raises:
        UsageError: the version of a rubric is not available, or the edition has to be named.
    """
    editions = [] if edition else Submissions(store).editions(id_of(rubric) if rubric else "")
    if len(editions) > 1:
        raise UsageError([new_problem("--edition", "several-editions", editions="、".join((*editions, FINAL)))])
    if editions and any(map(corrections_in_force, decisions_in(store).values())):
        raise UsageError([new_problem("--edition", "has-corrections", editions="、".join((*editions, FINAL)))])
    for combined in combined_returns(store, rubric, edition, so_far=so_far, body=body):
        if combined.is_returned:
            yield scored(combined, final=edition == FINAL)


def scored(combined: Combined, *, final: bool = False) -> ScoredSheet:
    """Score what a body's returns say together; ``final`` with the corrections."""
    if not combined.withheld and combined.is_joined:
        return _scored_by_raters(combined, final=final)
    if combined.withheld:
        problems = tuple(_of_body(problem, combined) for problem in combined.withheld)
        return ScoredSheet(0, True, None, problems, combined.issue.rubric, combined.issue.body)
    card = card_of(combined, final=final)
    of_entries = {(fault.code, fault.facts) for fault in card.problems}
    others = [why for why in combined.problems if (why.code, why.facts) not in of_entries]
    means = [_mean(combined, id) for id in combined.means]
    changes = [_correction(combined, decision.name) for decision in combined.corrections] if final else []
    card = replace(card, warnings=(*card.warnings, *means, *others, *changes))
    return ScoredSheet(0, True, card, combined.problems)


def _scored_by_raters(combined: Combined, *, final: bool) -> ScoredSheet:
    """Join the scorecards of the raters of a body."""
    from xlplugin.returns.joined_bodies import joined  # few rubrics have such raters
    from xlplugin.scoring.joined import with_total

    result = joined(combined)
    if result.card is None:
        problems = (*combined.problems, *result.problems)
        placed = tuple(_of_body(problem, combined) for problem in problems)
        return ScoredSheet(0, True, None, placed, combined.issue.rubric, combined.issue.body)
    card = result.card.with_warnings((*result.remarks, *combined.problems))
    fixed = fixed_figures(combined.rubric, combined.corrections) if final else {}
    if fixed:
        changes = tuple(_correction(combined, decision.name) for decision in combined.corrections)
        card = with_total(card, fixed["total"]).with_warnings(changes)
    return ScoredSheet(0, True, card, combined.problems)


def _of_body(problem: Problem, combined: Combined) -> Problem:
    body = combined.issue.body
    return problem.at(f"{body} {problem.where}".rstrip() if combined.issue.rater or problem.where else body)


def _mean(combined: Combined, id: str) -> Problem:
    """Say with which mean an indicator counts that does not apply."""
    mean, count = combined.means[id]
    return new_problem(id, "mean-of-others", mean=format_decimal(mean), count=count)


def _correction(combined: Combined, name: str) -> Problem:
    """Say what was corrected, by whom and why."""
    (decision,) = (one for one in combined.corrections if one.name == name)
    facts = {"before": decision.about, "after": _shown(combined, name), "by": decision.by, "why": decision.why}
    if name.startswith(FIGURE):
        facts["after"] = str(decision.values[name])
        return new_problem(place_of(name.removeprefix(FIGURE)), "corrected", **facts)
    return new_problem(name.removeprefix("in_").removeprefix("na_"), "corrected", **facts)


def _shown(combined: Combined, name: str) -> str:
    if name.startswith(FIGURE):
        return ""
    from xlplugin.returns.combined import corrected, entry_in

    return entry_in(combined.rubric, corrected(combined.rubric, combined.values, combined.corrections), name)


def final_card(combined: Combined) -> Scorecard | None:
    """Return the final scorecard of a body; None if it has no score."""
    return scored(combined, final=True).card
