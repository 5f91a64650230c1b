"""A PostgreSQL server of the tests' own, where Debian's package is installed."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """Return the folder with ``initdb`` and ``pg_ctl``; Debian does not put it into the path."""
    named = shutil.which("initdb")
    folders = [Path(named).resolve().parent] if named else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def _as_user() -> list[str] | None:
    """Return the prefix that keeps a server from running as root, which it refuses; None if there is no way."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return None
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if shutil.which("setpriv") else None


def why_not() -> str:
    """Say why no server can be started; '' where one can."""
    if programs() is None:
        return "PostgreSQL is not here; to run this: apt-get install postgresql"
    if _as_user() is None:
        return "PostgreSQL does not run as root, and there is no user postgres with setpriv here"
    return ""


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server whose data lies in a folder; gives the URL of a database in it."""
    result, before = programs(), _as_user()
    assert result
    assert before is not None
    folder.mkdir()
    if before:
        shutil.chown(folder, "postgres")
        for parent in folder.parents:  # pytest's folders are for their owner alone
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
    data, log = folder / "data", folder / "log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        # The server keeps what it is given as output, so that it is given a file.
        with (folder.parent / f"{program}.txt").open("w") as message:
            command = [*before, str(result / program), "-D", str(data), *arguments]
            subprocess.run(command, check=True, cwd="/", stdout=message, stderr=subprocess.STDOUT)

    run("initdb", "-U", "xlplugin", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    run("pg_ctl", "-w", "-l", str(log), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://xlplugin@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
