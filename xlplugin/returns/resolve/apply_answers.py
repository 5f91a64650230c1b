"""The problems of entries, and how a person's answers change the problems of a return."""

from collections.abc import Iterable, Iterator, Mapping

from xlplugin.entries.cell_values import show_value
from xlplugin.entries.interpretations import slot_name
from xlplugin.entries.read_entries import Entered
from xlplugin.errors import Problem, new_problem
from xlplugin.notation.cell_address import Cell
from xlplugin.returns.verify.verify_return import Returned
from xlplugin.store.decided.answers import OWNER, Answer, is_about_cell
from xlplugin.store.problem_policy import policy_of


def cell_of(fault: Problem) -> str:
    """Return the defined name of the entry that a problem is about; '' if it is not about an entry."""
    return str(dict(fault.facts).get("cell", ""))


def faults_of(entered: Entered, cells: Mapping[str, Cell]) -> Iterator[Problem]:
    """List the problems of entries, each with its cell, in the order of the form.

    Entries whose cells are gone are not listed one by one: their rows or sheets are reported instead.
    """
    named = [(slot_name(slot), fault) for slot, fault in entered.faults]
    located = [(cells[name], name, fault) for name, fault in named if name in cells]
    for cell, name, fault in sorted(located, key=lambda entry: (entry[0].row, entry[0].column)):
        yield Problem(cell.label, fault.code, (*fault.facts, ("cell", name)))
    listed = {fault for _, fault in entered.faults}
    yield from (problem for problem in entered.scoresheet.problems if problem not in listed)


def is_acceptable(fault: Problem) -> bool:
    """Whether a person may accept this problem as it is."""
    return policy_of(fault).acceptable and not cell_of(fault)


def one_line(fault: Problem) -> str:
    """Return a problem's message on one line."""
    return " ".join(fault.text().split())


def report_answers(answers: Mapping[str, Answer], returned: Returned) -> Iterator[Problem]:
    """Report each cell that a person answered, with the value that was typed there, and whose the file is."""
    for name, answer in answers.items():
        if name == OWNER:
            yield new_problem("", "assigned", by=answer.by, why=answer.why, before=answer.about, body=answer.answer)
        if not is_about_cell(name):
            continue
        cell = returned.cells.get(name)
        place = cell.label if cell else ""
        facts = {"before": show_value(returned.values.get(name)), "by": answer.by, "why": answer.why}
        yield new_problem(place, "answered" if answer.answer else "answered-blank", after=answer.answer, **facts)


def report_accepted(answer: Answer, accepted: Iterable[Problem]) -> Iterator[Problem]:
    """Report each problem that a person accepted."""
    for problem in accepted:
        yield new_problem(problem.where, "accepted", by=answer.by, why=answer.why, what=problem.at("").text())
