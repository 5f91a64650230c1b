"""What has to be asked about returns, and what becomes of the answers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from xlplugin.calculation import NOT_APPLICABLE
from xlplugin.clauses import Slot, Takes, slots
from xlplugin.entered import INAPPLICABLE, CellFormula, CellPercent, CellValue, as_shown
from xlplugin.errors import Problem, XlpluginError, problem
from xlplugin.exchange.answering import cell_of, is_acceptable, one_line
from xlplugin.exchange.judgement import Judge
from xlplugin.results.answers import ACCEPT, CHOOSE, REJECT, WHOLE_FILE, Answer
from xlplugin.results.standing import Standing, standings
from xlplugin.results.store import Store
from xlplugin.results.submissions import Submission, Submissions
from xlplugin.workbook.differences import said

BLANK = "空"
"""The answer that nothing was meant."""

TRIES = 5
"""How often an answer is tried again where somebody else answers of the same file at the same time."""

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
        self.unavailable: dict[Problem, None] = {}
        """Why nothing could be asked of some tables."""

    def answered(self) -> Iterator[Question]:
        """Give what was decided of the files that count, so that it may be decided otherwise."""
        for standing in standings(self._store):
            current = standing.current
            for name, given in current.answers.items() if current else ():
                if current is None:
                    continue
                if name == WHOLE_FILE:
                    yield replace(
                        self._of_file(standing, current, []), why=given.about, choices=(ACCEPT, REJECT, CHOOSE)
                    )
                else:
                    yield self._of_cell(standing, current, problem("", "return-blank"), name, None)

    def open(self) -> Iterator[Question]:
        """Give what has to be decided, body by body; what only the body itself can put right is not asked."""
        for standing in standings(self._store):
            current = standing.current
            if current is None or current.verdict == REJECT:
                continue
            try:
                labels = self._labels(standing)
            except XlpluginError as error:
                self.unavailable |= dict.fromkeys(error.problems)
                continue
            whole: list[Problem] = []
            for found in standing.problems:
                if name := cell_of(found):
                    yield self._of_cell(standing, current, found, name, labels.get(name))
                elif is_acceptable(found) or found.code == "which-is-later":
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
            label=slot.label if slot else NOT_APPLICABLE if name.startswith(INAPPLICABLE) else name,
            typed=said(value),
            why=found.at("").text(),
            choices=(*_choices(name, slot, value), BLANK),
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
            why="\n".join(map(one_line, whole)),
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
        meant = "" if answer == BLANK else answer
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        about = "" if question.name else question.why
        given = Answer(question.name, meant, by, why.strip(), now, about)
        for _ in range(TRIES):
            one = Submissions(self._store).known(question.sha256)
            if one is None:
                return problem(where, "answer-of-nothing")
            judged = self._judge.answered(one, [given])
            for found in judged.problems if question.name else ():
                if cell_of(found) == question.name:
                    return problem(where, "answer-not-understood", answer=answer, why=found.at("").text())
            if self._submissions.answer(one, judged, [given]):
                return None
        return problem(where, "answer-of-nothing")


def _choices(name: str, slot: Slot | None, value: CellValue) -> tuple[str, ...]:
    """Give what a cell may have meant."""
    if name.startswith(INAPPLICABLE):
        return (NOT_APPLICABLE,)
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
