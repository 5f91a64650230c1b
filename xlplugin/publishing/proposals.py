"""Proposes a grade (等次) for each body: by bands and conditions, then by quotas; with what a person should know.

Bands and conditions are those of the rubric (``docs/scoring.md``, rule 9). A quota moves the bodies beyond its places
to the next lower grade; where equal totals lie at its end and not all of them fit, none of them has a place (a choice
of this program: a quota is never exceeded without a person), and the reason says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xlplugin.publishing.round_result import BodyResult, RoundResult
from xlplugin.rubric.deciding import Quota
from xlplugin.rubric.model import Scheme

History = Mapping[str, Mapping[int, str]]
"""The decided grades of earlier years: by body, by year."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposal for a body.

    Attributes:
        rubric, body, group, rank, published: as in ``BodyResult``.
        grade: the grade that is proposed; '' for none.
        reasons: how it came about, in words.
        notes: what a person should know besides: open appeals, a grade several years in a row.
        basis: what it is made on, as in ``BodyResult``.
        decided, decided_by, decided_why: what was decided on these figures and this proposal already; '' for nothing.
    """

    rubric: str
    body: str
    group: str
    rank: int
    published: str
    grade: str
    reasons: tuple[str, ...]
    notes: tuple[str, ...] = ()
    basis: str = ""
    decided: str = ""
    decided_by: str = ""
    decided_why: str = ""


def propose(result: RoundResult, schemes: Mapping[str, Scheme], history: History | None = None) -> list[Proposal]:
    """Propose a grade for each body of a round, in their order.

    Args:
        result: the results of the round.
        schemes: the scheme of each table, by the table's id.
        history: the grades of earlier years.
    """
    found = {(body.rubric, body.body): _by_bands(body) for body in result.bodies}
    for scheme in {scheme.id: scheme for scheme in schemes.values()}.values():
        own = [body for body in result.bodies if schemes[body.rubric].id == scheme.id and not body.no_score]
        names = [grade.name for grade in scheme.grades]
        for quota in sorted(scheme.quotas, key=lambda one: names.index(one.grade)):
            for group in _scopes(own, quota):
                found |= _limited([found[body.rubric, body.body] for body in group], quota, names)
    years = {table.rubric: table.year for table in result.tables}
    for body in result.bodies:
        key = body.rubric, body.body
        year = year_of_round(result.name, years[body.rubric])
        notes = tuple(_notes(body, found[key], schemes[body.rubric], year, history or {}))
        found[key] = replace(found[key], notes=notes)
        if found[key].decided and body.proposed != found[key].grade:  # something else was proposed then
            found[key] = replace(found[key], decided="", decided_by="", decided_why="")
    return list(found.values())


def family(rubric: str) -> str:
    """Return what the ids of one assessment's tables have in common over the years: their words.

    >>> family("gaoping-2022-a")
    'gaoping-a'
    """
    return re.sub(r"-?\d+", "", rubric)


def year_of_round(name: str, year: int) -> int:
    """Return the year that the name of a round says (2023年度), else that of its table: a rubric may serve again."""
    match = re.match(r"(\d{4})(?!\d)", name)
    return int(match[1]) if match else year


def quotas_exceeded(
    grades: Mapping[tuple[str, str], str], result: RoundResult, schemes: Mapping[str, Scheme]
) -> Iterator[tuple[Quota, str, int, int]]:
    """Find the quotas that some decided grades exceed.

    Args:
        grades: the grade of each body, by rubric and body.
        result: the results of the round.
        schemes: the scheme of each table.

    Yields:
        The quota, the class where it holds ('' for all), its places, and how many bodies have the grade.
    """
    for scheme in {scheme.id: scheme for scheme in schemes.values()}.values():
        own = [body for body in result.bodies if schemes[body.rubric].id == scheme.id and not body.no_score]
        for quota in scheme.quotas:
            for group in _scopes(own, quota):
                count = sum(grades.get((body.rubric, body.body)) == quota.grade for body in group)
                if count > (places := quota.places(len(group))):
                    yield quota, group[0].group or group[0].rubric if quota.by_group else "", places, count


def _by_bands(body: BodyResult) -> Proposal:
    reasons = [body.no_score] if body.no_score else []
    reasons += list(body.effects)
    grade = "" if body.no_score else body.banded
    whose = body.rubric, body.body, body.group, body.rank, body.published
    decided = body.grade, body.grade_by, body.grade_why
    return Proposal(*whose, grade, tuple(reasons), (), body.basis, *decided)


def _scopes(bodies: Sequence[BodyResult], quota: Quota) -> list[list[BodyResult]]:
    """Return the bodies among which a quota holds: class by class, or all."""
    if not quota.by_group:
        return [list(bodies)] if bodies else []
    groups: dict[tuple[str, str], list[BodyResult]] = {}
    for body in bodies:
        groups.setdefault((body.rubric, body.group), []).append(body)
    return list(groups.values())


def _limited(group: Sequence[Proposal], quota: Quota, names: Sequence[str]) -> dict[tuple[str, str], Proposal]:
    """Move the bodies of a group that are beyond the places of a quota to the next lower grade."""
    candidates = sorted((one for one in group if one.grade == quota.grade), key=lambda one: -Decimal(one.published))
    places = quota.places(len(group))
    if len(candidates) <= places:
        return {}
    first_out = Decimal(candidates[places].published)
    is_tie = any(Decimal(one.published) == first_out for one in candidates[:places])
    at = names.index(quota.grade) + 1
    lower = names[at] if at < len(names) else ""
    base = f"{len(group)} 个参评单位的 {quota.share / 100:g}%，{quota.rounding.value}取整" if quota.share else "定数"
    moved = {}
    for one in candidates:
        total = Decimal(one.published)
        if total <= first_out:
            outside = "并列，名额不够" if is_tie and total == first_out else "按得分在名额之外"
            why = f"{quota.grade}名额 {places} 个（{base}），{outside}"
            moved[one.rubric, one.body] = replace(one, grade=lower, reasons=(*one.reasons, why))
    return moved


def _notes(body: BodyResult, proposal: Proposal, scheme: Scheme, year: int, history: History) -> Iterator[str]:
    pending = sum(not appeal.outcome for appeal in body.appeals)
    if pending:
        yield f"有 {pending} 件申诉未处理"
    own = history.get(body.body, {})
    last = own.get(year - 1, "")
    if last:
        yield f"上年 {last}"
    for rule in scheme.repeated:
        before = [own.get(year - back, "") for back in range(1, rule.years)]
        if proposal.grade == rule.grade and all(grade == rule.grade for grade in before):
            yield f"连续{_numeral(rule.years)}年{rule.grade}"


def _numeral(years: int) -> str:
    return "两" if years == 2 else "一二三四五六七八九十"[years - 1]
