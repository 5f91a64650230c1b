"""The score that several sheets of a body make up: of the periods of a year (分期), or of several tables (分表).

Each period is a round of its own; the tables are those of one round.
"""

from collections.abc import Iterator

from xlplugin.distribution.issued_rubric import issued_rubric
from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.returns.combined import FINAL
from xlplugin.returns.score_returns import combined_returns, scored
from xlplugin.rubric.model import Rubric, Scheme
from xlplugin.rubric_files.score_many import ScoredSheet
from xlplugin.rubric_files.versions import id_of
from xlplugin.scoring.joined import JoinedScore, SheetOfPart, join_parts, join_tables
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.store.database import Store
from xlplugin.store.rounds import round_of_period

NOT_SENT, MISSING, WITHOUT = "未发放", "未报送", "没有得分"


def score_years(store: Store, rubric: str = "", edition: str = FINAL) -> Iterator[ScoredSheet]:
    """Score the year of each body, over the periods of its table, in the order of the notice's list.

    Args:
        store: the returns of all periods.
        rubric: the rubric's id or path, for only its bodies; '' for all tables with periods.
        edition: whose figures; by default the final ones.

    Yields:
        One scorecard per body, with a remark on how it comes about; or why there is none yet.

    Raises:
        UsageError: no table of the store has periods, or a version of a rubric is not available.
    """
    wanted = id_of(rubric) if rubric else ""
    tables: dict[str, Rubric] = {}
    cards: dict[tuple[str, str], dict[str, Scorecard | str]] = {}
    open_problems: dict[tuple[str, str], tuple[Problem, ...]] = {}
    for name in store.round_names():
        with store.showing(name):
            for combined in combined_returns(store, wanted, edition):
                table = combined.rubric
                if not table.periods or not (period := _period_of(table, name)):
                    continue
                tables[table.id] = table
                result = scored(combined, final=edition == FINAL) if combined.is_returned else None
                card = result.card if result else None
                of_body = cards.setdefault((table.id, combined.issue.body), {})
                of_body[period] = card if card and card.total is not None else WITHOUT if result else MISSING
                found = tuple(one.at(f"{period} {one.where}".rstrip()) for one in result.problems) if result else ()
                open_problems[table.id, combined.issue.body] = (
                    *open_problems.get((table.id, combined.issue.body), ()),
                    *found,
                )
    if not tables:
        raise UsageError([new_problem("", "no-periods")])
    for (id, body), by_period in cards.items():
        rule = tables[id].periods
        sheets = [_sheet(name, by_period.get(name, NOT_SENT)) for name, _ in rule.parts] if rule else []
        if rule:
            joined = join_parts(tables[id], rule, body, sheets)
            yield _as_scored(joined, id, body, open_problems.get((id, body), ()))


def score_over_tables(store: Store, edition: str = FINAL) -> Iterator[ScoredSheet]:
    """Score each body over its tables (分表), in the round that the store shows, in the order of the notice's list.

    Args:
        store: the returns.
        edition: whose figures; by default the final ones.

    Yields:
        One scorecard per body, of which each table is a dimension; or why there is none yet.

    Raises:
        UsageError: no scheme of the store has several tables for a body, or a version of a rubric is not available.
    """
    schemes: dict[str, Scheme] = {}
    cards: dict[tuple[str, str], dict[str, Scorecard | str]] = {}
    open_problems: dict[tuple[str, str], tuple[Problem, ...]] = {}
    for combined in combined_returns(store, "", edition):
        table = combined.rubric
        if not table.scheme.tables or table.id not in dict(table.scheme.tables.parts):
            continue
        schemes[table.scheme.id] = table.scheme
        result = scored(combined, final=edition == FINAL) if combined.is_returned else None
        card = result.card if result else None
        of_body = cards.setdefault((table.scheme.id, combined.issue.body), {})
        of_body[table.id] = card if card and card.total is not None else WITHOUT if result else MISSING
        found = tuple(one.at(f"{table.id} {one.where}".rstrip()) for one in result.problems) if result else ()
        whose = table.scheme.id, combined.issue.body
        open_problems[whose] = (*open_problems.get(whose, ()), *found)
    if not schemes:
        raise UsageError([new_problem("", "nothing-to-join")])
    for (id, body), by_table in cards.items():
        rule = schemes[id].tables
        sheets = [_sheet(name, by_table.get(name, NOT_SENT)) for name, _ in rule.parts] if rule else []
        if rule:
            joined = join_tables(schemes[id], rule, body, sheets)
            yield _as_scored(joined, id, body, open_problems.get((id, body), ()))


def has_periods(store: Store) -> bool:
    """Whether any table of a store is filled in in periods."""
    return any(issued_rubric(store, issue).periods for issue in store.one_issue_of_each_table())


def _as_scored(joined: JoinedScore, rubric: str, body: str, problems: tuple[Problem, ...]) -> ScoredSheet:
    """Make the joined scorecard of a body; what a person has to look at in its parts stays a problem."""
    if joined.card is None:
        return ScoredSheet(0, True, None, tuple(one.at(body) for one in joined.problems), rubric, body)
    return ScoredSheet(0, True, joined.card.with_warnings((*joined.remarks, *problems)), problems, rubric, body)


def _period_of(rubric: Rubric, round_name: str) -> str:
    """Return the period whose round it is; '' for none."""
    parts = rubric.periods.parts if rubric.periods else ()
    return next((name for name, _ in parts if round_of_period(rubric.year, name) == round_name), "")


def _sheet(name: str, found: Scorecard | str) -> SheetOfPart:
    return SheetOfPart(name, None, "", found) if isinstance(found, str) else SheetOfPart(name, found)
