"""Rectification: who must, by when; what comes back, what a re-check finds, what is overdue."""

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.small_round import RULES, SmallRound
from xlplugin.cli import main

ON_TIME = ("--published", "2026-12-01", "--as-of", "2026-12-10")


def now(small: SmallRound, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str, str]]:
    capsys.readouterr()
    small.run("rectify", "--json", *ON_TIME)
    rows = json.loads(capsys.readouterr().out)
    return {f"{row['body']} {row['place']}": (row["due"], row["state"], row["measure"]) for row in rows}


def table(small: SmallRound, rows: list[dict[str, str]], name: str = "交回.csv") -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["考核对象", "编号", "整改措施和结果"])
    writer.writeheader()
    writer.writerows(rows)
    path = small.folder / name
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    return path


def measure(body: str, place: str, says: str) -> dict[str, str]:
    return {"考核对象": body, "编号": place, "整改措施和结果": says}


def test_who_lost_half_of_an_indicator_must_rectify_within_ten_working_days(
    frozen: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    assert now(frozen, capsys) == {
        "戊镇 1.1.1": ("2026-12-15", "整改中", ""),
        "市三局 1.1.1": ("2026-12-15", "整改中", ""),  # 20 of 40 is half
    }


def test_who_has_the_lowest_grade_must_rectify_every_loss(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = RULES.replace("等次: [不合格]", "等次: [合格, 不合格]").replace(", 失分率不低于: 50%", "")
    small = SmallRound.made(tmp_path, rules).frozen()
    assert set(now(small, capsys)) == {"戊镇 1.1.1"}


def test_reports_are_collected_row_by_row_and_re_checked(
    frozen: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(frozen, [measure("戊镇", "1.1.1", "已建立台账"), measure("市三局", "1.1.1", "")])
    by = ("--by", "王芳", *ON_TIME)
    assert frozen.run("rectify", path, *by) == 0
    assert now(frozen, capsys)["戊镇 1.1.1"] == ("2026-12-15", "待复查", "已建立台账")
    assert now(frozen, capsys)["市三局 1.1.1"][1] == "整改中"
    capsys.readouterr()
    assert frozen.run("rectify", path, *by) == 0  # the same again is nothing new
    assert "已登记 0 项" in capsys.readouterr().out
    check = ("rectify", "--check", "戊镇", "1.1.1")
    assert frozen.run(*check, "failed", "--why", "台账不全", *by) == 0
    assert now(frozen, capsys)["戊镇 1.1.1"][1] == "复查未通过"
    assert frozen.run("rectify", table(frozen, [measure("戊镇", "1.1.1", "台账已补全")]), *by) == 0
    assert now(frozen, capsys)["戊镇 1.1.1"][1] == "待复查"
    assert frozen.run(*check, "passed", "--why", "现场查看", *by) == 0
    assert now(frozen, capsys)["戊镇 1.1.1"][1] == "已完成"
    assert main(["verify", frozen.store]) == 0
    with frozen.open() as store, store.reading() as connection:
        from xlplugin.store.log import entries

        deeds = [one for one in entries(connection) if one.what == "rectified"]
    assert [(one.by, one.facts["step"]) for one in deeds] == [
        *(("王芳", "reported"), ("王芳", "failed"), ("王芳", "reported"), ("王芳", "passed"))
    ]


def test_what_is_not_done_in_time_is_overdue(frozen: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    late = ("--published", "2026-10-12", "--as-of", "2026-12-01")
    given = ("rectify", *late)
    assert frozen.run(*given) == 1
    assert "共 2 项，逾期 2 项" in capsys.readouterr().out
    by = ("--by", "李四", "--why", "等待上级批复", *late)
    assert frozen.run("rectify", "--extend", "戊镇", "1.1.1", "2099-01-01", *by) == 1
    assert "逾期 1 项" in capsys.readouterr().out
    assert frozen.run("rectify", "--check", "市三局", "1.1.1", "passed", *by) == 0
    assert "逾期 0 项" in capsys.readouterr().out


def test_the_list_as_a_workbook_goes_out_and_comes_back(frozen: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    path = frozen.folder / "台账.xlsx"
    assert frozen.run("rectify", "-o", path, *ON_TIME) == 0
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][:8] == [
        *("序号", "考核对象", "编号", "指标", "问题", "失分", "整改期限", "整改措施和结果")
    ]
    sheet["H3"] = "已公开"
    sheet.delete_rows(4)  # a body returns only its own row
    book.save(path)
    assert frozen.run("rectify", path, "--by", "王芳", *ON_TIME) == 0
    assert now(frozen, capsys)["戊镇 1.1.1"][1:] == ("待复查", "已公开")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (measure("戌镇", "1.1.1", "好"), "整改清单里没有“戌镇”；是不是“戊镇”"),
        (measure("甲镇", "1.1.1", "好"), "整改清单里没有“甲镇”"),
        (measure("戊镇", "1.1.2", "好"), "整改清单里没有“戊镇”的 1.1.2"),
    ],
)
def test_a_row_that_is_not_on_the_list_is_reported_and_nothing_is_recorded(
    row: dict[str, str], said: str, frozen: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(frozen, [measure("市三局", "1.1.1", "好"), row])
    capsys.readouterr()
    assert frozen.run("rectify", path, "--by", "王芳", "--published", "2026-12-01") == 2
    assert said in capsys.readouterr().err
    assert now(frozen, capsys)["市三局 1.1.1"][1] == "整改中"


@pytest.mark.parametrize(
    "given",
    [
        ("--check", "戊镇", "1.1.1", "done", "--by", "李四", "--why", "看过"),
        ("--check", "戊镇", "1.1.1", "passed", "--by", "李四"),
        ("--check", "戊镇", "1.1.1", "passed", "--why", "看过"),
        ("--check", "戊镇", "9.9", "passed", "--by", "李四", "--why", "看过"),
        ("--extend", "戊镇", "1.1.1", "明天", "--by", "李四", "--why", "等待"),
        ("--published", "昨天"),
        ("--as-of", "2026-02-30"),
        ("-o", "台账.docx"),
    ],
)
def test_wrong_use_is_refused(given: tuple[str, ...], frozen: SmallRound) -> None:
    assert frozen.run("rectify", *given) == 2


def test_there_is_no_list_before_the_freeze(small: SmallRound) -> None:
    assert small.run("rectify") == 2
