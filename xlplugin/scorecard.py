"""A scorecard (考核结果): everything that is computed from one scoresheet."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xlplugin.amount import PUBLISHED_PLACES, as_decimal, shown
from xlplugin.calculation import calculation, limit_of
from xlplugin.errors import Problem, problem
from xlplugin.evaluate import Evaluation, evaluate
from xlplugin.rubric import Rubric
from xlplugin.scoresheet import Scoresheet, read_scoresheet


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """What an indicator comes to, in points; the score is points - deduction, the bonus apart."""

    deduction: Decimal
    bonus: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True)
class DimensionFigures:
    """What a dimension comes to, in points; the score is points - deduction, the bonus apart."""

    name: str
    points: Decimal
    deduction: Decimal
    bonus: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The result of one body.

    Attributes:
        rubric: the rubric's id.
        body: the assessed body.
        total: in points, up to four places; None while nothing required is assessed, or with any problem.
        published: the total rounded to two places, halves away from zero.
        grade: the grade (考核等次) of the published total.
        provisional: whether required inputs are still blank (暂定).
        blank: their keys.
        general_bonus: 综合加分项, in points.
        major_deduction: 重大扣分项, in points.
        dimensions: in the order of the notice.
        indicators: by id.
        warnings: what a person should look at.
        problems: what is wrong with the scoresheet.
    """

    rubric: str
    body: str
    total: Decimal | None
    published: Decimal | None
    grade: str | None
    provisional: bool
    blank: tuple[str, ...]
    general_bonus: Decimal
    major_deduction: Decimal
    dimensions: tuple[DimensionFigures, ...]
    indicators: dict[str, IndicatorFigures]
    warnings: tuple[Problem, ...]
    problems: tuple[Problem, ...]

    def as_json(self, language: str = "zh") -> dict[str, object]:
        """Give the contract's object: every figure an exact decimal string, ``published`` with two places."""
        return {
            "rubric": self.rubric,
            "body": self.body,
            "total": None if self.total is None else str(self.total),
            "published": None if self.published is None else f"{self.published:.{PUBLISHED_PLACES}f}",
            "grade": self.grade,
            "provisional": self.provisional,
            "blank": self.blank,
            "general_bonus": str(self.general_bonus),
            "major_deduction": str(self.major_deduction),
            "dimensions": [
                {
                    "name": figures.name,
                    "points": str(figures.points),
                    "deduction": str(figures.deduction),
                    "bonus": str(figures.bonus),
                    "score": str(figures.score),
                }
                for figures in self.dimensions
            ],
            "indicators": {
                id: {
                    "deduction": str(figures.deduction),
                    "bonus": str(figures.bonus),
                    "score": str(figures.score),
                }
                for id, figures in self.indicators.items()
            },
            "warnings": [warning.text(language) for warning in self.warnings],
            "problems": [problem.text(language) for problem in self.problems],
        }


def figures(rubric: Rubric, scoresheet: Scoresheet) -> dict[str, int | str]:
    """Compute every step except the sentences: numbers in ten-thousandths and words, by name of the step."""
    return _run(_evaluations(rubric, sentences=False), scoresheet)


def figures_and_sentences(rubric: Rubric, scoresheet: Scoresheet) -> dict[str, int | str]:
    """Compute every step, sentences too."""
    return _run(_evaluations(rubric, sentences=True), scoresheet)


def score(rubric: Rubric, data: object) -> Scorecard:
    """Score a scoresheet, given as the contract's object (as from JSON) or read before.

    Faults in the scoresheet raise nothing: they are in ``problems``, and there is no total and no grade.
    """
    scoresheet = data if isinstance(data, Scoresheet) else read_scoresheet(rubric, data)
    found = figures(rubric, scoresheet)
    numbers = {name: value for name, value in found.items() if isinstance(value, int)}
    total = None if scoresheet.problems else numbers.get("total")
    return Scorecard(
        rubric=rubric.id,
        body=scoresheet.body,
        total=None if total is None else as_decimal(total),
        published=None if total is None else as_decimal(numbers["published"]),
        grade=None if total is None else str(found["grade"]),
        provisional=bool(scoresheet.blank),
        blank=scoresheet.blank,
        general_bonus=as_decimal(numbers["general_bonus"]),
        major_deduction=as_decimal(numbers["major_deduction"]),
        dimensions=tuple(
            DimensionFigures(name, as_decimal(points), *(as_decimal(numbers[step]) for step in steps))
            for name, points, steps in _dimension_names(rubric)
        ),
        indicators={
            id: IndicatorFigures(*(as_decimal(numbers[step]) for step in steps))
            for id, steps in _indicator_names(rubric).items()
        },
        warnings=(*scoresheet.remarks, *_warnings(rubric, numbers)),
        problems=scoresheet.problems,
    )


@lru_cache(maxsize=64)
def _evaluations(rubric: Rubric, sentences: bool) -> tuple[tuple[str, Evaluation], ...]:
    steps = calculation(rubric).steps
    wanted = [step for step in steps if sentences or not step.name.endswith(":sentence")]
    return tuple((step.name, evaluate(step.expression)) for step in wanted)


def _run(evaluations: tuple[tuple[str, Evaluation], ...], scoresheet: Scoresheet) -> dict[str, int | str]:
    values: dict[str, int | str] = dict(scoresheet.values)
    for name, evaluation in evaluations:
        values[name] = evaluation(values)
    return values


@lru_cache(maxsize=64)
def _dimension_names(rubric: Rubric) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    return tuple(
        (d.name, d.points, tuple(f"dimension{d.number}:{what}" for what in ("deduction", "bonus", "score")))
        for d in rubric.dimensions
    )


@lru_cache(maxsize=64)
def _indicator_names(rubric: Rubric) -> dict[str, tuple[str, ...]]:
    return {i.id: tuple(f"{i.id}:{what}" for what in ("deduction", "bonus", "score")) for i in rubric.indicators}


def _warnings(rubric: Rubric, numbers: dict[str, int]) -> list[Problem]:
    """Name bonuses that may reward one thing twice, and bonuses above the scheme's limit (rule 6)."""
    warnings = [
        problem(key, "counted-twice", other=other)
        for key, other in _overlaps(rubric)
        if numbers[f"{key}:amount"] > 0 and numbers[f"{other}:amount"] > 0
    ]
    for indicator, points, share, limit in _bonus_limits(rubric):
        if (bonus := numbers[f"{indicator}:bonus"]) > limit:
            facts = {"points": shown(points), "share": shown(share * 100), "limit": shown(limit)}
            warnings.append(problem(indicator, "bonus-above-limit", bonus=shown(bonus), **facts))
    return warnings


@lru_cache(maxsize=64)
def _overlaps(rubric: Rubric) -> tuple[tuple[str, str], ...]:
    return tuple((clause.key, other) for clause in rubric.clauses for other in clause.overlaps)


@lru_cache(maxsize=64)
def _bonus_limits(rubric: Rubric) -> tuple[tuple[str, int, int, int], ...]:
    """For each indicator with bonuses: its id, its parent's points, and the limit as a share and in points."""
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
