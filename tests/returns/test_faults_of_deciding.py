"""Deciding, and taking evidence, in two processes at once, and killed in between: nothing is lost or half done."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.filling import layout_of
from xlplugin import load_rubric
from xlplugin.cli import main

RUBRIC = load_rubric("gaoping-2022-b")
BODIES = ("市教育局", "市民政局", "市水利局", "市财政局")
COUNT = "2.1.3.d1"


def command(store: Path, name: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", "xlplugin", name, *map(str, arguments), "--store", str(store), "--lang", "zh"]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "名单.csv").write_text("\n".join(BODIES), encoding="utf-8")
    store = str(tmp_path / "s.db")
    given = ["-o", str(tmp_path / "sent"), "--store", store, "--bodies", str(tmp_path / "名单.csv")]
    assert main(["distribute", RUBRIC.id, *given]) == 0
    for body in BODIES:
        (path,) = (tmp_path / "sent").glob(f"*{body}*.xlsx")
        workbook = load_workbook(path)
        workbook["评分表"][layout_of(RUBRIC, "self").main.entries[COUNT].address] = 1
        folder = tmp_path / "back" / body
        folder.mkdir(parents=True)
        workbook.save(folder / "表.xlsx")
        for number in range(20):
            (folder / f"2.1.3 {number}.pdf").write_bytes(body.encode() * 2_000 + bytes([number]))
    return tmp_path


def test_corrections_in_two_processes_at_once_are_all_kept(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = office / "s.db"
    assert main(["collect", str(office / "back"), "--store", str(store)]) == 0
    by = ("--by", "李四", "--why", "复核")
    running = [
        subprocess.Popen(command(store, "correct", body, key, value, *by), stdout=subprocess.DEVNULL)
        for body in BODIES
        for key, value in ((COUNT, "2"), ("3.1.1.d1", "1"))
    ]
    assert [one.wait() for one in running] == [0] * len(running)
    assert main(["verify", str(store)]) == 0
    capsys.readouterr()
    main(["score", "--store", str(store), "--edition", "final", "--json"])
    cards = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {card["body"]: card["total"] for card in cards} == dict.fromkeys(BODIES, "97")


def evidence(store: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str, str]]:
    capsys.readouterr()
    assert main(["evidence", "--store", str(store), "--json"]) == 0
    bodies = json.loads(capsys.readouterr().out)["bodies"]
    return sorted((body["body"], file["file"], file["sha256"]) for body in bodies for file in body["files"])


@pytest.mark.parametrize("seconds", [0.6, *(pytest.param(one, marks=pytest.mark.long) for one in (0.3, 0.9, 1.2))])
def test_a_killed_run_has_taken_evidence_whole_or_not_and_the_next_takes_the_rest(
    seconds: float, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = office / "s.db"
    with subprocess.Popen(command(store, "collect", office / "back"), stdout=subprocess.DEVNULL) as running:
        time.sleep(seconds)
        running.send_signal(signal.SIGKILL)
    assert main(["verify", str(store)]) == 0
    assert main(["collect", str(office / "back"), "--store", str(store)]) == 0
    assert len(evidence(store, capsys)) == 80
    assert main(["verify", str(store)]) == 0


def test_two_runs_at_once_take_each_file_of_evidence_once(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = office / "s.db"
    both = [subprocess.Popen(command(store, "collect", office / "back"), stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    found = evidence(store, capsys)
    assert (len(found), len(set(found))) == (80, 80)
    assert main(["verify", str(store)]) == 0


def test_a_reissue_that_is_killed_has_carried_everything_over_or_nothing(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = office / "s.db"
    assert main(["collect", str(office / "back"), "--store", str(store)]) == 0
    given = ("-o", office / "again", "--bodies", office / "名单.csv", "--reissue", "通知有修改")
    with subprocess.Popen(command(store, "distribute", RUBRIC.id, *given), stdout=subprocess.DEVNULL) as running:
        time.sleep(0.9)
        running.send_signal(signal.SIGKILL)
    assert main(["verify", str(store)]) == 0
    assert main([*map(str, command(store, "distribute", RUBRIC.id, *given)[3:])]) == 0
    for body in BODIES:
        (path,) = (office / "again").glob(f"*{body}*.xlsx")
        capsys.readouterr()
        assert main(["score", str(path), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["total"] == "99"
