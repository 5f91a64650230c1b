"""Carries a body's entries over into a workbook that replaces the one it returned, also under an amended rubric.

An entry is carried over by its key if the key still means the same: the same kind of clause, with the same label and
units, of an indicator of the same name, and with a quote that differs in its numbers only. An option is found by its
name. Whatever cannot be carried over is listed for the body.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlplugin.distribution.issued_rubric import issued_rubric
from xlplugin.distribution.raters import Rater
from xlplugin.distribution.self_assessments import body_fields
from xlplugin.entries.cell_values import LOST, CellValue, show_value
from xlplugin.entries.read_entries import read_cells
from xlplugin.rubric.clause import Clause, slots
from xlplugin.rubric.clause_kinds import Choice
from xlplugin.rubric.model import Indicator, Item, Rubric
from xlplugin.scoring.scoresheet import Scoresheet, read_scoresheet
from xlplugin.store.database import Store
from xlplugin.store.standings import standings
from xlplugin.store.submission import Submission, normalised_in


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """An entry that could not be carried over.

    Attributes:
        key: of its input.
        label: of its input.
        value: what was entered.
        why: ``gone``, ``changed``, ``invalid``, or ``elsewhere``: another assessor has that indicator now.
    """

    key: str
    label: str
    value: str
    why: str


@dataclass(frozen=True)
class CarriedOver:
    """What a new workbook starts with.

    Attributes:
        scoresheet: the entries, by the new rubric.
        fields: what else was filled in, by defined name: evidence, name and telephone.
        count: how many entries were carried over.
        left: those that could not be.
    """

    scoresheet: Scoresheet
    fields: Mapping[str, str | float] = field(default_factory=dict)
    count: int = 0
    left: tuple[LeftBehind, ...] = ()


Whose = tuple[str, str]
"""A body, and the assessor whose workbook it is ('' for all)."""


def entries_to_carry(  # the round and table that are sent again, and to whom
    store: Store,
    rubric: Rubric,
    edition: str,
    bodies: Collection[str],
    round_name: str,
    raters: Sequence[Rater] = (),
    given: str = "",
) -> dict[Whose, CarriedOver]:
    """Return what the new workbooks of bodies start with that have returned one in this round.

    A rejected file is left out, and so are the files of a body until it is decided which of them counts.

    Args:
        store: the store.
        rubric: the scoring table of the new workbooks.
        edition: their edition.
        bodies: whose.
        round_name: the round.
        raters: the assessors who get new workbooks; none: one workbook is for all.
        given: id or path of the rubric of the earlier workbooks, for stores that lack it.

    Raises:
        UsageError: the rubric of an earlier workbook is not available.
    """
    found: dict[Whose, CarriedOver] = {}
    shares: dict[Whose, frozenset[str] | None]
    shares = {(body, one.name): owners for one in raters for body, owners in one.responsible.items()}
    shares = shares or {(body, ""): None for body in bodies}
    rubrics: dict[str, Rubric] = {}
    with store.showing(round_name):
        for standing in standings(store, rubric.id, edition):
            issue, current = standing.issue, standing.current
            if issue.body not in bodies or current is None or standing.is_rejected or standing.rivals:
                continue
            filled = store.issue(current.issue) or issue  # the return may be of a workbook that was replaced before
            if filled.rubric_digest not in rubrics:
                rubrics[filled.rubric_digest] = issued_rubric(store, filled, given)
            theirs = shares.get((issue.body, issue.rater), frozenset())
            carried = carried_over(rubrics[filled.rubric_digest], rubric, current, filled.issued_at, theirs)
            if carried.count or carried.left or carried.fields:
                found[issue.body, issue.rater] = carried
    return found


def carried_over(
    before: Rubric, after: Rubric, submission: Submission, issued_at: str, theirs: frozenset[str] | None = None
) -> CarriedOver:
    """Carry the entries of a return over.

    Args:
        before: the rubric of the workbook that was returned.
        after: that of the new workbook.
        submission: the return that counts.
        issued_at: when its workbook was issued.
        theirs: the indicators and items that can be filled in in the new workbook; None for all.
    """
    cells = {name: value for name, value in submission.meant.items() if value != LOST}
    values = normalised_in(before, cells, issued_at, submission.answers).values
    data = read_cells(before, values, submission.body).data
    kept: dict[str, object] = {}
    reasons: dict[str, object] = {}
    left: list[LeftBehind] = []
    earlier, later = dict(_owned(before)), dict(_owned(after))
    given = data.get("entries")
    entries: Mapping[str, object] = given if isinstance(given, Mapping) else {}
    texts = data.get("reasons")
    for key, before_entry in entries.items():
        owner, clause = earlier[key]
        entry, why = before_entry, _why_not(owner, clause, later.get(key))
        if not why:
            entry = _in_options(clause, later[key][1], before_entry)
            why = "changed" if entry is None else _invalid(after, key, entry)
        if not why and not _is_theirs(key, theirs):
            why = "elsewhere"
        if why:
            left.append(LeftBehind(key, clause.label, _shown(clause, values), why))
            continue
        kept[key] = entry
        if isinstance(texts, Mapping) and key in texts:
            reasons[key] = texts[key]
    left += _invalid_before(before, values, set(entries), earlier)
    given = data.get("not_applicable")
    marks = [str(one) for one in given] if isinstance(given, list) else []
    names = {one.id: one for one in before.indicators}
    may_be = {one.id: one.name for one in after.indicators if one.may_be_not_applicable}
    stays = [id for id in marks if may_be.get(id) == names[id].name and (theirs is None or id in theirs)]
    left += [
        LeftBehind(id, names[id].name, "不适用", "changed" if id in may_be else "gone")
        for id in marks
        if id not in stays
    ]
    sheet = {"rubric": after.id, "body": submission.body, "entries": kept, "reasons": reasons, "not_applicable": stays}
    names_before, names_after = _names(before), _names(after)
    fields = {
        name: value
        for name, value in body_fields(submission.cells).items()
        if _is_same_field(names_before, names_after, name)
    }
    return CarriedOver(read_scoresheet(after, sheet), fields, len(kept) + len(stays), tuple(left))


def _owned(rubric: Rubric) -> Iterator[tuple[str, tuple[Indicator | Item, Clause]]]:
    """Return every clause with the indicator or item that it is of, by its key."""
    items = (*rubric.general_bonus.items, *rubric.major_deduction.items)
    owners: tuple[Indicator | Item, ...] = (*rubric.indicators, *items)
    for owner in owners:
        for clause in owner.clauses:
            yield clause.key, (owner, clause)


def _why_not(owner: Indicator | Item, clause: Clause, later: tuple[Indicator | Item, Clause] | None) -> str:
    """Return why a key no longer means the same; '' if it does."""
    if later is None:
        return "gone"
    other, new = later
    is_same = (
        type(clause.kind) is type(new.kind)
        and clause.label == new.label
        and [(slot.part, slot.unit) for slot in slots(clause)] == [(slot.part, slot.unit) for slot in slots(new)]
        and _name(owner) == _name(other)
        and _without_numbers(clause.quote) == _without_numbers(new.quote)
    )
    return "" if is_same else "changed"


def _in_options(clause: Clause, new: Clause, entry: object) -> object:
    """Return the number of the option with the same name; other entries stay as they are. None if it is gone."""
    if (
        not isinstance(clause.kind, Choice)
        or not isinstance(new.kind, Choice)
        or not isinstance(entry, int)
        or not entry
    ):
        return entry
    label = clause.kind.tiers[entry - 1].label
    return next((number for number, tier in enumerate(new.kind.tiers, 1) if tier.label == label), None)


def _is_theirs(key: str, theirs: frozenset[str] | None) -> bool:
    """Whether an assessor may enter something there; None: everything."""
    return theirs is None or key.rpartition(".")[0] in theirs


def _without_numbers(quote: str) -> str:
    return re.sub(r"[0-9０-９.．一二三四五六七八九十百两\s]+", "", quote)


def _name(owner: Indicator | Item) -> str:
    return owner.name if isinstance(owner, Indicator) else _without_numbers(owner.clauses[0].quote)


def _invalid(after: Rubric, key: str, entry: object) -> str:
    return "invalid" if read_scoresheet(after, {"rubric": after.id, "entries": {key: entry}}).problems else ""


def _invalid_before(
    before: Rubric,
    values: Mapping[str, CellValue],
    read: set[str],
    owned: Mapping[str, tuple[Indicator | Item, Clause]],
) -> Iterator[LeftBehind]:
    """Return entries that were invalid already."""
    for clause in before.clauses:
        has_value = any(values.get(slot.name) not in (None, "") for slot in slots(clause))
        if clause.key in owned and clause.key not in read and has_value:
            yield LeftBehind(clause.key, clause.label, _shown(clause, values), "invalid")


def _shown(clause: Clause, values: Mapping[str, CellValue]) -> str:
    shown = (values.get(slot.name) for slot in slots(clause))
    return "/".join(show_value(value).strip("“”") for value in shown if value not in (None, ""))


def _is_same_field(before: Mapping[str, str], after: Mapping[str, str], name: str) -> bool:
    """Whether the new workbook has the same field: not if its indicator is gone, or is another one.

    Args:
        before: the names of the indicators and items by id.
        after: those of the new rubric.
        name: the defined name of the field.
    """
    if not name.startswith("evidence_"):
        return True
    id = name.removeprefix("evidence_").rpartition("_")[0]
    return id.startswith("list.") or (id in after and after[id] == before.get(id))


def _names(rubric: Rubric) -> dict[str, str]:
    owners: tuple[Indicator | Item, ...] = (*rubric.indicators, *rubric.general_bonus.items)
    return {one.id: _name(one) for one in owners}
