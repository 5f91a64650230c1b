"""The engine formulon, for tests: it computes as Excel does, by the values that its authors took from Excel."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from formulon import Workbook

from xlplugin.notation.cell_address import column_of, row_of


class Formulon:
    """A workbook in the engine; edits are computed as they are made."""

    def __init__(self) -> None:
        self._workbook: Workbook | None = None
        self._sheets: dict[str, int] = {}

    def open(self, path: Path) -> None:
        """Load a workbook and compute it."""
        self._workbook = workbook = Workbook.load(path.read_bytes())
        self._sheets = {workbook.sheet_name(at): at for at in range(workbook.sheet_count())}
        workbook.recalc()

    def set(self, cells: Mapping[str, object]) -> None:
        """Set cells such as ``评分表!H12``; None empties one."""
        assert self._workbook
        for place, value in cells.items():
            sheet, address = place.rsplit("!", 1)
            at = self._sheets[sheet], row_of(address) - 1, column_of(address) - 1
            if value is None:
                self._workbook.set_blank(*at)
            elif isinstance(value, str):
                self._workbook.set_text(*at, value)
            else:
                assert isinstance(value, int | float)
                self._workbook.set_number(*at, float(value))
        self._workbook.recalc()

    def values(self, cells: Sequence[tuple[str, int, int]]) -> list[object]:
        """Return the values of cells: sheet, row, column."""
        assert self._workbook
        return [
            self._workbook.get_value(self._sheets[sheet], row - 1, column - 1).to_python()
            for sheet, row, column in cells
        ]

    def close(self) -> None:
        """Close the workbook."""
        assert self._workbook
        self._workbook.close()
