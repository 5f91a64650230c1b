"""Measured values, typed rates and rates over 100 %: ladders, steps from a target, scores in proportion."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.small_rubrics import codes, differing, rubric_of
from xlplugin import Rubric, explain, list_inputs, score

INDICATOR = """
- 编号: {id}
  名称: 指标{id}
  赋分: {points}
  {standard}:
  - 原文: {quote}
    填报: {label}
{fields}
"""


def table(*indicators: str) -> str:
    """Write a table of one level."""
    return "指标:" + "".join(indicators) + "\n"


def indicator(id: int, points: int, standard: str, quote: str, label: str, **fields: Any) -> str:
    lines = []
    for name, value in fields.items():
        if isinstance(value, list):
            lines.append(f"    {name}:")
            lines += [f"    - {{{', '.join(f'{key}: {one}' for key, one in band.items())}}}" for band in value]
        else:
            lines.append(f"    {name}: {value}")
    return INDICATOR.format(
        id=id, points=points, standard=standard, quote=quote, label=label, fields="\n".join(lines)
    ).rstrip()


LADDER = indicator(
    1,
    3,
    "得分标准",
    "完成率≥90%，得满分；≥85%，得2分；<85%，不得分",
    "完成率",
    率="完成率",
    分段=[{"不低于": "90%", "得分": "满分"}, {"不低于": "85%", "得分": 2}, {"得分": 0}],
)
RANK = indicator(
    2,
    5,
    "得分标准",
    "第1名得5分，第2至3名得3分，其余得1分",
    "名次",
    数值="名次",
    单位="名",
    最小=1,
    最大=30,
    小数位=0,
    分段=[{"不超过": 1, "得分": 5}, {"不超过": 3, "得分": 3}, {"得分": 1}],
)
OVER = indicator(
    3,
    4,
    "得分标准",
    "得分=完成率×4，超额的最高得4分",
    "完成数和任务数",
    得分="完成率×4",
    分子="完成数",
    分母="任务数",
    最大="200%",
)
DAYS = indicator(
    4,
    4,
    "扣分标准",
    "平均办结时间超过5天的，每超过0.5天扣0.3分，扣分上限为2分",
    "平均办结时间",
    数值="平均办结时间",
    单位="天",
    目标=5,
    每高=0.5,
    扣分=0.3,
    上限=2,
)
BELOW = indicator(
    5,
    4,
    "扣分标准",
    "满意率不低于95%，每低1个百分点扣0.1分，按比例计算",
    "满意率",
    率="满意率",
    目标="95%",
    每低="1%",
    扣分=0.1,
    按比例="是",
)
SCALED = indicator(
    6,
    20,
    "得分标准",
    "专项考核得分（100分）折算为20分",
    "专项考核得分",
    数值="专项考核得分",
    单位="分",
    最大=100,
    得分="专项考核得分×0.2",
)
DECIMALS = indicator(
    7,
    2,
    "扣分标准",
    "节约率不得少于3.5%，每降低0.5个百分点，扣0.5分",
    "节约量和总量",
    率="节约率",
    分子="节约量",
    分母="总量",
    小数位=2,
    目标="3.5%",
    每低="0.5%",
    扣分=0.5,
)
GROWTH = indicator(
    8,
    5,
    "得分标准",
    "增长率每高于5%的1个百分点得0.5分，最高得5分",
    "增长率",
    率="增长率",
    最大="300%",
    目标="5%",
    每高="1%",
    得分=0.5,
    上限=5,
)
TEXT = table(LADDER, RANK, OVER, DAYS, BELOW, SCALED, DECIMALS, GROWTH)
CASES = [
    ("1.a1", {"rate": "90"}, "3"),
    ("1.a1", {"rate": "89.99"}, "2"),  # below 90, not below 85
    ("1.a1", {"rate": "85"}, "2"),
    ("1.a1", {"rate": 84.9}, "0"),
    ("1.a1", {"rate": 100}, "3"),
    ("2.a1", 1, "5"),
    ("2.a1", 3, "3"),
    ("2.a1", 4, "1"),
    ("3.a1", {"part": 105, "whole": 100}, "4"),  # 4 × 1.05 = 4.2, at most 4
    ("3.a1", {"part": 3, "whole": 8}, "1.5"),  # 4 × 3 ÷ 8
    ("3.a1", {"part": 0, "whole": 0}, "4"),  # nothing to measure, nothing is lost
    ("4.d1", "5", "4"),
    ("4.d1", "5.5", "3.7"),  # one step: 0.3
    ("4.d1", "5.49", "4"),  # not a whole step
    ("4.d1", "6.6", "3.1"),  # 1.6 ÷ 0.5 = 3 whole steps: 0.9
    ("4.d1", "30", "2"),  # 50 steps: 15, at most 2
    ("5.d1", {"rate": "95"}, "4"),
    ("5.d1", {"rate": "92.5"}, "3.75"),  # 2.5 steps in proportion: 0.25
    ("5.d1", {"rate": "94.9"}, "3.99"),
    ("6.a1", "85.5", "17.1"),  # 85.5 × 0.2
    ("6.a1", 100, "20"),
    ("7.d1", {"part": "3.5", "whole": 100}, "2"),
    ("7.d1", {"part": "2.45", "whole": "100"}, "1"),  # 1.05 points short: 2 whole steps, 1 point
    ("7.d1", {"part": "0.25", "whole": "10"}, "1"),  # 2.5 %: 2 steps
    ("8.a1", {"rate": "5.9"}, "0"),
    ("8.a1", {"rate": "8"}, "1.5"),  # 3 steps
    ("8.a1", {"rate": "250"}, "5"),
]
LEAST: dict[str, Any] = {
    "1.a1": {"rate": 0},
    "2.a1": 30,
    "3.a1": {"part": 0, "whole": 1},
    "4.d1": 0,
    "5.d1": {"rate": 100},
    "6.a1": 0,
    "7.d1": {"part": 1, "whole": 1},
    "8.a1": {"rate": 0},
}


@pytest.fixture(scope="module")
def rubric(tmp_path_factory: pytest.TempPathFactory) -> Rubric:
    return rubric_of(tmp_path_factory.mktemp("measures"), TEXT)


@pytest.mark.parametrize(("key", "entry", "got"), CASES)
def test_a_measured_value_scores_as_the_notice_says(rubric: Rubric, key: str, entry: object, got: str) -> None:
    card = score(rubric, {"rubric": rubric.id, "entries": LEAST | {key: entry}})
    assert card.problems == ()
    assert str(card.indicators[key[0]].score) == got


def test_workbook_and_engine_agree_on_every_case(rubric: Rubric, tmp_path: Path) -> None:
    sheets = [{"entries": LEAST | {key: entry}} for key, entry, _ in CASES]
    assert differing(tmp_path, rubric, [{"entries": {}}, *sheets]) == []


@pytest.mark.parametrize(
    ("key", "entry", "sentence"),
    [
        ("1.a1", {"rate": "86"}, "完成率 86%，不低于 85%、低于 90%，得 2"),
        ("2.a1", 4, "名次 4 名，超过 3 名，得 1"),
        ("4.d1", "6.6", "平均办结时间 6.6 天，比 5 天每高 0.5 天为 1 档，高 3 档 × 0.3 分 = 0.9，上限 2，扣 0.9"),
        ("5.d1", {"rate": "92.5"}, "满意率 92.5%，比 95% 每低 1 个百分点为 1 档，按比例，每档 0.1 分 = 0.25，扣 0.25"),
        ("6.a1", "85.5", "专项考核得分 85.5 分，得分 0.2 × 85.5 = 17.1，上限 20，得 17.1"),
        (
            "3.a1",
            {"part": 105, "whole": 100},
            "完成率 105 ÷ 100，得分 4 × 105 ÷ 100 = 4.2，上限 4，得 4",
        ),
    ],
)
def test_the_sentence_says_how(rubric: Rubric, key: str, entry: object, sentence: str) -> None:
    lines = [line.text for line in explain(rubric, {"rubric": rubric.id, "entries": {key: entry}})]
    assert sentence in lines


@pytest.mark.parametrize(
    ("key", "entry", "code"),
    [
        ("1.a1", {"rate": "100.1"}, "over-limit"),
        ("1.a1", 90, "not-an-object"),
        ("1.a1", {"part": 9, "whole": 10}, "unknown-field"),
        ("2.a1", 0, "below-limit"),
        ("2.a1", "1.5", "fractional"),
        ("3.a1", {"part": 201, "whole": 100}, "rate-over-limit"),
        ("3.a1", {"part": "1.5", "whole": 100}, "fractional"),
        ("4.d1", -1, "negative"),
        ("4.d1", "5.12345", "too-many-places"),
        ("4.d1", True, "not-a-number"),
        ("6.a1", "100.5", "over-limit"),
        ("7.d1", {"part": "1.234", "whole": 100}, "too-many-places"),
    ],
)
def test_what_is_out_of_range_is_a_problem(rubric: Rubric, tmp_path: Path, key: str, entry: object, code: str) -> None:
    sheet = {"rubric": rubric.id, "entries": LEAST | {key: entry}}
    assert code in [problem.code for problem in score(rubric, sheet).problems]
    if code not in ("not-an-object", "unknown-field", "not-a-number"):
        assert differing(tmp_path, rubric, [sheet]) == []


def test_inputs_say_unit_and_bounds(rubric: Rubric) -> None:
    listed = {one["key"]: one for one in list_inputs(rubric)}
    assert (listed["2.a1"]["unit"], listed["2.a1"]["min"], listed["2.a1"]["max"]) == ("名", 1, 30)
    assert (listed["1.a1"]["unit"], listed["1.a1"]["min"], listed["1.a1"]["max"]) == ("%", 0, 100)
    assert listed["8.a1"]["max"] == 300
    assert listed["4.d1"]["kind"] == "per step above a target"


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([{"不低于": 90, "得分": 2}, {"不低于": 80, "低于": 85, "得分": 1}, {"得分": 0}], "band-overlap"),
        ([{"低于": 80, "得分": 0}, {"不低于": 85, "得分": 2}], "band-gap"),
        ([{"不超过": 80, "得分": 0}, {"不低于": 80, "得分": 2}], "band-overlap"),
        ([{"低于": 80, "得分": 0}, {"不低于": 80, "低于": 90, "得分": 2}], "band-open"),
    ],
)
def test_a_ladder_with_a_gap_or_an_overlap_is_refused(
    tmp_path: Path, bands: list[dict[str, Any]], expected: str
) -> None:
    ladder = indicator(1, 2, "得分标准", "90分以上得2分", "测评分", 数值="测评分", 单位="分", 最大=100, 分段=bands)
    assert expected in codes(tmp_path, table(ladder))


def test_an_award_of_which_nothing_could_be_measured_has_all_points(tmp_path: Path) -> None:
    text = "指标:\n" + "".join(
        f"- {{编号: {number}, 名称: 指标{number}, 赋分: 10, 得分标准: [{{原文: 率每高 1 个百分点得 2 分, "
        f"填报: 率{number}, 率: 率, 分子: 件数, 分母: 总数, 目标: 0%, {way}: 1%, 得分: 2}}]}}\n"
        for number, way in (("1", "每高"), ("2", "每高"))
    )
    rubric = rubric_of(tmp_path, text)
    sheets = [
        {"rubric": rubric.id, "entries": {"1.a1": {"part": 0, "whole": 0}, "2.a1": {"part": part, "whole": 100}}}
        for part in (0, 3, 9)
    ]
    assert [str(score(rubric, sheet).total) for sheet in sheets] == ["10", "16", "20"]
    assert differing(tmp_path, rubric, sheets) == []


def test_a_ladder_may_have_an_edge_at_nought(tmp_path: Path) -> None:
    bands = "[{不超过: 0%, 得分: 5}, {超过: 0%, 得分: 0}]"
    text = (
        "指标:\n- {编号: 1, 名称: 甲, 赋分: 5, 得分标准: [{原文: 投诉率为0的得5分, 填报: 投诉率, "
        f"率: 投诉率, 分段: {bands}}}]}}\n"
    )
    rubric = rubric_of(tmp_path, text)
    sheets = [{"rubric": rubric.id, "entries": {"1.a1": {"rate": rate}}} for rate in (0, "0.01")]
    assert [str(score(rubric, sheet).total) for sheet in sheets] == ["5", "0"]
    assert differing(tmp_path, rubric, sheets) == []
