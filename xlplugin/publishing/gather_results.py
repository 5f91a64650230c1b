"""Gathers the results of a round from a store, as they stand now; what is frozen comes from here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from xlplugin.entries.read_entries import INAPPLICABLE
from xlplugin.errors import UsageError, new_problem
from xlplugin.notation.decimals import format_decimal
from xlplugin.publishing.round_result import (
    AWARD,
    BONUS,
    DEDUCTION,
    MAJOR,
    AppealMade,
    BodyResult,
    ClauseFinding,
    CorrectionMade,
    DimensionResult,
    EvidenceUsed,
    IndicatorResult,
    ReturnUsed,
    RoundResult,
    TableFacts,
)
from xlplugin.reports.ranking import ranks_of, ties_of, why_unranked
from xlplugin.returns.combined import FIGURE, FINAL, Combined, corrected, entry_in
from xlplugin.returns.evidence.by_body import evidence_by_body
from xlplugin.returns.figure_corrections import fixed_figures, place_of, set_figures
from xlplugin.returns.over_all_bodies import depends_on_all
from xlplugin.returns.score_returns import combined_returns, final_editions, scored
from xlplugin.rubric.body_groups import group_of
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.clause_kinds import Discretionary, Flat
from xlplugin.rubric.model import Indicator, Rubric
from xlplugin.rubric.slots import reason_name
from xlplugin.scoring.breakdown import entered_text
from xlplugin.scoring.scorecard import Scorecard, figures_and_sentences
from xlplugin.scoring.states import NOT_APPLICABLE
from xlplugin.store.database import Store
from xlplugin.store.decided.appeals import OUTCOMES, Appeal, appeals_in
from xlplugin.store.decided.grades import GradeDecision, decided_grades
from xlplugin.store.rounds import shown_round
from xlplugin.store.standings import ASSESS

OWN_EDITION = "self"

_Scores = tuple[str, Mapping[str, str]]
"""A published total, and the scores of the indicators by id."""


def gather_results(store: Store) -> RoundResult:
    """Return the results of the round that the store shows, as they stand now.

    Raises:
        UsageError: nothing was sent in it, scores are joined over periods or tables, or a rubric is not available.
    """
    appeals: dict[tuple[str, str], list[Appeal]] = {}
    for appeal in appeals_in(store):
        appeals.setdefault((appeal.rubric, appeal.body), []).append(appeal)
    evidence = {
        (one.rubric, one.body): tuple(EvidenceUsed(file.name, file.sha256, file.path, ids) for file, ids in one.files)
        for one in evidence_by_body(store)
    }
    others = _OtherScores(store)
    decided = decided_grades(store)
    tables: dict[str, TableFacts] = {}
    rubrics: dict[str, Rubric] = {}
    bodies = []
    for combined in combined_returns(store, "", FINAL):
        rubric, key = combined.rubric, (combined.issue.rubric, combined.issue.body)
        if rubric.id not in tables:
            _refuse_joined(rubric)
            tables[rubric.id], rubrics[rubric.id] = _facts(rubric), rubric
        elif tables[rubric.id].digest != rubric.digest:
            facts = {"body": combined.issue.body, "versions": f"{tables[rubric.id].version}、{rubric.version}"}
            raise UsageError([new_problem(rubric.id, "two-versions", **facts)])
        result = _body(combined, others, evidence.get(key, ()))
        result = replace(result, appeals=tuple(_appeal(one, rubric) for one in appeals.get(key, ())))
        bodies.append(_with_grade(result, decided.get(key)))
    if not bodies:
        raise UsageError([new_problem(store.where, "nothing-issued")])
    return ranked(RoundResult(shown_round(store), tuple(tables.values()), tuple(bodies)), rubrics)


def ranked(result: RoundResult, rubrics: Mapping[str, Rubric]) -> RoundResult:
    """Give each body with a complete score its rank in its class, as the scheme says."""
    ranks: dict[tuple[str, str], int] = {}
    for (rubric, _), group in result.groups.items():
        known = [body for body in group if not body.no_score]
        ties = ties_of(rubrics[rubric].scheme)
        of_group = ranks_of([Decimal(body.published) for body in known], ties)
        ranks |= {(rubric, body.body): rank for body, rank in zip(known, of_group, strict=True)}
    bodies = tuple(replace(body, rank=ranks.get((body.rubric, body.body), 0)) for body in result.bodies)
    return replace(result, bodies=bodies)


def _refuse_joined(rubric: Rubric) -> None:
    """Refuse rounds whose published score is joined from several tables or periods: nothing here joins them yet."""
    if rubric.periods or rubric.scheme.tables:
        raise UsageError([new_problem(rubric.id, "joined-not-published")])


def _facts(rubric: Rubric) -> TableFacts:
    scheme = rubric.scheme
    notice = scheme.notice if scheme.notice.title else rubric.notice
    grades = tuple(grade.name for grade in scheme.grades)
    return TableFacts(
        *(rubric.id, rubric.version, rubric.digest, rubric.title, scheme.id, scheme.title or rubric.title),
        *(rubric.year, notice.title, notice.number, grades, rubric.published_places),
    )


class _OtherScores:
    """The scores that are shown beside the final ones: the body's own, and the assessors' before corrections."""

    def __init__(self, store: Store) -> None:
        """Score the self-assessments, and, of tables in which something depends on all bodies, what was assessed."""
        final = final_editions(store)
        self._own: dict[tuple[str, str], _Scores] = {}
        self._before: dict[tuple[str, str], _Scores] = {}
        if {ASSESS, OWN_EDITION} & set(final.values()):
            self._own = dict(self._passed(store, OWN_EDITION))
        for edition in dict.fromkeys(final.values()):
            if edition != OWN_EDITION:
                self._before |= self._passed(store, edition, final, over_all=True)

    @staticmethod
    def _passed(
        store: Store, edition: str, final: Mapping[str, str] = MappingProxyType({}), *, over_all: bool = False
    ) -> Iterator[tuple[tuple[str, str], _Scores]]:
        for combined in combined_returns(store, "", edition):
            is_meant = not over_all or (final.get(combined.issue.rubric) == edition and depends_on_all(combined.rubric))
            if is_meant and combined.is_returned and (card := scored(combined).card):
                yield (combined.issue.rubric, combined.issue.body), _scores(card)

    def own(self, combined: Combined) -> _Scores:
        """Return the scores of the self-assessment; blank ones for none."""
        return self._own.get((combined.issue.rubric, combined.issue.body), _NONE)

    def before(self, combined: Combined, final: Scorecard) -> _Scores:
        """Return the assessors' scores before corrections; blank ones where a body only assesses itself."""
        if combined.issue.edition == OWN_EDITION:
            return _NONE
        if depends_on_all(combined.rubric):
            return self._before.get((combined.issue.rubric, combined.issue.body), _NONE)
        card = scored(combined).card if combined.corrections else final
        return _scores(card) if card else _NONE


def _scores(card: Scorecard) -> _Scores:
    """Return the scores of a card; the total only if it is complete."""
    figures = card.figures
    scores = {one.id: _text(figures.get(f"{one.id}:score", "")) for one in card.rubric.indicators}
    return "" if card.provisional else card.published_text, scores


_NONE: _Scores = ("", {})


def _text(figure: object) -> str:
    return format_decimal(figure) if isinstance(figure, int) else ""


def _body(combined: Combined, others: _OtherScores, evidence: tuple[EvidenceUsed, ...]) -> BodyResult:
    rubric, issue = combined.rubric, combined.issue
    own = others.own(combined)
    card = scored(combined, final=True).card if combined.is_returned else None
    is_complete = card is not None and card.published is not None and not card.provisional
    blank = BodyResult(
        *(issue.rubric, issue.body, group_of(rubric, issue.body)),
        no_score="" if is_complete else why_unranked(combined, FINAL, "zh"),
        own=own[0],
        corrections=tuple(_corrections(combined)),
        returns=tuple(_returns(combined)),
        evidence=evidence,
    )
    if card is None or card.published is None:
        return blank
    before = others.before(combined, card)
    sentences: Mapping[str, object] = {}
    entries: Mapping[str, object] = {}
    sheet: Mapping[str, object] = {}
    fixed = fixed_figures(rubric, combined.corrections)
    if not combined.is_joined:
        entered = combined.entered(final=True)
        entries = _as_found(combined, entered.scoresheet.values)
        sheet = entered.data
        fixed = set_figures(combined, entered.scoresheet, final=True)
        sentences = figures_and_sentences(rubric, entered.scoresheet)
    return replace(
        blank,
        published=card.published_text if is_complete else "",
        total=_text(card.figures["total"]),
        banded=card.grade or "",
        assessed=before[0],
        general_bonus=format_decimal(card.figures["general_bonus"]),
        major_deduction=format_decimal(card.figures["major_deduction"]),
        dimensions=tuple(_dimensions(card)),
        indicators=tuple(_indicators(card, own, before, entries, sentences)),
        below=tuple(_below(card, entries, sentences)),
        effects=tuple(f"{one.rule}：{_target(one.target)} {one.before} → {one.after}" for one in card.effects),
        scoresheet=dict(sheet),
        fixed=fixed,
    )


def _as_found(combined: Combined, values: Mapping[str, object]) -> Mapping[str, object]:
    """Return the entries with the assessors' own reasons; those of corrections stand in the list of corrections."""
    first = {name: value for name, value in combined.values.items() if name in _reasons(combined.rubric)}
    return {**values, **{name: value for name, value in first.items() if value and values.get(name)}}


@lru_cache(maxsize=64)
def _reasons(rubric: Rubric) -> frozenset[str]:
    return frozenset(reason_name(clause.key) for clause in rubric.clauses)


def _target(target: str) -> str:
    return {"total": "总分", "grade": "等次", "bonus": "加分"}.get(target, target)


def _dimensions(card: Scorecard) -> Iterator[DimensionResult]:
    for one in card.rubric.dimensions:
        name = f"dimension{one.number}"
        figures = (_text(card.figures.get(f"{name}:{what}", "")) for what in ("deduction", "bonus", "score"))
        yield DimensionResult(one.number, one.name, format_decimal(one.points), *figures)


def _indicators(
    card: Scorecard,
    own: _Scores,
    before: _Scores,
    entries: Mapping[str, object],
    sentences: Mapping[str, object],
) -> Iterator[IndicatorResult]:
    for one in card.rubric.indicators:
        deduction, bonus, score = (_text(card.figures.get(f"{one.id}:{what}", "")) for what in _FIGURES)
        yield IndicatorResult(
            *(one.id, one.name, format_decimal(one.points), deduction, bonus, score),
            *(own[1].get(one.id, ""), before[1].get(one.id, "")),
            tuple(_findings(one, entries, sentences)) if (deduction, bonus) != ("0", "0") else (),
            _state(one, card),
        )


def _state(indicator: Indicator, card: Scorecard) -> str:
    """Say why a loss in an indicator is none: it does not apply, or another one of its group counts (组: 取最高)."""
    states = {card.figures.get(f"{clause.key}:state") for clause in indicator.clauses}
    if states == {NOT_APPLICABLE}:
        return NOT_APPLICABLE
    alone = card.figures.get(f"{indicator.id}:alone")
    return NOT_COUNTED if alone is not None and alone != card.figures.get(f"{indicator.id}:score") else ""


NOT_COUNTED = "组内不计"
"""The state of an indicator for which another one of its group counts."""


_FIGURES = ("deduction", "bonus", "score")


def _findings(
    indicator: Indicator, entries: Mapping[str, object], sentences: Mapping[str, object]
) -> Iterator[ClauseFinding]:
    """Return the clauses of an indicator that took or gave points; awards also where they gave nothing."""
    for clauses, effect in ((indicator.awards, AWARD), (indicator.deductions, DEDUCTION), (indicator.bonuses, BONUS)):
        for clause in clauses:
            amount = sentences.get(f"{clause.key}:amount", 0)
            if isinstance(amount, int) and (amount or (effect == AWARD and f"{clause.key}:amount" in sentences)):
                yield _finding(clause, effect, amount, entries, sentences)


def _finding(
    clause: Clause, effect: str, amount: int, entries: Mapping[str, object], sentences: Mapping[str, object]
) -> ClauseFinding:
    how = str(sentences.get(f"{clause.key}:sentence", ""))
    found, points = entered_text(clause, entries), format_decimal(amount)
    match clause.kind:
        case Flat() if effect == AWARD:
            found, how = f"{clause.label}：{'是' if amount else '否'}", f"得 {points} 分"
        case Flat():  # 是 of a question needs no answer in a report: the label says what was found
            found, how = clause.label, f"{_VERBS[effect]} {points} 分"
        case Discretionary():
            found, how = str(entries.get(reason_name(clause.key)) or found), f"认定{_VERBS[effect]} {points} 分"
    return ClauseFinding(clause.key, effect, clause.quote.rstrip("，、；, ;"), found, points, how)


_VERBS = {AWARD: "得", DEDUCTION: "扣", BONUS: "加", MAJOR: "扣"}


def _below(card: Scorecard, entries: Mapping[str, object], sentences: Mapping[str, object]) -> Iterator[ClauseFinding]:
    for part, effect in ((card.rubric.general_bonus, BONUS), (card.rubric.major_deduction, MAJOR)):
        for clause in part.clauses:
            amount = sentences.get(f"{clause.key}:amount", 0)
            if isinstance(amount, int) and amount:
                yield _finding(clause, effect, amount, entries, sentences)


def _corrections(combined: Combined) -> Iterator[CorrectionMade]:
    """Return the corrections that count, each with what was first entered or computed: it may not be the first one."""
    if not combined.corrections:
        return
    rubric, named = combined.rubric, _names(combined.rubric)
    final = corrected(rubric, combined.values, combined.corrections)
    entered = scored(combined).card if combined.is_returned else None
    for one in combined.corrections:
        if one.name.startswith(FIGURE):
            step = one.name.removeprefix(FIGURE)
            place, after = place_of(step), str(one.values[one.name])
            before = _text(entered.figures.get(step)) if entered else one.about
        else:
            place = one.name.removeprefix("in_").removeprefix(INAPPLICABLE)
            before, after = (entry_in(rubric, values, one.name) for values in (combined.values, final))
        name = _named(place, named)
        yield CorrectionMade(place, before, after, one.by, one.why, one.evidence, one.at, one.appeal, name)


def _named(place: str, named: Mapping[str, str]) -> str:
    """Name a place as a report does; that of a figure (2.1.1 扣分) keeps its word."""
    id, _, word = place.partition(" ")
    return f"{named.get(id, id)}{f'的{word}' if word else ''}"


@lru_cache(maxsize=64)
def _names(rubric: Rubric) -> Mapping[str, str]:
    """Return how a report names each indicator, item and entry: 2.1.1 村(居)务公开（未制定并公开的件数）."""
    found = {one.id: f"{one.id} {one.name}" for one in rubric.indicators}
    found |= {clause.key: f"{found[one.id]}（{clause.label}）" for one in rubric.indicators for clause in one.clauses}
    for part, title in ((rubric.general_bonus, "综合加分项"), (rubric.major_deduction, "重大扣分项")):
        for item in part.items:
            found[item.id] = f"{title}（{item.numeral}）"
            found |= {clause.key: f"{found[item.id]}（{clause.label}）" for clause in item.clauses}
    return found


def _appeal(appeal: Appeal, rubric: Rubric) -> AppealMade:
    outcome = OUTCOMES.get(appeal.outcome, "")
    name = _named(appeal.place, _names(rubric))
    return AppealMade(appeal.id, appeal.place, appeal.says, outcome, appeal.decided_by, appeal.why, name)


def _returns(combined: Combined) -> Iterator[ReturnUsed]:
    for one in combined.standings:
        if one.current:
            yield ReturnUsed(one.issue.edition, one.issue.rater, one.current.file, one.current.sha256)


def _with_grade(body: BodyResult, decided: GradeDecision | None) -> BodyResult:
    """Add the grade that was decided on; one that was decided on other figures or findings does not count."""
    if decided is None or decided.basis != body.basis:
        return body
    return replace(body, proposed=decided.proposed, grade=decided.grade, grade_by=decided.by, grade_why=decided.why)


def rubrics_of(store: Store, tables: Iterable[TableFacts]) -> dict[str, Rubric]:
    """Return the rubrics of tables, by id, in the version that they have there.

    Raises:
        UsageError: a version is not available.
    """
    from xlplugin.rubric_files.library import load_sources

    found = {}
    for table in tables:
        sources: Sequence[bytes] = store.rubric_sources(table.digest)
        if not sources:
            raise UsageError([new_problem(table.rubric, "version-not-available", version=table.version)])
        found[table.rubric] = load_sources(table.rubric, sources)
    return found
