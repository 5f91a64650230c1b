"""Workbooks of other notices, and of every rule beyond a clause, as LibreOffice recalculates them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.scoring import test_conditions, test_groups, test_missing_and_weights
from tests.support.casefile import cases_of_notices
from tests.support.filling import cells_of, differences, layout_of
from tests.support.libreoffice import LibreOffice
from tests.support.openxml_validator import VERSIONS, Validator
from tests.support.small_rubrics import rubric_of
from xlplugin import Rubric, build_workbook
from xlplugin.workbook.build_options import BuildOptions

pytestmark = pytest.mark.office
CASES = cases_of_notices()


def wrong(office: LibreOffice, rubric: Rubric, path: Path, sheets: Iterable[Mapping[str, Any]]) -> list[str]:
    """Enter scoresheets into a workbook, one after the other; give the figures that differ from the engine's."""
    layout, found = layout_of(rubric, "assess"), []
    build_workbook(rubric, path, BuildOptions(edition="assess"))
    office.open(path)
    try:
        for sheet in sheets:
            office.set(cells_of(layout, sheet))
            found += differences(rubric, layout.main, {"rubric": rubric.id, **sheet}, office.get())
    finally:
        office.close()
    return found


@pytest.mark.parametrize("name", sorted({case.rubric.id for case in CASES}))
def test_each_case_of_a_notice_gives_the_engines_figures(name: str, office: LibreOffice, tmp_path: Path) -> None:
    cases = [case for case in CASES if case.rubric.id == name]
    assert wrong(office, cases[0].rubric, tmp_path / "w.xlsx", (case.data for case in cases)) == []


def test_conditions_give_the_engines_figures(office: LibreOffice, tmp_path: Path) -> None:
    of = test_conditions
    rubric = of.rubric_with(tmp_path, of.DOUBLE, of.EXEMPT, of.GATE, of.CEILING, of.VETO, of.ANY)
    changed: list[dict[str, Any]] = [
        {},
        {"1.1.d1": 1, "2.1.d1": 4},
        {"1.1.d2": True, "1.2.a1": {"rate": 49}},
        {"1.1.d1": "x"},
    ]
    assert wrong(office, rubric, tmp_path / "w.xlsx", ({"entries": of.ENTRIES | one} for one in changed)) == []


@pytest.mark.parametrize("text", [test_missing_and_weights.table(one) for one in ("缺项: 折算\n", "缺项: 平摊\n")])
def test_what_is_left_out_gives_the_engines_figures(text: str, office: LibreOffice, tmp_path: Path) -> None:
    rubric = rubric_of(tmp_path, text)
    sheets = [test_missing_and_weights.sheet(rubric, *out) for out in ((), ("1.1",), ("1.1", "1.2", "2.2"))]
    assert wrong(office, rubric, tmp_path / "w.xlsx", sheets) == []


def test_groups_give_the_engines_figures(office: LibreOffice, tmp_path: Path) -> None:
    of = test_groups
    groups = of.group("1.1.b1, 1.2.b1, bonus.1", "取: 最高, 上限: 4") + of.group("'1.1', '1.2'", "取: 去掉最低", "最低")
    rubric = rubric_of(tmp_path, of.TABLE + groups)
    assert wrong(office, rubric, tmp_path / "w.xlsx", [{"entries": of.ENTRIES}, {"entries": {}}]) == []


@pytest.mark.parametrize("name", ["wuhuan-2018-hse", "shicheng-2018-river"])
def test_the_file_is_valid_by_the_open_xml_sdk(name: str, validator: Validator, tmp_path: Path) -> None:
    rubric = next(case.rubric for case in CASES if case.rubric.id == name)
    build_workbook(rubric, tmp_path / "w.xlsx", BuildOptions(edition="assess"))
    for version in VERSIONS:
        assert validator.errors(tmp_path / "w.xlsx", version) == []
