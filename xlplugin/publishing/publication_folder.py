"""The folder of a publication: written whole or not at all, and never over what somebody has changed in it."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.whole_files import cannot_write

LIST = "清单.json"
"""The file that lists what was written, each with its SHA-256."""

Put = Callable[[str, bytes], None]


@contextmanager
def publication_folder(folder: Path, facts: Mapping[str, object]) -> Iterator[Put]:
    """Write the files of a folder beside its place, and put them there together at the end.

    A folder that holds what an earlier publication wrote, and nothing else, is replaced.

    Args:
        folder: the folder.
        facts: what the list says besides the files: which freeze.

    Yields:
        A function that takes the name of a file (``反馈/01_米山镇.docx``) and its content.

    Raises:
        UsageError: the folder holds something else, or it cannot be written; it is as before then.
    """
    refuse_changed(folder)
    hashes: dict[str, str] = {}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".xlplugin-", dir=folder.parent) as name:
            made = Path(name) / "made"
            made.mkdir()

            def put(file: str, content: bytes) -> None:
                path = made / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                hashes[file] = sha256(content).hexdigest()

            yield put
            listed = {**facts, "files": dict(sorted(hashes.items()))}
            text = json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            (made / LIST).write_text(text, encoding="utf-8")
            before = Path(name) / "before"
            if folder.exists():
                folder.replace(before)
            try:
                made.replace(folder)
            except OSError:
                if before.exists():
                    before.replace(folder)
                raise
            shutil.rmtree(before, ignore_errors=True)
    except OSError as error:
        raise cannot_write(folder, error) from error


def refuse_changed(folder: Path) -> None:
    """Refuse a folder with anything that an earlier publication did not write there as it is now.

    Raises:
        UsageError: it is no folder, or such files are in it; they are named.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError([new_problem(str(folder), "name-in-the-way")])
    listed: Mapping[str, str] = {}
    try:
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        listed = {}
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / LIST)
    names = [path.relative_to(folder).as_posix() for path in paths]
    other = [
        name
        for name, path in zip(names, paths, strict=True)
        if listed.get(name) != sha256(path.read_bytes()).hexdigest()
    ]
    if other:
        shown = "、".join(other[:_NAMED]) + ("……" if len(other) > _NAMED else "")
        raise UsageError([new_problem(str(folder), "publication-changed", count=len(other), files=shown)])


_NAMED = 10
