"""The command line: what it prints, its exit status, and that bad input never ends in a traceback."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from xlplugin import load_rubric
from xlplugin.cli import COMMANDS, main
from xlplugin.rubric_files.new_rubric import new_rubric_text
from xlplugin.workbook.editions import EDITIONS, Edition

SHEET: dict[str, Any] = {"rubric": "gaoping-2022-a", "body": "米山镇", "entries": {"1.1.1.d1": False, "2.1.1.d1": 4}}


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run a command; gives status, standard output and standard error."""
    capsys.readouterr()
    try:
        status = main([str(argument) for argument in arguments])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return status, out, err


def written(tmp_path: Path, content: object, name: str = "sheet.json") -> Path:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(
            content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8"
        )
    return path


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_help_with_an_example(
    command: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "--lang", language, command, "--help")
    assert status == 0
    assert ("例：" if language == "zh" else "example: ") + f"xlplugin {command}" in out


def test_score_prints_the_scorecard_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "score", written(tmp_path, SHEET), "--json")
    card = json.loads(out)
    assert status == 0
    assert (card["total"], card["published"], card["grade"]) == ("94", "94.00", "优秀")


def test_score_reads_the_same_in_yaml(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    yaml = "rubric: gaoping-2022-a\nbody: 米山镇\nentries: {1.1.1.d1: false, 2.1.1.d1: 4}\n"
    _, from_yaml, _ = run(capsys, "score", written(tmp_path, yaml, "sheet.yaml"), "--json")
    _, from_json, _ = run(capsys, "score", written(tmp_path, SHEET), "--json")
    assert from_yaml == from_json


def test_json_lines_give_a_line_for_each_and_a_problem_for_anything_but_a_scoresheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps(SHEET), "{", "[1]", json.dumps({"rubric": "nope"}), json.dumps(SHEET)]
    status, out, _ = run(capsys, "--lang", "en", "score", written(tmp_path, "\n".join(lines), "s.jsonl"), "--json")
    cards = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [card.get("total") for card in cards] == ["94", None, None, None, "94"]
    assert [card.get("line") for card in cards] == [None, 2, 3, 4, None]
    assert all(card["problems"] for card in cards[1:4])


def test_output_goes_to_a_file_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "cards.jsonl"
    status, out, _ = run(capsys, "score", written(tmp_path, json.dumps(SHEET), "s.jsonl"), "--json", "-o", target)
    assert (status, out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["body"] == "米山镇"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cards.jsonl", "s.jsonl"]


def test_what_stood_in_the_output_file_is_kept_where_scoring_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "cards.json"
    target.write_text("before", encoding="utf-8")
    status, _, err = run(capsys, "score", tmp_path / "nowhere.json", "--json", "-o", target)
    assert status == 2
    assert "nowhere.json" in err
    assert target.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["cards.json"]


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("", "s.json", "empty"),
        ("", "s.jsonl", "empty"),
        ("", "s.yaml", "empty"),
        ("{", "s.json", "JSON"),
        ("NaN", "s.json", "scoresheet"),
        ("[]", "s.json", "scoresheet"),
        ("[" * 100_000, "s.json", "nested"),
        ("1" * 5000, "s.json", "JSON"),
        (b"\xff\xfe{}", "s.json", "UTF-8"),
        ('{"rubric": "gaoping-2022-a", "rubric": "gaoping-2022-b"}', "s.json", "'rubric' appears twice"),
        ('{"rubric": "gaoping-2022-z"}', "s.json", "gaoping-2022-z"),
        ('{"body": "甲"}', "s.json", "rubric"),
        ('{"rubric": 5}', "s.json", "rubric"),
        ("a: b: c", "s.yaml", "quoted"),
        ("a: &x 1\nb: *x", "s.yaml", "alias"),
        ("x" * 1_000_001, "s.json", "bytes"),
    ],
)
def test_anything_but_a_scoresheet_is_reported_with_exit_status_1(
    content: str | bytes, name: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "--lang", "en", "score", written(tmp_path, content, name))
    assert status == 1
    assert message in out + err


@pytest.mark.parametrize(
    "entries",
    [
        {"2.1.1.d1": -1},
        {"2.1.1.d1": 1.5},
        {"2.1.1.d1": "x"},
        {"2.1.1.d1": 10**30},
        {"1.2.1.b1": 9},
        {"2.1.2.d1": {"amount": 5, "reason": "甲"}},
        {"2.1.2.d1": {"amount": 1}},
        {"9.9.9.d1": 1},
        {"2.1.1.d1": float("nan")},
    ],
)
def test_a_fault_in_an_entry_names_its_key_with_exit_status_1(
    entries: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "--lang", "en", "score", written(tmp_path, SHEET | {"entries": entries}), "--json")
    card = json.loads(out)
    assert status == 1
    assert next(iter(entries)) in card["problems"][0]
    assert (card["total"], card["published"], card["grade"]) == (None, None, None)


def test_a_lone_surrogate_is_carried_through(tmp_path: Path) -> None:
    path = written(tmp_path, '{"rubric": "gaoping-2022-a", "body": "\\ud800", "entries": {}}')
    ran = subprocess.run([sys.executable, "-m", "xlplugin", "score", path, "--json"], capture_output=True, check=False)
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["body"] == "\ud800"


def test_a_sheet_of_another_rubric_than_the_one_asked_for_is_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "--lang", "en", "score", written(tmp_path, SHEET), "--rubric", "gaoping-2022-b")
    assert status == 1
    assert "gaoping-2022-a" in out


def test_standard_input_is_read_as_json_lines() -> None:
    command = [sys.executable, "-m", "xlplugin", "score", "-", "--json"]
    ran = subprocess.run(command, input=json.dumps(SHEET), capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout)["total"] == "94"


def test_a_reader_that_goes_away_ends_the_command_quietly(tmp_path: Path) -> None:
    path = written(tmp_path, "\n".join([json.dumps(SHEET)] * 2000), "s.jsonl")
    command = f"{sys.executable} -m xlplugin score {path} --json | head -1"
    ran = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602  # a pipe
    assert ran.stderr == ""


def test_explain_tells_the_words_the_entry_the_uncapped_and_the_capped_amount(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "explain", written(tmp_path, SHEET), "--indicator", "2.1.1")
    assert status == 0
    assert out.splitlines()[1:] == [
        "2.1.1 村(居)务公开清单制定、发布和执行（6 分）：扣 6，加 0，得 0",
        "  2.1.1.d1 “督促村（居）民委员会建立完善公开事项清单，做好清单的制定、发布和执行，"
        "未制定并公开的发现一件扣 2 分，扣分上限为 6 分”",
        "    填报：未制定并公开的件数 4 件",
        "    4 件 × 2 分 = 8，上限 6，扣 6",
    ]


def test_explain_tells_the_total_from_the_dimensions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "explain", written(tmp_path, SHEET))
    lines = out.splitlines()
    assert lines[1] == "总分：5 + 4 + 28 + 13 + 10 + 8 + 20 + 6 − 0 = 94；公布得分 94.00，优秀（暂定）"
    assert "  2 基层政务公开（10 分）：扣分合计 6，上限 10；扣 6，加 0，得 4" in lines


def test_explain_of_an_invalid_scoresheet_gives_no_total(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = SHEET | {"entries": {"1.1.1.d1": False, "9.9.9.d1": 1}}
    status, out, err = run(capsys, "explain", written(tmp_path, sheet))
    assert status == 1
    assert "9.9.9.d1" in err
    assert out.splitlines()[1] == "总分：有误"


def test_inputs_lists_every_key_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "inputs", "gaoping-2022-b", "--json")
    listed = json.loads(out)
    assert len(listed) == 57
    by_key = {entry["key"]: entry for entry in listed}
    assert by_key["1.2.1.b1"]["tiers"] == ["制定了相关规范", "规范内容涵盖全面"]
    assert by_key["1.2.1.b1"]["words"] == {"none": "无"}
    assert by_key["1.1.1.d1"]["words"] == {"true": "是", "false": "否"}
    assert (by_key["2.1.3.d1"]["unit"], by_key["2.1.3.d1"]["min"], by_key["2.1.3.d1"]["max"]) == ("件", 0, 99999)
    assert by_key["3.3.9.d1"]["max"] == 20
    assert by_key["2.1.2.d1"]["max"] == 2
    assert by_key["3.3.4.d1"]["may_be_not_applicable"] is True
    assert list(listed[0]) == [
        *("key", "indicator", "kind", "required", "label", "unit", "min", "max", "tiers", "words"),
        "may_be_not_applicable",
    ]


def test_inputs_of_a_workbook_lists_the_cell_of_each_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "build", "gaoping-2022-b", "-o", tmp_path)
    workbook = tmp_path / "gaoping-2022-b.xlsx"
    status, out, _ = run(capsys, "inputs", "gaoping-2022-b", "--json", "--workbook", workbook)
    answer = json.loads(out)
    allowed = [
        indicator.id for indicator in load_rubric("gaoping-2022-b").indicators if indicator.may_be_not_applicable
    ]
    assert sorted(answer["not_applicable"]) == sorted(allowed)
    assert answer["not_applicable"]["3.3.4"] == {"sheet": "评分表", "cell": "J20"}
    cells = {entry["key"]: entry["cells"] for entry in answer["inputs"]}
    assert status == 0
    assert set(cells["3.3.7.d1"]) == {"part", "whole"}
    assert set(cells["3.3.9.d1"]) == {"part"}
    assert set(cells["2.1.2.d1"]) == {"amount", "reason"}
    assert cells["1.1.1.d1"]["value"]["sheet"] == "评分表"
    assert {"out_total", "out_grade", "out_3.3.7_deduction", "out_dimension9_score"} <= set(answer["figures"])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a workbook"])
def test_a_file_that_is_not_a_workbook_is_wrong_usage(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, content, "w.xlsx")
    status, _, err = run(capsys, "inputs", "gaoping-2022-a", "--workbook", path)
    assert status == 2
    assert "w.xlsx" in err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["build", "nowhere"],
        ["build", "gaoping-2022"],
        ["build", "gaoping-2022-a", "--edition", "both"],
        ["build", "gaoping-2022-a", "--password", ""],
        ["build", "gaoping-2022-a", "--look", "nowhere.yaml"],
        ["build", "gaoping-2022-a", "--for", "局" * 101],
        ["inputs", "nowhere"],
        ["check", "nowhere"],
        ["check", "gaoping-2022-a", "--source", "nowhere.txt"],
        ["check", "--source", "notice.txt"],
        ["score"],
        ["score", "nowhere.json"],
        ["explain", "nowhere.json"],
        ["new", "不行"],
        ["new", "../x"],
        ["new", "gaoping-2022-a"],
        ["check", "x" * 300 + ".yaml"],
        ["--lan", "zh", "check"],
        ["build", "gaoping-2022-a", "--for", "甲\n乙"],
        ["build", "gaoping-2022-a", "--for", "长" * 300],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_reported_with_exit_status_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, err = run(capsys, *arguments)
    assert status == 2
    assert err
    assert list(tmp_path.iterdir()) == []


def test_new_leaves_a_file_alone_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "mine", "x.yaml")
    status, _, _ = run(capsys, "new", "test-a", "-o", path)
    assert status == 2
    assert path.read_text(encoding="utf-8") == "mine"


def test_build_writes_into_the_given_folder_and_replaces_whole_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = written(tmp_path, "a file, not a folder", "blocked")
    status, _, err = run(capsys, "build", "gaoping-2022-a", "-o", blocked)
    assert status == 2
    assert "blocked" in err
    status, out, _ = run(capsys, "build", "-o", tmp_path / "out", "--for", "=1+1")
    assert status == 0
    assert len(out.splitlines()) == 4
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".xlsx"] * 4


def test_build_keeps_a_workbook_that_was_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "gaoping-2022-a.xlsx"
    for look in ("7.5", "8"):  # nothing was entered: the second replaces the first
        changed = written(tmp_path, f"列宽:\n  评分表:\n    填报: {look}\n", "look.yml")
        assert run(capsys, "build", "gaoping-2022-a", "-o", tmp_path, "--look", changed)[0] == 0
    assert [path.name for path in tmp_path.glob("*.xlsx")] == [target.name]
    for name in ("in_2.1.1.d1", "evidence_2.1.1_remark", "form_clerk"):
        run(capsys, "build", "gaoping-2022-a", "-o", tmp_path)
        workbook = load_workbook(target)
        ((sheet, cell),) = workbook.defined_names[name].destinations
        workbook[sheet][cell.replace("$", "")].value = 2
        workbook.save(target)
        filled = target.read_bytes()
        status, _, err = run(capsys, "build", "gaoping-2022-a", "-o", tmp_path)
        assert status == 0
        kept = max(tmp_path.glob("gaoping-2022-a.*.xlsx"))
        assert kept.name in err
        assert kept.read_bytes() == filled


def test_build_names_each_edition_and_body_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for options in ([], ["--edition", "self"], ["--edition", "assess"], ["--for", "米山镇"], ["--for", "=A/B:C?"]):
        assert run(capsys, "build", "gaoping-2022-a", "-o", tmp_path, *options)[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "gaoping-2022-a.xlsx",
        "gaoping-2022-a_=A／B：C？.xlsx",
        "gaoping-2022-a_米山镇.xlsx",
        "gaoping-2022-a_考核.xlsx",
        "gaoping-2022-a_自评.xlsx",
    ]


def test_build_makes_the_lists_of_evidence_by_name_or_with_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "build", "shanxi-2020", "-o", tmp_path / "one")[0] == 0
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["shanxi-2020.xlsx"]
    assert run(capsys, "build", "--all", "-o", tmp_path / "all")[0] == 0
    assert len(list((tmp_path / "all").iterdir())) == 6


def test_build_puts_the_bodys_own_scoresheet_into_the_assessors_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = written(tmp_path, SHEET)
    command = ["build", "gaoping-2022-a", "--edition", "assess", "--from", own, "-o", tmp_path]
    assert run(capsys, *command)[0] == 0
    workbook = load_workbook(tmp_path / "gaoping-2022-a_考核_米山镇.xlsx", data_only=True)
    ((sheet, cell),) = workbook.defined_names["self_2.1.1.d1"].destinations
    assert workbook[sheet][cell.replace("$", "")].value == 4
    faulty = written(tmp_path, SHEET | {"entries": {"2.1.1.d1": -4}}, "faulty.json")
    status, _, err = run(capsys, *command[:5], faulty, "-o", tmp_path / "other")
    assert (status, "2.1.1.d1" in err) == (1, True)
    for wrong, expected in (["gaoping-2022-b"], 1), (["gaoping-2022-a", "gaoping-2022-b"], 2), (["gaoping-2020"], 2):
        command = ["build", *wrong, "--edition", "assess", "--from", own, "-o", tmp_path / "other"]
        assert run(capsys, *command)[0] == expected
    assert run(capsys, "build", "gaoping-2022-a", "--from", own, "-o", tmp_path / "other")[0] == 2
    assert not (tmp_path / "other").exists()


def test_the_bodys_own_scoresheet_is_read_against_the_very_rubric_that_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rubric = written(tmp_path, new_rubric_text("test-a"), "test-a.yaml")
    own = written(tmp_path, {"rubric": "test-a", "entries": {"1.1.1.d1": True}}, "own.json")
    assert run(capsys, "build", rubric, "--edition", "assess", "--from", own, "-o", tmp_path / "out")[0] == 0
    workbook = load_workbook(tmp_path / "out" / "test-a_考核.xlsx", data_only=True)
    ((sheet, cell),) = workbook.defined_names["self_1.1.1.d1"].destinations
    assert workbook[sheet][cell.replace("$", "")].value == "是"


@pytest.mark.parametrize("password", ["\udcff", " ", "x" * 256, "a\nb"])
def test_what_cannot_be_a_password_is_refused(
    password: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "build", "gaoping-2022-a", "--password", password, "-o", tmp_path / "out")[0] == 2
    assert not (tmp_path / "out").exists()


def test_a_list_of_evidence_has_no_editions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "build", "gaoping-2020", "--edition", "self", "-o", tmp_path / "out")[0] == 2
    assert run(capsys, "build", "--all", "--edition", "self", "-o", tmp_path / "all")[0] == 0
    assert (tmp_path / "all" / "gaoping-2020.xlsx").is_file()


def test_a_text_that_no_row_has_room_for_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = new_rubric_text("test-a").replace("未听取政务公开工作汇报的，扣 5 分", "未听取汇报" * 240 + "的，扣 5 分")
    status, _, err = run(
        capsys, "--lang", "zh", "build", written(tmp_path, long, "test-a.yaml"), "-o", tmp_path / "out"
    )
    assert status == 0
    assert "打印不全" in err


@pytest.mark.parametrize("what", ["note", "sheet", "own"])
def test_whatever_somebody_left_in_a_workbook_is_kept(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build = ["build", "gaoping-2022-a", "--edition", "assess", "-o", tmp_path]
    target = tmp_path / "gaoping-2022-a_考核.xlsx"
    if what == "own":
        run(capsys, *build, "--from", written(tmp_path, SHEET | {"body": ""}))
    else:
        run(capsys, *build)
        workbook = load_workbook(target)
        if what == "note":
            workbook["评分表"]["C5"].comment = Comment("请核实", "考核组")
        else:
            workbook.create_sheet("记录")
        workbook.save(target)
    before = target.read_bytes()
    run(capsys, *build)
    assert (tmp_path / "gaoping-2022-a_考核.1.xlsx").read_bytes() == before


def test_a_password_may_come_from_the_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "build", "gaoping-2022-a", "--password", "政务", "-o", tmp_path / "option")
    monkeypatch.setenv("XLPLUGIN_PASSWORD", "政务")
    run(capsys, "build", "gaoping-2022-a", "-o", tmp_path / "variable")
    first, second = (tmp_path / folder / "gaoping-2022-a.xlsx" for folder in ("option", "variable"))
    assert first.read_bytes() == second.read_bytes()
    assert load_workbook(first)["评分表"].protection.algorithmName == "SHA-512"


def test_the_editions_of_the_command_are_those_of_the_workbook() -> None:
    assert {edition.value for edition in Edition} == set(EDITIONS)


def test_two_rubrics_of_one_id_are_not_written_over_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = new_rubric_text("test-a")
    first, second = written(tmp_path, text, "1.yaml"), written(tmp_path, text + "#\n", "2.yaml")
    status, _, err = run(capsys, "build", first, second, "-o", tmp_path / "out")
    assert status == 2
    assert "test-a" in err
    assert not (tmp_path / "out").exists()


def test_scores_are_not_written_over_the_scoresheets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, SHEET)
    before = path.read_bytes()
    assert run(capsys, "score", path, "--json", "-o", path)[0] == 2
    assert path.read_bytes() == before


def test_what_a_link_points_at_is_written_and_keeps_its_permissions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, link = written(tmp_path, "before", "cards.json"), tmp_path / "link"
    target.chmod(0o600)
    link.symlink_to(target)
    assert run(capsys, "score", written(tmp_path, SHEET), "--json", "-o", link)[0] == 0
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["total"] == "94"
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "score", written(tmp_path, SHEET), "--json", "-o", "/dev/null")[0] == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_reported_with_exit_status_2(tmp_path: Path) -> None:
    command = f"{sys.executable} -m xlplugin --lang en score {written(tmp_path, SHEET)} --json > /dev/full"
    ran = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602  # a device
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert "No space left" in ran.stderr


def test_the_time_for_unknown_keys_grows_with_their_number_and_not_with_its_square(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def seconds(count: int) -> float:
        entries = {f"2.1.{at}.d1": 1 for at in range(2, count)}
        repeated = ", ".join(f'"k{at % count}": 1' for at in range(count + 1))
        begun = time.process_time()
        assert run(capsys, "score", written(tmp_path, SHEET | {"entries": entries}), "--json")[0] == 1
        assert run(capsys, "score", written(tmp_path, f"{{{repeated}}}"))[0] == 1
        return time.process_time() - begun

    assert seconds(40_000) < 40 * min(seconds(4_000) for _ in range(3))


def test_a_file_among_several_is_named_with_its_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = written(tmp_path, SHEET, "good.json"), written(tmp_path, "[1]", "bad.json")
    lines = written(tmp_path, '{"rubric": "gaoping-2022-a"}\n{"rubric": 1}\n', "lines.jsonl")
    _, out, _ = run(capsys, "--lang", "en", "score", good, bad, lines)
    assert "bad.json: not a scoresheet" in out
    assert "lines.jsonl:2: " in out


def test_a_body_cannot_forge_lines_of_the_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "score", written(tmp_path, SHEET | {"body": "甲\n乙镇\x1b[31m\u202e"}))
    assert "\x1b" not in out
    assert "甲�乙镇" in out.splitlines()[0]


@pytest.mark.parametrize(
    "text", ['{"rubric": "gaoping-2022-a", "entries": {"2.1.1.d1": 1e99999999999999999999}}', "\n\n"]
)
def test_a_line_that_python_itself_stumbles_over_is_a_problem(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "score", written(tmp_path, text, "s.jsonl"), "--json")[0] == 1


def test_a_rubric_that_does_not_check_is_not_built_with_exit_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "评分表: x\n", "x.yaml")
    for command in (["build", path, "-o", tmp_path / "out"], ["inputs", path]):
        status, _, err = run(capsys, *command)
        assert status == 1
        assert "x.yaml" in err
    assert not (tmp_path / "out").exists()


def test_the_language_is_that_of_the_option_or_the_system(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "没有发现问题" in run(capsys, "check", "gaoping-2022-a")[1]
    assert "no findings" in run(capsys, "check", "gaoping-2022-a", "--lang", "en")[1]
    monkeypatch.setenv("LC_ALL", "C")
    assert "no findings" in run(capsys, "check", "gaoping-2022-a")[1]


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version")[1].startswith("xlplugin 0.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("collect", "xlplugin collect：缺少 path, --store"),
        ("collect x --store", "xlplugin collect：--store：后面缺少内容"),
        ("status --store a --foo", "xlplugin：没有这样的参数：--foo"),
        ("foo", "xlplugin：命令：没有 'foo' 这一项，可选 'new', 'check', "),
        ("doctor --json=3", "xlplugin doctor：--json：后面不应有内容 '3'"),
        ("status --edition third --store a", "xlplugin status：--edition：没有 'third' 这一项，可选 "),
    ],
)
def test_wrong_usage_is_reported_in_the_users_language(
    arguments: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "zh", *arguments.split()])
    assert ended.value.code == 2
    usage, *_, last = capsys.readouterr().err.strip().splitlines()
    assert usage.startswith("用法：xlplugin")
    assert last.startswith(message)
    with pytest.raises(SystemExit):
        main(["--lang", "en", *arguments.split()])
    assert "error: " in capsys.readouterr().err


@pytest.mark.parametrize("command", ["", "collect", "build", "score", "resolve"])
def test_help_in_chinese_is_chinese_throughout(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*command.split(), "--help", "--lang", "zh"])
    shown = capsys.readouterr().out
    assert not [word for word in ("usage", "options", "positional", "show this") if word in shown]
