"""The shape of the package: which folder may import which, how large a folder and a module may be, unique names."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "xlplugin"
LAYERS = (
    "messages",
    "notation",
    "errors",
    "files",
    "ooxml",
    "rubric",
    "scoring",
    "entries",
    "rubric_files",
    "workbook",
    "filled",
    "store",
    "distribution",
    "returns",
    "reports",
    "publishing",
    "computer",
    "excel",
    "cli",
    "deprecated",
    "",
    "__main__",
)
"""Folders and top modules, lowest first ("" is the package itself): each imports only from those before it."""

ENTRY_POINTS = {
    "scoring": {"scorecard", "breakdown"},
    "workbook": {"build"},
    "rubric_files": {"check_rubric", "new_rubric", "score_many"},
    "returns": {"collect", "workers", "score_returns"},
}
"""The modules of a folder that use its sub-folders, and that its sub-folders therefore never import."""

HEAVY = {
    "yaml": {"rubric_files"},
    "openpyxl": {"workbook", "ooxml", "rubric_files"},
    "docx": {"rubric_files", "publishing"},
    "jinja2": {"publishing"},
    "pdfplumber": {"rubric_files"},
    "xlwings": {"excel"},
    "pyopenvba": {"workbook"},
    "sqlalchemy": {"store"},
}
"""Libraries that take long to import, and the folders that may import them."""

KNOW_OPENPYXL = {
    *("openpyxl_writer", "openpyxl_internals", "bar_chart", "defined_names", "table_file"),
    *("normal_form", "notice_text"),
}

MOST_MODULES = 15
"""Modules in a folder; ``cli`` has one for each command."""

MOST_LINES = 400

LONGER_WITH_REASON = {
    "rubric/clause_kinds.py": "every kind of clause is declared in it, each with its example",
    "rubric_files/file_format.py": "every field of rubrics and schemes is declared in it",
}
"""Modules over 400 lines, by path in the package, with the reason."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def folders() -> list[Path]:
    return sorted({path.parent for path in modules()})


def name_of(path: Path) -> str:
    """Return the name by which a module is imported: ``xlplugin.returns.verify.locate``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer(name: str) -> str:
    """Return the folder, or the module at the top, that a module belongs to."""
    return [*name.split("."), ""][1]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


MODULES = {name_of(path): path for path in modules()}
IMPORTS = {name: imported(path) for name, path in MODULES.items()}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_from_folders_before_its_own(name: str) -> None:
    for other in IMPORTS[name] & set(MODULES):
        if other != "xlplugin":
            same = layer(other) == layer(name)
            assert same or LAYERS.index(layer(other)) < LAYERS.index(layer(name)), f"{name} imports {other}"


def test_no_modules_import_one_another() -> None:
    graph = {name: {other for other in IMPORTS[name] & set(MODULES) if other != name} for name in MODULES}
    for name, others in graph.items():
        # ``from xlplugin.cli import DONE`` in a command: the package is there before its modules are.
        graph[name] = {other for other in others if MODULES[other].name != "__init__.py"}
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("folder", ENTRY_POINTS)
def test_a_sub_folder_never_imports_its_folders_entry_points(folder: str) -> None:
    entries = {f"xlplugin.{folder}.{name}" for name in ENTRY_POINTS[folder]}
    assert entries <= set(MODULES)
    inner = [name for name in MODULES if name.startswith(f"xlplugin.{folder}.") and name.count(".") > 2]
    assert {name: IMPORTS[name] & entries for name in inner if IMPORTS[name] & entries} == {}


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_folder_holds_at_most_15_modules(folder: Path) -> None:
    names = [path for path in folder.glob("*.py") if path.stem != "__init__"]
    assert len(names) <= MOST_MODULES or folder.name == "cli"


def test_the_name_of_a_module_is_unique() -> None:
    places = defaultdict(list)
    for name, path in MODULES.items():
        if path.stem not in ("__init__", "__main__") and layer(name) != "cli":
            places[path.stem].append(name)
    assert [names for names in places.values() if len(names) > 1] == []


def test_the_name_of_a_public_class_is_unique() -> None:
    places = defaultdict(list)
    for name, path in MODULES.items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(name)
    assert [names for names in places.values() if len(names) > 1] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_over_400_lines_has_a_reason(name: str) -> None:
    path = str(MODULES[name].relative_to(PACKAGE))
    is_long = len(MODULES[name].read_text(encoding="utf-8").splitlines()) > MOST_LINES
    assert is_long == (path in LONGER_WITH_REASON)


@pytest.mark.parametrize("name", [name for name in MODULES if layer(name) in ("cli", "excel")])
def test_the_ways_in_define_no_data_types(name: str) -> None:
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            written = ast.unparse(node).partition("class ")[0] + " ".join(ast.unparse(base) for base in node.bases)
            assert not re.search(r"dataclass|NamedTuple|TypedDict|Enum", written), f"{name}.{node.name}"


@pytest.mark.parametrize("name", MODULES)
def test_a_heavy_library_is_imported_only_in_its_folders(name: str) -> None:
    for other in IMPORTS[name]:
        permitted = HEAVY.get(other.split(".")[0])
        assert permitted is None or layer(name) in permitted, f"{name} imports {other}"


def test_only_these_modules_know_openpyxl() -> None:
    knowing = {path.stem for name, path in MODULES.items() if any(o.split(".")[0] == "openpyxl" for o in IMPORTS[name])}
    assert knowing == KNOW_OPENPYXL


@pytest.mark.parametrize("folder", [path for path in folders() if path.name != "cli"], ids=lambda path: path.name)
def test_a_folder_describes_each_of_its_modules(folder: Path) -> None:
    described = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    named = {name.strip() for names in re.findall(r"``([a-z0-9_, ]+)/?``", described) for name in names.split(",")}
    inside = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert sorted(inside - named - {"__init__", "__main__"}) == []


@pytest.mark.parametrize(
    ("arguments", "kept_out"),
    [
        (["--help"], {"yaml", "openpyxl", "xlwings", "sqlalchemy"}),
        (["check", "gaoping-2022-a"], {"openpyxl", "xlwings", "sqlalchemy"}),
        (["inputs", "gaoping-2022-a"], {"openpyxl", "xlwings", "sqlalchemy"}),
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
