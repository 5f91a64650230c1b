"""Imports run one way, and heavy libraries stay in their folders."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "xlplugin"
LAYERS = [
    {"messages", "characters"},
    {"errors"},
    {"amount", "files", "numeral", "look", "address"},
    {"ooxml"},
    {"expression", "clauses"},
    {"rubric", "rules"},
    {"evaluate", "formula", "explain"},
    {"calculation"},
    {"scoresheet", "listing"},
    {"entered"},
    {"normalise", "doubts"},
    {"scorecard"},
    {"explanation"},
    {"loading"},
    {"workbook"},
    {"results"},
    {"exchange"},
    {"excel"},
    {"cli"},
    {"", "__main__"},
]
"""From the lowest; a module imports only from layers below, or beside it where they are one folder."""
HEAVY = {
    "yaml": "loading",
    "openpyxl": "workbook",
    "xlwings": "excel",
    "pyopenvba": "workbook",
    "sqlalchemy": "results",
}


MOST_LINES = 400


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """Give a module's place in the map: its folder, or its own name."""
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py").replace("__init__", "")


def layer(name: str) -> int:
    return next(at for at, names in enumerate(LAYERS) if name in names)


def imported(path: Path) -> set[str]:
    result = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            result |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            result.add(node.module or "")
    return result


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_below(path: Path) -> None:
    here = name_of(path)
    for name in imported(path):
        if name.startswith("xlplugin."):
            other = name.split(".")[1]
            assert other == here or layer(other) < layer(here), f"{path} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_heavy_library_is_imported_only_in_its_folder(path: Path) -> None:
    for name in imported(path):
        folder = HEAVY.get(name.split(".")[0])
        assert folder is None or folder == name_of(path), f"{path} imports {name}"


@pytest.mark.parametrize("folder", ["", "ooxml", "loading", "workbook", "results", "exchange", "excel"])
def test_a_package_says_of_each_module_what_it_is_for(folder: str) -> None:
    package = PACKAGE / folder
    message = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""
    named = {name.strip() for names in re.findall(r"``([a-z0-9_, ]+)``", message) for name in names.split(",")}
    there = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert sorted(there - named - {"__init__", "__main__"}) == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    ("arguments", "kept_out"),
    [
        (["--help"], {"yaml", "openpyxl", "xlwings"}),
        (["check", "gaoping-2022-a"], {"openpyxl", "xlwings"}),
        (["inputs", "gaoping-2022-a"], {"openpyxl", "xlwings"}),
    ],
)
def test_a_command_imports_no_library_that_it_does_not_use(arguments: list[str], kept_out: set[str]) -> None:
    code = (
        "import sys\nfrom xlplugin.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert kept_out.isdisjoint(ran.stderr.split())


def test_every_public_name_can_be_imported_and_is_documented() -> None:
    import xlplugin

    for name in xlplugin.__all__:
        assert getattr(xlplugin, name).__doc__, name
    # Submodules become attributes of the package when they are imported; none may hide a public name.
    names = {path.stem for path in modules() if path.parent == PACKAGE}
    assert names.isdisjoint(xlplugin.__all__)
    with pytest.raises(AttributeError):
        _ = xlplugin.nothing_of_the_kind


def test_only_the_writer_and_the_reader_of_workbooks_know_openpyxl() -> None:
    knowing = {path.stem for path in modules() if any(name.split(".")[0] == "openpyxl" for name in imported(path))}
    assert knowing == {"writer", "names", "table_file", "formula_text"}
