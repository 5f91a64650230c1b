"""Rubric files with faults: every one is named with file, line and remedy, all at once."""

from pathlib import Path

import pytest

from xlplugin import RubricError, UsageError, check_rubric, load_rubric
from xlplugin.rubric_files.new_rubric import new_rubric_text

GOOD = new_rubric_text("test-a")
RATE = "        率: 占比\n        分子: 甲\n        分母: 乙\n"


def faults(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    path = tmp_path / "r.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RubricError) as raised:
        load_rubric(str(path))
    for problem in raised.value.problems:
        assert problem.text("zh")
        assert problem.text("en")
    return [(problem.where.removeprefix(str(path)), problem.code) for problem in raised.value.problems]


def line_of(text: str, part: str) -> str:
    """Return the place of the first line that holds a part."""
    return f":{text[: text.index(part)].count(chr(10)) + 1}"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("      赋分: 5\n", "      赋分: 五\n", "not-points"),
        ("      赋分: 5\n", "      赋分: 1e1\n", "not-points"),
        ("      赋分: 5\n", "      赋分: 0x5\n", "not-points"),
        ("      赋分: 5\n", "      赋分: -5\n", "not-points"),
        ("      赋分: 5\n", "      赋分: 2.50001\n", "not-points"),
        ("      赋分: 5\n", "      赋份: 5\n", "missing-field"),
        ("编号: 1.1.1", "编号: 1.1.2", "id-out-of-order"),
        ("序号: 一", "序号: 二", "numeral-out-of-order"),
        ("格式: 1", "格式: 2", "unknown-format"),
        ("年度: 2026\n", "年度: 二〇二六\n", "not-whole"),
        ("考核方案: gaoping-2020", "考核方案: gaoping-2029", "unknown-scheme"),
        ("考核方案: gaoping-2020", "考核方案: gaoping-2022-a", "unknown-scheme"),
        ("      名称: 研究部署政务公开工作情况\n", "      名称:\n", "blank-field"),
        ("      名称: 研究部署政务公开工作情况\n", "      名称: [a]\n", "not-text"),
        ("        扣分: 5\n      考核", "      考核", "which-kind"),
        ("        扣分: 5\n", "        得分: 合规率*2\n", "not-a-formula"),
        ("        扣分: 5\n", "        酌情: 很多\n", "not-points"),
        ("        扣分: 5\n", "        目标: 0.9\n        每低: 2%\n        扣分: 1\n", "not-percent"),
        ("      考核方式: 被考核", "      可不适用: yes\n      考核方式: 被考核", "not-one-of"),
        ("    三级指标:\n", "    三级指标: 无\n    x:\n", "not-a-list"),
        ("通知:\n", "通知: 无\nx:\n", "not-a-mapping"),
        ("评分表: test-a", "评分表: 测试", "bad-id"),
        ("        扣分: 5\n", "        扣分:\n", "blank-field"),
        ("        扣分: 5\n", "        每: 件\n        选项: []\n        扣分: 5\n", "two-kinds"),
        ("        扣分: 5\n", "        选项: []\n", "blank-field"),
        ("        扣分: 5\n", "        每: 件\n        最多: 0\n        扣分: 5\n", "not-whole"),
        ("        扣分: 5\n", f"{RATE}        目标: 90%\n        每低: 0%\n        扣分: 5\n", "step-not-positive"),
        ("        扣分: 5\n", f"{RATE}        目标: 250%\n        每低: 2%\n        扣分: 5\n", "not-percent"),
        ("        扣分: 5\n", "        得分: 甲×5\n        分子: 甲\n        分母: 0\n", "not-whole"),
        (
            "        扣分: 5\n",
            f"{RATE}        分段:\n        - 低于: 5%\n          不超过: 9%\n          扣分: 5\n",
            "two-edges",
        ),
        ("        扣分: 5\n", "        选项:\n        - 名称: '=1+1'\n          扣分: 5\n", "label-not-text"),
        ("        扣分: 5\n", "        选项:\n        - 名称: 01\n          扣分: 5\n", "label-not-text"),
        ("        扣分: 5\n", "        选项:\n        - 名称: '12:30'\n          扣分: 5\n", "label-not-text"),
        ("        扣分: 5\n", "        选项:\n        - 名称: May 5\n          扣分: 5\n", "label-not-text"),
        ("填报: 未听取政务公开工作汇报", f"填报: {'𠮷' * 31}", "text-too-long"),
        ("填报: 未听取政务公开工作汇报", f"填报: {'很' * 61}", "text-too-long"),
        ("原文: 未听取政务公开工作汇报的", f"原文: {'很' * 4001}", "text-too-long"),
        ("      扣分标准:\n", "      标准:\n", "no-standard"),
        ("考核方案: gaoping-2020", f"考核方案: {'x' * 300}", "unknown-scheme"),
        ("      加分: 3\n", "      加分: 3\n      可能重复: [9.9.9.b1]\n", "unknown-overlap"),
    ],
)
def test_a_fault_has_its_line_and_a_message(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    result = faults(tmp_path, text)
    assert code in [problem for _, problem in result]
    assert all(where.startswith(":") for where, _ in result)


def test_a_rubric_that_does_not_check_is_refused(tmp_path: Path) -> None:
    result = faults(tmp_path, GOOD.replace("  赋分: 5  ", "  赋分: 6  ", 1))
    assert [code for _, code in result] == ["points-differ"]


def test_a_gap_in_the_grades_of_a_rubrics_scheme_is_found(tmp_path: Path) -> None:
    shipped = Path("rubrics/gaoping-2020.yaml").read_text(encoding="utf-8")
    (tmp_path / "gaoping-2020.yaml").write_text(shipped.replace("    低于: 90\n", "    低于: 89\n"), encoding="utf-8")
    assert [code for _, code in faults(tmp_path, GOOD)] == ["band-gap"]


def test_items_are_numbered_beyond_ten(tmp_path: Path) -> None:
    begun, ended = GOOD.index("  - 序号: 一\n    加分标准"), GOOD.index("\n重大扣分项")
    item = GOOD[begun:ended]
    units = "一二三四五六七八九"
    numerals = [*units, "十", *(f"十{item}" for item in units), "二十", "二十一"]
    items = "".join(item.replace("序号: 一", f"序号: {numeral}") for numeral in numerals)
    path = tmp_path / "r.yaml"
    path.write_text(GOOD[:begun] + items + GOOD[ended:], encoding="utf-8")
    assert len(load_rubric(str(path)).general_bonus.items) == 21


def test_an_unknown_field_names_the_nearest_known_one(tmp_path: Path) -> None:
    text = GOOD.replace("考核方式: 被考核", "考核方法: 被考核", 1)
    path = tmp_path / "r.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RubricError) as raised:
        load_rubric(str(path))
    (problem,) = raised.value.problems
    assert problem.where.endswith(line_of(text, "考核方法"))
    assert "是不是“考核方式”" in problem.text("zh")
    assert "'考核方式'" in problem.text("en")


def test_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("      赋分: 5\n", "      赋分: 五\n")
        .replace("年度: 2026", "年度: 甲")
        .replace("格式: 1", "格式: 9")
    )
    assert [code for _, code in faults(tmp_path, text)] == ["unknown-format", "not-whole", "not-points"]


@pytest.mark.parametrize("kind", ["tiers", "comma", "repeated"])
def test_labels_that_no_drop_down_list_can_hold_are_refused(tmp_path: Path, kind: str) -> None:
    labels = {"tiers": [str(at) + "长" * 58 for at in range(5)], "comma": ["甲,乙", "丙"], "repeated": ["甲", "甲"]}[
        kind
    ]
    options = "".join(f"        - 名称: {label}\n          加分: 3\n" for label in labels)
    text = GOOD.replace("      每: 项\n      加分: 3\n", f"      选项:\n{options}")
    code = {"tiers": "label-too-long", "comma": "label-comma", "repeated": "label-repeated"}[kind]
    assert [result for _, result in faults(tmp_path, text)] == [code]


def test_a_circle_of_schemes_is_refused(tmp_path: Path) -> None:
    for name, other in (("x-1", "x-2"), ("x-2", "x-1")):
        scheme = (
            f"格式: 1\n考核方案: {name}\n名称: 甲\n年度: 2026\n"
            f'通知: {{标题: 甲, 文号: ""}}\n考核等次: {{沿用: {other}, 理由: 甲}}\n'
        )
        (tmp_path / f"{name}.yaml").write_text(scheme, encoding="utf-8")
    problems = check_rubric(str(tmp_path / "x-1.yaml"))
    assert "grades-in-circle" in [problem.code for problem in problems]


def test_a_scheme_beside_a_rubric_is_found_before_that_of_the_package(tmp_path: Path) -> None:
    shipped = Path("rubrics/gaoping-2020.yaml").read_text(encoding="utf-8")
    (tmp_path / "gaoping-2020.yaml").write_text(shipped.replace("名称: 优秀", "名称: 好"), encoding="utf-8")
    (tmp_path / "r.yaml").write_text(GOOD, encoding="utf-8")
    assert load_rubric(str(tmp_path / "r.yaml")).scheme.grades[0].name == "好"


def test_what_is_not_there_is_wrong_use() -> None:
    for name in ("gaoping-2029-a", "./nowhere.yaml", "gaoping-2020", ""):
        with pytest.raises(UsageError):
            load_rubric(name)


def test_the_digest_changes_with_the_rubric_and_with_its_scheme(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(GOOD, encoding="utf-8")
    first = load_rubric(str(path)).digest
    assert load_rubric(str(path)).digest == first
    path.write_text(GOOD + "# 末尾\n", encoding="utf-8")
    second = load_rubric(str(path)).digest
    assert second != first
    shipped = Path("rubrics/gaoping-2020.yaml").read_text(encoding="utf-8")
    (tmp_path / "gaoping-2020.yaml").write_text(shipped + "# 末尾\n", encoding="utf-8")
    assert load_rubric(str(path)).digest != second
