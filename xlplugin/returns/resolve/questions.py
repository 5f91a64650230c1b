"""The questions about returns that a person has to decide, and what becomes of the answers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from xlplugin.entries.cell_values import CellDisguised, CellFormula, CellPercent, CellValue, as_shown, show_value
from xlplugin.entries.read_entries import INAPPLICABLE
from xlplugin.errors import Problem, UsageError, XlpluginError, nearest, new_problem
from xlplugin.returns.combined import Disagreement, by_body, combine
from xlplugin.returns.judge import Judge
from xlplugin.returns.resolve.apply_answers import cell_of, is_acceptable, one_line
from xlplugin.rubric.clause import slots
from xlplugin.rubric.slots import Slot, Takes
from xlplugin.scoring.states import NOT_APPLICABLE
from xlplugin.store.database import Store
from xlplugin.store.decided.answers import ACCEPT, CHOOSE, OWNER, REJECT, WHOLE_FILE, Answer, is_about_cell
from xlplugin.store.decided.decisions import Decision, Decisions, corrections_in_force, decisions_in, keep_decision
from xlplugin.store.issue import local_time
from xlplugin.store.log import MERGED, now
from xlplugin.store.standings import Standing, standings
from xlplugin.store.submission import Submission
from xlplugin.store.submissions import Submissions
from xlplugin.store.which_file_counts import chosen_before

BLANK = "空"
"""The answer that a cell was meant to be blank."""

APPLICABLE = "适用"
"""The answer that an indicator applies, where it is marked 不适用 and has entries."""

ASSIGN = "改归"
"""The answer that a file is another body's: 改归 市民政局."""

_OF_FILES = ACCEPT, REJECT, CHOOSE
"""Answers about a whole file that was answered before."""

_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person has to decide.

    Attributes:
        id: identifies the question in an answer.
        sha256: the file's digest.
        name: the defined name of the cell; '' for the whole file.
        body, edition, file: whose return it is, and in which file.
        why: the problem.
        choices: possible answers; for a cell any other value is possible, too.
        about: for a whole file, what an answer covers, one line each.
        label: the entry's label.
        place: the cell (``评分表!H12``); '' for the whole file.
        typed: the value in the cell.
    """

    id: str
    sha256: str
    name: str
    body: str
    edition: str
    file: str
    why: str
    choices: tuple[str, ...]
    about: tuple[str, ...] = ()
    label: str = "整个文件"
    place: str = ""
    typed: str = ""
    rubric: str = ""
    difference: Disagreement | None = None
    """What several assessors entered; it is no question about one file then."""
    round: str = ""


def open_questions(store: Store, rubric: str = "") -> Iterator[Question]:
    """List the questions about returns that a person has to decide, body by body; they can be answered meanwhile.

    Args:
        store: the returns.
        rubric: the rubric's id or path, for a rubric that is not built in.

    Yields:
        The questions, all read before the first one, so that answers can be written.

    Raises:
        UsageError: some questions could not be asked because a rubric was not found; raised after all others.
    """
    questions = Questions(store, rubric)
    yield from list(questions.open())  # an open reader would lock the store for an answer
    if questions.unavailable:
        raise UsageError(list(questions.unavailable))


def answer(store: Store, question: Question, value: str, reason: str, by: str, *, rubric: str = "") -> None:
    """Answer a question. The typed value is kept, and the answer counts.

    Args:
        store: the returns.
        question: one of ``open_questions``.
        value: one of its ``choices``; for a cell any value that could be typed there, or 空 for a blank cell.
        reason: why; it must not be blank.
        by: the name of the person who decides.
        rubric: the rubric's id or path, for a rubric that is not built in.

    Raises:
        UsageError: name or reason is missing, or the answer does not fit; nothing is recorded then.
    """
    if not by.strip():
        raise UsageError([new_problem("", "answers-by-nobody")])
    if problem := Questions(store, rubric).answer(question, value, reason, by.strip()):
        raise UsageError([problem])


class Questions:
    """The questions of a store."""

    def __init__(self, store: Store, rubric: str = "") -> None:
        """Open the questions of a store; ``rubric`` is an id or path, for a rubric that is not built in."""
        self._store, self._judge = store, Judge(store, rubric)
        self._submissions = Submissions(store)
        self.unavailable: dict[Problem, None] = {}
        """Why questions about some tables could not be asked."""
        self.replaced: list[Problem] = []
        """Answers that replaced earlier, different ones."""

    def answered(self) -> Iterator[Question]:
        """List what was decided about the files that count, so that it can be decided again."""
        for standing in standings(self._store):
            if current := standing.current:
                for name, given in current.answers.items():
                    if name != OWNER:
                        about = tuple(given.about.splitlines())
                        yield _question(standing, current, name, (), () if name else _OF_FILES, about)

    def given(self) -> Iterator[tuple[Submission, str, Answer]]:
        """List the answers about files: the file, the cell (``评分表!H12``; '' for none), the answer."""
        for standing in standings(self._store):
            for file in (standing.current, *standing.earlier) if standing.current else ():
                for name, given in file.answers.items():
                    place = self._judge.issued.place(standing.issue, name) if is_about_cell(name) else ""
                    yield file, place, given

    def open(self) -> Iterator[Question]:
        """List what has to be decided, body by body; what only the body itself can correct is not asked."""
        decisions = decisions_in(self._store)
        for of_body in by_body(standings(self._store)):
            for standing in of_body:
                yield from self._of_files(standing)
            if len(of_body) > 1:
                yield from self._of_assessors(of_body, decisions)

    def _of_assessors(self, of_body: tuple[Standing, ...], decisions: Decisions) -> Iterator[Question]:
        """Ask about what a body's assessors entered differently."""
        issue = of_body[0].issue
        try:
            rubric = self._judge.issued.rubric_of(issue)
        except XlpluginError as error:
            self.unavailable |= dict.fromkeys(error.problems)
            return
        combined = combine(rubric, of_body, decisions.get((issue.rubric, issue.body), ()))
        for difference in combined.differences:
            yield Question(
                id=f"{issue.rubric}/{issue.body}/{difference.name}",
                sha256="",
                name=difference.name,
                body=issue.body,
                edition=issue.edition,
                file="、".join(one.current.file for one in of_body if one.current),
                why=difference.problem().at("").text(),
                choices=tuple(shown for shown, _, _ in difference.given),
                label=difference.label,
                place=self._judge.issued.place(issue, difference.cell),
                typed=difference.about,
                rubric=issue.rubric,
                difference=difference,
                round=issue.round,
            )

    def _of_files(self, standing: Standing) -> Iterator[Question]:
        """Ask about a body's files, or those of one assessor of it."""
        yield from (_of_set_aside(standing, other) for other in standing.set_aside)
        current, problems = standing.current, standing.problems
        if current is None or standing.is_rejected or not problems:
            return
        try:
            labels = self._labels(standing)
        except XlpluginError as error:
            self.unavailable |= dict.fromkeys(error.problems)
            return
        for problem in current.problems:
            if name := cell_of(problem):
                asked = _of_cell(standing, current, problem, name, labels.get(name))
                understood = (choice for choice in asked.choices if not self._judged(current, asked, choice)[1])
                yield replace(asked, choices=tuple(understood))
        accepting = _lines(filter(is_acceptable, current.problems))
        if standing.rivals:
            why = (*accepting, *_lines(standing.choices))
            over = tuple(map(chosen_before, standing.rivals))
            yield _question(standing, current, WHOLE_FILE, why, (CHOOSE, REJECT), (*accepting, *over))
        elif accepting:
            choices = (ACCEPT, REJECT, *_others_named(current))
            yield _question(standing, current, WHOLE_FILE, accepting, choices, accepting)

    def _labels(self, standing: Standing) -> dict[str, Slot]:
        rubric = self._judge.issued.rubric_of(standing.issue)
        return {f"in_{slot.name}": slot for clause in rubric.clauses for slot in slots(clause)}

    def answer(self, question: Question, answer: str, why: str, by: str) -> Problem | None:
        """Record an answer; if it is not valid, return the problem instead."""
        where = f"{question.body} {question.place or question.file}"
        if not why.strip():
            return new_problem(where, "answer-without-reason")
        answer = answer.strip()
        if question.difference:
            return self._choose(question, question.difference, answer, why.strip(), by)
        if question.name == WHOLE_FILE and answer.startswith(ASSIGN):
            return self.assign(question.sha256, answer.removeprefix(ASSIGN).lstrip(" ：:"), why, by)
        if question.name == WHOLE_FILE and answer not in question.choices:
            return new_problem(where, "answer-not-listed", answer=answer, choices="、".join(question.choices))
        with self._submissions.answering(question.sha256) as (submission, keep):
            if submission is None:
                return new_problem(where, "answer-of-nothing")
            judged, problem, given = self._judged(submission, question, answer, by, why.strip())
            if problem:
                return new_problem(where, "answer-not-understood", answer=answer, why=problem.at("").text())
            keep(judged, [given])
            before = submission.answers.get(given.name)
        if before and before.answer != given.answer:
            facts = {"before": before.answer or BLANK, "by": before.by, "at": local_time(before.at), "after": answer}
            self.replaced.append(new_problem(where, "answer-replaced", **facts))
        return None

    def _judged(
        self, submission: Submission, question: Question, answer: str, by: str = "", why: str = ""
    ) -> tuple[Submission, Problem | None, Answer]:
        """Judge a file with an answer; also give the problem that the cell has then, and the answer as it is kept."""
        about = _about(question, submission, answer)
        name, meant = question.name, "" if answer == BLANK else answer
        if answer == APPLICABLE and APPLICABLE in question.choices and not name.startswith(INAPPLICABLE):
            name, meant = f"{INAPPLICABLE}{name.removeprefix('in_').rpartition('.')[0]}", ""
        given = Answer(name, meant, by, why, now(), about)
        judged = self._judge.answered(submission, [given])
        left = (problem for problem in judged.problems if question.name and cell_of(problem) == question.name)
        return judged, next(left, None), given

    def assign(self, sha256: str, body: str, why: str, by: str) -> Problem | None:
        """Record that a file is another body's; if that cannot be, return the problem instead.

        Args:
            sha256: the file's digest.
            body: whose it is.
            why: the reason.
            by: who decided it.
        """
        if not why.strip():
            return new_problem("", "answer-without-reason")
        with self._submissions.answering(sha256) as (submission, keep):
            issue = self._store.issue(submission.issue) if submission else None
            if submission is None or issue is None:
                return new_problem(submission.file if submission else "", "answer-of-nothing")
            if body == submission.body:
                return new_problem(submission.file, "assigned-already", name=body)
            if self._judge.issued.of_body(issue, body) is None:
                known = tuple(dict.fromkeys(one.body for one in self._store.issues(issue.rubric, issue.edition)))
                facts = {"name": body, "rubric": issue.rubric, **nearest(body, known)}
                return new_problem(submission.file, "assigned-to-nobody", **facts)
            made = decisions_in(self._store).get((issue.rubric, issue.body), ())
            if kept := corrections_in_force(made):
                about = new_problem(submission.file, "assigned-with-corrections", body=issue.body, count=len(kept))
                self.replaced.append(about)
            given = Answer(OWNER, body, by, why.strip(), now(), submission.body)
            keep(self._judge.answered(submission, [given]), [given])
        return None

    def _choose(self, question: Question, difference: Disagreement, answer: str, why: str, by: str) -> Problem | None:
        """Record which of several assessors' entries counts."""
        values = next((values for shown, values, _ in difference.given if shown == answer), None)
        if values is None:
            where = f"{question.body} {question.place}"
            return new_problem(where, "answer-not-listed", answer=answer, choices="、".join(question.choices))
        made = {slot: value for slot, value in values.items() if isinstance(value, str | int | float)}
        whose = question.rubric, question.body, question.name
        decision = Decision(*whose, MERGED, made, difference.about, by, why, at=now(), round=question.round)
        with self._store.writing() as connection:
            keep_decision(connection, decision, answer)
        return None


def _question(
    standing: Standing,
    submission: Submission,
    name: str,
    why: tuple[str, ...],
    choices: tuple[str, ...],
    about: tuple[str, ...] = (),
) -> Question:
    return Question(
        id=f"{submission.sha256[:16]}/{name or '文件'}",
        sha256=submission.sha256,
        name=name,
        body=standing.issue.body,
        edition=standing.issue.edition,
        file=submission.file,
        why="\n".join(why),
        choices=choices,
        about=about,
    )


def _of_set_aside(standing: Standing, other: Submission) -> Question:
    accepting = _lines(filter(is_acceptable, other.problems))
    why = _lines([standing.why_set_aside(other)])
    choices = (ACCEPT, REJECT) if other.issue == standing.issue.id else (REJECT,)
    return _question(standing, other, WHOLE_FILE, (*why, *accepting), (*choices, *_others_named(other)), accepting)


def _others_named(submission: Submission) -> tuple[str, ...]:
    """Return the answer that a file is the body's whose name it bears."""
    named = (problem for problem in submission.problems if problem.code == "other-bodys-name")
    return tuple(f"{ASSIGN} {dict(problem.facts)['name']}" for problem in named)


def _of_cell(standing: Standing, current: Submission, problem: Problem, name: str, slot: Slot | None) -> Question:
    value = current.meant.get(name)
    choices = (*_choices(name, slot, value), BLANK)
    if problem.code == "entry-beside-inapplicable":
        choices = (APPLICABLE, BLANK)
    asked = _question(standing, current, name, (problem.at("").text(),), choices)
    label = slot.label if slot else NOT_APPLICABLE if name.startswith(INAPPLICABLE) else name
    return replace(asked, label=label, place=problem.where, typed=show_value(value))


def _lines(problems: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(map(one_line, problems))


def _about(question: Question, submission: Submission, answer: str) -> str:
    """List what an answer about a whole file covers: what was asked, and what was accepted before."""
    if question.name:
        return ""
    before = submission.answers.get(WHOLE_FILE)
    accepted = before.about if before and REJECT not in (before.answer, answer) else ""
    return "\n".join(dict.fromkeys((*accepted.splitlines(), *question.about)))


def _choices(name: str, slot: Slot | None, value: CellValue) -> tuple[str, ...]:
    """List what a cell may have meant."""
    if name.startswith(INAPPLICABLE):
        return (NOT_APPLICABLE,)
    if slot is None or slot.takes is Takes.REASON:
        return ()
    if slot.words:
        return slot.words
    if isinstance(value, CellFormula):
        value = value.shown
    if isinstance(value, CellPercent):
        return tuple(f"{as_shown(number).normalize():f}" for number in (value.value * 100, value.value))
    if isinstance(value, CellDisguised):
        value = value.value
    figures: Iterable[str] = _FIGURE.findall(value) if isinstance(value, str) else ()
    if isinstance(value, float):
        figures = (f"{as_shown(value).normalize():f}",)
    return tuple(dict.fromkeys(figures))
