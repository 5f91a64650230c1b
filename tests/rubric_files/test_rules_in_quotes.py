"""check: conditions and groups beside their own sentences."""

from pathlib import Path

import pytest

from tests.scoring.test_conditions import SCHEME, TABLE
from tests.support.small_rubrics import codes

RULE = "- {{名称: 规则, 原文: {quote}, 当: [{when}], 则: {{{then}}}}}\n"


def found(folder: Path, quote: str, when: str, then: str) -> list[str]:
    (folder / "test.yaml").write_text(SCHEME, encoding="utf-8")
    text = TABLE + RULE.format(quote=quote, when=when, then=then)
    return [code for code in codes(folder, text) if code in ("amount-not-in-quote", "grade-not-in-quote")]


@pytest.mark.parametrize(
    ("quote", "when", "then"),
    [
        ("发生事故的，一票否决，按 59 分计", "{项: 1.1.d1, 不低于: 1}", "总分为: 59"),
        ("得分低于 60% 的不加分", "{项: 基本分, 低于: 60}", "不计: [加分]"),
        ("得分率低于60%的", "{项: '1.2', 低于: 60%}", "不得分: ['2.1']"),
        ("培训率低于90%的，该项不得分", "{项: 1.2.a1, 低于: 90%}", "不得分: ['2.1']"),
        ("迟报两次以上的，扣分加倍，3 日内补报", "{项: 2.1.d1, 不低于: 2}", "乘以: 2, 对象: [2.1.d1]"),
        ("瞒报的，不得评为优秀", "{项: 1.1.d2, 是: 是}", "等次至多: 合格"),
        ("瞒报的，最高评为合格", "{项: 1.1.d2, 是: 是}", "等次至多: 合格"),
        ("瞒报的，定为不合格", "{项: 1.1.d2, 是: 是}", "等次为: 不合格"),
        ("发生事故的，一票否决", "{项: 1.1.d1, 不低于: 1}", "总分为: 59"),
        ("2026年7月1日以后发生事故的，一票否决", "{项: 1.1.d1, 不低于: 2}", "总分为: 59"),
        ("多次发生事故的，按59分计", "{项: 1.1.d1, 不低于: 3}", "总分为: 59"),
    ],
)
def test_what_the_sentence_says_is_no_finding(quote: str, when: str, then: str, tmp_path: Path) -> None:
    assert found(tmp_path, quote, when, then) == []


@pytest.mark.parametrize(
    ("quote", "when", "then", "code"),
    [
        ("一票否决，按 59 分计", "{项: 1.1.d1, 不低于: 1}", "总分为: 69", "amount-not-in-quote"),
        ("得分低于 60 分的不加分", "{项: 基本分, 低于: 90}", "不计: [加分]", "amount-not-in-quote"),
        ("培训率低于90%的，不得分", "{项: 1.2.a1, 低于: 80%}", "不得分: ['2.1']", "amount-not-in-quote"),
        ("迟报 3 次以上的，加倍", "{项: 2.1.d1, 不低于: 2}", "乘以: 2, 对象: [2.1.d1]", "amount-not-in-quote"),
        ("发生两起事故的，按59分计", "{项: 1.1.d1, 不低于: 3}", "总分为: 59", "amount-not-in-quote"),
        ("瞒报的，定为不合格", "{项: 1.1.d2, 是: 是}", "等次为: 合格", "grade-not-in-quote"),
        ("瞒报的，不得评为优秀", "{项: 1.1.d2, 是: 是}", "等次至多: 不合格", "grade-not-in-quote"),
    ],
)
def test_what_contradicts_the_sentence_is_found(quote: str, when: str, then: str, code: str, tmp_path: Path) -> None:
    assert found(tmp_path, quote, when, then) == [code]


@pytest.mark.parametrize("quote", ["发现一处扣2～10分", "视情节扣2至10分", "视情节扣 2—10 分"])
def test_the_lower_end_of_a_range_need_not_be_used(quote: str, tmp_path: Path) -> None:
    clause = f"{{原文: {quote}, 填报: 情节, 酌情: 10}}"
    assert codes(tmp_path, f"可突破: 否\n指标:\n- {{编号: 1, 名称: 甲, 赋分: 10, 扣分标准: [{clause}]}}\n") == []
    wrong = clause.replace("酌情: 10", "酌情: 8")
    found = codes(tmp_path, f"可突破: 否\n指标:\n- {{编号: 1, 名称: 甲, 赋分: 10, 扣分标准: [{wrong}]}}\n")
    assert found == ["limit-differs"]
