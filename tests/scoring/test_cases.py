"""The cases that officials can read, through the engine."""

import pytest

from tests.support.casefile import Case, all_cases
from xlplugin import read_scoresheet, score
from xlplugin.notation.decimals import format_decimal
from xlplugin.scoring.scorecard import figures_and_sentences

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rubric.id}: {case.name}")
def test_a_case_gives_its_expected_result(case: Case) -> None:
    values = figures_and_sentences(case.rubric, read_scoresheet(case.rubric, case.data))
    came_to = {step: values[step] for step in case.expected}
    texts = {step: format_decimal(value) if isinstance(value, int) else value for step, value in came_to.items()}
    if isinstance(values["published"], int) and "published" in texts:
        texts["published"] = f"{values['published'] / 10_000:.2f}"
    assert texts == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rubric.id}: {case.name}")
def test_the_scorecard_of_a_case_says_the_same(case: Case) -> None:
    card = score(case.rubric, case.data).as_json()
    words = ("未评", "有误")
    for name in ("total", "published", "grade"):
        if name in case.expected:
            assert card[name] == (None if case.expected[name] in words else case.expected[name])
    if "faulty" in case.expected:
        assert len(score(case.rubric, case.data).problems) == int(case.expected["faulty"])


def test_there_are_at_least_sixty_cases() -> None:
    assert len(CASES) >= 60
