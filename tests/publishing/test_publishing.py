"""What is published follows from the freeze alone: the same bytes anywhere and any day; nothing of anybody is lost."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.support.small_round import SmallRound
from xlplugin.cli import main
from xlplugin.publishing.documents.bulletin import FIELDS as BULLETIN_FIELDS
from xlplugin.publishing.documents.bulletin import bulletin_values
from xlplugin.publishing.documents.decision_form import FIELDS as FORM_FIELDS
from xlplugin.publishing.documents.decision_form import decision_form_values
from xlplugin.publishing.documents.feedback import FIELDS as FEEDBACK_FIELDS
from xlplugin.publishing.documents.feedback import feedback_values
from xlplugin.publishing.documents.template_field import mismatches
from xlplugin.publishing.freezing import frozen_round, open_round_of, required_freeze
from xlplugin.publishing.publish import PublishOptions, letterhead
from xlplugin.publishing.rectification_list import rectification_items
from xlplugin.publishing.round_result import BodyResult, restored
from xlplugin.rubric_files.reading.calendar_file import load_calendar

GIVEN = ("--issuer", "某市试验工作领导小组办公室", "--date", "2026-12-01")


def publish(small: SmallRound, *more: object, to: str = "通报") -> int:
    return small.run("publish", "-o", small.folder / to, *GIVEN, *more)


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_everything_is_written(frozen: SmallRound) -> None:
    assert publish(frozen) == 0
    names = set(files(frozen.folder / "通报"))
    assert {name for name in names if "/" not in name} == {
        *("通报.docx", "汇总表.xlsx", "整改台账.xlsx", "归档.zip", "考核结果.jsonl", "考核结果.csv", "清单.json")
    }
    bodies = ["甲镇", "乙镇", "丙镇", "丁镇", "戊镇", "市一局", "市二局", "市三局", "市四局"]
    assert {name for name in names if "/" in name} == {f"反馈/{at}_{body}.docx" for at, body in enumerate(bodies, 1)}
    listed = json.loads((frozen.folder / "通报" / "清单.json").read_text(encoding="utf-8"))
    assert listed["files"] == {
        name: digest for name, digest in files(frozen.folder / "通报").items() if name != "清单.json"
    }


def test_the_same_freeze_gives_the_same_bytes_in_another_place_time_zone_and_year(
    frozen: SmallRound, tmp_path: Path
) -> None:
    assert publish(frozen) == 0
    wanted = files(frozen.folder / "通报")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "s.db").write_bytes(Path(frozen.store).read_bytes())
    code = (
        "import datetime, sys, time\n"
        "real = datetime.date\n"
        "class Later(real):\n"
        "    @classmethod\n"
        "    def today(cls): return cls(2031, 2, 3)\n"
        "datetime.date = Later\n"
        "from xlplugin.cli import main\n"
        f"sys.exit(main(['publish', '--store', 's.db', '-o', 'out', *{list(GIVEN)!r}]))\n"
    )
    environment = os.environ | {"TZ": "America/Caracas", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert files(elsewhere / "out") == wanted


def test_a_second_publication_replaces_the_first_but_nothing_that_somebody_changed(frozen: SmallRound) -> None:
    assert publish(frozen) == 0
    assert publish(frozen, "--number", "某政办函〔2026〕9号") == 0  # nobody has touched it
    notice = frozen.folder / "通报" / "通报.docx"
    document = Document(str(notice))
    assert document.paragraphs[0].text == "某政办函〔2026〕9号"
    document.paragraphs[0].text = "改过"
    document.save(str(notice))
    (frozen.folder / "通报" / "记录.txt").write_text("会议记录", encoding="utf-8")
    before = files(frozen.folder / "通报")
    assert publish(frozen) == 2
    assert files(frozen.folder / "通报") == before
    assert [path.name for path in frozen.folder.glob(".xlplugin*")] == []


def test_what_each_document_gets_is_what_its_template_may_name(frozen: SmallRound) -> None:
    with frozen.open() as store:
        freeze = required_freeze(store)
        result = frozen_round(store, freeze)
        opened = open_round_of(store)
    head = letterhead(result, PublishOptions("某办"), load_day(), freeze)
    items = rectification_items(result, opened.schemes, load_day(), load_calendar())
    assert items
    values = bulletin_values(result, items, head, ranks_are_published=True)
    assert list(mismatches(values, BULLETIN_FIELDS)) == []
    form = decision_form_values("2026年度", opened.proposals, result.tables[0], head, (1, "0" * 64))
    assert list(mismatches(form, FORM_FIELDS)) == []
    for body in result.bodies:
        own = [item for item in items if item.body == body.body]
        table = result.table(body.rubric)
        values = feedback_values(body, table, head, peers=4, ranks_are_published=True, items=own)
        assert list(mismatches(values, FEEDBACK_FIELDS)) == []


def load_day() -> date:
    return date(2026, 12, 1)


def test_a_body_is_restored_from_its_json_as_it_was(frozen: SmallRound) -> None:
    with frozen.open() as store:
        result = frozen_round(store, required_freeze(store))
    for body in result.bodies:
        assert restored(BodyResult, json.loads(json.dumps(body.as_json()))) == body


def test_an_office_changes_the_words_in_word(frozen: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    own = frozen.folder / "模板"
    assert main(["publish", "--write-templates", str(own), "--lang", "zh"]) == 0
    document = Document(str(own / "bulletin.docx"))
    paragraph = next(one for one in document.paragraphs if one.text.startswith("各单位要对照"))
    paragraph.text = "请{{ 主送 }}认真整改。"
    document.save(str(own / "bulletin.docx"))
    assert publish(frozen, "--templates", own, "--to", "各镇人民政府") == 0
    said = [one.text for one in Document(str(frozen.folder / "通报" / "通报.docx")).paragraphs]
    assert "请各镇人民政府认真整改。" in said
    paragraph.text = "请{{ 主宋 }}和{{ 整改.其限 }}认真整改。"
    document.save(str(own / "bulletin.docx"))
    capsys.readouterr()
    assert publish(frozen, "--templates", own, to="又一次") == 1
    said_wrong = capsys.readouterr().err
    assert "“主宋”这个字段；是不是“主送”？" in said_wrong
    assert "“其限”这个字段" in said_wrong
    assert not (frozen.folder / "又一次").exists()


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        (("--date", "2026-13-01"), "--date"),
        (("--issuer", " "), "--issuer"),
        (("--templates", "nowhere"), "nowhere"),
        (("--calendar", "nowhere.yaml"), "nowhere.yaml"),
        (("--date", "2026-12-25"), "工作日历里没有 2027 年"),
    ],
)
def test_wrong_use_is_refused_and_writes_nothing(
    more: tuple[str, ...], wrong: str, frozen: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert publish(frozen, *more) == 2
    assert wrong in capsys.readouterr().err
    assert not (frozen.folder / "通报").exists()


def test_grades_only_are_published_where_the_scheme_says_so(tmp_path: Path) -> None:
    from tests.support.small_round import RULES

    small = SmallRound.made(tmp_path, RULES + "名次: {并列: 不排名次, 公布: 否, 原文: 只公布等次}\n").frozen()
    assert publish(small) == 0
    document = Document(str(small.folder / "通报" / "通报.docx"))
    said = "\n".join(one.text for one in document.paragraphs)
    assert "平均分" not in said
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["序号", "单位", "等次"]
    feedback = "\n".join(one.text for one in Document(str(small.folder / "通报" / "反馈" / "4_丁镇.docx")).paragraphs)
    assert "列第" not in feedback
    assert "最终得分85.00分" in feedback  # each body sees its own score


def test_the_feedback_says_what_was_lost_and_why(frozen: SmallRound) -> None:
    assert publish(frozen) == 0
    document = Document(str(frozen.folder / "通报" / "反馈" / "5_戊镇.docx"))
    said = "\n".join(one.text for one in document.paragraphs)
    assert "最终得分70.00分，考核等次为合格，在A类5个单位中列第5名" in said
    dimensions, losses, measures = document.tables
    assert [cell.text for cell in dimensions.rows[1].cells] == ["公开", "70", "30", "0", "40"]
    assert [cell.text for cell in losses.rows[1].cells] == [
        *(
            "1",
            "1.1.1 及时公开",
            "40",
            "30",
            "迟一次扣 1 分",
            "迟的次数 30 次：30 次 × 1 分 = 30，扣 30；合计 30，上限 40，扣 30",
        )
    ]
    assert [cell.text for cell in measures.rows[1].cells][1:] == ["1.1.1 及时公开", "迟的次数 30 次", "2026年12月15日"]


def test_the_table_of_results_has_every_figure_and_its_charts(frozen: SmallRound) -> None:
    assert publish(frozen) == 0
    book = load_workbook(frozen.folder / "通报" / "汇总表.xlsx")
    assert book.sheetnames[:4] == ["A类", "A类最终", "A类考核", "B类"]
    rows = list(book["A类"].iter_rows(min_row=3, values_only=True))
    assert [(row[0], row[1], row[2], row[5]) for row in rows] == [
        (1, "甲镇", "优秀", 98),
        (2, "乙镇", "优秀", 95),
        (3, "丙镇", "良好", 92),
        (4, "丁镇", "良好", 85),
        (5, "戊镇", "合格", 70),
    ]
    head = [cell.value for cell in book["A类"][2]]
    assert head[6:8] == ["1 公开 扣分", "2 管理 扣分"]
    assert [row[6] for row in rows] == [2, 5, 8, 15, 30]
    with zipfile.ZipFile(frozen.folder / "通报" / "汇总表.xlsx") as package:
        assert sum(name.startswith("xl/charts/chart") for name in package.namelist()) >= 3


def archive(frozen: SmallRound) -> Path:
    assert publish(frozen) == 0
    return frozen.folder / "通报" / "归档.zip"


def rewritten(path: Path, changes: Mapping[str, bytes | None]) -> None:
    """Change, add or remove members of a zip file."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members |= {name: content for name, content in changes.items() if content is not None}
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in members.items():
            if name not in changes or changes[name] is not None:
                new.writestr(name, content)
    path.write_bytes(out.getvalue())


def test_the_archive_has_the_files_that_figures_come_from(frozen: SmallRound) -> None:
    path = archive(frozen)
    with zipfile.ZipFile(path) as opened:
        names = opened.namelist()
        assert sum(name.startswith("returns/") for name in names) == 9
        assert opened.read("returns/丁镇/丁镇.xlsx") == (frozen.folder / "back" / "丁镇.xlsx").read_bytes()
        assert json.loads(opened.read("manifest.json"))["missing"] == []
    assert main(["verify", str(path)]) == 0


def test_a_file_that_is_gone_or_changed_is_named_and_does_not_stop_the_archive(
    frozen: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    with frozen.open() as store:
        from xlplugin.store.submissions import Submissions

        (one,) = Submissions(store).called("丁镇.xlsx")
        (two,) = Submissions(store).called("丙镇.xlsx")
    kept = Path(one.path).read_bytes(), Path(two.path).read_bytes()
    try:
        Path(one.path).unlink()
        Path(two.path).write_bytes(kept[1] + b" ")
        capsys.readouterr()
        path = archive(frozen)
        said = capsys.readouterr().out
    finally:
        Path(one.path).write_bytes(kept[0])
        Path(two.path).write_bytes(kept[1])
    assert f"没有归档：returns/丁镇/丁镇.xlsx，{one.path} 已没有这个文件" in said
    assert f"没有归档：returns/丙镇/丙镇.xlsx，{two.path} 已改动" in said
    assert main(["verify", str(path), "--lang", "zh"]) == 0
    assert "归档时已缺 2 个文件" in capsys.readouterr().out


def test_every_member_of_an_archive_is_checked(frozen: SmallRound) -> None:
    path = archive(frozen)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as opened:
        contents = {name: opened.read(name) for name in opened.namelist()}
    for name, content in contents.items():
        if name == "manifest.json":
            continue
        for change in (content[:-2] + bytes([content[-2] ^ 1]) + content[-1:], None):
            rewritten(path, {name: change})
            assert main(["verify", str(path)]) == 1, name
            path.write_bytes(whole)
    rewritten(path, {"returns/另外.xlsx": b"new"})
    assert main(["verify", str(path)]) == 1
    for broken in (whole[: len(whole) // 2], b"PK\x03\x04"):
        path.write_bytes(broken)
        assert main(["verify", str(path)]) == 2


def test_an_archive_whose_manifest_was_made_to_fit_still_differs(
    frozen: SmallRound, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who changes a figure and every digest in the archive has another digest than the one that was published."""
    path = archive(frozen)
    with zipfile.ZipFile(path) as opened:
        contents = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(contents["manifest.json"])
    bodies = contents["bodies.jsonl"].replace(b'"published":"85.00"', b'"published":"95.00"')
    manifest["files"]["bodies.jsonl"] = hashlib.sha256(bodies).hexdigest()
    rewritten(path, {"bodies.jsonl": bodies, "manifest.json": json.dumps(manifest).encode()})
    capsys.readouterr()
    assert main(["verify", str(path), "--lang", "zh"]) == 1
    said = capsys.readouterr().out
    assert "考核结果与定稿时不同" in said
    assert "“丁镇”定稿 95.00 分，照归档的填报和评分表重算是 85.00 分" in said
