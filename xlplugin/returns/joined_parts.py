"""The score that several sheets of a body make up: of the periods of a year (分期), or of several tables (分表).

Each period is a round of its own; the tables are those of one round.
"""

from collections.abc import Iterator, Mapping, Sequence

from xlplugin.distribution.issued_rubric import issued_rubric
from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.returns.combined import FINAL, Combined
from xlplugin.returns.score_returns import combined_returns, scored
from xlplugin.rubric.joining import PartsRule
from xlplugin.rubric.model import Rubric, Scheme
from xlplugin.rubric_files.score_many import ScoredSheet
from xlplugin.rubric_files.versions import id_of
from xlplugin.scoring.joined import JoinedScore, SheetOfPart, join_parts, join_tables
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.store.database import Store
from xlplugin.store.rounds import round_of_period

NOT_SENT, MISSING, WITHOUT = "未发放", "未报送", "没有得分"


class _Gathered:
    """The scorecards of the parts of each body, and what a person has to look at in them.

    Attributes:
        cards: by the id of the table or scheme, and the body: by part, its scorecard, or why it has none.
        problems: by the same, each at its part.
    """

    def __init__(self, edition: str) -> None:
        """Take the edition whose figures are gathered."""
        self._is_final = edition == FINAL
        self.cards: dict[tuple[str, str], dict[str, Scorecard | str]] = {}
        self.problems: dict[tuple[str, str], list[Problem]] = {}

    def add(self, id: str, part: str, combined: Combined) -> None:
        """Score a body's sheet of one part."""
        whose = id, combined.issue.body
        problems = self.problems.setdefault(whose, [])
        by_part = self.cards.setdefault(whose, {})
        if not combined.is_returned:
            by_part[part] = MISSING
            return
        result = scored(combined, final=self._is_final)
        by_part[part] = result.card if result.card and result.card.total is not None else WITHOUT
        problems += [one.at(f"{part} {one.where}".rstrip()) for one in result.problems]


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
    found = _Gathered(edition)
    for name in store.round_names():
        with store.showing(name):
            for combined in combined_returns(store, wanted, edition):
                table = combined.rubric
                if period := _period_of(table, name):
                    tables[table.id] = table
                    found.add(table.id, period, combined)
    if not tables:
        raise UsageError([new_problem("", "no-periods")])
    for (id, body), by_period in found.cards.items():
        if rule := tables[id].periods:
            joined = join_parts(tables[id], rule, body, _sheets(rule, by_period))
            yield _as_scored(joined, id, body, found.problems[id, body])


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
    found = _Gathered(edition)
    for combined in combined_returns(store, "", edition):
        table = combined.rubric
        if table.scheme.tables and table.id in dict(table.scheme.tables.parts):
            schemes[table.scheme.id] = table.scheme
            found.add(table.scheme.id, table.id, combined)
    if not schemes:
        raise UsageError([new_problem("", "nothing-to-join")])
    for (id, body), by_table in found.cards.items():
        if rule := schemes[id].tables:
            joined = join_tables(schemes[id], rule, body, _sheets(rule, by_table))
            yield _as_scored(joined, id, body, found.problems[id, body])


def has_periods(store: Store) -> bool:
    """Whether any table of a store is filled in in periods."""
    return any(issued_rubric(store, issue).periods for issue in store.one_issue_of_each_table())


def _as_scored(joined: JoinedScore, rubric: str, body: str, problems: Sequence[Problem]) -> ScoredSheet:
    """Make the joined scorecard of a body; what a person has to look at in its parts stays a problem."""
    if joined.card is None:
        return ScoredSheet(0, True, None, tuple(one.at(body) for one in joined.problems), rubric, body)
    return ScoredSheet(0, True, joined.card.with_warnings((*joined.remarks, *problems)), tuple(problems), rubric, body)


def _period_of(rubric: Rubric, round_name: str) -> str:
    """Return the period whose round it is; '' for none."""
    parts = rubric.periods.parts if rubric.periods else ()
    return next((name for name, _ in parts if round_of_period(rubric.year, name) == round_name), "")


def _sheets(rule: PartsRule, by_part: Mapping[str, Scorecard | str]) -> list[SheetOfPart]:
    """Return the sheets of a body in the order of the rule's parts."""
    found = ((name, by_part.get(name, NOT_SENT)) for name, _ in rule.parts)
    return [SheetOfPart(name, None, "", one) if isinstance(one, str) else SheetOfPart(name, one) for name, one in found]
