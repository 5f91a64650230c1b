"""A scorecard (考核结果): everything that is computed from one scoresheet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from xlplugin.errors import Problem, new_problem
from xlplugin.notation.decimals import format_decimal, format_published, to_decimal
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.slots import YES
from xlplugin.rubric.total_rules import BONUSES, GRADE, TOTAL
from xlplugin.scoring.as_python import Figures, Values, evaluate_all
from xlplugin.scoring.expression import Constant
from xlplugin.scoring.scoresheet import Scoresheet, read_scoresheet
from xlplugin.scoring.states import NOT_APPLICABLE, PENDING, UNDECIDED
from xlplugin.scoring.steps.calculation import calculation
from xlplugin.scoring.steps.indicator_steps import limit_of


class IndicatorFigures(NamedTuple):
    """The figures of an indicator, in 分; deduction = points - score, without the bonus.

    Deduction and score are None where the score is built from zero and an input is blank (``state``: 未评, 待汇总) or
    invalid (有误), and where the indicator is left out (不适用).
    """

    deduction: Decimal | None
    bonus: Decimal
    score: Decimal | None


class DimensionFigures(NamedTuple):
    """The figures of a dimension, in 分; deduction = points - score, without the bonus.

    Deduction and score are None where the score is built from zero and nothing is assessed, or is 待定.
    """

    name: str
    points: Decimal
    deduction: Decimal | None
    bonus: Decimal
    score: Decimal | None


class AppliedEffect(NamedTuple):
    """What a rule (条件) did to a target: the figure or grade before and after, as text."""

    rule: str
    target: str
    before: str
    after: str


@dataclass(frozen=True)
class Scorecard:
    """The result of one body.

    Attributes:
        rubric: the scoring table.
        body: the assessed body.
        figures: every entry and step by name (see ``steps``), numbers in 1/10,000 分.
        blank: keys of the required inputs that are blank.
        warnings: what a person should check.
        problems: the problems of the scoresheet.
    """

    rubric: Rubric
    body: str
    figures: Figures
    blank: tuple[str, ...]
    warnings: tuple[Problem, ...]
    problems: tuple[Problem, ...]

    def with_warnings(self, warnings: tuple[Problem, ...]) -> "Scorecard":
        """Return the same scorecard with further warnings."""
        return replace(self, warnings=(*self.warnings, *warnings))

    @property
    def total(self) -> Decimal | None:
        """The total in 分, up to four decimal places; None if nothing is assessed, or with a problem."""
        return None if self._is_withheld else to_decimal(self.figures["total"])

    @property
    def published_text(self) -> str:
        """The published total with all its decimal places (``90.00``); '' if there is no total."""
        if self._is_withheld:
            return ""
        return format_published(int(self.figures["published"]), self.rubric.published_places)

    @property
    def published(self) -> Decimal | None:
        """The total in 分, rounded to the rubric's decimal places, halves away from zero; None if there is no total."""
        return None if self._is_withheld else to_decimal(self.figures["published"])

    @property
    def grade(self) -> str | None:
        """The grade (考核等次) of the published total; None if there is no total, or the notice has no grades."""
        return None if self._is_withheld or not self.rubric.scheme.grades else str(self.figures["grade"])

    @property
    def provisional(self) -> bool:
        """Whether required inputs are blank (暂定)."""
        return bool(self.blank)

    @property
    def general_bonus(self) -> Decimal:
        """综合加分项, in 分."""
        return to_decimal(self.figures["general_bonus"])

    @property
    def major_deduction(self) -> Decimal:
        """重大扣分项, in 分."""
        return to_decimal(self.figures["major_deduction"])

    @cached_property
    def dimensions(self) -> tuple[DimensionFigures, ...]:
        """The figures of each dimension in 分, in the order of the notice."""
        return tuple(
            DimensionFigures(name, to_decimal(points), *_decimals(steps(self.figures)))
            for name, points, steps in _dimension_steps(self.rubric)
        )

    @cached_property
    def indicators(self) -> dict[str, IndicatorFigures]:
        """The figures of each indicator, by id."""
        return {id: IndicatorFigures(*_decimals(steps(self.figures))) for id, steps in _indicator_steps(self.rubric)}

    @property
    def pending(self) -> tuple[str, ...]:
        """Keys of the inputs that await the data of other bodies; there is no total until they are known."""
        inputs = tuple(key for key in _awaited(self.rubric) if self.figures[f"{key}:state"] == PENDING)
        if not self.rubric.averaged or not self.figures["pending"]:
            return inputs
        first = ((one.awards + one.deductions)[0].key for one in self.rubric.averaged)
        return (*inputs, *(key for key in first if self.figures[f"{key}:state"] == NOT_APPLICABLE))

    @property
    def effects(self) -> tuple[AppliedEffect, ...]:
        """What rules did to figures, in the order of the rubric; nothing while there is no total."""
        if self._is_withheld:
            return ()
        return tuple(
            AppliedEffect(rule, target, _shown(self.figures[f"{name}:before"]), _shown(self.figures[f"{name}:after"]))
            for name, rule, target in _consequences(self.rubric)
            if self.figures[f"{name.partition('.')[0]}:holds"] == YES
        )

    @property
    def _is_withheld(self) -> bool:
        # A problem that no cell shows, such as an unknown key, withholds the total as well.
        return bool(self.problems) or isinstance(self.figures["total"], str)

    def as_json(self, language: str = "zh") -> dict[str, object]:
        """Return the scorecard as an object: every figure an exact decimal string, ``published`` with its places."""
        dimensions = []
        write: Callable[[Any], str | None] = _or_null if _has_words(self.rubric) else format_decimal
        for name, points, steps in _dimension_steps(self.rubric):
            deduction, bonus, score = map(write, steps(self.figures))
            amounts = {"points": format_decimal(points), "deduction": deduction, "bonus": bonus, "score": score}
            dimensions.append({"name": name, **amounts})
        indicators = {}
        for id, steps in _indicator_steps(self.rubric):
            deduction, bonus, score = map(write, steps(self.figures))
            indicators[id] = {"deduction": deduction, "bonus": bonus, "score": score}
        more: dict[str, object] = {}
        if self.rubric.rules:
            more["effects"] = [effect._asdict() for effect in self.effects]
        if _awaited(self.rubric) or self.rubric.averaged:
            more["pending"] = self.pending
        return {
            "rubric": self.rubric.id,
            "body": self.body,
            "total": None if self._is_withheld else format_decimal(self.figures["total"]),
            "published": self.published_text or None,
            "grade": self.grade,
            "provisional": self.provisional,
            "blank": self.blank,
            "general_bonus": format_decimal(self.figures["general_bonus"]),
            "major_deduction": format_decimal(self.figures["major_deduction"]),
            "dimensions": dimensions,
            "indicators": indicators,
            **more,
            "warnings": [warning.text(language) for warning in self.warnings],
            "problems": [problem.text(language) for problem in self.problems],
        }


def figures(rubric: Rubric, scoresheet: Scoresheet) -> Figures:
    """Compute every step except the sentences: by name, numbers in ten-thousandths, or words."""
    return _evaluation(rubric, sentences=False)(scoresheet.values)


def figures_and_sentences(rubric: Rubric, scoresheet: Scoresheet) -> Figures:
    """Compute every step, including the sentences."""
    return _evaluation(rubric, sentences=True)(scoresheet.values)


def score(rubric: Rubric, data: object) -> Scorecard:
    """Score a scoresheet, by the rules in ``docs/scoring.md``.

    Args:
        rubric: the scoring table.
        data: the scoresheet: an object, as from JSON (``{"rubric": …, "body": …, "entries": {"2.1.1.d1": 4}}``), or one
            that ``read_scoresheet`` has read.

    Returns:
        The scorecard, in 分. Problems in the scoresheet raise nothing: they are in its ``problems``, and it has no
        total and no grade then.
    """
    scoresheet = data if isinstance(data, Scoresheet) else read_scoresheet(rubric, data)
    return scorecard_of(rubric, scoresheet, figures(rubric, scoresheet))


def score_with(rubric: Rubric, scoresheet: Scoresheet, fixed: Mapping[str, int]) -> Scorecard:
    """Score a scoresheet with some figures set: everything that is computed from them follows.

    Args:
        rubric: the scoring table.
        scoresheet: the entries.
        fixed: the steps that are set (``2.1.1:deduction``), in 1/10,000 分.
    """
    evaluate = _evaluation_with(rubric, tuple(sorted(fixed.items())))
    return scorecard_of(rubric, scoresheet, evaluate(scoresheet.values))


@lru_cache(maxsize=256)
def _evaluation_with(rubric: Rubric, fixed: tuple[tuple[str, int], ...]) -> Callable[[Values], Figures]:
    known = {name: Constant(figure) for name, figure in fixed}
    steps = [step for step in calculation(rubric).steps if not step.name.endswith(":sentence")]
    return evaluate_all([(step.name, known.get(step.name, step.expression)) for step in steps])


def scorecard_of(rubric: Rubric, scoresheet: Scoresheet, computed: Figures) -> Scorecard:
    """Make a scorecard from computed figures."""
    return Scorecard(
        rubric=rubric,
        body=scoresheet.body,
        figures=computed,
        blank=scoresheet.blank,
        warnings=(*scoresheet.remarks, *_warnings(rubric, computed)),
        problems=scoresheet.problems,
    )


@lru_cache(maxsize=64)
def _evaluation(rubric: Rubric, sentences: bool) -> Callable[[Values], Figures]:
    steps = calculation(rubric).steps
    wanted = [step for step in steps if sentences or not step.name.endswith(":sentence")]
    return evaluate_all([(step.name, step.expression) for step in wanted])


_Take: TypeAlias = Callable[[Figures], tuple[int | str, int, int | str]]
"""Takes the deduction, bonus and score of a thing from all figures; a word stands where there is none."""


def _decimals(figures: tuple[int | str, int, int | str]) -> tuple[Decimal | None, Decimal, Decimal | None]:
    deduction, bonus, score = figures
    return _decimal(deduction), to_decimal(bonus), _decimal(score)


def _decimal(figure: int | str) -> Decimal | None:
    return None if isinstance(figure, str) else to_decimal(figure)


def _or_null(figure: int | str) -> str | None:
    return None if isinstance(figure, str) else format_decimal(figure)


@lru_cache(maxsize=64)
def _has_words(rubric: Rubric) -> bool:
    """Whether a figure of an indicator or dimension may be a word; writing numbers alone is faster."""
    return any(
        indicator.awards or rubric.missing_of(dimension, indicator).leaves_out
        for dimension in rubric.dimensions
        for indicator in dimension.indicators
    )


def _shown(figure: int | str) -> str:
    return figure if isinstance(figure, str) else format_decimal(figure)


@lru_cache(maxsize=64)
def _awaited(rubric: Rubric) -> tuple[str, ...]:
    return tuple(clause.key for clause in rubric.clauses if clause.awaits_others)


@lru_cache(maxsize=64)
def _consequences(rubric: Rubric) -> tuple[tuple[str, str, str], ...]:
    """Return what rules change: the name of the steps, the rule, the target as scorecards write it."""
    return tuple(
        (f"rule{number}.{at}", rule.name, TARGETS.get(consequence.target, consequence.target))
        for number, rule in enumerate(rubric.rules, 1)
        for at, consequence in enumerate(rule.consequences, 1)
    )


TARGETS = {TOTAL: "total", GRADE: "grade", BONUSES: "bonus"}
"""Targets of rules that are no place of the table, as scorecards write them."""


@lru_cache(maxsize=64)
def _dimension_steps(rubric: Rubric) -> tuple[tuple[str, int, _Take], ...]:
    return tuple((d.name, d.points, _take(f"dimension{d.number}")) for d in rubric.dimensions)


@lru_cache(maxsize=64)
def _indicator_steps(rubric: Rubric) -> tuple[tuple[str, _Take], ...]:
    return tuple((indicator.id, _take(indicator.id)) for indicator in rubric.indicators)


def _take(name: str) -> _Take:
    return itemgetter(f"{name}:deduction", f"{name}:bonus", f"{name}:score")


def _warnings(rubric: Rubric, computed: Figures) -> list[Problem]:
    """Warn about bonuses that may reward one thing twice, and bonuses above the scheme's limit (rule 6)."""
    warnings = [new_problem("", "undecided")] if computed["total"] == UNDECIDED else []
    warnings += [
        new_problem(key, "counted-twice", other=other)
        for key, other in _overlaps(rubric)
        if computed[f"{key}:amount"] > 0 and computed[f"{other}:amount"] > 0
    ]
    for indicator, points, share, limit in _bonus_limits(rubric):
        if (bonus := computed[f"{indicator}:bonus"]) > limit:
            facts = {
                "points": format_decimal(points),
                "share": format_decimal(share * 100),
                "limit": format_decimal(limit),
            }
            warnings.append(new_problem(indicator, "bonus-above-limit", bonus=format_decimal(bonus), **facts))
    return warnings


@lru_cache(maxsize=64)
def _overlaps(rubric: Rubric) -> tuple[tuple[str, str], ...]:
    return tuple((clause.key, other) for clause in rubric.clauses for other in clause.overlaps)


@lru_cache(maxsize=64)
def _bonus_limits(rubric: Rubric) -> tuple[tuple[str, int, int, int], ...]:
    """Return for each indicator with bonuses: its id, its parent's points, and the limit as a share and in points."""
    limit = rubric.scheme.bonus_limit
    if limit is None or limit.binding:
        return ()
    return tuple(
        (indicator.id, part.points, limit.share, limit_of(limit.share, part))
        for dimension in rubric.dimensions
        for part in dimension.subdimensions
        for indicator in part.indicators
        if indicator.bonuses
    )
