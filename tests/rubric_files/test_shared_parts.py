"""One file for several classes of bodies, and a common part that many tables refer to."""

from pathlib import Path

import pytest

from xlplugin import check_rubric, load_rubric, open_store, score
from xlplugin.cli import main
from xlplugin.errors import UsageError
from xlplugin.rubric_files.library import load_sources, load_table

PART = """格式: 1
部分: gongxing
指标:
- 一级指标: 共性指标
  赋分: 40
  二级指标:
  - {编号: 1.1, 名称: 党建, 赋分: 40, 扣分标准: [{原文: 每次扣 2 分, 填报: 次数, 每: 次, 扣分: 2}]}
"""
TABLE = """格式: 1
评分表: {镇街: zhx-a, 部门: zhx-b}
名称: 综合考核评分表
年度: 2026
通知: {标题: 试验, 文号: ''}
可突破: 否
指标:
- 引用: gongxing
- 一级指标: 个性指标
  赋分: {镇街: 60, 部门: 50}
  二级指标:
  - 编号: 2.1
    名称: 主责主业
    赋分: {镇街: 40, 部门: 50}
    扣分标准:
    - 原文: {镇街: 每件扣 5 分, 部门: 每件扣 10 分}
      填报: 件数
      每: 件
      扣分: {镇街: 5, 部门: 10}
  - {编号: 2.2, 名称: 村务, 类别: [镇街], 赋分: 20, 扣分标准: [{原文: 每村扣 1 分, 填报: 村数, 每: 村, 扣分: 1}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gongxing.yaml").write_text(PART, encoding="utf-8")
    (tmp_path / "zhx.yaml").write_text(TABLE, encoding="utf-8")
    return tmp_path


def path(folder: Path, id: str = "zhx-a") -> str:
    return str(folder / f"{id}.yaml")


def test_each_class_has_its_own_table_with_the_common_part(folder: Path) -> None:
    towns, offices = load_rubric(path(folder)), load_rubric(path(folder, "zhx-b"))
    assert [[one.id for one in table.indicators] for table in (towns, offices)] == [
        ["1.1", "2.1", "2.2"],
        ["1.1", "2.1"],
    ]
    assert [table.base // 10_000 for table in (towns, offices)] == [100, 90]
    entries = {"1.1.d1": 1, "2.1.d1": 2}
    totals = [score(table, {"rubric": table.id, "body": "甲", "entries": entries}).total for table in (towns, offices)]
    assert [f"{total}" for total in totals] == ["88", "68"]  # 100 − 2 − 10, 90 − 2 − 20
    assert towns.digest != offices.digest


def test_the_store_keeps_all_files_of_a_class(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "名单.csv").write_text("甲\n乙\n", encoding="utf-8")
    store = str(folder / "s.db")
    for id in ("zhx-a", "zhx-b"):
        given = ["-o", str(folder / id), "--store", store, "--bodies", str(folder / "名单.csv")]
        assert main(["distribute", path(folder, id), *given]) == 0
    for name in ("zhx", "gongxing"):
        (folder / f"{name}.yaml").unlink()
    assert main(["status", "--store", store]) == 0
    with open_store(store) as opened:
        for issue in opened.issues():
            kept = load_sources(issue.rubric, opened.rubric_sources(issue.rubric_digest))
            assert (kept.id, kept.digest) == (issue.rubric, issue.rubric_digest)
    assert main(["verify", store]) == 0
    capsys.readouterr()


def test_a_scheme_sends_each_class_its_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "fangan.yaml").write_text(
        "格式: 1\n考核方案: fangan\n名称: 方案\n年度: 2026\n通知: {标题: 试验, 文号: ''}\n"
        "考核对象:\n  总数: 3\n  各类:\n"
        "  - {类别: 镇街, 数量: 2, 评分表: zhx-a, 单位: [甲镇, 乙镇]}\n"
        "  - {类别: 部门, 数量: 1, 评分表: zhx-b, 单位: [丙局]}\n",
        encoding="utf-8",
    )
    table = TABLE.replace("可突破: 否", "可突破: 否\n考核方案: fangan")
    (folder / "zhx.yaml").write_text(table, encoding="utf-8")
    given = ["-o", str(folder / "out"), "--store", str(folder / "s.db"), "--lang", "zh"]
    assert main(["distribute", str(folder / "fangan.yaml"), *given]) == 0
    assert ["个工作簿" in line for line in capsys.readouterr().out.splitlines()] == [True, True]


def test_the_file_itself_asks_which_class(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "zhx.yaml"), "--lang", "zh"]) == 1
    output = capsys.readouterr()
    assert "请写明是哪一份：zhx-a.yaml、zhx-b.yaml" in output.out + output.err
    assert main(["check", path(folder), "--lang", "zh"]) == 0
    assert main(["inputs", path(folder, "zhx-b"), "--json"]) == 0
    capsys.readouterr()
    assert main(["build", path(folder), "-o", str(folder / "built")]) == 0
    assert [one.name for one in (folder / "built").iterdir()] == ["zhx-a.xlsx"]


def test_a_problem_in_the_common_part_has_its_file_and_line(folder: Path) -> None:
    (folder / "gongxing.yaml").write_text(PART.replace("每: 次", "每次: 次"), encoding="utf-8")
    problems = check_rubric(path(folder))
    assert problems
    assert {problem.where for problem in problems} == {f"{folder / 'gongxing.yaml'}:7"}


def test_a_table_without_classes_may_refer_to_a_common_part(folder: Path) -> None:
    text = TABLE.replace("{镇街: zhx-a, 部门: zhx-b}", "own").replace("{镇街: 60, 部门: 50}", "40")
    own = text.replace("{镇街: 40, 部门: 50}", "40").replace("{镇街: 每件扣 5 分, 部门: 每件扣 10 分}", "每件扣 5 分")
    own = own.replace("{镇街: 5, 部门: 10}", "5").partition("  - {编号: 2.2")[0]
    (folder / "own.yaml").write_text(own, encoding="utf-8")
    table = load_rubric(str(folder / "own.yaml"))
    assert [one.id for one in table.indicators] == ["1.1", "2.1"]
    assert len(table.sources) == 2
    assert load_sources("own", table.sources).digest == table.digest


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("引用: gongxing", "引用: gongtong", "no-such-part"),
        ("赋分: {镇街: 60, 部门: 50}", "赋分: {镇街: 60}", "no-value-of-class"),
        ("类别: [镇街]", "类别: [乡镇]", "no-such-class"),
        ("部门: zhx-b", "部门: zhx-a", "classes-unclear"),
        ("赋分: {镇街: 60, 部门: 50}", "赋分: {镇街: 60, 其他: 50}", "no-such-class"),
        ("类别: [镇街]", "类别: []", "for-no-class"),
    ],
)
def test_what_cannot_be_meant_is_refused(before: str, after: str, code: str, folder: Path) -> None:
    assert TABLE.count(before) == 1
    (folder / "zhx.yaml").write_text(TABLE.replace(before, after), encoding="utf-8")
    id = "zhx-a" if code == "classes-unclear" else "zhx-b"
    assert code in [problem.code for problem in check_rubric(path(folder, id))]


def test_a_common_part_does_not_refer_to_another_one(folder: Path) -> None:
    (folder / "gongxing.yaml").write_text(PART + "- 引用: more\n", encoding="utf-8")
    assert [problem.code for problem in check_rubric(path(folder))] == ["part-in-part"]


def test_a_table_of_no_class_is_not_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", path(folder, "zhx-c")]) == 2
    assert "zhx-c.yaml" in capsys.readouterr().err
    with pytest.raises(UsageError):
        load_table(path(folder, "zhx-c"))


def test_a_copy_beside_the_file_is_noticed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "zhx - 副本.yaml").write_text(TABLE.replace("扣 5 分", "扣 1 分"), encoding="utf-8")
    for command in ("check", "build", "inputs"):
        assert main([command, path(folder), "--lang", "zh"]) == 2
        assert "zhx - 副本.yaml、zhx.yaml" in capsys.readouterr().err


def test_a_common_part_is_known_as_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "gongxing.yaml"), "--lang", "zh"]) == 1
    assert "这是供引用的共性部分" in capsys.readouterr().out
    (folder / "gongxing.yaml").write_text("格式: 1\n部分: gongxing\n指标:\n- 一级指标: [\n", encoding="utf-8")
    assert [problem.where.partition(".yaml")[0][-8:] for problem in check_rubric(path(folder))] == ["gongxing"]
