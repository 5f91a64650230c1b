"""A workbook that is sent again starts with what the body has returned, also under an amended rubric."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import ROOT
from tests.support.filling import layout_of
from xlplugin import load_rubric
from xlplugin.cli import main
from xlplugin.filled.recalculate_file import recalculate_file

RUBRIC = load_rubric("gaoping-2022-b")
SIDE = layout_of(RUBRIC, "self").main
COUNT, FLAT, CHOICE, AMOUNT = "2.1.3.d1", "1.1.1.d1", "1.2.1.b1", "2.1.2.d1"
BODIES = ("市教育局", "市民政局")
_COUNTED = "。扣分上限为 2 分\n        填报: 未及时、规范、集中公开的件数\n        每: 件\n        扣分: "
AMENDED = {
    f"发现一件，扣 1 分{_COUNTED}1": f"发现一件，扣 0.5 分{_COUNTED}0.5",
    "研究部署政务公开工作情况": "专题培训情况",
    "主要负责人年内至少听取一次政务公开工作汇报，未听取的，扣 4 分": "年内至少举办一次专题培训，未举办的，扣 4 分",
    "填报: 主要负责人年内未听取政务公开工作汇报": "填报: 年内未举办专题培训",
}


class Office:
    """Two bodies; one of them has returned its workbook when the notice is amended."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        (folder / "名单.csv").write_text("\n".join(BODIES), encoding="utf-8")
        (folder / "back").mkdir()
        self.distribute(RUBRIC.id, "sent")

    def run(self, command: str, *arguments: object) -> tuple[int, str]:
        self._capsys.readouterr()
        status = main([command, *map(str, arguments), "--store", str(self.folder / "s.db"), "--lang", "zh"])
        output = self._capsys.readouterr()
        return status, output.out + output.err

    def distribute(self, rubric: object, name: str, *options: object) -> tuple[int, str]:
        given = ("-o", self.folder / name, "--bodies", self.folder / "名单.csv", *options)
        return self.run("distribute", rubric, *given)

    def send(self, name: str, cells: dict[str, str | float], fields: dict[str, str] | None = None) -> None:
        workbook = load_workbook(self.workbook(name))
        for slot, value in cells.items():
            at = SIDE.not_applicable[slot] if slot in SIDE.not_applicable else SIDE.entries[slot]
            workbook["评分表"][at.address] = value
        for field, value in (fields or {}).items():
            sheet, _, cell = workbook.defined_names[field].attr_text.partition("!")
            workbook[sheet.strip("'")][cell.replace("$", "")] = value
        workbook.save(self.folder / "back" / f"{name}.xlsx")
        self.run("collect", self.folder / "back")

    def workbook(self, name: str, body: str = BODIES[0]) -> Path:
        (path,) = (self.folder / name).glob(f"*{body}*.xlsx")
        return path

    def amended(self) -> Path:
        text = (ROOT / "rubrics" / "gaoping-2022-b.yaml").read_text(encoding="utf-8")
        for before, after in AMENDED.items():
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        before, _, rest = text.partition("  - 名称: 工作保障\n")
        rest = rest[rest.index("\n- 一级指标: ") :]
        (path := self.folder / "gaoping-2022-b.yaml").write_text(before + rest, encoding="utf-8")
        return path


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def card(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, object]:
    capsys.readouterr()
    main(["score", str(path), "--json", *options])
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_entries_go_into_the_new_workbook_and_what_cannot_is_listed(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    cells: dict[str, str | float] = {COUNT: "２件", FLAT: "是", CHOICE: "制定了相关规范", "3.1.2": "不适用"}
    cells |= {f"{AMOUNT}_amount": 1.5, f"{AMOUNT}_reason": "迟了两周"}
    office.send(
        "sent", cells, {"evidence_2.1.3_file": "台账.pdf", "form_clerk": "王芳", "evidence_1.2.1_file": "规范.pdf"}
    )
    rubric = office.amended()
    status, text = office.distribute(rubric, "again", "--reissue", "通知有修改")
    assert status == 0, text
    assert "已有报送的 1 份，带入 3 项填报" in text
    assert "没有带入 市教育局 1.1.1.d1 主要负责人年内未听取政务公开工作汇报：是（这一项的内容已改）" in text
    assert "没有带入 市教育局 1.2.1.b1 政务公开相关规范的制定情况：制定了相关规范（新表没有这一项）" in text
    assert text.count("没有带入") == 2
    path = office.workbook("again")
    found = card(path, capsys, "--rubric", str(rubric))
    assert found["total"] == "97.5"  # 100 − 2 × 0.5 − 1.5
    sheet = load_workbook(path)
    fields = {}
    for name in ("evidence_2.1.3_file", "form_clerk"):
        place, _, cell = sheet.defined_names[name].attr_text.partition("!")
        fields[name] = sheet[place.strip("'")][cell.replace("$", "")].value
    assert fields == {"evidence_2.1.3_file": "台账.pdf", "form_clerk": "王芳"}
    # Its figures are there before anybody opens it, and they are those of its formulas.
    assert recalculate_file(path, office.folder / "r.xlsx", str(rubric)).verdict == "一致"
    # The other one, who had returned nothing, gets a blank one.
    assert card(office.workbook("again", BODIES[1]), capsys, "--rubric", str(rubric))["total"] is None


def test_the_new_workbook_counts_once_it_comes_back(office: Office) -> None:
    office.send("sent", {COUNT: 1.0})
    office.distribute(office.amended(), "again", "--reissue", "通知有修改")
    assert office.run("status")[0] == 1  # the return is of the earlier workbook
    (office.folder / "back" / "again.xlsx").write_bytes(office.workbook("again").read_bytes())
    assert office.run("collect", office.folder / "back")[0] in (0, 1)
    _, out = office.run("score", "--json")
    (found,) = map(json.loads, out.splitlines())
    assert found["total"] == "99.5"
    (office.folder / "gaoping-2022-b.yaml").unlink()  # the store has what it was sent with
    assert office.run("score", "--json")[1] == out


def test_a_workbook_that_was_lost_is_sent_again_with_the_same_entries(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.send("sent", {COUNT: 1.0, FLAT: "否", CHOICE: "无"})
    assert office.distribute(RUBRIC.id, "again", "--reissue", "原文件损坏")[0] == 0
    before, after = card(office.workbook("again"), capsys), card(office.folder / "back" / "sent.xlsx", capsys)
    assert before == after


def test_a_rejected_return_is_not_carried_over(office: Office) -> None:
    office.send("sent", {COUNT: "约两件"})
    office.run("resolve", "--export", office.folder / "q.csv")
    assert "没有带入 市教育局 2.1.3.d1" in office.distribute(RUBRIC.id, "again", "--reissue", "重填")[1]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("      名称: ", "      名称: 另一类", "这一项的内容已改"),  # another indicator at that number
        ("      可不适用: 是\n", "", "新表没有这一项"),
    ],
)
def test_a_mark_of_not_applicable_that_no_longer_fits_is_listed(
    before: str, after: str, why: str, office: Office
) -> None:
    office.send("sent", {COUNT: 1.0, "3.1.2": "不适用"})
    text = (ROOT / "rubrics" / "gaoping-2022-b.yaml").read_text(encoding="utf-8")
    at = text.index("编号: 3.1.2\n")
    path = office.folder / "gaoping-2022-b.yaml"
    path.write_text(text[:at] + text[at:].replace(before, after, 1), encoding="utf-8")
    status, shown = office.distribute(path, "again", "--reissue", "通知有修改")
    assert status == 0, shown
    (line,) = (line for line in shown.splitlines() if line.startswith("没有带入"))
    assert line.startswith("没有带入 市教育局 3.1.2 ")
    assert line.endswith(f"：不适用（{why}）")


def test_an_option_is_found_by_its_name(office: Office) -> None:
    office.send("sent", {CHOICE: "规范内容涵盖全面", COUNT: 1.0})
    text = (ROOT / "rubrics" / "gaoping-2022-b.yaml").read_text(encoding="utf-8")
    first, second = (f"        - 名称: {name}\n          加分: {points}\n" for name, points in OPTIONS)
    assert first + second in text
    path = office.folder / "gaoping-2022-b.yaml"
    path.write_text(text.replace(first + second, second + first), encoding="utf-8")
    assert office.distribute(path, "again", "--reissue", "换序")[0] == 0
    at = layout_of(load_rubric(str(path)), "self").main.entries[CHOICE]
    assert load_workbook(office.workbook("again"))["评分表"][at.address].value == "规范内容涵盖全面"


OPTIONS = (("制定了相关规范", 1), ("规范内容涵盖全面", 3))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("名称: 食品药品监管\n", "名称: 安全生产\n"),  # another indicator at that number
        ("未及时、规范、集中公开食品药品监管信息情况的", "及时、规范、集中公开食品药品监管信息情况的"),  # the opposite
        ("        每: 件\n        扣分: 1\n", "        每: 次\n        扣分: 1\n"),  # another unit
        ("填报: 未及时、规范、集中公开的件数", "填报: 公开的总件数"),  # another question
    ],
)
def test_what_has_another_meaning_is_listed_and_not_carried(before: str, after: str, office: Office) -> None:
    office.send("sent", {COUNT: 2.0, FLAT: "否"}, {"evidence_2.1.3_file": "台账.pdf"})
    text = (ROOT / "rubrics" / "gaoping-2022-b.yaml").read_text(encoding="utf-8")
    at = text.index("编号: 2.1.3")
    assert before in text[at : at + 400]
    path = office.folder / "gaoping-2022-b.yaml"
    path.write_text(text[:at] + text[at:].replace(before, after, 1), encoding="utf-8")
    status, shown = office.distribute(path, "again", "--reissue", "通知有修改")
    if status:
        assert "发现" in shown or "原文" in shown or "单位" in shown or "件" in shown  # check itself refuses it
        return
    assert f"没有带入 市教育局 {COUNT}" in shown
    assert "（这一项的内容已改）" in shown


def test_a_second_reissue_reads_the_return_with_the_rubric_that_it_was_made_with(office: Office) -> None:
    office.send("sent", {COUNT: 2.0, FLAT: "是"})
    assert office.distribute(office.amended(), "again", "--reissue", "通知有修改")[0] == 0
    (office.folder / "gaoping-2022-b.yaml").unlink()
    status, text = office.distribute(RUBRIC.id, "third", "--reissue", "改回")
    assert (status, "带入 2 项填报" in text, "没有带入" in text) == (0, True, False), text
