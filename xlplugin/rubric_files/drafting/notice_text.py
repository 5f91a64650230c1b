"""The text of a notice in the kinds of files in which offices have one: Word, Excel, PDF, plain text.

Texts are only searched, so what matters is that what belongs together stays together: a table's cells are given one by
one, and a cell that a page break cuts is given whole, too.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.reading import read_file

LIBRARIES = {".docx": "python-docx", ".pdf": "pdfplumber"}
"""Kinds that need a library of the extra ``notices``."""

_MARKED = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def notice_text(path: Path) -> str:
    """Return the text of a notice: .docx, .xlsx, .pdf, or plain text in UTF-8, UTF-16 or GBK.

    Raises:
        UsageError: the file cannot be read, is of another kind, or needs a library that is not installed.
    """
    content = read_file(path)
    kind = path.suffix.lower()
    try:
        if content.startswith(_OLD_WORD):
            raise UsageError([new_problem(str(path), "old-office-file")])
        if kind == ".docx":
            return "\n".join(_of_word(content))
        if kind in (".xlsx", ".xlsm"):
            return "\n".join(_of_excel(content))
        if kind == ".pdf" or content.startswith(b"%PDF-"):
            return "\n".join(_of_pdf(content))
    except ImportError as error:
        library = LIBRARIES.get(kind, "pdfplumber")
        raise UsageError([new_problem(str(path), "needs-library", kind=kind, library=library)]) from error
    except (BadZipFile, KeyError, ValueError) as error:
        raise UsageError([new_problem(str(path), "not-that-kind", kind=kind)]) from error
    return _decoded(path, content)


def _decoded(path: Path, content: bytes) -> str:
    marked = next((name for mark, name in _MARKED.items() if content.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UsageError([new_problem(str(path), "not-a-text")])


def _of_word(content: bytes) -> Iterator[str]:
    """Return the paragraphs of a document in order, those in tables and text boxes too."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.oxml.ns import qn

    try:
        document = docx.Document(BytesIO(content))
    except PackageNotFoundError as error:
        raise ValueError("not a package") from error
    for paragraph in document.element.body.iter(qn("w:p")):
        yield "".join(run.text or "" for run in paragraph.iter(qn("w:t")))


def _of_excel(content: bytes) -> Iterator[str]:
    """Return the cells of all sheets, row by row."""
    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(content), read_only=True, data_only=True)
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from (_shown(value) for value in row if value is not None)
    workbook.close()


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _of_pdf(content: bytes) -> Iterator[str]:
    """Return the lines of each page and, as lines mix columns, the cells of its tables."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    above: list[str] = []
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            for page in document.pages:
                yield page.extract_text() or ""
                for table in page.extract_tables():
                    rows = [[cell or "" for cell in row] for row in table]
                    yield from (cell for row in rows for cell in row if cell)
                    yield from continued(above, rows)
                    above = rows[-1] if rows else above
                page.close()
    except PdfminerException as error:
        raise ValueError("not a PDF") from error


def continued(above: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Return the cells of a table's last row joined with those below the page break, the repeated heading left out."""
    for row in rows[:3]:  # a heading of up to two rows is repeated on the next page
        if len(row) == len(above):
            yield from (upper + lower for upper, lower in zip(above, row, strict=True) if upper and lower)
