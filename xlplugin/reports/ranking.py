"""The ranks (名次) of bodies, table by table, on the published totals."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from xlplugin.notation.decimals import to_decimal
from xlplugin.returns.combined import FINAL, Combined
from xlplugin.returns.score_returns import combined_returns, scored
from xlplugin.rubric.model import Scheme
from xlplugin.rubric_files.score_many import ScoredSheet
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.store.database import Store
from xlplugin.store.decided.appeals import Appeal, appeals_in
from xlplugin.workbook.writing.table_file import table_file

COMPETITION, DENSE, NO_RANKS = "competition", "dense", "none"
"""How ranks are counted: 1, 2, 2, 4; 1, 2, 2, 3; not at all, only grades."""

HEADINGS = {
    "zh": ("名次", "考核对象", "公布得分", "等次", "离分数线", "待处理申诉"),
    "en": ("rank", "body", "published", "grade", "from a bound", "open appeals"),
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
        questions: appeals that are open: it may change.
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
    """The ranks of one table's bodies."""

    rubric: str
    title: str
    ranked: tuple[RankedBody, ...]
    apart: tuple[UnrankedBody, ...]


def rank_bodies(
    store: Store, rubric: str = "", edition: str = FINAL, *, ties: str = COMPETITION, language: str = "zh"
) -> list[Ranking]:
    """Rank the bodies of a store, table by table, by their published totals; who has no complete score is apart.

    Args:
        store: the returns.
        rubric: the rubric's id or path; '' for all.
        edition: whose figures; ``final``: the assessed ones with corrections.
        ties: ``competition`` (1, 2, 2, 4), ``dense`` (1, 2, 2, 3) or ``none``, for grades only.
        language: of the reasons why a body is apart, ``zh`` or ``en``.

    Returns:
        A ranking for each table; equal bodies have the order of the notice.

    Raises:
        UsageError: the version of a rubric is not available.
    """
    appeals = [appeal for appeal in appeals_in(store) if appeal.is_open]
    bodies = combined_returns(store, rubric, edition)
    return list(rankings(bodies, appeals, edition=edition, ties=ties, language=language))


def rankings(
    bodies: Iterable[Combined],
    appeals: Sequence[Appeal] = (),
    *,
    edition: str = FINAL,
    ties: str = COMPETITION,
    language: str = "zh",
) -> Iterator[Ranking]:
    """Rank the bodies of each table by their published totals; equal ones in the order of the notice.

    Args:
        bodies: what the returns of all bodies say, table by table.
        appeals: those that are open.
        edition: whether corrections count (``final``).
        ties: ``competition``, ``dense`` or ``none``.
        language: of the reasons, ``zh`` or ``en``.
    """
    for rubric, group in groupby(bodies, lambda one: one.issue.rubric):
        found = [(body, scored(body, final=edition == FINAL).card if body.is_returned else None) for body in group]
        title = found[0][0].rubric.title
        known = [(body, card) for body, card in found if card and card.published is not None and not card.provisional]
        apart = [
            UnrankedBody(body.issue.body, rubric, _why(body, edition, language))
            for body, card in found
            if not card or card.published is None or card.provisional
        ]
        ranked = _ranked([(body.issue.body, card) for body, card in known], rubric, appeals, ties)
        yield Ranking(rubric, title, tuple(ranked), tuple(apart))


def rank_joined(
    store: Store, sheets: Sequence[ScoredSheet], *, ties: str = COMPETITION, language: str = "zh"
) -> list[Ranking]:
    """Rank bodies by figures that are joined over periods or tables; see ``rank_bodies``.

    Args:
        store: the returns.
        sheets: the joined scorecards.
        ties: ``competition``, ``dense`` or ``none``.
        language: of the reasons why a body is apart.
    """
    with store.showing(None):
        appeals = [appeal for appeal in appeals_in(store) if appeal.is_open]
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
        found.append(Ranking(id, title, tuple(_ranked(known, id, appeals, ties)), tuple(apart)))
    return found


def _ranked(
    known: Iterable[tuple[str, Scorecard]], rubric: str, appeals: Sequence[Appeal], ties: str
) -> Iterator[RankedBody]:
    """Rank bodies with complete scores; equal ones stay in their order."""
    ordered = sorted(known, key=lambda pair: -(pair[1].published or 0))
    asked = Counter((one.rubric, one.body) for one in appeals)
    before: Decimal | None = None
    place = {COMPETITION: 0, DENSE: 0}
    for number, (body, card) in enumerate(ordered, 1):
        if card.published != before:
            place = {COMPETITION: number, DENSE: place[DENSE] + 1}
        before = card.published
        rank = place.get(ties, 0)
        margin = _margin(card.rubric.scheme, card.published or Decimal(0))
        questions = asked[rubric, body]
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


def _why(body: Combined, edition: str, language: str) -> str:
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
