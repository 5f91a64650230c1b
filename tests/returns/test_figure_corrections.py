"""A figure is set by a person: caps, total and grade follow, what was computed stays beside it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.returns.test_joined import TABLE, Office
from tests.returns.test_several_assessors import Round
from xlplugin.cli import main

BY = ("--by", "赵六", "--why", "领导小组研究决定", "--evidence", "会议纪要〔2026〕3号")


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Round:
    """One body, assessed: 1.1.1 loses 5, 2.1.1 loses 4 of 6; 91.00."""
    made = Round(tmp_path, capsys)
    made.collect("第一位考核人")
    return made


def card(office: Round, edition: str = "final") -> dict[str, Any]:
    _, out = office.run("score", "--json", "--edition", edition)
    found: dict[str, Any] = json.loads(out.splitlines()[0])
    return found


@pytest.mark.parametrize(
    ("key", "value", "total"),
    [
        ("2.1.1扣分", "2", "93"),
        ("2.1.1 得分", "3.5", "92.5"),
        ("2.1.1：扣分", "0", "95"),
        ("9.1.2加分", "3", "94"),
        ("总分", "88.8", "88.8"),
    ],
)
def test_a_figure_that_is_set_counts_and_everything_follows(key: str, value: str, total: str, office: Round) -> None:
    status, text = office.run("correct", "米山镇", key, value, *BY)
    assert (status, f"最终得分 91.00 → {float(total):.2f}" in text) == (0, True), text
    found = card(office)
    assert found["total"] == total
    assert found["grade"] == ("优秀" if float(total) >= 90 else "良好")
    assert "已更正" in str(found["warnings"])
    assert card(office, "assess")["total"] == "91"  # what was assessed stays
    assert main(["verify", str(office.folder / "s.db")]) == 0
    assert "会议纪要〔2026〕3号" in office.run("log", "--what", "corrected")[1]


def test_explain_says_what_was_set_beside_what_the_entries_give(office: Round) -> None:
    office.run("correct", "米山镇", "2.1.1扣分", "2", *BY)
    text = office.run("explain", "--body", "米山镇")[1]
    assert text.endswith("2.1.1 扣分：已更正：4 → 2（赵六：领导小组研究决定）\n更正后最终得分 93.00\n")


def test_the_cap_of_the_dimension_holds_for_it(office: Round) -> None:
    assert office.run("correct", "米山镇", "1.1.1扣分", "30", *BY)[0] == 0
    assert card(office)["total"] == "91"  # the dimension has 5 points, which it had lost already


def test_deduction_and_score_of_an_indicator_fit_one_another(office: Round) -> None:
    office.run("correct", "米山镇", "2.1.1得分", "5", *BY)
    found = card(office)["indicators"]["2.1.1"]
    assert found == {"deduction": "1", "bonus": "0", "score": "5"}


def test_it_is_taken_back_like_any_correction(office: Round) -> None:
    office.run("correct", "米山镇", "2.1.1扣分", "2", *BY)
    status, text = office.run("correct", "米山镇", "2.1.1扣分", "--withdraw", "--by", "赵六", "--why", "有误")
    assert (status, "93.00 → 91.00" in text) == (0, True), text
    assert card(office)["total"] == "91"
    assert main(["verify", str(office.folder / "s.db")]) == 0


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("2.1.1扣分", "两分"),
        ("2.1.1扣分", "-1"),
        ("2.1.1得分", "7"),  # more than its points
        ("2.1.1扣分", "0.00001"),
        ("2.1.1扣分", "4"),  # it is that already
        ("2.9.9扣分", "1"),
        ("总分", "NaN"),
        ("总分", "1e9"),
    ],
)
def test_what_cannot_be_that_figure_is_refused(key: str, value: str, office: Round) -> None:
    assert office.run("correct", "米山镇", key, value, *BY)[0] == 2
    assert card(office)["total"] == "91"


def test_an_appeal_may_set_a_figure_and_a_table_too(office: Round) -> None:
    office.run("appeal", "米山镇", "2.1.1", "--says", "不认可", "--by", "王芳")
    decided = ("--decide", "1", "--as", "in-part", "--set", "2.1.1扣分", "3", "--why", "查证", "--by", "赵六")
    assert office.run("appeal", *decided)[0] == 0
    assert card(office)["total"] == "92"
    table = office.folder / "更正.csv"
    table.write_text("考核对象,填报项,更正为,理由\n米山镇,总分,90,研究决定\n米山镇,3.1.1.d1,1,复核\n", encoding="utf-8")
    assert office.run("correct", "--table", table, "--by", "赵六")[0] == 0
    assert card(office)["total"] == "90"


def test_of_a_score_that_is_joined_from_raters_the_total_is_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = Office(tmp_path, capsys, "考核人合成: {原文: 取平均分}\n")
    of.raters("姓名\n赵\n钱")
    assert of.rated(赵=(5, 0), 钱=(10, 0))["total"] == "92.5"
    assert of.run("correct", "甲镇", "1扣分", "1", *BY)[0] == 2
    assert of.run("correct", "甲镇", "总分", "93", *BY)[0] == 0
    assert (of.card("甲镇", "--edition", "final")["total"], of.card("甲镇", "--edition", "assess")["total"]) == (
        "93",
        "92.5",
    )
    assert TABLE
