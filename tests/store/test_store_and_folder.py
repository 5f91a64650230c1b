"""The store says only what the folder holds: names in the way, full disks, kills, two runs at once."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.distribution.test_distribute import RUBRIC, issued, send
from xlplugin.files.whole_files import Staging
from xlplugin.store.database import Issuing, open_store


def kept(folder: Path) -> list[str]:
    with open_store(str(folder / "results.db")) as store:
        return [issue.file for issue in store.issues()]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in issued(folder) if path.is_file()}


def leftovers(folder: Path) -> list[Path]:
    return list((folder / "out").glob(".xlplugin-*"))


def test_a_folder_in_the_way_is_named_and_nothing_is_issued_or_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ways = [
        tmp_path / "out" / f"2022年度政务公开考核评分表（A类）（自评）_{at:02}_{body}.xlsx"
        for at, body in ((3, "北城办"), (9, "北诗镇"))
    ]
    for way in ways:
        way.mkdir(parents=True)
    assert send(tmp_path) == 2
    output = capsys.readouterr().err
    assert all(way.name in output for way in ways)
    assert kept(tmp_path) == []
    assert contents(tmp_path) == {}
    assert leftovers(tmp_path) == []
    for way in ways:
        way.rmdir()
    assert send(tmp_path) == 0
    assert sorted(kept(tmp_path)) == sorted(contents(tmp_path))


@pytest.mark.parametrize("at", [0, 1, 7, 14])
def test_a_disk_that_fills_up_while_files_get_their_places_takes_all_of_them_back(
    tmp_path: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(tmp_path) == 0
    before, rows = contents(tmp_path), kept(tmp_path)
    moved = 0
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        nonlocal moved
        if target.parent.name == "out" and target.suffix == ".xlsx" and self.parent.name.startswith(".xlplugin-"):
            moved += 1
            if moved == at + 1:
                raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    assert send(tmp_path, "--reissue", "更正") == 2
    monkeypatch.undo()
    assert contents(tmp_path) == before
    assert kept(tmp_path) == rows
    assert leftovers(tmp_path) == []


def test_a_store_that_cannot_be_written_leaves_the_files_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(tmp_path) == 0
    before = contents(tmp_path)

    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Issuing, "keep", failing)
    assert send(tmp_path, "--reissue", "更正") == 2
    assert contents(tmp_path) == before


def test_a_run_that_was_killed_after_the_files_had_their_places_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Staging.put_in_place

    def put_and_die(self: Staging) -> None:
        put(self)
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(Staging, "put_in_place", put_and_die)
    child = os.fork()
    if not child:
        send(tmp_path)
        os._exit(0)
    os.waitpid(child, 0)
    monkeypatch.undo()
    assert len(contents(tmp_path)) == 15
    assert kept(tmp_path) == []
    orphans = contents(tmp_path)
    assert send(tmp_path) == 0
    assert sorted(kept(tmp_path)) == sorted(contents(tmp_path))
    assert all(content != orphans[name] for name, content in contents(tmp_path).items())


def test_what_a_killed_run_left_is_taken_away_once_it_is_a_day_old(tmp_path: Path) -> None:
    old, new = (tmp_path / "out" / name for name in (".xlplugin-old", ".xlplugin-new"))
    for path in (old, new):
        path.mkdir(parents=True)
        (path / "a.xlsx").write_bytes(b"")
    os.utime(old, (time.time() - 100_000,) * 2)
    assert send(tmp_path) == 0
    assert leftovers(tmp_path) == [new]


def test_of_two_runs_at_once_one_issues_and_the_other_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "xlplugin", "distribute", RUBRIC, "--store", str(tmp_path / "results.db")]
    runs = [
        subprocess.Popen([*command, "-o", str(tmp_path / name)], stderr=subprocess.PIPE) for name in ("a", "b", "c")
    ]
    ends = [run.wait(120) for run in runs]
    for run in runs:
        assert run.stderr
        run.stderr.close()
    assert sorted(ends) == [0, 2, 2]
    with open_store(str(tmp_path / "results.db")) as store:
        assert len(store.issues()) == 15
        assert store.replacing() == {}
    (winner,) = (name for name, end in zip("abc", ends, strict=True) if end == 0)
    assert len(list((tmp_path / winner).glob("2022*.xlsx"))) == 15
    assert not any(list((tmp_path / name).glob("2022*.xlsx")) for name in "abc" if name != winner)
