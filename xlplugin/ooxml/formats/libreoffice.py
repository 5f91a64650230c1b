"""Converts other spreadsheet formats (.xls, .et, .ods) to .xlsx with LibreOffice, if it is installed."""

import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

SECONDS = 120
"""Seconds after which LibreOffice is stopped; one return takes about three."""

_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)

_FILTERS = {
    ".xls": "MS Excel 97",
    ".et": "MS Excel 97",
    ".ods": "calc8",
    ".fods": "OpenDocument Spreadsheet Flat XML",
    ".xml": "MS Excel 2003 XML",
    ".xlsx": "Calc MS Excel 2007 XML",
}
"""The filter for each format; without one LibreOffice reads unknown contents as text."""


@lru_cache(maxsize=1)
def find_office() -> str:
    """Return the path of LibreOffice; '' if it is not installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _PLACES if Path(place).is_file()), "")


def convert_to_xlsx(content: bytes, suffix: str) -> bytes | None:
    """Convert a spreadsheet to .xlsx; None if LibreOffice is not installed or cannot read it.

    Macros are not run and links are not followed: LibreOffice runs without a user and with a profile of its own.

    Args:
        content: the file's bytes.
        suffix: the extension: ``.xls``, ``.et``, ``.ods``, ``.fods``, ``.xml``, or ``.xlsx`` for a file that is
            encrypted with Excel's default password.
    """
    program = find_office()
    if not program:
        return None
    with tempfile.TemporaryDirectory(prefix="xlplugin-") as name:
        folder = Path(name)
        source = folder / f"return{suffix}"
        source.write_bytes(content)
        made = folder / "made"
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", f"--infilter={_FILTERS[suffix]}"),
            *("--convert-to", "xlsx", "--outdir", str(made), str(source)),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  # a fixed command, no shell
        except (OSError, subprocess.TimeoutExpired):
            return None
        files = list(made.glob("*.xlsx")) if made.is_dir() else []
        return files[0].read_bytes() if files else None
