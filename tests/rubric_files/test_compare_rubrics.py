"""What ``diff`` says: what changed between two rubrics, and whose score can change by it."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.scoring import test_conditions, test_missing_and_weights
from tests.support.small_rubrics import rubric_of
from xlplugin import RubricChange, compare_rubrics, load_rubric, rubric_ids
from xlplugin.cli import main
from xlplugin.rubric_files.library import load_table

A = (ROOT / "rubrics" / "gaoping-2022-a.yaml").read_text(encoding="utf-8")
FLAT = "        扣分: 5\n"


def changed(folder: Path, *pairs: tuple[str, str]) -> list[RubricChange]:
    text = A
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return compare_rubrics(load_rubric("gaoping-2022-a"), load_table(str(path)))


def said(changes: list[RubricChange]) -> list[tuple[str, str, str, str, str]]:
    return [(change.place, change.what, change.before, change.after, change.who) for change in changes]


@pytest.mark.parametrize("id", rubric_ids())
def test_a_rubric_does_not_differ_from_itself(id: str) -> None:
    assert compare_rubrics(load_rubric(id), load_rubric(id)) == []


def test_an_amount_changes_the_scores_of_those_who_lost_points_there(tmp_path: Path) -> None:
    assert said(changed(tmp_path, (FLAT, "        扣分: 4\n"))) == [
        ("1.1.1.d1", "标准", "扣 5 分", "扣 4 分", "在这一项有扣分的单位")
    ]


def test_words_change_nobodys_score(tmp_path: Path) -> None:
    (change,) = changed(tmp_path, ("名称: 涉农补贴公开情况", "名称: 涉农补贴资金公开情况"))
    assert (change.place, change.what, change.who) == ("2.1.2", "名称", "")


def test_points_change_everybodys_score(tmp_path: Path) -> None:
    indicator = "    - 编号: 1.1.1\n      名称: 研究部署政务公开工作情况\n      赋分: "
    dimension = "- 一级指标: 组织领导与工作保障\n  赋分: "
    changes = changed(tmp_path, (f"{dimension}5", f"{dimension}6"), (f"{indicator}5", f"{indicator}6"))
    assert [(change.what, change.who) for change in changes] == [
        ("满分", "所有单位"),
        ("一级指标赋分", "所有单位"),
        ("赋分", "所有单位"),
    ]


def test_a_cap_changes_the_scores_of_those_above_the_lower_one(tmp_path: Path) -> None:
    (change,) = changed(tmp_path, ("扣分上限: 15", "扣分上限: 12"))
    assert (change.before, change.after, change.who) == ("15 分", "12 分", "扣分超过 12 分的单位")


def test_indicators_are_known_by_their_names_if_they_were_renumbered() -> None:
    before, after = load_rubric("gaoping-2022-a"), load_rubric("gaoping-2022-b")
    changes = compare_rubrics(before, after)
    renumbered = {(change.before, change.after) for change in changes if change.what == "编号"}
    names = {one.name: one.id for one in before.indicators}
    assert renumbered == {
        (names[one.name], one.id) for one in after.indicators if one.name in names and names[one.name] != one.id
    }
    new = {change.place for change in changes if change.what == "新增"}
    assert new <= {one.id for one in after.indicators}


def test_the_command_prints_what_changed_and_gives_it_as_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(tmp_path, (FLAT, "        扣分: 4\n"))
    path = str(tmp_path / "a.yaml")
    assert main(["diff", "gaoping-2022-a", path, "--lang", "zh"]) == 0
    assert capsys.readouterr().out == (
        "1.1.1.d1 研究部署政务公开工作情况  标准\n  - 扣 5 分\n  + 扣 4 分\n  得分会变：在这一项有扣分的单位\n"
    )
    assert main(["diff", "gaoping-2022-a", path, "--json"]) == 0
    (change,) = json.loads(capsys.readouterr().out)
    assert (change["place"], change["before"], change["after"]) == ("1.1.1.d1", "扣 5 分", "扣 4 分")
    assert main(["diff", "gaoping-2022-a", "gaoping-2022-a", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == "没有不同\n"
    assert main(["diff", "gaoping-2022-a", "gaoping-2022", "--lang", "zh"]) == 2


def test_changes_of_rules_beyond_a_clause_are_listed(tmp_path: Path) -> None:
    of = test_conditions
    one, other = tmp_path / "1", tmp_path / "2"
    for folder in (one, other):
        folder.mkdir()
    before = of.rubric_with(one, of.VETO, of.GATE)
    after = of.rubric_with(other, of.VETO.replace("总分为: 59", "总分为: 50"), of.DOUBLE)
    found = {(change.what, change.name): (change.before, change.after) for change in compare_rubrics(before, after)}
    assert found == {
        ("条件", "一票否决"): ("事故起数不低于 1 起 → 总分为 59", "事故起数不低于 1 起 → 总分为 50"),
        ("条件", "加分门槛"): ("不含加分的得分低于 90 分 → 加分 不计", ""),
        ("条件", "加倍"): ("", "迟报次数不低于 3 次 → 2.1.d1 乘以 2"),
    }


def test_changes_of_weights_and_of_what_is_left_out_are_listed(tmp_path: Path) -> None:
    of = test_missing_and_weights
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
    before = rubric_of(tmp_path / "1", of.table())
    after = rubric_of(
        tmp_path / "2", of.table("缺项: 折算\n折算为: 50\n公布小数: 1\n", first="  权重: 50%\n  缺项: 满分\n")
    )
    found = {(change.place, change.what): (change.before, change.after) for change in compare_rubrics(before, after)}
    assert found[("", "缺项")] == ("不失分", "折算")
    assert found[("", "折算为")] == ("无", "50 分")
    assert found[("", "公布小数")] == ("2", "1")
    assert found[("1", "折算为")] == ("60 分", "30 分")
    assert found[("1", "缺项")] == ("", "满分")


def test_how_raters_and_periods_are_joined_is_compared(tmp_path: Path) -> None:
    for name in ("1", "2"):
        (tmp_path / name).mkdir()
    clause = "{原文: 每次扣 1 分, 填报: 次数, 每: 次, 扣分: 1}"
    table = f"可突破: 否\n指标: [{{编号: 1, 名称: 甲, 赋分: 5, 扣分标准: [{clause}]}}]\n"
    before = rubric_of(tmp_path / "1", f"{table}考核人合成: {{去掉最高: 1}}\n")
    after = rubric_of(tmp_path / "2", f"{table}分期: {{各期: [{{名称: 上半年}}, {{名称: 下半年}}], 合成: 合计}}\n")
    found = {change.what: (change.before, change.after) for change in compare_rubrics(before, after)}
    assert found["考核人合成"] == ("平均，去掉最高 1 个，至少 1 份，缺席待定", "")
    assert found["分期"] == ("", "上半年、下半年，合计，缺期待定")
