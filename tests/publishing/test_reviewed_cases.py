"""Cases that reviewers of this part found: what a decision is made on, what an archive must hold, what is a loss."""

import hashlib
import json
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from sqlalchemy import text

from tests.publishing.test_deciding import GRADE, WHY, as_csv, codes, grades, rows_of, table
from tests.publishing.test_publishing import files, publish, rewritten
from tests.returns.test_over_all_bodies import Bodies
from tests.support.small_round import RULES, SCHEME, SmallRound
from tests.support.small_rubrics import rubric_of
from xlplugin import open_store
from xlplugin.cli import main
from xlplugin.errors import UsageError
from xlplugin.publishing.archive import _name
from xlplugin.publishing.freezing import freeze_round, frozen_round, open_round_of, required_freeze
from xlplugin.publishing.gather_results import gather_results
from xlplugin.publishing.rectification_list import problem_text
from xlplugin.publishing.round_comparison import compare_rounds, suggestions
from xlplugin.publishing.round_result import BodyResult, IndicatorResult, RoundResult
from xlplugin.publishing.round_statistics import indicator_losses
from xlplugin.store.decided.freezes import freeze_in_force

VETO = """条件:
- {名称: 一票否决, 原文: 造成严重后果的定为不合格, 当: [{项: major.1.d1, 超过: 0}], 则: {等次为: 不合格}}
"""


def test_a_veto_after_the_decision_makes_it_void(tmp_path: Path) -> None:
    small = SmallRound.made(tmp_path, table=VETO)
    assert small.run("decide", "--as-proposed", "--by", "张主任") == 0
    by = "--by 李四 --why 查实 --lang zh --store"
    assert main([*f"correct 丁镇 major.1.d1 1 {by}".split(), small.store]) == 0
    assert main([*f"correct 丁镇 总分 85 {by}".split(), small.store]) == 0  # the total is as it was decided on
    body = next(one for one in small.open_round().result.bodies if one.body == "丁镇")
    assert (body.published, body.banded, body.grade) == ("85.00", "不合格", "")
    assert small.run("decide", "--freeze", "--by", "张主任") == 2


def test_a_reason_for_no_grade_counts_only_while_it_holds(tmp_path: Path) -> None:
    small = SmallRound.made(tmp_path, late={"甲镇": 1, "市一局": 3})
    rows = rows_of(table(small))
    for row in rows:
        if row[GRADE] == "不定等次":
            row[WHY] = "未报送"
    assert small.run("decide", "--table", as_csv(rows, small.folder / "t.csv"), "--by", "张主任") == 0
    assert grades(small)["丁镇"] == "不定等次"
    (workbook,) = (small.folder / "out").glob("*_丁镇.xlsx")
    (small.folder / "back" / "丁镇.xlsx").write_bytes(workbook.read_bytes())  # comes back after all, blank
    small.run("collect", small.folder / "back")
    assert grades(small)["丁镇"] == ""


def test_drafts_never_replace_a_publication(frozen: SmallRound, made_round: SmallRound, tmp_path: Path) -> None:
    small = made_round.copy(tmp_path / "another")
    assert publish(frozen) == 0
    before = files(frozen.folder / "通报")
    draft = ("publish", "--draft", "-o", frozen.folder / "通报", "--issuer", "某办", "--by", "王芳")
    assert frozen.run(*draft) == 2  # it is frozen
    assert small.run(*draft) == 2  # another store's drafts
    assert files(frozen.folder / "通报") == before


def test_what_is_written_is_always_of_a_round(small: SmallRound) -> None:
    assert small.run("decide", "--as-proposed", "--by", "张主任") == 0
    with open_store(small.store) as store:  # nobody has chosen a round
        freeze = freeze_round(store, open_round_of(store), by="张主任", why="")
    assert freeze.round == "2026年度"
    assert main([*["correct", "丁镇", "1.1.1.d1", "1", "--by", "李四", "--why", "复核", "--store"], small.store]) == 2


def archive_of(frozen: SmallRound) -> tuple[Path, dict[str, Any]]:
    assert publish(frozen) == 0
    path = frozen.folder / "通报" / "归档.zip"
    with zipfile.ZipFile(path) as opened:
        return path, json.loads(opened.read("manifest.json"))


Change = Callable[[dict[str, Any]], Mapping[str, bytes | None]]


def without(*names: str) -> Change:
    def change(manifest: dict[str, Any]) -> Mapping[str, bytes | None]:
        for name in names:
            del manifest["files"][name]
        return dict.fromkeys(names)

    return change


def other_return(manifest: dict[str, Any]) -> Mapping[str, bytes | None]:
    manifest["files"]["returns/丁镇/丁镇.xlsx"] = hashlib.sha256(b"other").hexdigest()
    return {"returns/丁镇/丁镇.xlsx": b"other"}


def nothing_listed(manifest: dict[str, Any]) -> Mapping[str, bytes | None]:
    names = list(manifest["files"])
    manifest["files"] = {}
    return dict.fromkeys(names)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (without("freeze.json"), 1),
        (without("bodies.jsonl"), 1),
        (without("log.jsonl"), 1),
        (without("returns/丁镇/丁镇.xlsx"), 1),
        (other_return, 1),
        (nothing_listed, 1),
    ],
)
def test_an_archive_must_hold_all_that_the_freeze_names(change: Change, status: int, frozen: SmallRound) -> None:
    path, manifest = archive_of(frozen)
    changes = dict(change(manifest))
    rewritten(path, {**changes, "manifest.json": json.dumps(manifest).encode()})
    assert main(["verify", str(path)]) == status


@pytest.mark.parametrize("manifest", [[], {}, {"files": []}, {"files": {}, "missing": []}, {"files": {"a": 1}}, None])
def test_a_manifest_that_is_none_is_refused(manifest: object, frozen: SmallRound) -> None:
    path, _ = archive_of(frozen)
    rewritten(path, {"manifest.json": json.dumps(manifest).encode()})
    assert main(["verify", str(path)]) in (1, 2)


def test_damage_anywhere_in_an_archive_ends_in_a_message(frozen: SmallRound) -> None:
    path, _ = archive_of(frozen)
    whole = path.read_bytes()
    chance = random.Random(24)  # noqa: S311  # no secret
    for _ in range(120):
        at = chance.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        assert main(["verify", str(path)]) in (0, 1, 2)  # 0: a byte that no content depends on


def test_names_in_an_archive_are_different_and_stay_in_their_folder() -> None:
    used: set[str] = set()
    names = [
        _name("evidence/甲", name, f"{at:064}", used)
        for at, name in enumerate(["证明.pdf"] * 3 + ["../../a", "A\\证明.PDF"])
    ]
    assert len({name.casefold() for name in names}) == 5
    assert all(name.startswith("evidence/甲/") and ".." not in name.split("/") for name in names)


def test_nothing_is_published_of_a_damaged_freeze(frozen: SmallRound) -> None:
    with frozen.open() as store, store.writing() as connection:
        changed = "UPDATE frozen_bodies SET content = replace(content, '85.00', '95.00') WHERE body = '丁镇'"
        connection.execute(text(changed))
    assert publish(frozen) == 1
    assert not (frozen.folder / "通报").exists()
    assert frozen.run("rectify") == 1


def test_two_versions_of_a_table_in_one_round_are_refused(small: SmallRound) -> None:
    path = small.folder / "small-a.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("迟一次扣 1 分", "迟一次扣 2 分").replace("扣分: 1}]}", "扣分: 2}]}"),
        encoding="utf-8",
    )
    bodies = small.folder / "b.csv"
    bodies.write_text("单位名称\n丁镇\n", encoding="utf-8")
    given = ("--bodies", bodies, "--edition", "plain", "--reissue", "扣分改了", "-o", small.folder / "o2")
    assert small.run("distribute", path, *given) == 0
    with pytest.raises(UsageError, match="another version"):
        small.open_round()


def test_what_was_assessed_is_shown_as_it_was_before_corrections(small: SmallRound) -> None:
    for value in ("3", "2"):
        command = f"correct 戊镇 1.1.1.d1 {value} --by 李四 --why 复核 --store"
        assert main([*command.split(), small.store]) == 0
    body = next(one for one in small.open_round().result.bodies if one.body == "戊镇")
    assert (body.assessed, body.published) == ("70.00", "98.00")
    assert [(one.before, one.after) for one in body.corrections] == [("30", "2")]
    assert body.corrections[0].name == "1.1.1 及时公开（迟的次数）"


TABLE = """可突破: 否
指标:
- 一级指标: 表彰
  赋分: 60
  二级指标:
  - 名称: 表彰
    三级指标:
    - {编号: 1.1.1, 名称: 国家级, 赋分: 30, 得分标准: [{原文: 获表彰得 30 分, 填报: 获国家级表彰, 得分: 30}]}
    - {编号: 1.1.2, 名称: 省级, 赋分: 20, 得分标准: [{原文: 获表彰得 20 分, 填报: 获省级表彰, 得分: 20}]}
    - {编号: 1.1.3, 名称: 报送, 赋分: 10, 可不适用: 是, 扣分标准: [{原文: 每次扣 1 分, 填报: 次数, 每: 次, 扣分: 1}]}
组:
- {名称: 表彰, 成员: [1.1.1, 1.1.2], 取: 最高}
"""


def test_what_does_not_apply_or_count_is_no_loss(tmp_path: Path) -> None:
    bodies = Bodies(tmp_path, rubric_of(tmp_path, TABLE), ["甲", "乙"])
    bodies.returns("甲", {"1.1.1.a1": True, "1.1.2.a1": True, "1.1.3.d1": 4})
    from tests.support.filled_returns import filled, saved
    from tests.support.filling import cells_of, layout_of

    data = {"entries": {"1.1.1.a1": False, "1.1.2.a1": False}, "not_applicable": ["1.1.3"]}
    cells = {at: value for at, value in cells_of(layout_of(bodies.rubric), data).items() if value is not None}
    (workbook,) = (tmp_path / "out").glob("*_乙.xlsx")
    (tmp_path / "back" / "乙.xlsx").write_bytes(saved(filled(workbook.read_bytes(), cells), "2026-11-20T09:00:00Z"))
    assert main(["collect", str(tmp_path / "back"), "--store", str(tmp_path / "s.db")]) == 0
    with open_store(str(tmp_path / "s.db")) as store:
        result = gather_results(store)
    states = {body.body: [one.state for one in body.indicators] for body in result.bodies}
    assert states["甲"] == ["", "组内不计", ""]
    assert states["乙"][2] == "不适用"
    losses = {one.id: (one.bodies, one.assessed, str(one.rate)) for one in indicator_losses(result, "test-a")}
    assert losses["1.1.3"] == (("甲",), 1, "40.0")
    assert "1.1.2" not in losses or "甲" not in losses["1.1.2"][0]
    own = next(body for body in result.bodies if body.body == "乙")
    assert problem_text(own.indicators[0].findings) == "获国家级表彰：否，得 0 分"


def result_of(*bodies: BodyResult) -> RoundResult:
    return RoundResult("2025年度", (), bodies)


def test_rounds_are_paired_by_table_and_number_before_order() -> None:
    def body(table: str, total: str, *indicators: tuple[str, str, str]) -> BodyResult:
        parts = tuple(IndicatorResult(id, name, "10", lost, "0", "5") for id, name, lost in indicators)
        return BodyResult(table, "甲", "", published=total, indicators=parts)

    before = result_of(body("t-b", "100.00", ("1.1", "公开", "0"), ("2.1", "公开", "5")))
    after = result_of(
        body("t-a", "70.00", ("9.9", "别的", "0")), body("t-b", "100.00", ("1.0", "公开", "1"), ("1.1", "公开", "2"))
    )
    found = compare_rounds(before, after)
    assert [(one.before, one.after) for one in found.bodies] == [("100.00", "100.00")]
    assert [(one.indicator, one.before, one.after) for one in found.persistent] == [("1.0 公开", "5", "1")]


def test_a_grade_in_a_row_is_the_one_that_is_named(tmp_path: Path) -> None:
    clause = "{原文: 连续两年不合格的扣 10 分, 填报: 连续两年不合格, 扣分: 10}"
    rows = f"重大扣分项:\n  各项:\n  - {{序号: 一, 扣分标准: [{clause}]}}\n"
    rubric = rubric_of(tmp_path, TABLE + rows)
    history = {"甲": {2024: "合格", 2025: "合格"}, "乙": {2024: "不合格", 2025: "不合格"}}
    found = suggestions([("甲", rubric), ("乙", rubric)], 2026, history, ("优秀", "合格", "不合格"))
    assert [one.body for one in found] == ["乙"]


def test_two_clauses_of_one_major_item_are_one_thing_to_rectify(frozen: SmallRound, tmp_path: Path) -> None:
    from xlplugin.publishing.rectification_list import _of_body, rule_of
    from xlplugin.publishing.round_result import MAJOR, ClauseFinding
    from xlplugin.rubric_files.scheme_file import NO_SCHEME

    found = tuple(ClauseFinding(f"major.1.d{at}", MAJOR, "原文", f"情况{at}", "5", "") for at in (1, 2))
    body = BodyResult("t", "甲", "", below=found)
    assert list(_of_body(body, rule_of(NO_SCHEME))) == [("major.1", "重大扣分项（一）", "10", "情况1；情况2")]
    assert frozen.folder == tmp_path


def test_a_scheme_without_grades_has_none_in_anything_published(tmp_path: Path) -> None:
    scheme = SCHEME[: SCHEME.index("考核等次:")] + SCHEME[SCHEME.index("考核对象:") :]
    small = SmallRound.made(tmp_path, "", scheme=scheme)
    rows = rows_of(table(small))
    assert {row[GRADE] for row in rows[2:]} == {""}
    rows[3][GRADE] = "特等奖"
    assert codes(small, as_csv(rows, small.folder / "t.csv")) == ["scheme-without-grades"]
    small.frozen()
    assert publish(small) == 0
    said = "\n".join(one.text for one in Document(str(small.folder / "通报" / "通报.docx")).paragraphs)
    assert "等次" not in said
    assert "5个单位的平均分" in said
    feedback = "\n".join(one.text for one in Document(str(small.folder / "通报" / "反馈" / "4_丁镇.docx")).paragraphs)
    assert "等次" not in feedback


def test_the_reason_of_a_quota_is_only_with_those_who_share_in_it(small: SmallRound) -> None:
    rows = rows_of(table(small))
    row = next(row for row in rows if "丙镇" in row)
    row[GRADE], row[WHY] = "优秀", "创建先进"
    path = as_csv(rows, small.folder / "t.csv")
    assert small.run("decide", "--table", path, "--by", "张主任", "--overrule", "增加一名") == 0
    reasons = {body.body: body.grade_why for body in small.open_round().result.bodies if body.grade_why}
    assert reasons == {"甲镇": "增加一名", "乙镇": "增加一名", "丙镇": "创建先进；增加一名"}


def test_a_grade_is_read_as_word_shows_it(small: SmallRound) -> None:
    """With tracked changes Word shows 不合格 where 不 was inserted before 合格."""
    path = table(small, "t.docx")
    document = Document(str(path))
    (form,) = document.tables
    row = next(row for row in form.rows if "戊镇" in [cell.text for cell in row.cells])
    at = [cell.text for cell in form.rows[0].cells].index("审定等次")
    paragraph: Any = row.cells[at].paragraphs[0]._p
    inserted = OxmlElement("w:ins")
    inserted.set(qn("w:id"), "9")
    inserted.set(qn("w:author"), "张主任")
    run: Any = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "不"
    run.append(words)
    inserted.append(run)
    paragraph.insert(1, inserted)
    document.save(str(path))
    assert codes(small, path) == ["departure-without-reason"]


def test_only_grades_are_in_the_order_of_the_notice(tmp_path: Path) -> None:
    small = SmallRound.made(tmp_path, RULES + "名次: {公布: 否, 原文: 只公布等次}\n").frozen()
    assert publish(small) == 0
    document = Document(str(small.folder / "通报" / "通报.docx"))
    assert [row.cells[1].text for row in document.tables[1].rows[1:]] == ["市一局", "市二局", "市三局", "市四局"]
    assert "失分" not in [cell.text for cell in document.tables[2].rows[0].cells]


def test_the_day_of_the_published_notice_is_that_of_its_rectification(
    frozen: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    assert frozen.run("publish", "-o", frozen.folder / "p", "--issuer", "某办", "--date", "2026-12-03") == 0
    capsys.readouterr()
    frozen.run("rectify", "--json", "--as-of", "2026-12-05")
    assert {one["due"] for one in json.loads(capsys.readouterr().out)} == {"2026-12-17"}
    assert main(["verify", frozen.store]) == 0


def test_a_table_that_leaders_have_filled_in_is_not_written_over(small: SmallRound) -> None:
    path = table(small)
    assert small.run("decide", "-o", path) == 2
    assert small.run("decide", "--as-proposed", "--by", "张主任", "-o", small.folder / "z.xlsx") == 2


def test_what_bodies_were_told_is_the_time_for_appeals(tmp_path: Path) -> None:
    rules = RULES + "申诉: {原文: 5个工作日内可以申诉, 工作日: 5}\n"
    small = SmallRound.made(tmp_path, rules)
    with small.open() as store:
        from xlplugin.returns.appealing import last_day_of_appeals
        from xlplugin.store.decided.appeals import announce

        rubric = open_round_of(store).rubrics["small-a"]
        announce(store, "2026-11-20", "王芳", {"small-a": "2026-12-04"})
        assert last_day_of_appeals(store, rubric) == "2026-12-04"
        announce(store, "2026-11-20", "王芳")
        assert last_day_of_appeals(store, rubric) == "2026-11-27"


def test_grades_of_another_assessment_are_not_history(tmp_path: Path) -> None:
    store = str(tmp_path / "all.db")
    first = SmallRound.made(tmp_path / "1", year=2025, store=store)
    for action in (("--as-proposed",), ("--freeze",)):
        assert first.run("decide", *action, "--by", "张主任") == 0
    from xlplugin.publishing.freezing import history_in

    with open_store(store) as opened:
        opened.round = "2026年度"
        assert history_in(opened, ["small-a"])["甲镇"] == {2025: "优秀"}
        assert "市一局" not in history_in(opened, ["small-a"])
        assert history_in(opened, ["other-2026"]) == {}


def test_a_deleted_record_is_missed(frozen: SmallRound) -> None:
    for statement in ("DELETE FROM submissions WHERE file = '丁镇.xlsx'", "DELETE FROM issues WHERE body = '戊镇'"):
        with frozen.open() as store, store.writing() as connection:
            assert connection.execute(text(statement)).rowcount
        assert main(["verify", frozen.store]) == 1


def test_a_frozen_round_is_restored_with_everything(frozen: SmallRound) -> None:
    with frozen.open() as store:
        freeze = freeze_in_force(store)
        assert freeze is not None
        assert freeze == required_freeze(store)
        assert len(frozen_round(store, freeze).bodies) == 9


def test_a_day_of_announcement_long_before_the_round_is_refused(small: SmallRound) -> None:
    draft = ("publish", "--draft", "-o", small.folder / "d", "--issuer", "某办", "--by", "王芳")
    assert small.run(*draft, "--date", "0001-01-01") == 2
    assert small.run(*draft, "--date", "2099-01-01") == 2
    assert not (small.folder / "d").exists()
    assert small.run(*draft, "--date", "2026-11-20", "--reply-by", "2026-12-01") == 0
    said = "".join(one.text for one in Document(str(small.folder / "d" / "4_丁镇.docx")).paragraphs)
    assert "于2026年12月1日前书面提出" in said
