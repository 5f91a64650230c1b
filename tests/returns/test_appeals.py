"""Appeals: recorded, decided with what changes, in the log; open ones are shown."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.returns.test_over_all_bodies import Bodies
from tests.returns.test_ranking import TABLE
from tests.returns.test_several_assessors import Round
from tests.support.small_rubrics import rubric_of
from xlplugin import UsageError, open_store
from xlplugin.cli import main
from xlplugin.store.decided.appeals import REJECTED, UPHELD, appeals_in, close_appeal
from xlplugin.store.log import now


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Round:
    """One body, assessed: 91.00."""
    made = Round(tmp_path, capsys)
    made.collect("第一位考核人")
    return made


SAYS = ("米山镇", "2.1.1", "--says", "其中一件已于10月公开", "--by", "王芳")


def final(office: Round) -> str:
    _, out = office.run("score", "--json", "--edition", "final")
    total: str = json.loads(out.splitlines()[0])["total"]
    return total


def test_the_name_may_come_from_the_environment(office: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    status, text = office.run("appeal", *SAYS[:-2])
    assert status == 2
    assert "XLPLUGIN_BY" in text
    monkeypatch.setenv("XLPLUGIN_BY", "王芳")
    assert office.run("appeal", *SAYS[:-2]) == (0, "已登记，1 号申诉\n")
    _, text = office.run("log", "--by", "王芳")
    assert "王芳" in text


def test_an_open_appeal_is_shown_and_changes_nothing(office: Round) -> None:
    assert office.run("appeal", *SAYS) == (0, "已登记，1 号申诉\n")
    status, text = office.run("status")
    assert status == 1
    assert "1 号申诉待处理：米山镇 2.1.1 其中一件已于10月公开" in text
    assert final(office) == "91"
    status, text = office.run("appeal")
    assert (status, "待处理 1 件" in text) == (1, True)


@pytest.mark.parametrize(
    ("outcome", "changes", "total"),
    [
        ("upheld", ("--set", "2.1.1.d1", "0"), "95"),
        ("in-part", ("--set", "2.1.1.d1", "1", "--set", "1.1.1.d1", "否"), "98"),
        ("rejected", (), "91"),
    ],
)
def test_a_decision_changes_what_it_says_and_keeps_the_assessed_figure(
    office: Round, outcome: str, changes: tuple[str, ...], total: str
) -> None:
    office.run("appeal", *SAYS)
    given = ("--decide", "1", "--as", outcome, *changes, "--why", "查证网站记录", "--by", "李四", "--evidence", "截图3")
    assert office.run("appeal", *given)[0] == 0
    assert final(office) == total
    assert json.loads(office.run("score", "--json", "--edition", "assess")[1].splitlines()[0])["total"] == "91"
    assert office.run("status")[0] == 0
    entries = [json.loads(line) for line in office.run("log", "--json")[1].splitlines()]
    assert entries[-1]["what"] == "appeal-decided"
    assert [entry["what"] for entry in entries].count("corrected") == len(changes) // 3
    assert all(entry["facts"]["appeal"] == 1 for entry in entries if entry["what"] == "corrected")
    assert main(["verify", str(office.folder / "s.db")]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("米山镇", "2.1.1", "--says", "有误"), "由谁决定"),
        (("米山镇", "2.1.1", "--says", " ", "--by", "王芳"), "--says"),
        (("米山", "2.1.1", "--says", "有误", "--by", "王芳"), "是不是“米山镇”"),
        (("米山镇", "2.9.9", "--says", "有误", "--by", "王芳"), "没有“2.9.9”这个指标"),
        (("--decide", "7", "--as", "rejected", "--why", "无", "--by", "李四"), "没有 7 号申诉"),
        (("--decide", "1", "--as", "upheld", "--why", "属实", "--by", "李四"), "--set"),
        (("--decide", "1", "--as", "rejected", "--set", "2.1.1.d1", "0", "--why", "无", "--by", "李四"), "--set"),
        (("--decide", "1", "--as", "upheld", "--set", "2.1.1.d1", "两三件", "--why", "属实", "--by", "李四"), "两三件"),
        (("--decide", "1", "--as", "rejected", "--by", "李四"), "--why"),
        (("--decide", "1", "--why", "属实", "--by", "李四"), "--as"),
    ],
)
def test_what_is_incomplete_is_refused_and_nothing_is_recorded(
    office: Round, arguments: tuple[str, ...], words: str
) -> None:
    office.run("appeal", *SAYS)
    before = office.run("log", "--json")[1]
    status, text = office.run("appeal", *arguments)
    assert status == 2, text
    assert words in text
    assert office.run("log", "--json")[1] == before


def test_an_appeal_is_decided_once(office: Round) -> None:
    office.run("appeal", *SAYS)
    decision = ("--decide", "1", "--as", "rejected", "--why", "查无此事", "--by", "李四")
    assert office.run("appeal", *decision)[0] == 0
    status, text = office.run("appeal", *decision)
    assert (status, "已由李四处理（不成立）" in text) == (2, True)


def test_of_two_who_decide_at_once_the_second_is_refused(office: Round) -> None:
    office.run("appeal", *SAYS)
    with open_store(str(office.folder / "s.db")) as store:
        (appeal,) = appeals_in(store)  # as both of them see it
        with store.writing() as connection:
            close_appeal(connection, appeal, REJECTED, "李四", "查无此事")
        with pytest.raises(UsageError, match="李四"), store.writing() as connection:
            close_appeal(connection, appeal, UPHELD, "赵六", "属实")
    assert main(["verify", str(office.folder / "s.db")]) == 0


SCHEME = """格式: 1
考核方案: fangan
名称: 方案
年度: 2026
通知: {标题: 试验, 文号: ''}
考核等次: {各等次: [{名称: 合格, 原文: 都合格}]}
申诉: {原文: 自告知之日起 5 日内可以申诉, 天数: 5}
"""


@pytest.fixture
def timed(tmp_path: Path) -> Bodies:
    """A body whose scheme gives five days for appeals."""
    (tmp_path / "fangan.yaml").write_text(SCHEME, encoding="utf-8")
    made = Bodies(tmp_path, rubric_of(tmp_path, f"考核方案: fangan\n{TABLE}"), ["甲镇"])
    made.returns("甲镇", {"1.d1": 2})
    return made


def appeal(bodies: Bodies, *more: str) -> int:
    given = ["appeal", *more, "--store", str(bodies.folder / "s.db"), "--by", "王芳", "--lang", "zh"]
    return main(given)


@pytest.mark.parametrize(("days_ago", "status"), [(0, 0), (5, 0), (6, 2)])
def test_appeals_are_taken_within_the_days_of_the_scheme(
    days_ago: int, status: int, timed: Bodies, capsys: pytest.CaptureFixture[str]
) -> None:
    assert appeal(timed, "甲镇", "--says", "不认可") == 0  # nothing was announced yet
    day = date.fromisoformat(now()[:10]) - timedelta(days=days_ago)
    assert appeal(timed, "--announced", day.isoformat()) == 0
    capsys.readouterr()
    assert appeal(timed, "甲镇", "1", "--says", "不认可") == status
    if status:
        error = capsys.readouterr().err
        assert "申诉期已过" in error
        assert "自告知之日起 5 日内可以申诉" in error
        assert appeal(timed, "甲镇", "1", "--says", "不认可", "--late", "材料寄丢了") == 0
        main(["log", "--store", str(timed.folder / "s.db"), "--what", "appealed", "--lang", "zh"])
        assert "理由：材料寄丢了" in capsys.readouterr().out
    assert main(["verify", str(timed.folder / "s.db")]) == 0


@pytest.mark.parametrize("day", ["2999-01-01", "明天", "2026-13-01"])
def test_a_day_that_cannot_be_is_not_recorded(day: str, timed: Bodies) -> None:
    assert appeal(timed, "--announced", day) == 2


def test_the_day_counts_for_its_round_only(timed: Bodies) -> None:
    store = ["--store", str(timed.folder / "s.db")]
    given = ["-o", str(timed.folder / "next"), "--bodies", str(timed.folder / "名单.csv"), "--round", "下一轮"]
    (timed.folder / "名单.csv").write_text("甲镇\n", encoding="utf-8")
    assert main(["distribute", str(timed.folder / "test-a.yaml"), "--edition", "plain", *given, *store]) == 0
    assert appeal(timed, "--announced", "2020-01-01", "--round", "2026年度") == 0
    assert appeal(timed, "甲镇", "--says", "不认可", "--round", "2026年度") == 2
    assert appeal(timed, "甲镇", "--says", "不认可", "--round", "下一轮") == 0
