"""Several assessors: each fills in what is theirs, entries are merged input by input, a person decides differences."""

import csv
import io
import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.filled_returns import filled, saved
from tests.support.filling import cells_of, layout_of
from xlplugin import load_rubric
from xlplugin.cli import main

RUBRIC = load_rubric("gaoping-2022-a")
ZHANG, LI, WANG = "张三", "李四", "王五"
LIST = f"""姓名,单位,负责,考核对象
{ZHANG},市政务公开办,1、2,全部
{LI},市司法局,2.1.1、3,全部
{WANG},市大数据局,4、5、6、7、8、9、综合加分项、重大扣分项,
"""
TIMES = {ZHANG: "2026-11-20T08:00:00Z", LI: "2026-11-20T09:00:00Z", WANG: "2026-11-20T07:00:00Z"}


class Office:
    """A round in which three assessors fill in the workbook of each body."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], raters: str = LIST) -> None:
        self.folder, self._capsys = folder, capsys
        (folder / "名单.csv").write_text("单位名称\n米山镇\n河西镇\n", encoding="utf-8")
        (folder / "考核人.csv").write_text(raters, encoding="utf-8")
        (folder / "back").mkdir()

    def run(self, command: str, *arguments: object) -> tuple[int, str]:
        self._capsys.readouterr()
        status = main([command, *map(str, arguments), "--store", str(self.folder / "s.db"), "--lang", "zh"])
        output = self._capsys.readouterr()
        return status, output.out + output.err

    def distribute(self) -> tuple[int, str]:
        given = ("-o", self.folder / "out", "--edition", "assess", "--bodies", self.folder / "名单.csv")
        return self.run("distribute", RUBRIC.id, *given, "--raters", self.folder / "考核人.csv")

    def workbook(self, rater: str, body: str = "米山镇") -> Path:
        (path,) = (self.folder / "out").glob(f"{rater}_*{body}.xlsx")
        return path

    def returns(
        self, rater: str, entries: dict[str, Any], body: str = "米山镇", name: str = "", time: str = ""
    ) -> None:
        values = cells_of(layout_of(RUBRIC, "assess"), {"entries": entries})
        content = self.workbook(rater, body).read_bytes()
        content = filled(content, {at: value for at, value in values.items() if value is not None})
        path = self.folder / "back" / f"{name or rater}_{body}.xlsx"
        path.write_bytes(saved(content, time or TIMES[rater]))

    def collect(self) -> tuple[int, str]:
        return self.run("collect", self.folder / "back")

    def cards(self, edition: str = "assess") -> dict[str, dict[str, Any]]:
        _, out = self.run("score", "--json", "--edition", edition)
        cards = [json.loads(line) for line in out.splitlines()]
        return {card["body"]: card for card in cards if "body" in card}


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    made = Office(tmp_path, capsys)
    status, text = made.distribute()
    assert status == 0, text
    assert "2.1.1 由 张三、李四 共同考核；填的不一致时要由人认定" in text
    return made


def test_only_their_rows_are_open_and_the_others_are_shown_and_locked(office: Office) -> None:
    assert len(list((office.folder / "out").glob("*_*.xlsx"))) == 3 * 2 + 1  # and the list
    layout = layout_of(RUBRIC, "assess")
    sheets = {rater: load_workbook(office.workbook(rater)) for rater in TIMES}
    open_rows = {}
    for rater, book in sheets.items():
        sheet = book["评分表"]
        open_rows[rater] = {
            name.partition("_")[0]
            for name, cell in layout.main.entries.items()
            if not sheet[cell.address].protection.locked
        }
        assert (
            book["填表说明"][book.defined_names["form_assessor"].attr_text.split("!")[1].replace("$", "")].value
            == rater
        )
    keys = {clause.key for clause in RUBRIC.clauses}
    assert set().union(*open_rows.values()) == keys
    assert open_rows[ZHANG] & open_rows[LI] == {key for key in keys if key.startswith("2.1.1.")}
    assert not open_rows[WANG] & (open_rows[ZHANG] | open_rows[LI])


def test_what_each_entered_counts_together(office: Office) -> None:
    office.returns(ZHANG, {"1.1.1.d1": True, "2.1.1.d1": 2})
    office.collect()
    assert office.cards()["米山镇"]["total"] == "91"  # 100 − 5 − 2 × 2
    office.returns(LI, {"2.1.1.d1": 2, "3.1.1.d1": 1})
    office.returns(WANG, {"bonus.1.b1": 1})
    status, text = office.collect()
    assert status == 0, text
    card = office.cards()["米山镇"]
    assert (card["problems"], card["indicators"]["3.1.1"]["deduction"]) == ([], "1")
    assert card["indicators"]["2.1.1"]["deduction"] == "4"
    assert card["total"] == str(91 - 1 + float(card["general_bonus"])).removesuffix(".0")
    assert "河西镇" not in office.cards()
    status, text = office.run("status")
    assert "张三：发出 2，已报送 1，有问题 0，未报送 1" in text
    assert "3/3" in text


def differing(office: Office) -> None:
    office.returns(ZHANG, {"1.1.1.d1": True, "2.1.1.d1": 2})
    office.returns(LI, {"2.1.1.d1": 3, "3.1.1.d1": 1})
    office.returns(WANG, {"major.6.d1": {"amount": "1", "reason": "通报"}} if "major.6.d1" in KEYS else {})


KEYS = {clause.key for clause in RUBRIC.clauses}


def test_a_difference_is_a_question_and_there_is_no_score_until_it_is_answered(office: Office) -> None:
    differing(office)
    office.collect()
    assert office.cards() == {}
    status, text = office.run("status")
    assert status == 1
    assert "考核人填的不一致：张三 2；李四 3" in text
    questions = office.folder / "q.csv"
    assert office.run("resolve", "--export", questions)[0] == 1
    (row,) = csv.DictReader(io.StringIO(questions.read_text("utf-8-sig")))
    assert (row["可选"], row["填的是"], row["考核对象"]) == ("2、3", "张三 2；李四 3", "米山镇")
    for answer, refused in (("4", True), ("3", False)):
        written = row | {"答复": answer, "理由": "现场核对"}
        with questions.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerow(written)
        status, text = office.run("resolve", "--answers", questions, "--by", "赵六")
        assert (status == 1) is refused, text
    card = office.cards()["米山镇"]
    assert card["indicators"]["2.1.1"]["deduction"] == "6"
    _, log = office.run("log", "--json", "--by", "赵六")
    (entry,) = map(json.loads, log.splitlines())
    assert (entry["what"], entry["why"], entry["facts"]["before"], entry["facts"]["after"]) == (
        "merged",
        "现场核对",
        "张三 2；李四 3",
        "3",
    )
    # Another entry afterwards is another question.
    office.returns(LI, {"2.1.1.d1": 4, "3.1.1.d1": 1}, name="李四改", time="2026-11-20T12:00:00Z")
    office.collect()
    assert office.cards() == {}


@pytest.mark.long
def test_the_order_of_collecting_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen = set()
    for at, order in enumerate([*permutations(TIMES)][::2]):
        folder = tmp_path / str(at)
        folder.mkdir()
        made = Office(folder, capsys)
        made.distribute()
        for rater in order:
            given: dict[str, dict[str, Any]] = {ZHANG: {"1.1.1.d1": True}, LI: {"3.1.1.d1": 1}, WANG: {}}
            made.returns(rater, given[rater])
            made.collect()
        seen.add(made.cards()["米山镇"]["total"])
    assert len(seen) == 1


def test_what_stands_in_a_locked_row_does_not_count(office: Office) -> None:
    """Somebody lifted the protection and wrote into the row of another assessor."""
    values = cells_of(layout_of(RUBRIC, "assess"), {"entries": {"3.1.1.d1": 1, "1.1.1.d1": True}})
    content = filled(office.workbook(ZHANG).read_bytes(), {at: v for at, v in values.items() if v is not None})
    (office.folder / "back" / "张三.xlsx").write_bytes(saved(content, TIMES[ZHANG]))
    status, text = office.collect()
    assert status == 1
    assert "评分表!" in text
    card = office.cards()["米山镇"]
    assert card["indicators"]["3.1.1"]["deduction"] == "0"


@pytest.mark.parametrize(
    ("raters", "expected"),
    [
        (LIST.replace("1、2,全部", "1,全部").replace("2.1.1、3", "3"), ["没有人负责 2."]),
        (
            LIST.replace(f"{ZHANG},市政务公开办,1、2,全部", f"{ZHANG},市政务公开办,1、2,米山镇"),
            ["没有人负责 1.", "（河西镇）"],
        ),
        (LIST.replace("1、2", "1、2、9.9"), ["没有“9.9”这个指标"]),
        (LIST.replace(",全部", ",米山", 1), ["“米山”"]),
        ("考核组,负责\n张三,全部\n", ["没有考核人的名称一栏"]),
        ("姓名,负责\n,全部\n", ["考核人的姓名“”"]),
        ("姓名\n", ["文件是空的"]),
    ],
)
def test_a_list_that_is_wrong_is_refused_before_anything_is_sent(
    raters: str, expected: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(tmp_path, capsys, raters)
    status, text = office.distribute()
    assert status == 2
    for words in expected:
        assert words in text
    assert not (tmp_path / "out").exists()


def test_assessors_are_for_the_assessors_edition_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(tmp_path, capsys)
    given = ("-o", tmp_path / "out", "--edition", "self", "--raters", tmp_path / "考核人.csv")
    status, text = office.run("distribute", RUBRIC.id, *given)
    assert (status, "考核版" in text) == (2, True)


def test_a_correction_changes_the_final_figure_and_keeps_the_assessed_one(office: Office) -> None:
    office.returns(ZHANG, {"1.1.1.d1": True, "2.1.1.d1": 2})
    office.collect()
    status, text = office.run(
        "correct", "米山镇", "2.1.1.d1", "1", "--by", "赵六", "--why", "复核少一件", "--evidence", "函〔2026〕3号"
    )
    assert status == 0, text
    assert "最终得分 91.00 → 93.00" in text
    assert office.cards()["米山镇"]["total"] == "91"
    final = office.cards("final")["米山镇"]
    assert final["total"] == "93"
    assert any("已更正：2 → 1（赵六：复核少一件）" in warning for warning in final["warnings"])
    status, text = office.run("status")
    assert ("91.00" in text, "93.00" in text) == (True, True)
    assert office.run("correct", "米山镇", "2.1.1.d1", "--withdraw", "--by", "赵六", "--why", "原来没错")[0] == 0
    assert office.cards("final")["米山镇"]["total"] == "91"
    _, log = office.run("log", "--json", "--by", "赵六")
    assert [json.loads(line)["what"] for line in log.splitlines()] == ["corrected", "withdrawn"]
    assert main(["verify", str(office.folder / "s.db")]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("米山镇", "2.1.1.d1", "1", "--why", "复核"), "由谁决定"),
        (("米山镇", "2.1.1.d1", "1", "--by", "赵六"), "--why"),
        (("米山", "2.1.1.d1", "1", "--by", "赵六", "--why", "复核"), "是不是“米山镇”"),
        (("米山镇", "2.1.1.d9", "1", "--by", "赵六", "--why", "复核"), "没有“2.1.1.d9”这一项"),
        (("米山镇", "2.1.1.d1", "两三件", "--by", "赵六", "--why", "复核"), "两三件"),
        (("米山镇", "2.1.1.d1", "1e9", "--by", "赵六", "--why", "复核"), "1e9"),
        (("米山镇", "2.1.1.d1", "2", "--by", "赵六", "--why", "复核"), "没有可更正的"),
        (("米山镇", "3.1.1.d1", "空", "--by", "赵六", "--why", "复核"), "没有可更正的"),
        (("米山镇", "3.1.1.d1", "--withdraw", "--by", "赵六", "--why", "复核"), "没有更正过"),
        (("米山镇", "3.1.1.d1", "--by", "赵六", "--why", "复核"), "--withdraw"),
    ],
)
def test_a_correction_that_is_wrong_is_refused(office: Office, arguments: tuple[str, ...], words: str) -> None:
    office.returns(ZHANG, {"1.1.1.d1": True, "2.1.1.d1": 2})
    office.collect()
    status, text = office.run("correct", *arguments)
    assert status == 2, text
    assert words in text
    assert office.run("log", "--what", "corrected", "--json")[1] == ""


def test_one_workbook_for_all_is_replaced_by_those_of_the_assessors_only_with_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(tmp_path, capsys)
    given = ("-o", tmp_path / "out", "--edition", "assess", "--bodies", tmp_path / "名单.csv")
    assert office.run("distribute", RUBRIC.id, *given)[0] == 0
    assert office.distribute()[0] == 2
    more = ("--raters", tmp_path / "考核人.csv", "--reissue", "改为分工考核")
    assert office.run("distribute", RUBRIC.id, *given, *more)[0] == 0
    assert len(office.run("status", "--json")[1].split('"rater"')) == 3 * 2 + 1


def test_what_nobody_returned_or_assessors_differ_in_is_not_corrected(office: Office) -> None:
    given = ("2.1.1.d1", "1", "--by", "赵六", "--why", "复核")
    status, text = office.run("correct", "河西镇", *given)
    assert (status, "还没有报送，没有可更正的" in text) == (2, True)
    office.returns(ZHANG, {"2.1.1.d1": 2})
    office.returns(LI, {"2.1.1.d1": 3})
    office.collect()
    status, text = office.run("correct", "米山镇", *given)
    assert (status, "张三 2；李四 3" in text, "resolve" in text) == (2, True, True)
    assert office.run("log", "--what", "corrected", "--json")[1] == ""


def test_an_indicator_is_corrected_input_by_input(office: Office) -> None:
    office.returns(ZHANG, {"2.1.1.d1": 2})
    office.collect()
    status, text = office.run("correct", "米山镇", "2.1.1", "1", "--by", "赵六", "--why", "复核")
    assert (status, "2.1.1.d1" in text) == (2, True)


def test_a_correction_of_an_appeal_is_taken_back_with_a_word(office: Office) -> None:
    office.returns(ZHANG, {"2.1.1.d1": 2})
    office.collect()
    office.run("appeal", "米山镇", "2.1.1", "--says", "已公开", "--by", "王芳")
    decision = ("--decide", "1", "--as", "upheld", "--set", "2.1.1.d1", "0", "--why", "属实", "--by", "赵六")
    assert office.run("appeal", *decision)[0] == 0
    status, text = office.run("correct", "米山镇", "2.1.1.d1", "--withdraw", "--by", "赵六", "--why", "另有证据")
    assert (status, "更正已撤回" in text, "1 号申诉" in text) == (0, True, True)
    assert main(["verify", str(office.folder / "s.db")]) == 0


def test_where_something_was_corrected_it_has_to_be_said_which_figures_are_meant(office: Office) -> None:
    office.returns(ZHANG, {"2.1.1.d1": 2})
    office.collect()
    assert office.run("score")[0] == 0
    assert office.run("correct", "米山镇", "2.1.1.d1", "1", "--by", "赵六", "--why", "复核")[0] == 0
    status, text = office.run("score")
    assert (status, "final" in text) == (2, True)
    assert office.cards("final")["米山镇"]["total"] != office.cards("assess")["米山镇"]["total"]


def test_what_goes_back_to_an_assessor_has_their_name(office: Office) -> None:
    office.returns(ZHANG, {"2.1.1.d1": "约3件"})
    office.run("collect", office.folder / "back", "--return", office.folder / "退回")
    assert [path.name for path in (office.folder / "退回").iterdir()] == ["张三_米山镇_退回修改.xlsx"]


def test_what_another_assessor_has_after_a_reissue_is_listed_and_not_written_into_locked_cells(office: Office) -> None:
    office.returns(ZHANG, {"1.1.1.d1": True, "2.1.1.d1": 2})
    office.returns(LI, {"3.1.1.d1": 1})
    office.collect()
    changed = LIST.replace(f"{ZHANG},市政务公开办,1、2,全部", f"{ZHANG},市政务公开办,2,全部")
    changed = changed.replace(f"{LI},市司法局,2.1.1、3,全部", f"{LI},市司法局,1、3,全部")
    (office.folder / "考核人.csv").write_text(changed, encoding="utf-8")
    given = ("-o", office.folder / "again", "--edition", "assess", "--bodies", office.folder / "名单.csv")
    raters = ("--raters", office.folder / "考核人.csv", "--reissue", "换人")
    status, text = office.run("distribute", RUBRIC.id, *given, *raters)
    assert (status, "带入 2 项填报" in text) == (0, True), text
    assert f"没有带入 米山镇（{ZHANG}） 1.1.1.d1" in text
    assert "（这个指标改由别人考核）" in text
    for path in (office.folder / "again").glob("*米山镇.xlsx"):
        (office.folder / "back" / f"again_{path.name}").write_bytes(path.read_bytes())
    _, text = office.collect()
    assert "锁定的内容已改动" not in text
