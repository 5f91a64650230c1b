"""Reads ``tests/cases/*.yaml`` and ``tests/notices/cases/*.yaml``; see the README in the first folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlplugin import Rubric, load_rubric
from xlplugin.notation.decimals import format_decimal
from xlplugin.rubric.clause import Clause, measure_of, slots
from xlplugin.rubric.clause_kinds import Banded, Choice, Discretionary, Flat, PerOccurrence
from xlplugin.rubric.measures import TypedRate, Value
from xlplugin.rubric_files.scoresheet_file import read_sheets

FOLDER = Path(__file__).parents[1] / "cases"
NOTICES = Path(__file__).parents[1] / "notices"
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
    """Read every case of the package's rubrics."""
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in _read(path, "")]


def cases_of_notices() -> list[Case]:
    """Read every case of the other notices."""
    return [case for path in sorted((NOTICES / "cases").glob("*.yaml")) for case in _read(path, f"{NOTICES}/")]


def _read(path: Path, folder: str) -> list[Case]:
    with path.open("rb") as stream:
        (sheet,) = read_sheets(path, stream)
    assert sheet.problems == ()
    content: Any = sheet.data
    name = content["评分表"]
    rubric = load_rubric(f"{folder}{name}.yaml" if folder else name)
    return [_case(rubric, case) for case in content["用例"]]


def _case(rubric: Rubric, written: dict[str, Any]) -> Case:
    inapplicable = written.get("不适用", [])
    entries: dict[str, Any] = _entries(rubric, written["填报"])
    assert written["其余"] in ("无扣分", "满分", "空白")
    if written["其余"] != "空白":
        for clause in rubric.clauses:
            if clause.required and clause.key.rpartition(".")[0] not in inapplicable:
                entries.setdefault(clause.key, _best(clause) if clause.earns else _harmless(clause))
    data = {"rubric": rubric.id, "body": written["名称"], "entries": entries, "not_applicable": inapplicable}
    return Case(rubric, written["名称"], data, _expected(written["结果"]))


def _entries(rubric: Rubric, written: dict[str, Any]) -> dict[str, Any]:
    """Choices are written as whole numbers, which YAML read strictly gives as text."""
    choices = {clause.key for clause in rubric.clauses if isinstance(clause.kind, Choice)}
    return {key: int(value) if key in choices else value for key, value in written.items()}


def _harmless(clause: Clause) -> object:
    match clause.kind:
        case Flat():
            return False
        case Choice() | PerOccurrence():
            return 0
    match measure_of(clause):
        case TypedRate():
            return {"rate": 100}
        case Value() as value:
            return format_decimal(value.least)
    return {slot.part: 0 for slot in slots(clause) if slot.part != "reason"}


def _best(clause: Clause) -> object:
    """Return an entry with which an award gives all that it can."""
    match clause.kind:
        case Flat():
            return True
        case Choice(tiers):
            return 1 + max(range(len(tiers)), key=lambda at: tiers[at].points)
        case Discretionary(limit):
            return {"amount": format_decimal(limit or 0)}
        case PerOccurrence(points, _, cap):
            return -(-(cap or 0) // points)
    measure = measure_of(clause)
    if isinstance(clause.kind, Banded) and isinstance(measure, Value):
        rungs = clause.kind.bands
        best = max(rungs, key=lambda rung: rung.takes if isinstance(rung.takes, int) else rung.takes.points)
        edge = best.lower or best.upper
        return format_decimal(edge.bound if edge else measure.most)
    return {"rate": 100} if isinstance(measure, TypedRate) else {"part": 1, "whole": 1} if measure else 0


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
