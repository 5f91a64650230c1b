"""ONLYOFFICE's engine, for tests: the second office program that computes and prints the workbooks."""

import importlib.util
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font

from tests.support.driven_process import DrivenProcess
from xlplugin.notation.cell_address import column_letters

DRIVER = Path(__file__).with_name("onlyoffice_driver.py")
CHARACTER = 200
"""What a column's width of one character counts as, in 1/100 mm; only compared with itself."""

POINT = 2540 / 72
INDENT = 353
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(E[+-]\d+)?")


class OnlyOffice:
    """An engine that stays open for many workbooks; what it prints bears a watermark."""

    def __init__(self, folder: Path) -> None:
        self._scratch = folder / "measured.xlsx"
        self._path = Path()
        first = folder / "first.xlsx"
        Workbook().save(first)
        command = [sys.executable, str(DRIVER), str(first)]
        self._engine, self._measuring = (DrivenProcess(command, is_quiet=True) for _ in range(2))

    @classmethod
    def find(cls, folder: Path) -> "OnlyOffice | None":
        """Start it; None where it is not installed."""
        return cls(folder) if importlib.util.find_spec("docbuilder") else None

    def open(self, path: Path) -> None:
        """Load a workbook; it shows the values that are cached in it."""
        self._path = path.resolve()
        self._engine.ask(do="open", path=str(self._path))

    def set(self, cells: Mapping[str, object]) -> None:
        """Set cells such as ``评分表!H12`` as a user does; the engine computes what depends on each."""
        self._engine.ask(do="set", cells=dict(cells))

    def get(self) -> dict[str, list[list[float | str | None]]]:
        """Return what the cells hold, by sheet and row from A1: numbers, text ('' where blank)."""
        sheets: dict[str, list[list[str]]] = self._engine.ask(do="get")
        return {
            name: [[float(text) if _NUMBER.fullmatch(text) else text for text in row] for row in rows]
            for name, rows in sheets.items()
        }

    def values(self, cells: Sequence[tuple[str, int, int]]) -> list[object]:
        """Return the values of cells: sheet, row, column; '' beyond what is used."""
        shown = self.get()
        used = {name: (len(rows), len(rows[0])) for name, rows in shown.items()}
        return [
            shown[sheet][row - 1][column - 1] if row <= used[sheet][0] and column <= used[sheet][1] else ""
            for sheet, row, column in cells
        ]

    def print(self, sheet: str, path: Path) -> None:
        """Print a sheet as PDF."""
        self._engine.ask(do="print", sheet=sheet, path=str(path.resolve()))

    def convert(self, path: Path, pdf: Path) -> None:
        """Make a PDF of a document."""
        self._engine.ask(do="convert", path=str(path.resolve()), to=str(pdf.resolve()))

    def pages(self, path: Path, sheets: Sequence[str]) -> int:
        """Return how many pages some sheets of a workbook print on."""
        self.open(path)
        count = 0
        for sheet in sheets:
            printed = self._scratch.with_suffix(".pdf")
            self.print(sheet, printed)
            count += len(_PAGE.findall(printed.read_bytes()))
        self.close()
        return count

    def geometry(self) -> dict[str, dict[str, list[int]]]:
        """Return each sheet's column widths (``columns``, by ``CHARACTER``) and row heights (``rows``, 1/100 mm)."""
        heights: dict[str, list[float | None]] = self._engine.ask(do="rows")
        workbook = load_workbook(self._path)
        result = {}
        for name, rows in heights.items():
            sheet = workbook[name]
            dimensions = [sheet.column_dimensions[column_letters(at)] for at in range(1, sheet.max_column + 1)]
            result[name] = {
                "columns": [0 if column.hidden else round(column.width * CHARACTER) for column in dimensions],
                "rows": [round((high or 0) * POINT) for high in rows],
            }
        return result

    def measure(self, texts: Sequence[tuple[str, int, float, int]]) -> list[int]:
        """Return the height in 1/100 mm that each text wants: text, width (by ``CHARACTER``), size (points), indent."""
        workbook = Workbook()
        # The font that widths are counted in, as in the workbooks measured.
        normal = workbook._named_styles["Normal"]  # type: ignore[attr-defined]  # openpyxl has no public name for it
        normal.font = Font("Times New Roman", size=12)
        sheet = workbook["Sheet"]
        columns: dict[tuple[int, float, int], int] = {}
        for row, (text, width, size, indent) in enumerate(texts, 1):
            column = columns.setdefault((width, size, indent), len(columns) + 1)
            sheet.column_dimensions[column_letters(column)].width = width / CHARACTER
            cell = sheet.cell(row, column, text)
            cell.data_type, cell.font = "s", Font("宋体", size=size)
            cell.alignment = Alignment(wrap_text=True, indent=indent // INDENT)
        workbook.save(self._scratch)
        self._measuring.ask(do="open", path=str(self._scratch))
        self._measuring.ask(do="fit")
        heights: list[float] = self._measuring.ask(do="rows")["Sheet"]
        self._measuring.ask(do="close")
        return [round(high * POINT) for high in heights]

    def close(self) -> None:
        """Close the workbook."""
        self._engine.ask(do="close")

    def stop(self) -> None:
        """End the engine."""
        self._engine.stop()
        self._measuring.stop()
