"""Several sheets, one score: raters joined by the rule of the notice, periods joined to the year's figure, tables."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.filled_returns import filled, saved
from tests.support.filling import cells_of, layout_of
from tests.support.small_rubrics import codes, rubric_of, write_rubric
from xlplugin import Rubric
from xlplugin.cli import main
from xlplugin.rubric.joining import Absent, Joining
from xlplugin.rubric_files.file_format import ABSENT, JOINING

TABLE = """可突破: 否
指标:
- {编号: 1, 名称: 服务, 赋分: 60, 扣分标准: [{原文: 每次扣 1 分, 填报: 次数, 每: 次, 扣分: 1}]}
- {编号: 2, 名称: 效率, 赋分: 40, 扣分标准: [{原文: 每件扣 2.5 分, 填报: 件数, 每: 件, 扣分: 2.5}]}
"""
SERVICE, SPEED = "1.d1", "2.d1"


class Office:
    """A table, two bodies, and whoever fills it in."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], rule: str) -> None:
        self.folder, self._capsys = folder, capsys
        self.rubric: Rubric = rubric_of(folder, TABLE + rule)
        (folder / "名单.csv").write_text("甲镇\n乙镇\n", encoding="utf-8")
        (folder / "back").mkdir()
        self.path = next(folder.glob("*.yaml"))

    def run(self, command: str, *arguments: object) -> tuple[int, str]:
        self._capsys.readouterr()
        status = main([command, *map(str, arguments), "--store", str(self.folder / "s.db"), "--lang", "zh"])
        output = self._capsys.readouterr()
        return status, output.out + output.err

    def distribute(self, *options: object, name: str = "out") -> tuple[int, str]:
        given = ("-o", self.folder / name, "--bodies", self.folder / "名单.csv", *options)
        return self.run("distribute", self.path, *given)

    def raters(self, rows: str) -> tuple[int, str]:
        (self.folder / "考核人.csv").write_text(rows, encoding="utf-8")
        return self.distribute("--edition", "assess", "--raters", self.folder / "考核人.csv")

    def fill(self, pattern: str, edition: str, service: object, speed: object = 0, name: str = "out") -> None:
        (workbook,) = (self.folder / name).glob(pattern)
        cells = cells_of(layout_of(self.rubric, edition), {"entries": {SERVICE: service, SPEED: speed}})
        values = {at: value for at, value in cells.items() if value is not None}
        content = saved(filled(workbook.read_bytes(), values), "2026-11-20T08:00:00Z")
        (self.folder / "back" / f"{name}_{workbook.name}").write_bytes(content)

    def rated(self, **totals: tuple[object, object]) -> dict[str, Any]:
        """Let raters give 甲镇 their sheets, and return its assessed scorecard, or the problems in its place."""
        for rater, entries in totals.items():
            self.fill(f"{rater}_*_甲镇.xlsx", "assess", *entries)
        self.run("collect", self.folder / "back")
        return self.card("甲镇", "--edition", "assess")

    def card(self, body: str, *options: str) -> dict[str, Any]:
        _, out = self.run("score", "--json", *options)
        cards = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
        found = [card for card in cards if card.get("body") == body or any(body in text for text in card["problems"])]
        return found[0] if found else {}


def office(tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str, rows: str = "") -> Office:
    made = Office(tmp_path, capsys, rule)
    if rows:
        assert made.raters(rows)[0] == 0
    return made


FIVE = "姓名\n" + "\n".join(["赵", "钱", "孙", "李", "周"])


def test_the_mean_of_several_raters_is_exact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, "考核人合成: {原文: 取平均分}\n", "姓名\n赵\n钱\n孙")
    card = of.rated(赵=(5, 0), 钱=(8, 1), 孙=(6, 0))  # 95, 89.5, 94
    assert (card["total"], card["published"]) == ("92.8333", "92.83")
    assert card["indicators"]["1"]["deduction"] == "6.3333"
    assert card["warnings"] == ["得分由考核人合成：孙 94 × 1/3 ＋ 赵 95 × 1/3 ＋ 钱 89.5 × 1/3 = 92.8333"]


def test_the_highest_and_the_lowest_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, "考核人合成: {去掉最高: 1, 去掉最低: 1, 至少: 3}\n", FIVE)
    card = of.rated(赵=(0, 0), 钱=(10, 0), 孙=(4, 0), 李=(5, 0), 周=(40, 0))
    assert card["total"] == "93.6667"  # of 90, 96, 95
    assert "赵 未计（最高分）" in card["warnings"][0]
    assert "周 未计（最低分）" in card["warnings"][0]


def test_kinds_of_raters_have_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = "考核人合成: {类别: [{名称: 领导, 权重: 60%}, {名称: 群众, 权重: 40%}]}\n"
    of = office(tmp_path, capsys, rule, "姓名,类别\n赵,领导\n钱,群众\n孙,群众\n")
    card = of.rated(赵=(10, 0), 钱=(20, 0), 孙=(25, 0))
    assert card["total"] == "85"  # 90 × 60 % + (80 + 75) / 2 × 40 %


def test_sheets_that_the_notice_calls_invalid_do_not_count_and_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = office(tmp_path, capsys, "考核人合成: {无效: [未填完, 全部满分]}\n", "姓名\n赵\n钱\n孙\n李")
    card = of.rated(赵=(0, 0), 钱=(10, None), 孙=(4, 0), 李=(6, 0))
    assert card["total"] == "95"
    assert "赵 未计（全部满分）；钱 未计（未填完）" in card["warnings"][0]


@pytest.mark.parametrize(("absent", "total"), [("", None), (", 缺席: 不计", "92.5")])
def test_whoever_is_missing_is_never_a_zero(
    absent: str, total: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = office(tmp_path, capsys, f"考核人合成: {{至少: 2{absent}}}\n", "姓名\n赵\n钱\n孙")
    card = of.rated(赵=(5, 0), 钱=(10, 0))
    assert card.get("total") == total
    assert "孙" in json.dumps(card["problems"] if total is None else card["warnings"], ensure_ascii=False)


def test_too_few_valid_sheets_give_no_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, "考核人合成: {无效: [全部满分], 至少: 2}\n", "姓名\n赵\n钱")
    card = of.rated(赵=(0, 0), 钱=(5, 0))
    assert card["problems"] == ["甲镇：有效的评分（考核人）只有 1 份，通知要求至少 2 份，没有得分"]


def test_each_raters_sheet_is_kept_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, "考核人合成: {原文: 取平均分}\n", "姓名\n赵\n钱")
    of.rated(赵=(5, 0), 钱=(10, 0))
    text = of.run("explain", "--body", "甲镇", "--edition", "assess")[1]
    assert "甲镇（赵）" in text
    assert "甲镇（钱）" in text
    of.run("export", "--edition", "assess", "-o", tmp_path / "e.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "e.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["rater"], line["entries"][SERVICE]) for line in lines] == [("赵", 5), ("钱", 10)]
    status, text = of.run("correct", "甲镇", SERVICE, "3", "--by", "李四", "--why", "复核")
    assert (status, "几位考核人" in text) == (2, True)
    assert of.run("status", "--edition", "assess")[0] in (0, 1)
    assert of.run("resolve")[0] == 0  # that they differ is no question


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("姓名\n赵\n", "赵的类别写的是“”"),
        ("姓名,类别\n赵,干部\n", "领导、群众"),
        ("姓名,类别\n赵,领导\n赵,群众\n", "两种类别"),
    ],
)
def test_a_list_without_the_kinds_of_the_rubric_is_refused(
    rows: str, wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = "考核人合成: {类别: [{名称: 领导, 权重: 60%}, {名称: 群众, 权重: 40%}]}\n"
    status, text = office(tmp_path, capsys, rule).raters(rows)
    assert (status, wanted in text) == (2, True), text


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("考核人合成: {类别: [{名称: 领导, 权重: 60%}, {名称: 群众, 权重: 50%}]}\n", "weights-not-100"),
        ("考核人合成: {类别: [{名称: 领导, 权重: 50%}, {名称: 领导, 权重: 50%}]}\n", "part-twice"),
        ("考核人合成: {无效: [看不清]}\n", "not-one-of"),
        ("考核人合成: {去掉最高: 半个}\n", "not-whole"),
        ("考核人合成: {缺席: 零分}\n", "not-one-of"),
        ("分期: {各期: [{名称: 上半年, 权重: 50%}, {名称: 下半年, 权重: 50%}]}\n", "weights-unused"),
        ("分期: {合成: 加权, 各期: [{名称: 上半年, 权重: 50%}, {名称: 下半年}]}\n", "weights-not-100"),
        ("分期: {合成: 平均}\n", "missing-field"),
        ("分期: {各期: [{名称: 上半年}], 缺期: 零分}\n", "not-one-of"),
        ("分期: {各期: [{名称: 上半年}], 取: 平均}\n", "unknown-field"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(rule: str, code: str, tmp_path: Path) -> None:
    assert code in codes(tmp_path, TABLE + rule)


QUARTERS = "各期: [{名称: 第一季度}, {名称: 第二季度}, {名称: 第三季度}]"


def through_the_year(of: Office, counts: Mapping[str, tuple[object, object]]) -> dict[str, Any]:
    """Send, fill in and collect the periods of 甲镇; return its card of the year, or the problems in its place."""
    for period, entries in counts.items():
        assert of.distribute("--period", period, name=period)[0] == 0
        of.fill("*_甲镇.xlsx", "self", *entries, name=period)
    of.run("collect", of.folder / "back")
    return of.card("甲镇", "--joined")


@pytest.mark.parametrize(
    ("joining", "total", "shown"),
    [
        ("平均", "92.5", "第一季度 95 × 1/3 ＋ 第二季度 92.5 × 1/3 ＋ 第三季度 90 × 1/3 = 92.5"),
        ("合计", "277.5", "第一季度 95 ＋ 第二季度 92.5 ＋ 第三季度 90 = 277.5"),
    ],
)
def test_the_year_is_joined_over_its_periods(
    joining: str, total: str, shown: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = office(tmp_path, capsys, f"分期: {{{QUARTERS}, 合成: {joining}}}\n")
    card = through_the_year(of, {"第一季度": (5, 0), "第二季度": (5, 1), "第三季度": (10, 0)})
    assert card["total"] == total
    assert shown in card["warnings"][0]
    assert of.card("乙镇", "--joined")["problems"][0].startswith("乙镇：缺 第一季度（未报送）")
    assert of.run("score")[0] == 2  # which quarter?
    assert of.card("甲镇", "--round", "2026年度第二季度")["total"] == "92.5"


def test_periods_may_have_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    halves = "{名称: 上半年, 权重: 40%}, {名称: 下半年, 权重: 60%}"
    of = office(tmp_path, capsys, f"分期: {{各期: [{halves}], 合成: 加权}}\n")
    assert through_the_year(of, {"上半年": (10, 0), "下半年": (20, 0)})["total"] == "84"


@pytest.mark.parametrize(
    ("joining", "absent", "total"),
    [("平均", "", None), ("平均", ", 缺期: 不计", "93.75"), ("合计", ", 缺期: 不计", "281.25")],
)
def test_a_missing_period_is_neither_zero_nor_passed_over_silently(
    joining: str, absent: str, total: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = office(tmp_path, capsys, f"分期: {{{QUARTERS}, 合成: {joining}{absent}}}\n")
    card = through_the_year(of, {"第一季度": (5, 0), "第二季度": (5, 1)})
    assert card.get("total") == total
    assert "第三季度" in json.dumps(card["problems"] if total is None else card["warnings"], ensure_ascii=False)


def test_a_table_with_periods_is_sent_for_one_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, f"分期: {{{QUARTERS}}}\n")
    status, text = of.distribute()
    assert (status, "第一季度、第二季度、第三季度" in text) == (2, True)
    status, text = of.distribute("--period", "第4季度")
    assert (status, "没有“第4季度”这一期" in text) == (2, True)
    assert of.distribute("--period", "第一季度", "--round", "x")[0] == 2


def test_a_table_without_periods_has_no_year_to_join(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, "")
    assert of.distribute()[0] == 0
    assert of.run("score", "--joined")[0] == 2
    assert of.distribute("--period", "第一季度")[0] == 2


def test_the_year_is_ranked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, "分期: {各期: [{名称: 上半年}, {名称: 下半年}]}\n")
    for period, counts in (("上半年", (5, 1)), ("下半年", (3, 9))):
        of.distribute("--period", period, name=period)
        for body, count in zip(("甲镇", "乙镇"), counts, strict=True):
            of.fill(f"*_{body}.xlsx", "self", count, name=period)
    of.run("collect", of.folder / "back")
    (ranking,) = json.loads(of.run("rank", "--joined", "--json")[1])
    assert [(one["rank"], one["body"], one["published"]) for one in ranking["ranked"]] == [
        (1, "甲镇", "96.00"),
        (2, "乙镇", "95.00"),
    ]
    assert of.run("rank", "--joined", "--round", "2026年度上半年")[0] == 2


SCHEME = """格式: 1
考核方案: whole
名称: 全年考核
年度: 2026
通知: {标题: 试验, 文号: ''}
考核等次:
  各等次:
  - {名称: 好, 不低于: 90, 原文: 90 分以上为好}
  - {名称: 差, 低于: 90, 原文: 90 分以下为差}
分表:
  各表:
  - {评分表: first-a, 权重: 60%}
  - {评分表: second-a, 权重: 40%}
  合成: 加权
"""


def two_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str], scheme: str = SCHEME) -> tuple[Office, list[str]]:
    of = Office(tmp_path, capsys, "")
    titles = []
    for id, title in (("first-a", "日常工作"), ("second-a", "重点工作")):
        path = write_rubric(tmp_path, TABLE.replace("可突破", "考核方案: whole\n可突破", 1), id)
        path.write_text(
            path.read_text(encoding="utf-8").replace("名称: 试验评分表", f"名称: {title}"), encoding="utf-8"
        )
        titles.append(title)
    (tmp_path / "whole.yaml").write_text(scheme, encoding="utf-8")
    return of, titles


def test_several_tables_of_a_body_make_up_one_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of, titles = two_tables(tmp_path, capsys)
    status, text = of.run(
        "distribute", tmp_path / "whole.yaml", "-o", tmp_path / "out", "--bodies", tmp_path / "名单.csv"
    )
    assert (status, text.count("2 个工作簿")) == (0, 2), text
    for title, count in zip(titles, (5, 20), strict=True):
        of.fill(f"*{title}*甲镇.xlsx", "self", count)
    of.fill("*日常工作*乙镇.xlsx", "self", 0)
    of.run("collect", tmp_path / "back")
    card = of.card("甲镇", "--joined")
    assert (card["rubric"], card["total"], card["grade"]) == ("whole", "89", "差")  # 95 × 60 % + 80 × 40 %
    assert [(one["name"], one["points"], one["score"]) for one in card["dimensions"]] == [
        ("日常工作", "60", "57"),
        ("重点工作", "40", "32"),
    ]
    assert card["warnings"] == ["得分由各表合成：first-a 95 × 3/5 ＋ second-a 80 × 2/5 = 89"]
    assert of.card("乙镇", "--joined")["problems"] == ["乙镇：缺 second-a（未报送）；齐了才有合成的得分"]
    (ranking,) = json.loads(of.run("rank", "--joined", "--json")[1])
    assert [one["body"] for one in ranking["ranked"]] == ["甲镇"]
    assert [one["body"] for one in ranking["apart"]] == ["乙镇"]


def test_the_weights_of_tables_are_100_percent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of, _ = two_tables(tmp_path, capsys, SCHEME.replace("40%", "30%"))
    status, text = of.run(
        "distribute", tmp_path / "whole.yaml", "-o", tmp_path / "out", "--bodies", tmp_path / "名单.csv"
    )
    assert (status, "权重合计是 90%" in text) == (1, True), text


def test_the_words_of_the_file_format_are_those_of_the_rules() -> None:
    assert tuple(one.value for one in Joining) == JOINING
    assert tuple(one.value for one in Absent) == ABSENT


def test_a_part_of_the_table_is_not_joined_with_whole_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, "考核人合成: {原文: 取平均分}\n")
    status, text = of.raters("姓名,负责\n赵,1\n钱,全部\n")
    assert (status, "赵只负责一部分指标" in text) == (2, True), text


@pytest.mark.parametrize("rule", ["{去掉最高: 1, 去掉最低: 1}", "{至少: 3}"])
def test_too_few_raters_are_refused_before_anything_is_sent(
    rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, text = office(tmp_path, capsys, f"考核人合成: {rule}\n").raters("姓名\n赵\n钱\n")
    assert (status, "只有 2 个，按评分表至少要 3 个" in text) == (2, True), text


def test_enough_valid_sheets_are_counted_before_the_highest_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = office(tmp_path, capsys, "考核人合成: {去掉最高: 1, 去掉最低: 1, 至少: 5}\n", FIVE)
    assert of.rated(赵=(0, 0), 钱=(10, 0), 孙=(4, 0), 李=(5, 0), 周=(40, 0))["total"] == "93.6667"


def test_periods_of_different_tables_are_not_joined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, "分期: {各期: [{名称: 上半年}, {名称: 下半年}]}\n")
    of.distribute("--period", "上半年", name="上半年")
    of.fill("*_甲镇.xlsx", "self", 5, name="上半年")
    text = of.path.read_text(encoding="utf-8")
    of.path.write_text(text.replace("赋分: 40", "赋分: 30"), encoding="utf-8")
    of.distribute("--period", "下半年", name="下半年")
    of.fill("*_甲镇.xlsx", "self", 5, name="下半年")
    of.run("collect", tmp_path / "back")
    card = of.card("甲镇", "--joined")
    assert card["problems"][0].startswith("甲镇：")
    assert "各期的评分表不同" in card["problems"][0]


def test_the_workbooks_of_two_periods_have_their_periods_in_name_and_heading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = office(tmp_path, capsys, "分期: {各期: [{名称: 上半年}, {名称: 下半年}]}\n")
    for period in ("上半年", "下半年"):
        assert of.distribute("--period", period)[0] == 0
    names = sorted(path.name for path in (tmp_path / "out").glob("2*甲镇.xlsx"))
    assert ["上半年" in name for name in names] == [True, False]
    texts = [
        cell.value for row in load_workbook(tmp_path / "out" / names[1])["评分表"].iter_rows(max_row=2) for cell in row
    ]
    assert any("（下半年）" in str(text) for text in texts)
    assert len(list((tmp_path / "out").glob("发放清单*.xlsx"))) == 2
    assert of.distribute("--round", "随便")[0] == 2


def test_what_is_open_in_a_part_stays_open_in_the_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, "分期: {各期: [{名称: 上半年}]}\n")
    of.distribute("--period", "上半年", name="first")
    of.fill("*_甲镇.xlsx", "self", 5, name="first")
    assert of.distribute("--period", "上半年", "--reissue", "补发", name="second")[0] == 0
    of.run("collect", tmp_path / "back")
    status, text = of.run("score", "--joined")
    assert (status, "上半年：交回的是重发" in text) == (1, True), text


def test_who_has_no_score_is_apart_in_its_own_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, "分期: {各期: [{名称: 上半年}]}\n")
    of.distribute("--period", "上半年", name="上半年")
    (ranking,) = json.loads(of.run("rank", "--joined", "--json")[1])
    assert (ranking["ranked"], [(one["body"], one["rubric"]) for one in ranking["apart"]]) == (
        [],
        [("甲镇", "test-a"), ("乙镇", "test-a")],
    )


def test_explain_says_how_a_joined_score_comes_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = office(tmp_path, capsys, "考核人合成: {原文: 取平均分}\n", "姓名\n赵\n钱")
    of.rated(赵=(5, 0), 钱=(10, 0))
    assert "得分由考核人合成：" in of.run("explain", "--body", "甲镇", "--edition", "assess")[1]
    of.run("score", "--edition", "assess", "-o", tmp_path / "t.csv")
    assert "得分由考核人合成" in (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
