"""What is wrong with entries, and what a person's answers do to the problems of a return."""

from collections.abc import Iterable, Iterator, Mapping

from xlplugin.entries.cell_values import show_value
from xlplugin.entries.read_entries import Entered
from xlplugin.errors import Problem, new_problem
from xlplugin.notation.cell_address import Cell
from xlplugin.returns.remarks import slot_name
from xlplugin.returns.verify.verify_return import Returned
from xlplugin.store.answers import WHOLE_FILE, Answer
from xlplugin.store.problem_policy import policy_of


def cell_of(fault: Problem) -> str:
    """Give the defined name of the entry that a fault is of; '' for what is not wrong with an entry."""
    return str(dict(fault.facts).get("cell", ""))


def faults_of(entered: Entered, cells: Mapping[str, Cell]) -> Iterator[Problem]:
    """Give what is wrong with entries, each with its cell, in the order of the form.

    Those whose cells are gone are not told one by one: the rows or sheets are.
    """
    named = [(slot_name(slot), fault) for slot, fault in entered.faults]
    located = [(cells[name], name, fault) for name, fault in named if name in cells]
    for cell, name, fault in sorted(located, key=lambda entry: (entry[0].row, entry[0].column)):
        yield Problem(cell.label, fault.code, (*fault.facts, ("cell", name)))
    rest = {fault for _, fault in entered.faults}
    yield from (problem for problem in entered.scoresheet.problems if problem not in rest)


def is_acceptable(fault: Problem) -> bool:
    """Whether a person may accept a problem as it is."""
    return policy_of(fault).acceptable and not cell_of(fault)


def one_line(fault: Problem) -> str:
    """Say a problem in one line."""
    return " ".join(fault.text().split())


def told_answers(answers: Mapping[str, Answer], returned: Returned) -> Iterator[Problem]:
    """Tell what a person answered of cells, beside what was typed."""
    for name, answer in answers.items():
        if name == WHOLE_FILE:
            continue
        cell = returned.cells.get(name)
        place = cell.label if cell else ""
        facts = {"before": show_value(returned.values.get(name)), "by": answer.by, "why": answer.why}
        yield new_problem(place, "answered" if answer.answer else "answered-blank", after=answer.answer, **facts)


def told_accepted(answer: Answer, accepted: Iterable[Problem]) -> Iterator[Problem]:
    """Tell what a person accepted."""
    for accepted_answer in accepted:
        yield new_problem(
            accepted_answer.where, "accepted", by=answer.by, why=answer.why, what=accepted_answer.at("").text()
        )
