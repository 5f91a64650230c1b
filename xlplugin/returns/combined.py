"""What a body's returns say together: several assessors' entries, merged input by input, and what a person corrected.

What only one assessor entered counts; equal entries agree; a blank never beats an entry. Different entries are a
question for a person, and until it is answered the body has no assessed score.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from xlplugin.entries.cell_values import CellValue, show_value
from xlplugin.entries.read_entries import INAPPLICABLE, Entered, read_cells
from xlplugin.errors import Problem, new_problem
from xlplugin.rubric.clause import Clause, slots
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.slots import Takes, reason_name
from xlplugin.scoring.states import NOT_APPLICABLE
from xlplugin.store.decided.decisions import Decision, corrections_in_force, merged_entries
from xlplugin.store.issue import Issue
from xlplugin.store.standings import Standing
from xlplugin.store.submission import normalised_in

FINAL = "final"
"""The figures of the assessors' workbooks with corrections (最终), beside those of each edition."""

FIGURE = "out_"
"""How the name of the correction of a figure begins: ``out_2.1.1:deduction``, ``out_total``."""

FILLED_IN = "填报"
"""The answer that an indicator applies, where one assessor has entries and another 不适用."""

BLANK = "空"
"""How a blank is written in words."""

Values = Mapping[str, CellValue]


@dataclass(frozen=True)
class Disagreement:
    """An entry in which assessors differ.

    Attributes:
        name: the defined name of the entry: ``in_2.1.1.d1``, ``na_3.3.4``.
        label: what is entered.
        cell: the defined name of its first cell.
        given: each different entry in words, with its inputs by slot and the assessors who made it.
    """

    name: str
    label: str
    cell: str
    given: tuple[tuple[str, Values, tuple[str, ...]], ...]

    @property
    def about(self) -> str:
        """The entries and who made them: 张三 2；李四 3."""
        return "；".join(f"{'、'.join(names)} {shown}" for shown, _, names in self.given)

    def problem(self) -> Problem:
        """Report it."""
        place = self.name.removeprefix("in_").removeprefix(INAPPLICABLE)
        return new_problem(place, "assessors-differ", label=self.label, given=self.about)


@dataclass(frozen=True)
class Combined:
    """What a body's returns of one edition say together.

    Attributes:
        rubric: the scoring table.
        issue: its workbook; that of the first assessor where there are several.
        standings: the state of each assessor's workbook.
        values: what was entered, by slot; without what assessors differ in.
        differences: what a person has to decide.
        corrections: what a person corrected.
        means: for each indicator that does not apply (缺项: 平均分), the mean of the others' scores, in 1/10,000 分,
            and of how many bodies it is.
        sheets: where the rubric joins the figures of several assessors, the entries of each, by name; ``values`` is
            empty then.
    """

    rubric: Rubric
    issue: Issue
    standings: tuple[Standing, ...]
    values: Values
    differences: tuple[Disagreement, ...] = ()
    corrections: tuple[Decision, ...] = ()
    sheets: tuple[tuple[str, Values], ...] = ()
    means: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_joined(self) -> bool:
        """Whether each assessor's sheet is scored by itself, and the figures are joined (考核人合成)."""
        return self.rubric.raters_rule is not None and bool(self.issue.rater)

    @property
    def is_returned(self) -> bool:
        """Whether anything came back."""
        return any(standing.current for standing in self.standings)

    @property
    def withheld(self) -> tuple[Problem, ...]:
        """Why there is no score: a rejected file, files of which one has to be chosen, different entries."""
        undecided = [one for one in self.standings if one.is_rejected or one.rivals]
        of_files = [_of_rater(problem, one) for one in undecided for problem in one.problems]
        return (*of_files, *(difference.problem() for difference in self.differences))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that a person has to look at."""
        of_files = [_of_rater(problem, one) for one in self.standings for problem in one.problems]
        return (*of_files, *(difference.problem() for difference in self.differences))

    @property
    def missing(self) -> tuple[str, ...]:
        """The assessors who have not returned their workbook; '' for the only one."""
        return tuple(one.issue.rater for one in self.standings if one.current is None)

    def entered(self, *, final: bool = False) -> Entered:
        """Read the entries as a scoresheet; ``final`` with the corrections."""
        values = corrected(self.rubric, self.values, self.corrections) if final else self.values
        return read_cells(self.rubric, values, self.issue.body)


def _of_rater(problem: Problem, standing: Standing) -> Problem:
    rater = standing.issue.rater
    return problem.at(f"{rater} {problem.where}".strip()) if rater else problem


def by_body(standings: Iterable[Standing]) -> Iterator[tuple[Standing, ...]]:
    """Group the states of workbooks by table, edition and body, in their order."""
    for _, group in groupby(
        standings, lambda one: (one.issue.round, one.issue.rubric, one.issue.edition, one.issue.body)
    ):
        yield tuple(group)


def combine(rubric: Rubric, standings: Sequence[Standing], decisions: tuple[Decision, ...] = ()) -> Combined:
    """Merge what the files that count of a body say, input by input.

    Args:
        rubric: the scoring table, as issued.
        standings: the states of the body's workbooks of one edition; not empty.
        decisions: what a person decided about this body.
    """
    corrections = corrections_in_force(decisions)
    given = [(one.issue.rater, _values(rubric, one)) for one in standings if one.current and not one.is_rejected]
    combined = Combined(rubric, standings[0].issue, tuple(standings), {}, (), corrections)
    if combined.is_joined:
        return replace(combined, sheets=tuple(given))
    if len(given) <= 1:
        return replace(combined, values=given[0][1] if given else {})
    chosen = merged_entries(decisions)
    values: dict[str, CellValue] = {}
    differences: list[Disagreement] = []
    for difference in (*_inapplicable(rubric, given, values), *_entries(rubric, given, values)):
        decision = chosen.get(difference.name)
        if decision and decision.about == difference.about:
            values |= decision.values
        else:
            differences.append(difference)
    for indicator in rubric.indicators:  # one who says 不适用 was right
        if values.get(f"{INAPPLICABLE}{indicator.id}") == NOT_APPLICABLE:
            for clause in indicator.clauses:
                for slot in _all_inputs(clause):
                    values.pop(slot, None)
    return replace(combined, values=values, differences=tuple(differences))


def _values(rubric: Rubric, standing: Standing) -> Values:
    """Return the entries of the file that counts, by slot, as they are meant."""
    current = standing.current
    if current is None:
        return {}
    read = normalised_in(rubric, current.meant, standing.issue.issued_at, current.answers).values
    return {slot: value for slot, value in read.items() if value not in (None, "")}


def _entries(
    rubric: Rubric, given: Sequence[tuple[str, Values]], values: dict[str, CellValue]
) -> Iterator[Disagreement]:
    """Merge the entries of clauses into ``values``; what differs is left out and returned."""
    for clause in rubric.clauses:
        inputs = [slot.name for slot in slots(clause) if slot.takes is not Takes.REASON]
        made: dict[tuple[CellValue, ...], list[tuple[str, Values]]] = {}
        for rater, its in given:
            entry = tuple(its.get(name) for name in inputs)
            if any(value is not None for value in entry):
                made.setdefault(entry, []).append((rater, its))
        found = [(entry, _with_reasons(clause, inputs, entry, whose)) for entry, whose in made.items()]
        if len(found) == 1:
            values.update(found[0][1])
        elif found:
            label = clause.label
            yield Disagreement(
                f"in_{clause.key}",
                label,
                f"in_{inputs[0]}",
                tuple((shown_entry(entry), its, tuple(name for name, _ in made[entry])) for entry, its in found),
            )
        elif not made:
            reasons = [(rater, its) for rater, its in given if reason_name(clause.key) in its]
            values.update(_with_reasons(clause, (), (), reasons))


def _with_reasons(
    clause: Clause, inputs: Sequence[str], entry: Sequence[CellValue], whose: Sequence[tuple[str, Values]]
) -> dict[str, CellValue]:
    """Return an entry by slot, with the reasons of all who made it."""
    name = reason_name(clause.key)
    reasons = dict.fromkeys(str(its[name]) for _, its in whose if name in its)
    values: dict[str, CellValue] = {slot: value for slot, value in zip(inputs, entry, strict=True) if value is not None}
    return {**values, name: "；".join(reasons)} if reasons else values


def _inapplicable(
    rubric: Rubric, given: Sequence[tuple[str, Values]], values: dict[str, CellValue]
) -> Iterator[Disagreement]:
    """Merge 不适用; that one assessor has entries of an indicator that is not applicable for another is returned."""
    for indicator in rubric.indicators:
        name = f"{INAPPLICABLE}{indicator.id}"
        marked = tuple(rater for rater, its in given if name in its)
        if not marked:
            continue
        names = [slot.name for clause in indicator.clauses for slot in slots(clause)]
        filled = tuple(rater for rater, its in given if name not in its and any(slot in its for slot in names))
        values[name] = next(its[name] for _, its in given if name in its)
        if filled:
            del values[name]
            both: tuple[tuple[str, Values, tuple[str, ...]], ...]
            both = ((NOT_APPLICABLE, {name: NOT_APPLICABLE}, marked), (FILLED_IN, {}, filled))
            yield Disagreement(name, f"{indicator.name} {NOT_APPLICABLE}", name, both)


def shown_entry(entry: Iterable[CellValue]) -> str:
    """Write an entry as a person reads it: 9/10, 2, 是."""
    return "/".join(BLANK if value in (None, "") else show_value(value).strip("“”") for value in entry)


def corrected(rubric: Rubric, values: Values, corrections: Iterable[Decision]) -> Values:
    """Put corrections in the place of entries; 不适用 and the entries of an indicator exclude one another."""
    result = dict(values)
    decisions = [decision for decision in corrections if not decision.name.startswith(FIGURE)]
    if not decisions:  # as for nearly every body
        return result
    owners = {
        clause.key: f"{INAPPLICABLE}{indicator.id}" for indicator in rubric.indicators for clause in indicator.clauses
    }
    inputs = {f"in_{clause.key}": _all_inputs(clause) for clause in rubric.clauses}
    inputs |= {f"{INAPPLICABLE}{one.id}": (f"{INAPPLICABLE}{one.id}",) for one in rubric.indicators}
    computed = {slot for clause in rubric.clauses if clause.over for slot in _all_inputs(clause)}
    for decision in decisions:
        for slot in inputs.get(decision.name, ()):
            if slot not in computed or len(decision.values) == 1 or decision.values.get(slot) not in (None, ""):
                result.pop(slot, None)
        kept = {slot: value for slot, value in decision.values.items() if value not in (None, "")}
        result.update(kept)
        if decision.name.startswith("in_") and kept:
            result.pop(owners.get(decision.name.removeprefix("in_"), ""), None)
        elif kept:
            of_indicator = [key for key, name in owners.items() if name == decision.name]
            for key in of_indicator:
                for slot in inputs[f"in_{key}"]:
                    result.pop(slot, None)
    return result


def _all_inputs(clause: Clause) -> tuple[str, ...]:
    return (*(slot.name for slot in slots(clause)), reason_name(clause.key))


def entry_in(rubric: Rubric, values: Values, name: str) -> str:
    """Write the entry of a defined name (``in_2.1.1.d1``, ``na_3.3.4``) as it stands in some values."""
    if name.startswith(INAPPLICABLE):
        return shown_entry([values.get(name)])
    clause = next(clause for clause in rubric.clauses if clause.key == name.removeprefix("in_"))
    return shown_entry(values.get(slot.name) for slot in slots(clause) if slot.takes is not Takes.REASON)
