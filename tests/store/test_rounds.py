"""Rounds: one store holds several years and quarters, also of the same rubric and the same bodies, kept apart."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.filling import layout_of
from xlplugin import choose_round, load_rubric, open_store, rounds_in, score_returns
from xlplugin.cli import main
from xlplugin.errors import UsageError

RUBRIC = load_rubric("gaoping-2022-b")
COUNT = "2.1.3.d1"
BODIES = ("市教育局", "市民政局")
FIRST, SECOND = "2022年度", "2023年第一季度"


class Office:
    """The same rubric is sent to the same bodies in two rounds."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        (folder / "名单.csv").write_text("\n".join(BODIES), encoding="utf-8")
        (folder / "back").mkdir()
        self.distribute(FIRST)
        self.distribute(SECOND, "--round", SECOND)

    def run(self, command: str, *arguments: object) -> tuple[int, str]:
        self._capsys.readouterr()
        status = main([command, *map(str, arguments), "--store", str(self.folder / "s.db"), "--lang", "zh"])
        output = self._capsys.readouterr()
        return status, output.out + output.err

    def distribute(self, name: str, *options: object) -> tuple[int, str]:
        given = ("-o", self.folder / name, "--bodies", self.folder / "名单.csv", *options)
        return self.run("distribute", RUBRIC.id, *given)

    def send(self, round_name: str, body: str, count: int) -> str:
        (path,) = (self.folder / round_name).glob(f"*{body}*.xlsx")
        workbook = load_workbook(path)
        workbook["评分表"][layout_of(RUBRIC, "self").main.entries[COUNT].address] = count
        workbook.save(self.folder / "back" / f"{round_name}_{body}.xlsx")
        return self.run("collect", self.folder / "back")[1]

    def totals(self, round_name: str) -> dict[str, str]:
        _, out = self.run("score", "--json", "--round", round_name)
        return {card["body"]: card["total"] for card in map(json.loads, out.splitlines())}


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def test_the_same_bodies_in_two_rounds_are_kept_apart(office: Office) -> None:
    office.send(FIRST, "市教育局", 1)
    text = office.send(SECOND, "市教育局", 2)
    assert f"{SECOND} gaoping-2022-b（自评）：1 个已报送，0 个有问题，1 个未报送" in text
    office.send(SECOND, "市民政局", 0)
    assert office.totals(FIRST) == {"市教育局": "99"}
    assert office.totals(SECOND) == {"市教育局": "98", "市民政局": "100"}
    assert "未报送" in office.run("status", "--round", FIRST)[1]
    assert "未报送 0" in office.run("status", "--round", SECOND)[1].replace("0 个未报送", "未报送 0")


@pytest.mark.parametrize(
    "command", [("status",), ("score",), ("rank",), ("resolve",), ("evidence",), ("export", "-o", "x.csv")]
)
def test_a_command_asks_which_round(command: tuple[str, ...], office: Office) -> None:
    status, text = office.run(*command)
    assert (status, f"有几个轮次（{FIRST}、{SECOND}）" in text) == (2, True)
    status, text = office.run(*command, "--round", "2023年第二季度")
    assert (status, f"是不是“{SECOND}”" in text) == (2, True)


def test_what_is_decided_is_of_one_round(office: Office) -> None:
    for name in (FIRST, SECOND):
        office.send(name, "市教育局", 1)
    decided = ("--by", "李四", "--why", "复核", "--round", SECOND)
    assert office.run("correct", "市教育局", COUNT, "3", *decided)[0] == 0
    assert office.run("appeal", "市教育局", "2.1.3", "--says", "不认可", "--by", "李四", "--round", FIRST)[0] == 0
    assert '"total": "98"' in office.run("score", "--json", "--edition", "final", "--round", SECOND)[1]
    assert '"total": "99"' in office.run("score", "--json", "--edition", "final", "--round", FIRST)[1]
    assert "申诉待处理" in office.run("status", "--round", FIRST)[1]
    assert "申诉待处理" not in office.run("status", "--round", SECOND)[1]
    assert main(["verify", str(office.folder / "s.db")]) == 0


def test_rounds_are_listed(office: Office) -> None:
    rounds = json.loads(office.run("status", "--rounds", "--json")[1])
    assert [(one["name"], one["bodies"]) for one in rounds] == [(FIRST, 2), (SECOND, 2)]
    assert SECOND in office.run("status", "--rounds")[1]
    with open_store(str(office.folder / "s.db")) as store:
        assert [one.name for one in rounds_in(store)] == [FIRST, SECOND]
        with pytest.raises(UsageError):
            list(score_returns(store))
        choose_round(store, SECOND)
        assert list(score_returns(store)) == []


def test_the_same_workbook_is_not_sent_twice_in_a_round(office: Office) -> None:
    status, text = office.distribute("again", "--round", SECOND)
    assert (status, "--round" in text) == (2, True)
    status, text = office.distribute("again")
    assert (status, "有几个轮次" in text) == (2, True)
    assert office.distribute("again", "--round", SECOND, "--reissue", "补发")[0] == 0


@pytest.mark.parametrize("name", [" ", "a\nb", "长" * 41])
def test_a_name_that_is_none_is_refused(name: str, office: Office) -> None:
    assert office.distribute("again", "--round", name)[0] == 2


def test_an_earlier_store_has_one_round_for_its_year(office: Office, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("DELETE FROM issues WHERE round = ?", (SECOND,))
        for table in ("issues", "decisions", "appeals"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN round")
        connection.execute("DROP TABLE evidence")
        connection.execute("UPDATE about SET schema = 7")
        connection.commit()
    assert office.run("status")[0] == 0
    assert json.loads(office.run("status", "--rounds", "--json")[1])[0]["name"] == FIRST
    assert len(list(tmp_path.glob("*.schema7.db"))) == 1
