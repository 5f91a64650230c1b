"""One LibreOffice, for tests."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

DRIVER = Path(__file__).with_name("uno_driver.py")
PYTHONS = ("/usr/bin/python3", "python3")
"""Where LibreOffice's ``uno`` module may be importable."""


class LibreOffice:
    """A LibreOffice that stays open for many workbooks."""

    def __init__(self, python: str, profile: Path, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [python, str(DRIVER), str(profile)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | environment,
        )
        assert self._process.stdout
        assert json.loads(self._process.stdout.readline()) == "ready"

    @classmethod
    def find(cls, profile: Path, environment: Mapping[str, str] = MappingProxyType({})) -> "LibreOffice | None":
        """Start it with some variables; None where it, or its module for Python, is not installed."""
        if shutil.which("soffice") is None:
            return None
        for python in PYTHONS:
            if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
                return cls(python, profile, environment)
        return None

    def _ask(self, **request: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer["answer"]

    def open(self, path: Path, *, hidden: bool = True, macros: bool = False) -> None:
        """Load a workbook and recalculate it; what a user does needs one that is not hidden."""
        self._ask(do="open", path=str(path.resolve()), hidden=hidden, macros=macros)

    def click(self, sheet: str) -> dict[str, str]:
        """Run what a click on each shape of a sheet is bound to; give the scripts by the shapes' names."""
        answer: dict[str, str] = self._ask(do="click", sheet=sheet)
        return answer

    def set(self, cells: Mapping[str, object]) -> None:
        """Set cells such as ``评分表!H12``; LibreOffice recalculates what depends on them."""
        self._ask(do="set", cells=dict(cells))

    def get(self) -> dict[str, list[list[float | str | None]]]:
        """Return what the cells show, by sheet and row from A1: numbers, text ('' where blank), None for errors."""
        answer: dict[str, list[list[float | str | None]]] = self._ask(do="get")
        return answer

    def displayed(self, cells: Sequence[str]) -> dict[str, str]:
        """Return what a person sees in cells such as ``评分表!H12``: '' where the row or column is hidden."""
        answer: dict[str, str] = self._ask(do="displayed", cells=list(cells))
        return answer

    def save(self, path: Path) -> None:
        """Save a copy as LibreOffice writes .xlsx."""
        self._ask(do="save", path=str(path.resolve()))

    def type(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Type into cells as a user does; give what each holds afterwards."""
        answer: dict[str, str] = self._ask(do="type", cells=dict(cells))
        return answer

    def rows(self, cell: str, command: str) -> tuple[list[object], list[object]]:
        """Run a command on a cell's row as a user does; give the sheet's column A before and after."""
        before, after = self._ask(do="rows", cell=cell, command=command)
        return before, after

    def unlock(self, password: str) -> bool:
        """Unprotect everything; give whether that opened it."""
        return bool(self._ask(do="unlock", password=password))

    def geometry(self) -> dict[str, dict[str, list[int]]]:
        """Return each sheet's column widths (``columns``) and row heights (``rows``), in 1/100 mm."""
        answer: dict[str, dict[str, list[int]]] = self._ask(do="geometry")
        return answer

    def measure(self, texts: Sequence[tuple[str, int, float, int]]) -> list[int]:
        """Return the height in 1/100 mm that each text wants: text, width and indent (1/100 mm), size (points)."""
        answer: list[int] = self._ask(do="measure", texts=list(texts))
        return answer

    def close(self) -> None:
        """Close the workbook."""
        self._ask(do="close")

    def stop(self) -> None:
        """End LibreOffice."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)
        if self._process.stdout:
            self._process.stdout.close()
