"""Files of evidence that come with returns: whose each is, for which indicator, what is missing, at hand as it came."""

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.support.filling import layout_of
from xlplugin import load_rubric
from xlplugin.cli import main

RUBRIC = load_rubric("gaoping-2022-b")
BODIES = ("市教育局", "市民政局", "市水利局")


class Office:
    """Three bodies with a workbook each; the folder ``back`` is where everybody sends to."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.back, self._capsys = folder, folder / "back", capsys
        (folder / "名单.csv").write_text("\n".join(BODIES), encoding="utf-8")
        self.back.mkdir()
        self.run("distribute", RUBRIC.id, "-o", folder / "sent", "--bodies", folder / "名单.csv")

    def run(self, command: str, *arguments: object) -> tuple[int, str]:
        self._capsys.readouterr()
        status = main([command, *map(str, arguments), "--store", str(self.folder / "s.db"), "--lang", "zh"])
        output = self._capsys.readouterr()
        return status, output.out + output.err

    def workbook(self, body: str, lists: dict[str, str] | None = None) -> bytes:
        """Return a body's workbook with one entry, and with what it lists in 印证材料, by indicator."""
        (path,) = (self.folder / "sent").glob(f"*{body}*.xlsx")
        workbook = load_workbook(path)
        workbook["评分表"][layout_of(RUBRIC, "self").main.entries["2.1.3.d1"].address] = 1
        for indicator, text in (lists or {}).items():
            sheet, _, cell = workbook.defined_names[f"evidence_{indicator}_file"].attr_text.partition("!")
            workbook[sheet.strip("'")][cell.replace("$", "")] = text
        out = io.BytesIO()
        workbook.save(out)
        return out.getvalue()

    def put(self, name: str, content: bytes) -> Path:
        path = self.back / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def packed(self, name: str, files: dict[str, bytes]) -> Path:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in files.items():
                archive.writestr(member, content)
        return self.put(name, out.getvalue())

    def evidence(self, *options: object) -> Any:
        self.run("collect", self.back)
        return json.loads(self.run("evidence", "--json", *options)[1])


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def owned(found: Any) -> dict[str, dict[str, list[str]]]:
    """Return, by body, the indicators of each file."""
    return {
        body["body"]: {Path(file["file"]).name: file["indicators"] for file in body["files"]}
        for body in found["bodies"]
        if body["files"]
    }


def test_what_lies_in_a_bodys_zip_or_folder_is_that_bodys(office: Office) -> None:
    office.packed(
        "教育局材料.zip", {"表.xlsx": office.workbook("市教育局"), "材料/纪要.pdf": b"a", "市民政局批复.pdf": b"b"}
    )
    office.put("民政/表.xlsx", office.workbook("市民政局"))
    office.put("民政/照片/1.jpg", b"c")
    office.put("市水利局.xlsx", office.workbook("市水利局"))
    found = office.evidence()
    assert owned(found) == {
        "市教育局": {"纪要.pdf": [], "市民政局批复.pdf": []},
        "市民政局": {"1.jpg": []},
    }
    assert found["unowned"] == []


def test_in_the_shared_folder_names_decide_and_what_is_unclear_is_nobodys(office: Office) -> None:
    for body in BODIES:
        office.put(f"{body}.xlsx", office.workbook(body, {"2.1.3": "台账.pdf"} if body == "市水利局" else {}))
    office.put("市教育局_纪要.pdf", b"a")
    office.put("市民政局/2.1.3/1.jpg", b"b")
    office.put("台账.pdf", b"c")  # only 市水利局 lists it
    office.put("扫描件.pdf", b"d")
    office.put("市教育局和市民政局联合发文.pdf", b"e")
    found = office.evidence()
    assert owned(found) == {
        "市教育局": {"市教育局_纪要.pdf": []},
        "市民政局": {"1.jpg": ["2.1.3"]},
        "市水利局": {"台账.pdf": ["2.1.3"]},
    }
    assert [file["file"] for file in found["unowned"]] == ["市教育局和市民政局联合发文.pdf", "扫描件.pdf"]
    status, text = office.run("collect", office.back)
    assert "印证材料 3 个文件，归入 3 个单位" in text
    assert "另有 2 个材料看不出是谁的（市教育局和市民政局联合发文.pdf、扫描件.pdf）" in text
    assert status == 0  # no return has a problem


def test_what_a_body_lists_is_found_by_name_and_what_is_missing_is_named(office: Office) -> None:
    lists = {
        "1.1.1": "1.会议 纪要.PDF、《签到表》",
        "2.1.3": "附件（一）.docx；照片.jpg\n公示截图",
        "3.1.1": "见附件",
        "4.1.1": "工作总结.docx",
    }
    office.put("教育/表.xlsx", office.workbook("市教育局", lists))
    for name in ("会议纪要.pdf", "签到表.doc", "附件（一）.docx", "3.1.1 目录.pdf", "其他.pdf"):
        office.put(f"教育/{name}", name.encode())
    found = office.evidence()
    assert owned(found)["市教育局"] == {
        "会议纪要.pdf": ["1.1.1"],
        "签到表.doc": ["1.1.1"],
        "附件（一）.docx": ["2.1.3"],
        "3.1.1 目录.pdf": ["3.1.1"],
        "其他.pdf": [],
    }
    (body,) = found["bodies"]
    assert {(one["indicator"], one["name"]) for one in body["missing"]} == {
        ("2.1.3", "照片.jpg"),
        ("2.1.3", "公示截图"),
        ("4.1.1", "工作总结.docx"),
    }
    status, text = office.run("evidence", "--body", "市教育局")
    assert status == 1
    assert "1 个单位，5 个文件；列出而没有交的 3 个" in text


def test_a_workbook_that_is_a_table_of_evidence_belongs_to_its_body(office: Office) -> None:
    out = io.BytesIO()
    Workbook().save(out)
    office.packed(
        "教育局.zip", {"表.xlsx": office.workbook("市教育局", {"2.1.3": "台账.xlsx"}), "台账.xlsx": out.getvalue()}
    )
    assert owned(office.evidence()) == {"市教育局": {"台账.xlsx": ["2.1.3"]}}
    assert "台账.xlsx" not in office.run("status")[1]
    status, text = office.run("collect", office.back)
    assert (status, "2 个文件：2 个无误" in text) == (0, True)


def test_an_owner_is_found_again_when_more_returns_come(office: Office) -> None:
    office.put("一组/表1.xlsx", office.workbook("市教育局"))
    office.put("一组/扫描件.pdf", b"a")
    assert owned(office.evidence()) == {"市教育局": {"扫描件.pdf": []}}  # the only one with a return in that folder
    office.put("一组/表2.xlsx", office.workbook("市民政局"))
    assert [file["file"] for file in office.evidence()["unowned"]] == ["一组/扫描件.pdf"]
    assert main(["verify", str(office.folder / "s.db")]) == 0


def test_the_files_are_copied_for_the_assessors_as_they_came(office: Office) -> None:
    lists = {"1.1.1": "纪要.pdf", "2.1.3": "纪要.pdf"}
    office.packed(
        "a.zip",
        {"表.xlsx": office.workbook("市教育局", lists), "纪要.pdf": b"a", "x/照片.jpg": b"b", "y/照片.jpg": b"c"},
    )
    office.put("民政/表.xlsx", office.workbook("市民政局"))
    changed = office.put("民政/说明.txt", b"as it was sent")
    office.run("collect", office.back)
    out = office.folder / "copies"
    assert office.run("evidence", "--copy", out)[0] == 0
    copied = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert len(copied) == 5
    assert copied["市教育局/1.1.1/纪要.pdf"] == copied["市教育局/2.1.3/纪要.pdf"] == b"a"
    assert {content for name, content in copied.items() if "照片" in name} == {b"b", b"c"}
    assert copied["市民政局/未注明指标/说明.txt"] == b"as it was sent"
    changed.write_bytes(b"something else")
    status, text = office.run("evidence", "--copy", office.folder / "again")
    assert (status, "收取以后改动过" in text) == (1, True)
    assert office.run("evidence", "--copy", out)[1].startswith("已复制 0 个文件")


def test_the_list_is_written_as_a_table(office: Office) -> None:
    office.put("教育/表.xlsx", office.workbook("市教育局", {"2.1.3": "纪要.pdf"}))
    office.put("教育/=1+1.pdf", b"a")
    office.run("collect", office.back)
    assert office.run("evidence", "-o", office.folder / "清单.csv")[0] == 1
    rows = list(csv.reader(io.StringIO((office.folder / "清单.csv").read_text("utf-8-sig"))))
    assert ["市教育局", "2.1.3", "纪要.pdf", "", "缺", ""] in rows
    assert office.run("evidence", "-o", office.folder / "清单.xlsx")[0] == 1
    status, text = office.run("evidence", "-o", office.folder / "清单.pdf")
    assert (status, ".xlsx" in text) == (2, True)


def test_every_file_is_in_the_log_and_a_changed_record_is_noticed(office: Office) -> None:
    office.put("教育/表.xlsx", office.workbook("市教育局"))
    office.put("教育/纪要.pdf", b"a")
    office.run("collect", office.back)
    assert "教育/纪要.pdf；SHA-256 ca978112ca1bbdca" in office.run("log", "--what", "evidence")[1]
    with closing(sqlite3.connect(office.folder / "s.db")) as store:
        store.execute("UPDATE evidence SET sha256 = 'b'")
        store.commit()
    assert main(["verify", str(office.folder / "s.db"), "--lang", "zh"]) == 1


def test_leftovers_of_programs_and_half_downloads_are_no_evidence(office: Office) -> None:
    office.put("教育/表.xlsx", office.workbook("市教育局"))
    for name in ("a.tmp", "b.lnk", "c.pdf.crdownload", "~$纪要.docx", "Thumbs.db", "d.pdf:Zone.Identifier"):
        office.put(f"教育/{name}", b"x")
    found = office.evidence()
    assert (found["bodies"], found["unowned"]) == ([], [])


def test_a_body_that_is_unknown_is_named_with_the_nearest(office: Office) -> None:
    status, text = office.run("evidence", "--body", "教育局")
    assert (status, "市教育局" in text) == (2, True)


def test_in_the_shared_folder_nothing_is_guessed_from_who_came_first(office: Office) -> None:
    office.put("表.xlsx", office.workbook("市教育局"))
    office.put("扫描件.pdf", b"a")
    assert [file["file"] for file in office.evidence()["unowned"]] == ["扫描件.pdf"]


def test_a_number_in_front_of_a_listed_name_is_no_part_of_it(office: Office) -> None:
    office.put("教育/表.xlsx", office.workbook("市教育局", {"2.1.3": "台账.pdf"}))
    office.put("教育/2.1.3 台账.pdf", b"a")
    (body,) = office.evidence()["bodies"]
    assert body["missing"] == []


def test_a_file_that_is_named_directly_is_evidence_and_no_return(office: Office) -> None:
    office.put("教育/表.xlsx", office.workbook("市教育局"))
    office.run("collect", office.back)
    path = office.put("市教育局_总结.pdf", b"a")
    status, text = office.run("collect", path)
    assert (status, "  问题 " in text, "印证材料 1 个文件" in text) == (0, False, True), text


def test_what_is_gone_is_said_to_be_and_what_moved_is_listed_once(office: Office) -> None:
    office.put("教育/表.xlsx", office.workbook("市教育局"))
    gone, moved = office.put("教育/甲.pdf", b"a"), office.put("教育/乙.pdf", b"b")
    office.run("collect", office.back)
    gone.unlink()
    moved.rename(office.back / "教育" / "丙.pdf")
    assert owned(office.evidence()) == {"市教育局": {"甲.pdf": [], "丙.pdf": []}}
    status, text = office.run("evidence")
    assert (status, "现已不在原处" in text) == (1, True)
