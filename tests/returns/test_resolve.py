"""``resolve``: what was meant is decided by a person, with a name and a reason, and nothing typed is written over."""

import csv
import io
import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Row

from tests.returns.test_collect import BODIES, RUBRIC, Office
from tests.support.damage import AMOUNT, COUNT, FLAT, PART, REASON, WHOLE, date_number, with_cell_xml
from tests.support.filled_returns import random_entries, saved
from tests.support.rearranged_sheets import row_taken_out
from xlplugin import score
from xlplugin.distribution.self_assessments import self_assessments
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.ooxml.worksheet.worksheet_part import Value
from xlplugin.returns.judge import Judge, ReturnedFile
from xlplugin.returns.resolve.answer_file import HEAD
from xlplugin.store.database import Store, open_store
from xlplugin.store.schema import ANSWERS
from xlplugin.store.standings import standings
from xlplugin.store.submission import Submission
from xlplugin.store.submissions import Submissions


@pytest.fixture
def office_of_three(tmp_path: Path) -> Office:
    return Office(tmp_path, BODIES[:3])


def questions(office: Office, path: Path) -> list[dict[str, str]]:
    office.run("resolve", "--export", str(path))
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def answer(office: Office, rows: list[dict[str, str]], encoding: str = "utf-8-sig") -> int:
    path = office.folder / "答复.csv"
    out = io.StringIO()
    writer = csv.DictWriter(out, HEAD)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return office.run("resolve", "--answers", str(path), "--by", "李四")


def answers_kept(connection: Connection, sha256: str) -> Sequence[Row[Any]]:
    """Return every answer of a file that the store keeps, in the order in which they were given."""
    return connection.execute(ANSWERS.select().where(ANSWERS.c.sha256 == sha256).order_by(ANSWERS.c.id)).all()


def only(store: Store) -> Submission:
    """Return the one file that came back."""
    (submission,) = (standing.current for standing in standings(store) if standing.current)
    return submission


def card_of(office: Office, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    office.run("score", "--json")
    output: dict[str, object] = json.loads(capsys.readouterr().out)
    return output


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_answers_of_a_table_are_scored_and_what_was_typed_stays(
    encoding: str, office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    office.returns(BODIES[0], 1, values={COUNT: "约3件", FLAT: "=基本有"})
    assert office.run("collect") == 1
    rows = questions(office, office.folder / "待答复.csv")
    assert {row["编号"].partition("/")[2]: row["可选"] for row in rows} == {COUNT: "3、空", FLAT: "是、否、空"}
    assert next(row for row in rows if row["编号"].endswith(FLAT))["填的是"] == "“=基本有”"
    assert card_of(office, capsys)["total"] is None
    given = {COUNT: ("3", "电话核实"), FLAT: ("是", "与单位核对")}
    for row in rows:
        row["答复"], row["理由"] = given[row["编号"].partition("/")[2]]
    assert answer(office, rows, encoding) == 0
    assert "已记录 2 个答复\n待答复 0 个" in capsys.readouterr().out
    meant = random_entries(RUBRIC, 1) | {"2.1.3.d1": 3, "1.1.1.d1": True}
    assert card_of(office, capsys)["total"] == str(score(RUBRIC, {"rubric": RUBRIC.id, "entries": meant}).total)
    assert office.run("status") == 0

    with open_store(office.store) as store, store.reading() as connection:
        submission = only(store)
        assert (submission.cells[COUNT], submission.cells[FLAT]) == ("约3件", "=基本有")
        assert submission.is_clean
        assert [results.code for results in submission.found] == ["cell-not-listed", "cell-text"]
        data = [remark.text() for remark in submission.remarks if remark.code == "answered"]
        assert any("填的是“约3件”，李四答复按 3 计（电话核实）" in text for text in data)
        kept = answers_kept(connection, submission.sha256)
        assert {(row.name, row.answer, row.by, row.why, json.loads(row.typed)) for row in kept} == {
            (COUNT, "3", "李四", "电话核实", "约3件"),
            (FLAT, "是", "李四", "与单位核对", "=基本有"),
        }
    # Collected again, and by a later program, it is what it was.
    assert office.run("collect") == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xlplugin.returns.judge.READING", 99)
        assert office.run("collect") == 0
    with open_store(office.store) as store:
        again = only(store)
        assert (again.problems, again.found, again.answers) == (
            submission.problems,
            submission.found,
            submission.answers,
        )
        assert again.result.total == submission.result.total
        assert {remark.code for remark in again.remarks} == {remark.code for remark in submission.remarks}


def test_an_answer_that_is_not_valid_either_is_refused_and_the_others_are_taken(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    office.returns(BODIES[0], 1, values={COUNT: "约3件", FLAT: "基本有", AMOUNT: "若干"})
    office.run("collect")
    rows = questions(office, office.folder / "待答复.csv")
    given = {COUNT: ("三四件", "x"), FLAT: ("是", ""), AMOUNT: ("0.5分", "核实")}
    for row in rows:
        row["答复"], row["理由"] = given[row["编号"].partition("/")[2]]
    rows.append(dict.fromkeys(HEAD, "") | {"编号": "0123/in_1", "答复": "1", "理由": "x"})
    capsys.readouterr()
    assert answer(office, rows) == 1
    output = capsys.readouterr()
    assert "已记录 1 个答复\n" in output.out
    assert "待答复 2 个" in output.out
    assert "答复“三四件”不能用" in output.err
    assert "没有写理由" in output.err
    assert "编号 0123/in_1 没有对应的问题" in output.err


def test_a_count_that_is_the_number_of_a_day_is_asked_and_may_be_a_count_after_all(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    number = date_number(3, 9)
    years_ago = number - 3 * 366
    office.returns(BODIES[0], 1, values={COUNT: number, WHOLE: years_ago, PART: years_ago})
    assert office.run("collect") == 1
    with open_store(office.store) as store:
        assert only(store).result.total == ""
    assert card_of(office, capsys)["total"] is None
    (row,) = questions(office, office.folder / "a.csv")
    assert row["编号"].endswith(COUNT)
    assert row["可选"] == f"{number:.0f}、空"
    assert f"填的是 {number:.0f}，与日期 3-9 在表格中的编号相同" in row["问题"]
    assert answer(office, [row | {"答复": f"{number:.0f}", "理由": "确有这么多件"}]) == 0
    assert office.run("collect") == 0
    assert card_of(office, capsys)["total"] is not None
    with open_store(office.store) as store:
        assert only(store).is_clean
        assert only(store).result.total


@pytest.mark.parametrize(
    ("number", "typed"), [(date_number(3, 9), "3-9"), (f"{date_number(3, 9):.0f}", "3-9"), (11_749.0, "3-32")]
)
def test_the_number_of_a_day_is_known_however_it_is_kept(
    number: Value, typed: str, office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office_of_three.returns(BODIES[0], 1, values={COUNT: number})
    assert office_of_three.run("collect") == 1
    assert f"与日期 {typed} 在表格中的编号相同" in capsys.readouterr().out


def test_that_nothing_was_meant_is_an_answer(office_of_three: Office) -> None:
    office = office_of_three
    office.returns(BODIES[0], 1, values={COUNT: "约3件", FLAT: "基本有"})
    office.run("collect")
    rows = [row for row in questions(office, office.folder / "a.csv") if row["编号"].endswith(COUNT)]
    rows[0]["答复"], rows[0]["理由"] = "空", "没有数"
    assert answer(office, rows) == 1
    with open_store(office.store) as store:
        submission = only(store)
        assert submission.meant[COUNT] is None
        assert submission.result.blank == 1


def test_a_changed_return_is_accepted_as_it_is_or_turned_down(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    for at in (0, 1):
        office.returns(BODIES[at], at, values={"out_total": 100.0})
    assert office.run("collect") == 1
    rows = questions(office, office.folder / "a.csv")
    assert [row["可选"] for row in rows] == ["认可、退回"] * 2
    assert "公式已被覆盖" in rows[0]["问题"]
    for row, message in zip(rows, ("认可", "退回"), strict=True):
        row["答复"], row["理由"] = message, "已核对"
    assert answer(office, rows) == 0
    capsys.readouterr()
    assert office.run("status", "--json") == 1
    states = [(load["body"], load["state"], load["problems"]) for load in json.loads(capsys.readouterr().out)["bodies"]]
    assert [state for _, state, _ in states] == ["已报送", "有问题", "未报送"]
    assert states[1][2][0] == "李四已退回（已核对），不计；请填报单位重新报送"
    # A file that comes after a rejected one counts, whatever its time.
    office.returns(BODIES[1], 5, "again.xlsx")
    assert office.run("collect") == 1
    capsys.readouterr()
    assert office.run("status", "--json") == 0
    output = json.loads(capsys.readouterr().out)["bodies"][1]
    assert (output["state"], output["file"]) == ("已报送", "again.xlsx")


def test_of_two_files_of_one_time_a_person_chooses(office_of_three: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office = office_of_three
    for at in (1, 2):
        os.utime(office.returns(BODIES[0], at, f"{at}.xlsx"), (1_790_000_000, 1_790_000_000))
    office.run("collect")
    rows = questions(office, office.folder / "a.csv")
    (row,) = rows
    assert row["可选"] == "采用、退回"
    row["答复"], row["理由"] = "退回", "以另一份为准"
    assert answer(office, rows) == 0
    capsys.readouterr()
    assert office.run("status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["bodies"][0]["file"] != row["文件"]


def test_in_a_terminal_questions_are_asked_one_by_one(
    office_of_three: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_of_three
    office.returns(BODIES[0], 1, values={COUNT: "约3件", FLAT: "基本有", AMOUNT: "若干"})
    office.run("collect")
    capsys.readouterr()
    # By their places: 1.1.1 by letter, 2.1.2 passed over, 2.1.3 as a value.
    monkeypatch.setattr("sys.stdin", Terminal("李四\nA\n核实\n\n3件\n电话\n"))
    assert office.run("resolve") == 1
    output = capsys.readouterr().out
    assert output.count("答复（字母或内容，回车跳过）") == 3
    assert "a) 是  b) 否  c) 空" in output
    assert output.rstrip().endswith("待答复 1 个")
    with open_store(office.store) as store:
        submission = only(store)
        assert {name: given.answer for name, given in submission.answers.items()} == {FLAT: "是", COUNT: "3件"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_row_that_is_gone_is_reported_once_and_its_entries_are_not_asked(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 1)
    path.write_bytes(row_taken_out(path.read_bytes(), 9))
    office.run("collect")
    output = capsys.readouterr().out
    assert "找不到发放时的第 9 行（食品药品监管）" in output
    assert "评分表!G9" not in output
    assert office.run("resolve") == 1
    output = capsys.readouterr().out
    assert "整个文件\n  评分表：" in output  # a line each
    assert "\ufffd" not in output
    assert "个单元格找不到" not in output
    assert all(row["编号"].endswith("/文件") for row in questions(office, office.folder / "a.csv"))
    # To accept the rest gives no score: what was entered in the row is not known.
    (row,) = questions(office, office.folder / "a.csv")
    row["答复"], row["理由"] = "认可", "已核对"
    answer(office, [row])
    with open_store(office.store) as store:
        assert only(store).result.total == ""
        assert {problem.code for problem in only(store).problems} >= {"names-gone"}


def test_without_a_terminal_questions_are_listed(office_of_three: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office = office_of_three
    office.returns(BODIES[0], 1, values={COUNT: "约3件"})
    office.run("collect")
    capsys.readouterr()
    assert office.run("resolve") == 1
    output = capsys.readouterr().out
    assert f"{BODIES[0]}  评分表!{office.names[COUNT].address}" in output
    assert "a) 3  b) 空" in output
    assert office.run("resolve", "--answers", "x.csv") == 2


@pytest.mark.parametrize("schema", [2, 3])
def test_a_store_of_an_earlier_schema_is_brought_up_to_date(schema: int, office_of_three: Office) -> None:
    office = office_of_three
    office.returns(BODIES[0], 1, values={COUNT: "约3件"})
    office.run("collect")
    with closing(sqlite3.connect(office.store)) as connection:
        connection.execute("ALTER TABLE submissions DROP COLUMN places")
        if schema == 2:
            connection.execute("ALTER TABLE submissions DROP COLUMN found")
            connection.execute("ALTER TABLE submissions DROP COLUMN answers")
            connection.execute("DROP TABLE answers")
        connection.execute("UPDATE about SET schema = ?", (schema,))
        connection.commit()
    assert office.run("resolve") == 1
    with open_store(office.store) as store:
        submission = only(store)
        assert submission.found == submission.problems != ()
        fresh = Judge(store).answered(submission, [])
        assert (fresh.problems, fresh.result) == (submission.problems, submission.result)


def test_reasons_are_answered_in_words(office_of_three: Office) -> None:
    office = office_of_three
    office.returns(BODIES[0], 1, values={AMOUNT: 0.5, REASON: None})
    office.run("collect")
    rows = questions(office, office.folder / "a.csv")
    (row,) = rows
    row["答复"], row["理由"] = "未按时报送", "单位来电说明"
    assert answer(office, rows) == 0


def test_what_comes_after_a_choice_counts(office_of_three: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office = office_of_three
    for at in (1, 2):
        os.utime(office.returns(BODIES[0], at, f"{at}.xlsx"), (1_790_000_000, 1_790_000_000))
    office.run("collect")
    (row,) = questions(office, office.folder / "a.csv")
    row["答复"], row["理由"] = "采用", "电话核实"
    assert answer(office, [row]) == 0
    os.utime(office.returns(BODIES[0], 3, "later.xlsx"), (1_790_000_900, 1_790_000_900))
    office.run("collect")
    capsys.readouterr()
    assert office.run("status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["bodies"][0]["file"] == "later.xlsx"


def test_a_choice_is_between_the_files_that_were_there(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    for at in (1, 2):
        os.utime(office.returns(BODIES[0], at, f"{at}.xlsx"), (1_790_000_000, 1_790_000_000))
    office.run("collect")
    (row,) = questions(office, office.folder / "a.csv")
    chosen = {"答复": "采用", "理由": "电话核实"}
    assert answer(office, [row | chosen]) == 0
    assert office.run("collect") == 0
    os.utime(office.returns(BODIES[0], 3, "3.xlsx"), (1_790_000_000, 1_790_000_000))
    assert office.run("collect") == 1
    (again,) = questions(office, office.folder / "a.csv")
    assert again["编号"] == row["编号"]
    assert "3.xlsx" in again["问题"]
    assert answer(office, [again | chosen]) == 0
    capsys.readouterr()
    assert office.run("status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["bodies"][0]["file"] == row["文件"]


@pytest.mark.parametrize(("message", "counts"), [("认可", "第2局.xlsx"), ("退回", "first.xlsx")])
def test_a_later_file_of_doubtful_origin_is_accepted_or_turned_down(
    message: str, counts: str, office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    os.utime(office.returns(BODIES[0], 1, "first.xlsx"), (1_790_000_000, 1_790_000_000))
    os.utime(office.returns(BODIES[0], 2, f"{BODIES[1]}.xlsx"), (1_790_000_900, 1_790_000_900))
    assert office.run("collect") == 1
    (row,) = questions(office, office.folder / "a.csv")
    assert (row["文件"], row["可选"]) == (f"{BODIES[1]}.xlsx", f"认可、退回、改归 {BODIES[1]}")
    assert answer(office, [row | {"答复": message, "理由": "电话核实"}]) == 0
    capsys.readouterr()
    assert office.run("status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["bodies"][0]["file"] == counts


def test_of_a_file_that_does_not_say_when_it_was_saved_it_is_asked_whether_it_is_the_later(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    says = office.returns(BODIES[0], 1, "says.xlsx")
    says.write_bytes(saved(says.read_bytes(), "2026-11-20T08:00:00Z"))
    silent = office.returns(BODIES[0], 2, "silent.xlsx")
    # What the folder had before the other was saved is the earlier.
    os.utime(silent, (datetime(2026, 11, 19, tzinfo=UTC).timestamp(),) * 2)
    assert office.run("collect") == 0
    with open_store(office.store) as store:
        assert only(store).file == "says.xlsx"
    # What the folder has since may have been copied there.
    copied = office.returns(BODIES[0], 3, "copied.xlsx")
    os.utime(copied, (datetime(2026, 11, 21, tzinfo=UTC).timestamp(),) * 2)
    assert office.run("collect") == 1
    assert "copied.xlsx 自己没有记保存时间" in capsys.readouterr().out
    (row,) = questions(office, office.folder / "a.csv")
    assert answer(office, [row | {"答复": "退回", "理由": "是旧的"}]) == 0
    with open_store(office.store) as store:
        assert only(store).file == "says.xlsx"


def test_what_a_body_replaced_does_not_count_again_when_the_later_is_turned_down(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    os.utime(office.returns(BODIES[0], 1, "earlier.xlsx"), (1_790_000_000, 1_790_000_000))
    path = office.returns(BODIES[0], 2, "later.xlsx", values={"out_total": 100.0})
    os.utime(path, (1_790_000_900, 1_790_000_900))
    office.run("collect")
    (row,) = questions(office, office.folder / "a.csv")
    row["答复"], row["理由"] = "退回", "佐证材料不足"
    assert answer(office, [row]) == 0
    capsys.readouterr()
    assert office.run("status", "--json") == 1
    output = json.loads(capsys.readouterr().out)["bodies"][0]
    assert (output["file"], output["state"]) == ("later.xlsx", "有问题")
    assert (output["total"], output["grade"]) == (None, None)
    assert office.run("score") == 1
    assert f"{BODIES[0]}：李四已退回（佐证材料不足），不计" in capsys.readouterr().out
    # The annotated copy tells the body why.
    office.run("collect", "--return", str(office.folder / "退回"))
    (copy,) = (office.folder / "退回").iterdir()
    listed = WorkbookFile(copy.read_bytes()).contents("退回修改").cells
    assert any("佐证材料不足" in str(cell.value) for cell in listed.values())


def test_an_acceptance_covers_what_was_seen_and_nothing_else(office_of_three: Office) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 1, values={"out_total": 100.0})
    office.run("collect")
    (row,) = questions(office, office.folder / "a.csv")
    row["答复"], row["理由"] = "认可", "已核对"
    assert answer(office, [row]) == 0
    path.rename(office.back / f"{BODIES[1]}.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xlplugin.returns.judge.READING", 99)
        assert office.run("collect") == 1
        (row,) = questions(office, office.folder / "a.csv")
    assert "文件名写的是" in row["问题"]
    assert "公式已被覆盖" not in row["问题"]


def test_a_second_acceptance_adds_to_the_first(office_of_three: Office) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 1, values={"out_total": 100.0})
    office.run("collect")
    accepted = {"答复": "认可", "理由": "已核对"}
    assert answer(office, [row | accepted for row in questions(office, office.folder / "a.csv")]) == 0
    path.rename(office.back / f"{BODIES[1]}.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xlplugin.returns.judge.READING", 99)
        office.run("collect")
        assert answer(office, [row | accepted for row in questions(office, office.folder / "a.csv")]) == 0
        assert office.run("collect") == 0
    with open_store(office.store) as store:
        assert {remark.code for remark in only(store).remarks} >= {"accepted"}
        assert only(store).is_clean


def test_assessors_see_what_accepted_evidence_shows_and_no_formula(office_of_three: Office) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 1)
    content = path.read_bytes()
    shown = {"evidence_1.1.1_file": "附件 3", "evidence_1.1.1_link": 12.0, "evidence_1.2.1_file": "#REF!"}
    xml = {
        "evidence_1.1.1_file": ("<f>1&amp;2</f><v>附件 3</v>", ' t="str"'),
        "evidence_1.1.1_link": ("<f>6+6</f><v>12</v>", ""),
        "evidence_1.2.1_file": ("<v>#REF!</v>", ' t="e"'),
        "evidence_1.2.1_link": ("<v>1</v>", ' t="b"'),
    }
    for name, (inner, attributes) in xml.items():
        content = with_cell_xml(content, name, inner, attributes)
    path.write_bytes(content)
    assert office.run("collect") == 1
    accepted = {"答复": "认可", "理由": "已核对"}
    assert answer(office, [row | accepted for row in questions(office, office.folder / "a.csv")]) == 0
    with open_store(office.store) as store:
        own, _ = self_assessments(store, RUBRIC, [BODIES[0]])
    fields = own[BODIES[0]].fields
    assert {name: fields[name] for name in xml} == shown | {"evidence_1.2.1_link": "TRUE"}


def test_a_rubric_that_is_not_here_is_reported_with_the_questions(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    office.returns(BODIES[0], 1, values={COUNT: "约3件"})
    office.run("collect")
    with closing(sqlite3.connect(office.store)) as connection:
        connection.execute("UPDATE issues SET rubric_digest = 'other'")
        connection.commit()
    capsys.readouterr()
    for command in ((), ("--export", str(office.folder / "a.csv"))):
        assert office.run("resolve", *command) == 1
        assert "不能计算" in capsys.readouterr().err


def test_an_answer_may_be_given_anew_and_two_that_contradict_are_refused(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    office.returns(BODIES[0], 1, values={COUNT: "约3件"})
    office.run("collect")
    (row,) = questions(office, office.folder / "a.csv")
    row["答复"], row["理由"] = "4", "听错了"
    assert answer(office, [row]) == 0
    assert answer(office, [row | {"答复": "3"}, row | {"答复": "5"}]) == 1
    assert "有几个不同的答复" in capsys.readouterr().err
    capsys.readouterr()
    assert answer(office, [row | {"答复": "3", "理由": "再次核实"}]) == 0
    output = capsys.readouterr().err
    assert "此前的答复“4”（李四，" in output
    assert "已改为“3”" in output
    assert answer(office, [row | {"答复": "3", "理由": "再次核实"}]) == 0
    assert capsys.readouterr().err == ""
    with open_store(office.store) as store, store.reading() as connection:
        submission = only(store)
        assert submission.answers[COUNT].answer == "3"
        assert [row.answer for row in answers_kept(connection, submission.sha256)] == ["4", "3", "3"]


def test_an_answer_given_while_the_file_is_read_anew_is_not_lost(office_of_three: Office) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 1, values={COUNT: "约3件"})
    office.run("collect")
    (row,) = questions(office, office.folder / "a.csv")
    row["答复"], row["理由"] = "3", "核实"
    with open_store(office.store) as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr("xlplugin.returns.judge.READING", 99)
        now = datetime.now().astimezone()
        read = Judge(store).judge(ReturnedFile(path.name, str(path), path.read_bytes(), now))
        assert answer(office, [row]) == 0
        Submissions(store).keep(read)
        submission = only(store)
        assert submission.answers[COUNT].answer == "3"
        assert submission.is_clean


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_is_read_however_a_spreadsheet_saved_it(separator: str, office_of_three: Office) -> None:
    office = office_of_three
    office.returns(BODIES[0], 1, values={COUNT: "约3件"})
    office.run("collect")
    (row,) = questions(office, office.folder / "a.csv")
    lines = ["", separator.join(("编号", " 答复 ", "理由")), separator.join((row["编号"], "'3", "核实"))]
    given = office.folder / "b.csv"
    given.write_bytes("\r\n".join(lines).encode("utf-16" if separator == "\t" else "gb18030"))
    assert office.run("resolve", "--answers", str(given), "--by", "李四") == 0
