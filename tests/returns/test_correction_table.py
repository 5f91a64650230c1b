"""Corrections as a table: all of them, or none."""

import json
from pathlib import Path

import pytest

from tests.returns.test_several_assessors import Round

HEAD = "考核对象,填报项,更正为,理由,依据\n"


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Round:
    """One body, assessed: 91.00."""
    made = Round(tmp_path, capsys)
    made.collect("第一位考核人")
    return made


def table(office: Round, text: str, name: str = "更正.csv") -> tuple[int, str]:
    path = office.folder / name
    path.write_text(text, encoding="utf-8-sig")
    return office.run("correct", "--table", path, "--by", "赵六")


def final(office: Round) -> str:
    _, out = office.run("score", "--json", "--edition", "final")
    total: str = json.loads(out.splitlines()[0])["total"]
    return total


def test_every_row_is_recorded_and_may_be_taken_back(office: Round) -> None:
    rows = "米山镇,2.1.1.d1,1,复核少一件,核查记录3\n,,,,\n米山镇,1.1.1.d1,否,已听取汇报,会议纪要\n"
    status, text = table(office, HEAD + rows)
    assert (status, text) == (0, "已记录 2 项更正，涉及 1 个考核对象\n")
    assert final(office) == "98"  # 91 + 2 + 5
    assert table(office, HEAD + "米山镇,1.1.1.d1,撤回,会议不是专题\n")[0] == 0
    assert final(office) == "93"
    _, log = office.run("log", "--by", "赵六")
    assert "核查记录3" in log


def test_all_problems_are_listed_with_their_rows_and_nothing_is_recorded(office: Round) -> None:
    rows = (
        "米山镇,2.1.1.d1,1,复核少一件,\n"
        "米山鎮,2.1.1.d1,1,复核,\n"
        "米山镇,2.1.1.d9,1,复核,\n"
        "米山镇,2.1.1.d1,0,再复核,\n"
        "米山镇,1.1.1.d1,也许,复核,\n"
        "米山镇,3.3.7.d1,,复核,\n"
        "米山镇,3.3.1.d1,1,,\n"
    )
    status, text = table(office, HEAD + rows)
    assert status == 2
    for row, words in (
        (3, "没有给“米山鎮”发放过工作簿"),
        (4, "没有“2.1.1.d9”这一项"),
        (5, "在第 2 行已经有了"),
        (6, "也许"),
        (7, "没有写更正为什么"),
        (8, "请写明理由"),
    ):
        (line,) = (line for line in text.splitlines() if f"更正.csv:{row}" in line)
        assert words in line, line
    assert final(office) == "91"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("考核对象,填报项,改为\n米山镇,2.1.1.d1,1\n", "缺少列：更正为、理由"),
        (HEAD, "空"),
        ("", "缺少列"),
    ],
)
def test_a_table_that_is_none_is_refused(text: str, words: str, office: Round) -> None:
    status, said = table(office, text)
    assert (status, words in said) == (2, True), said


def test_one_correction_and_a_table_are_not_given_together(office: Round) -> None:
    status, text = office.run("correct", "米山镇", "2.1.1.d1", "1", "--table", "更正.csv", "--by", "赵六")
    assert (status, "二者选一" in text) == (2, True)
    assert office.run("correct", "--by", "赵六")[0] == 2
    status, text = table(office, HEAD, "更正.docx")
    assert (status, ".csv、.xlsx" in text) == (2, True)
