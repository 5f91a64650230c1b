"""A store and three returns made at commit ``195db4e`` are still read.

``earlier/store.db`` has three issues of ``gaoping-2022-a`` and the return of 米山镇; those of 河西镇 and 三甲镇 were
not collected then.
"""

import shutil
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

import xlplugin
from xlplugin.cli import main

EARLIER = Path(__file__).parent / "earlier"
BODIES = ("米山镇", "河西镇", "三甲镇")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(EARLIER / "store.db", tmp_path / "results.db")
    (tmp_path / "back").mkdir()
    for body in BODIES:
        shutil.copy(EARLIER / f"{body}.xlsx", tmp_path / "back")
    return tmp_path


def test_the_state_and_the_score_of_an_earlier_store_are_unchanged(folder: Path) -> None:
    with xlplugin.open_store(str(folder / "results.db")) as store:
        assert [(standing.issue.body, standing.state) for standing in xlplugin.standings(store)] == [
            ("米山镇", "已报送"),
            ("河西镇", "未报送"),
            ("三甲镇", "未报送"),
        ]
        (scored,) = xlplugin.score_returns(store)
        assert scored.card is not None
        assert (scored.card.body, scored.card.published, scored.card.grade) == ("米山镇", Decimal(-2), "不合格")


def test_returns_of_earlier_workbooks_are_collected_with_the_earlier_results(folder: Path) -> None:
    with xlplugin.open_store(str(folder / "results.db")) as store:
        problems = {
            collected.found.name: [problem.text("zh") for problem in collected.problems]
            for collected in xlplugin.collect(store, [folder / "back"])
        }
        assert problems == {
            "三甲镇.xlsx": ["评分表!I5：应从下拉列表中选（是、否），填的是“三件半”；请重新选择"],
            "河西镇.xlsx": [],
            "米山镇.xlsx": [],
        }
        totals = {card.body: card.published_text for card in cards(store)}
        assert totals == {"米山镇": "-2.00", "河西镇": "31.50"}
        (question,) = xlplugin.open_questions(store)
        xlplugin.answer(store, question, "否", "电话核实", by="王芳")
        assert {card.body for card in cards(store)} == set(BODIES)
        assert list(xlplugin.check_store(store)) == []


def cards(store: xlplugin.Store) -> list[xlplugin.Scorecard]:
    return [scored.card for scored in xlplugin.score_returns(store) if scored.card and not scored.problems]


@pytest.mark.parametrize("body", BODIES[:2])
def test_an_earlier_workbook_can_be_recalculated(body: str, folder: Path) -> None:
    result = xlplugin.recalculate(folder / "back" / f"{body}.xlsx", folder / "recalculated.xlsx")
    assert (result.card.published_text, result.faults) == ({"米山镇": "-2.00", "河西镇": "31.50"}[body], ())


def test_the_commands_work_on_an_earlier_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(folder / "results.db")
    assert main(["collect", str(folder / "back"), "--store", store, "--return", str(folder / "to-correct")]) == 1
    assert main(["status", "--store", store]) == 1
    assert main(["verify", store]) == 0
    assert (folder / "to-correct" / "三甲镇_退回修改.xlsx").is_file()
    capsys.readouterr()


def test_an_earlier_store_is_upgraded_with_its_rubrics_and_a_copy_is_kept(folder: Path) -> None:
    before = (folder / "results.db").read_bytes()
    with xlplugin.open_store(str(folder / "results.db")) as store:
        (digest,) = {issue.rubric_digest for issue in store.issues()}
        assert store.rubric_sources(digest)
        assert list(xlplugin.check_store(store)) == []
    (kept,) = folder.glob("results.schema*.db")
    with sqlite3.connect(kept) as copy, sqlite3.connect(EARLIER / "store.db") as original:
        assert list(copy.iterdump()) == list(original.iterdump())
    assert (folder / "results.db").read_bytes() != before
    with xlplugin.open_store(str(folder / "results.db")):
        assert len(list(folder.glob("results.schema*.db"))) == 1


def test_an_earlier_store_whose_rubric_is_nowhere_is_upgraded_all_the_same(folder: Path) -> None:
    with sqlite3.connect(folder / "results.db") as database:
        database.execute("UPDATE issues SET rubric_digest = 'gone'")
    with xlplugin.open_store(str(folder / "results.db")) as store:
        assert store.rubric_sources("gone") == ()
        assert len(store.issues()) == 3
