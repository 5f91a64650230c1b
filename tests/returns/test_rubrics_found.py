"""One rule finds a rubric everywhere, by its digest; what was issued with it stays scored by it."""

import json
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.filled_returns import filled
from tests.support.filling import cells_of, layout_of
from xlplugin import load_rubric
from xlplugin.cli import main
from xlplugin.files.resources import rubrics_folder
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.rubric_files import library

SKELETON = Path("templates/rubric.yaml").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[2]


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main([*map(str, arguments), "--lang", "zh"])
    output = capsys.readouterr()
    return status, output.out, output.err


def send_and_return(folder: Path, rubric: str, capsys: pytest.CaptureFixture[str], body: str = "甲局") -> Path:
    """Send one workbook out, and fill it in; gives the folder of returns."""
    (folder / "名单.csv").write_text(f"单位名称\n{body}\n", encoding="utf-8")
    out, store = folder / f"out-{Path(rubric).stem}", folder / "s.db"
    assert run(capsys, "distribute", rubric, "-o", out, "--store", store, "--bodies", folder / "名单.csv")[0] == 0
    (workbook,) = out.glob("2*.xlsx")
    result = load_rubric(rubric)
    values = cells_of(layout_of(result, "self"), {"entries": {"1.1.1.d1": True}})
    returns = folder / "returns"
    returns.mkdir(exist_ok=True)
    content = filled(workbook.read_bytes(), {at: value for at, value in values.items() if value is not None})
    (returns / workbook.name).write_bytes(content)
    return returns


def forget_rubrics(store: Path) -> None:
    """Make a store as earlier versions wrote it: without the rubrics that workbooks were issued with."""
    with closing(sqlite3.connect(store)) as database, database:
        database.execute("DELETE FROM rubrics")


def test_the_store_has_the_rubric_though_its_file_has_changed_or_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own-2026-a.yaml"
    text = SKELETON.replace("xinbiao-2026-a", "own-2026-a")
    own.write_text(text, encoding="utf-8")
    returns = send_and_return(tmp_path, str(own), capsys)
    store = tmp_path / "s.db"
    for change in (text.replace("扣分: 5", "扣分: 4").replace("扣 5 分", "扣 4 分"), None):
        own.unlink() if change is None else own.write_text(change, encoding="utf-8")
        monkeypatch.chdir(returns)
        assert run(capsys, "collect", returns, "--store", store)[0] == 0
        status, out, _ = run(capsys, "score", "--store", store, "--json")
        assert (status, json.loads(out)["total"]) == (0, "0")
        assert "甲局" in run(capsys, "status", "--store", store)[1]
        assert run(capsys, "resolve", "--store", store, "--export", tmp_path / "q.csv")[0] == 0
    assert run(capsys, "verify", store)[0] == 0


def test_two_versions_of_one_rubric_live_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own-2026-a.yaml"
    text = SKELETON.replace("xinbiao-2026-a", "own-2026-a")
    own.write_text(text, encoding="utf-8")
    returns = send_and_return(tmp_path, str(own), capsys)
    own.write_text(text.replace("扣分: 5", "扣分: 4").replace("扣 5 分", "扣 4 分"), encoding="utf-8")
    (tmp_path / "名单.csv").write_text("单位名称\n乙局\n", encoding="utf-8")
    given = ["-o", tmp_path / "later", "--store", tmp_path / "s.db", "--bodies", tmp_path / "名单.csv"]
    assert run(capsys, "distribute", own, *given)[0] == 0
    (workbook,) = (tmp_path / "later").glob("2*.xlsx")
    values = cells_of(layout_of(load_rubric(str(own)), "self"), {"entries": {"1.1.1.d1": True}})
    content = filled(workbook.read_bytes(), {at: value for at, value in values.items() if value is not None})
    (returns / workbook.name).write_bytes(content)
    own.unlink()
    assert run(capsys, "collect", returns, "--store", tmp_path / "s.db")[0] == 0
    _, out, _ = run(capsys, "score", "--store", tmp_path / "s.db", "--json")
    assert {card["body"]: card["total"] for card in map(json.loads, out.splitlines())} == {"甲局": "0", "乙局": "1"}


def test_a_damaged_rubric_in_the_store_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    send_and_return(tmp_path, "gaoping-2022-a", capsys)
    with closing(sqlite3.connect(tmp_path / "s.db")) as database, database:
        database.execute("UPDATE rubrics SET content = content || X'0A' WHERE position = 0")
    status, out, err = run(capsys, "verify", tmp_path / "s.db")
    assert status == 1
    assert "评分表" in out + err


@pytest.mark.parametrize("place", ["beside the store", "where the command runs", "by its file"])
def test_a_rubric_of_an_offices_own_is_found_by_every_command(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own" / "评分表（定稿）.yaml"
    own.parent.mkdir()
    own.write_text(SKELETON.replace("xinbiao-2026-a", "own-2026-a"), encoding="utf-8")
    returns = send_and_return(tmp_path, str(own), capsys)
    there = {"beside the store": tmp_path, "where the command runs": tmp_path / "here", "by its file": tmp_path / "no"}
    there[place].mkdir(exist_ok=True)
    shutil.move(own, there[place] / "another name.yaml")
    forget_rubrics(tmp_path / "s.db")
    monkeypatch.chdir(there[place] if place == "where the command runs" else tmp_path / "own")
    more = ["--rubric", there[place] / "another name.yaml"] if place == "by its file" else []
    store = tmp_path / "s.db"
    assert run(capsys, "collect", returns, "--store", store, *more)[0] == 0
    status, out, _ = run(capsys, "score", "--store", store, "--json", *more)
    assert status == 0
    assert json.loads(out)["total"] == "0"
    assert "甲局" in run(capsys, "status", "--store", store, *more)[1]
    assert run(capsys, "resolve", "--store", store, "--export", tmp_path / "q.csv", *more)[0] == 0


def test_a_rubric_that_is_nowhere_is_asked_for_and_nothing_is_written_that_says_nothing_is_to_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own-2026-a.yaml"
    own.write_text(SKELETON.replace("xinbiao-2026-a", "own-2026-a"), encoding="utf-8")
    returns = send_and_return(tmp_path, str(own), capsys)
    own.unlink()
    forget_rubrics(tmp_path / "s.db")
    monkeypatch.chdir(returns)
    status, out, _ = run(capsys, "collect", returns, "--store", tmp_path / "s.db")
    assert status == 1
    assert "数据库旁边或当前文件夹" in out
    status, _, message = run(capsys, "resolve", "--store", tmp_path / "s.db", "--export", tmp_path / "q.csv")
    assert status != 0
    assert "own-2026-a" in message
    assert not (tmp_path / "q.csv").exists()


def test_a_mixed_folder_is_scored_by_the_rubric_of_each_though_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returns = send_and_return(tmp_path, "gaoping-2022-a", capsys)
    send_and_return(tmp_path, "gaoping-2022-b", capsys, "乙局")
    for named in ("gaoping-2022-a", "gaoping-2022-b", "rubrics/gaoping-2022-a.yaml"):
        assert run(capsys, "collect", returns, "--store", tmp_path / "s.db", "--rubric", named)[0] == 0
    assert "甲局" in run(capsys, "status", "--store", tmp_path / "s.db", "--rubric", "rubrics/gaoping-2022-a.yaml")[1]
    assert "甲局" not in run(capsys, "status", "--store", tmp_path / "s.db", "--rubric", "gaoping-2022-b")[1]


@pytest.mark.parametrize("changed", ["gaoping-2022-a", "gaoping-2022", "gaoping-2020"])
def test_what_was_issued_is_scored_by_it_though_the_built_in_file_has_changed_since(
    changed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    returns = send_and_return(tmp_path, "gaoping-2022-a", capsys)
    rubrics = tmp_path / "rubrics"
    shutil.copytree(rubrics_folder(), rubrics)
    file = rubrics / f"{changed}.yaml"
    before = file.read_bytes()
    file.write_bytes(before + "# 又添了一行\n".encode())
    forget_rubrics(tmp_path / "s.db")
    monkeypatch.setattr(library, "rubrics_folder", lambda: rubrics)
    monkeypatch.setattr("xlplugin.rubric_files.versions.rubrics_folder", lambda: rubrics)
    assert run(capsys, "collect", returns, "--store", tmp_path / "s.db")[0] == 1
    kept = rubrics / "earlier" / changed / f"{sha256(before).hexdigest()[:12]}.yaml"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(before)
    assert run(capsys, "collect", returns, "--store", tmp_path / "s.db")[0] == 0
    status, out, _ = run(capsys, "score", "--store", tmp_path / "s.db", "--json")
    assert status == 0
    assert json.loads(out)["total"] == "95"
    (workbook,) = returns.iterdir()
    assert run(capsys, "recalculate", workbook, "-o", tmp_path / "r.xlsx")[0] in (0, 1)
    assert WorkbookFile((tmp_path / "r.xlsx").read_bytes()).facts()["rubric"] == "gaoping-2022-a"


def test_every_released_version_of_a_rubric_is_there() -> None:
    released = [line.split() for line in (ROOT / "rubrics/earlier/released.txt").read_text("utf-8").splitlines()]
    there = {sha256(path.read_bytes()).hexdigest() for path in (ROOT / "rubrics").rglob("*.yaml")}
    assert [id for digest, id in released if digest not in there] == []
    listed = {digest for digest, _ in released}
    current = (ROOT / "rubrics").glob("*.yaml")
    missing = [path.name for path in current if sha256(path.read_bytes()).hexdigest() not in listed]
    assert missing == [], "run tools/keep-earlier-rubrics before you commit a change of these"
