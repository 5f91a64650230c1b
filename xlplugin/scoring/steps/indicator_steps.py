"""The steps of clauses and indicators: amounts, caps, scores, and their sentences."""

from collections.abc import Iterator

from xlplugin.notation.decimals import SCALE, divide_half_up
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.limits import award_limit, deduction_limit
from xlplugin.rubric.model import Dimension, Indicator, Rubric, Scheme, Subdimension
from xlplugin.scoring.as_sentence import as_sentence
from xlplugin.scoring.clause_points import amount, rate_entries
from xlplugin.scoring.entry_rules import rule
from xlplugin.scoring.expression import (
    NOUGHT,
    AtLeast,
    AtMost,
    Choose,
    Compare,
    Condition,
    Constant,
    Difference,
    Expression,
    Figure,
    Greatest,
    IsBlank,
    Joined,
    Tally,
    Words,
    at_most,
)
from xlplugin.scoring.states import ASSESSED, FAULTY, NOT_APPLICABLE, PENDING, UNASSESSED
from xlplugin.scoring.steps.group_steps import Groups
from xlplugin.scoring.steps.rule_steps import Chains
from xlplugin.scoring.steps.step import Step, amounts, blank_words, in_state, rest_of, states_of


def clause_steps(clause: Clause, chains: Chains, groups: Groups) -> Iterator[Step]:
    """Return the steps of a clause, but its sentence."""
    from xlplugin.scoring.expression import State

    yield Step(f"{clause.key}:state", State(clause.key))
    counted = Choose(((in_state(clause, ASSESSED), amount(clause)),), NOUGHT)
    if groups.of(clause.key):
        yield Step(f"{clause.key}:alone", chains.changed(clause.key, counted))
        yield Step(f"{clause.key}:amount", groups.counted(clause.key))
    else:
        yield Step(f"{clause.key}:amount", chains.changed(clause.key, counted))


def indicator_steps(
    rubric: Rubric, dimension: Dimension, parent: Subdimension, indicator: Indicator, chains: Chains, groups: Groups
) -> Iterator[Step]:
    """Return the steps of an indicator: deduction, bonus and score, the score first where it is built from zero."""
    id, points = indicator.id, Constant(indicator.points)
    given = Step(f"{id}:bonus", bonus(rubric.scheme, parent, indicator))
    left_out = is_left_out(rubric, dimension, indicator)
    if not indicator.awards and not left_out and not chains.change(id) and not groups.of(id):
        yield Step(f"{id}:deduction", deduction(rubric, indicator))
        yield given
        yield Step(f"{id}:score", Difference(points, Figure(f"{id}:deduction")))
        return
    score = _earned_score(rubric, indicator) if indicator.awards else Difference(points, deduction(rubric, indicator))
    score = chains.changed(id, score)
    if left_out:
        score = Choose(((left_out, Words(NOT_APPLICABLE)),), score)
    if groups.of(id):
        yield Step(f"{id}:alone", score)
        score = groups.counted(id)
    yield Step(f"{id}:score", score)
    yield Step(f"{id}:deduction", rest_of(points, Figure(f"{id}:score")))
    yield given


def is_left_out(rubric: Rubric, dimension: Dimension, indicator: Indicator) -> Condition | None:
    """Whether an indicator is left out of what is scored; None where that cannot be."""
    required = indicator.awards + indicator.deductions
    if not indicator.may_be_not_applicable or not required:
        return None
    return in_state(required[0], NOT_APPLICABLE) if rubric.missing_of(dimension, indicator).leaves_out else None


def _earned_score(rubric: Rubric, indicator: Indicator) -> Expression:
    """Return the score of an indicator with awards: what is earned, less what is deducted; 未评 while any is blank.

    A figure that is built from zero is never given for a blank: it would be a proven 0.
    """
    required = indicator.awards + indicator.deductions
    cases = [(Compare(Tally(states_of(required), FAULTY), ">", NOUGHT), Words(FAULTY))]
    cases += [(Compare(Tally(states_of(required), word), ">", NOUGHT), Words(word)) for word in blank_words(required)]
    exempt = ((in_state(required[0], NOT_APPLICABLE), Constant(indicator.points)),)  # nothing is lost
    return Choose(
        (*cases, *(exempt if indicator.may_be_not_applicable else ())), _earned_less_deducted(rubric, indicator)
    )


def _earned_less_deducted(rubric: Rubric, indicator: Indicator) -> Expression:
    earned = award(rubric, indicator)
    if not indicator.deductions:
        return earned
    rest = Difference(earned, deduction(rubric, indicator))
    return rest if indicator.may_exceed else AtLeast(NOUGHT, rest)


def award(rubric: Rubric, indicator: Indicator) -> Expression:
    """Return what the awards of an indicator give: their sum or highest, up to its points."""
    return at_most(award_limit(rubric, indicator), _counted(indicator.awards, indicator.counts_highest_award))


def deduction(rubric: Rubric, indicator: Indicator) -> Expression:
    """Return the deduction of an indicator: the sum of its clauses, limited by its cap if it has one (rule 3)."""
    return at_most(deduction_limit(rubric, indicator), amounts(indicator.deductions))


def bonus(scheme: Scheme, parent: Subdimension, indicator: Indicator) -> Expression:
    """Return the bonus of an indicator: its clauses' sum or highest, limited by its cap and the scheme's (rule 6)."""
    capped = at_most(indicator.bonus_cap, _counted(indicator.bonuses, indicator.counts_highest_bonus))
    limit = scheme.bonus_limit
    return at_most(limit_of(limit.share, parent) if limit and limit.binding else None, capped)


def limit_of(share: int, parent: Subdimension) -> int:
    """Return a share of a subdimension's points, in ten-thousandths of a point."""
    return divide_half_up(share * parent.points, SCALE)


def _counted(clauses: tuple[Clause, ...], counts_highest: bool) -> Expression:
    if counts_highest and len(clauses) > 1:
        return Greatest(tuple(Figure(f"{clause.key}:amount") for clause in clauses))
    return amounts(clauses)


def sentence(clause: Clause, chains: Chains, groups: Groups, verdict: Expression | None = None) -> Expression:
    """Return the sentence of a clause; ``verdict`` is what the last clause says of all together."""
    given = (Words(f"，{clause.verb} "), Figure(f"{clause.key}:amount"))
    how = Joined((as_sentence(amount(clause)), *chains.words(clause.key), *groups.words(clause.key), *given))
    cases = (
        (in_state(clause, ASSESSED), how),
        (in_state(clause, FAULTY), Words(f"{FAULTY}：{rule(clause)}")),
        (in_state(clause, NOT_APPLICABLE), Words(NOT_APPLICABLE)),
    )
    said = Choose(cases, _blank_sentence(clause))
    return Joined((said, verdict)) if verdict else said


def _blank_sentence(clause: Clause) -> Expression:
    unassessed = Words((PENDING if clause.awaits_others else UNASSESSED) if clause.required else "")
    entries = rate_entries(clause)
    if not entries:
        return unassessed
    part, whole = entries
    half = Words(f"{UNASSESSED}：两项数据只填了一项")
    return Choose(((IsBlank(part), Choose(((IsBlank(whole), unassessed),), half)), (IsBlank(whole), half)), unassessed)


def verdict(rubric: Rubric, indicator: Indicator) -> Expression | None:
    """Return the sentence for several clauses or a cap together; None if one clause explains everything."""
    parent = next(p for d in rubric.dimensions for p in d.subdimensions if indicator in p.indicators)
    taken, given = deduction(rubric, indicator), bonus(rubric.scheme, parent, indicator)
    # Otherwise the figure says more than this sentence.
    by_itself = not indicator.awards and not rubric.rules and not rubric.groups
    figures: tuple[Expression, ...] = (
        award(rubric, indicator),
        Figure(f"{indicator.id}:deduction") if by_itself and indicator.missing is None else taken,
        Figure(f"{indicator.id}:bonus"),
    )
    parts: list[Expression] = []
    for clauses, how, figure, is_highest in zip(
        (indicator.awards, indicator.deductions, indicator.bonuses),
        (award(rubric, indicator), taken, given),
        figures,
        (indicator.counts_highest_award, False, indicator.counts_highest_bonus),
        strict=True,
    ):
        if len(clauses) > 1 or (clauses and isinstance(how, AtMost)):
            lead = Words("；" if is_highest else "；合计 ")
            said = Joined((lead, as_sentence(how), Words(f"，{clauses[0].verb} "), figure))
            parts.append(_if_assessed(clauses, said))
    if indicator.awards and indicator.deductions:
        parts.append(_if_assessed(indicator.awards + indicator.deductions, _rest_words(rubric, indicator, taken)))
    return Joined(tuple(parts)) if parts else None


def _rest_words(rubric: Rubric, indicator: Indicator, taken: Expression) -> Expression:
    rest = _earned_less_deducted(rubric, indicator)
    difference, least = (rest.of, Words("，最低 0")) if isinstance(rest, AtLeast) else (rest, Words(""))
    return Joined((Words("；得分 "), award(rubric, indicator), Words(" − "), taken, Words(" = "), difference, least))


def _if_assessed(clauses: tuple[Clause, ...], said: Expression) -> Expression:
    """Return a sentence, once any of the clauses is assessed."""
    return Choose(((Compare(Tally(states_of(clauses), ASSESSED), ">", NOUGHT), said),), Words(""))
