"""Files written whole or not at all."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from xlplugin.errors import WrongUse, problem


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
        raise _cannot_write(path, error) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, mode, encoding=encoding, errors=errors) as file:
            yield file
        beside.chmod(permissions)
        beside.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _cannot_write(path: Path, error: OSError) -> WrongUse:
    return WrongUse([problem(str(path), "cannot-write", why=error.strerror or error)])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
