"""What depends on all bodies: ranks, the best, means; 待汇总 until all are known, and then computed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.casefile import NOTICES
from tests.support.filled_returns import filled, saved
from tests.support.filling import cells_of, layout_of
from tests.support.small_rubrics import codes, rubric_of
from xlplugin import Rubric, collect, distribute, load_rubric, open_store, score_returns
from xlplugin.cli import main
from xlplugin.workbook.build_options import BuildOptions

TABLE = """可突破: 否
指标:
- 编号: 1
  名称: 招商
  赋分: 60
  得分标准:
  - 原文: 得分=与第一名之比×60
    填报: 招商额
    得分: 与第一名之比×60
    分子: 招商额
    分母: 第一名招商额
    小数位: 2
    待汇总: 是
    汇总: 最高
- 编号: 2
  名称: 排名
  赋分: 40
  得分标准:
  - 原文: 第1名得 40 分，第2名得 30 分，其他得 20 分
    填报: 招商额的名次
    待汇总: 是
    汇总: 名次
    汇总项: '1'
    数值: 名次
    单位: 名
    小数位: 0
    最小: 1
    分段: [{不超过: 1, 得分: 40}, {不超过: 2, 得分: 30}, {得分: 20}]
- {编号: 3, 名称: 报送, 赋分: 10, 扣分标准: [{原文: 每次扣 1 分, 填报: 次数, 每: 次, 扣分: 1}]}
"""


class Bodies:
    """Bodies with a table of their own."""

    def __init__(self, folder: Path, rubric: Rubric, names: list[str]) -> None:
        self.folder, self.rubric = folder, rubric
        (folder / "back").mkdir()
        with open_store(str(folder / "s.db")) as store:
            distribute(store, rubric, names, folder / "out", BuildOptions(edition="plain"))

    def returns(self, body: str, entries: Mapping[str, Any], time: str = "2026-11-20T08:00:00Z") -> None:
        values = cells_of(layout_of(self.rubric), {"entries": entries})
        (workbook,) = (self.folder / "out").glob(f"*_{body}.xlsx")
        content = filled(workbook.read_bytes(), {at: value for at, value in values.items() if value is not None})
        (self.folder / "back" / f"{body}{time[:13]}.xlsx").write_bytes(saved(content, time))
        with open_store(str(self.folder / "s.db")) as store:
            assert list(collect(store, [self.folder / "back"]))

    def totals(self, *, so_far: bool = False) -> dict[str, str]:
        with open_store(str(self.folder / "s.db")) as store:
            cards = [one.card for one in score_returns(store, so_far=so_far) if one.card]
            return {card.body: str(card.total if card.total is not None else card.figures["total"]) for card in cards}


def entries(amount: str, times: int = 0) -> dict[str, Any]:
    return {"1.a1": {"part": amount}, "3.d1": times}


@pytest.fixture
def bodies(tmp_path: Path) -> Bodies:
    return Bodies(tmp_path, rubric_of(tmp_path, TABLE), ["甲镇", "乙镇", "丙镇", "丁镇"])


def test_ranks_and_ratios_are_computed_once_all_are_known(bodies: Bodies) -> None:
    for body, amount in (("甲镇", "200"), ("乙镇", "150"), ("丙镇", "150")):
        bodies.returns(body, entries(amount))
    assert bodies.totals() == dict.fromkeys(("甲镇", "乙镇", "丙镇"), "待汇总")
    bodies.returns("丁镇", entries("100", times=2))
    # 60 × 100 ÷ 200 = 30, fourth: 20, 10 − 2 = 8; both of 150 are second
    assert bodies.totals() == {"甲镇": "110", "乙镇": "85", "丙镇": "85", "丁镇": "58"}


def test_a_late_file_changes_the_figures_of_the_others(bodies: Bodies) -> None:
    for body, amount in (("甲镇", "200"), ("乙镇", "150"), ("丙镇", "120"), ("丁镇", "100")):
        bodies.returns(body, entries(amount))
    assert bodies.totals()["甲镇"] == "110"
    bodies.returns("丁镇", entries("400"), "2026-11-21T08:00:00Z")
    assert bodies.totals() == {"甲镇": "70", "乙镇": "52.5", "丙镇": "48", "丁镇": "110"}


def test_the_status_shows_what_all_bodies_make_of_each(bodies: Bodies, capsys: pytest.CaptureFixture[str]) -> None:
    amounts = {"甲镇": "200", "乙镇": "150", "丙镇": "120", "丁镇": "100"}
    for body, amount in amounts.items():
        bodies.returns(body, entries(amount))
    main(["status", "--store", str(bodies.folder / "s.db"), "--json"])
    shown = json.loads(capsys.readouterr().out)["combined"]
    assert {row["body"]: row["final"] for row in shown} == {
        "甲镇": "110.00",
        "乙镇": "85.00",
        "丙镇": "66.00",
        "丁镇": "60.00",
    }


def test_on_demand_they_are_computed_of_those_that_are_known(bodies: Bodies) -> None:
    bodies.returns("甲镇", entries("200"))
    bodies.returns("乙镇", entries("100"))
    assert bodies.totals(so_far=True) == {"甲镇": "110", "乙镇": "70"}
    assert set(bodies.totals().values()) == {"待汇总"}


def test_what_somebody_typed_counts(bodies: Bodies) -> None:
    for body, amount in (("甲镇", "200"), ("乙镇", "150"), ("丙镇", "120")):
        bodies.returns(body, entries(amount))
    bodies.returns("丁镇", {"1.a1": {"part": "100", "whole": "400"}, "2.a1": "1", "3.d1": 0})
    assert bodies.totals()["丁镇"] == "65"  # 15 + 40 + 10


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("名次", {"甲": "1", "乙": "2", "丙": "2"}),
        ("名次从低", {"甲": "3", "乙": "1", "丙": "1"}),
        ("平均", {"甲": "3.33", "乙": "3.33", "丙": "3.33"}),
        ("最高", {"甲": "6", "乙": "6", "丙": "6"}),
        ("最低", {"甲": "2", "乙": "2", "丙": "2"}),
        ("合计", {"甲": "10", "乙": "10", "丙": "10"}),
        ("与平均之差", {"甲": "2.67", "乙": "-1.33", "丙": "-1.33"}),
    ],
)
def test_each_way(kind: str, expected: dict[str, str], tmp_path: Path) -> None:
    text = (
        "可突破: 否\n指标:\n- {编号: 1, 名称: 件数, 赋分: 100, "
        "扣分标准: [{原文: 每件扣 1 分, 填报: 件数, 每: 件, 扣分: 1}]}\n"
        "- {编号: 2, 名称: 汇总, 赋分: 100, 得分标准: [{原文: 按数得分, 填报: 数, 数值: 数, 最小: -100, 最大: 100, "
        f"小数位: 2, 得分: 数×1, 待汇总: 是, 汇总: {kind}, 汇总项: 1.d1}}]}}\n"
    )
    bodies = Bodies(tmp_path, rubric_of(tmp_path, text), list(expected))
    for body, count in (("甲", 6), ("乙", 2), ("丙", 2)):
        bodies.returns(body, {"1.d1": count})
    with open_store(str(tmp_path / "s.db")) as store:
        cards = [one.card for one in score_returns(store) if one.card]
    assert {card.body: str(card.figures["2.a1"] / 10_000).removesuffix(".0") for card in cards} == expected


def test_the_notice_of_ruian_is_finished_with_all_bodies(tmp_path: Path) -> None:
    """重要项目考核得分 ÷ 第一名 × 600, 名次每降 1 位减 2 %, 民主测评: by hand 600 + 200 + 200, and 450 + 196 + 190."""
    bodies = Bodies(tmp_path, load_rubric(str(NOTICES / "ruian-2012-leaders.yaml")), ["甲街道", "乙街道"])
    bodies.returns("甲街道", {"1.1.a1": {"part": "96"}, "1.2.d1": "1", "1.3.a1": 1})
    assert bodies.totals() == {"甲街道": "待汇总"}
    bodies.returns("乙街道", {"1.1.a1": {"part": "72"}, "1.2.d1": "2", "1.3.a1": 2})
    assert bodies.totals() == {"甲街道": "1000", "乙街道": "836"}


VALUE = "数值: 名次, 小数位: 0, 最小: 1, 分段: [{不超过: 1, 得分: 5}, {得分: 0}]"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (f"{VALUE}, 待汇总: 是, 汇总: 名次, 汇总项: 1.d1", ""),
        (f"{VALUE}, 待汇总: 是, 汇总: 名次", "over-needs-place"),
        (f"{VALUE}, 待汇总: 是, 汇总: 名次, 汇总项: 9.9", "over-of-unknown"),
        (f"{VALUE}, 待汇总: 是, 汇总: 名次, 汇总项: '2'", "over-of-unknown"),
        (f"{VALUE}, 汇总: 名次, 汇总项: 1.d1", "over-without-pending"),
        (f"{VALUE}, 待汇总: 是, 汇总项: 1.d1", "over-of-nothing"),
        ("得分: 率×5, 分子: 甲, 分母: 乙, 待汇总: 是, 汇总: 名次", "over-not-that-kind"),
        ("得分: 率×5, 分子: 甲, 分母: 乙, 待汇总: 是, 汇总: 最高, 汇总项: 1.d1", "over-needs-none"),
        ("得分: 5, 待汇总: 是, 汇总: 最高", "over-not-that-kind"),
    ],
)
def test_what_cannot_be_computed_is_refused(fields: str, code: str, tmp_path: Path) -> None:
    text = (
        "可突破: 否\n指标:\n- {编号: 1, 名称: 甲, 赋分: 5, "
        "扣分标准: [{原文: 每件扣 1 分, 填报: 件数, 每: 件, 扣分: 1}]}\n"
        f"- {{编号: 2, 名称: 乙, 赋分: 5, 得分标准: [{{原文: 第一名得5分, 填报: 数, {fields}}}]}}\n"
    )
    assert (code in codes(tmp_path, text)) if code else codes(tmp_path, text) == []


def test_a_late_return_that_changes_others_says_whose_and_the_log_keeps_it(
    bodies: Bodies, capsys: pytest.CaptureFixture[str]
) -> None:
    for body, amount in (("甲镇", "100"), ("乙镇", "80"), ("丙镇", "50"), ("丁镇", "40")):
        bodies.returns(body, entries(amount))
    before = bodies.totals()
    values = cells_of(layout_of(bodies.rubric), {"entries": entries("200")})
    (workbook,) = (bodies.folder / "out").glob("*_丁镇.xlsx")
    content = filled(workbook.read_bytes(), {at: value for at, value in values.items() if value is not None})
    (bodies.folder / "back" / "late.xlsx").write_bytes(saved(content, "2026-11-25T08:00:00Z"))
    store = str(bodies.folder / "s.db")
    capsys.readouterr()
    assert main(["collect", str(bodies.folder / "back"), "--store", store, "--lang", "zh"]) == 0
    text = capsys.readouterr().out
    after = bodies.totals()
    assert {body for body in after if after[body] != before[body]} == {"甲镇", "乙镇", "丙镇", "丁镇"}
    for body in ("甲镇", "乙镇", "丙镇"):
        assert f"{body} 的得分随之改变：{float(before[body]):.2f} → {float(after[body]):.2f}（丁镇 的数据变了）" in text
    assert "丁镇 的得分随之改变" not in text
    main(["log", "--store", store, "--what", "affected", "--lang", "zh"])
    logged = capsys.readouterr().out
    assert "丁镇；" in logged
    assert "甲镇 110.00 → 70.00" in logged
    # A correction does the same.
    correct = ("correct", "丁镇", "1.a1", "40", "--store", store, "--by", "李四", "--why", "统计局核定", "--lang", "zh")
    assert main([*correct]) == 0
    assert "甲镇 的得分随之改变" in capsys.readouterr().out
    assert main(["verify", store]) == 0


def test_the_part_alone_is_corrected_and_the_whole_stays_over_all(
    bodies: Bodies, capsys: pytest.CaptureFixture[str]
) -> None:
    for body, amount in (("甲镇", "200"), ("乙镇", "100"), ("丙镇", "50"), ("丁镇", "40")):
        bodies.returns(body, entries(amount))
    store = ["--store", str(bodies.folder / "s.db"), "--lang", "zh"]
    assert main(["correct", "乙镇", "1.a1", "150", "--by", "李四", "--why", "核定", *store]) == 0
    assert "70.00 → 85.00" in capsys.readouterr().out  # 60 × 150/200 + 30 + 10
    main(["collect", str(bodies.folder / "back"), *store])
    assert "只填了一项数据" not in capsys.readouterr().out
