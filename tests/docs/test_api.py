"""The examples of docs/api.md run as they stand, and name everything that is public."""

import doctest
import inspect
from pathlib import Path

import pytest

import xlplugin
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "api.md"


def test_the_examples_of_the_page_give_what_they_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    options = doctest.ELLIPSIS | doctest.REPORT_NDIFF
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=options)
    assert (failed, tried > 30) == (0, True)


def test_the_page_names_every_public_function() -> None:
    text = PAGE.read_text(encoding="utf-8")
    functions = [name for name in xlplugin.__all__ if inspect.isfunction(getattr(xlplugin, name))]
    assert [name for name in functions if name not in text] == []


@pytest.mark.parametrize("name", xlplugin.__all__)
def test_every_public_name_has_a_docstring_and_functions_say_what_they_take(name: str) -> None:
    public = getattr(xlplugin, name)
    text = inspect.getdoc(public) or ""
    assert text
    if inspect.isfunction(public) and len(inspect.signature(public).parameters) > 1:
        assert "Args:" in text
