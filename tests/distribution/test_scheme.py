"""A scheme sends each class of bodies its own table, at once."""

from pathlib import Path

import pytest

from xlplugin.cli import main


def send(folder: Path, *more: object) -> int:
    given = ("distribute", "gaoping-2022", "-o", folder / "out", "--store", folder / "s.db", "--lang", "zh", *more)
    return main([str(one) for one in given])


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "out").glob("2*.xlsx"))


def listed(folder: Path, text: str) -> Path:
    path = folder / "名单.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_class_gets_its_own_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert send(tmp_path, "--only", "米山镇", "市教育局", "--due", "2026-12-10") == 0
    assert [("A类" in name, "B类" in name) for name in files(tmp_path)] == [(True, False), (False, True)]
    out = capsys.readouterr().out
    assert (out.count("1 个工作簿"), "gaoping-2022-a" in out, "gaoping-2022-b" in out) == (2, True, True)
    assert main(["status", "--store", str(tmp_path / "s.db"), "--lang", "zh"]) == 0
    text = capsys.readouterr().out
    assert text.count("发出 1，已报送 0") == 2


def test_an_offices_list_says_the_class_of_each_body(tmp_path: Path) -> None:
    path = listed(tmp_path, "单位名称,类别\n甲镇,A类\n乙局,B\n丙局,gaoping-2022-b\n")
    assert send(tmp_path, "--bodies", path) == 0
    assert [name.partition("评分表")[2] for name in files(tmp_path)] == [
        "（A类）（自评）_01_甲镇.xlsx",
        "（B类）（自评）_01_乙局.xlsx",
        "（B类）（自评）_02_丙局.xlsx",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("单位名称,类别\n甲镇,C类\n乙局,\n", ["“甲镇”的类别写的是“C类”", "“乙局”的类别写的是“”"]),
        ("单位名称\n甲镇\n", ["“甲镇”的类别"]),
    ],
)
def test_a_body_of_no_class_is_refused_with_all_others(
    text: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert send(tmp_path, "--bodies", listed(tmp_path, text)) == 2
    error = capsys.readouterr().err
    for one in words:
        assert one in error
    assert not (tmp_path / "out").exists()


def test_nothing_is_sent_of_any_table_if_one_was_sent_before(tmp_path: Path) -> None:
    assert send(tmp_path, "--only", "市教育局") == 0
    before = files(tmp_path)
    assert send(tmp_path, "--only", "米山镇", "市教育局") == 2
    assert files(tmp_path) == before
    assert send(tmp_path, "--only", "米山镇", "市教育局", "--reissue", "重发") == 0
    assert len(files(tmp_path)) == 2


def test_an_unknown_body_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert send(tmp_path, "--only", "米山") == 2
    assert "米山镇" in capsys.readouterr().err


def test_what_is_wrong_with_the_second_table_is_said_before_the_first_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bodies = listed(tmp_path, "单位名称,类别\n甲镇,A类\n乙局,B类\n")
    raters = tmp_path / "考核人.csv"
    raters.write_text("姓名,负责,考核对象\n张三,,甲镇\n李四,9.9.9,乙局\n", encoding="utf-8")
    assert send(tmp_path, "--bodies", bodies, "--edition", "assess", "--raters", raters) == 2
    assert "9.9.9" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "s.db").exists()
