"""Who would move if a rule were read otherwise: every kind of place, and what cannot be changed so."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.small_round import SmallRound
from xlplugin import open_store


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallRound:
    return SmallRound.made(tmp_path_factory.mktemp("round"))


def moves(small: SmallRound, capsys: pytest.CaptureFixture[str], *changes: str) -> dict[str, Any]:
    given = [word for change in changes for word in ("--with", change)]
    capsys.readouterr()
    assert small.run("rank", "--json", *given) == 0
    return {one["body"]: one for one in json.loads(capsys.readouterr().out)["moves"]}


@pytest.mark.parametrize(
    ("change", "totals"),
    [
        ("1.1.1.d1.扣分=2", {"甲镇": "96.00", "丁镇": "70.00", "市四局": "82.00", "市三局": "60.00"}),
        ("1.1.1.扣分上限=10", {"丁镇": "90.00", "戊镇": "90.00", "市三局": "90.00"}),
        ("1.1.1.d1.扣分=0.5", {"甲镇": "99.00", "戊镇": "85.00"}),
        ("1.赋分=20", {"甲镇": "48.00", "戊镇": "30.00"}),  # the base is 50, and at most 20 are deducted
    ],
)
def test_totals_follow_the_other_reading(
    change: str, totals: dict[str, str], small: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    found = moves(small, capsys, change)
    assert {body: found[body]["published"][1] for body in totals} == totals


def test_a_bound_of_a_grade_moves_grades_and_no_totals(small: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    found = moves(small, capsys, "等次.优秀.不低于=95", "等次.良好.低于=95")
    assert {body: one["grade"] for body, one in found.items()} == {
        "丙镇": ["优秀", "良好"],
        "市四局": ["优秀", "良好"],
    }
    assert all(one["published"][0] == one["published"][1] for one in found.values())


def test_several_changes_count_together_and_nothing_is_changed(
    small: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path(small.store).read_bytes()
    found = moves(small, capsys, "1.1.1.d1.扣分=2", "全表.可突破=")
    assert found["戊镇"]["published"] == ["70.00", "40.00"]  # 60 points, no longer held to the 40 of the indicator
    assert found["戊镇"]["rank"] == [5, 5]
    with open_store(small.store) as store:
        assert store.round_names() == ("2026年度",)
    assert Path(small.store).read_bytes() == before


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ("1.1.1.d1", 2, "不是改法"),
        ("扣分=1", 2, "不是改法"),
        ("1.1.1.d9.扣分=1", 2, "位置在评分表里没有；是不是“1.1.1.d1”"),
        ("等次.甲等.不低于=85", 2, "位置在评分表里没有"),
        ("1.1.1.d1.扣分=很多", 1, "应为分值"),
        ("1.1.1.d1.扣=2", 1, "是不是“扣分”"),
        ("1.1.1.扣分上线=", 2, "没有写“扣分上线”"),
    ],
)
def test_what_cannot_be_changed_is_refused(
    change: str, status: int, said: str, small: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert small.run("rank", "--with", change) == status
    assert said in capsys.readouterr().err
