"""Freezes the results of a round, and reads what was frozen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.publishing.gather_results import gather_results, rubrics_of
from xlplugin.publishing.proposals import History, Proposal, family, propose, year_of_round
from xlplugin.publishing.round_result import BodyResult, RoundResult, TableFacts, restored
from xlplugin.returns.appealing import last_day_of_appeals
from xlplugin.returns.resolve.questions import open_questions
from xlplugin.rubric.model import Rubric, Scheme
from xlplugin.rubric.working_days import WorkingCalendar
from xlplugin.store.database import Store
from xlplugin.store.decided.freezes import (
    Freeze,
    facts_of_freeze,
    freeze_in_force,
    freezes_in,
    frozen_results,
    keep_freeze,
    require_intact,
)
from xlplugin.store.log import head

FORMAT = 1


@dataclass(frozen=True)
class OpenRound:
    """A round that is being decided.

    Attributes:
        result: its results, as they stand.
        rubrics: its tables, by id.
        proposals: the proposed grades, in the order of the bodies.
        seen: number and hash of the last entry of the log before the results were gathered.
    """

    result: RoundResult
    rubrics: Mapping[str, Rubric]
    proposals: tuple[Proposal, ...]
    seen: tuple[int, str]

    @property
    def schemes(self) -> dict[str, Scheme]:
        """The scheme of each table, by the table's id."""
        return {id: rubric.scheme for id, rubric in self.rubrics.items()}


def open_round_of(store: Store) -> OpenRound:
    """Gather the results of the round that the store shows, and propose grades."""
    with store.reading() as connection:
        seen = head(connection)
    result = gather_results(store)
    rubrics = rubrics_of(store, result.tables)
    schemes = {id: rubric.scheme for id, rubric in rubrics.items()}
    return OpenRound(result, rubrics, tuple(propose(result, schemes, history_in(store, rubrics))), seen)


def history_in(store: Store, rubrics: Iterable[str]) -> History:
    """Return the decided grades of other rounds of the same assessment that are frozen in the store, by body and year.

    Args:
        store: the store, showing the round.
        rubrics: the ids of its tables; those of other years differ in numbers only (gaoping-2022-a, gaoping-2023-a).
    """
    families = {family(id) for id in rubrics}
    found: dict[str, dict[int, set[str]]] = {}
    shown = store.round
    with store.showing(None):
        for freeze in freezes_in(store):
            if not freeze.in_force or freeze.round == shown:
                continue
            years = {table["rubric"]: int(table["year"]) for table in facts_of_freeze(store, freeze)["tables"]}
            for body in frozen_results(store, freeze):
                if family(body["rubric"]) not in families:
                    continue
                year = year_of_round(freeze.round, years[body["rubric"]])
                found.setdefault(body["body"], {}).setdefault(year, set()).add(body["grade"])
    # A body with several tables or rounds in a year has a grade only if they all say the same.
    return {
        body: {year: next(iter(grades)) for year, grades in years.items() if len(grades) == 1 and any(grades)}
        for body, years in found.items()
    }


def open_points(store: Store, open_round: OpenRound) -> Iterator[Problem]:
    """List what has to be settled before the round can be frozen; nothing if all is."""
    for question in open_questions(store):
        yield new_problem(question.body or question.file, "question-is-open", file=question.file, why=question.why)
    for body in open_round.result.bodies:
        for appeal in body.appeals:
            if not appeal.outcome:
                yield new_problem(body.body, "appeal-is-open", id=appeal.id, place=appeal.place)
    undecided = [one.body for one in open_round.proposals if not one.decided and (one.grade or not one.published)]
    if undecided:
        shown = "、".join(undecided[:_NAMED]) + ("……" if len(undecided) > _NAMED else "")
        yield new_problem("", "bodies-undecided", count=len(undecided), bodies=shown)


def deadlines_running(
    store: Store, open_round: OpenRound, calendar: WorkingCalendar | None = None, today: date | None = None
) -> Iterator[Problem]:
    """Report the times for appeals that are not over, or have not begun: a freeze needs a reason then."""
    day = (today or date.today()).isoformat()  # the office's own day
    for rubric in open_round.rubrics.values():
        rule = rubric.scheme.appeals
        if rule is None:
            continue
        last = last_day_of_appeals(store, rubric, calendar)
        if not last:
            yield new_problem(rubric.id, "figures-not-announced", quote=rule.quote)
        elif day <= last:
            yield new_problem(rubric.id, "appeals-still-possible", last=last, quote=rule.quote)


_NAMED = 20


def freeze_round(  # all but the first two by name
    store: Store,
    open_round: OpenRound,
    *,
    by: str,
    why: str,
    overrule: str = "",
    calendar: WorkingCalendar | None = None,
) -> Freeze:
    """Freeze the results of a round.

    Args:
        store: the store, showing the round.
        open_round: its results.
        by: who freezes them.
        why: the decision that they follow (the meeting, its date).
        overrule: why it is done although the time for appeals is not over; '' if it may not be.
        calendar: the working days, where the time for appeals counts them; None for the built-in ones.

    Raises:
        UsageError: something is open, or a name is missing; everything is listed.
    """
    problems = [] if by.strip() else [new_problem("--by", "answers-by-nobody")]
    problems += list(open_points(store, open_round))
    if not overrule.strip():
        problems += list(deadlines_running(store, open_round, calendar))
    if problems:
        raise UsageError(problems)
    facts: dict[str, object] = {"format": FORMAT, "tables": [_plain(table) for table in open_round.result.tables]}
    facts["overruled"] = overrule.strip()
    because = {(one.rubric, one.body): "；".join(one.reasons) for one in open_round.proposals if one.published}
    results = (
        replace(body, proposed_why=because.get((body.rubric, body.body), "")) for body in open_round.result.bodies
    )
    bodies = ((body.rubric, body.body, body.as_json()) for body in results)
    return keep_freeze(store, facts, bodies, open_round.seen, by=by.strip(), why=why.strip())


def _plain(table: TableFacts) -> dict[str, object]:
    return {name: getattr(table, name) for name in TableFacts.__slots__}


def frozen_round(store: Store, freeze: Freeze) -> RoundResult:
    """Return the results that were frozen.

    Args:
        store: the store.
        freeze: a freeze in it.

    Raises:
        FileError: it is not what was frozen.
    """
    require_intact(store, freeze)
    return result_of(facts_of_freeze(store, freeze), frozen_results(store, freeze))


def result_of(facts: Mapping[str, object], bodies: Iterator[Mapping[str, object]]) -> RoundResult:
    """Make results of the objects of a freeze."""
    listed = facts["tables"]
    tables = tuple(restored(TableFacts, one) for one in listed) if isinstance(listed, list) else ()
    return RoundResult(str(facts["round"]), tables, tuple(restored(BodyResult, body) for body in bodies))


def required_freeze(store: Store) -> Freeze:
    """Return the freeze in force.

    Raises:
        UsageError: nothing is frozen.
    """
    freeze = freeze_in_force(store)
    if freeze is None:
        raise UsageError([new_problem(store.round or "", "publish-needs-freeze")])
    return freeze
