"""The log: everything that was done, by whom and why, in a chain that shows what was changed afterwards."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.returns.test_several_assessors import Round
from xlplugin.cli import main

EARLIER = Path(__file__).parent / "earlier"


@pytest.fixture
def office_round(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Round:
    """One body, two assessors' files, and a person's answer about them."""
    made = Round(tmp_path, capsys)
    made.collect("第一位考核人")
    made.collect("改了一项")
    assert made.answer("采用") == 0
    return made


def logged(office_round: Round, *arguments: str) -> list[dict[str, Any]]:
    status, out = office_round.run("log", "--json", *arguments)
    assert status == 0, out
    return [json.loads(line) for line in out.splitlines()]


def test_it_tells_what_was_done_by_whom_and_why(office_round: Round) -> None:
    entries = logged(office_round)
    assert [entry["number"] for entry in entries] == [1, 2, 3, 4]
    assert [entry["what"] for entry in entries] == ["issued", "collected", "collected", "answered"]
    assert {entry["body"] for entry in entries} == {"米山镇"}
    assert (entries[3]["by"], entries[3]["why"]) == ("李四", "两位考核人核对过")
    assert [entry["facts"]["total"] for entry in entries[1:3]] == ["91", "95"]
    _, text = office_round.run("log")
    assert "答复" in text
    assert "采用；理由：两位考核人核对过" in text
    assert "共 4 条，末条校验码 " in text


def test_collecting_the_same_files_again_adds_nothing(office_round: Round) -> None:
    before = logged(office_round)
    office_round.run("collect", office_round.folder / "back")
    assert logged(office_round) == before


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        (("--what", "collected"), [2, 3]),
        (("--by", "李四"), [4]),
        (("--body", "河西镇"), []),
        (("--since", "2999-01-01"), []),
        (("--since", "2020-01-01", "--what", "issued"), [1]),
    ],
)
def test_it_can_be_filtered(office_round: Round, arguments: tuple[str, ...], numbers: list[int]) -> None:
    assert [entry["number"] for entry in logged(office_round, *arguments)] == numbers


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET why = '另有原因' WHERE number = 4",
        "UPDATE log SET by = '王五' WHERE number = 4",
        "UPDATE log SET facts = replace(facts, '91', '96') WHERE number = 2",
        "DELETE FROM log WHERE number = 2",
        "DELETE FROM log WHERE number = 4",
        "UPDATE log SET number = 9 WHERE number = 4",
        "INSERT INTO log SELECT 5, what, at, by, why, rubric, edition, body, facts, hash FROM log WHERE number = 4",
    ],
)
def test_whatever_is_changed_in_it_is_noticed(office_round: Round, statement: str) -> None:
    path = office_round.folder / "s.db"
    assert main(["verify", str(path)]) == 0
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    assert main(["verify", str(path)]) == 1
    assert office_round.run("log")[0] == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET values_json = '{\"2.1.1.d1\": 0}'",
        "UPDATE decisions SET by = '王五'",
        "UPDATE decisions SET evidence = '另一份'",
        "UPDATE decisions SET kind = 'withdrawn'",
        "UPDATE decisions SET body = '河西镇'",
        "DELETE FROM decisions",
        "INSERT INTO decisions SELECT 9, rubric, body, name, kind, values_json, about, by, why, evidence, at, appeal, "
        "round FROM decisions",
        "UPDATE answers SET answer = '退回'",
        "UPDATE answers SET why = '另有原因'",
        "DELETE FROM answers",
        "UPDATE appeals SET outcome = 'upheld'",
        "UPDATE appeals SET outcome = ''",
        "UPDATE appeals SET says = '没有意见'",
        "UPDATE appeals SET decided_by = '王五'",
        "DELETE FROM appeals",
    ],
)
def test_what_people_decided_is_compared_with_the_log(office_round: Round, statement: str) -> None:
    path = office_round.folder / "s.db"
    why = ("--why", "复核少一件", "--evidence", "核查记录3", "--by", "赵六")
    assert office_round.run("correct", "米山镇", "2.1.1.d1", "1", *why)[0] == 0
    assert office_round.run("appeal", "米山镇", "2.1.1", "--says", "已公开", "--by", "王芳")[0] == 0
    assert office_round.run("appeal", "--decide", "1", "--as", "rejected", "--why", "查无此事", "--by", "李四")[0] == 0
    assert main(["verify", str(path)]) == 0
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    assert main(["verify", str(path)]) == 1


def test_an_earlier_stores_deeds_are_written_into_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(EARLIER / "store.db", tmp_path / "s.db")
    assert main(["log", "--store", str(tmp_path / "s.db"), "--json"]) == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [entry["what"] for entry in entries] == ["upgraded", "issued", "issued", "issued", "collected"]
    assert main(["verify", str(tmp_path / "s.db")]) == 0


def test_a_day_that_is_none_is_refused(office_round: Round) -> None:
    status, text = office_round.run("log", "--since", "昨天")
    assert status == 2
    assert "不是日期" in text
