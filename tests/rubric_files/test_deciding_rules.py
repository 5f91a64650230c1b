"""What a scheme says about the end of a round: read as written, refused with its line where it cannot be meant."""

from pathlib import Path

import pytest

from xlplugin import load_scheme
from xlplugin.errors import RubricError
from xlplugin.rubric.deciding import Late, Quota, RepeatedGrade, Rounding, Ties
from xlplugin.rubric.model import Scheme

HEAD = """格式: 1
考核方案: test-s
名称: 试验方案
年度: 2026
通知: {标题: 试验, 文号: ''}
考核等次:
  各等次:
  - {名称: 优秀, 不低于: 90, 原文: 90分以上}
  - {名称: 不合格, 低于: 90, 原文: 不足90分}
"""


def scheme(folder: Path, text: str) -> Scheme:
    path = folder / "test-s.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_scheme(str(path))


def test_everything_is_read_as_it_is_written(tmp_path: Path) -> None:
    read = scheme(
        tmp_path,
        """名次: {并列: 不跳号, 公布: 否, 原文: 只公布等次}
等次名额:
- {等次: 优秀, 不超过: 33.3%, 范围: 全部, 取整: 四舍五入, 原文: 三分之一}
- {等次: 优秀, 个数: 2, 原文: 至多两个}
连续等次: [{等次: 优秀, 年数: 3, 原文: 连续三年}]
申诉: {工作日: 5, 逾期视为无异议: 是, 定稿后: 重新审定, 原文: 五个工作日}
整改: {等次: [不合格], 失分率不低于: 50%, 工作日: 10, 原文: 限期整改}
""",
    )
    assert read.ranks is not None
    assert (read.ranks.ties, read.ranks.published) == (Ties.DENSE, False)
    assert read.quotas == (
        Quota("优秀", 3330, 0, False, Rounding.HALF_UP, "三分之一"),
        Quota("优秀", 0, 2, True, Rounding.DOWN, "至多两个"),
    )
    assert read.repeated == (RepeatedGrade("优秀", 3, "连续三年"),)
    assert read.appeals is not None
    assert (read.appeals.days, read.appeals.working_days, read.appeals.silence_consents) == (0, 5, True)
    assert read.appeals.late is Late.REOPENS
    assert read.rectification is not None
    assert (read.rectification.grades, read.rectification.loss, read.rectification.working_days) == (
        ("不合格",),
        5000,
        10,
    )


def test_a_scheme_without_them_says_nothing(tmp_path: Path) -> None:
    read = scheme(tmp_path, "")
    assert (read.ranks, read.quotas, read.repeated, read.appeals, read.rectification) == (None, (), (), None, None)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("等次名额: [{等次: 优良, 不超过: 30%, 原文: 一}]", ["grade-not-of-scheme"]),
        ("等次名额: [{等次: 优秀, 原文: 一}]", ["share-or-count"]),
        ("等次名额: [{等次: 优秀, 不超过: 30%, 个数: 3, 原文: 一}]", ["share-or-count"]),
        ("等次名额: [{等次: 优秀, 不超过: 130%, 原文: 一}]", ["not-percent", "share-or-count"]),
        ("等次名额: [{等次: 优秀, 不超过: 0.3, 原文: 一}]", ["not-percent", "share-or-count"]),
        ("等次名额: [{等次: 优秀, 不超过: 30%, 取整: 去尾, 原文: 一}]", ["not-one-of"]),
        ("等次名额: [{等次: 优秀, 不超过: 30%, 范围: 本类, 原文: 一}]", ["not-one-of"]),
        ("等次名额: {等次: 优秀}", ["not-a-list"]),
        ("等次名额: [{等次: 不合格, 个数: 2, 原文: 一}]", ["quota-of-lowest"]),
        ("申诉: {原文: 一, 工作日: 366}", ["too-many-days"]),
        ("整改: {原文: 一, 等次: [不合格], 工作日: 100000}", ["too-many-days"]),
        ("连续等次: [{等次: 优秀, 年数: 1, 原文: 一}]", ["years-in-a-row"]),
        ("连续等次: [{等次: 优秀, 年数: 99, 原文: 一}]", ["years-in-a-row"]),
        ("连续等次: [{等次: 优秀, 年数: 两, 原文: 一}]", ["not-whole"]),
        ("申诉: {原文: 一}", ["days-or-working-days"]),
        ("申诉: {原文: 一, 天数: 5, 工作日: 5}", ["days-or-working-days"]),
        ("申诉: {原文: 一, 天数: 5, 定稿后: 再说}", ["not-one-of"]),
        ("整改: {原文: 一, 工作日: 10}", ["rectified-by-nobody"]),
        ("整改: {原文: 一, 等次: [差], 工作日: 10}", ["grade-not-of-scheme"]),
        ("整改: {原文: 一, 等次: [不合格], 工作日: 十}", ["not-whole"]),
        ("名次: {并列: 随便}", ["not-one-of"]),
        ("名次: {并列: 跳号, 公示: 是}", ["unknown-field"]),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(text: str, codes: list[str], tmp_path: Path) -> None:
    with pytest.raises(RubricError) as caught:
        scheme(tmp_path, text + "\n")
    assert [problem.code for problem in caught.value.problems] == codes
    assert all("test-s.yaml:" in problem.where for problem in caught.value.problems)
