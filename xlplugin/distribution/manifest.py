"""The list of sent workbooks, for people: an .xlsx beside them."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from xlplugin.files.whole_files import safe_file_name, write_atomically
from xlplugin.store.database import Store
from xlplugin.store.issue import Issue, local_time
from xlplugin.workbook.editions import edition_name
from xlplugin.workbook.writing.table_file import table_file

HEAD = ("序号", "考核对象", "文件", "版式", "发放编号", "发放时间", "校验码", "重发原因")
SHOWN_OF_SEAL = 12
"""Characters of a seal that are shown."""


def manifest_name(rubric: str, edition: str, mark: str = "") -> str:
    """Return the file name of the list; ``mark`` is that of the round (第一季度), '' for the round of the year."""
    return (
        "_".join(filter(None, ("发放清单", rubric, safe_file_name(mark) if mark else "", edition_name(edition))))
        + ".xlsx"
    )


def manifest(issues: Sequence[Issue]) -> bytes:
    """Write the list of valid issues, in the order of the bodies; with the assessors, if each has a workbook."""
    rows = [
        (
            *(issue.position, issue.body, issue.file, edition_name(issue.edition), issue.id),
            *(local_time(issue.issued_at), issue.seal[:SHOWN_OF_SEAL], issue.reason),
            *((issue.rater,) if has_raters else ()),
        )
        for has_raters in [any(issue.rater for issue in issues)]
        for issue in issues
    ]
    return table_file("发放清单", (*HEAD, "考核人")[: len(rows[0]) if rows else None], rows)


def write_manifest(store: Store, rubric: str, edition: str, folder: Path, mark: str = "") -> Path:
    """Write the list of valid issues of a rubric and edition into a folder; gives its path.

    Raises:
        UsageError: it cannot be written.
    """
    path = folder / manifest_name(rubric, edition, mark)
    write_atomically(path, manifest(store.issues(rubric, edition)))
    return path


def pack(paths: Iterable[Path]) -> bytes:
    """Return the bytes of a zip of some files; they are compressed already, so they are only stored."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for path in paths:
            packed.write(path, path.name)
    return out.getvalue()
