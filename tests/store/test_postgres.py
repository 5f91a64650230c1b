"""The store may be a PostgreSQL database: the same commands, the same answers as with a file."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.returns.test_collect import BODIES, RUBRIC, Office, entries_of
from tests.returns.test_resolve import answer, questions
from tests.support.damage import COUNT, with_values
from tests.support.postgres import server, why_not
from xlplugin import score
from xlplugin.cli import main

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "PostgreSQL is here")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("postgres") / "server") as url:
        yield url


@pytest.fixture
def office(database: str, tmp_path: Path) -> Office:
    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return Office(tmp_path, BODIES, database)


def rows(url: str) -> list[tuple[object, ...]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        query = "SELECT sha256, body, cells, problems, remarks, result FROM submissions ORDER BY sha256"
        result = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return result


def test_an_office_works_with_a_server_as_with_a_file(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    for seed, body in enumerate(BODIES[:4]):
        office.returns(body, seed)
    path = office.back / f"{BODIES[3]}.xlsx"
    path.write_bytes(with_values(path.read_bytes(), {COUNT: "约3件"}))
    assert office.run("collect", "--jobs", "2") == 1
    capsys.readouterr()
    assert office.run("status", "--json") == 1
    states = [load["state"] for load in json.loads(capsys.readouterr().out)["bodies"]]
    assert states == ["已报送"] * 3 + ["有问题"] + ["未报送"] * 6
    (row,) = questions(office, office.folder / "a.csv")
    row["答复"], row["理由"] = "3", "电话核实"
    assert answer(office, [row]) == 0
    capsys.readouterr()
    assert office.run("score", "--json") == 0
    cards = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [card["body"] for card in cards] == BODIES[:4]
    assert cards[0]["total"] == str(score(RUBRIC, entries_of(0)).total)
    # Once more: nothing is doubled.
    before = rows(office.store)
    assert office.run("collect") == 0
    assert rows(office.store) == before


def test_two_collects_at_once_and_one_that_is_killed_come_to_the_same(office: Office) -> None:
    for seed, body in enumerate(BODIES):
        office.returns(body, seed)
    command = [sys.executable, "-m", "xlplugin", "collect", str(office.back), "--store", office.store, "--jobs", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not rows(office.store) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert len(rows(office.store)) >= 1
    with ThreadPoolExecutor(2) as pool:
        ran = list(pool.map(lambda _: subprocess.run(command, capture_output=True, check=False).returncode, range(2)))
    assert ran == [0, 0]
    result = rows(office.store)
    assert sorted(str(row[1]) for row in result) == sorted(BODIES)
    assert office.run("status") == 0


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql+psycopg://x:geheim@127.0.0.1:1/x", "连不上数据库服务器"),
        ("postgresql+nodriver://x:geheim@127.0.0.1:1/x", "缺少它的驱动"),
        ("nonsense://x:geheim@x", "缺少它的驱动"),
        ("://geheim", "缺少它的驱动"),
    ],
)
def test_a_server_that_is_not_there_is_reported_without_its_password(
    url: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--store", url, "--lang", "zh"]) == 2
    output = capsys.readouterr().err
    assert message in output
    assert "Traceback" not in output
    assert "geheim" not in output
