"""The score of the year of a table that is filled in in periods (分期), each of which is a round of its own."""

from collections.abc import Iterator

from xlplugin.errors import UsageError, new_problem
from xlplugin.returns.combined import FINAL
from xlplugin.returns.score_returns import combined_returns, scored
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.score_many import ScoredSheet
from xlplugin.rubric_files.versions import id_of
from xlplugin.scoring.joined import SheetOfPart, join_parts
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
    if not tables:
        raise UsageError([new_problem("", "no-periods")])
    for (id, body), by_period in cards.items():
        rule = tables[id].periods
        sheets = [_sheet(name, by_period.get(name, NOT_SENT)) for name, _ in rule.parts] if rule else []
        joined = join_parts(tables[id], rule, body, sheets) if rule else None
        if joined is None or joined.card is None:
            problems = tuple(one.at(body) for one in joined.problems) if joined else ()
            yield ScoredSheet(0, True, None, problems)
        else:
            yield ScoredSheet(0, True, joined.card.with_warnings(joined.remarks), ())


def _period_of(rubric: Rubric, round_name: str) -> str:
    """Return the period whose round it is; '' for none."""
    parts = rubric.periods.parts if rubric.periods else ()
    return next((name for name, _ in parts if round_of_period(rubric.year, name) == round_name), "")


def _sheet(name: str, found: Scorecard | str) -> SheetOfPart:
    return SheetOfPart(name, None, "", found) if isinstance(found, str) else SheetOfPart(name, found)
