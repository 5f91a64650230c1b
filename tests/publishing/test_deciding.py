"""Deciding on grades: the table goes out and comes back, is refused with everything that is wrong, and is frozen."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import text

from tests.support.small_round import RULES, SmallRound
from xlplugin.cli import main
from xlplugin.errors import UsageError
from xlplugin.publishing.decision_table import decided_by_table, read_decisions
from xlplugin.publishing.freezing import frozen_round
from xlplugin.store.decided.freezes import freeze_in_force

Rows = list[list[str]]
BODY, TOTAL, GRADE, WHY, ROUND = 2, 3, 7, 8, 9
"""Columns of the table."""


def table(small: SmallRound, name: str = "t.xlsx") -> Path:
    path = small.folder / name
    assert small.run("decide", "-o", path) == 0
    return path


def rows_of(path: Path) -> Rows:
    sheet = load_workbook(path).worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def as_csv(rows: Rows, path: Path) -> Path:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    return path


def codes(small: SmallRound, path: Path, *, by: str = "张主任", overrule: str = "") -> list[str]:
    """Return the codes of what is wrong with a table."""
    found = small.open_round()
    facts = {"where": path.name, "by": by, "overrule": overrule}
    try:
        decided_by_table(read_decisions(path), found.proposals, found.result, found.schemes, **facts)
    except UsageError as error:
        return [problem.code for problem in error.problems]
    return []


def grades(small: SmallRound) -> dict[str, str]:
    return {body.body: body.grade for body in small.open_round().result.bodies}


def test_the_proposals_are_those_of_bands_and_quotas_in_each_class(small: SmallRound) -> None:
    found = {one.body: (one.rank, one.published, one.grade) for one in small.open_round().proposals}
    assert found == {
        "甲镇": (1, "98.00", "优秀"),
        "乙镇": (2, "95.00", "优秀"),
        "丙镇": (3, "92.00", "良好"),  # 40 % of five are two
        "丁镇": (4, "85.00", "良好"),
        "戊镇": (5, "70.00", "合格"),
        "市一局": (1, "100.00", "良好"),  # 40 % of four is one, and two are equal
        "市二局": (1, "100.00", "良好"),
        "市三局": (4, "80.00", "良好"),
        "市四局": (3, "91.00", "良好"),
    }


def test_the_table_comes_back_as_xlsx_csv_and_docx(small: SmallRound) -> None:
    path = table(small)
    assert codes(small, path) == []
    assert codes(small, as_csv(rows_of(path), small.folder / "t.csv")) == []
    assert codes(small, table(small, "t.docx")) == []
    assert small.run("decide", "--table", path, "--by", "张主任") == 0
    assert grades(small)["丙镇"] == "良好"


def test_a_departure_is_kept_with_its_name_and_reason(small: SmallRound) -> None:
    rows = rows_of(table(small))
    row = next(row for row in rows if "丁镇" in row)
    row[7:9] = ["合格", "年内被通报批评"]
    assert small.run("decide", "--table", as_csv(rows, small.folder / "t.csv"), "--by", "张主任") == 0
    body = next(one for one in small.open_round().result.bodies if one.body == "丁镇")
    assert (body.proposed, body.grade, body.grade_by, body.grade_why) == ("良好", "合格", "张主任", "年内被通报批评")


def edit(body: str, at: int, value: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        next(row for row in rows if body in row)[at] = value

    return change


def drop(body: str) -> Callable[[Rows], None]:
    return lambda rows: rows.remove(next(row for row in rows if body in row))


def double(body: str) -> Callable[[Rows], None]:
    return lambda rows: rows.append(list(next(row for row in rows if body in row)))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (drop("丁镇"), "bodies-missing-in-table"),
        (double("丁镇"), "body-twice-in-table"),
        (edit("丁镇", ROUND, "2025年度"), "row-of-another-round"),
        (edit("丁镇", BODY, "丁乡"), "body-not-in-round"),
        (edit("丁镇", GRADE, "优"), "unknown-grade"),
        (edit("丁镇", GRADE, ""), "no-grade-given"),
        (edit("丁镇", GRADE, "合格"), "departure-without-reason"),
        (edit("丁镇", TOTAL, "86.00"), "score-changed-since"),
        (edit("丙镇", GRADE, "优秀"), "quota-exceeded"),
    ],
)
def test_what_is_wrong_in_a_table_is_reported(change: Callable[[Rows], None], code: str, small: SmallRound) -> None:
    rows = rows_of(table(small))
    change(rows)
    path = as_csv(rows, small.folder / "t.csv")
    assert code in codes(small, path)
    assert small.run("decide", "--table", path, "--by", "张主任") == 2
    assert set(grades(small).values()) == {""}  # nothing of it was recorded


def test_everything_that_is_wrong_is_reported_at_once(small: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(table(small))
    for change in (drop("甲镇"), edit("丁镇", GRADE, "优"), edit("戊镇", BODY, "戌镇"), double("市一局")):
        change(rows)
    capsys.readouterr()
    assert small.run("decide", "--table", as_csv(rows, small.folder / "t.csv"), "--by", "") == 2
    said = capsys.readouterr().err
    for word in ("署名" if "署名" in said else "由谁", "没有“优”这个等次", "戌镇", "市一局", "甲镇"):
        assert word in said


def test_a_quota_is_exceeded_only_with_a_reason_which_is_kept(small: SmallRound) -> None:
    rows = rows_of(table(small))
    edit("丙镇", GRADE, "优秀")(rows)
    edit("丙镇", WHY, "创建先进")(rows)
    path = as_csv(rows, small.folder / "t.csv")
    assert codes(small, path) == ["quota-exceeded"]
    assert small.run("decide", "--table", path, "--by", "张主任", "--overrule", "领导小组同意增加一名") == 0
    body = next(one for one in small.open_round().result.bodies if one.body == "丙镇")
    assert (body.grade, body.grade_why) == ("优秀", "创建先进；领导小组同意增加一名")


def test_a_body_without_a_score_gets_no_grade_and_needs_a_reason(made_round: SmallRound, tmp_path: Path) -> None:
    small = SmallRound.made(tmp_path, late={"甲镇": 1, "乙镇": 2, "市一局": 3})
    rows = rows_of(table(small))
    path = as_csv(rows, small.folder / "t.csv")
    assert set(codes(small, path)) == {"no-grade-without-reason"}
    assert small.run("decide", "--as-proposed", "--by", "张主任") == 2
    for row in rows:
        if row[GRADE] == "不定等次":
            row[WHY] = "机构撤并，未参加考核"
    edit("丙镇", GRADE, "合格")(rows)
    assert codes(small, as_csv(rows, path)) == ["grade-without-score"]
    edit("丙镇", GRADE, "不定等次")(rows)
    assert small.run("decide", "--table", as_csv(rows, path), "--by", "张主任") == 0
    assert small.run("decide", "--freeze", "--by", "张主任") == 0
    with small.open() as store:
        freeze = freeze_in_force(store)
        assert freeze is not None
        frozen = frozen_round(store, freeze)
    assert {body.body: body.grade for body in frozen.bodies}["丙镇"] == "不定等次"
    assert made_round.folder != small.folder


def test_a_decision_on_figures_that_changed_since_counts_no_more(small: SmallRound) -> None:
    assert small.run("decide", "--as-proposed", "--by", "张主任") == 0
    assert (
        main(
            [
                *["correct", "丁镇", "1.1.1.d1", "16", "--by", "李四", "--why", "复核", "--lang", "zh", "--store"],
                small.store,
            ]
        )
        == 0
    )
    assert grades(small)["丁镇"] == ""
    assert small.run("decide", "--freeze", "--by", "张主任") == 2


def test_nothing_is_frozen_while_anything_is_open(small: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main([*["appeal", "丁镇", "1.1.1", "--says", "不认可", "--by", "王芳", "--lang", "zh", "--store"], small.store])
        == 0
    )
    capsys.readouterr()
    assert small.run("decide", "--freeze", "--by", "张主任") == 2
    said = capsys.readouterr().err
    assert "1 号申诉" in said
    assert "9 个考核对象的等次未审定" in said
    assert small.run("publish", "-o", small.folder / "p", "--issuer", "某办") == 1
    assert "1 号申诉" in capsys.readouterr().err
    assert not (small.folder / "p").exists()


FROZEN_COMMANDS = [
    "correct 丁镇 1.1.1.d1 16 --by 李四 --why 复核",
    "appeal 丁镇 1.1.1 --says 不认可 --by 王芳",
    "appeal --announced 2026-11-21 --by 王芳",
    "decide --as-proposed --by 张主任",
    "decide --freeze --by 张主任",
]


@pytest.mark.parametrize("command", FROZEN_COMMANDS)
def test_nothing_of_a_frozen_round_can_be_changed(command: str, frozen: SmallRound) -> None:
    def figures() -> str:
        return json.dumps([body.as_json() for body in frozen.open_round().result.bodies])

    before = figures()
    assert main([*command.split(), "--store", frozen.store, "--lang", "zh"]) == 2
    assert figures() == before
    assert main(["verify", frozen.store]) == 0


def test_a_file_that_comes_after_the_freeze_is_listed_and_not_kept(
    frozen: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    (workbook,) = (frozen.folder / "out").glob("*_丁镇.xlsx")
    (frozen.folder / "late").mkdir()
    (frozen.folder / "late" / "丁镇.xlsx").write_bytes(workbook.read_bytes())
    assert frozen.run("collect", frozen.folder / "late") == 1
    assert "已由张主任于" in capsys.readouterr().out
    assert frozen.run("collect", frozen.folder / "back") in (0, 1)  # what is known stays as it is
    with frozen.open() as store:
        freeze = freeze_in_force(store)
        assert freeze is not None


def test_the_state_of_a_round_says_that_it_is_frozen(
    frozen: SmallRound, made_round: SmallRound, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = made_round.copy(tmp_path / "open")

    def printed(one: SmallRound, *arguments: str) -> str:
        capsys.readouterr()
        assert one.run("status", *arguments) == 0
        return capsys.readouterr().out

    assert "已由张主任于 20" in printed(frozen).splitlines()[-1]
    assert json.loads(printed(frozen, "--json"))["freeze"]["by"] == "张主任"
    (one,) = json.loads(printed(frozen, "--rounds", "--json"))
    assert one["frozen"] in printed(frozen, "--rounds").splitlines()[-1].split()
    assert "定稿" not in printed(small)
    assert json.loads(printed(small, "--rounds", "--json"))[0]["frozen"] == ""
    assert "freeze" not in json.loads(printed(small, "--json"))


def test_a_frozen_round_cannot_be_sent_again(frozen: SmallRound) -> None:
    given = ("distribute", frozen.folder / "small-a.yaml", "-o", frozen.folder / "o2", "--edition", "plain")
    bodies = frozen.folder / "b.csv"
    bodies.write_text("单位名称\n丁镇\n", encoding="utf-8")
    assert frozen.run(*given, "--bodies", bodies, "--reissue", "重发", "--round", "2026年度") == 2
    assert not list((frozen.folder / "o2").glob("*.xlsx"))


def test_a_round_is_reopened_with_a_reason_and_frozen_again(frozen: SmallRound) -> None:
    assert frozen.run("decide", "--reopen", "  ", "--by", "张主任") == 2
    assert frozen.run("decide", "--reopen", "上级复核", "--by", "") == 2
    assert frozen.run("decide", "--reopen", "上级复核", "--by", "张主任") == 0
    assert frozen.run("decide", "--reopen", "上级复核", "--by", "张主任") == 2  # nothing is frozen any more
    assert main([*["correct", "丁镇", "1.1.1.d1", "16", "--by", "李四", "--why", "复核", "--store"], frozen.store]) == 0
    frozen.frozen()
    assert main(["verify", frozen.store]) == 0
    with frozen.open() as store:
        freeze = freeze_in_force(store)
        assert freeze is not None
        assert {body.body: body.published for body in frozen_round(store, freeze).bodies}["丁镇"] == "84.00"


TAMPERED = [
    "UPDATE frozen_bodies SET content = replace(content, '85.00', '95.00') WHERE body = '丁镇'",
    "UPDATE frozen_bodies SET content = content || ' ' WHERE position = 1",
    "UPDATE frozen_bodies SET position = position + 100 WHERE position = 1",
    "DELETE FROM frozen_bodies WHERE body = '丁镇'",
    "UPDATE freezes SET head = replace(head, '2026', '2025')",
    "UPDATE freezes SET digest = replace(digest, substr(digest, 1, 1), 'g')",
    "UPDATE freezes SET log_hash = replace(log_hash, substr(log_hash, 1, 1), 'g')",
    "UPDATE freezes SET by = '李四'",
    "UPDATE freezes SET reopened_at = '2026-12-01', reopened_by = '某人', reopened_why = '无'",
    "UPDATE grades SET grade = '优秀' WHERE body = '丁镇'",
    "UPDATE grades SET why = '改' WHERE body = '丁镇'",
    "DELETE FROM freezes",
    "DELETE FROM grades WHERE body = '丁镇'",
    "UPDATE log SET why = '别的会议' WHERE what = 'frozen'",
    "DELETE FROM log WHERE what = 'frozen'",
]


@pytest.mark.parametrize("statement", TAMPERED)
def test_a_freeze_that_is_tampered_with_is_noticed(statement: str, frozen: SmallRound) -> None:
    with frozen.open() as store, store.writing() as connection:
        assert connection.execute(text(statement)).rowcount
    assert main(["verify", frozen.store]) == 1


def test_any_byte_of_what_is_frozen_matters(frozen: SmallRound) -> None:
    with frozen.open() as store, store.reading() as connection:
        content = str(connection.execute(text("SELECT content FROM frozen_bodies WHERE position = 4")).scalar())
    for at in range(0, len(content), max(1, len(content) // 40)):
        changed = content[:at] + ("0" if content[at] != "0" else "1") + content[at + 1 :]
        with frozen.open() as store, store.writing() as connection:
            connection.execute(text("UPDATE frozen_bodies SET content = :c WHERE position = 4"), {"c": changed})
        assert main(["verify", frozen.store]) == 1, at
    with frozen.open() as store, store.writing() as connection:
        connection.execute(text("UPDATE frozen_bodies SET content = :c WHERE position = 4"), {"c": content})
    assert main(["verify", frozen.store]) == 0


@pytest.mark.parametrize(("late", "status"), [("不受理", 2), ("重新审定", 0)])
def test_an_appeal_after_the_freeze_is_refused_or_reopens_as_the_scheme_says(
    late: str, status: int, tmp_path: Path
) -> None:
    rules = RULES + f"申诉: {{原文: 5日内可以申诉, 天数: 5, 逾期视为无异议: 是, 定稿后: {late}}}\n"
    small = SmallRound.made(tmp_path, rules)
    assert small.run("decide", "--as-proposed", "--by", "张主任") == 0
    assert small.run("decide", "--freeze", "--by", "张主任") == 2  # nobody was told
    overrule = ("--overrule", "各单位书面同意")
    assert small.run("decide", "--freeze", "--by", "张主任", *overrule) == 0
    appeal = ["appeal", "丁镇", "1.1.1", "--says", "不认可", "--by", "王芳", "--store", small.store, "--lang", "zh"]
    assert main(appeal) == 2  # without a reason
    assert main([*appeal, "--late", "新的证据"]) == status
    with small.open() as store:
        assert (freeze_in_force(store) is None) == (status == 0)


def test_silence_is_consent_only_after_the_time_for_appeals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = RULES + "申诉: {原文: 5日内可以申诉, 天数: 5, 逾期视为无异议: 是}\n"
    small = SmallRound.made(tmp_path, rules)
    draft = ("publish", "--draft", "-o", small.folder / "d", "--issuer", "某办", "--by", "王芳")
    assert small.run(*draft) == 0
    said = "".join(one.text for one in Document(str(small.folder / "d" / "4_丁镇.docx")).paragraphs)
    assert re.search(r"于\d+年\d+月\d+日前书面提出.*逾期没有提出的，视为无异议", said)
    assert "等次" not in said  # nothing is decided yet
    assert small.run("decide", "--as-proposed", "--by", "张主任") == 0
    capsys.readouterr()
    assert small.run("decide", "--freeze", "--by", "张主任") == 2
    assert "申诉期到" in capsys.readouterr().err


def test_grades_of_earlier_years_are_shown_beside_the_proposals(tmp_path: Path) -> None:
    store = str(tmp_path / "all.db")
    first = SmallRound.made(tmp_path / "1", year=2025, store=store)
    first.store = store
    first.frozen()
    second = SmallRound.made(tmp_path / "2", year=2026, store=store)
    with second.open("2026年度") as opened:
        from xlplugin.publishing.freezing import open_round_of

        notes = {one.body: one.notes for one in open_round_of(opened).proposals}
    assert notes["甲镇"] == ("上年 优秀", "连续两年优秀")
    assert notes["丁镇"] == ("上年 良好",)
