"""Reads ``tests/cases/*.yaml``; see the README there."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlplugin import Rubric, load_rubric
from xlplugin.rubric.clause import slots
from xlplugin.rubric.clause_kinds import Choice, Flat, PerOccurrence
from xlplugin.rubric_files.scoresheet_file import read_sheets

FOLDER = Path(__file__).parents[1] / "cases"
WORDS = {"扣分": "deduction", "加分": "bonus", "得分": "score"}
RESULTS = {
    "总分": "total",
    "公布": "published",
    "等次": "grade",
    "状态": "status",
    "未评": "blank",
    "有误": "faulty",
    "综合加分": "general_bonus",
    "重大扣分": "major_deduction",
}


@dataclass(frozen=True)
class Case:
    """A case: what was entered, and the expected results of steps, as text."""

    rubric: Rubric
    name: str
    data: dict[str, Any]
    expected: dict[str, str]


def all_cases() -> list[Case]:
    """Read every case."""
    cases = []
    for path in sorted(FOLDER.glob("*.yaml")):
        with path.open("rb") as stream:
            (sheet,) = read_sheets(path, stream)
        assert sheet.problems == ()
        content: Any = sheet.data
        rubric = load_rubric(content["评分表"])
        cases += [_case(rubric, case) for case in content["用例"]]
    return cases


def _case(rubric: Rubric, written: dict[str, Any]) -> Case:
    inapplicable = written.get("不适用", [])
    entries: dict[str, Any] = _entries(rubric, written["填报"])
    assert written["其余"] in ("无扣分", "空白")
    if written["其余"] == "无扣分":
        for clause in rubric.clauses:
            if clause.required and clause.key.rpartition(".")[0] not in inapplicable:
                entries.setdefault(clause.key, _harmless(clause))
    data = {"rubric": rubric.id, "body": written["名称"], "entries": entries, "not_applicable": inapplicable}
    return Case(rubric, written["名称"], data, _expected(written["结果"]))


def _entries(rubric: Rubric, written: dict[str, Any]) -> dict[str, Any]:
    """Choices are written as whole numbers, which YAML read strictly gives as text."""
    choices = {clause.key for clause in rubric.clauses if isinstance(clause.kind, Choice)}
    return {key: int(value) if key in choices else value for key, value in written.items()}


def _harmless(clause: Any) -> object:
    match clause.kind:
        case Flat():
            return False
        case Choice() | PerOccurrence():
            return 0
        case _:
            return {slot.part: 0 for slot in slots(clause) if slot.part != "reason"}


def _expected(written: dict[str, Any]) -> dict[str, str]:
    expected: dict[str, str] = {}
    for name, value in written.items():
        if name in RESULTS:
            expected[RESULTS[name]] = value
        elif isinstance(value, dict):
            step = name.replace("一级指标 ", "dimension")
            expected |= {f"{step}:{WORDS[word]}": figure for word, figure in value.items()}
        else:
            expected[f"{name}:sentence"] = value
    return expected
