"""Old and other formats of spreadsheets (.xls, .et, .ods), turned into .xlsx by LibreOffice where it is installed."""

import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

SECONDS = 120
"""After which LibreOffice is given up; a return takes it some three."""

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
"""As what LibreOffice is to read a file; left to itself it takes what it does not know for text."""


@lru_cache(maxsize=1)
def find_office() -> str:
    """Give where LibreOffice is; '' where it is not."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _PLACES if Path(place).is_file()), "")


def convert_to_xlsx(content: bytes, suffix: str) -> bytes | None:
    """Turn a spreadsheet into .xlsx; None where LibreOffice is not there or cannot read it.

    Macros are not run and links not followed: LibreOffice converts without a user, by a profile of its own.

    Args:
        content: the file's bytes.
        suffix: how such files' names end: ``.xls``, ``.et``, ``.ods``, ``.fods``, ``.xml``, or ``.xlsx`` for what is
            encrypted with the password that Excel takes of itself.
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
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  # our own words, no shell
        except (OSError, subprocess.TimeoutExpired):
            return None
        files = list(made.glob("*.xlsx")) if made.is_dir() else []
        return files[0].read_bytes() if files else None
