"""Corrections (更正): a person sets an entry of a body, with name and reason; what was typed stays."""

from collections.abc import Mapping
from dataclasses import replace

from xlplugin.entries.cell_values import CellValue
from xlplugin.entries.read_entries import INAPPLICABLE, read_cells
from xlplugin.errors import Problem, UsageError, nearest, new_problem
from xlplugin.returns.combined import BLANK, FIGURE, FINAL, Combined, corrected, entry_in
from xlplugin.returns.figure_corrections import figure_of, place_of, shown_figure, step_of
from xlplugin.returns.score_returns import combined_returns, scored
from xlplugin.rubric.clause import slots
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.slots import Takes
from xlplugin.store.database import Store
from xlplugin.store.decided.decisions import Decision, Value, keep_decision
from xlplugin.store.log import CORRECTED, WITHDRAWN, now
from xlplugin.store.submission import normalised_in


def body_in(store: Store, body: str, rubric: str = "", edition: str = FINAL) -> Combined:
    """Return what the returns of a body say together.

    Args:
        store: the returns.
        body: its name.
        rubric: the rubric's id or path; needed only if the body is assessed by several.
        edition: an edition; by default the one whose figures are final.

    Raises:
        UsageError: no workbook was issued to such a body, or several tables were.
    """
    found = list(combined_returns(store, rubric, edition, body=body))
    if not found:
        known = tuple(dict.fromkeys(issue.body for issue in store.issues()))
        raise UsageError([new_problem("", "body-not-issued", name=body, **nearest(body, known))])
    if len(found) > 1:
        tables = "、".join(dict.fromkeys(one.issue.rubric for one in found))
        raise UsageError([new_problem("", "body-of-several-tables", name=body, rubrics=tables)])
    return found[0]


def correct(  # noqa: PLR0913  # what a correction consists of; all but the first four by name
    store: Store,
    body: str,
    key: str,
    value: str,
    *,
    by: str,
    why: str,
    evidence: str = "",
    rubric: str = "",
    appeal: int = 0,
) -> Decision:
    """Correct an entry of a body on the assessed side.

    Args:
        store: the returns.
        body: its name.
        key: the input (``2.1.1.d1``), an indicator that is (not) applicable (``3.3.4``), or a figure: 2.1.1扣分,
            2.1.1加分, 2.1.1得分, 总分.
        value: what counts: a figure in 分; an entry as it would be typed into the cell (``3``, ``是``, ``9/10``,
            ``89.5%``); 空 for a blank, 不适用 for an indicator. The reason of an amount is ``why``.
        by: who decided it.
        why: the reason.
        evidence: where it can be seen.
        rubric: the rubric's id or path; needed only if the body is assessed by several.
        appeal: the number of the appeal that it answers; 0 for none.

    Returns:
        What was recorded.

    Raises:
        UsageError: name or reason is missing, there is no such body or input, the value does not fit, or it is what
            stands there; nothing is recorded then.
    """
    combined = body_in(store, body, rubric)
    decision, shown = prepared(combined, key, value, by=by, why=why, evidence=evidence, appeal=appeal)
    with store.writing() as connection:
        keep_decision(connection, decision, shown)
    return decision


def prepared(
    combined: Combined, key: str, value: str, *, by: str, why: str, evidence: str = "", appeal: int = 0
) -> tuple[Decision, str]:
    """Make a correction without recording it; also give what counts then, in words.

    Raises:
        UsageError: see ``correct``.
    """
    _require(by, why)
    table, body = combined.rubric, combined.issue.body
    step = step_of(table, key)
    if not combined.is_returned:
        raise UsageError([new_problem(body, "nothing-to-correct")])
    facts = {"by": by.strip(), "why": why.strip(), "evidence": evidence.strip(), "round": combined.issue.round}
    if step and not (combined.is_joined and step != "total"):
        return _prepared_figure(combined, step, value, appeal, facts)
    name = _name(table, key)
    if combined.is_joined:
        raise UsageError([new_problem(f"{body} {key}", "joined-not-corrected")])
    if difference := next((one for one in combined.differences if one.name == name), None):
        raise UsageError([new_problem(f"{body} {key}", "decide-differences-first", given=difference.about)])
    before = _values(combined)
    values = _read(table, name, value.strip(), why)
    changed = corrected(table, before, [Decision(table.id, body, name, CORRECTED, values)])
    was, after = entry_in(table, before, name), entry_in(table, changed, name)
    _check(table, changed, body, key, value)
    if changed == before:
        raise UsageError([new_problem(f"{body} {key}", "nothing-corrected", value=was)])
    return Decision(table.id, body, name, CORRECTED, values, was, at=now(), appeal=appeal, **facts), after


def _prepared_figure(
    combined: Combined, step: str, value: str, appeal: int, facts: Mapping[str, str]
) -> tuple[Decision, str]:
    """Make the correction of a figure."""
    table, body, name = combined.rubric, combined.issue.body, f"{FIGURE}{step}"
    figure = figure_of(table, step, value)
    card = scored(combined, final=True).card
    if card is None or not isinstance(card.figures.get("total"), int):
        raise UsageError([new_problem(f"{body} {place_of(step)}", "no-figure-to-correct")])
    was, shown = shown_figure(card.figures, step), f"{figure.normalize():f}"
    if was == shown:
        raise UsageError([new_problem(f"{body} {place_of(step)}", "nothing-corrected", value=was)])
    values: dict[str, Value] = {name: shown}
    return Decision(table.id, body, name, CORRECTED, values, was, at=now(), appeal=appeal, **facts), shown


def withdraw_correction(store: Store, body: str, key: str, *, by: str, why: str, rubric: str = "") -> Decision:
    """Take a correction back: what was entered counts again, whatever was corrected before.

    Args:
        store: the returns.
        body: its name.
        key: what was corrected.
        by: who decided it.
        why: the reason.
        rubric: the rubric's id or path; needed only if the body is assessed by several.

    Returns:
        What was recorded, with the number of the appeal that the correction answered.

    Raises:
        UsageError: name or reason is missing, or nothing is corrected there.
    """
    decision, shown = prepared_withdrawal(body_in(store, body, rubric), key, by=by, why=why)
    with store.writing() as connection:
        keep_decision(connection, decision, shown)
    return decision


def prepared_withdrawal(combined: Combined, key: str, *, by: str, why: str) -> tuple[Decision, str]:
    """Make the withdrawal of a correction without recording it; also give what counts then, in words.

    Raises:
        UsageError: see ``withdraw_correction``.
    """
    _require(by, why)
    body, step = combined.issue.body, step_of(combined.rubric, key)
    name = f"{FIGURE}{step}" if step else _name(combined.rubric, key)
    back = next((decision for decision in combined.corrections if decision.name == name), None)
    if back is None:
        raise UsageError([new_problem(f"{body} {key}", "no-correction")])
    of_round, who, reason = combined.issue.round, by.strip(), why.strip()
    whose = combined.rubric.id, body, name
    blank = Decision(*whose, WITHDRAWN, by=who, why=reason, at=now(), appeal=back.appeal, round=of_round)
    if step:
        given = str(back.values[name])
        return replace(blank, about=given), back.about
    was = entry_in(combined.rubric, _values(combined), name)
    left = [decision for decision in combined.corrections if decision.name != name]
    shown = entry_in(combined.rubric, corrected(combined.rubric, combined.values, left), name)
    return replace(blank, about=was), shown


def _require(by: str, why: str) -> None:
    problems = [new_problem("--by", "answers-by-nobody")] if not by.strip() else []
    problems += [new_problem("--why", "correction-without-reason")] if not why.strip() else []
    if problems:
        raise UsageError(problems)


def _values(combined: Combined) -> Mapping[str, CellValue]:
    return corrected(combined.rubric, combined.values, combined.corrections)


def _name(rubric: Rubric, key: str) -> str:
    """Return the defined name of an input or of 不适用 of an indicator."""
    keys = tuple(clause.key for clause in rubric.clauses)
    may_be_left_out = tuple(one.id for one in rubric.indicators if one.may_be_not_applicable)
    if key in keys:
        return f"in_{key}"
    if key in may_be_left_out:
        return f"{INAPPLICABLE}{key}"
    below = tuple(one for one in keys if one.startswith(f"{key}."))  # of an indicator or dimension: its own inputs
    raise UsageError([new_problem("", "no-such-input", key=key, **nearest(key, below or (*keys, *may_be_left_out)))])


def _read(rubric: Rubric, name: str, value: str, why: str) -> dict[str, Value]:
    """Split what is typed for an entry into its inputs; nothing is interpreted here."""
    if name.startswith(INAPPLICABLE):
        return {name: None if value == BLANK else value}
    clause = next(clause for clause in rubric.clauses if clause.key == name.removeprefix("in_"))
    its_slots = slots(clause)
    inputs = [slot for slot in its_slots if slot.takes is not Takes.REASON]
    if value == BLANK:
        return {slot.name: None for slot in its_slots}
    parts = value.replace("÷", "/").split("/") if len(inputs) > 1 else [value]
    parts += [""] * (len(inputs) - len(parts))
    values: dict[str, Value] = {slot.name: _typed(part) for slot, part in zip(inputs, parts, strict=False)}
    return values | {slot.name: why.strip() for slot in its_slots if slot.takes is Takes.REASON}


def _typed(text: str) -> Value:
    """Return what a cell holds after a text is typed into it: a number, or a text."""
    text = text.strip()
    try:
        return float(text)
    except ValueError:
        return text or None


def _check(rubric: Rubric, values: Mapping[str, CellValue], body: str, key: str, value: str) -> None:
    """Refuse what the cell would not take."""
    named = {f"in_{slot}" if not slot.startswith(INAPPLICABLE) else slot: one for slot, one in values.items()}
    read = normalised_in(rubric, named).values
    entered = read_cells(rubric, read, body)
    of_this = [
        fault for slot, fault in entered.faults if slot.removeprefix(INAPPLICABLE).startswith(key) or fault.where == key
    ]
    if of_this:
        fault = of_this[0]
        raise UsageError([Problem(f"{body} {key} “{value}”", fault.code, fault.facts)])
