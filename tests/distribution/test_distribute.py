"""One workbook for each body: the right name in it, a number and a seal of its own, everything else the same."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.libreoffice import LibreOffice
from tests.support.openxml_validator import VERSIONS, Validator
from xlplugin import load_rubric
from xlplugin.cli import main
from xlplugin.distribution.distribute import TOKENS, Distribution
from xlplugin.distribution.stamping import StampBase
from xlplugin.filled.recalculate_file import recalculate_file
from xlplugin.store.database import Store, open_store
from xlplugin.store.schema import ABOUT
from xlplugin.store.seal import sealed
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.writing.table_file import table_file

RUBRIC = "gaoping-2022-a"
BODIES = [
    *("东城办", "南城办", "北城办", "米山镇", "三甲镇", "神农镇", "陈区镇", "建宁乡"),
    *("北诗镇", "石末乡", "河西镇", "马村镇", "原村乡", "野川镇", "寺庄镇"),
]


def send(folder: Path, *more: str) -> int:
    return main(
        ["distribute", RUBRIC, "-o", str(folder / "out"), "--store", str(folder / "results.db"), *more, "--lang", "zh"]
    )


def issued(folder: Path) -> list[Path]:
    return sorted((folder / "out").glob("2022年度*.xls*"))


def facts(path: Path) -> dict[str, str]:
    rows = load_workbook(path)["工作簿信息"].iter_rows(min_row=1, max_row=12, max_col=2, values_only=True)
    return {str(name): str(value or "") for name, value in rows}


def test_every_body_of_the_notice_gets_a_workbook_in_the_notices_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert send(tmp_path) == 0
    assert "15 个工作簿" in capsys.readouterr().out
    names = [f"2022年度政务公开考核评分表（A类）（自评）_{at:02}_{body}.xlsx" for at, body in enumerate(BODIES, 1)]
    assert [path.name for path in issued(tmp_path)] == names
    for path, body in zip(issued(tmp_path), BODIES, strict=True):
        workbook = load_workbook(path)
        assert workbook["填表说明"]["B3"].value == body
        assert workbook["填表说明"]["B3"].protection.locked
        assert workbook.properties.title.endswith(body)
        assert facts(path)["body"] == body
        with zipfile.ZipFile(path) as file:
            assert file.testzip() is None
            content = b"".join(file.read(name) for name in file.namelist())
        assert not any(token.encode() in content for token in TOKENS.values())


def test_numbers_and_seals_are_each_bodys_own_and_the_key_stays_in_the_store(tmp_path: Path) -> None:
    send(tmp_path)
    result = [facts(path) for path in issued(tmp_path)]
    assert len({entry["issue"] for entry in result}) == len({entry["seal"] for entry in result}) == 15
    with open_store(str(tmp_path / "results.db")) as store:
        kept = {issue.id: issue for issue in store.issues()}
        for item in result:
            issue = kept[item["issue"]]
            assert (issue.body, issue.seal) == (item["body"], item["seal"])
            assert sealed(replace(issue, seal=""), store.key).seal == item["seal"]
            assert sealed(replace(issue, seal="", body="别的单位"), store.key).seal != item["seal"]
            assert sealed(replace(issue, seal=""), bytes(32)).seal != item["seal"]
            assert store.base(issue.base) is not None
        assert not any(store.key in path.read_bytes() for path in issued(tmp_path))


def test_copies_differ_in_the_parts_with_their_texts_only(tmp_path: Path) -> None:
    send(tmp_path, "--only", "米山镇", "三甲镇")
    parts = []
    for path in issued(tmp_path):
        with zipfile.ZipFile(path) as file:
            parts.append({name: file.read(name) for name in file.namelist()})
    assert len(parts) == 2
    different = {name for name in parts[0] if parts[0][name] != parts[1][name]}
    assert different == {"docProps/core.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet5.xml"}


@pytest.mark.office
@pytest.mark.parametrize(
    "options", [(), ("--edition", "assess"), ("--macros", "--edition", "plain", "--password", "政务")]
)
def test_a_copy_is_as_good_as_a_workbook_that_was_built(
    options: tuple[str, ...], office: LibreOffice, validator: Validator, tmp_path: Path
) -> None:
    send(tmp_path, "--only", "米山镇", *options)
    (path,) = issued(tmp_path)
    for version in VERSIONS:
        assert validator.errors(path, version) == []
    office.open(path)
    try:
        shown = office.get()
    finally:
        office.close()
    assert shown["评分表"][1][0] == "考核对象：米山镇"
    recalculation = recalculate_file(path)
    assert recalculation.card.body == "米山镇"
    assert recalculation.verdict == "一致"


def test_issuing_twice_is_refused_unless_a_reason_is_given_and_the_list_shows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert send(tmp_path) == 0
    before = {path.name: path.read_bytes() for path in issued(tmp_path)}
    capsys.readouterr()
    assert send(tmp_path) == 2
    output = capsys.readouterr().err
    assert output.count("没有再发") == 15
    assert "发给米山镇" in output
    assert {path.name: path.read_bytes() for path in issued(tmp_path)} == before
    assert send(tmp_path, "--only", "米山镇", "--reissue", "原文件损坏") == 0
    after = {path.name: path.read_bytes() for path in issued(tmp_path)}
    assert [name for name in before if before[name] != after[name]] == [
        "2022年度政务公开考核评分表（A类）（自评）_04_米山镇.xlsx"
    ]
    sheet = load_workbook(tmp_path / "out" / f"发放清单_{RUBRIC}_自评.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 17
    assert [row[1] for row in rows[2:]] == BODIES
    assert [row[7] for row in rows[2:] if row[7]] == ["原文件损坏"]
    with open_store(str(tmp_path / "results.db")) as store:
        assert {issue.id for issue in store.issues()} == {row[4] for row in rows[2:]}


def test_another_edition_is_not_a_second_issue(tmp_path: Path) -> None:
    assert send(tmp_path, "--only", "米山镇") == 0
    assert send(tmp_path, "--only", "米山镇", "--edition", "assess") == 0
    assert len(issued(tmp_path)) == 2


def test_a_list_of_an_offices_own_is_taken_and_its_faults_are_reported_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "名单.csv"
    path.write_text('﻿考核对象,联系人\n=甲局,张三\n乙/丙镇,\n\n"丁, 戊办",\n', "utf-8")
    assert send(tmp_path, "--bodies", str(path)) == 0
    assert [facts(path)["body"] for path in issued(tmp_path)] == ["=甲局", "乙/丙镇", "丁, 戊办"]
    rows = list(load_workbook(tmp_path / "out" / f"发放清单_{RUBRIC}_自评.xlsx").worksheets[0].iter_rows())
    assert rows[2][1].value == "=甲局"
    assert rows[2][1].data_type == "s"
    path.write_text(f"甲局\n甲局\n{'长' * 101}\n", "utf-8")
    capsys.readouterr()
    assert send(tmp_path, "--bodies", str(path)) == 2
    output = capsys.readouterr().err
    assert "名单.csv:2" in output
    assert "名单.csv:3" in output


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_names_are_found_under_their_head_however_a_spreadsheet_saved_them(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    path = tmp_path / "名单.csv"
    rows = [("2026年考核对象名单", ""), ("序号", "单位 名称"), ("1", "甲局\u200b"), ("2", "　乙镇"), ("", "")]
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    assert send(tmp_path, "--bodies", str(path)) == 0
    assert [facts(path)["body"] for path in issued(tmp_path)] == ["甲局", "乙镇"]


def test_cells_that_are_not_names_get_no_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("序号,名字\n1,甲局\n2,乙镇\n合计,2\n", "utf-8")
    assert send(tmp_path, "--bodies", str(path)) == 2
    output = capsys.readouterr().err
    assert [f"名单.csv:{line}：“{name}”不是" in output for line, name in ((1, "序号"), (2, "1"), (4, "合计"))] == [
        True
    ] * 3
    assert not (tmp_path / "out").exists()


def test_the_list_may_be_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(table_file("名单", ("考核对象", "联系人"), [("甲局", "张三"), ("", ""), ("=乙镇", "李四")]))
    assert send(tmp_path, "--bodies", str(path)) == 0
    assert [facts(path)["body"] for path in issued(tmp_path)] == ["甲局", "=乙镇"]
    path.write_bytes(table_file("名单", ("考核对象",), [("甲局",), ("甲局",), ("两行\n名称",)]))
    capsys.readouterr()
    assert send(tmp_path, "--bodies", str(path)) == 2
    output = capsys.readouterr().err
    assert "名单.xlsx!A4" in output
    assert "名单.xlsx!A5" in output
    path.write_bytes(b"PK nothing")
    assert send(tmp_path, "--bodies", str(path)) == 2
    assert "另存为 .xlsx" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gaoping-2022-a", "--only", "米山"], "名单里没有“米山”；是不是“米山镇”？"),
        (["jiangxian-2022-a"], "没有列出考核对象"),
        (["gaoping-2022-a", "--bodies", "none.csv"], "没有这个文件"),
    ],
)
def test_wrong_usage_is_reported_and_writes_nothing(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["-o", str(tmp_path / "out"), "--store", str(tmp_path / "results.db"), "--lang", "zh"]
    assert main(["distribute", *arguments, *more]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_a_store_or_of_a_later_version_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "results.db"
    store.write_text("不是数据库，也足够长" * 50, "utf-8")
    assert send(tmp_path) == 2
    assert "打不开，或不是本程序的数据库" in capsys.readouterr().err
    store.unlink()
    with open_store(str(store)) as made:
        _set_schema(made, 99)
    assert send(tmp_path) == 2
    assert "由较新的程序建立（第 99 版" in capsys.readouterr().err


def _set_schema(store: Store, schema: int) -> None:
    with store.writing() as connection:
        connection.execute(ABOUT.update().values(schema=schema))


def test_a_run_that_is_stopped_half_way_has_issued_nothing_and_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp, count = StampBase.stamp, iter(range(100))

    def stopped(base: StampBase, texts: dict[str, str]) -> bytes:
        if next(count) == 5:
            raise KeyboardInterrupt
        return stamp(base, texts)

    monkeypatch.setattr(StampBase, "stamp", stopped)
    assert send(tmp_path) == 130
    with open_store(str(tmp_path / "results.db")) as store:
        assert store.issues() == []
    assert send(tmp_path) == 0
    result = {facts(path)["issue"] for path in issued(tmp_path)}
    with open_store(str(tmp_path / "results.db")) as store:
        assert {issue.id for issue in store.issues()} == result


def test_a_second_issue_that_is_stopped_half_way_leaves_the_first_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(tmp_path) == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    stamp, count = StampBase.stamp, iter(range(100))

    def stopped(base: StampBase, texts: dict[str, str]) -> bytes:
        if next(count) == 5:
            raise KeyboardInterrupt
        return stamp(base, texts)

    monkeypatch.setattr(StampBase, "stamp", stopped)
    assert send(tmp_path, "--reissue", "更正") == 130
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_all_can_be_packed_into_one_file(tmp_path: Path) -> None:
    assert send(tmp_path, "--zip", str(tmp_path / "全部.zip")) == 0
    with zipfile.ZipFile(tmp_path / "全部.zip") as packed:
        assert len(packed.namelist()) == 16
        name = next(name for name in packed.namelist() if "米山镇" in name)
        assert load_workbook(io.BytesIO(packed.read(name)))["填表说明"]["B3"].value == "米山镇"


@pytest.mark.parametrize("text", ["米山镇", "", "甲" * 100, "<&>\"'", "_x0041_", "𠮷野乡", "a]]>b"])
def test_any_text_is_stamped_as_it_is(text: str) -> None:
    base = Distribution(load_rubric(RUBRIC), "A类", [], BuildOptions(edition="plain")).base()
    copy = StampBase(base, TOKENS).stamp({"body": text, "issue": "1", "seal": "2"})
    with zipfile.ZipFile(io.BytesIO(copy)) as file:
        assert file.testzip() is None
    from xlplugin.filled.workbook_file import WorkbookFile

    assert WorkbookFile(copy).facts()["body"] == text


def test_the_look_of_the_office_is_the_look_of_what_it_issues(tmp_path: Path) -> None:
    look = tmp_path / "look.yaml"
    look.write_text("版面: {评分表: {加分标准单列: 是}}\n", "utf-8")
    assert send(tmp_path, "--only", "米山镇", "--look", str(look)) == 0
    (path,) = issued(tmp_path)
    assert "加分标准" in [cell.value for cell in load_workbook(path)["评分表"][4]]
