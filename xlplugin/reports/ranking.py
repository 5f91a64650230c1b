"""The ranks (名次) of bodies, class by class, on the published totals."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType

from xlplugin.notation.decimals import to_decimal
from xlplugin.returns.combined import FINAL, Combined
from xlplugin.returns.resolve.questions import open_questions
from xlplugin.returns.score_returns import combined_returns, scored
from xlplugin.rubric.body_groups import group_of
from xlplugin.rubric.model import Scheme
from xlplugin.rubric_files.score_many import ScoredSheet
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.store.database import Store
from xlplugin.store.decided.appeals import appeals_in
from xlplugin.workbook.writing.table_file import table_file

COMPETITION, DENSE, NO_RANKS = "competition", "dense", "none"
"""How ranks are counted: 1, 2, 2, 4; 1, 2, 2, 3; not at all, only grades."""

_TIES = {"跳号": COMPETITION, "不跳号": DENSE, "不排名次": NO_RANKS}
"""The words of schemes (``rubric.deciding.Ties``)."""

HEADINGS = {
    "zh": ("名次", "考核对象", "公布得分", "等次", "离分数线", "待处理"),
    "en": ("rank", "body", "published", "grade", "from a bound", "open"),
}

CLOSE = Decimal("0.1")
"""A grade hangs by less than this many 分."""


@dataclass(frozen=True, slots=True)
class RankedBody:
    """A body with a complete score.

    Attributes:
        rank: from 1; 0 without ranks.
        body, rubric: which.
        published: the published total, as text.
        grade: its grade; '' without grades.
        margin: how far the total is from the next better or worse grade, in 分, if that is less than ``CLOSE``.
        questions: appeals and questions about returns that are open: it may change.
    """

    rank: int
    body: str
    rubric: str
    published: str
    grade: str
    margin: str = ""
    questions: int = 0


@dataclass(frozen=True, slots=True)
class UnrankedBody:
    """A body without a complete score, and the reason: it is never ranked."""

    body: str
    rubric: str
    why: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranks of the bodies of one table and class (A类; '' for none)."""

    rubric: str
    title: str
    ranked: tuple[RankedBody, ...]
    apart: tuple[UnrankedBody, ...]
    group: str = ""


def rank_bodies(
    store: Store, rubric: str = "", edition: str = FINAL, *, ties: str = "", language: str = "zh"
) -> list[Ranking]:
    """Rank the bodies of a store, class by class, by their published totals; who has no complete score is apart.

    Args:
        store: the returns.
        rubric: the rubric's id or path; '' for all.
        edition: whose figures; ``final``: the assessed ones with corrections.
        ties: ``competition`` (1, 2, 2, 4), ``dense`` (1, 2, 2, 3) or ``none``, for grades only; '' as the scheme says
            (名次), else ``competition``.
        language: of the reasons why a body is apart, ``zh`` or ``en``.

    Returns:
        A ranking for each table and class; equal bodies have the order of the notice.

    Raises:
        UsageError: the version of a rubric is not available.
    """
    bodies = combined_returns(store, rubric, edition)
    return list(rankings(bodies, _open_in(store), edition=edition, ties=ties, language=language))


Asked = Mapping[tuple[str, str], int]
"""How many appeals and questions are open, by rubric and body."""


def _open_in(store: Store) -> Asked:
    appeals = ((one.rubric, one.body) for one in appeals_in(store) if one.is_open)
    questions = ((one.rubric, one.body) for one in open_questions(store))
    return Counter((*appeals, *questions))


def rankings(
    bodies: Iterable[Combined],
    asked: Asked = MappingProxyType({}),
    *,
    edition: str = FINAL,
    ties: str = "",
    language: str = "zh",
) -> Iterator[Ranking]:
    """Rank the bodies of each table and class by their published totals; equal ones in the order of the notice.

    Args:
        bodies: what the returns of all bodies say, table by table.
        asked: what is open about each body.
        edition: whether corrections count (``final``).
        ties: ``competition``, ``dense`` or ``none``; '' as the scheme says.
        language: of the reasons, ``zh`` or ``en``.
    """
    for rubric, name, group in _classes(bodies):
        found = [(body, scored(body, final=edition == FINAL).card if body.is_returned else None) for body in group]
        table = found[0][0].rubric
        known = [(body, card) for body, card in found if card and card.published is not None and not card.provisional]
        apart = [
            UnrankedBody(body.issue.body, rubric, why_unranked(body, edition, language))
            for body, card in found
            if not card or card.published is None or card.provisional
        ]
        how = ties or ties_of(table.scheme)
        ranked = _ranked([(body.issue.body, card) for body, card in known], rubric, asked, how)
        yield Ranking(rubric, table.title, tuple(ranked), tuple(apart), name)


def _classes(bodies: Iterable[Combined]) -> Iterator[tuple[str, str, list[Combined]]]:
    """Return the bodies of each table and class, in the order in which the classes first appear."""
    for rubric, of_table in groupby(bodies, lambda one: one.issue.rubric):
        groups: dict[str, list[Combined]] = {}
        for body in of_table:
            groups.setdefault(group_of(body.rubric, body.issue.body), []).append(body)
        for name, group in groups.items():
            yield rubric, name, group


def ties_of(scheme: Scheme) -> str:
    """Return how the ranks of a scheme are counted: ``competition`` unless it says otherwise (名次)."""
    return _TIES[scheme.ranks.ties.value] if scheme.ranks else COMPETITION


def ranks_of(totals: Sequence[Decimal], ties: str) -> list[int]:
    """Return the rank of each of some totals, in their order; 0 without ranks.

    >>> totals = [Decimal(one) for one in ("90", "95", "90", "80")]
    >>> ranks_of(totals, "competition"), ranks_of(totals, "dense"), ranks_of(totals, "none")
    ([2, 1, 2, 4], [2, 1, 2, 3], [0, 0, 0, 0])
    """
    if ties == NO_RANKS:
        return [0] * len(totals)
    counts = sorted(Counter(totals).items(), reverse=True)
    ranks, before = {}, 0
    for place, (total, count) in enumerate(counts, 1):
        ranks[total] = place if ties == DENSE else before + 1
        before += count
    return [ranks[total] for total in totals]


def rank_joined(store: Store, sheets: Sequence[ScoredSheet], *, ties: str = "", language: str = "zh") -> list[Ranking]:
    """Rank bodies by figures that are joined over periods or tables; see ``rank_bodies``.

    Args:
        store: the returns.
        sheets: the joined scorecards.
        ties: ``competition``, ``dense`` or ``none``; '' as the scheme says.
        language: of the reasons why a body is apart.
    """
    with store.showing(None):
        asked = Counter((one.rubric, one.body) for one in appeals_in(store) if one.is_open)
    found = []
    for id in dict.fromkeys(sheet.rubric for sheet in sheets):
        of_table = [sheet for sheet in sheets if sheet.rubric == id]
        cards = [sheet.card for sheet in of_table if sheet.card]
        known = [(card.body, card) for card in cards if not card.provisional]
        blank = "有未填的必填项" if language == "zh" else "required entries are blank"
        apart = [UnrankedBody(card.body, id, blank) for card in cards if card.provisional]
        without = (sheet for sheet in of_table if sheet.card is None)
        apart += [UnrankedBody(sheet.body, id, sheet.problems[0].at("").text(language)) for sheet in without]
        title = cards[0].rubric.title if cards else ""
        how = ties or (ties_of(cards[0].rubric.scheme) if cards else COMPETITION)
        found.append(Ranking(id, title, tuple(_ranked(known, id, asked, how)), tuple(apart)))
    return found


def _ranked(known: Iterable[tuple[str, Scorecard]], rubric: str, asked: Asked, ties: str) -> Iterator[RankedBody]:
    """Rank bodies with complete scores; equal ones stay in their order."""
    ordered = sorted(known, key=lambda pair: -(pair[1].published or 0))
    ranks = ranks_of([card.published or Decimal(0) for _, card in ordered], ties)
    for rank, (body, card) in zip(ranks, ordered, strict=True):
        margin = _margin(card.rubric.scheme, card.published or Decimal(0))
        questions = asked.get((rubric, body), 0)
        yield RankedBody(rank, body, rubric, card.published_text, card.grade or "", margin, questions)


def ranking_file(found: Iterable[Ranking]) -> bytes:
    """Write rankings as one .xlsx table: who is ranked, then who is apart, with the reason."""
    found = list(found)
    ranked = (one for ranking in found for one in ranking.ranked)
    rows: list[tuple[str | int | float, ...]] = [
        (one.rubric, one.rank or "", one.body, float(one.published), one.grade, one.margin, one.questions or "", "")
        for one in ranked
    ]
    rows += [(one.rubric, "", one.body, "", "", "", "", one.why) for ranking in found for one in ranking.apart]
    return table_file("名次", ("评分表", *HEADINGS["zh"], "说明"), rows)


def _margin(scheme: Scheme, published: Decimal) -> str:
    """Return how far a total is from the nearest bound of a grade, if it is close."""
    bounds = [to_decimal(grade.at_least) for grade in scheme.grades if grade.at_least is not None]
    distances = [published - bound for bound in bounds if abs(published - bound) < CLOSE]
    return f"{min(distances, key=abs):+f}" if distances else ""


def why_unranked(body: Combined, edition: str, language: str) -> str:
    """Say why a body has no complete score."""
    is_chinese = language == "zh"
    if not body.is_returned:
        return "未报送" if is_chinese else "not returned"
    if body.withheld:
        return body.withheld[0].text(language)
    card = scored(body, final=edition == FINAL).card
    if card is None:
        return "没有得分" if is_chinese else "no score"
    if card.problems:
        return f"有误 {len(card.problems)} 处" if is_chinese else f"{len(card.problems)} invalid"
    if card.published is None:
        return str(card.figures["status"])
    return f"暂定，{len(card.blank)} 项未评" if is_chinese else f"provisional, {len(card.blank)} not assessed"
