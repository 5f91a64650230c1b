"""How ranks and grades move when a rule is read otherwise (``xlplugin rank --with``)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from xlplugin.errors import UsageError, nearest, new_problem
from xlplugin.reports.ranking import Ranking, rankings
from xlplugin.returns.combined import FINAL, Combined
from xlplugin.returns.over_all_bodies import depends_on_all, with_all_bodies
from xlplugin.returns.score_returns import combined_alone
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.reading.other_readings import OtherReading, has_place, read_otherwise
from xlplugin.store.database import Store

HEADINGS = {
    "zh": ("考核对象", "名次", "公布得分", "等次"),
    "en": ("body", "rank", "published", "grade"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """A body whose rank, total or grade another reading changes.

    Attributes:
        rubric, body: which.
        rank, published, grade: each as it is and as it would be; 0 or '' for none.
    """

    rubric: str
    body: str
    rank: tuple[int, int]
    published: tuple[str, str]
    grade: tuple[str, str]


def rank_otherwise(
    store: Store,
    changes: Sequence[OtherReading],
    rubric: str = "",
    edition: str = FINAL,
    *,
    ties: str = "",
    language: str = "zh",
) -> tuple[list[Ranking], list[Move]]:
    """Rank the bodies with some rules read otherwise, and list who moves by it.

    Args:
        store: the returns; nothing in it changes.
        changes: what is read otherwise.
        rubric: the rubric's id or path; '' for all.
        edition: whose figures.
        ties: how ranks are counted; '' as the scheme says.
        language: of the reasons why a body is apart.

    Raises:
        UsageError: no table has the place of a change, or the version of a rubric is not available.
        RubricError: a table cannot be read with the changes.
    """
    bodies = list(combined_alone(store, rubric, edition))
    tables = {body.rubric.digest: body.rubric for body in bodies}
    if problems := [
        new_problem("--with", "no-place-of-change", text=change.text, **nearest(change.place, _places(tables.values())))
        for change in changes
        if not any(has_place(table, change) for table in tables.values())
    ]:
        raise UsageError(problems)
    otherwise = {digest: read_otherwise(table, changes) for digest, table in tables.items()}
    changed = [replace(body, rubric=otherwise[body.rubric.digest]) for body in bodies]
    before, after = (
        list(rankings(_over_all(some, edition), edition=edition, ties=ties, language=language))
        for some in (bodies, changed)
    )
    return after, list(_moves(before, after))


def _places(tables: Iterable[Rubric]) -> tuple[str, ...]:
    found = [clause.key for table in tables for clause in table.clauses]
    return tuple(dict.fromkeys(found))


def _over_all(bodies: Sequence[Combined], edition: str) -> list[Combined]:
    """Fill in what depends on all bodies of a table."""
    found: list[Combined] = []
    for _, group in groupby(bodies, lambda one: (one.issue.rubric, one.issue.edition)):
        own = list(group)
        found += with_all_bodies(own, final=edition == FINAL) if depends_on_all(own[0].rubric) else own
    return found


def _moves(before: Sequence[Ranking], after: Sequence[Ranking]) -> Iterable[Move]:
    was = {(one.rubric, one.body): one for ranking in before for one in ranking.ranked}
    now = {(one.rubric, one.body): one for ranking in after for one in ranking.ranked}
    for key in dict.fromkeys((*was, *now)):
        old, new = was.get(key), now.get(key)
        move = Move(
            *key,
            (old.rank if old else 0, new.rank if new else 0),
            (old.published if old else "", new.published if new else ""),
            (old.grade if old else "", new.grade if new else ""),
        )
        if any(first != second for first, second in (move.rank, move.published, move.grade)):
            yield move
