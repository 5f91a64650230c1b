"""Files written whole or not at all."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from xlplugin.errors import WrongUse, problem

MOST_NAME_BYTES = 120
"""Bytes of a part of a file's name; systems take 255 for the whole."""

_TWINS = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{at}" for port in ("COM", "LPT") for at in range(1, 10))}


def write_beside(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it, so that no half-written file is ever seen.

    Raises:
        WrongUse: it cannot be written; what was there is untouched.
    """
    with _renamed(path, "wb", None) as file:
        file.write(content)


@contextmanager
def open_beside(path: Path | None) -> Iterator[IO[str]]:
    """Open a text file to be written beside its place and renamed at the end; None is standard output.

    Raises:
        WrongUse: it cannot be written; what was there is untouched.
    """
    if path is None:
        yield sys.stdout
        return
    with _renamed(path, "w", "utf-8") as file:
        yield file


@contextmanager
def _renamed(path: Path, mode: str, encoding: str | None) -> Iterator[IO[Any]]:
    errors = encoding and "backslashreplace"
    try:
        path = path.resolve()  # what a link points at is written, not the link
        if path.exists() and not path.is_file():  # a device or a pipe: nothing to rename over
            with path.open(mode, encoding=encoding, errors=errors) as file:
                yield file
            return
        permissions = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, mode, encoding=encoding, errors=errors) as file:
            yield file
        beside.chmod(permissions)
        beside.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give a folder for files that are to appear in another all at once: where nothing fails, they are renamed there.

    Raises:
        WrongUse: they cannot be written; what was there is untouched, unless renaming itself failed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".xlplugin-", dir=folder) as name:
            yield Path(name)
            for path in sorted(Path(name).iterdir()):
                path.replace(folder / path.name)
    except OSError as error:
        raise cannot_write(Path(error.filename2 or error.filename or folder), error) from error


def safe_name(name: str) -> str:
    """Make a text part of a file's name on every system.

    What Windows forbids becomes its full-width twin, so that names stay readable and different; what cannot
    stand at the end goes, and very long names are cut and told apart by a digest.
    """
    made = name.translate(_TWINS).strip(" .\u3000")
    made = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "_", made)
    if len(made.encode()) > MOST_NAME_BYTES:
        kept = made.encode()[: MOST_NAME_BYTES - 9].decode(errors="ignore")
        made = f"{kept}_{sha256(name.encode()).hexdigest()[:8]}"
    return f"_{made}" if made.partition(".")[0].upper() in _DEVICES else made or "_"


def cannot_write(path: Path, error: OSError) -> WrongUse:
    """Say that a file cannot be written, and what to do."""
    if isinstance(error, PermissionError) and path.is_file():
        return WrongUse([problem(str(path), "file-in-use")])
    return WrongUse([problem(str(path), "cannot-write", why=error.strerror or error)])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
