"""A notice without bands has no grades, and none are borrowed silently."""

from pathlib import Path

import pytest

from tests.support.filling import layout_of
from tests.support.scoresheets import an_ordinary_scoresheet
from tests.support.second_engine import Recalculated
from xlplugin import RubricError, build_workbook, check_rubric, explain, load_rubric, read_scoresheet, score
from xlplugin.rubric_files.library import load
from xlplugin.rubric_files.new_rubric import new_rubric_text
from xlplugin.rubric_files.versions import rubric_of
from xlplugin.scoring.scorecard import figures_and_sentences
from xlplugin.workbook.build_options import BuildOptions

SCHEME = "考核方案: gaoping-2020"
REASON = "参照理由: "


def rubric_file(folder: Path, *, has_scheme: bool, has_reason: bool) -> Path:
    """Write a rubric that names a scheme, says why, or neither."""
    lines = new_rubric_text("ceshi-2026-a").splitlines(keepends=True)
    kept = [
        line
        for line in lines
        if (has_scheme or not line.startswith(SCHEME)) and (has_reason or not line.startswith(REASON))
    ]
    path = folder / "ceshi-2026-a.yaml"
    path.write_text("".join(kept), encoding="utf-8")
    return path


def test_without_a_scheme_there_is_a_total_and_no_grade(tmp_path: Path) -> None:
    rubric = load_rubric(str(rubric_file(tmp_path, has_scheme=False, has_reason=False)))
    card = score(rubric, an_ordinary_scoresheet(rubric))
    assert card.grade is None
    assert card.as_json()["grade"] is None
    assert card.published_text == "-4.00"
    assert card.figures["grade"] == "无等次"
    sentence = figures_and_sentences(rubric, read_scoresheet(rubric, an_ordinary_scoresheet(rubric)))["result:sentence"]
    assert "等次" not in str(sentence)
    assert explain(rubric, an_ordinary_scoresheet(rubric))


@pytest.mark.parametrize("edition", ["self", "assess"])
def test_a_workbook_without_grades_says_so_in_formulas_too(edition: str, tmp_path: Path) -> None:
    rubric = load_rubric(str(rubric_file(tmp_path, has_scheme=False, has_reason=False)))
    layout, sheet = layout_of(rubric, edition), an_ordinary_scoresheet(rubric)
    own = read_scoresheet(rubric, sheet) if layout.own else None
    build_workbook(rubric, tmp_path / "w.xlsx", BuildOptions(edition=edition, own=own))
    engine = Recalculated(tmp_path / "w.xlsx")
    for entered in ({"rubric": rubric.id, "entries": {}}, sheet):
        assert engine.wrong(layout, entered, sheet) == []
    cell = layout.main.figures["grade"]
    (grade,) = engine.workbook.evaluate_cells([(cell.sheet, cell.row, cell.column)])
    assert grade == "无等次"


def test_grades_of_another_notice_need_a_reason(tmp_path: Path) -> None:
    path = rubric_file(tmp_path, has_scheme=True, has_reason=False)
    (problem,) = check_rubric(str(path))
    assert (problem.code, problem.where) == ("grades-borrowed", f"{path}:13")
    with pytest.raises(RubricError):
        load_rubric(str(path))
    path = rubric_file(tmp_path, has_scheme=True, has_reason=True)
    assert check_rubric(str(path)) == []
    assert load_rubric(str(path)).scheme.grades


def test_what_was_issued_before_a_check_became_stricter_is_scored_as_it_was_issued(tmp_path: Path) -> None:
    path = rubric_file(tmp_path, has_scheme=True, has_reason=False)
    issued = load(path).table
    assert issued
    facts = {"rubric": "ceshi-2026-a", "version": issued.version, "digest": issued.digest}
    assert rubric_of(facts, [tmp_path]).digest == issued.digest
    with pytest.raises(RubricError):
        rubric_of(facts | {"digest": "0" * 64}, [tmp_path])
