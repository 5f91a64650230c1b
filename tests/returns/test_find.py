"""Returns in zips and in other formats are read, or the message says what to do."""

import csv
import io
import json
import os
import re
import subprocess
import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from tests.returns.test_collect import BODIES, RUBRIC, Office, entries_of
from tests.support.damage import COUNT, with_book, with_values
from tests.support.filled_returns import saved, saved_by_office
from tests.support.libreoffice import LibreOffice
from xlplugin import score
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.ooxml.formats import libreoffice
from xlplugin.returns.find.found_files import files_in
from xlplugin.store.database import open_store
from xlplugin.store.standings import standings


@pytest.fixture
def office_of_three(tmp_path: Path) -> Office:
    return Office(tmp_path, BODIES[:3])


Moment = tuple[int, int, int, int, int, int]


def zipped(members: dict[str, bytes], encoding: str = "", at: Moment = (2026, 11, 20, 8, 0, 0)) -> bytes:
    """Pack files of a time; with names in an encoding, as some programs write them without saying which."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(Named(name, encoding, at), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


class Named(zipfile.ZipInfo):
    """A member whose name is written in an encoding; '' for UTF-8, as the flag then says."""

    def __init__(self, name: str, encoding: str, at: Moment) -> None:
        super().__init__(name, at)
        self.encoding = encoding

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  # zipfile's
        if self.encoding:
            return self.filename.encode(self.encoding), self.flag_bits
        return self.filename.encode(), self.flag_bits | 0x800


def told(office: Office, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    office.run("collect", "--json")
    lines = map(json.loads, capsys.readouterr().out.splitlines())
    return {str(line["file"]): line for line in lines}


def test_a_file_that_came_before_is_reported_by_its_name_in_the_folder_and_in_its_zip(
    office_of_three: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    office = office_of_three
    content = office.returns(BODIES[0], 1).read_bytes()
    for path in office.back.iterdir():
        path.unlink()
    (office.back / "一批").mkdir()
    packed = {"a.xlsx": content, "里面.zip": zipped({"b.xlsx": content})}
    (office.back / "一批" / "报送.zip").write_bytes(zipped(packed))
    (office.back / "二批").mkdir()
    (office.back / "二批" / "c.xlsx").write_bytes(content)
    capsys.readouterr()
    office.run("collect")
    output = capsys.readouterr().out
    for later in ("一批/报送.zip/里面.zip/b.xlsx", "二批/c.xlsx"):
        line = output[output.index(later) :].splitlines()[1]
        assert line == "  提示 与 一批/报送.zip/a.xlsx 完全相同，不重复计"

    # From another folder its path is shown.
    elsewhere = tmp_path / "另处"
    elsewhere.mkdir()
    (elsewhere / "c.xlsx").write_bytes(content)
    result = next(iter(files_in([elsewhere])))
    assert result.name_of(str(office.back / "a.xlsx")) == str(office.back / "a.xlsx")
    assert result.name_of(str(elsewhere / "d.xlsx")) == "d.xlsx"


@pytest.mark.parametrize("encoding", ["", "gb18030", "utf-8"])
def test_returns_in_a_zip_are_read_by_their_names_in_it(
    encoding: str, office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    contents = [office.returns(body, at).read_bytes() for at, body in enumerate(BODIES[:3])]
    for path in office.back.iterdir():
        path.unlink()
    inner = zipped({f"{BODIES[2]}.xlsx": contents[2]}, encoding)
    members = {
        f"{BODIES[0]}.xlsx": contents[0],
        f"米山镇/{BODIES[1]}.xlsx": contents[1],
        "里面.zip": inner,
        "__MACOSX/._a.xlsx": b"x",
        "~$a.xlsx": b"x",
        "照片.jpg": b"x",
    }
    (office.back / "报送.zip").write_bytes(zipped(members, encoding))
    reports = told(office, capsys)
    assert {name: entry["body"] for name, entry in reports.items()} == {
        f"报送.zip/{BODIES[0]}.xlsx": BODIES[0],
        f"报送.zip/米山镇/{BODIES[1]}.xlsx": BODIES[1],
        f"报送.zip/里面.zip/{BODIES[2]}.xlsx": BODIES[2],
    }
    totals = [str(score(RUBRIC, entries_of(at)).total) for at in range(3)]
    assert [entry["total"] for entry in reports.values()] == totals
    assert office.run("status") == 0


def test_a_problem_of_a_zip_is_reported_and_stops_nothing_else(
    office_of_three: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_of_three
    content = office.returns(BODIES[0], 0).read_bytes()
    deep = zipped({"a.zip": zipped({"b.zip": zipped({"c.xlsx": content})})})
    (office.back / "deep.zip").write_bytes(deep)
    (office.back / "cut.zip").write_bytes(zipped({"a.xlsx": content})[:3000])
    locked = bytearray(zipped({"a.xlsx": content}))
    at = locked.rindex(b"PK\x01\x02")
    locked[at + 8] |= 1
    (office.back / "locked.zip").write_bytes(bytes(locked))
    (office.back / "empty.zip").write_bytes(zipped({}))
    (office.back / "a.csv").write_text("指标,填报\n", encoding="utf-8")
    reports = told(office, capsys)
    message = {name: str(entry["problems"]) for name, entry in reports.items()}
    assert "压缩包里的压缩包里还有压缩包" in message["deep.zip/a.zip/b.zip"]
    assert "压缩包设了密码" in message["locked.zip/a.xlsx"]
    assert "文件不完整" in message["cut.zip"]
    assert "CSV 里没有发放编号" in message["a.csv"]
    assert reports[f"{BODIES[0]}.xlsx"]["clean"]
    monkeypatch.setattr("xlplugin.returns.find.found_files.MOST_PACKED", 0)
    assert "超过 0 个文件" in str(told(office, capsys)["deep.zip"]["problems"])


def test_a_zip_that_unpacks_to_far_more_than_a_return_is_not_unpacked(office_of_three: Office) -> None:
    bomb = zipped({"a.xlsx": bytes(60_000_000)})
    (office_of_three.back / "bomb.zip").write_bytes(bomb)
    (result,) = files_in([office_of_three.back])
    with pytest.raises(Exception, match="return-too-large"):
        result.content()


def test_a_return_with_problems_in_a_zip_goes_back_as_well(office_of_three: Office) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 0)
    content = with_values(path.read_bytes(), {COUNT: "约3件"})
    path.unlink()
    (office.back / "a.zip").write_bytes(zipped({"报送.xlsx": content}))
    assert office.run("collect", "--return", str(office.folder / "退回")) == 1
    assert (office.folder / "退回" / f"{BODIES[0]}_退回修改.xlsx").is_file()


def test_of_two_files_in_a_zip_the_later_is_known_by_the_zip(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    contents = [office.returns(BODIES[0], at).read_bytes() for at in (1, 2, 3)]
    inner = zipped({"b.xlsx": contents[1]}, at=(2026, 11, 21, 9, 0, 0))
    outer = zipped({"里面.zip": inner, "c.xlsx": contents[2]}, at=(2026, 11, 20, 9, 0, 0))
    office.returns(BODIES[0], 1).unlink()
    (office.back / "全部.zip").write_bytes(outer)
    assert office.run("collect") == 0
    assert "以 全部.zip/里面.zip/b.xlsx（2026-11-21 09:00）为准" in capsys.readouterr().out
    # Where the zip does not know it, its own time has to do.
    (office.back / "d.zip").write_bytes(zipped({"d.xlsx": contents[0]}, at=(1980, 1, 1, 0, 0, 0)))
    os.utime(office.back / "d.zip", (datetime(2026, 11, 22, 9).timestamp(),) * 2)
    assert office.run("collect") == 0
    assert "以 d.zip/d.xlsx（2026-11-22 09:00）为准" in capsys.readouterr().out


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_formats_are_read_through_libreoffice(
    kind: str, office: LibreOffice, office_of_three: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sender = office_of_three
    path = sender.returns(BODIES[0], 0)
    path.write_bytes(saved(saved_by_office(office, path.read_bytes(), tmp_path), "2026-11-20T08:00:00Z"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(sender.back), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    path.unlink()
    reports = told(sender, capsys)[f"{BODIES[0]}.{kind}"]
    assert reports["clean"], reports["problems"]
    assert reports["total"] == str(score(RUBRIC, entries_of(0)).total)
    assert f"是 .{kind} 格式，由 LibreOffice 转换后读取" in reports["remarks"]  # type: ignore[operator]
    # It says itself when it was saved, which is not when it was converted, nor when it was copied here.
    with open_store(sender.store) as store:
        (submission,) = (standing.current for standing in standings(store) if standing.current)
        assert submission.saved_at == "2026-11-20T08:00:00+00:00"


def as_csv(path: Path, folder: Path) -> Path:
    """Save the sheet 评分表 as text, by LibreOffice."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    wanted = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    command = ["soffice", profile, "--headless", "--convert-to", wanted, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    (result,) = folder.glob("*.csv")
    return result


def problems(results: dict[str, object]) -> list[str]:
    given = results["problems"]
    assert isinstance(given, list)
    return [str(entry["text"]) for entry in given]


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.mark.office
def test_a_sheet_that_was_saved_as_text_is_read_and_a_person_has_to_accept_it(
    office: LibreOffice, office_of_three: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sender = office_of_three
    path = sender.returns(BODIES[1], 1)
    path.write_bytes(saved_by_office(office, path.read_bytes(), tmp_path))
    text = as_csv(path, tmp_path).read_text("utf-8")
    path.unlink()
    total = str(score(RUBRIC, entries_of(1)).total)
    for encoding in ("utf-8-sig", "gb18030"):
        (sender.back / "a.csv").write_text(text, encoding=encoding)
        reports = told(sender, capsys)["a.csv"]
        (only,) = problems(reports)
        assert "只核对了文字和分值" in only
        assert (reports["body"], reports["total"]) == (BODIES[1], total)
    # Whatever colon and blanks it has; a reason of digits is a reason.
    (sender.back / "a.csv").write_text(text.replace(f"：{BODIES[1]}", f":{BODIES[1]} "), encoding="utf-8")
    assert told(sender, capsys)["a.csv"]["total"] == total
    rows = list(csv.reader(io.StringIO(text)))
    at = sender.names["in_2.1.2.d1_reason"]
    amount = sender.names["in_2.1.2.d1_amount"]
    rows[at.row - 1][at.column - 1], rows[amount.row - 1][amount.column - 1] = "2023", "0.5"
    write(sender.back / "a.csv", rows)
    reports = told(sender, capsys)["a.csv"]
    assert len(problems(reports)) == 1
    # A million rows are no 评分表, and take no time.
    begun = time.monotonic()
    write(sender.back / "a.csv", [*rows, *[["x"]] * 400_000])
    assert "看不出是哪个单位的评分表" in str(told(sender, capsys)["a.csv"]["problems"])
    assert time.monotonic() - begun < 10
    # A changed text or a deleted row is reported, too.
    changed = re.sub(r"发现一\s*件，\s*扣\s+1\s+分", "发现一件，扣 0 分", text, count=1)
    assert changed != text
    (sender.back / "a.csv").write_text(changed, encoding="utf-8")
    assert "扣 0 分" in str(told(sender, capsys)["a.csv"]["problems"])
    rows = list(csv.reader(io.StringIO(text)))
    write(sender.back / "a.csv", [row for row in rows if "食品药品监管" not in row])
    reports = told(sender, capsys)["a.csv"]
    assert "个单元格找不到" in str(reports["problems"])
    assert reports["total"] is None
    # The heading has to name the body.
    (sender.back / "a.csv").write_text(text.replace(BODIES[1], "某单位"), encoding="utf-8")
    assert "看不出是哪个单位的评分表" in str(told(sender, capsys)["a.csv"]["problems"])


def test_without_libreoffice_the_message_says_what_to_do(
    office_of_three: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "find_office", lambda: "")
    (office_of_three.back / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    assert "另存为 .xlsx" in str(told(office_of_three, capsys)["a.xls"]["problems"])


def test_entries_are_found_by_their_places_where_names_are_gone_and_all_else_is_as_issued(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office = office_of_three
    path = office.returns(BODIES[0], 0)
    nameless = with_book(
        path.read_bytes(), lambda xml: re.sub(r'<definedName name="(in|out)_.*?</definedName>', "", xml)
    )
    assert not [name for name in WorkbookFile(nameless).names if name.startswith("in_")]
    path.write_bytes(nameless)
    reports = told(office, capsys)[path.name]
    assert reports["clean"], reports["problems"]
    assert reports["total"] == str(score(RUBRIC, entries_of(0)).total)
    assert "按位置找到了填报项" in str(reports["remarks"])
    # Where something locked is not as it was issued, places cannot be trusted.
    path.write_bytes(with_values(path.read_bytes(), {"评分表!A9": "改"}))
    reports = told(office, capsys)[path.name]
    assert "个单元格找不到（如发放时的 评分表!H9）" in str(reports["problems"])
    assert reports["total"] is None


def test_a_workbook_that_is_called_a_zip_is_a_workbook(
    office_of_three: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office_of_three.returns(BODIES[0], 0, f"{BODIES[0]}.zip")
    assert told(office_of_three, capsys)[f"{BODIES[0]}.zip"]["clean"]


def test_a_pipe_among_the_files_does_not_block(office_of_three: Office, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(office_of_three.back / "p.xlsx")
    assert "不是工作簿" in str(told(office_of_three, capsys)["p.xlsx"]["problems"])
    os.mkfifo(office_of_three.back / "z.zip")
    assert "不是工作簿" in str(told(office_of_three, capsys)["z.zip"]["problems"])
