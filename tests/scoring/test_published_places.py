"""The total is published, and graded, with as many decimal places as the rubric says."""

from pathlib import Path

import pytest

from tests.support.filling import layout_of
from tests.support.second_engine import Recalculated
from xlplugin import build_workbook, check_rubric, explain, score
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.decimals import exact_pattern, format_published, published_pattern
from xlplugin.rubric_files.library import load_table
from xlplugin.rubric_files.new_rubric import new_rubric_text, new_scheme_text
from xlplugin.workbook.build_options import BuildOptions

AMOUNT = """        填报: 未听取政务公开工作汇报
        扣分: 5
"""
FREE = """        填报: 认定的扣分
        酌情: 不限
"""


def rubric_of(folder: Path, places: str) -> str:
    """Write a rubric of 100 points from which any amount is deducted at discretion."""
    text = new_rubric_text("test-a").replace(AMOUNT, FREE).replace("汇报的，扣 5 分", "汇报的，酌情扣分")
    text = text.replace("  赋分: 5", "  赋分: 100").replace("\n指标:\n", f"\n可突破: 是\n{places}\n指标:\n")
    path = folder / "test-a.yaml"
    path.write_text(text.replace("      赋分: 5\n", "      赋分: 100\n"), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("places", "amount", "published", "grade"),
    [
        ("", "10.005", "90.00", "优秀"),  # 100 − 10.005 = 89.995, halves away from zero: 90.00
        ("公布小数: 1\n", "10.05", "90.0", "优秀"),  # 89.95: 90.0
        ("公布小数: 1\n", "10.06", "89.9", "良好"),  # 89.94: 89.9
        ("公布小数: 0\n", "10.5", "90", "优秀"),  # 89.5: 90
        ("公布小数: 0\n", "10.5001", "89", "良好"),  # 89.4999: 89
        ("公布小数: 3\n", "10.0004", "90.000", "优秀"),  # 89.9996: 90.000
        ("公布小数: 4\n", "10.0001", "89.9999", "良好"),
    ],
)
def test_the_grade_follows_the_total_as_it_is_published(
    places: str, amount: str, published: str, grade: str, tmp_path: Path
) -> None:
    path = rubric_of(tmp_path, places)
    assert check_rubric(path) == []
    rubric = load_table(path)
    sheet = {"rubric": rubric.id, "entries": {"1.1.1.d1": {"amount": amount, "reason": "核查"}}}
    card = score(rubric, sheet)
    assert (card.published_text, card.grade, card.as_json()["published"]) == (published, grade, published)
    assert f"公布得分 {published}" in next(iter(explain(rubric, sheet))).text
    layout = layout_of(rubric, "self")
    build_workbook(rubric, tmp_path / "w.xlsx", BuildOptions(edition="self"))
    engine = Recalculated(tmp_path / "w.xlsx")
    assert engine.wrong(layout, sheet) == []
    content = (tmp_path / "w.xlsx").read_bytes()
    assert WorkbookFile(content).names


def test_patterns_show_as_many_places_as_the_notice_says() -> None:
    assert [published_pattern(places) for places in range(5)] == ["0", "0.0", "0.00", "0.000", "0.0000"]
    assert [exact_pattern(places) for places in range(5)] == ["General", "0.0###", "0.00##", "0.000#", "0.0000"]
    assert [format_published(-899_950, places) for places in range(5)] == [
        "-90",
        "-90.0",
        "-90.00",
        "-89.995",
        "-89.9950",
    ]


@pytest.mark.parametrize(
    ("said", "places", "codes"),
    [
        ("考核得分保留一位小数。", "公布小数: 1\n", []),
        ("考核得分保留一位小数。", "", ["places-differ"]),
        ("得分四舍五入，保留小数点后两位。", "", []),
        ("采用百分制计分。", "公布小数: 1\n", []),
    ],
)
def test_places_that_the_scheme_contradicts_are_found(said: str, places: str, codes: list[str], tmp_path: Path) -> None:
    scheme = new_scheme_text("ceshi-2026").replace("采用百分制计分。", said)
    (tmp_path / "ceshi-2026.yaml").write_text(scheme, encoding="utf-8")
    path = Path(rubric_of(tmp_path, places))
    lines = (
        path.read_text(encoding="utf-8")
        .replace("考核方案: gaoping-2020", "考核方案: ceshi-2026")
        .splitlines(keepends=True)
    )
    path.write_text("".join(line for line in lines if not line.startswith("参照理由")), encoding="utf-8")
    assert [problem.code for problem in check_rubric(str(path))] == codes


def test_a_number_of_places_that_no_total_has_is_refused(tmp_path: Path) -> None:
    assert [problem.code for problem in check_rubric(rubric_of(tmp_path, "公布小数: 5\n"))] == ["not-one-of"]
