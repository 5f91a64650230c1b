"""Two rounds side by side: by name and by a map; what was lost in both; what earlier grades suggest."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.small_round import LATE, SmallRound
from xlplugin.cli import main
from xlplugin.publishing.freezing import frozen_round, required_freeze
from xlplugin.publishing.round_comparison import NameMap, compare_rounds, suggestions
from xlplugin.publishing.round_result import RoundResult

EARLIER = LATE | {"甲镇": 12, "丁镇": 3, "市三局": 0, "市一局": 8}
ROUNDS = ("2025年度", "2026年度")


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> SmallRound:
    folder = tmp_path_factory.mktemp("years")
    store = str(folder / "all.db")
    first = SmallRound.made(folder / "1", year=2025, late=EARLIER, store=store)
    for action in (("--as-proposed",), ("--freeze",)):
        assert main(["decide", "--store", store, "--round", "2025年度", *action, "--by", "张主任"]) == 0
    second = SmallRound.made(folder / "2", year=2026, store=store)
    assert first.store == second.store
    return second


def compared(small: SmallRound, capsys: pytest.CaptureFixture[str], *more: object) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["compare", *ROUNDS, "--store", small.store, "--json", *map(str, more)]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_bodies_move_by_what_they_lost(two_years: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    found = compared(two_years, capsys)
    bodies = {row["body"]: row for row in found["bodies"]}
    moves = {body: (row["before"], row["after"], row["change"]) for body, row in bodies.items()}
    assert moves["甲镇"] == ("88.00", "98.00", "10.00")
    assert moves["丁镇"] == ("97.00", "85.00", "-12.00")
    assert moves["戊镇"] == ("70.00", "70.00", "0.00")
    assert (bodies["甲镇"]["rank_before"], bodies["甲镇"]["rank_after"]) == (4, 1)
    assert (bodies["丁镇"]["grade_before"], bodies["丁镇"]["grade_after"]) == ("优秀", "良好")


def test_what_was_lost_in_both_years_is_listed(two_years: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    persistent = compared(two_years, capsys)["persistent"]
    assert {(row["body"], row["before"], row["after"]) for row in persistent} == {
        *(("甲镇", "12", "2"), ("乙镇", "5", "5"), ("丙镇", "8", "8"), ("丁镇", "3", "15"), ("戊镇", "30", "30")),
        ("市四局", "9", "9"),
    }


def test_shares_are_those_of_the_points_of_all_bodies(
    two_years: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = compared(two_years, capsys)["parts"]
    shares = {(row["table"], row["name"]): (row["before"], row["after"]) for row in parts}
    # A: 5 × 40 points, lost 12+5+8+3+30 = 58 and 2+5+8+15+30 = 60
    assert shares["A类", "1.1.1 及时公开"] == ("71.0", "70.0")
    assert shares["A类", "1 公开"] == ("83.4", "82.9")  # 292 and 290 of 350
    assert shares["B类", "2 管理"] == ("100.0", "100.0")


def test_the_workbook_has_the_comparison_and_its_chart(two_years: SmallRound, tmp_path: Path) -> None:
    path = tmp_path / "比较.xlsx"
    assert main(["compare", *ROUNDS, "--store", two_years.store, "-o", str(path)]) == 0
    book = load_workbook(path)
    assert book.sheetnames == ["考核对象", "指标", "连续失分", "只有一次", "图A类", "图B类"]
    assert book["连续失分"].max_row == 2 + 6


def renamed(result: RoundResult) -> RoundResult:
    """Rename a body, an indicator and a dimension of a round, as another year may call them."""
    text = json.dumps([body.as_json() for body in result.bodies], ensure_ascii=False)
    for old, new in (("甲镇", "甲街道"), ("及时公开", "公开及时性"), ('"公开"', '"信息公开"')):
        text = text.replace(old, new)
    from xlplugin.publishing.round_result import BodyResult, restored

    bodies = tuple(restored(BodyResult, one) for one in json.loads(text))
    return RoundResult("2027年度", result.tables, bodies)


def results(two_years: SmallRound) -> RoundResult:
    with two_years.open("2025年度") as store:
        return frozen_round(store, required_freeze(store))


def test_what_is_called_otherwise_is_found_by_a_map_and_else_listed(two_years: SmallRound) -> None:
    before = results(two_years)
    after = renamed(before)
    plain = compare_rounds(before, after)
    assert ("考核对象", "甲镇") in plain.only_before
    assert ("考核对象", "甲街道") in plain.only_after
    assert ("指标", "1.1.1 及时公开") in plain.only_before
    assert ("一级指标", "1 信息公开") in plain.only_after
    names = NameMap(
        {"考核对象": {"甲镇": "甲街道"}, "指标": {"及时公开": "公开及时性"}, "一级指标": {"公开": "信息公开"}}
    )
    mapped = compare_rounds(before, after, names)
    assert (mapped.only_before, mapped.only_after) == ((), ())
    assert all(one.change == 0 for one in mapped.bodies)
    assert all(one.before == one.after for one in mapped.parts)
    by_id = NameMap({"考核对象": {"甲镇": "甲街道"}, "指标": {"1.1.1": "1.1.1"}, "一级指标": {"1": "1"}})
    assert compare_rounds(before, after, by_id).only_before == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("部门,甲镇,甲镇", "种类应为"),
        ("考核对象,甲乡,甲镇", "2025年度里没有考核对象“甲乡”；是不是“甲镇”"),
        ("指标,及时公开,公开及时", "2026年度里没有指标“公开及时”"),
        ("指标,及时公开,及时公开\n指标,及时公开,公开完整", "“及时公开”写了两次"),
    ],
)
def test_a_wrong_map_is_refused(
    row: str, said: str, two_years: SmallRound, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "对照.csv"
    path.write_text(f"种类,上次,这次\n{row}\n", encoding="utf-8-sig")
    capsys.readouterr()
    assert main(["compare", *ROUNDS, "--store", two_years.store, "--map", str(path), "--lang", "zh"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "given", [("2025年度",), ("2025年度", "2024年度"), ("2025年度", "2026年度", "-o", "比较.docx"), ()]
)
def test_wrong_use_is_refused(given: tuple[str, ...], two_years: SmallRound) -> None:
    assert main(["compare", *given, "--store", two_years.store]) == 2


def test_an_earlier_grade_becomes_a_correction_that_a_person_accepts(tmp_path: Path) -> None:
    """Two frozen years of 优秀 suggest the bonus of the third; nothing counts before somebody accepts it."""
    store = str(tmp_path / "all.db")
    for year in (2024, 2025):
        small = SmallRound.made(tmp_path / str(year), year=year, store=store)
        for action in (("--as-proposed",), ("--freeze",)):
            assert main(["decide", "--store", store, "--round", f"{year}年度", *action, "--by", "张主任"]) == 0
    third = SmallRound.made(tmp_path / "3", year=2026, store=store)
    path = tmp_path / "建议.csv"
    of_round = ("--round", "2026年度")
    assert main(["compare", "--suggest", "2026年度", "--store", store, "-o", str(path), "--lang", "zh"]) == 0
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert [(row["考核对象"], row["填报项"], row["更正为"]) for row in rows] == [
        *(("甲镇", "bonus.1.b1", "是"), ("乙镇", "bonus.1.b1", "是"))
    ]
    assert "2024、2025年优秀" in rows[0]["理由"]
    with third.open("2026年度") as opened:
        from xlplugin.publishing.freezing import open_round_of

        before = {body.body: body.published for body in open_round_of(opened).result.bodies}
    assert before["甲镇"] == "98.00"
    assert main(["correct", "--table", str(path), "--store", store, *of_round, "--by", "王芳"]) == 0
    with third.open("2026年度") as opened:
        after = {body.body: body.published for body in open_round_of(opened).result.bodies}
    assert (after["甲镇"], after["丙镇"]) == ("100.00", before["丙镇"])
    assert small.store == store


def test_a_suggestion_needs_every_year_and_a_question_about_it(two_years: SmallRound) -> None:
    with two_years.open("2026年度") as store:
        from xlplugin.publishing.freezing import open_round_of

        rubric = open_round_of(store).rubrics["small-a"]
    grades = ("优秀", "良好")
    facts = [("甲镇", rubric), ("乙镇", rubric)]
    history = {"甲镇": {2025: "优秀", 2024: "优秀"}, "乙镇": {2025: "优秀", 2023: "优秀"}}
    assert [one.body for one in suggestions(facts, 2026, history, grades)] == ["甲镇"]
    assert list(suggestions(facts, 2027, history, grades)) == []
