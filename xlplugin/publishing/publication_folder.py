"""The folder of a publication: written whole or not at all, and never over what somebody has changed in it."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.whole_files import cannot_write, clear_up

LIST = "清单.json"
"""The file that lists what was written, each with its SHA-256."""

Put = Callable[[str, bytes | Path], None]


@contextmanager
def publication_folder(folder: Path, facts: Mapping[str, object]) -> Iterator[Put]:
    """Write the files of a folder beside its place, and put them there together at the end.

    A folder that holds what an earlier publication wrote, and nothing else, is replaced.

    Args:
        folder: the folder.
        facts: what the list says besides the files: which freeze.

    Yields:
        A function that takes the name of a file (``反馈/01_米山镇.docx``) and its content, or a file to be moved there.

    Raises:
        UsageError: the folder holds something else, or it cannot be written; it is as before then.
    """
    folder = folder.resolve()  # what a link points at is written, not the link
    refuse_changed(folder, facts)
    hashes: dict[str, str] = {}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        clear_up(folder.parent)
        with tempfile.TemporaryDirectory(prefix=".xlplugin-", dir=folder.parent) as name:
            made = Path(name) / "made"
            made.mkdir()

            def put(file: str, content: bytes | Path) -> None:
                path = made / file
                path.parent.mkdir(parents=True, exist_ok=True)
                if isinstance(content, Path):
                    shutil.move(content, path)
                else:
                    path.write_bytes(content)
                hashes[file] = _digest(path)

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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def refuse_changed(folder: Path, facts: Mapping[str, object]) -> None:
    """Refuse a folder with anything that an earlier publication of the same did not write there as it is now.

    Args:
        folder: the folder.
        facts: which round and which freeze is to be written.

    Raises:
        UsageError: it is no folder, it holds another publication, or files that were changed; they are named.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError([new_problem(str(folder), "not-a-folder")])
    try:
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        listed = {}
    written = listed.get("files") if isinstance(listed, dict) else None
    hashes = written if isinstance(written, dict) else {}
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / LIST)
    names = [path.relative_to(folder).as_posix() for path in paths]
    other = [name for name, path in zip(names, paths, strict=True) if hashes.get(name) != _digest(path)]
    if other:
        shown = "、".join(other[:_NAMED]) + ("……" if len(other) > _NAMED else "")
        raise UsageError([new_problem(str(folder), "publication-changed", count=len(other), files=shown)])
    if paths and any(listed.get(name) != value for name, value in facts.items()):
        raise UsageError([new_problem(str(folder), "another-publication")])


_NAMED = 10
