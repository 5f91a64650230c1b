"""Every example of the guides for authors is a rubric or scheme that ``check`` accepts and whose workbook is built."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.small_rubrics import write_rubric
from xlplugin import check_rubric, load_rubric
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.build_options import BuildOptions

YAML = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
SCHEME = "格式: 1\n考核方案: test-2026\n名称: 试验\n年度: 2026\n通知: {标题: 试验, 文号: ''}\n"
TABLE = """指标:
- 编号: 1
  名称: 试验
  赋分: 100
  可不适用: 是
  可突破: 否
  扣分标准: [{原文: 每起扣 5 分, 填报: 起数, 每: 起, 扣分: 5}]
  加分标准: [{原文: 每项加 1 分, 填报: 项数, 每: 项, 加分: 1}]
综合加分项:
  各项: [{序号: 一, 加分标准: [{原文: 受表彰的，加 5 分, 填报: 受表彰, 加分: 5}]}]
"""


def examples(page: str) -> list[str]:
    return YAML.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))


CELLS = examples("the-cell-says.md")
SCHEMES = examples("schemes.md")
GRADES = next(example for example in SCHEMES if "各等次" in example)
"""The bands that other examples name grades of."""


@pytest.mark.parametrize("example", CELLS)
def test_what_to_write_for_a_cell_checks_and_builds(example: str, tmp_path: Path) -> None:
    table = f"指标:\n{example}" if example.startswith("- ") else TABLE + example
    path = write_rubric(tmp_path, table)
    assert [problem.text("en") for problem in check_rubric(str(path))] == []
    assert workbook_bytes(load_rubric(str(path)), BuildOptions())


@pytest.mark.parametrize("example", SCHEMES)
def test_what_to_write_in_a_scheme_checks(example: str, tmp_path: Path) -> None:
    path = tmp_path / "test-2026.yaml"
    names_grades = "等次" in example and "考核等次:" not in example
    path.write_text(SCHEME + (GRADES if names_grades else "") + example, encoding="utf-8")
    assert [problem.text("en") for problem in check_rubric(str(path))] == []


@pytest.mark.parametrize(("page", "shown"), [("the-cell-says", CELLS), ("schemes", SCHEMES)])
def test_both_languages_have_the_same_examples(page: str, shown: list[str]) -> None:
    assert examples(f"{page}.zh.md") == shown


def test_every_rule_has_an_example() -> None:
    text = "".join(CELLS)
    fields = (
        "得分标准",
        "扣分标准",
        "选项",
        "分段",
        "每高",
        "每低",
        "率",
        "数值",
        "按比例",
        "待汇总",
        "权重",
        "折算为",
        "缺项",
        "组",
        "条件",
    )
    marks = ("满分", "全部", "酌情", "可突破", "公布小数", "栏目", "最大", "小数位", "总分为", "不计")
    later = {"每高": "writing-a-rubric.md"}
    for word in (*fields, *marks):
        where = text if word not in later else "".join(examples(later[word]))
        assert f"{word}:" in where or f"{word}\n" in where or f": {word}" in where, word
