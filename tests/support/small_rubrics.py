"""Small rubrics for tests of single rules, and their workbooks set beside the engine."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.support.filling import layout_of
from tests.support.second_engine import Recalculated
from xlplugin import Rubric, build_workbook, check_rubric, explain
from xlplugin.rubric_files.library import load_table
from xlplugin.workbook.build_options import BuildOptions

HEAD = """格式: 1
评分表: {id}
名称: 试验评分表
年度: 2026
通知: {{标题: 试验, 文号: ''}}
"""


def write_rubric(folder: Path, text: str, id: str = "test-a") -> Path:
    """Write a rubric: its text without the head."""
    path = folder / f"{id}.yaml"
    path.write_text(HEAD.format(id=id) + text, encoding="utf-8")
    return path


def rubric_of(folder: Path, text: str, id: str = "test-a") -> Rubric:
    """Return a rubric; it must be readable, ``check`` may have findings."""
    return load_table(str(write_rubric(folder, text, id)))


def codes(folder: Path, text: str) -> list[str]:
    """Return the codes of what ``check`` finds."""
    return [problem.code for problem in check_rubric(str(write_rubric(folder, text)))]


def differing(folder: Path, rubric: Rubric, sheets: Iterable[Mapping[str, Any]], edition: str = "plain") -> list[str]:
    """Return what a second engine computes otherwise, in the workbook with these scoresheets."""
    layout = layout_of(rubric, edition)
    build_workbook(rubric, folder / "w.xlsx", BuildOptions(edition=edition))
    engine = Recalculated(folder / "w.xlsx")
    wrong = []
    for sheet in sheets:
        wrong += engine.wrong(layout, {"rubric": rubric.id, "body": "甲", **sheet})
        assert explain(rubric, {"rubric": rubric.id, "body": "甲", **sheet})
    return wrong
