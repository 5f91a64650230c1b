"""Files that are read whole, and what to tell a user when one cannot be."""

from pathlib import Path

from xlplugin.errors import UsageError, new_problem


def read_file(path: Path) -> bytes:
    """Read a file.

    Raises:
        UsageError: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from error


def cannot_read(path: Path | str, error: Exception) -> UsageError:
    """Make the error for a file that cannot be read, with the reason that the system gives."""
    if isinstance(error, FileNotFoundError):
        return UsageError([new_problem(str(path), "no-such-file")])
    why = error.strerror or error if isinstance(error, OSError) else error
    return UsageError([new_problem(str(path), "cannot-read", why=why)])
