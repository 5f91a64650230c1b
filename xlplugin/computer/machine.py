"""The computer that ``doctor`` examines. Nothing here needs xlwings or Windows to be imported."""

import os
import platform
import shutil
import struct
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

from xlplugin.errors import XlpluginError
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.cell_address import Cell, column_of, row_of


class Machine(Protocol):
    """Everything that ``doctor`` asks a computer."""

    @property
    def system(self) -> str:
        """``Windows``, ``Darwin`` or ``Linux``."""

    @property
    def python(self) -> tuple[str, str, int]:
        """The interpreter's path, version and width in bits."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment variables."""

    def registry(self, key: str, name: str = "") -> str | None:
        """Return a registry value as text; None if it does not exist."""

    def package(self, name: str) -> str | None:
        """Return an installed package's version; None if it is not installed."""

    def program(self, name: str) -> str | None:
        """Return the path of a program; None if it is not found."""

    def has_file(self, path: str) -> bool:
        """Whether a file exists."""

    def text(self, path: str) -> str | None:
        """Return a small file's text; None if it cannot be read."""

    def cell(self, workbook: str, sheet: str, address: str) -> str:
        """Return what a workbook's cell shows, as text; '' if it is blank or cannot be read."""


class ThisMachine:
    """The computer that this program runs on."""

    @property
    def system(self) -> str:
        """``Windows``, ``Darwin`` or ``Linux``."""
        return platform.system()

    @property
    def python(self) -> tuple[str, str, int]:
        """The interpreter's path, version and width in bits."""
        return sys.executable, platform.python_version(), struct.calcsize("P") * 8

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment variables."""
        return os.environ

    def registry(self, key: str, name: str = "") -> str | None:
        """Return a registry value as text; None if it does not exist."""
        if sys.platform != "win32":
            return None
        import winreg

        hive, _, path = key.partition("\\")
        roots = {
            "HKCR": winreg.HKEY_CLASSES_ROOT,
            "HKCU": winreg.HKEY_CURRENT_USER,
            "HKLM": winreg.HKEY_LOCAL_MACHINE,
        }
        try:
            with winreg.OpenKey(roots[hive], path) as opened:
                return str(winreg.QueryValueEx(opened, name)[0])
        except OSError:
            return None

    def package(self, name: str) -> str | None:
        """Return an installed package's version; None if it is not installed."""
        try:
            return version(name)
        except PackageNotFoundError:
            return None

    def program(self, name: str) -> str | None:
        """Return the path of a program; None if it is not found."""
        return shutil.which(name)

    def has_file(self, path: str) -> bool:
        """Whether a file exists."""
        return Path(path).is_file()

    def text(self, path: str) -> str | None:
        """Return a small file's text; None if it cannot be read."""
        try:
            return Path(path).read_text(encoding="utf-8", errors="replace")
        except (OSError, ValueError):
            return None

    def cell(self, workbook: str, sheet: str, address: str) -> str:
        """Return what a workbook's cell shows, as text; '' if it is blank or cannot be read."""
        where = Cell(sheet, column_of(address), row_of(address))
        try:
            value = WorkbookFile(Path(workbook).read_bytes(), workbook).read([where])[where].value
        except (OSError, XlpluginError):
            return ""
        return str(value or "").strip()
