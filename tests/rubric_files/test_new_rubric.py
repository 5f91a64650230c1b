"""New rubrics and schemes are valid as they are written, and take the year of their id."""

from pathlib import Path

import pytest

from xlplugin import RubricError, UsageError, check_rubric, load_rubric, load_scheme, rubric_ids
from xlplugin.rubric_files.library import load, scheme_ids
from xlplugin.rubric_files.new_rubric import new_rubric_text, new_scheme_text, text_for_another_year
from xlplugin.scoring.steps.calculation import calculation


def written(folder: Path, id: str, text: str) -> str:
    path = folder / f"{id}.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("id", "year"), [("ceshi-2031-a", 2031), ("ceshi", 2026), ("ceshi-1", 2026), ("2030", 2030), ("x2026-2031-a", 2031)]
)
def test_a_new_rubric_and_a_new_scheme_have_no_findings_and_the_year_of_their_id(
    id: str, year: int, tmp_path: Path
) -> None:
    rubric = written(tmp_path, id, new_rubric_text(id))
    assert check_rubric(rubric) == []
    assert (load_rubric(rubric).id, load_rubric(rubric).year) == (id, year)
    scheme = written(tmp_path, id, new_scheme_text(id))
    assert check_rubric(scheme) == []
    read = load_scheme(scheme)
    assert (read.id, read.year, [grade.name for grade in read.grades]) == (id, year, ["优秀", "良好", "合格", "不合格"])
    assert read.bodies
    assert read.procedure
    assert read.use_of_results


def test_a_rubric_may_use_the_new_scheme_beside_it(tmp_path: Path) -> None:
    written(tmp_path, "ceshi-2031", new_scheme_text("ceshi-2031"))
    text = new_rubric_text("ceshi-2031-a").replace("考核方案: gaoping-2020", "考核方案: ceshi-2031")
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("参照理由"))
    assert check_rubric(written(tmp_path, "ceshi-2031-a", text)) == []


@pytest.mark.parametrize("id", rubric_ids())
def test_a_copy_for_another_year_scores_alike_and_has_its_own_id_year_and_notice(id: str, tmp_path: Path) -> None:
    path = written(tmp_path, "ceshi-2031-a", text_for_another_year(id, "ceshi-2031-a"))
    copied, original = load(Path(path)).table, load_rubric(id)
    assert copied
    assert (copied.id, copied.year) == ("ceshi-2031-a", 2031)
    assert (copied.notice.title, copied.notice.number) == ("（请填新通知的标题）", "")
    assert calculation(copied).steps[:-1] == calculation(original).steps[:-1]
    assert str(original.year) not in copied.title
    codes = {problem.code for problem in check_rubric(path)}
    assert codes <= {"grades-borrowed"}  # its scheme is still that of the earlier notice


@pytest.mark.parametrize("id", scheme_ids())
def test_a_copy_of_a_scheme_is_a_scheme(id: str, tmp_path: Path) -> None:
    path = written(tmp_path, "ceshi-2031", text_for_another_year(id, "ceshi-2031"))
    copied = load_scheme(path)
    assert (copied.id, copied.year) == ("ceshi-2031", 2031)
    bands = [[(grade.name, grade.at_least, grade.below) for grade in one.grades] for one in (copied, load_scheme(id))]
    assert bands[0] == bands[1] != []
    assert check_rubric(path) == []


def test_an_id_that_is_taken_or_a_file_that_is_not_there_is_refused() -> None:
    for wrong in ("gaoping-2022-a", "gaoping-2022", "不行"):
        for make in (new_rubric_text, new_scheme_text):
            with pytest.raises(UsageError):
                make(wrong)
    with pytest.raises((UsageError, RubricError)):
        text_for_another_year("gaoping-1999-a", "ceshi-2031-a")
