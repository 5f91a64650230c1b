"""Answers: none is offered that would be refused; 不适用 can be removed, a file given to its owner; all are listed."""

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.filling import layout_of
from xlplugin import load_rubric
from xlplugin.cli import main

RUBRIC = load_rubric("gaoping-2022-b")
SIDE = layout_of(RUBRIC, "self").main
COUNT = "2.1.3.d1"
BODIES = ("市教育局", "市民政局", "市水利局")


class Office:
    """Three bodies with a workbook each."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        (folder / "名单.csv").write_text("\n".join(BODIES), encoding="utf-8")
        (folder / "back").mkdir()
        self.run("distribute", RUBRIC.id, "-o", folder / "sent", "--bodies", folder / "名单.csv")

    def run(self, command: str, *arguments: object) -> tuple[int, str]:
        self._capsys.readouterr()
        status = main([command, *map(str, arguments), "--store", str(self.folder / "s.db"), "--lang", "zh"])
        output = self._capsys.readouterr()
        return status, output.out + output.err

    def send(self, whose: str, cells: dict[str, str | float], name: str = "") -> str:
        (path,) = (self.folder / "sent").glob(f"*{whose}*.xlsx")
        workbook = load_workbook(path)
        for slot, value in cells.items():
            at = SIDE.not_applicable[slot] if slot in SIDE.not_applicable else SIDE.entries[slot]
            workbook["评分表"][at.address] = value
        workbook.save(self.folder / "back" / (name or f"{whose}.xlsx"))
        return self.run("collect", self.folder / "back")[1]

    def questions(self) -> list[dict[str, str]]:
        self.run("resolve", "--export", self.folder / "q.csv")
        return list(csv.DictReader(io.StringIO((self.folder / "q.csv").read_text("utf-8-sig"))))

    def answer(self, *answers: str, rows: list[dict[str, str]] | None = None) -> tuple[int, str]:
        rows = rows or self.questions()
        for row, answer in zip(rows, answers, strict=True):
            row |= {"答复": answer, "理由": "电话核实"}
        with (self.folder / "q.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return self.run("resolve", "--answers", self.folder / "q.csv", "--by", "李四")

    def totals(self) -> dict[str, str | None]:
        _, out = self.run("score", "--json")
        return {card["body"]: card["total"] for card in map(json.loads, out.splitlines()) if "body" in card}


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


@pytest.mark.parametrize(("answer", "total"), [("适用", "98"), ("空", None)])
def test_an_entry_beside_not_applicable_is_answered_either_way(answer: str, total: str | None, office: Office) -> None:
    office.send("市教育局", {"2.1.3": "不适用", COUNT: 2.0})
    (row,) = office.questions()
    assert row["可选"] == "适用、空"
    assert office.answer(answer) == (0, "已记录 1 个答复\n待答复 0 个\n")
    assert office.totals()["市教育局"] == total


@pytest.mark.parametrize(
    ("cells", "choices"),
    [
        ({COUNT: "约300件"}, "300、空"),
        ({COUNT: "约12345678901234件"}, "空"),  # no such number is accepted
        ({COUNT: "2.5件"}, "空"),  # nor half a thing
        ({"3.3.7.d1_part": "大约12", "3.3.7.d1_whole": 10.0}, "空"),  # more than the whole
        ({"3.1.2": "也许"}, "不适用、空"),
    ],
)
def test_every_answer_that_is_offered_is_accepted(cells: dict[str, str | float], choices: str, office: Office) -> None:
    office.send("市教育局", cells)
    (row,) = office.questions()
    assert row["可选"] == choices
    for choice in choices.split("、"):
        assert office.answer(choice, rows=[row])[0] == 0


def test_a_file_named_after_another_body_can_be_given_to_it(office: Office) -> None:
    office.send("市教育局", {COUNT: 2.0}, "市民政局.xlsx")
    (row,) = office.questions()
    assert row["可选"] == "认可、退回、改归 市民政局"
    assert office.answer("改归 市民政局")[0] == 0
    assert office.totals() == {"市民政局": "98"}
    status, text = office.run("status")
    assert "市教育局" in text
    assert "未报送" in text
    # Collected once more, it stays what a person decided; the log tells of it and fits the records.
    office.run("collect", office.folder / "back")
    assert office.totals() == {"市民政局": "98"}
    assert "市教育局 → 市民政局" in office.run("log")[1]
    assert status in (0, 1)
    assert main(["verify", str(office.folder / "s.db")]) == 0


def test_any_file_can_be_given_to_its_owner(office: Office) -> None:
    office.send("市教育局", {COUNT: 2.0}, "附件1.xlsx")
    given = ("--file", "附件1.xlsx", "--to", "市水利局", "--by", "李四", "--why", "电话核实")
    assert office.run("resolve", *given)[0] == 0
    assert office.totals() == {"市水利局": "98"}
    assert "附件1.xlsx  市水利局（李四，" in office.run("resolve", "--answered")[1]
    # And back again.
    assert office.run("resolve", *given[:2], "--to", "市教育局", *given[4:])[0] == 0
    assert office.totals() == {"市教育局": "98"}
    assert main(["verify", str(office.folder / "s.db")]) == 0


def test_a_body_with_a_return_of_its_own_gets_both_and_the_later_counts(office: Office) -> None:
    office.send("市民政局", {COUNT: 1.0})
    office.send("市教育局", {COUNT: 2.0}, "附件1.xlsx")
    office.run("resolve", "--file", "附件1.xlsx", "--to", "市民政局", "--by", "李四", "--why", "电话核实")
    _, text = office.run("status", "--json")
    (body,) = (one for one in json.loads(text)["bodies"] if one["body"] == "市民政局")
    assert "附件1.xlsx" in json.dumps(body, ensure_ascii=False)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (("--file", "附件1.xlsx"), "--to"),
        (("--to", "市水利局"), "--file"),
        (("--file", "附件2.xlsx", "--to", "市水利局", "--by", "李四", "--why", "a"), "附件1.xlsx"),
        (("--file", "附件1.xlsx", "--to", "水利局", "--by", "李四", "--why", "a"), "市水利局"),
        (("--file", "附件1.xlsx", "--to", "市教育局", "--by", "李四", "--why", "a"), "本来就是"),
        (("--file", "附件1.xlsx", "--to", "市水利局", "--by", "李四"), "理由"),
        (("--file", "附件1.xlsx", "--to", "市水利局", "--why", "a"), "--by"),
    ],
)
def test_what_cannot_be_given_is_refused_with_what_to_do(given: tuple[str, ...], wanted: str, office: Office) -> None:
    office.send("市教育局", {COUNT: 2.0}, "附件1.xlsx")
    status, text = office.run("resolve", *given)
    assert status in (1, 2)
    assert wanted in text
    assert office.totals() == {"市教育局": "98"}
