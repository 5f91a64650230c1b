"""Files that are written whole or not at all: written beside their place, then renamed."""

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from xlplugin.errors import UsageError, new_problem

MOST_NAME_BYTES = 120
"""Bytes of one part of a file name; systems allow 255 for the whole name."""

_TWINS = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{at}" for port in ("COM", "LPT") for at in range(1, 10))}


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it, so that nobody ever sees a half-written file.

    Raises:
        UsageError: it cannot be written; what was there is untouched.
    """
    with _renamed(path, "wb", None) as file:
        file.write(content)


@contextmanager
def open_atomically(path: Path | None) -> Iterator[IO[str]]:
    """Open a text file to be written beside its place and renamed at the end; None is standard output.

    Raises:
        UsageError: it cannot be written; what was there is untouched.
    """
    if path is None:
        yield sys.stdout
        return
    with _renamed(path, "w", "utf-8") as file:
        yield file


@contextmanager
def open_bytes_atomically(path: Path) -> Iterator[IO[bytes]]:
    """Open a file of bytes to be written beside its place and renamed at the end.

    Raises:
        UsageError: it cannot be written; what was there is untouched.
    """
    with _renamed(path, "wb", None) as file:
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


class Staging:
    """Files that are to appear in a folder all at once, or not at all."""

    def __init__(self, folder: Path, beside: Path) -> None:
        """Set the folder, and a folder in it that holds the files until they are put in place."""
        self._folder, self.beside = folder, beside
        self._before = beside / "before"
        self._moved: list[str] = []

    def check(self, names: Iterable[str]) -> None:
        """Check that nothing is in the way of files with these names.

        Raises:
            UsageError: something else than a file has one of these names; all are listed.
        """
        paths = (self._folder / name for name in names)
        if in_the_way := [path for path in paths if path.is_dir() or (path.exists() and not path.is_file())]:
            raise UsageError([new_problem(str(path), "name-in-the-way") for path in in_the_way])

    def write(self, name: str, content: bytes) -> None:
        """Write a file beside its place."""
        (self.beside / name).write_bytes(content)

    def put_in_place(self) -> None:
        """Move every file to its place; earlier files of that name are kept until the end, for ``undo``."""
        self._before.mkdir()
        for path in sorted(path for path in self.beside.iterdir() if path != self._before):
            target = self._folder / path.name
            if target.exists():
                target.replace(self._before / path.name)
            self._moved.append(path.name)
            path.replace(target)

    def undo(self) -> None:
        """Remove the new files again, and restore the earlier ones."""
        for name in reversed(self._moved):
            target, before = self._folder / name, self._before / name
            if before.exists():
                before.replace(target)
            else:
                target.unlink(missing_ok=True)
        self._moved.clear()


_STAGING, DAY = ".xlplugin-", 86_400


@contextmanager
def staged(folder: Path) -> Iterator[Staging]:
    """Prepare files that appear in a folder all at once; if anything fails, the folder is as before.

    Raises:
        UsageError: they cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_up(folder)
        with tempfile.TemporaryDirectory(prefix=_STAGING, dir=folder) as name:
            staging = Staging(folder, Path(name))
            try:
                yield staging
            except BaseException:
                staging.undo()
                raise
    except OSError as error:
        raise cannot_write(Path(error.filename2 or error.filename or folder), error) from error


def clear_up(folder: Path) -> None:
    """Delete the leftovers of killed runs once they are a day old; a younger folder may belong to a run in progress."""
    for path in folder.glob(f"{_STAGING}*"):
        if path.is_dir() and time.time() - path.stat().st_mtime > DAY:
            shutil.rmtree(path, ignore_errors=True)


def safe_file_name(name: str) -> str:
    """Turn a text into a part of a file name that every system allows.

    Characters that Windows forbids become their full-width forms, so that names stay readable and different; blanks and
    dots at the ends are removed, and very long names are cut and get a digest.

    >>> safe_file_name("乙/丙镇")
    '乙／丙镇'
    """
    made = name.translate(_TWINS).strip(" .\u3000")
    made = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "_", made)
    if len(made.encode()) > MOST_NAME_BYTES:
        kept = made.encode()[: MOST_NAME_BYTES - 9].decode(errors="ignore")
        made = f"{kept}_{sha256(name.encode()).hexdigest()[:8]}"
    return f"_{made}" if made.partition(".")[0].upper() in _DEVICES else made or "_"


def cannot_write(path: Path, error: OSError) -> UsageError:
    """Make the error for a file that cannot be written, with what to do."""
    if isinstance(error, PermissionError) and path.is_file():
        return UsageError([new_problem(str(path), "file-in-use")])
    return UsageError([new_problem(str(path), "cannot-write", why=error.strerror or error)])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
