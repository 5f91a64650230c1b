"""What has to be asked about returns, and what becomes of the answers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from xlplugin.clauses import Slot, Takes, slots
from xlplugin.entered import CellFormula, CellPercent, CellValue, as_shown
from xlplugin.errors import Problem, problem
from xlplugin.exchange.answering import ACCEPTABLE, cell_of
from xlplugin.exchange.judgement import Judge
from xlplugin.results.answers import ACCEPT, CHOOSE, REJECT, WHOLE_FILE, Answer
from xlplugin.results.standing import Standing, standings
from xlplugin.results.store import Store
from xlplugin.results.submissions import Submission, Submissions
from xlplugin.workbook.differences import said

BLANK = "空"
"""The answer that nothing was meant."""

_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person has to decide.

    Attributes:
        id: what an answer names it by.
        sha256: the file's.
        name: the defined name of the cell; '' for the whole file.
        body, edition, file: whose it is, and in which file.
        place: the cell (``评分表!H12``); '' for the whole file.
        label: what was to be entered.
        typed: what stands there.
        why: what is wrong with it.
        choices: what may be answered; another value may be, where a cell is asked about.
    """

    id: str
    sha256: str
    name: str
    body: str
    edition: str
    file: str
    place: str
    label: str
    typed: str
    why: str
    choices: tuple[str, ...]


class Questions:
    """The questions of a store."""

    def __init__(self, store: Store, rubric: str = "") -> None:
        """Take the store, and the rubric's id or path, where it is not one that comes with the program."""
        self._store, self._judge = store, Judge(store, rubric)
        self._submissions = Submissions(store)

    def open(self) -> Iterator[Question]:
        """Give what has to be decided, body by body; what only the body itself can put right is not asked."""
        for standing in standings(self._store):
            current = standing.current
            if current is None or current.verdict == REJECT:
                continue
            labels = self._labels(standing)
            whole: list[Problem] = []
            for found in standing.problems:
                if name := cell_of(found):
                    yield self._of_cell(standing, current, found, name, labels.get(name))
                elif found.code in ACCEPTABLE or found.code == "which-is-later":
                    whole.append(found)
            if whole:
                yield self._of_file(standing, current, whole)

    def _labels(self, standing: Standing) -> dict[str, Slot]:
        rubric = self._judge.rubric_of(standing.issue)
        return {f"in_{slot.name}": slot for clause in rubric.clauses for slot in slots(clause)}

    def _of_cell(
        self, standing: Standing, current: Submission, found: Problem, name: str, slot: Slot | None
    ) -> Question:
        value = current.meant.get(name)
        return Question(
            id=f"{current.sha256[:16]}/{name}",
            sha256=current.sha256,
            name=name,
            body=standing.issue.body,
            edition=standing.issue.edition,
            file=current.file,
            place=found.where,
            label=slot.label if slot else name,
            typed=said(value),
            why=found.at("").text(),
            choices=(*_choices(slot, value), BLANK),
        )

    def _of_file(self, standing: Standing, current: Submission, whole: list[Problem]) -> Question:
        is_rival = any(found.code == "which-is-later" for found in whole)
        return Question(
            id=f"{current.sha256[:16]}/文件",
            sha256=current.sha256,
            name=WHOLE_FILE,
            body=standing.issue.body,
            edition=standing.issue.edition,
            file=current.file,
            place="",
            label="整个文件",
            typed="",
            why="；".join(found.text() for found in whole),
            choices=(CHOOSE, REJECT) if is_rival else (ACCEPT, REJECT),
        )

    def answer(self, question: Question, answer: str, why: str, by: str) -> Problem | None:
        """Keep an answer; where it cannot be, say what is wrong with it."""
        where = f"{question.body} {question.place or question.file}"
        if not why.strip():
            return problem(where, "answer-without-reason")
        answer = answer.strip()
        if question.name == WHOLE_FILE and answer not in question.choices:
            return problem(where, "answer-not-listed", answer=answer, choices="、".join(question.choices))
        one = self._submissions.known(question.sha256)
        if one is None:
            return problem(where, "answer-of-nothing")
        meant = "" if answer == BLANK else answer
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        given = Answer(question.name, meant, by, why.strip(), now)
        judged = self._judge.answered(one, [given])
        for found in judged.problems if question.name else ():
            if cell_of(found) == question.name:
                return problem(where, "answer-not-understood", answer=answer, why=found.at("").text())
        self._submissions.answer(judged, [given])
        return None


def _choices(slot: Slot | None, value: CellValue) -> tuple[str, ...]:
    """Give what a cell may have meant."""
    if slot is None or slot.takes is Takes.REASON:
        return ()
    if slot.takes is Takes.WORD:
        return slot.words
    if isinstance(value, CellFormula):
        value = value.shown
    if isinstance(value, CellPercent):
        return tuple(f"{as_shown(number).normalize():f}" for number in (value.value * 100, value.value))
    figures: Iterable[str] = _FIGURE.findall(value) if isinstance(value, str) else ()
    if isinstance(value, float):
        figures = (f"{as_shown(value).normalize():f}",)
    return tuple(dict.fromkeys(figures))
