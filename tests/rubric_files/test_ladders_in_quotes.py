"""check: rungs of ladders and other numbers beside their sentences; what a sentence implies is no finding."""

from pathlib import Path

import pytest

from tests.support.small_rubrics import codes

TABLE = "可突破: 否\n指标:\n- {{编号: 1, 名称: 甲, 赋分: {points}, {fields}}}\n"


def found(folder: Path, points: int, fields: str, head: str = "", tail: str = "") -> list[str]:
    return codes(folder, head + TABLE.format(points=points, fields=fields) + tail)


def ladder(quote: str, bands: str, measure: str = "率: 培训率", word: str = "得分") -> str:
    return f"{word}标准: [{{原文: '{quote}', 填报: 结果, {measure}, 分段: [{bands}]}}]"


NINETY = "{{不低于: 90%, 得分: {}}}, {{不低于: 85%, 得分: {}}}, {{得分: 0}}"
RANK = "数值: 名次, 单位: 名, 小数位: 0, 最小: 1"
DAYS = "数值: 天数, 单位: 天"


@pytest.mark.parametrize(
    "quote",
    [
        "培训率≥90%得2分，≥85%得1分，否则不得分",
        "培训率90%以上得2分、85%（含）以上得1分",
        "培训率达到90%的，得2分；达到85%的，得1分",
        "培训率不低于90%的计2分，85%及以上的计1分，低于85%的不得分",
        "培训率90%以上得2分，85%-90%得1分，85%以下得0分",
    ],
)
def test_a_ladder_whose_amounts_are_exchanged_is_found(quote: str, tmp_path: Path) -> None:
    assert found(tmp_path, 2, ladder(quote, NINETY.format(2, 1))) == []
    wrong = found(tmp_path, 2, ladder(quote, NINETY.format(1, 2)))
    assert wrong
    assert set(wrong) == {"rung-differs"}


@pytest.mark.parametrize(
    ("quote", "measure", "bands", "exchanged"),
    [
        (
            "第1名得 40 分，第二名得 30 分，其他得 20 分",
            RANK,
            "{不超过: 1, 得分: 40}, {不超过: 2, 得分: 30}, {得分: 20}",
            "{不超过: 1, 得分: 30}, {不超过: 2, 得分: 40}, {得分: 20}",
        ),
        (
            "不超过3天得40分，超过3天的得30分",
            DAYS,
            "{不超过: 3, 得分: 40}, {超过: 3, 得分: 30}",
            "{不超过: 3, 得分: 30}, {超过: 3, 得分: 40}",
        ),
    ],
)
def test_ranks_and_values_have_their_own_amounts(
    quote: str, measure: str, bands: str, exchanged: str, tmp_path: Path
) -> None:
    assert found(tmp_path, 40, ladder(quote, bands, measure)) == []
    assert "rung-differs" in found(tmp_path, 40, ladder(quote, exchanged, measure))


def test_a_sentence_with_two_ladders_contradicts_neither(tmp_path: Path) -> None:
    quote = "甲率≥90%得2分，≥85%得1分；培训率≥90%得1分，≥85%得2分"
    bands = NINETY.format(2, 1)
    assert "rung-differs" not in found(tmp_path, 2, ladder(quote, bands))


def test_a_rung_whose_formula_is_of_another_rate_is_found(tmp_path: Path) -> None:
    bands = "{低于: 50%, 得分: 0}, {不低于: 50%, 得分: 合格率×2}"
    assert "formula-of-another" in found(tmp_path, 2, ladder("培训率低于50%不得分，否则得分=合格率×2", bands))


BONUS = (
    "综合加分项:\n  总述: '{}'\n  各项: "
    "[{{序号: 一, 加分标准: [{{原文: 每项加 1 分, 填报: 项数, 每: 项, 加分: 1}}]}}]\n"
)
PLAIN = "扣分标准: [{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}]"


@pytest.mark.parametrize(
    ("lead", "code"),
    [
        ("加分累计不超过5分", ["common-cap-differs"]),
        ("各项加分总计最高为 5 分", ["common-cap-differs"]),
        ("加分合计以5分为限", ["common-cap-differs"]),
        ("每项加分不超过5分", []),
        ("有下列情形的加分", []),
    ],
)
def test_a_cap_above_the_items_is_read_however_it_is_worded(lead: str, code: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, 10, PLAIN, tail=BONUS.format(lead)) == code


def test_an_award_that_can_never_reach_the_points_is_found(tmp_path: Path) -> None:
    award = "得分标准: [{原文: 按完成率得分, 填报: 完成率, 率: 完成率, 得分: 完成率×0.5}]"
    assert "awards-below-points" in found(tmp_path, 1, award)


WEIGHTS = "指标:\n" + "".join(
    f"- {{{{一级指标: {name}, 赋分: 100, 权重: {{}}, 二级指标: [{{{{编号: {at}.1, 名称: 甲, 赋分: 100, 扣分标准: "
    "[{{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}}]}}]}}\n"
    for at, name in enumerate(("一", "二", "三"), 1)
)


@pytest.mark.parametrize(
    ("weights", "head", "code"),
    [
        (("30%", "30%", "40%"), "", []),
        (("30%", "30%", "30%"), "", ["weights-differ"]),
        (("33.33%", "33.33%", "33.33%"), "", ["weights-differ"]),
        (("30%", "30%", "30%"), "满分: 90\n", []),
    ],
)
def test_weights_that_are_not_the_whole_are_found(
    weights: tuple[str, ...], head: str, code: list[str], tmp_path: Path
) -> None:
    assert codes(tmp_path, f"可突破: 否\n{head}{WEIGHTS.format(*weights)}") == code


def tiers(quote: str, *amounts: float) -> str:
    each = ", ".join(f"{{名称: 第{at}档, 扣分: {amount}}}" for at, amount in enumerate(amounts, 1))
    return f"扣分标准: [{{原文: {quote}, 填报: 情形, 选项: [{each}]}}]"


@pytest.mark.parametrize(
    "fields",
    [
        tiers("视情节扣1-3分", 1, 2, 3),
        tiers("每缺一项扣 1 分，扣完为止", 1, 2, 3),
        "扣分标准: [{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}], 加分上限: 3, "
        "加分标准: [{原文: 每篇加 1 分, 填报: 篇数, 每: 篇, 加分: 1}]",
        "扣分标准: [{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}], "
        "加分标准: [{原文: 有创新的酌情加分, 填报: 认定的加分, 酌情: 2}]",
    ],
)
def test_what_the_sentence_implies_is_no_finding(fields: str, tmp_path: Path) -> None:
    assert found(tmp_path, 3, fields) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (tiers("视情节扣1-3分", 1, 2, 3.5), "amount-not-in-quote"),
        (tiers("每缺一项扣 1 分", 1, 2.5), "amount-not-in-quote"),
        (tiers("缺一项扣 1 分，缺两项扣 3 分", 1, 2), "amount-not-in-quote"),
    ],
)
def test_a_tier_that_does_not_follow_is_found(fields: str, code: str, tmp_path: Path) -> None:
    assert code in found(tmp_path, 4, fields)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ("率: 完成率, 目标: 60%, 每高: 40%, 得分: 4, 按比例: 是", []),
        ("率: 完成率, 目标: 60%, 每高: 30%, 得分: 4, 按比例: 是", ["edge-not-in-quote"]),
        ("率: 完成率, 目标: 50%, 每高: 40%, 得分: 4, 按比例: 是", ["edge-not-in-quote"]),
    ],
)
def test_a_straight_line_steps_from_one_printed_number_to_the_other(
    fields: str, code: list[str], tmp_path: Path
) -> None:
    quote = "60%以下不得分，60%至100%按比例得分，100%得4分"
    assert found(tmp_path, 4, f"得分标准: [{{原文: '{quote}', 填报: 完成率, {fields}}}]") == code
