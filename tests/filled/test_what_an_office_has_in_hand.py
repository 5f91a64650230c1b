"""What an office has in hand is read everywhere: entries as people type them, workbooks of other formats, stores."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.filling import layout_of
from tests.support.libreoffice import LibreOffice
from xlplugin import build_workbook, load_rubric
from xlplugin.cli import main
from xlplugin.ooxml.formats import libreoffice
from xlplugin.workbook.build_options import BuildOptions

RUBRIC = load_rubric("gaoping-2022-b")
COUNT, RATE = "2.1.3.d1", "3.3.7.d1"
FORM = {COUNT: "２ 件", RATE: {"part": "9", "whole": "共10件"}}
"""Entries that a person understands and a formula does not."""


def filled_by_hand(path: Path, body: str = "市教育局", edition: str = "plain") -> Path:
    """Fill in a workbook with texts, as a clerk in a hurry does."""
    build_workbook(RUBRIC, path, BuildOptions(edition=edition, body=body))
    entries = layout_of(RUBRIC, edition).main.entries
    workbook = load_workbook(path)
    typed = {COUNT: "２ 件", f"{RATE}_part": "9", f"{RATE}_whole": "10件"}
    for slot, text in typed.items():
        workbook["评分表"][entries[slot].address] = text
    workbook.save(path)
    return path


def computed(path: Path, office: LibreOffice) -> Path:
    office.open(path)
    office.save(path)
    office.close()
    return path


@pytest.mark.office
def test_a_typed_word_counts_in_recalculate_as_in_collect_and_is_named(
    office: LibreOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = computed(filled_by_hand(tmp_path / "甲.xlsx"), office)
    cell = layout_of(RUBRIC).main.entries[COUNT].label
    assert main(["recalculate", str(path), "--lang", "zh"]) == 0
    text = capsys.readouterr().out
    assert f"提示 {cell}：填的是“２ 件”，读作 2" in text
    assert "有 3 处填报不合规范，表中显示有误，按读取的内容总分应为 97.80" in text
    assert main(["recalculate", str(path), "--json", "--lang", "zh"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["verdict"] == "一致"
    assert answer["scoresheet"]["entries"][COUNT] == 2
    assert answer["scorecard"]["published"] == "97.80"
    assert answer["read_as"][0]["cell"] == cell
    # What was typed stays, with a comment that says what to write.
    sheet = load_workbook(path)["评分表"]
    at = layout_of(RUBRIC).main.entries[COUNT].address
    assert sheet[at].value == "２ 件"
    assert "读作 2" in sheet[at].comment.text


@pytest.mark.parametrize("command", ["score", "explain"])
def test_a_typed_word_counts_in_score_and_explain(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_by_hand(tmp_path / "甲.xlsx")
    assert main([command, str(path), "--lang", "zh"]) == 0
    assert {"score": "总分 97.8", "explain": "公布得分 97.80"}[command] in capsys.readouterr().out


def test_what_nobody_can_read_is_still_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_by_hand(tmp_path / "甲.xlsx")
    workbook = load_workbook(path)
    cell = layout_of(RUBRIC).main.entries[COUNT]
    workbook["评分表"][cell.address] = "约3件"
    workbook.save(path)
    assert main(["score", str(path), "--lang", "zh"]) == 1
    assert f"{cell.label}" in capsys.readouterr().out


def converted(path: Path, kind: str, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / f"{path.stem}.{kind}"


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", pytest.param("ods", marks=pytest.mark.long)])
def test_other_formats_are_recalculated_scored_and_explained(
    kind: str, office: LibreOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = computed(filled_by_hand(tmp_path / "甲.xlsx"), office)
    other = converted(path, kind, tmp_path)
    path.unlink()
    before = other.read_bytes()
    assert main(["score", str(other), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["published"] == "97.80"
    assert main(["explain", str(other), "--indicator", "2.1.3", "--lang", "zh"]) == 0
    assert main(["recalculate", str(other), "--lang", "zh"]) == 0
    assert path.exists()  # beside it, as .xlsx
    assert other.read_bytes() == before
    assert main(["recalculate", str(other), "--lang", "zh"]) == 2
    assert "甲.xlsx，而这个文件已存在" in capsys.readouterr().err
    assert main(["recalculate", str(other), "-o", str(tmp_path / f"丙.{kind}"), "--lang", "zh"]) == 2


def test_without_libreoffice_the_message_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "find_office", lambda: "")
    path = tmp_path / "甲.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    for command in ("recalculate", "score", "explain"):
        assert main([command, str(path), "--lang", "zh"]) == 2
        assert "另存为 .xlsx" in capsys.readouterr().err


def test_the_assessors_workbook_takes_the_own_assessment_from_a_workbook(
    tmp_path: Path,
) -> None:
    path = filled_by_hand(tmp_path / "甲.xlsx")
    given = ["build", "gaoping-2022-b", "--edition", "assess", "-o", str(tmp_path / "out"), "--from", str(path)]
    assert main(given) == 0
    (built,) = (tmp_path / "out").glob("*.xlsx")
    assert "市教育局" in built.name
    assert main(["score", str(built), "--json"]) == 0
    sheet = load_workbook(built)["评分表"]
    assert sheet[layout_of(RUBRIC, "assess").sides[1].entries[COUNT].address].value == 2


def test_the_assessors_workbook_takes_the_own_assessment_from_a_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "名单.csv").write_text("市教育局\n市民政局\n", encoding="utf-8")
    store, sent = str(tmp_path / "results.db"), tmp_path / "sent"
    given = ["-o", str(sent), "--store", store, "--bodies", str(tmp_path / "名单.csv")]
    assert main(["distribute", "gaoping-2022-b", *given]) == 0
    (path,) = sent.glob("*市教育局*.xlsx")
    workbook = load_workbook(path)
    workbook["评分表"][layout_of(RUBRIC, "self").main.entries[COUNT].address] = "２ 件"
    back = tmp_path / "back"
    back.mkdir()
    workbook.save(back / "甲.xlsx")
    main(["collect", str(back), "--store", store])
    capsys.readouterr()
    for given in (["score", store, "市教育局", "--json"], ["score", "--store", store, "--body", "市教育局", "--json"]):
        assert main(given) == 0
        assert [json.loads(line)["body"] for line in capsys.readouterr().out.splitlines()] == ["市教育局"]
    assert main(["score", store, "--json"]) == 0
    assert main(["explain", store, "市教育局", "--edition", "self", "--lang", "zh"]) == 0
    assert "市教育局" in capsys.readouterr().out
    assert main(["score", store, "教育局", "--lang", "zh"]) == 2
    assert "是不是“市教育局”" in capsys.readouterr().err
    build = ["build", "gaoping-2022-b", "--edition", "assess", "-o", str(tmp_path / "out"), "--from", store]
    assert main([*build, "--for", "市教育局"]) == 0
    (built,) = (tmp_path / "out").glob("*.xlsx")
    sheet = load_workbook(built)["评分表"]
    assert sheet[layout_of(RUBRIC, "assess").sides[1].entries[COUNT].address].value == 2
    capsys.readouterr()
    assert main([*build, "--lang", "zh"]) == 2
    assert "--for" in capsys.readouterr().err
    assert main([*build, "--for", "市民政局", "--lang", "zh"]) == 1  # nothing came back
    assert main([*build, "--for", "市水利局", "--lang", "zh"]) == 2  # no such body


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_scores_are_written_as_a_table(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tmp_path / "sheets.jsonl"
    sheets = [{"rubric": RUBRIC.id, "body": body, "entries": {COUNT: count}} for body, count in (("甲", 1), ("乙", 2))]
    lines.write_text("".join(f"{json.dumps(sheet)}\n" for sheet in (*sheets, {"rubric": 3})), encoding="utf-8")
    out = tmp_path / f"得分.{kind}"
    assert main(["score", str(lines), "-o", str(out), "--lang", "zh"]) == 1
    assert "3 份，写在" in capsys.readouterr().out
    if kind == "csv":
        rows = [line.split(",") for line in out.read_text(encoding="utf-8-sig").splitlines()]
    else:
        rows = [[str(cell) for cell in row] for row in load_workbook(out).worksheets[0].values]
    head = next(row for row in rows if "考核对象" in row)
    below = rows[rows.index(head) + 1 :]
    body, total, why = (head.index(name) for name in ("考核对象", "总分", "说明"))
    assert [row[body] for row in below[:2]] == ["甲", "乙"]
    assert [float(row[total]) for row in below[:2]] == [99.0, 98.0]
    assert "第 3 行" in below[2][why]


@pytest.mark.parametrize("name", ["a.xls", "a.ods", "a.docx", "a.pdf"])
def test_scores_are_never_written_under_a_name_that_promises_another_format(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "s.json"
    sheet.write_text(json.dumps({"rubric": RUBRIC.id, "body": "甲", "entries": {}}), encoding="utf-8")
    assert main(["score", str(sheet), "-o", str(tmp_path / name), "--lang", "zh"]) == 2
    assert not (tmp_path / name).exists()
    assert ".xlsx" in capsys.readouterr().err


def test_a_json_file_holds_json(tmp_path: Path) -> None:
    sheet = tmp_path / "s.json"
    sheet.write_text(json.dumps({"rubric": RUBRIC.id, "body": "甲", "entries": {COUNT: 1}}), encoding="utf-8")
    shutil.copy(sheet, tmp_path / "t.json")
    assert main(["score", str(sheet), "-o", str(tmp_path / "card.json")]) == 0
    assert json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))["body"] == "甲"
    assert main(["score", str(sheet), str(tmp_path / "t.json"), "-o", str(tmp_path / "cards.json")]) == 0
    assert len(json.loads((tmp_path / "cards.json").read_text(encoding="utf-8"))) == 2
    assert main(["score", str(sheet), "-o", str(tmp_path / "card.jsonl")]) == 0
    (line,) = (tmp_path / "card.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["body"] == "甲"
