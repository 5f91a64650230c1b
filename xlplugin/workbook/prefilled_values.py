"""The entries and figures that a workbook starts with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from xlplugin.notation.decimals import SCALE
from xlplugin.rubric.clause import Clause, asks_reason, slots
from xlplugin.rubric.model import Indicator, Item, Rubric
from xlplugin.rubric.slots import Slot, Takes, reason_name
from xlplugin.scoring.scorecard import figures_and_sentences
from xlplugin.scoring.scoresheet import Scoresheet, read_scoresheet
from xlplugin.scoring.states import ASSESSED, FAULTY

LONG_COUNT, LONG_MEASURE, LONG_AMOUNT = 99, 9_999, 12.25
"""Values that take as much room as common entries."""


@dataclass(frozen=True, eq=False)
class Prefill:
    """Entries (numbers in ten-thousandths, words) by slot, figures by step, and other fields by defined name."""

    entered: Mapping[str, int | str]
    not_applicable: frozenset[str]
    figures: Mapping[str, int | str]
    fields: Mapping[str, str | float] = field(default_factory=dict)

    def entry(self, name: str) -> int | float | str | None:
        """Return an entry as its cell stores it."""
        value = self.entered.get(name)
        return in_cell(value) if isinstance(value, int) else value


def in_cell(amount: int) -> int | float:
    """Return an amount as the number in a cell; whole numbers without a decimal point."""
    return amount // SCALE if amount % SCALE == 0 else amount / SCALE


def prefill(rubric: Rubric, scoresheet: Scoresheet | None = None) -> Prefill:
    """Compute the figures of a scoresheet; without one, nothing is entered."""
    if scoresheet is None:
        return _unfilled(rubric)
    return Prefill(scoresheet.values, scoresheet.not_applicable, figures_and_sentences(rubric, scoresheet))


@lru_cache(maxsize=16)
def _unfilled(rubric: Rubric) -> Prefill:
    return prefill(rubric, read_scoresheet(rubric, {"rubric": rubric.id}))


def change_text(owner: Indicator | Item, figures: Mapping[str, int | str], entered: Mapping[str, int | str]) -> str:
    """Explain what an indicator or item takes or gives: the sentences of its clauses, each with its reason."""
    clauses = owner.clauses
    return "；".join(
        f"{loss_head(clause)}{figures[f'{clause.key}:sentence']}{_reason(clause, entered)}"
        for clause in clauses
        if is_listed(clause, figures, is_last=clause is clauses[-1])
    )


def is_listed(clause: Clause, figures: Mapping[str, int | str], *, is_last: bool) -> bool:
    """Whether the list of changes gives the sentence of a clause: what takes or gives points, and any award."""
    if is_last or clause.earns:
        return figures[f"{clause.key}:state"] == ASSESSED
    return int(figures[f"{clause.key}:amount"]) > 0


def _reason(clause: Clause, entered: Mapping[str, int | str]) -> str:
    reason = entered.get(reason_name(clause.key))
    return f"（{reason}）" if reason else ""


def changes_of(owner: Indicator | Item, figures: Mapping[str, int | str]) -> tuple[int, int]:
    """Return what an indicator or item takes and what it gives, in 1/10,000 分."""
    if isinstance(owner, Indicator):
        lost = figures[f"{owner.id}:deduction"]
        return lost if isinstance(lost, int) else 0, int(figures[f"{owner.id}:bonus"])
    amounts = [(clause.deducts, int(figures[f"{clause.key}:amount"])) for clause in owner.clauses]
    return sum(amount for deducts, amount in amounts if deducts), sum(
        amount for deducts, amount in amounts if not deducts
    )


def loss_head(clause: Clause) -> str:
    """Return the text before a clause's sentence in a list: 是 alone would not show what it is about."""
    return f"{clause.label}：" if slots(clause)[0].takes is Takes.YES_NO else ""


@lru_cache(maxsize=16)
def longest_sentences(rubric: Rubric) -> Mapping[str, str]:
    """Return for each clause the longest sentence that is expected in its cell."""
    faulty: dict[str, int | str] = {f"{clause.key}:state": FAULTY for clause in rubric.clauses}
    figure_sets = [_long_figures(rubric), _figures(rubric, _long_entries(rubric) | faulty)]
    return {
        clause.key: max((str(figures[f"{clause.key}:sentence"]) for figures in figure_sets), key=len)
        for clause in rubric.clauses
    }


def longest_loss(rubric: Rubric, reason: str, indicator: Indicator | None = None) -> str:
    """Return the longest expected text of a loss, of one indicator or of all; ``reason``: one of common length."""
    figures = _long_figures(rubric)
    texts = []
    for candidate in [indicator] if indicator else rubric.indicators:
        reasons = {reason_name(clause.key): reason for clause in candidate.clauses if asks_reason(clause)}
        texts.append(change_text(candidate, figures, reasons))
    return max(texts, key=len)


@lru_cache(maxsize=16)
def _long_figures(rubric: Rubric) -> Mapping[str, int | str]:
    return _figures(rubric, _long_entries(rubric))


def _long_entries(rubric: Rubric) -> dict[str, int | str]:
    values: dict[str, int | str] = {}
    for clause in rubric.clauses:
        values[f"{clause.key}:state"] = ASSESSED
        values |= {slot.name: _long_entry(slot) for slot in slots(clause)}
    return values


def _figures(rubric: Rubric, values: Mapping[str, int | str]) -> Mapping[str, int | str]:
    return figures_and_sentences(rubric, Scoresheet(rubric.id, "", values, frozenset(), (), (), ()))


def _long_entry(slot: Slot) -> int | str:
    match slot.takes:
        case Takes.TIER:
            return max(slot.words[:-1], key=len)
        case Takes.YES_NO:
            return slot.words[0]
        case Takes.AMOUNT:
            return int(LONG_AMOUNT * SCALE)
        case Takes.MEASURE:
            return max(slot.least, min(slot.most, int(LONG_AMOUNT * SCALE)))
        case Takes.REASON:
            return ""
        case _:
            measured = LONG_MEASURE - 1 if slot.part == "part" else LONG_MEASURE
            return min(slot.most, (LONG_COUNT if slot.part == "value" else measured) * SCALE)
