"""The examples in the docstrings of the package give what they show."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT

WITH_EXAMPLES = sorted(path for path in (ROOT / "xlplugin").rglob("*.py") if ">>> " in path.read_text(encoding="utf-8"))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("name", [module_of(path) for path in WITH_EXAMPLES])
def test_the_examples_of_a_module_give_what_they_show(name: str) -> None:
    failed, tried = doctest.testmod(import_module(name), optionflags=doctest.REPORT_NDIFF)
    assert (failed, tried > 0) == (0, True)
