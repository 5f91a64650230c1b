"""Hints about 是/否 questions that a tired clerk answers wrongly; they are no problems."""

import re
from collections.abc import Iterator

from xlplugin.errors import Problem, new_problem
from xlplugin.rubric.clause import slots
from xlplugin.rubric.model import Rubric
from xlplugin.rubric.slots import Takes

_NO_NEGATION = (
    "不动产",
    "不同",
    "不良",
    "不少于",
    "不低于",
    "不超过",
    "不足",
    "不断",
    "无障碍",
    "非遗",
    "非政府",
    "非法",
)
"""Words with one of the characters below that negate nothing."""

_NEGATIONS = "未不没无非"
_PARTS = "[，、；。或并且和及]"
"""Where one part of a question ends: 未备案或未公示 asks about two things and negates each once."""


def question_hints(rubric: Rubric) -> Iterator[Problem]:
    """Find 是/否 questions with a double negative, as 没有不按时公开的情况: 是 would mean that all is well.

    Questions with one negation, as notices print them (未听取汇报), are plain enough: the form says what 是 costs.
    """
    for clause in rubric.clauses:
        if slots(clause)[0].takes is Takes.YES_NO and _is_negated_twice(clause.label):
            yield new_problem(clause.key, "double-negative", label=clause.label)


def _is_negated_twice(question: str) -> bool:
    for word in _NO_NEGATION:
        question = question.replace(word, "")
    return _negations(question) > 1 and any(_negations(part) > 1 for part in re.split(_PARTS, question))


def _negations(text: str) -> int:
    return sum(text.count(word) for word in _NEGATIONS)
