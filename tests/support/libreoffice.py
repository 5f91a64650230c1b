"""One LibreOffice, for tests."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from tests.support.driven_process import DrivenProcess

DRIVER = Path(__file__).with_name("uno_driver.py")
PYTHONS = ("/usr/bin/python3", "python3")
"""Where LibreOffice's ``uno`` module may be importable."""


class LibreOffice:
    """A LibreOffice that stays open for many workbooks."""

    def __init__(self, python: str, profile: Path, environment: Mapping[str, str]) -> None:
        self._program = DrivenProcess([python, str(DRIVER), str(profile)], environment)

    @classmethod
    def find(cls, profile: Path, environment: Mapping[str, str] = MappingProxyType({})) -> "LibreOffice | None":
        """Start it with some variables; None where it, or its module for Python, is not installed."""
        if shutil.which("soffice") is None:
            return None
        for python in PYTHONS:
            if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
                return cls(python, profile, environment)
        return None

    def open(self, path: Path, *, hidden: bool = True, macros: bool = False) -> None:
        """Load a workbook and recalculate it; what a user does needs one that is not hidden."""
        self._program.ask(do="open", path=str(path.resolve()), hidden=hidden, macros=macros)

    def click(self, sheet: str) -> dict[str, str]:
        """Run what a click on each shape of a sheet is bound to; give the scripts by the shapes' names."""
        answer: dict[str, str] = self._program.ask(do="click", sheet=sheet)
        return answer

    def set(self, cells: Mapping[str, object]) -> None:
        """Set cells such as ``评分表!H12``; LibreOffice recalculates what depends on them."""
        self._program.ask(do="set", cells=dict(cells))

    def get(self) -> dict[str, list[list[float | str | None]]]:
        """Return what the cells show, by sheet and row from A1: numbers, text ('' where blank), None for errors."""
        answer: dict[str, list[list[float | str | None]]] = self._program.ask(do="get")
        return answer

    def displayed(self, cells: Sequence[str]) -> dict[str, str]:
        """Return what a person sees in cells such as ``评分表!H12``: '' where the row or column is hidden."""
        answer: dict[str, str] = self._program.ask(do="displayed", cells=list(cells))
        return answer

    def save(self, path: Path) -> None:
        """Save a copy as LibreOffice writes .xlsx."""
        self._program.ask(do="save", path=str(path.resolve()))

    def type(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Type into cells as a user does; give what each holds afterwards."""
        answer: dict[str, str] = self._program.ask(do="type", cells=dict(cells))
        return answer

    def rows(self, cell: str, command: str) -> tuple[list[object], list[object]]:
        """Run a command on a cell's row as a user does; give the sheet's column A before and after."""
        before, after = self._program.ask(do="rows", cell=cell, command=command)
        return before, after

    def unlock(self, password: str) -> bool:
        """Unprotect everything; give whether that opened it."""
        return bool(self._program.ask(do="unlock", password=password))

    def geometry(self) -> dict[str, dict[str, list[int]]]:
        """Return each sheet's column widths (``columns``) and row heights (``rows``), in 1/100 mm."""
        answer: dict[str, dict[str, list[int]]] = self._program.ask(do="geometry")
        return answer

    def measure(self, texts: Sequence[tuple[str, int, float, int]]) -> list[int]:
        """Return the height in 1/100 mm that each text wants: text, width and indent (1/100 mm), size (points)."""
        answer: list[int] = self._program.ask(do="measure", texts=list(texts))
        return answer

    def close(self) -> None:
        """Close the workbook."""
        self._program.ask(do="close")

    def stop(self) -> None:
        """End LibreOffice."""
        self._program.stop()
