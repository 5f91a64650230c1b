"""Names and calls of version 0.1 keep working, with a warning."""

from pathlib import Path

import pytest

import xlplugin
from xlplugin import deprecated
from xlplugin.errors import RubricError, UsageError

SHEET = {"rubric": "gaoping-2022-a", "body": "米山镇", "entries": {"2.1.1.d1": 4}}


@pytest.fixture
def rubric() -> xlplugin.Rubric:
    return xlplugin.load_rubric("gaoping-2022-a")


def test_renamed_functions_give_what_the_new_ones_give(rubric: xlplugin.Rubric) -> None:
    with pytest.warns(DeprecationWarning, match="check_rubric"):
        assert deprecated.check("gaoping-2022-a") == xlplugin.check_rubric("gaoping-2022-a")
    with pytest.warns(DeprecationWarning, match="explain"):
        assert deprecated.account(rubric, SHEET) == xlplugin.explain(rubric, SHEET)
    with pytest.warns(DeprecationWarning, match="list_inputs"):
        assert deprecated.inputs(rubric) == xlplugin.list_inputs(rubric)
    with pytest.warns(DeprecationWarning, match="rubric_ids"):
        assert deprecated.table_ids() == xlplugin.rubric_ids()


@pytest.mark.parametrize("name", ["check", "account", "inputs", "table_ids", "WrongUse", "RubricFaults"])
def test_the_earlier_names_are_still_imported_from_the_package(name: str) -> None:
    if name[0].isupper():
        with pytest.warns(DeprecationWarning, match=name):
            assert getattr(xlplugin, name) in (UsageError, RubricError)
    else:
        assert getattr(xlplugin, name) is getattr(deprecated, name)


def test_an_error_is_still_caught_by_its_earlier_name() -> None:
    with pytest.warns(DeprecationWarning, match="WrongUse"):
        earlier: type[Exception] = xlplugin.WrongUse
    with pytest.raises(earlier):
        xlplugin.load_rubric("gaoping-2099")


def test_build_workbook_still_takes_a_bodys_name_and_single_choices(rubric: xlplugin.Rubric, tmp_path: Path) -> None:
    xlplugin.build_workbook(rubric, tmp_path / "new.xlsx", xlplugin.BuildOptions(body="米山镇", edition="self"))
    with pytest.warns(DeprecationWarning, match="BuildOptions"):
        xlplugin.build_workbook(rubric, tmp_path / "old.xlsx", "米山镇", edition="self")
    assert (tmp_path / "old.xlsx").read_bytes() == (tmp_path / "new.xlsx").read_bytes()


def test_an_unknown_name_is_not_found() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        getattr(xlplugin, "nonsense")  # noqa: B009  # no type checker knows it
