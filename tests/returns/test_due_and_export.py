"""Times: a day by which to return, who is late, whom to remind; and what a store holds, exported."""

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.returns.test_several_assessors import Round
from tests.support.small_rubrics import write_rubric
from xlplugin.cli import main


class Dated(Round):
    """A round with a due day."""

    def distribute(self, due: str) -> tuple[int, str]:
        given = ("-o", self.folder / "dated", "--bodies", self.folder / "名单.csv")
        return self.run("distribute", "gaoping-2022-b", *given, "--due", due)


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Dated:
    return Dated(tmp_path, capsys)


def test_who_is_late_is_shown_and_loses_nothing(office: Dated) -> None:
    assert office.distribute("2020-01-31")[0] == 0
    _, text = office.run("status", "--edition", "self")
    assert "2020-01-31（逾期 " in text
    status, text = office.run("status", "--remind")
    assert status == 1
    assert "米山镇（自评，逾期 " in text
    assert "米山镇（考核）" in text  # that one has no day
    assert "待催报 2 个" in text  # the assessors' workbook, too
    _, out = office.run("status", "--json", "--edition", "self")
    (body,) = json.loads(out)["bodies"]
    assert (body["due"], body["days_late"] > 1000) == ("2020-01-31", True)


def test_without_a_day_there_is_no_column(office: Dated) -> None:
    assert "期限" not in office.run("status")[1]


def test_before_the_day_nobody_is_late(office: Dated) -> None:
    office.distribute("2999-01-31")
    _, text = office.run("status", "--edition", "self")
    assert ("2999-01-31" in text, "逾期" in text) == (True, False)


@pytest.mark.parametrize("day", ["明天", "2026-13-01", "20261210", "2026-12-10T00:00"])
def test_a_day_that_is_none_is_refused(office: Dated, day: str) -> None:
    status, text = office.distribute(day)
    assert (status, "不是日期" in text) == (2, True)


def test_the_figures_of_all_bodies_are_a_table(office: Dated) -> None:
    office.collect("第一位考核人")
    assert office.run("correct", "米山镇", "2.1.1.d1", "1", "--by", "李四", "--why", "复核")[0] == 0
    for name in ("得分.xlsx", "得分.csv"):
        assert office.run("export", "-o", office.folder / name)[0] == 0
    rows = [list(row) for row in load_workbook(office.folder / "得分.xlsx").worksheets[0].iter_rows(values_only=True)]
    at = next(number for number, row in enumerate(rows) if "考核对象" in row)
    body = dict(zip(rows[at], rows[at + 1], strict=True))
    assert (body["考核对象"], body["公布得分"], body["版式"], body["更正"], body["暂定"]) == (
        "米山镇",
        93,
        "最终",
        1,
        "是",
    )
    assert body["2.1.1 村(居)务公开清单制定、发布和执行"] == 4
    (line,) = csv.DictReader(io.StringIO((office.folder / "得分.csv").read_text("utf-8-sig")))
    assert float(line["总分"]) == 93


def test_entries_and_scorecards_are_lines(office: Dated) -> None:
    office.collect("第一位考核人")
    path = office.folder / "填报.jsonl"
    assert office.run("export", "-o", path, "--edition", "assess")[0] == 0
    (sheet,) = map(json.loads, path.read_text("utf-8").splitlines())
    assert sheet["entries"] == {"1.1.1.d1": True, "2.1.1.d1": 2}
    assert office.run("export", "-o", path, "--cards")[0] == 0
    (card,) = map(json.loads, path.read_text("utf-8").splitlines())
    assert card["total"] == "91"


@pytest.mark.parametrize(("name", "more", "words"), [("得分.doc", (), ".jsonl"), ("得分.csv", ("--cards",), "--cards")])
def test_what_cannot_be_exported_is_refused(office: Dated, name: str, more: tuple[str, ...], words: str) -> None:
    status, text = office.run("export", "-o", office.folder / name, *more)
    assert (status, words in text) == (2, True)
    assert not (office.folder / name).exists()


SCHEME = """格式: 1
考核方案: fangan
名称: 方案
年度: 2026
通知: {标题: 试验, 文号: ''}
考核等次: {各等次: [{名称: 合格, 原文: 都合格}]}
报送时限: 2020-12-10
"""


def test_the_day_may_come_from_the_scheme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fangan.yaml").write_text(SCHEME, encoding="utf-8")
    clause = "{原文: 每次扣 1 分, 填报: 次数, 每: 次, 扣分: 1}"
    table = f"考核方案: fangan\n可突破: 否\n指标:\n- {{编号: 1, 名称: 甲, 赋分: 9, 扣分标准: [{clause}]}}\n"
    path = write_rubric(tmp_path, table)
    (tmp_path / "名单.csv").write_text("甲镇\n", encoding="utf-8")
    given = ["-o", str(tmp_path / "out"), "--store", str(tmp_path / "s.db"), "--bodies", str(tmp_path / "名单.csv")]
    assert main(["distribute", str(path), *given]) == 0
    capsys.readouterr()
    assert main(["status", "--store", str(tmp_path / "s.db"), "--lang", "zh"]) == 0
    assert "2020-12-10（逾期 " in capsys.readouterr().out
    (tmp_path / "fangan.yaml").write_text(SCHEME.replace("2020-12-10", "12月10日"), encoding="utf-8")
    assert main(["check", str(path), "--lang", "zh"]) == 1
    assert "“报送时限”应是一天" in capsys.readouterr().out
