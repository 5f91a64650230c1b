"""What was assessed is not changed by sending another file: a person says so, with a name and a reason."""

import csv
import io
import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.support.filled_returns import filled, saved
from tests.support.filling import cells_of, layout_of
from xlplugin import load_rubric
from xlplugin.cli import main

RUBRIC = load_rubric("gaoping-2022-a")
FIRST: dict[str, Any] = {"1.1.1.d1": True, "2.1.1.d1": 2}
FILES = {
    "第一位考核人": (FIRST, "2026-11-20T08:00:00Z"),
    "补填了一项": (FIRST | {"3.1.1.d1": 1}, "2026-11-20T09:00:00Z"),
    "改了一项": (FIRST | {"2.1.1.d1": 0}, "2026-11-20T10:00:00Z"),
    "另一半": ({"3.1.1.d1": 1}, "2026-11-20T11:00:00Z"),
}


class Round:
    """One body's assessors' workbook, as it went out."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        (folder / "名单.csv").write_text("单位名称\n米山镇\n", encoding="utf-8")
        out = folder / "out"
        given = ["-o", out, "--edition", "assess", "--bodies", folder / "名单.csv"]
        assert self.run("distribute", RUBRIC.id, *given)[0] == 0
        (self.workbook,) = out.glob("2*.xlsx")
        (folder / "back").mkdir()

    def run(self, command: str, *arguments: object) -> tuple[int, str]:
        self._capsys.readouterr()
        status = main([command, *map(str, arguments), "--store", str(self.folder / "s.db"), "--lang", "zh"])
        output = self._capsys.readouterr()
        return status, output.out + output.err

    def collect(self, name: str) -> None:
        entries, moment = FILES[name]
        values = cells_of(layout_of(RUBRIC, "assess"), {"entries": entries})
        content = filled(self.workbook.read_bytes(), {at: value for at, value in values.items() if value is not None})
        (self.folder / "back" / f"{name}.xlsx").write_bytes(saved(content, moment))
        self.run("collect", self.folder / "back")

    def total(self) -> str | None:
        _, out = self.run("score", "--json")
        card: dict[str, str | None] = json.loads(out.splitlines()[0])
        return card.get("total")

    def answer(self, answer: str) -> int:
        path = self.folder / "q.csv"
        self.run("resolve", "--export", path)
        (row,) = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
        row |= {"答复": answer, "理由": "两位考核人核对过"}
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerow(row)
        return self.run("resolve", "--answers", path, "--by", "李四")[0]


@pytest.fixture
def office_round(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Round:
    return Round(tmp_path, capsys)


def test_a_later_file_that_only_adds_counts(office_round: Round) -> None:
    office_round.collect("第一位考核人")
    assert office_round.total() == "91"  # 100 − 5 − 2 × 2
    office_round.collect("补填了一项")
    assert office_round.total() is not None
    assert office_round.run("status")[0] == 0


@pytest.mark.parametrize("later", ["改了一项", "另一半"])
@pytest.mark.parametrize("order", [0, 1])
def test_a_later_file_that_changes_or_removes_an_entry_has_no_score_until_a_person_says_so(
    later: str, order: int, office_round: Round
) -> None:
    for name in (("第一位考核人", later), (later, "第一位考核人"))[order]:
        office_round.collect(name)
    assert office_round.total() is None
    status, text = office_round.run("status")
    assert status == 1
    assert "改了或删了 第一位考核人.xlsx 里已经考核的：" in text
    assert "2.1.1.d1" in text
    assert office_round.answer("采用") == 0
    assert office_round.total() == {"改了一项": "95", "另一半": "99"}[later]


def test_rejecting_the_later_file_brings_back_the_earlier(office_round: Round) -> None:
    office_round.collect("第一位考核人")
    office_round.collect("改了一项")
    assert office_round.answer("退回") in (0, 1)
    assert office_round.total() == "91"


def test_the_order_of_collecting_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen = set()
    for at, order in enumerate(list(permutations(["第一位考核人", "补填了一项", "改了一项"]))[::2]):
        folder = tmp_path / str(at)
        folder.mkdir()
        made = Round(folder, capsys)
        for name in order:
            made.collect(name)
        seen.add((made.total(), made.run("status", "--json")[1].count("改了或删了")))
    assert seen == {(None, 2)}
