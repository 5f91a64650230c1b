"""The files that may be returns, in folders and in zips, including zips inside zips.

Nothing is unpacked onto the disk: a file in a zip is read from it when it is judged.
"""

import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from stat import S_ISREG

from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.notation.excel_text import replace_unseen
from xlplugin.ooxml.package import TYPES
from xlplugin.store.submissions import IN_ZIP

MOST_BYTES = 50_000_000
"""Size limit of one file, in bytes; our workbooks have less than a hundredth of it."""

MOST_PACKED, MOST_UNPACKED = 5_000, 1_000_000_000
"""Limits for a zip and all zips in it: number of files, and bytes of the files that may be returns."""

MOST_RATIO, LARGE = 100, 2_000_000
"""A file that expands to more than this ratio and this many bytes is no workbook, which is compressed already."""

_SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db"))
_OF_PROGRAMS = ("~$", ".")
"""Prefixes of files that programs leave beside workbooks."""

_EVIDENCE = frozenset(
    (
        *(".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp", ".pdf", ".ofd", ".txt", ".md"),
        *(".doc", ".docx", ".wps", ".rtf", ".ppt", ".pptx", ".dps", ".mp3", ".mp4", ".avi", ".mov", ".eml", ".msg"),
        *(".htm", ".html", ".mht", ".mhtml"),
    )
)
"""Extensions of files of evidence; they are listed with their owners."""

_NO_SPREADSHEETS = _EVIDENCE | frozenset(
    (
        *(".db", ".lnk", ".url", ".ini", ".tmp"),
        # Partial downloads, Windows' notes about downloads, and what a cloud drive leaves in place of a file.
        *(".crdownload", ".part", ".partial", ".download", ".downloading", ".opdownload", ".td", ".xltd", ".!ut"),
        *(".icloud", ".cloud", ".cloudf", ".odlocal", ".gsheet", ".webloc"),
    )
)
"""Extensions of files that are not returns."""

_CHUNK = 1 << 20
"""Bytes that are read at once."""

_UTF8, _ENCRYPTED = 0x800, 0x01
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
"""Compression methods that can be unpacked here; Windows uses Deflate64 for large files, which is not one of them."""
_NO_YEAR = 1980
"""The year that zips state for files of unknown age."""


class UnreadableFile(Exception):
    """A file exists and cannot be read; ``problem`` is the reason."""

    def __init__(self, problem: Problem) -> None:
        """Keep the reason."""
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True)
class FoundFile:
    """A file that was found.

    Attributes:
        path: where it is; for a file in a zip, the zip's path.
        name: its name within the folder.
        may_be_return: whether it may be a return.
        inside: positions of the members, from zip to zip, that lead to it; empty if it is in no zip.
        unreadable: why a zip could not be opened.
    """

    path: Path
    name: str
    may_be_return: bool = True
    inside: tuple[int, ...] = ()
    unreadable: Problem | None = None

    @cached_property
    def where(self) -> str:
        """The whole path, as text."""
        whole = os.fsencode(self.path.absolute()).decode("utf-8", "backslashreplace").replace("\\", "/")
        return f"{whole}{IN_ZIP}{self.name}" if self.inside else whole

    def name_of(self, where: str) -> str:
        """Return the name of another file (its ``where``) beside this one: relative if it is in the same folder."""
        whole, _, inside = where.partition(IN_ZIP)
        own, parts = _text(self.path.absolute()), self.name.split("/")
        names = ("/".join(parts[:many]) for many in range(len(parts), 0, -1))
        within = next((own.removesuffix(name) for name in names if own.endswith(name)), own)
        return inside or whole.removeprefix(within)

    @cached_property
    def location(self) -> str:
        """The whole path, through zips as through folders: ``/back/甲.zip/照片/1.jpg``."""
        return self.location_in_zip.replace(IN_ZIP, "/")

    @cached_property
    def location_in_zip(self) -> str:
        """The same, with ``!/`` behind the zip."""
        whole = os.fsencode(self.path.absolute()).decode("utf-8", "backslashreplace").replace("\\", "/")
        _, _, inner = f"/{self.name}".partition(f"/{_text(self.path.name)}/")
        return f"{whole}{IN_ZIP}{inner}" if self.inside else whole

    @property
    def may_be_evidence(self) -> bool:
        """Whether it is a file of evidence, by its name."""
        return self.suffix in _EVIDENCE and not _ZONE.search(self.name)

    def size(self) -> int:
        """Return the file's size, in bytes.

        Raises:
            UnreadableFile: it cannot be read.
            OSError: the file is gone.
        """
        if self.unreadable:
            raise UnreadableFile(self.unreadable)
        if not self.inside:
            return self.path.stat().st_size
        return (
            _opened(str(self.path), self.path.stat().st_mtime_ns, self.inside[:-1])
            .infolist()[self.inside[-1]]
            .file_size
        )

    def chunks(self) -> Iterator[bytes]:
        """Read the file piece by piece, as evidence may be large.

        Raises:
            UnreadableFile: it cannot be read.
            OSError: the file is gone.
        """
        if self.unreadable:
            raise UnreadableFile(self.unreadable)
        if not self.inside:
            if not S_ISREG(self.path.stat().st_mode):
                raise UnreadableFile(new_problem("", "return-no-workbook"))
            with self.path.open("rb") as file:
                yield from iter(lambda: file.read(_CHUNK), b"")
            return
        packed = _opened(str(self.path), self.path.stat().st_mtime_ns, self.inside[:-1])
        try:
            with packed.open(packed.infolist()[self.inside[-1]]) as member:
                yield from iter(lambda: member.read(_CHUNK), b"")
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
            raise UnreadableFile(new_problem("", "return-damaged")) from error

    def sha256(self) -> str:
        """Return the SHA-256 of its bytes.

        Raises:
            UnreadableFile: it cannot be read.
            OSError: the file is gone.
        """
        made = sha256()
        for chunk in self.chunks():
            made.update(chunk)
        return made.hexdigest()

    @property
    def suffix(self) -> str:
        """The extension, in lower case."""
        return PurePosixPath(self.name).suffix.lower()

    def content(self) -> bytes:
        """Read the file's bytes.

        Raises:
            UnreadableFile: it cannot be read, or it is larger than any return.
        """
        try:
            if self.unreadable:
                raise UnreadableFile(self.unreadable)
            if self.inside:
                return _member(str(self.path), self.path.stat().st_mtime_ns, self.inside)
            about = self.path.stat()
            if not S_ISREG(about.st_mode):
                raise UnreadableFile(new_problem("", "return-no-workbook"))
            if (size := about.st_size) > MOST_BYTES:
                raise UnreadableFile(new_problem("", "return-too-large", size=size // 1_000_000))
            return self.path.read_bytes()
        except OSError as error:
            raise UnreadableFile(new_problem("", "cannot-read", why=error.strerror or error)) from error

    def changed_at(self) -> datetime:
        """Return the time of the last change, according to the folder or the zip.

        Raises:
            OSError: the file is gone.
        """
        about = self.path.stat()
        moment = datetime.fromtimestamp(about.st_mtime, UTC)
        if not self.inside:
            return moment
        try:
            packed = _opened(str(self.path), about.st_mtime_ns, self.inside[:-1])
            saved = datetime(*packed.infolist()[self.inside[-1]].date_time)  # local time, as zips store it
        except (ValueError, IndexError, zipfile.BadZipFile):  # no such day; or the zip has been replaced
            return moment
        return saved.astimezone(UTC) if saved.year > _NO_YEAR else moment


def files_in(paths: Sequence[Path]) -> Iterator[FoundFile]:
    """Find the files in folders by name, and the files that are named directly.

    Files that programs and systems leave behind (``~$…``, ``Thumbs.db``, hidden files) are skipped.

    Raises:
        UsageError: a path does not exist.
    """
    if missing := [path for path in paths if not path.exists()]:
        raise UsageError([new_problem(str(path), "no-such-file") for path in missing])
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        else:
            is_evidence = path.suffix.lower() in _EVIDENCE
            yield from _looked_into(path, _text(path.name), may_be_return=not is_evidence)


def _in_folder(folder: Path) -> Iterator[FoundFile]:
    """Find the files in a folder and its sub-folders, by name; folders that cannot be opened are reported."""
    waiting = [(folder, "")]
    while waiting:
        where, within = waiting.pop()
        try:
            entries = sorted(os.scandir(where), key=lambda entry: entry.name)
        except OSError:
            yield FoundFile(where, within.rstrip("/") or _text(where.name))
            continue
        folders = []
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name != "__MACOSX":
                    folders.append((Path(entry.path), f"{within}{_text(entry.name)}/"))
            elif not _is_left_behind(entry.name) and not entry.is_dir():
                yield from _looked_into(Path(entry.path), within + _text(entry.name), _may_be_return(entry.name))
        waiting += reversed(folders)


def _is_left_behind(name: str) -> bool:
    is_placeholder = name.lower().endswith(".icloud")  # ``.甲.xlsx.icloud``: the file is in the cloud only
    return not is_placeholder and (name.startswith(_OF_PROGRAMS) or name.lower() in _SYSTEM_FILES)


_ZONE = re.compile(r":(?:zone\.identifier|\$data)", re.IGNORECASE)
"""Windows' note about the origin of a file, which other systems show as a second file."""


def _may_be_return(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() not in _NO_SPREADSHEETS and not _ZONE.search(name)


def _text(path: Path | str) -> str:
    """Return a path as text, even if it contains invalid bytes."""
    return replace_unseen(os.fsencode(path).decode("utf-8", "backslashreplace").replace("\\", "/"))


def _looked_into(path: Path, name: str, may_be_return: bool) -> Iterator[FoundFile]:
    """Return a file, or the files in it if it is a zip; the name decides, as returns are zips themselves."""
    if path.suffix.lower() != ".zip" or not path.is_file():  # a pipe would block whoever opens it
        yield FoundFile(path, name, may_be_return)
        return
    try:
        with zipfile.ZipFile(path) as packed:
            if TYPES in packed.namelist():  # a workbook that somebody, or a browser, has renamed
                yield FoundFile(path, name)
                return
            yield from _in_zip(packed, path, name, (), [0, 0])
    except UnreadableFile as error:
        yield FoundFile(path, name, unreadable=error.problem)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        yield FoundFile(path, name)  # judging reports what is wrong with it


def _in_zip(
    packed: zipfile.ZipFile, path: Path, name: str, inside: tuple[int, ...], so_far: list[int]
) -> Iterator[FoundFile]:
    """List the files of a zip; ``so_far`` counts files and bytes of the outermost zip and everything in it."""
    members = packed.infolist()
    so_far[0] += len(members)
    so_far[1] += sum(member.file_size for member in members if _may_be_return(member.filename))
    if so_far[0] > MOST_PACKED or so_far[1] > MOST_UNPACKED:
        full = new_problem("", "return-zip-full", most=MOST_PACKED, size=MOST_UNPACKED // 1_000_000)
        yield FoundFile(path, name, unreadable=full)
        return
    named = sorted((_name_in_zip(entry), at) for at, entry in enumerate(members) if not entry.is_dir())
    for member, at in named:
        parts = PurePosixPath(member).parts
        if not parts or _is_left_behind(parts[-1]) or "__MACOSX" in parts:
            continue
        inner_file = FoundFile(path, f"{name}/{member}", _may_be_return(member), (*inside, at))
        if members[at].flag_bits & _ENCRYPTED:
            yield FoundFile(path, inner_file.name, unreadable=new_problem("", "return-zip-locked"))
        elif (members[at].file_size <= MOST_BYTES or inner_file.may_be_evidence) and members[at].file_size > max(
            LARGE, MOST_RATIO * members[at].compress_size
        ):
            size = {"most": MOST_PACKED, "size": MOST_UNPACKED // 1_000_000}
            yield FoundFile(
                path, inner_file.name, inner_file.may_be_return, unreadable=new_problem("", "return-zip-full", **size)
            )
        elif members[at].compress_type not in _METHODS:
            yield FoundFile(
                path, inner_file.name, inner_file.may_be_return, unreadable=new_problem("", "return-zip-method")
            )
        elif inner_file.suffix != ".zip":
            yield inner_file
        elif inside:
            yield FoundFile(path, inner_file.name, unreadable=new_problem("", "return-zip-nested"))
        else:
            try:
                with zipfile.ZipFile(BytesIO(_unpacked(packed, at))) as inner:
                    yield from _in_zip(inner, path, inner_file.name, inner_file.inside, so_far)
            except UnreadableFile as error:
                yield FoundFile(path, inner_file.name, unreadable=error.problem)
            except (zipfile.BadZipFile, ValueError, NotImplementedError):
                yield inner_file


def _name_in_zip(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Windows writes Chinese names in GBK, and some programs in UTF-8 without the flag."""
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        raw = member.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.filename


def _unpacked(packed: zipfile.ZipFile, at: int) -> bytes:
    """Unpack a member, up to its stated size and the limit of a return."""
    member = packed.infolist()[at]
    if member.file_size > MOST_BYTES:
        raise UnreadableFile(new_problem("", "return-too-large", size=member.file_size // 1_000_000))
    try:
        with packed.open(member) as file:
            content = file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise UnreadableFile(new_problem("", "return-damaged")) from error
    if len(content) > MOST_BYTES:
        raise UnreadableFile(new_problem("", "return-too-large", size=MOST_BYTES // 1_000_000))
    return content


def _member(path: str, changed_at: int, inside: tuple[int, ...]) -> bytes:
    packed = _opened(path, changed_at, inside[:-1])
    return _unpacked(packed, inside[-1])


@lru_cache(maxsize=4)
def _opened(path: str, changed_at: int, inside: tuple[int, ...]) -> zipfile.ZipFile:
    """Open a zip, or a zip in a zip; kept open, as its files are read one after the other."""
    if not inside:
        return zipfile.ZipFile(path)
    outer = _opened(path, changed_at, inside[:-1])
    return zipfile.ZipFile(BytesIO(_unpacked(outer, inside[-1])))
