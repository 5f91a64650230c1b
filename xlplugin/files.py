"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path

from xlplugin.errors import WrongUse, problem


def write_beside(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it, so that no half-written file is ever seen.

    Raises:
        WrongUse: it cannot be written; what was there is untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    except OSError as error:
        raise WrongUse([problem(str(path), "cannot-write", why=error.strerror or error)]) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise WrongUse([problem(str(path), "cannot-write", why=error.strerror or error)]) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
