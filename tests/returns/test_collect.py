"""``collect``, ``status`` and ``score --store``, as an office uses them."""

import io
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.damage import COUNT, REASON, with_values
from tests.support.damage_kinds import KINDS
from tests.support.filled_returns import AtOnce, base_of, filled, random_entries, random_evidence, saved, typed
from xlplugin import Rubric, load_rubric, score
from xlplugin.cli import main
from xlplugin.distribution.distribute import TOKENS, Distribution, issue_workbooks
from xlplugin.distribution.recipients import Recipient
from xlplugin.distribution.stamping import StampBase
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.ooxml.worksheet.worksheet_part import Value
from xlplugin.ooxml.zip_archive import Archive
from xlplugin.returns.collect import collect_files
from xlplugin.returns.find.found_files import files_in
from xlplugin.returns.find.saved_time import saved_at
from xlplugin.scoring.scorecard import figures
from xlplugin.store.database import open_store
from xlplugin.store.issue import Issue
from xlplugin.store.schema import SCHEMA
from xlplugin.store.standings import standings
from xlplugin.store.submissions import Submissions

RUBRIC = load_rubric("gaoping-2022-b")
BODIES = [f"第{at}局" for at in range(1, 11)]


class Office:
    """A folder with a store, what went out, and what came back."""

    def __init__(self, folder: Path, bodies: list[str], store: str = "") -> None:
        self.folder, self.back, self.store = folder, folder / "back", store or str(folder / "results.db")
        self.back.mkdir()
        recipients = [Recipient(at, name) for at, name in enumerate(bodies, 1)]
        everyone = AtOnce(RUBRIC, "B类", recipients)
        with open_store(self.store) as opened:
            self.issues = {item.body: item for item in issue_workbooks(everyone, folder / "out", opened)}
        self.base = base_of(RUBRIC)
        self.names = WorkbookFile(self.base).names

    def form(self, seed: int) -> StampBase:
        """Return the form filled in, to be stamped for any body."""
        values = typed(RUBRIC, "self", random_entries(RUBRIC, seed), random_evidence(RUBRIC, seed), self.names)
        return StampBase(filled(self.base, values), TOKENS)

    def returns(
        self,
        body: str,
        seed: int,
        name: str = "",
        form: StampBase | None = None,
        values: Mapping[str, Value] | None = None,
    ) -> Path:
        """Let a body send its workbook in; ``values`` are set in it by hand, by name."""
        path = self.back / (name or f"{body}.xlsx")
        path.parent.mkdir(exist_ok=True)
        content = stamped(form or self.form(seed), self.issues[body])
        path.write_bytes(with_values(content, values) if values else content)
        return path

    def run(self, command: str, *more: str) -> int:
        given = [str(self.back)] if command == "collect" else []
        return main([command, *given, "--store", self.store, *more, "--lang", "zh"])


def stamped(form: StampBase, issue: Issue) -> bytes:
    return form.stamp({"body": issue.body, "issue": issue.id, "seal": issue.seal})


@pytest.fixture
def office_of_ten(tmp_path: Path) -> Office:
    return Office(tmp_path, BODIES)


def entries_of(seed: int) -> dict[str, Any]:
    return {"rubric": RUBRIC.id, "entries": random_entries(RUBRIC, seed)}


def test_who_has_not_returned_has_no_score_and_the_rest_has_its_own(
    office_of_ten: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed, body in enumerate(BODIES[:4]):
        office_of_ten.returns(body, seed)
    assert office_of_ten.run("collect") == 0
    output = capsys.readouterr().out
    assert "共 4 个文件：4 个无误，0 个有问题\ngaoping-2022-b（自评）：4 个已报送，0 个有问题，6 个未报送" in output
    assert office_of_ten.run("status", "-o", str(tmp_path / "报送情况.xlsx"), "--json") == 0
    output = json.loads(capsys.readouterr().out)
    assert [entry["body"] for entry in output["bodies"]] == BODIES
    assert [entry["state"] for entry in output["bodies"]] == ["已报送"] * 4 + ["未报送"] * 6
    for seed, entry in enumerate(output["bodies"]):
        card = score(RUBRIC, entries_of(seed))
        assert entry["total"] == (str(card.total) if seed < 4 else None)
        assert entry["published"] == (f"{card.published:.2f}" if seed < 4 else None)
    rows = list(load_workbook(tmp_path / "报送情况.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row[3] for row in rows[2:]] == BODIES
    assert [row[4] for row in rows[2:]] == [entry["state"] for entry in output["bodies"]]
    published = [entry["published"] for entry in output["bodies"]]
    assert [row[5] and f"{row[5]:.2f}" for row in rows[2:]] == published
    assert office_of_ten.run("score", "--json") == 0
    cards = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [card["body"] for card in cards] == BODIES[:4]
    for seed, card in enumerate(cards):
        expected = score(RUBRIC, entries_of(seed) | {"body": BODIES[seed]}).as_json("zh")
        assert card == json.loads(json.dumps(expected))


def test_one_bad_file_does_not_stop_the_others_and_all_problems_are_reported(
    office_of_ten: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office_of_ten.returns(BODIES[0], 0)
    path = office_of_ten.returns(BODIES[1], 1)
    path.write_bytes(with_values(path.read_bytes(), {COUNT: "约3件", "in_1.1.1.d1": "基本有"}))
    path = office_of_ten.returns(BODIES[2], 2)
    path.write_bytes(with_values(path.read_bytes(), {"out_total": 100.0}))
    (office_of_ten.back / "a.xlsx").write_bytes(b"")
    (office_of_ten.back / "b.xlsx").write_bytes(path.read_bytes()[:2000])
    for name in ("~$锁定.xlsx", ".~lock.a.xlsx#", "Thumbs.db", ".DS_Store", "desktop.ini", "照片.jpg", "说明.docx"):
        (office_of_ten.back / name).write_bytes(b"x")
    assert office_of_ten.run("collect") == 1
    output = capsys.readouterr().out
    cells = {name: f"评分表!{office_of_ten.names[name].address}" for name in (COUNT, "in_1.1.1.d1")}
    assert f"{BODIES[1]}.xlsx（{BODIES[1]}，自评）\n  问题 {cells['in_1.1.1.d1']}：应从下拉列表中选" in output
    assert f"{cells[COUNT]}：" in output
    assert "填的是文字“约3件”" in output
    assert f"{BODIES[2]}.xlsx（{BODIES[2]}，自评）\n  问题 结果!B3：公式已被覆盖或清除" in output
    assert "交回的表自己显示 100" in output
    assert "a.xlsx\n  问题 文件是空的" in output
    assert "b.xlsx\n  问题 文件不完整" in output
    assert "共 5 个文件：1 个无误，4 个有问题\n" in output
    assert "另有 2 个材料看不出是谁的（照片.jpg、说明.docx）" in output
    assert "gaoping-2022-b（自评）：1 个已报送，2 个有问题，7 个未报送" in output
    assert office_of_ten.run("status") == 1
    output = capsys.readouterr().out
    assert "a.xlsx：文件是空的" in output
    assert office_of_ten.run("score", "--json") == 1
    cards = {card["body"]: card for card in map(json.loads, capsys.readouterr().out.splitlines())}
    assert cards[BODIES[1]]["total"] is None
    assert len(cards[BODIES[1]]["problems"]) == 2
    assert cards[BODIES[2]]["total"] == str(score(RUBRIC, entries_of(2)).total)
    assert any("公式已被覆盖" in warning for warning in cards[BODIES[2]]["warnings"])


def clock(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment):%Y-%m-%d %H:%M}"


def test_the_later_of_two_files_of_a_body_counts_and_the_differences_are_listed(
    office_of_ten: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    later, earlier = office_of_ten.returns(BODIES[0], 0, "a.xlsx"), office_of_ten.returns(BODIES[0], 0, "b.xlsx")
    before = random_entries(RUBRIC, 0)["2.1.3.d1"]
    later.write_bytes(with_values(later.read_bytes(), {COUNT: 7.0, REASON: "补充"}))
    os.utime(earlier, (1_790_000_000, 1_790_000_000))
    os.utime(later, (1_790_000_600, 1_790_000_600))
    assert office_of_ten.run("collect") == 0
    output = capsys.readouterr().out
    assert f"{BODIES[0]}（自评）交回多个文件：以 a.xlsx（{clock(1_790_000_600)}）为准\n" in output
    assert f"  b.xlsx（{clock(1_790_000_000)}）保留备查；填报内容不同：" in output
    assert re.search(rf"评分表!H\d+ {before} → 7", output)
    with open_store(office_of_ten.store) as store:
        (standing,) = [standing for standing in standings(store) if standing.current]
        assert standing.current
        assert (standing.current.file, [other.file for other in standing.earlier]) == ("a.xlsx", ["b.xlsx"])
    # What a file itself says of when it was saved goes before when it was copied.
    newest = office_of_ten.returns(BODIES[0], 3, "c.xlsx")
    newest.write_bytes(saved(newest.read_bytes(), "2026-11-20T08:00:00Z"))
    os.utime(newest, (1_700_000_000, 1_700_000_000))
    assert office_of_ten.run("collect") == 0
    with open_store(office_of_ten.store) as store:
        (standing,) = [standing for standing in standings(store) if standing.current]
        assert standing.current
        assert standing.current.file == "c.xlsx"
        assert [other.file for other in standing.earlier] == ["a.xlsx", "b.xlsx"]


def test_of_two_files_of_the_very_same_time_none_is_taken_silently(
    office_of_ten: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed, name in enumerate(("a.xlsx", "b.xlsx")):
        path = office_of_ten.returns(BODIES[0], seed, name)
        os.utime(path, (1_790_000_000, 1_790_000_000))
    assert office_of_ten.run("collect") == 1
    output = capsys.readouterr().out
    assert "交回多个文件：无法判断以哪个为准，暂不计分\n  问题 " in output
    assert "相同而内容不同" in output
    assert office_of_ten.run("collect", "--json") == 1
    capsys.readouterr()
    assert office_of_ten.run("status", "--json") == 1
    output = json.loads(capsys.readouterr().out)["bodies"][0]
    assert (output["state"], output["total"], output["grade"]) == ("有问题", None, None)
    assert office_of_ten.run("score", "--json") == 1
    (card,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert "相同而内容不同" in card["problems"][0]
    with open_store(office_of_ten.store) as store:
        (standing,) = [standing for standing in standings(store) if standing.current]
        assert [problem.code for problem in standing.problems] == ["which-is-later"]
    os.utime(path, (1_790_000_600, 1_790_000_600))
    path.write_bytes(with_values(path.read_bytes(), {REASON: "以此为准"}))
    office_of_ten.run("collect")
    with open_store(office_of_ten.store) as store:
        (standing,) = [standing for standing in standings(store) if standing.current]
        assert standing.current
        assert (standing.state, standing.current.cells[REASON]) == ("已报送", "以此为准")


def test_a_file_that_gets_its_right_name_is_in_order(office_of_ten: Office) -> None:
    path = office_of_ten.returns(BODIES[0], 0, f"{BODIES[3]}.xlsx")
    assert office_of_ten.run("collect") == 1
    path.rename(office_of_ten.back / f"{BODIES[0]}.xlsx")
    assert office_of_ten.run("collect") == 0
    with open_store(office_of_ten.store) as store:
        assert [(standing.state, standing.current.file) for standing in standings(store) if standing.current] == [
            ("已报送", f"{BODIES[0]}.xlsx")
        ]


def test_another_bodys_answers_in_a_bodys_workbook_do_not_push_its_own_aside_and_are_reported(
    office_of_ten: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    own, others = office_of_ten.returns(BODIES[0], 0), office_of_ten.returns(BODIES[0], 1, f"{BODIES[3]}.xlsx")
    os.utime(others, (own.stat().st_mtime + 999,) * 2)
    assert office_of_ten.run("collect") == 1
    output = capsys.readouterr().out
    assert f"以 {own.name}（" in output
    assert f"  问题 另有 {others.name}（" in output
    # Also when nothing comes any more: somebody has to say whose it is.
    assert office_of_ten.run("status", "--json") == 1
    output = json.loads(capsys.readouterr().out)["bodies"][0]
    total = str(score(RUBRIC, entries_of(0)).total)
    assert (output["file"], output["state"], output["total"]) == (own.name, "有问题", total)
    assert "没有采用（文件名写的是" in output["problems"][0]
    # What came before the one that counts is another matter.
    os.utime(office_of_ten.returns(BODIES[0], 2, "新.xlsx"), (own.stat().st_mtime + 9999,) * 2)
    assert office_of_ten.run("collect") == 1
    capsys.readouterr()
    assert office_of_ten.run("status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["bodies"][0]["file"] == "新.xlsx"


def test_a_return_that_could_not_be_read_before_is_its_bodys_once_it_can(
    office_of_ten: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office_of_ten.returns(BODIES[0], 0)

    def failing(*_: object) -> object:
        raise RecursionError

    monkeypatch.setattr("xlplugin.returns.judge.figures", failing)
    assert office_of_ten.run("collect") == 1
    monkeypatch.undo()
    assert office_of_ten.run("collect") == 0
    with open_store(office_of_ten.store) as store:
        assert [standing.issue.body for standing in standings(store) if standing.current] == [BODIES[0]]
        assert list(Submissions(store).strays()) == []


def test_a_damaged_file_that_was_replaced_by_a_good_one_is_not_reported_any_more(office_of_ten: Office) -> None:
    path = office_of_ten.returns(BODIES[0], 0)
    content = path.read_bytes()
    path.write_bytes(content[:2000])
    assert office_of_ten.run("collect") == 1
    assert office_of_ten.run("status") == 1
    path.write_bytes(content)
    assert office_of_ten.run("collect") == 0
    assert office_of_ten.run("status") == 0


def test_a_return_of_any_name_is_read_and_what_is_not_read_is_named(
    office_of_ten: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed, name in enumerate((f"{BODIES[0]} 11.20最终", "a.xlsx (1)", "d.xlsx.bak", "子文件夹/e.XLSX")):
        office_of_ten.returns(BODIES[seed], seed, name)
    (office_of_ten.back / "全部.rar").write_bytes(b"Rar!\x1a\x07\x00")
    (office_of_ten.back / "盖章.pdf").write_bytes(b"%PDF")
    assert office_of_ten.run("collect") == 1
    output = capsys.readouterr().out
    assert "全部.rar\n  问题 文件是压缩包" in output
    assert "共 5 个文件：4 个无误，1 个有问题\n" in output
    assert "另有 1 个材料看不出是谁的（盖章.pdf）" in output


def test_required_entries_that_are_blank_are_reported_with_their_cells(
    office_of_ten: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    path = office_of_ten.returns(BODIES[0], 0)
    path.write_bytes(with_values(path.read_bytes(), {COUNT: None}))
    assert office_of_ten.run("collect") == 0
    assert f"有 1 个必填项没有填（评分表!{office_of_ten.names[COUNT].address}）" in capsys.readouterr().out


def test_times_are_compared_as_times_and_impossible_ones_are_none(office_of_ten: Office) -> None:
    content = office_of_ten.returns(BODIES[0], 0).read_bytes()
    book = WorkbookFile(content)
    core = book.package.text("docProps/core.xml")
    at = core.rindex("2000-01-01T00:00:00Z")
    results = {}
    for moment in ("2026-11-20T09:00:00Z", "2026-11-20T10:00:00+08:00", "zzz", "2999-01-01T00:00:00Z", ""):
        book.package.put("docProps/core.xml", core[:at] + moment + core[at + 20 :])
        results[moment] = saved_at(Archive(book.content()))
    assert list(results.values()) == ["2026-11-20T09:00:00+00:00", "2026-11-20T02:00:00+00:00", "", "", ""]
    assert saved_at(Archive(content)) == ""


@pytest.fixture
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the clock on the wall be eight hours ahead."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("shanghai")
def test_what_libreoffice_calls_utc_is_the_clock_on_the_wall(office_of_ten: Office) -> None:
    book = WorkbookFile(saved(office_of_ten.returns(BODIES[0], 0).read_bytes(), "2026-11-20T16:30:00Z"))
    results = []
    for program in ("Microsoft Excel", "LibreOffice/7.4.7.2$Linux_X86_64"):
        app = book.package.text("docProps/app.xml")
        book.package.put("docProps/app.xml", re.sub("<Application>[^<]*", f"<Application>{program}", app))
        results.append(saved_at(Archive(book.content())))
    assert results == ["2026-11-20T16:30:00+00:00", "2026-11-20T08:30:00+00:00"]


def test_an_empty_folder_is_reported(office_of_ten: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office_of_ten.run("collect") == 2
    assert "没有找到报送的工作簿" in capsys.readouterr().err


def test_the_same_bytes_twice_are_one_submission(office_of_ten: Office, capsys: pytest.CaptureFixture[str]) -> None:
    path = office_of_ten.returns(BODIES[0], 0)
    shutil.copy(path, office_of_ten.back / "副本.xlsx")
    assert office_of_ten.run("collect") == 0
    assert "完全相同" in capsys.readouterr().out
    with open_store(office_of_ten.store) as store:
        assert [len(standing.earlier) for standing in standings(store) if standing.current] == [0]
    assert office_of_ten.run("collect") == 0
    assert "共 2 个文件：2 个无误" in capsys.readouterr().out


def test_a_blank_copy_never_pushes_a_filled_one_aside(office_of_ten: Office) -> None:
    path = office_of_ten.returns(BODIES[0], 0)
    blank = office_of_ten.back / "新建.xlsx"
    blank.write_bytes((office_of_ten.folder / "out" / office_of_ten.issues[BODIES[0]].file).read_bytes())
    os.utime(blank, (path.stat().st_mtime + 999,) * 2)
    assert office_of_ten.run("collect") == 1
    with open_store(office_of_ten.store) as store:
        (standing,) = [standing for standing in standings(store) if standing.current]
        assert standing.current
        assert standing.current.file == path.name


def test_a_workbook_from_before_it_was_issued_again_needs_a_person(
    office_of_ten: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office_of_ten.returns(BODIES[0], 0, "old.xlsx")
    everyone = Distribution(RUBRIC, "B类", [Recipient(1, BODIES[0])])
    with open_store(office_of_ten.store) as store:
        (again,) = issue_workbooks(everyone, office_of_ten.folder / "out", store, "原文件损坏")
    assert office_of_ten.run("collect") == 1
    assert "交回的是重发（" in capsys.readouterr().out
    assert office_of_ten.run("status") == 1
    assert f"{BODIES[0]}：交回的是重发（" in capsys.readouterr().out
    with open_store(office_of_ten.store) as store:
        (standing,) = [standing for standing in standings(store) if standing.current]
        assert [problem.code for problem in standing.problems] == ["returned-before-reissue"]
        assert "原文件损坏" in standing.problems[0].text()
    office_of_ten.issues[BODIES[0]] = again
    new = office_of_ten.returns(BODIES[0], 1, "new.xlsx")
    os.utime(new, (1_000_000_000, 1_000_000_000))
    (office_of_ten.back / "old.xlsx").unlink()
    assert office_of_ten.run("collect") == 1
    with open_store(office_of_ten.store) as store:
        (standing,) = [standing for standing in standings(store) if standing.current]
        assert standing.current
        assert (standing.current.file, [problem.code for problem in standing.problems]) == (
            "new.xlsx",
            ["later-not-counted"],
        )
    newer = office_of_ten.returns(BODIES[0], 2, "newer.xlsx")
    os.utime(newer, (newer.stat().st_mtime + 99,) * 2)
    assert office_of_ten.run("collect") == 0
    with open_store(office_of_ten.store) as store:
        (standing,) = [standing for standing in standings(store) if standing.current]
        assert standing.current
        assert (standing.current.file, standing.state) == ("newer.xlsx", "已报送")


def test_texts_that_begin_like_formulas_are_texts_in_every_table(office_of_ten: Office, tmp_path: Path) -> None:
    path = office_of_ten.returns(BODIES[0], 0, "=cmd.xlsx")
    path.write_bytes(with_values(path.read_bytes(), {COUNT: "=1+1"}))
    (office_of_ten.back / "@SUM(A1).xlsx").write_bytes(b"")
    assert office_of_ten.run("collect") == 1
    assert office_of_ten.run("status", "-o", str(tmp_path / "s.xlsx")) == 1
    cells = [cell for row in load_workbook(tmp_path / "s.xlsx").worksheets[0].iter_rows() for cell in row]
    assert {"=cmd.xlsx", "@SUM(A1).xlsx"} <= {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}


def test_an_unexpected_failure_in_one_file_is_reported_and_the_others_go_on(
    office_of_ten: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed, body in enumerate(BODIES[:3]):
        office_of_ten.returns(body, seed)

    def failing(rubric: Rubric, scoresheet: Any) -> object:
        if scoresheet.body == BODIES[1]:
            raise RecursionError("deep")
        return figures(rubric, scoresheet)

    monkeypatch.setattr("xlplugin.returns.judge.figures", failing)
    assert office_of_ten.run("collect") == 1
    assert "读取时出错（RecursionError: deep）" in capsys.readouterr().out
    monkeypatch.undo()
    assert office_of_ten.run("collect") == 0
    assert "共 3 个文件：3 个无误" in capsys.readouterr().out


def test_a_store_that_is_not_there_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "back").mkdir()
    for command in (["collect", str(tmp_path / "back")], ["status"], ["score"]):
        assert main([*command, "--store", str(tmp_path / "no.db"), "--lang", "zh"]) == 2
        assert "没有这个数据库文件" in capsys.readouterr().err
    assert not (tmp_path / "no.db").exists()
    assert main(["collect", str(tmp_path / "nowhere"), "--store", str(tmp_path / "no.db")]) == 2


def test_a_store_of_the_first_version_is_brought_up_to_date_with_all_that_is_in_it(office_of_ten: Office) -> None:
    """The first version had issues only, without the entries of the 自评 column."""
    with closing(sqlite3.connect(office_of_ten.store)) as old:
        for statement in (
            "DROP TABLE submissions",
            "DROP TABLE sightings",
            "ALTER TABLE issues DROP COLUMN own",
            "UPDATE about SET schema = 1",
        ):
            old.execute(statement)
        key = old.execute("SELECT key FROM about").fetchone()[0]
        old.commit()
    office_of_ten.returns(BODIES[0], 0)
    assert office_of_ten.run("collect") == 0
    with open_store(office_of_ten.store) as store:
        assert store.key == key
        known = {body: replace(issue, round="2022年度") for body, issue in office_of_ten.issues.items()}
        assert {issue.body: issue for issue in store.issues()} == known
    with closing(sqlite3.connect(office_of_ten.store)) as now:
        assert now.execute("SELECT schema FROM about").fetchall() == [(SCHEMA,)]


def test_what_was_typed_is_kept_as_it_was_typed(office_of_ten: Office) -> None:
    """Dates, errors, formulas and truth values come back from the store as they were read."""
    kinds = ["a formula in an input", "an error value", "a date", "a truth value", "a count as text"]
    path = office_of_ten.returns(BODIES[0], 0)
    content = path.read_bytes()
    path.unlink()
    for kind in kinds:
        (office_of_ten.back / f"{kind}.xlsx").write_bytes(KINDS[kind].damage(content))
    with open_store(office_of_ten.store) as store:
        for item in collect_files(store, files_in([office_of_ten.back])):
            assert item.submission
            kept = Submissions(store).known(item.submission.sha256)
            assert kept == item.submission


# What follows is about being stopped, and about two at once.

MANY = [f"第{at}镇" for at in range(200)]


@pytest.fixture(scope="module")
def two_hundred(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("many"), MANY)
    forms = [office.form(seed) for seed in range(5)]
    for at, body in enumerate(MANY):
        path = office.returns(body, 0, form=forms[at % 5])
        if at % 20 == 7:
            path.write_bytes(with_values(path.read_bytes(), {COUNT: "3件"}))
        if at % 50 == 9:
            path.write_bytes(path.read_bytes()[:999])
        if at % 50 == 11:
            office.returns(body, 0, f"{body}（改）.xlsx", forms[(at + 1) % 5])
    return office


def what_is_in(store_file: str) -> list[object]:
    """Return all that a store holds, without the moments of collecting, checked by SQLite itself."""
    with closing(sqlite3.connect(store_file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with open_store(store_file) as store:
        kept: list[object] = [
            (
                standing.issue.body,
                standing.state,
                *(without_moment(other) for other in (standing.current, *standing.earlier)),
            )
            for standing in standings(store)
        ]
        return [*kept, *(without_moment(stray) for stray in Submissions(store).strays())]


def without_moment(item: Any) -> object:
    return item and replace(item, collected_at="")


def process(store_file: Path, office: Office, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "xlplugin", "collect", str(office.back), "--store", str(store_file), *more]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def run_to_the_end(store_file: Path, office: Office, *more: str) -> tuple[int, bytes]:
    running = process(store_file, office, *more)
    _, message = running.communicate(timeout=120)
    return running.returncode, message


def kept_in(store_file: Path) -> int:
    with closing(sqlite3.connect(store_file, timeout=60)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'submissions'").fetchall()
        return int(connection.execute("SELECT count(*) FROM submissions").fetchone()[0]) if tables else 0


@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.long), "2"])
def test_killed_at_any_moment_and_run_again_the_store_is_that_of_an_undisturbed_run(
    two_hundred: Office, tmp_path: Path, jobs: str
) -> None:
    undisturbed, store_file = tmp_path / "undisturbed.db", tmp_path / "killed.db"
    for path in (undisturbed, store_file):
        shutil.copy(two_hundred.store, path)
    assert run_to_the_end(undisturbed, two_hundred, "--jobs", jobs) == (1, b"")
    chance = random.Random(int(jobs))  # noqa: S311  # no secret
    for kept in sorted(chance.sample(range(195), 6)):
        running = process(store_file, two_hundred, "--jobs", jobs)
        while kept_in(store_file) <= kept and running.poll() is None:
            time.sleep(chance.uniform(0, 0.02))
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=30)  # ends when no process of it is left
        assert running.returncode == -signal.SIGKILL
        assert kept < kept_in(store_file) < len(MANY) + 4
    assert run_to_the_end(store_file, two_hundred, "--jobs", jobs) == (1, b"")
    assert what_is_in(str(store_file)) == what_is_in(str(undisturbed))


def test_two_collects_at_once_into_one_store_come_to_the_same(two_hundred: Office, tmp_path: Path) -> None:
    alone, together = tmp_path / "alone.db", tmp_path / "together.db"
    for path in (alone, together):
        shutil.copy(two_hundred.store, path)
    assert run_to_the_end(alone, two_hundred) == (1, b"")
    running = [process(together, two_hundred), process(together, two_hundred, "--jobs", "2")]
    for item in running:
        _, message = item.communicate(timeout=120)
        assert (item.returncode, message) == (1, b"")
    assert what_is_in(str(together)) == what_is_in(str(alone))


def test_two_processes_say_what_one_says_in_the_same_order(
    two_hundred: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = []
    for jobs in ("1", "2"):
        store_file = tmp_path / f"{jobs}.db"
        shutil.copy(two_hundred.store, store_file)
        main(["collect", str(two_hundred.back), "--store", str(store_file), "--jobs", jobs, "--json"])
        message.append(capsys.readouterr().out)
    assert message[0] == message[1]
    assert len(io.StringIO(message[0]).readlines()) == 204
