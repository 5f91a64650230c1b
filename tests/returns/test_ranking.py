"""Ranks: on published totals, table by table; ties in the notice's order; who has no complete score is apart."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.conftest import ROOT
from tests.returns.test_over_all_bodies import Bodies
from tests.support.small_rubrics import rubric_of
from xlplugin.cli import main
from xlplugin.reports.ranking import ranks_of
from xlplugin.returns.over_all_bodies import Peers
from xlplugin.rubric.over import OverAll

TABLE = """可突破: 否
指标:
- {编号: 1, 名称: 报送, 赋分: 100, 扣分标准: [{原文: 每次扣 1 分, 填报: 次数, 每: 次, 扣分: 1}]}
"""
RESULTS = ROOT.parent / "shared" / "results"


@pytest.fixture
def bodies(tmp_path: Path) -> Bodies:
    made = Bodies(tmp_path, rubric_of(tmp_path, TABLE), ["甲镇", "乙镇", "丙镇", "丁镇", "戊镇"])
    for body, times in (("甲镇", 9), ("乙镇", 2), ("丙镇", 2), ("丁镇", 5)):
        made.returns(body, {"1.d1": times})
    return made


def ranked(bodies: Bodies, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    main(["rank", "--store", str(bodies.folder / "s.db"), "--json", "--lang", "zh", *more])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(
    ("ties", "expected"), [("competition", [1, 1, 3, 4]), ("dense", [1, 1, 2, 3]), ("none", [0] * 4)]
)
def test_equal_totals_share_a_rank_in_the_order_of_the_list(
    ties: str, expected: list[int], bodies: Bodies, capsys: pytest.CaptureFixture[str]
) -> None:
    (table,) = ranked(bodies, capsys, "--ties", ties)
    assert [one["rank"] for one in table["ranked"]] == expected
    assert [one["body"] for one in table["ranked"]] == ["乙镇", "丙镇", "丁镇", "甲镇"]
    assert table["apart"] == [{"body": "戊镇", "rubric": "test-a", "why": "未报送"}]


def test_the_table_lists_who_is_not_ranked_and_why(bodies: Bodies, capsys: pytest.CaptureFixture[str]) -> None:
    path = bodies.folder / "名次.xlsx"
    assert main(["rank", "--store", str(bodies.folder / "s.db"), "-o", str(path), "--lang", "zh"]) == 1
    assert "不排名次：戊镇，未报送" in capsys.readouterr().out
    rows = [row for row in load_workbook(path).worksheets[0].iter_rows(values_only=True) if row[0] == "test-a"]
    assert [(row[1], row[2], row[-1]) for row in rows][-1] == (None, "戊镇", "未报送")


@pytest.mark.skipif(not RESULTS.is_dir(), reason="the published results are not here")
@pytest.mark.parametrize(
    ("name", "column"), [("egov_2014_ministries_competition_rank.txt", 7), ("sichuan_land_2011_ranking.txt", 2)]
)
def test_published_ranks_are_those_of_competition_ranking(name: str, column: int) -> None:
    lines = (RESULTS / name).read_text("utf-8").splitlines()
    rows = [cells for line in lines if len(cells := line.split("\t")) == 8 and cells[0].isdigit()]
    totals = [_fraction(cells[column]) for cells in rows]
    assert len(rows) > 20
    peers = Peers(totals)
    published = [int(cells[0]) for cells in rows]
    assert [int(peers.over(OverAll.RANK, total)) // 10_000 for total in totals] == published
    assert ranks_of([Decimal(cells[column]) for cells in rows], "competition") == published


def _fraction(text: str) -> Any:
    from fractions import Fraction

    return Fraction(text) * 10_000
