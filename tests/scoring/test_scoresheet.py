"""Scoresheets with faults: each has a message that names the place; all at once."""

import json
from decimal import Decimal
from typing import Any

import pytest

from xlplugin import load_rubric, read_scoresheet, score

B = load_rubric("gaoping-2022-b")
HUGE = 10**30


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("2.1.3.d1", -1, "negative"),
        ("2.1.3.d1", "-1", "negative"),
        ("2.1.3.d1", Decimal("1.5"), "fractional"),
        ("2.1.3.d1", "1.5", "fractional"),
        ("2.1.3.d1", "三", "not-a-number"),
        ("2.1.3.d1", "", "not-a-number"),
        ("2.1.3.d1", " 3", "not-a-number"),
        ("2.1.3.d1", "３", "not-a-number"),
        ("2.1.3.d1", "1e3", "not-a-number"),
        ("2.1.3.d1", float("nan"), "not-a-number"),
        ("2.1.3.d1", float("inf"), "not-a-number"),
        ("2.1.3.d1", Decimal("NaN"), "not-a-number"),
        ("2.1.3.d1", True, "not-a-number"),
        ("2.1.3.d1", [3], "not-a-number"),
        ("2.1.3.d1", {"part": 3}, "not-a-number"),
        ("2.1.3.d1", HUGE, "over-limit"),
        ("2.1.3.d1", Decimal("1E+30"), "over-limit"),
        ("2.1.3.d1", Decimal("1E+3000"), "over-limit"),
        pytest.param("2.1.3.d1", 10**5000, "over-limit", id="5000 digits"),
        ("2.1.3.d1", 100_000, "over-limit"),
        ("1.1.1.d1", 1, "not-yes-or-no"),
        ("1.1.1.d1", "是", "not-yes-or-no"),
        ("1.1.1.d1", "true", "not-yes-or-no"),
        ("1.2.1.b1", 3, "unknown-tier"),
        ("1.2.1.b1", -1, "unknown-tier"),
        ("1.2.1.b1", "规范", "unknown-tier"),
        ("1.2.1.b1", True, "unknown-tier"),
        ("1.2.1.b1", Decimal("0.5"), "unknown-tier"),
        ("3.3.7.d1", 3, "not-an-object"),
        ("3.3.7.d1", {"part": 11, "whole": 10}, "part-above-whole"),
        ("3.3.7.d1", {"part": 1, "whole": 10**8}, "over-limit"),
        ("3.3.7.d1", {"part": 1, "whole": 10, "rate": 1}, "unknown-field"),
        ("3.3.9.d1", {"part": 21}, "over-limit"),
        ("3.3.9.d1", {"part": 3, "whole": 20}, "unknown-field"),
        ("2.1.2.d1", {"amount": "2.0001", "reason": "甲"}, "over-limit"),
        ("2.1.2.d1", {"amount": "1.00001", "reason": "甲"}, "too-many-places"),
        ("2.1.2.d1", {"amount": "1"}, "reason-missing"),
        ("2.1.2.d1", {"amount": "1", "reason": "  \u3000\n"}, "reason-missing"),
        ("2.1.2.d1", {"amount": "1", "reason": 5}, "reason-not-text"),
        ("2.1.2.d1", {"amount": "1", "reason": "a\x01b"}, "reason-unwritable"),
        ("2.1.2.d1", {"amount": "1", "reason": "a\ud800"}, "reason-unwritable"),
        ("2.1.2.d1", {"amount": "1", "reason": "很" * 16_001}, "reason-unwritable"),
        ("bonus.6.b1", {"amount": 10_000, "reason": "甲"}, "over-limit"),
    ],
)
def test_a_fault_is_named_with_its_place_and_there_is_no_total(key: str, value: object, code: str) -> None:
    card = score(B, {"rubric": B.id, "body": "市教育局", "entries": {"1.1.1.d1": False, key: value}})
    assert [(problem.where, problem.code) for problem in card.problems] == [(key, code)]
    assert (card.total, card.published, card.grade) == (None, None, None)
    for language in ("zh", "en"):
        assert key in card.problems[0].text(language)
    json.dumps(card.as_json())


@pytest.mark.parametrize(
    ("reasons", "faults"),
    [
        ({"1.1.1.d1": "会议纪要未附"}, []),
        ({"1.1.1.d1": None, "1.2.1.b1": " \u3000"}, []),
        ({"bonus.1.b1": "无证书", "major.1.d1": "网信办通报〔2022〕3 号"}, []),
        ({"2.1.2.d1": "甲"}, [("2.1.2.d1", "reason-of-its-own")]),
        ({"1.1.1": "甲"}, [("reasons", "unknown-key")]),
        ({"1.1.1.d1": 5}, [("1.1.1.d1", "reason-not-text")]),
        ({"1.1.1.d1": "a\x01b"}, [("1.1.1.d1", "reason-unwritable")]),
        (["1.1.1.d1"], [("reasons", "wrong-type")]),
    ],
)
def test_a_reason_may_be_given_for_any_entry_and_changes_no_figure(
    reasons: object, faults: list[tuple[str, str]]
) -> None:
    data = {"rubric": B.id, "body": "市教育局", "entries": {"1.1.1.d1": True}}
    sheet = read_scoresheet(B, data | {"reasons": reasons})
    assert [(problem.where, problem.code) for problem in sheet.problems] == faults
    if not faults:
        assert isinstance(reasons, dict)
        assert score(B, data | {"reasons": reasons}).as_json() == score(B, data).as_json()
        kept = {key.removesuffix("_reason"): text for key, text in sheet.values.items() if key.endswith("_reason")}
        assert kept == {key: text for key, text in reasons.items() if text and text.strip(" \u3000")}


@pytest.mark.parametrize(
    ("key", "value", "deduction"),
    [
        ("2.1.3.d1", 1, "1"),
        ("2.1.3.d1", "1", "1"),
        ("2.1.3.d1", Decimal("1.0"), "1"),
        ("2.1.3.d1", 1.0, "1"),
        ("2.1.3.d1", "1.00000", "1"),
        ("2.1.2.d1", {"amount": 1.1, "reason": "甲"}, "1.1"),
        ("2.1.2.d1", {"amount": Decimal("1.10000"), "reason": "甲"}, "1.1"),
        ("2.1.2.d1", {"amount": "0"}, "0"),
        ("2.1.2.d1", {"amount": "2", "reason": "甲"}, "2"),
    ],
)
def test_a_number_in_any_exact_form_is_taken(key: str, value: object, deduction: str) -> None:
    card = score(B, {"rubric": B.id, "entries": {key: value}})
    assert card.problems == ()
    assert str(card.indicators[key.removesuffix(".d1")].deduction) == deduction


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ([], ["not-a-scoresheet"]),
        ("text", ["not-a-scoresheet"]),
        (None, ["not-a-scoresheet"]),
        ({}, ["missing-field"]),
        ({"rubric": "gaoping-2022-a"}, ["wrong-rubric"]),
        ({"rubric": B.id, "entries": []}, ["wrong-type"]),
        ({"rubric": B.id, "entries": {"2.1.3.d9": 1}}, ["unknown-key"]),
        ({"rubric": B.id, "entires": {}}, ["unknown-field"]),
        ({"rubric": B.id, "body": 5}, ["wrong-type"]),
        ({"rubric": B.id, "not_applicable": "3.3.4"}, ["wrong-type"]),
        ({"rubric": B.id, "not_applicable": ["9.9.9"]}, ["unknown-indicator"]),
        ({"rubric": B.id, "not_applicable": [["3.3.4"]]}, ["unknown-indicator"]),
        ({"rubric": B.id, "not_applicable": ["1.1.1"]}, ["may-not-be-inapplicable"]),
        ({"rubric": B.id, "not_applicable": ["3.3.4"], "entries": {"3.3.4.d1": 0}}, ["entry-beside-inapplicable"]),
    ],
)
def test_anything_but_a_scoresheet_of_this_rubric_is_reported(data: object, codes: list[str]) -> None:
    card = score(B, data)
    assert [problem.code for problem in card.problems] == codes
    assert card.grade is None


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    card = score(B, {"rubric": B.id, "entries": {"3.3.10.d3": 1}})
    assert "3.3.10.d" in card.problems[0].text("zh").partition("是不是")[2]


def test_all_faults_are_listed_at_once() -> None:
    entries = {"2.1.3.d1": -1, "1.1.1.d1": "x", "3.3.7.d1": {"part": 5, "whole": 1}, "zzz": 1}
    card = score(B, {"rubric": B.id, "entries": entries, "not_applicable": ["1.1.1"], "x": 1})
    assert len(card.problems) == 6


def test_half_a_rate_counts_as_blank_and_is_named() -> None:
    card = score(B, {"rubric": B.id, "entries": {"1.1.1.d1": False, "3.3.7.d1": {"whole": 10}}})
    assert "3.3.7.d1" in card.blank
    assert [(warning.where, warning.code) for warning in card.warnings] == [("3.3.7.d1", "half-a-rate")]
    assert card.problems == ()


def test_two_bonuses_for_one_thing_both_count_with_a_warning() -> None:
    rubric = load_rubric("jincheng-spj-2021")
    entries = {"2.1.1.d1": False, "3.1.8.b1": True, "bonus.3.b1": 1}
    card = score(rubric, {"rubric": rubric.id, "entries": entries})
    assert card.total == 91
    assert [warning.code for warning in card.warnings] == ["counted-twice"]
    alone = score(rubric, {"rubric": rubric.id, "entries": {"2.1.1.d1": False, "bonus.3.b1": 1}})
    assert alone.warnings == ()


def test_the_scorecard_has_the_contracts_form() -> None:
    sheet = {
        "rubric": "gaoping-2022-b",
        "body": "市教育局",
        "entries": {
            "2.1.3.d1": 2,
            "1.1.1.d1": False,
            "3.3.7.d1": {"part": 9, "whole": 10},
            "3.3.9.d1": {"part": 3},
            "2.1.2.d1": {"amount": "1.5", "reason": "…"},
            "1.2.1.b1": 2,
            "bonus.1.b1": 1,
            "major.6.d1": {"amount": "3", "reason": "…"},
        },
        "not_applicable": ["3.3.4"],
    }
    card: dict[str, Any] = score(B, sheet).as_json()
    assert list(card) == [
        *("rubric", "body", "total", "published", "grade", "provisional", "blank"),
        *("general_bonus", "major_deduction", "dimensions", "indicators", "warnings", "problems"),
    ]
    assert (card["total"], card["published"], card["grade"], card["provisional"]) == ("99.3", "99.30", "优秀", True)
    assert card["dimensions"][1] == {
        "name": "基层政务公开",
        "points": "7",
        "deduction": "3.5",
        "bonus": "0",
        "score": "3.5",
    }
    assert card["indicators"]["3.3.7"] == {"deduction": "0.2", "bonus": "0", "score": "1.8"}
