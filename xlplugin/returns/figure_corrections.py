"""Corrections of a figure: what an indicator loses, gains or scores, or the total, is set by a person.

Usually an entry is corrected, and the figure follows by the notice's rule. Where no entry can say what was decided (the
leading group gives back half of a deduction), the figure itself is set; everything that is computed from it follows:
the caps of the dimension, total and grade. What was computed stays beside it.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from xlplugin.errors import UsageError, nearest, new_problem
from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.returns.combined import FIGURE, Combined
from xlplugin.rubric.model import Rubric
from xlplugin.scoring.scorecard import Scorecard, score, score_with
from xlplugin.scoring.scoresheet import Scoresheet
from xlplugin.scoring.states import PENDING
from xlplugin.store.decided.decisions import Decision

TOTAL = "总分"
WORDS = {"扣分": "deduction", "加分": "bonus", "得分": "score"}
"""What is set, as people write it behind an indicator: 2.1.1扣分."""

_KEY = re.compile(rf"(?P<id>[0-9.]+)\s*[:：]?\s*(?P<what>{'|'.join(WORDS)})")

MOST = 99_999


def step_of(rubric: Rubric, key: str) -> str:
    """Return the step that a key means (``2.1.1扣分``: ``2.1.1:deduction``; 总分: ``total``); '' if it is no figure.

    Raises:
        UsageError: there is no such indicator.
    """
    if key.strip() == TOTAL:
        return "total"
    match = _KEY.fullmatch(key.strip())
    if not match:
        return ""
    ids = tuple(one.id for one in rubric.indicators)
    if match["id"] not in ids:
        raise UsageError([new_problem("", "no-such-input", key=key, **nearest(match["id"], ids))])
    return f"{match['id']}:{WORDS[match['what']]}"


def place_of(step: str) -> str:
    """Write a step as people do: 2.1.1 扣分."""
    id, _, what = step.partition(":")
    return f"{id} {next(word for word, one in WORDS.items() if one == what)}" if what else TOTAL


def figure_of(rubric: Rubric, step: str, value: str) -> Decimal:
    """Read the value of a figure, in 分.

    Raises:
        UsageError: it is no number, has more than four decimal places, or cannot be that figure.
    """
    try:
        figure = Decimal(value.strip())
    except InvalidOperation:
        figure = Decimal("NaN")
    indicator = next((one for one in rubric.indicators if one.id == step.partition(":")[0]), None)
    is_number = figure.is_finite() and abs(figure) <= MOST and figure == round(figure, 4)
    is_right = is_number and (step == "total" or step.endswith(":score") or figure >= 0)
    if is_right and indicator and step.endswith(":score") and figure > Decimal(indicator.points) / SCALE:
        is_right = False
    if not is_right:
        raise UsageError([new_problem(place_of(step), "no-such-figure", value=value)])
    return figure


def fixed_figures(rubric: Rubric, corrections: Iterable[Decision]) -> dict[str, int]:
    """Return the steps that are set, in 1/10,000 分; a deduction sets the score, and a score the deduction."""
    points = {one.id: one.points for one in rubric.indicators}
    fixed: dict[str, int] = {}
    for decision in corrections:
        if not decision.name.startswith(FIGURE):
            continue
        step = decision.name.removeprefix(FIGURE)
        figure = int(Decimal(str(decision.values[decision.name])) * SCALE)
        fixed[step] = figure
        id, _, what = step.partition(":")
        if what in ("deduction", "score"):
            fixed[f"{id}:{'score' if what == 'deduction' else 'deduction'}"] = points[id] - figure
    return fixed


def card_of(combined: Combined, *, final: bool) -> Scorecard:
    """Score a body's merged entries; ``final`` with what was corrected, entries and figures."""
    sheet = combined.entered(final=final).scoresheet
    fixed = set_figures(combined, sheet, final=final)
    return score_with(combined.rubric, sheet, fixed) if fixed else score(combined.rubric, sheet)


def set_figures(combined: Combined, sheet: Scoresheet, *, final: bool) -> dict[str, int]:
    """Return every step that is set and not computed: means of the others, and with ``final`` corrected figures."""
    fixed = _of_means(combined, sheet)
    return fixed | (fixed_figures(combined.rubric, combined.corrections) if final else {})


def _of_means(combined: Combined, sheet: Scoresheet) -> dict[str, int]:
    """Return the figures of what does not apply and has the mean of the others; only inputs await others then."""
    points = {one.id: one.points for one in combined.rubric.averaged}
    fixed: dict[str, int] = {}
    for id, (mean, _) in combined.means.items():
        fixed |= {f"{id}:score": mean, f"{id}:deduction": points[id] - mean}
    awaited = sum(sheet.values.get(f"{clause.key}:state") == PENDING for clause in combined.rubric.clauses)
    return fixed | ({"pending": awaited * SCALE} if combined.means else {})


def shown_figure(figures: Mapping[str, object], step: str) -> str:
    """Write a figure, or the word that stands for it."""
    figure = figures.get(step)
    return format_decimal(figure) if isinstance(figure, int) else str(figure)
