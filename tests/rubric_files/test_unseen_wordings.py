"""check: wordings of other notices. What is faithful is no finding; what contradicts the sentence is one.

The sentences are of tables that the rules were not written for: 教师, 河长制, 医院评审, 信访, 扶贫, 文明单位, 大气.
"""

from pathlib import Path

import pytest

from tests.support.small_rubrics import codes

PLAIN = "扣分标准: [{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}]"


def found(folder: Path, points: int, standard: str, clause: str, more: str = "", tail: str = "") -> list[str]:
    clauses = clause if clause.startswith("[") else f"[{{{clause}}}]"
    text = f"可突破: 否\n指标:\n- {{编号: 1, 名称: 甲, 赋分: {points}, {more}{standard}标准: {clauses}}}\n{tail}"
    return codes(folder, text)


CASES = Path(__file__).with_name("unseen-wordings.yaml").read_text(encoding="utf-8").split("\n- ")[1:]
"""Indicators as a rubric has them, without number and name; 发现 is what ``check`` finds."""


@pytest.mark.parametrize("case", CASES)
def test_what_is_faithful_is_no_finding_and_what_contradicts_the_sentence_is_one(case: str, tmp_path: Path) -> None:
    lines = case.rstrip().split("\n")
    expected = [line.partition("发现: ")[2] for line in lines if "发现: " in line]
    fields = "\n".join(
        f"  {line.strip() if at == 0 else line[2:]}" for at, line in enumerate(lines) if "发现: " not in line
    )
    found = codes(tmp_path, f"可突破: 否\n指标:\n- 编号: 1\n  名称: 甲\n{fields}\n")
    assert set(expected) <= set(found) if expected else found == []


def test_two_items_may_quote_one_sentence(tmp_path: Path) -> None:
    quote = "在国家级、省级媒体报道的，每篇分别加2分、1分"
    items = ", ".join(
        f"{{序号: {numeral}, 加分标准: [{{原文: {quote}, 填报: {label}, 每: 篇, 加分: {amount}}}]}}"
        for numeral, label, amount in (("一", "国家级", 2), ("二", "省级", 1))
    )
    assert (
        codes(
            tmp_path, f"可突破: 否\n指标:\n- {{编号: 1, 名称: 甲, 赋分: 5, {PLAIN}}}\n综合加分项: {{各项: [{items}]}}\n"
        )
        == []
    )


def test_what_is_written_of_a_cap_is_compared_with_its_field(tmp_path: Path) -> None:
    quote = "原文: 每处扣1分，扣完为止, 填报: 处数, 每: 处, 扣分: 1"
    assert found(tmp_path, 5, "扣分", quote) == []
    assert "exceeding-contradicts" in found(tmp_path, 5, "扣分", quote, more="可突破: 是, ")


GROUP = "组:\n- {{名称: 荣誉, 原文: {}, 成员: [1.a1, 1.a2], 取: {}{}}}\n"
AWARDS = "[{原文: 国家级得6分, 填报: 国家级, 得分: 6}, {原文: 省级得3分, 填报: 省级, 得分: 3}]"


@pytest.mark.parametrize(
    ("quote", "counts", "cap", "expected"),
    [
        ("同一荣誉按最高级别计分，最高不超过10分", "最高", ", 上限: 10", []),
        ("同一荣誉按最高级别计分，最高不超过10分", "最高", "", ["amount-unused"]),
        ("同一荣誉按最高级别计分", "合计", ", 上限: 10", ["group-counts-otherwise"]),
        ("去掉一个最低分", "最高", "", ["group-counts-otherwise"]),
    ],
)
def test_a_group_is_compared_with_its_sentence(
    quote: str, counts: str, cap: str, expected: list[str], tmp_path: Path
) -> None:
    assert found(tmp_path, 9, "得分", AWARDS, tail=GROUP.format(quote, counts, cap)) == expected


RULE = "条件:\n- {{名称: 规则, 原文: {}, 当: [{{项: {}}}], 则: {{{}}}}}\n"


@pytest.mark.parametrize(
    ("quote", "when", "then", "expected"),
    [
        ("5处以上的，按0分计", "1.d1, 不低于: 5", "总分为: 0", []),
        ("5处以上的，按0分计", "1.d1, 低于: 5", "总分为: 0", ["relation-differs"]),
        ("5处以上的，按0分计", "1.d1, 超过: 5", "总分为: 0", ["relation-differs"]),
        ("超过5处的，按0分计", "1.d1, 超过: 5", "总分为: 0", []),
        ("5处以上的，总分不得超过6分", "1.d1, 不低于: 5", "总分为: 6", ["total-is-a-limit"]),
        ("5处以上的，总分不得超过6分", "1.d1, 不低于: 5", "总分至多: 6", []),
        ("5处以上的，总分乘以0.9", "1.d1, 不低于: 5", "乘以: 0.5, 对象: [总分]", ["amount-not-in-quote"]),
        ("5处以上的，总分减半", "1.d1, 不低于: 5", "乘以: 0.5, 对象: [总分]", []),
    ],
)
def test_a_rule_is_compared_with_its_sentence(
    quote: str, when: str, then: str, expected: list[str], tmp_path: Path
) -> None:
    clause = "原文: 每处扣1分, 填报: 处数, 每: 处, 扣分: 1"
    assert found(tmp_path, 9, "扣分", clause, tail=RULE.format(quote, when, then)) == expected


def test_an_erratum_of_a_plain_list_answers_for_its_indicator(tmp_path: Path) -> None:
    errata = "errata:\n- {位置: '1', 事项: 分值, 印作: 扣2分, 读作: 扣1分, 理由: 前后不一}\n"
    assert found(tmp_path, 9, "扣分", "原文: 每处扣2分, 填报: 处数, 每: 处, 扣分: 1", tail=errata) == []
