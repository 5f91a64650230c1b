"""Compiles the VBA project of a workbook from ``templates/vba/`` and the installed xlwings.

xlwings' own module and class are included, so that RunPython works without its add-in and in the same version as the
Python package. The compiler is pyOpenVBA; it stores sources only, and Excel compiles them.
"""

import tempfile
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from pyopenvba import ExcelFile, PyOpenVBAError, VBAModuleKind

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.resources import templates_folder
from xlplugin.workbook.vba.function_help import udf_module
from xlplugin.workbook.vba.source_only import source_only

PROJECT = "xl/vbaProject.bin"
BOOK_MODULE = "ThisWorkbook"


def vba_project(workbook: bytes) -> bytes:
    """Return the VBA project of a workbook.

    Args:
        workbook: a workbook with the code names of its sheets, and the type of a workbook with macros.

    Raises:
        UsageError: xlwings is not installed, or lacks its VBA sources.
    """
    import zipfile
    from io import BytesIO

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsm"
        path.write_bytes(workbook)
        with ExcelFile(path) as file:
            project = file.add_vba_project()
            for name, text in sources().items():
                if name == BOOK_MODULE:
                    file.set_module(name, text)
                else:
                    kind = VBAModuleKind.other if "Attribute VB_Creatable" in text else VBAModuleKind.standard
                    project.add_module(name, text, kind=kind)
            file.save(path)
        with zipfile.ZipFile(BytesIO(path.read_bytes())) as saved:
            return source_only(saved.read(PROJECT))


@lru_cache(maxsize=1)
def sources() -> dict[str, str]:
    """Return the sources of all modules by name, with the line ends of VBA.

    Raises:
        UsageError: xlwings is not installed, or lacks its VBA sources.
    """
    paths = {path.stem: path for path in sorted((templates_folder() / "vba").iterdir())}
    spec = find_spec("xlwings")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        paths |= {"xlwings": Path(folder) / "xlwings.bas", "Dictionary": Path(folder) / "addin" / "Dictionary.cls"}
    if not all(path.is_file() for path in paths.values()) or "xlwings" not in paths:
        raise UsageError([new_problem("", "no-vba-of-xlwings")])
    texts = {name: path.read_text(encoding="ascii") for name, path in paths.items()} | {"xlwings_udfs": udf_module()}
    order = ("ThisWorkbook", "XlpButtons", "xlwings_udfs", "xlwings", "Dictionary")
    return {name: _with_line_ends(texts[name]) for name in order}


def _with_line_ends(text: str) -> str:
    return "\r\n".join(text.splitlines()) + "\r\n"


def same_code(first: bytes, other: bytes) -> bool:
    """Whether two workbooks with macros have the same code; nothing is run.

    Programs write the project anew when they save a workbook. What they change is ignored: attributes, blank lines, the
    case of names. A project that cannot be read counts as different.
    """
    try:
        return _code(first) == _code(other)
    except (PyOpenVBAError, ValueError, KeyError, IndexError, OSError):
        return False


def _code(workbook: bytes) -> dict[str, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsm"
        path.write_bytes(workbook)
        with ExcelFile(path) as file:
            texts = {name: file.get_module(name) for name in file.module_names()}
    return {name: [line for line in map(_plain, text.splitlines()) if line] for name, text in texts.items()}


def _plain(line: str) -> str:
    line = line.strip().casefold()
    return "" if line.startswith(("attribute ", "option classmodule")) else line
