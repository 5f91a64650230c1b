"""Gathers the results of a round from a store, as they stand now; what is frozen comes from here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

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
from xlplugin.rubric.clause_kinds import Flat
from xlplugin.rubric.model import Indicator, Rubric
from xlplugin.scoring.breakdown import entered_text
from xlplugin.scoring.scorecard import Scorecard, figures_and_sentences
from xlplugin.store.database import Store
from xlplugin.store.decided.appeals import OUTCOMES, Appeal, appeals_in
from xlplugin.store.decided.grades import GradeDecision, decided_grades
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
    own, assessed = _other_scores(store)
    decided = decided_grades(store)
    tables: dict[str, TableFacts] = {}
    rubrics: dict[str, Rubric] = {}
    bodies = []
    for combined in combined_returns(store, "", FINAL):
        rubric, key = combined.rubric, (combined.issue.rubric, combined.issue.body)
        if rubric.id not in tables:
            _refuse_joined(rubric)
            tables[rubric.id], rubrics[rubric.id] = _facts(rubric), rubric
        result = _body(combined, own.get(key), assessed.get(key), evidence.get(key, ()))
        result = replace(result, appeals=tuple(map(_appeal, appeals.get(key, ()))))
        bodies.append(_with_grade(result, decided.get(key)))
    if not bodies:
        raise UsageError([new_problem(store.where, "nothing-issued")])
    return ranked(RoundResult(store.round or "", tuple(tables.values()), tuple(bodies)), rubrics)


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


def _other_scores(store: Store) -> tuple[dict[tuple[str, str], _Scores], dict[tuple[str, str], _Scores]]:
    """Return the scores of the self-assessments, and those of the assessors before corrections."""
    final = final_editions(store)
    own: dict[tuple[str, str], _Scores] = {}
    assessed: dict[tuple[str, str], _Scores] = {}
    wanted = [(own, OWN_EDITION)] if ASSESS in final.values() else []
    wanted += [(assessed, edition) for edition in dict.fromkeys(final.values())]
    for found, edition in wanted:
        for combined in combined_returns(store, "", edition):
            is_meant = edition == final.get(combined.issue.rubric) or found is own
            needs_no_pass = found is assessed and not combined.corrections and not depends_on_all(combined.rubric)
            if combined.is_returned and is_meant and not needs_no_pass and (card := scored(combined).card):
                found[combined.issue.rubric, combined.issue.body] = _scores(card)
    return own, assessed


def _scores(card: Scorecard) -> _Scores:
    figures = card.figures
    scores = {one.id: _text(figures.get(f"{one.id}:score", "")) for one in card.rubric.indicators}
    return card.published_text, scores


def _text(figure: object) -> str:
    return format_decimal(figure) if isinstance(figure, int) else ""


def _body(
    combined: Combined, own: _Scores | None, assessed: _Scores | None, evidence: tuple[EvidenceUsed, ...]
) -> BodyResult:
    rubric, issue = combined.rubric, combined.issue
    card = scored(combined, final=True).card if combined.is_returned else None
    is_complete = card is not None and card.published is not None and not card.provisional
    blank = BodyResult(
        *(issue.rubric, issue.body, group_of(rubric, issue.body)),
        no_score="" if is_complete else why_unranked(combined, FINAL, "zh"),
        own=own[0] if own else "",
        corrections=tuple(_corrections(combined)),
        returns=tuple(_returns(combined)),
        evidence=evidence,
    )
    if card is None or card.published is None:
        return blank
    before = assessed or _scores(card)
    sentences: Mapping[str, object] = {}
    entries: Mapping[str, object] = {}
    sheet: Mapping[str, object] = {}
    fixed = fixed_figures(rubric, combined.corrections)
    if not combined.is_joined:
        entered = combined.entered(final=True)
        entries, sheet = entered.scoresheet.values, entered.data
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


def _target(target: str) -> str:
    return {"total": "总分", "grade": "等次", "bonus": "加分"}.get(target, target)


def _dimensions(card: Scorecard) -> Iterator[DimensionResult]:
    for one in card.rubric.dimensions:
        name = f"dimension{one.number}"
        figures = (_text(card.figures.get(f"{name}:{what}", "")) for what in ("deduction", "bonus", "score"))
        yield DimensionResult(one.number, one.name, format_decimal(one.points), *figures)


def _indicators(
    card: Scorecard,
    own: _Scores | None,
    before: _Scores,
    entries: Mapping[str, object],
    sentences: Mapping[str, object],
) -> Iterator[IndicatorResult]:
    for one in card.rubric.indicators:
        deduction, bonus, score = (_text(card.figures.get(f"{one.id}:{what}", "")) for what in _FIGURES)
        yield IndicatorResult(
            *(one.id, one.name, format_decimal(one.points), deduction, bonus, score),
            *(own[1].get(one.id, "") if own else "", before[1].get(one.id, "")),
            tuple(_findings(one, entries, sentences)) if (deduction, bonus) != ("0", "0") else (),
        )


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
    # 是 of a question needs no answer in a report: the label says what was found.
    found = clause.label if isinstance(clause.kind, Flat) else entered_text(clause, entries)
    return ClauseFinding(clause.key, effect, clause.quote, found, format_decimal(amount), how)


def _below(card: Scorecard, entries: Mapping[str, object], sentences: Mapping[str, object]) -> Iterator[ClauseFinding]:
    for part, effect in ((card.rubric.general_bonus, BONUS), (card.rubric.major_deduction, MAJOR)):
        for clause in part.clauses:
            amount = sentences.get(f"{clause.key}:amount", 0)
            if isinstance(amount, int) and amount:
                yield _finding(clause, effect, amount, entries, sentences)


def _corrections(combined: Combined) -> Iterator[CorrectionMade]:
    for one in combined.corrections:
        if one.name.startswith(FIGURE):
            place, after = place_of(one.name.removeprefix(FIGURE)), str(one.values[one.name])
        else:
            place = one.name.removeprefix("in_").removeprefix(INAPPLICABLE)
            after = entry_in(
                combined.rubric, corrected(combined.rubric, combined.values, combined.corrections), one.name
            )
        yield CorrectionMade(place, one.about, after, one.by, one.why, one.evidence, one.at, one.appeal)


def _appeal(appeal: Appeal) -> AppealMade:
    outcome = OUTCOMES.get(appeal.outcome, "")
    return AppealMade(appeal.id, appeal.place, appeal.says, outcome, appeal.decided_by, appeal.why)


def _returns(combined: Combined) -> Iterator[ReturnUsed]:
    for one in combined.standings:
        if one.current:
            yield ReturnUsed(one.issue.edition, one.issue.rater, one.current.file, one.current.sha256)


def _with_grade(body: BodyResult, decided: GradeDecision | None) -> BodyResult:
    """Add the grade that was decided on; one that was decided on other figures does not count."""
    if decided is None or decided.published != body.published:
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
