"""条件: vetoes, ceilings, gates, exemptions, doubled deductions."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.small_rubrics import codes, differing, rubric_of, write_rubric
from xlplugin import Rubric, RubricError, explain, score
from xlplugin.rubric_files.library import load_table

SCHEME = """格式: 1
考核方案: test
名称: 试验办法
年度: 2026
通知: {标题: 试验, 文号: ''}
考核等次:
  各等次:
  - {名称: 优秀, 不低于: 90, 原文: 90分以上为优秀}
  - {名称: 合格, 不低于: 60, 低于: 90, 原文: 60分至90分为合格}
  - {名称: 不合格, 低于: 60, 原文: 60分以下为不合格}
"""
TABLE = """考核方案: test
指标:
- 一级指标: 甲
  赋分: 60
  二级指标:
  - 编号: 1.1
    名称: 安全
    赋分: 40
    扣分标准:
    - {原文: 每起事故扣 10 分, 填报: 事故起数, 每: 起, 扣分: 10}
    - {原文: 瞒报的，扣 5 分, 填报: 瞒报, 扣分: 5}
  - 编号: 1.2
    名称: 培训
    赋分: 20
    得分标准:
    - {原文: 得分=培训率×20, 填报: 培训率, 得分: 培训率×20, 率: 培训率}
- 一级指标: 乙
  赋分: 40
  二级指标:
  - 编号: 2.1
    名称: 报送
    赋分: 40
    扣分标准:
    - {原文: 每迟报一次扣 2 分, 填报: 迟报次数, 每: 次, 扣分: 2}
    加分标准:
    - {原文: 每采用一篇加 1 分, 填报: 采用篇数, 每: 篇, 加分: 1}
综合加分项:
  各项: [{序号: 一, 加分标准: [{原文: 受表彰的，加 5 分, 填报: 受表彰, 加分: 5}]}]
条件:
"""
ENTRIES: dict[str, Any] = {
    "1.1.d1": 0,
    "1.1.d2": False,
    "1.2.a1": {"rate": 90},
    "2.1.d1": 1,
    "2.1.b1": 2,
    "bonus.1.b1": True,
}
"""40 + 18 + 38 + 2 + 5 = 103."""


def rule(when: str, then: str, name: str = "规则", any_of: bool = False) -> str:
    return f"- 名称: {name}\n  原文: 原文\n  当{'任一' if any_of else ''}: [{when}]\n  则: {{{then}}}\n"


VETO = rule("{项: 1.1.d1, 不低于: 1}", "总分为: 59", "一票否决")
CEILING = rule("{项: 1.1.d2, 是: 是}", "总分至多: 80, 等次至多: 合格", "否优")
GATE = rule("{项: 基本分, 低于: 90}", "不计: [加分]", "加分门槛")
DOUBLE = rule("{项: 2.1.d1, 不低于: 3}", "乘以: 2, 对象: [2.1.d1]", "加倍")
EXEMPT = rule("{项: 1.2, 不低于: 60%}", "不失分: [2.1]", "免扣")
NOTHING = rule("{项: 一级指标 2, 低于: 50%}", "不得分: ['1.2']", "不得分")
ANY = rule("{项: 1.1.d1, 不低于: 2}, {项: 1.2.a1, 低于: 50%}", "等次为: 不合格", "降等", any_of=True)
FACTOR = rule("{项: bonus.1.b1, 是: 是}", "乘以: 1.05, 对象: [总分]", "难度系数")


def rubric_with(folder: Path, *rules: str) -> Rubric:
    (folder / "test.yaml").write_text(SCHEME, encoding="utf-8")
    return rubric_of(folder, TABLE + "".join(rules))


@pytest.mark.parametrize(
    ("rules", "changed", "total", "grade", "effects"),
    [
        ((VETO,), {}, "103", "优秀", []),
        ((VETO,), {"1.1.d1": 1}, "59", "不合格", [("一票否决", "total", "93", "59")]),
        (
            (VETO,),
            {"1.1.d1": 4, "2.1.d1": 20, "bonus.1.b1": False},
            "20",
            "不合格",
            [("一票否决", "total", "20", "20")],
        ),
        (
            (CEILING,),
            {"1.1.d2": True},
            "80",
            "合格",
            [("否优", "total", "98", "80"), ("否优", "grade", "合格", "合格")],
        ),
        ((GATE,), {}, "103", "优秀", []),  # 96 without bonuses
        ((GATE,), {"2.1.d1": 5}, "88", "合格", [("加分门槛", "bonus", "7", "0")]),  # 40 + 18 + 30
        ((DOUBLE,), {"2.1.d1": 2}, "101", "优秀", []),
        ((DOUBLE,), {"2.1.d1": 3}, "93", "优秀", [("加倍", "2.1.d1", "6", "12")]),
        ((EXEMPT,), {"2.1.d1": 5}, "105", "优秀", [("免扣", "2.1", "30", "40")]),  # 18 of 20 are 90 %
        ((EXEMPT,), {"1.2.a1": {"rate": 59}, "2.1.d1": 5}, "88.8", "合格", []),  # 40 + 11.8 + 30 + 7
        ((NOTHING,), {"2.1.d1": 11}, "65", "合格", [("不得分", "1.2", "18", "0")]),  # 40 + 0 + 18 + 7
        ((ANY,), {"1.2.a1": {"rate": 49}}, "94.8", "不合格", [("降等", "grade", "优秀", "不合格")]),
        ((ANY,), {"1.1.d1": 2}, "83", "不合格", [("降等", "grade", "合格", "不合格")]),
        ((ANY,), {"1.1.d1": 1}, "93", "优秀", []),
        ((FACTOR,), {}, "108.15", "优秀", [("难度系数", "total", "103", "108.15")]),
        (
            (DOUBLE, GATE, VETO),  # one after the other
            {"1.1.d1": 1, "2.1.d1": 3},
            "59",
            "不合格",
            [("加倍", "2.1.d1", "6", "12"), ("加分门槛", "bonus", "7", "0"), ("一票否决", "total", "76", "59")],
        ),
    ],
)
def test_a_rule_changes_what_it_names_and_keeps_the_figure_before(
    rules: tuple[str, ...],
    changed: dict[str, Any],
    total: str,
    grade: str,
    effects: list[tuple[str, ...]],
    tmp_path: Path,
) -> None:
    rubric = rubric_with(tmp_path, *rules)
    sheet = {"rubric": rubric.id, "body": "甲", "entries": ENTRIES | changed}
    card = score(rubric, sheet)
    assert card.problems == ()
    assert (str(card.total), card.grade) == (total, grade)
    assert [tuple(effect) for effect in card.effects] == effects
    written: Any = card.as_json()["effects"]
    assert [(one["rule"], one["target"], one["before"], one["after"]) for one in written] == effects
    assert differing(tmp_path, rubric, [sheet, {"entries": {}}, {"entries": {"1.1.d1": 3}}]) == []


def test_every_rule_together_agrees_in_both_editions(tmp_path: Path) -> None:
    rubric = rubric_with(tmp_path, DOUBLE, EXEMPT, GATE, CEILING, VETO, ANY)
    sheets = [{"entries": ENTRIES | {"1.1.d1": 1, "1.1.d2": True, "2.1.d1": 4}}, {"entries": {"1.1.d1": "x"}}]
    for edition in ("plain", "assess"):
        assert differing(tmp_path, rubric, sheets, edition) == []


def test_the_sentence_names_the_clause_that_an_effect_comes_from(tmp_path: Path) -> None:
    rubric = rubric_with(tmp_path, VETO, DOUBLE)
    lines = [
        line.text for line in explain(rubric, {"rubric": rubric.id, "entries": ENTRIES | {"1.1.d1": 1, "2.1.d1": 3}})
    ]
    assert "一票否决（事故起数不低于 1 起），总分按 59 分计：83 → 59" in lines
    assert lines[0] == "总分：48 + 28 + 2 + 5 − 0 = 83，按条件为 59；公布得分 59.00，不合格"
    assert "3 次 × 2 分 = 6；加倍，乘以 2，扣 12" in lines
    calm = [line.text for line in explain(rubric, {"rubric": rubric.id, "entries": ENTRIES})]
    assert "一票否决：未触发" in calm


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ((rule("{项: 总分, 低于: 60}", "总分至多: 50"),), "rule-circle"),
        ((rule("{项: '1.2', 低于: 5}", "不得分: ['1.2']"),), "rule-circle"),
        ((rule("{项: 加分, 不低于: 5}", "不计: [加分]"),), "rule-circle"),
        (
            (
                rule("{项: '1.2', 低于: 5}", "不得分: ['2.1']", "甲"),
                rule("{项: '2.1', 低于: 5}", "不得分: ['1.2']", "乙"),
            ),
            "rule-circle",
        ),
        ((rule("{项: 9.9.d1, 不低于: 1}", "总分为: 59"),), "unknown-place"),
        ((rule("{项: 1.1.d1}", "总分为: 59"),), "one-relation"),
        ((rule("{项: 1.1.d1, 不低于: 1}", "等次为: 很差"),), "not-one-of"),
        ((rule("{项: 1.1.d2, 是: 也许}", "总分为: 59"),), "not-one-of"),
        ((rule("{项: 1.1.d1, 不低于: 1}", ""),), "no-consequence"),
    ],
)
def test_a_rule_that_cannot_be_computed_is_refused(rules: tuple[str, ...], code: str, tmp_path: Path) -> None:
    (tmp_path / "test.yaml").write_text(SCHEME, encoding="utf-8")
    assert code in codes(tmp_path, TABLE + "".join(rules))
    with pytest.raises(RubricError):
        load_table(str(write_rubric(tmp_path, TABLE + "".join(rules))))


def test_rules_about_a_total_that_they_leave_alone_are_fine(tmp_path: Path) -> None:
    rubric = rubric_with(tmp_path, rule("{项: 总分, 不低于: 100}", "等次至多: 合格", "封顶"))
    card = score(rubric, {"rubric": rubric.id, "entries": ENTRIES})
    assert (str(card.total), card.grade) == ("103", "合格")
