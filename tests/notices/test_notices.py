"""Rubrics of eight other notices: no false finding, every case as computed by hand, in both engines."""

from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.support.casefile import NOTICES, Case, cases_of_notices
from tests.support.small_rubrics import differing
from xlplugin import check_rubric, explain, read_scoresheet, score
from xlplugin.notation.decimals import format_decimal, format_published
from xlplugin.rubric_files.drafting.notice_text import notice_text
from xlplugin.scoring.breakdown import sentence_of
from xlplugin.scoring.scorecard import figures_and_sentences

RUBRICS = sorted(path.stem for path in NOTICES.glob("*.yaml") if path.stem != "safety-standard")
CASES = cases_of_notices()
SOURCES = {
    "bianzhi-district": "bianzhi_district_assessment",
    "coal-quality-safety": "coal_quality_safety",
    "jianyi-epidemic-budget": "jianyi_yiqing_budget_performance",
    "ruian-2012-leaders": "ruian_2012_assessment",
    "shicheng-2018-river": "shicheng_hzz_2018_townships",
    "wuhuan-2018-hse": "wuhuan_hse_manager_quality_check",
    "zhupei-2016-surgery": "zhupei_2016_surgery_base",
}
"""The notices whose words are compared; of safety-standard-share only the rule is taken."""


@pytest.mark.parametrize("name", RUBRICS)
def test_a_faithful_rubric_has_no_finding(name: str) -> None:
    assert [problem.text() for problem in check_rubric(str(NOTICES / f"{name}.yaml"))] == []


@pytest.mark.parametrize(("name", "source"), SOURCES.items())
def test_every_word_is_in_the_notice(name: str, source: str) -> None:
    path = SHARED / "notices" / f"{source}.txt"
    if not path.exists():
        pytest.skip("the notices are not here: the wording was not compared")
    assert [problem.text() for problem in check_rubric(str(NOTICES / f"{name}.yaml"), notice_text(path))] == []


def test_each_notice_has_five_cases_or_more() -> None:
    counted = Counter(case.rubric.id for case in CASES)
    assert set(counted) == set(RUBRICS)
    assert min(counted.values()) >= 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rubric.id}: {case.name}")
def test_a_case_gives_what_was_computed_by_hand(case: Case) -> None:
    card = score(case.rubric, case.data)
    assert [problem.text() for problem in card.problems] == []
    values = figures_and_sentences(case.rubric, read_scoresheet(case.rubric, case.data))
    texts = {}
    for step in case.expected:
        value = values[step]
        places = case.rubric.published_places
        shown = format_published(value, places) if step == "published" and isinstance(value, int) else value
        texts[step] = format_decimal(shown) if isinstance(shown, int) else shown
    assert texts == case.expected


@pytest.mark.parametrize("name", RUBRICS)
def test_the_workbook_of_a_notice_gives_the_same(name: str, tmp_path: Path) -> None:
    cases = [case for case in CASES if case.rubric.id == name]
    sheets = [{"entries": {}}, *(case.data for case in cases)]
    assert differing(tmp_path, cases[0].rubric, sheets) == []


@pytest.mark.parametrize("name", RUBRICS)
def test_the_explanation_says_what_the_workbook_shows(name: str) -> None:
    for case in (case for case in CASES if case.rubric.id == name):
        lines = {line.text for line in explain(case.rubric, case.data)}
        values = figures_and_sentences(case.rubric, read_scoresheet(case.rubric, case.data))
        for indicator in case.rubric.indicators:
            shown = [str(values[f"{clause.key}:sentence"]) for clause in indicator.clauses]
            assert {text for text in shown if text} <= lines
            assert sentence_of(indicator, values)
