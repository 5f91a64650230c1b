"""The look of the workbook as an office may change it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from openpyxl import load_workbook

from tests.conftest import ROOT
from tests.scoring import test_conditions, test_groups, test_measures, test_missing_and_weights, test_pending
from tests.support.small_rubrics import rubric_of
from xlplugin import Rubric, load_rubric, load_scheme
from xlplugin.errors import LookError
from xlplugin.rubric.kind_declaration import Standard
from xlplugin.rubric_files.library import rubric_ids, scheme_ids
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.form_texts import BONUS_COLUMN, standards
from xlplugin.workbook.look_file import load_look

LOOK = ROOT / "templates" / "look.yaml"


def changed(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "look.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def said(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(LookError) as raised:
        load_look(changed(tmp_path, text))
    return [problem.text("zh").removeprefix(str(tmp_path)) for problem in raised.value.problems]


def test_an_office_changes_only_what_it_wants_otherwise(tmp_path: Path) -> None:
    own = changed(
        tmp_path,
        "样式:\n  标题: {字体: 华文中宋, 字号: 20}\n列宽:\n  评分表: {扣分标准: 30}\n"
        "文字:\n  评分表:\n    计分说明: 扣分理由\n  填表说明:\n    要求:\n    - 一、如实填报。\n",
    )
    workbook = load_workbook(BytesIO(workbook_bytes(load_rubric("gaoping-2022-b"), BuildOptions(look=load_look(own)))))
    sheet = workbook["评分表"]
    assert (sheet["A1"].font.name, sheet["A1"].font.size) == ("华文中宋", 20)
    assert sheet.column_dimensions["E"].width == 30
    assert "扣分理由" in [cell.value for cell in sheet[4]]
    lines = [str(cell.value) for row in workbook["填表说明"].iter_rows() for cell in row]
    assert "一、如实填报。" in lines
    assert not any(line.startswith("二、") for line in lines)


def test_all_faults_of_a_file_are_reported_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = """\
格式: 2
样式:
  标题: {字号: 大, 颜色: 红}
  正文: 宋体
列宽:
  评分表: {扣分标准: 900}
文字:
  评分表: {计分说明: [一, 二], 考核对象: "对象{人}"}
  填表说明: {要求: 如实填报}
纸张:
  其他: {纸: B5}
"""
    assert said(tmp_path, text) == [
        "/look.yaml:1：不认识的格式“2”；本程序读格式 1",
        "/look.yaml:3：“样式·标题·字号”应是：6 至 72 的数（磅）",
        "/look.yaml:3：没有“样式·标题·颜色”这一设置；是不是“样式·标题·底色”？",
        "/look.yaml:4：“样式·正文”下面还有各项设置，不能直接写值；请写到具体一项",
        "/look.yaml:6：“列宽·评分表·扣分标准”应是：2 至 120 的数（Excel 列宽）；评分表里文字多的栏也可写范围，如 18—70",
        "/look.yaml:8：“文字·评分表·计分说明”应是：200 字以内的文字",
        "/look.yaml:8：“文字·评分表·考核对象”应是：文字，花括号里只能用 {单位}",
        "/look.yaml:9：“文字·填表说明·要求”应是：列出 1 至 8 条文字",
        "/look.yaml:11：“纸张·其他·纸”应是：A4、A3之一",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        "样式: {标题: {字体: [宋体]}}",
        "样式: *x",
        "文字: {评分表: {注: 'a{'}}",
        "文字: {评分表: {考核对象: '{单位:d}'}}",
        "文字: {评分表: {考核对象: '{单位!r}'}}",
        "文字: {评分表: {考核对象: '{单位}{单位}'}}",
        "文字: {评分表: {考核对象: 'a{{单位}}'}}",
    ],
)
def test_a_file_of_anything_else_is_refused(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text)


class Recorded(dict[str, Any]):
    """A mapping that knows what was asked of it."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        super().__init__(given)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)


def with_every_rule(folder: Path) -> list[Rubric]:
    """Return rubrics with awards, measured values, groups, conditions, 缺项 and inputs that await others."""
    of = test_conditions
    ruled = of.rubric_with(folder, of.VETO, of.GATE, of.rule("{项: 基本分, 低于: 90}", "总分至多: 80", "封顶"))
    left_out = rubric_of(folder, test_missing_and_weights.table("缺项: 折算\n"), "test-b")
    groups = test_groups.group("major.1, major.2", "取: 最高") + test_groups.group("'1.1', '1.2'", "取: 最高", "得分")
    grouped = rubric_of(folder, test_groups.TABLE + groups, "test-c")
    waiting, measured = (rubric_of(folder, text, "test-d") for text in (test_pending.TABLE, test_measures.TEXT))
    awarding = rubric_of(folder, test_measures.table(test_measures.LADDER, test_measures.RANK), "test-e")
    return [ruled, left_out, grouped, waiting, measured, awarding]


def test_every_setting_of_the_look_is_of_use(tmp_path: Path) -> None:
    shipped = load_look()
    parts = [Recorded(part) for part in (shipped.texts, shipped.marks, shipped.papers, shipped.lists, shipped.colours)]
    texts, marks, papers, lists, colours = parts
    look = replace(shipped, texts=texts, marks=marks, papers=papers, lists=lists, colours=colours)
    for id in rubric_ids():
        for edition in ("plain", "self", "assess"):
            workbook_bytes(load_rubric(id), BuildOptions(look=look, edition=edition))
    workbook_bytes(load_scheme("gaoping-2020"), BuildOptions(look=look))
    workbook_bytes(load_rubric("gaoping-2022-a"), BuildOptions(look=look, macros=True))
    workbook_bytes(load_rubric("gaoping-2022-a"), BuildOptions(look=look, edition="assess", open=frozenset(("2.1.1",))))
    graded = load_rubric("gaoping-2022-a")
    workbook_bytes(replace(graded, scheme=replace(graded.scheme, grades=())), BuildOptions(look=look))
    for rubric in with_every_rule(tmp_path):
        for edition in ("plain", "assess"):
            workbook_bytes(rubric, BuildOptions(look=look, edition=edition))
    two_columns = replace(look, choices={BONUS_COLUMN: True})
    workbook_bytes(load_rubric("gaoping-2022-a"), BuildOptions(look=two_columns))
    assert [key for part in parts for key in part if key not in part.asked] == []


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ROOT / "templates" / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(loaded)
    return loaded


def plain(path: Path) -> Any:
    """Read YAML as an editor does, every scalar as text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # it makes nothing but text


def test_the_schema_of_the_look_fits_the_look_and_knows_its_settings() -> None:
    validator = jsonschema.Draft202012Validator(schema("look"))
    look = plain(LOOK)
    assert list(validator.iter_errors(look)) == []
    for section in look:
        broken = json.loads(json.dumps(look))
        if section != "格式":
            broken[section]["没有的"] = "x"
            assert list(validator.iter_errors(broken)), section
    for path, value in (
        (("样式", "标题", "字号"), "大"),
        (("纸张", "其他", "纸"), "B5"),
        (("标记", "有误", "底色"), "红"),
    ):
        broken = json.loads(json.dumps(look))
        at = broken
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        assert list(validator.iter_errors(broken)), path


@pytest.mark.parametrize("id", [*rubric_ids(), *scheme_ids()])
def test_the_schema_of_rubrics_fits_every_rubric_and_scheme(id: str) -> None:
    validator = jsonschema.Draft202012Validator(schema("rubric"))
    assert [error.message for error in validator.iter_errors(plain(ROOT / "rubrics" / f"{id}.yaml"))] == []


def test_the_schema_of_rubrics_fits_the_skeleton_and_finds_faults() -> None:
    validator = jsonschema.Draft202012Validator(schema("rubric"))
    skeleton = plain(ROOT / "templates" / "rubric.yaml")
    assert list(validator.iter_errors(skeleton)) == []
    spoilers: list[Callable[[Any], object]] = [
        lambda it: it.pop("指标"),
        lambda it: it.update(指标们=[]),
        lambda it: it.update(年度="今年"),
        lambda it: it["指标"][0]["二级指标"][0]["三级指标"][0].update(编号="一"),
        lambda it: it["指标"][0]["二级指标"][0]["三级指标"][0]["扣分标准"][0].pop("原文"),
        lambda it: it["指标"][0]["二级指标"][0]["三级指标"][0]["扣分标准"][0].update(扣份="3"),
    ]
    for spoil in spoilers:
        broken = json.loads(json.dumps(skeleton))
        spoil(broken)
        assert list(validator.iter_errors(broken))


def test_a_standard_that_ends_with_a_dash_is_printed_beside_a_bonus() -> None:
    indicator = next(one for one in load_rubric("gaoping-2022-a").indicators if one.deductions)
    dashed = replace(indicator.deductions[0], quote="未公开的，扣 2 分——")
    bonus = replace(dashed, quote="及时的，加 1 分", standard=Standard.BONUS)
    printed = standards(replace(indicator, deductions=(dashed,), bonuses=(bonus,)), load_look())
    assert printed == {"扣分标准": "未公开的，扣 2 分——\n加分：及时的，加 1 分"}
