"""Deep folders, odd names, zips of zips, wrong clocks, names inside one another: nothing crashes or is lost."""

import io
import json
import os
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.returns.test_collect import BODIES, Office, office_of_ten
from tests.support.damage import COUNT, REASON, with_values
from tests.support.filled_returns import filled, saved
from tests.support.filling import cells_of, layout_of
from xlplugin import load_rubric
from xlplugin.cli import main
from xlplugin.ooxml.formats.file_type import open_package
from xlplugin.returns.find.found_files import files_in

__all__ = ["office_of_ten"]


def test_a_very_deep_folder_stops_nothing_beside_it(office_of_ten: Office, capsys: pytest.CaptureFixture[str]) -> None:
    good = office_of_ten.returns(BODIES[0], 0)
    here, deep = Path.cwd(), 1100
    try:
        os.chdir(good.parent)
        for _ in range(deep):
            Path("d").mkdir()
            os.chdir("d")
        Path("x.xlsx").write_bytes(b"PK")
        os.chdir(here)
        office_of_ten.run("collect")
        assert "1 个已报送" in capsys.readouterr().out
    finally:
        # Python cannot remove a tree as deep as this, and pytest would try to at the end of a later run.
        os.chdir(good.parent)
        for _ in range(deep):
            os.chdir("d")
        Path("x.xlsx").unlink()
        for _ in range(deep):
            os.chdir("..")
            Path("d").rmdir()
        os.chdir(here)


@pytest.mark.parametrize("name", ["a\x1b[31mb.xlsx", "a\x07.xlsx", "a\u202excod.xlsx", "a\nb.xlsx", "a\x85.xlsx"])
def test_no_control_character_of_a_files_name_reaches_anybody(
    name: str, office_of_ten: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    good = office_of_ten.returns(BODIES[0], 0)
    (good.parent / name).write_bytes(b"nothing")
    odd = name[1]
    for command in (
        ["collect", str(good.parent), "--store", office_of_ten.store],
        ["collect", str(good.parent), "--store", office_of_ten.store, "--json"],
        ["status", "--store", office_of_ten.store, "--json"],
        ["status", "--store", office_of_ten.store, "-o", str(tmp_path / "s.xlsx")],
        ["resolve", "--store", office_of_ten.store, "--export", str(tmp_path / "q.csv")],
        ["resolve", "--store", office_of_ten.store, "--export", str(tmp_path / "q.xlsx")],
    ):
        capsys.readouterr()
        assert main([*command, "--lang", "zh"]) in (0, 1)
        output = capsys.readouterr()
        if odd != "\n":
            assert odd not in output.out + output.err
            for line in output.out.splitlines() if command[0] == "collect" and "--json" in command else ():
                assert odd not in json.dumps(json.loads(line), ensure_ascii=False)
    assert "1 个已报送" not in output.err


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def test_zips_of_zips_that_unpack_to_gigabytes_take_no_time(tmp_path: Path) -> None:
    inner = zipped({f"{at}.xlsx": b"\0" * 1_900_000 for at in range(30)})
    outer = zipped({f"{at}.zip": inner for at in range(40)})
    (tmp_path / "a.zip").write_bytes(outer)
    begun = time.process_time()
    results = list(files_in([tmp_path]))
    assert sum(len(item.content()) for item in results if not item.unreadable) < 1_100_000_000
    assert any(item.unreadable and item.unreadable.code == "return-zip-full" for item in results)
    assert time.process_time() - begun < 60


def test_a_member_that_expands_a_hundredfold_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.xlsx": b"\0" * 40_000_000, "b.xlsx": b"PK"}))
    bomb, other = files_in([tmp_path])
    assert bomb.unreadable
    assert not other.unreadable


def test_half_downloads_and_placeholders_are_skipped_and_reported(
    office_of_ten: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    good = office_of_ten.returns(BODIES[0], 0)
    names = ("a.xlsx.crdownload", "b.xlsx.part", "c.xlsx:Zone.Identifier", ".d.xlsx.icloud", "e.xlsx.downloading")
    for name in names:
        (good.parent / name).write_bytes(b"x")
    assert office_of_ten.run("collect") == 0
    output = capsys.readouterr().out
    assert "另有 5 个其他文件没有读取" in output
    assert all(name in output for name in names)


KINDS = {
    "a.xlsx": (b"", "return-empty"),
    "b.xlsx": (b"E-SafeNet\0\0LOCK" + bytes(500), "return-secured"),
    "c.xlsx": (b"%TSD-Header-###%" + bytes(500), "return-secured"),
    "d.xlsx": (zipped({"Index/Document.iwa": b"x", "Data/a": b"x"}), "return-numbers"),
    "e.xls": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "return-xml-2003"),
    "f.xls": ("<html><table><tr><td>甲</td></tr></table></html>".encode("gbk"), "return-html"),
    "g.xls": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "return-html"),
    "h.xls": (b"\xef\xbb\xbf<!DOCTYPE HTML><html>", "return-html"),
    "i.fods": (b'<?xml version="1.0"?><office:document xmlns:office="urn:x"/>', "return-flat-ods"),
    "j.tar.gz": (b"\x1f\x8b\x08" + bytes(50), "return-archive"),
    "k.xlsx": (b"Rar!\x1a\x07\x01\0" + bytes(50), "return-archive"),
    "l.zip": (b"PK\x07\x08" + bytes(50), "return-split-zip"),
    "m.z01": (bytes(50), "return-split-zip"),
    "n.zip.001": (bytes(50), "return-split-zip"),
    "o.xlsx": (os.urandom(500).replace(b"PK", b"xx"), "return-unreadable"),
    "p.bin": (b"\x01\x02" * 50, "return-no-workbook"),
    "q.ods": (
        zipped({"mimetype": b"x", "META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
        "return-ods-encrypted",
    ),
    "r.xls": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + b"\x09\x08\x10\0\0\x06\x05\0" + bytes(12) + b"\x2f\0\x36\0",
        "return-xls-encrypted",
    ),
    "s.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "return-old-format"),
    "t.csv": ("甲,乙\n".encode(), "return-csv"),
    "u.xlsx": (b"PK\x03\x04" + bytes(50), "return-truncated"),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_named_for_what_it_is(name: str) -> None:
    content, code = KINDS[name]
    assert open_package(content, name) == code


def test_members_with_a_leading_slash_are_a_workbook_all_the_same(office_of_ten: Office) -> None:
    path = office_of_ten.returns(BODIES[0], 0)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
        path.write_bytes(zipped({f"/{item}": packed.read(item) for item in packed.namelist()}))
    assert office_of_ten.run("collect") == 0


def test_a_clock_that_was_set_back_does_not_let_the_draft_count(
    office_of_ten: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, final = office_of_ten.returns(BODIES[0], 0, "草稿.xlsx"), office_of_ten.returns(BODIES[0], 0, "定稿.xlsx")
    now = datetime.now(UTC)
    draft.write_bytes(saved(draft.read_bytes(), f"{now:%Y-%m-%dT%H:%M:%SZ}"))
    for wrong in (now - timedelta(days=400), now + timedelta(days=300)):
        changed = with_values(final.read_bytes(), {COUNT: 7.0, REASON: "补充"})
        final.write_bytes(saved(changed, f"{wrong:%Y-%m-%dT%H:%M:%SZ}"))
        assert office_of_ten.run("collect") == 1
        assert "电脑时钟不准" in capsys.readouterr().out
        office_of_ten.run("score", "--json")
        card = json.loads(capsys.readouterr().out.splitlines()[0])
        assert card.get("total") is None


def test_of_names_inside_one_another_the_exact_one_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bodies = ["市公安局", "市公安局交警大队"]
    (tmp_path / "名单.csv").write_text("单位名称\n" + "\n".join(bodies) + "\n", encoding="utf-8")
    store, out, back = tmp_path / "s.db", tmp_path / "out", tmp_path / "back"
    arguments = ["gaoping-2022-a", "-o", str(out), "--store", str(store), "--bodies", str(tmp_path / "名单.csv")]
    assert main(["distribute", *arguments]) == 0
    back.mkdir()
    values = cells_of(layout_of(load_rubric("gaoping-2022-a"), "self"), {"entries": {"1.1.1.d1": True}})
    given = {at: value for at, value in values.items() if value is not None}
    workbooks = {body: filled(next(out.glob(f"*_{body}.xlsx")).read_bytes(), given) for body in bodies}

    def is_clean(body: str, name: str) -> bool:
        for path in back.iterdir():
            path.unlink()
        (back / name).write_bytes(workbooks[body])
        fresh = tmp_path / f"{name}.db"
        fresh.write_bytes(store.read_bytes())
        capsys.readouterr()
        main(["collect", str(back), "--store", str(fresh), "--json"])
        return bool(json.loads(capsys.readouterr().out.splitlines()[0])["clean"])

    assert is_clean("市公安局", "市公安局.xlsx")
    assert is_clean("市公安局交警大队", "报送_市公安局交警大队（定稿）.xlsx")
    assert is_clean("市公安局交警大队", "市公安局自评表.xlsx")
    assert not is_clean("市公安局", "市公安局交警大队.xlsx")
    assert not is_clean("市公安局交警大队", "市公安局.xlsx")
    assert not is_clean("市公安局交警大队", "A类_03_市公安局.xlsx")
