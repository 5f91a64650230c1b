"""A store that is not what was written says so: bits that flipped, keys that are gone, JSON that is none, odd URLs."""

import json
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.returns.test_collect import BODIES, Office
from tests.returns.test_resolve import answer, office_of_three, questions
from tests.support.damage import COUNT
from xlplugin.cli import main

__all__ = ["office_of_three"]


def change(office: Office, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(office.store)) as connection:
        connection.execute(statement, values)
        connection.commit()


def total(office: Office, capsys: pytest.CaptureFixture[str]) -> str | None:
    capsys.readouterr()
    office.run("score", "--json")
    card: dict[str, str | None] = json.loads(capsys.readouterr().out.splitlines()[0])
    return card.get("total")


COLUMNS = ("result", "cells", "problems", "remarks", "places", "saved_at", "file_time", "answers", "found", "reader")


@pytest.fixture
def collected(office_of_three: Office) -> Office:
    office_of_three.returns(BODIES[0], 1)
    assert office_of_three.run("collect") == 0
    return office_of_three


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("how", ["a digit", "cut", "no JSON"])
def test_a_row_that_is_not_what_was_written_has_no_score_and_collecting_mends_it(
    column: str, how: str, collected: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    before = total(collected, capsys)
    assert before is not None
    made = {"a digit": f"{column} || '1'", "cut": f"substr({column}, 2)", "no JSON": "'{'"}[how]
    with closing(sqlite3.connect(collected.store)) as connection:
        (was,) = connection.execute(f"SELECT {column} FROM submissions").fetchone()  # noqa: S608  # both parts of it are this test's own
        connection.execute(f"UPDATE submissions SET {column} = {made}")  # noqa: S608  # both parts of it are this test's own
        connection.commit()
        (now,) = connection.execute(f"SELECT {column} FROM submissions").fetchone()  # noqa: S608  # both parts of it are this test's own
    if was == now:
        pytest.skip("nothing was there to be cut")
    assert total(collected, capsys) is None
    assert main(["verify", collected.store, "--lang", "zh"]) == 1
    assert "与写入时不符" in capsys.readouterr().out
    assert collected.run("status") == 1
    assert "重新收取" in capsys.readouterr().out
    assert collected.run("collect") == 0
    assert total(collected, capsys) == before
    assert main(["verify", collected.store]) == 0


def test_what_a_person_answered_outlives_the_damage_of_the_row(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    office.returns(BODIES[0], 1, values={COUNT: "约3件"})
    assert office.run("collect") == 1
    rows = questions(office, office.folder / "a.csv")
    assert answer(office, [rows[0] | {"答复": "3", "理由": "电话核实"}]) == 0
    before = total(office, capsys)
    change(office, "UPDATE submissions SET result = '[]'")
    assert office.run("collect") == 0
    assert total(office, capsys) == before
    assert before is not None


def test_an_issue_that_was_changed_is_named(collected: Office, capsys: pytest.CaptureFixture[str]) -> None:
    change(collected, "UPDATE issues SET body = '别的单位' WHERE body = ?", BODIES[0])
    assert main(["verify", collected.store, "--lang", "zh", "--json"]) == 1
    assert "别的单位的发放记录" in json.loads(capsys.readouterr().out)["problems"][0]


def test_a_workbook_as_issued_that_was_changed_is_named(collected: Office, capsys: pytest.CaptureFixture[str]) -> None:
    change(collected, "UPDATE bases SET content = substr(content, 1, 1000)")
    assert main(["verify", collected.store, "--lang", "zh"]) == 1
    assert "发放时的原件" in capsys.readouterr().out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE about SET schema = 'four'",
        "UPDATE about SET schema = -1",
        "UPDATE about SET schema = 4.5",
        "UPDATE about SET key = X''",
        "UPDATE about SET key = X'00'",
        "DELETE FROM about",
        "DROP TABLE about",
        "UPDATE about SET schema = 99",
    ],
)
@pytest.mark.parametrize("command", ["status", "collect", "resolve", "score", "verify"])
def test_a_store_without_its_key_or_its_schema_is_refused_with_a_word(
    statement: str, command: str, collected: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    change(collected, statement)
    capsys.readouterr()
    status = main(["verify", collected.store, "--lang", "zh"]) if command == "verify" else collected.run(command)
    assert status == 2
    output = capsys.readouterr().err
    assert any(word in output for word in ("密钥", "已损坏", "较新的程序"))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://a:b@host:port/db",
        "postgresql+psycopg://a:b@host:99999999/db",
        "nothing://x",
        "://",
        "postgresql+psycopg://",
        "sqlite:///",
    ],
)
def test_an_odd_url_is_refused_without_a_traceback(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--store", url, "--lang", "zh"]) == 2
    assert capsys.readouterr().err.strip()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions in another way")
def test_a_new_store_can_be_read_by_its_owner_only(office_of_three: Office) -> None:
    assert stat.S_IMODE(Path(office_of_three.store).stat().st_mode) == 0o600
