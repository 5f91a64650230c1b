"""Evidence by body and indicator: what came, and what the body lists in 印证材料 and did not send."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from unicodedata import normalize

from xlplugin.entries.cell_values import CellValue
from xlplugin.store.evidence_files import EvidenceFile

LIST = "list."
"""How the ids of the notice's own list of evidence begin: ``list.3`` is its third item."""

_FIELD = re.compile(r"(?:self_)?evidence_(.+)_file")
_BETWEEN = re.compile(r"[、，,；;\n\r\t|]+|(?<=\.[A-Za-z0-9]{3})\s+|(?<=\.[A-Za-z0-9]{4})\s+")
_MARKS = re.compile(r"^\s*(?:[（(]?[0-9０-９]{1,2}[)）.．、]\s*(?![0-9]))?|[《》“”\"'\s　]+")
_NO_NAMES = frozenset(
    (
        "",
        "无",
        "没有",
        "-",
        "—",
        "/",
        "见附件",
        "附件",
        "详见附件",
        "见链接",
        "有",
        "是",
        "已报送",
        "已附",
        "同上",
        "另附",
    )
)
_ID = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_NUMBER = re.compile(r"^[0-9]+(?:\.[0-9]+)+[-_.、]?(?=\D)")
"""The number of an indicator before a name: 2.1.3台账.pdf."""
_ENDING = re.compile(r"\.[a-z0-9]{1,5}$")


@dataclass(frozen=True, slots=True)
class BodyEvidence:
    """The evidence of a body.

    Attributes:
        rubric, body: whose.
        files: what came, each with the indicators that it belongs to (none: the body does not say).
        missing: what the body lists and did not send: the indicator, and the name as it is listed.
    """

    rubric: str
    body: str
    files: tuple[tuple[EvidenceFile, tuple[str, ...]], ...]
    missing: tuple[tuple[str, str], ...]


def listed_names(cells: Mapping[str, CellValue]) -> Iterator[tuple[str, str]]:
    """Return the names of files that a body lists in 印证材料, each with its indicator.

    Args:
        cells: what it filled in, by defined name.

    >>> list(listed_names({"evidence_2.1.1_file": "1. 会议纪要.pdf、《照片》", "evidence_2.1.2_file": "见附件"}))
    [('2.1.1', '会议纪要.pdf'), ('2.1.1', '照片')]
    """
    for name, value in cells.items():
        match = _FIELD.fullmatch(name)
        if match and isinstance(value, str):
            for part in _BETWEEN.split(value):
                text = _MARKS.sub("", part)
                if text not in _NO_NAMES:
                    yield match[1], text


def plain_name(name: str) -> str:
    """Write a file's name as it is compared: half width, small letters, without blanks."""
    return re.sub(r"\s", "", normalize("NFKC", name)).casefold()


def names_to_list(path: str) -> tuple[str, ...]:
    """Return the names by which a body may list a file: its own, that without extension, those of its folders.

    The number of an indicator in front of it is no part of its name.

    >>> names_to_list("米山镇/2.1.1 材料/会议 纪要.PDF")
    ('会议纪要.pdf', '会议纪要', '2.1.1材料', '材料', '米山镇')
    """
    parts = [plain_name(part) for part in reversed(PurePosixPath(path).parts)]
    names = (parts[0], _ENDING.sub("", parts[0]), *parts[1:])
    return tuple(dict.fromkeys(one for name in names for one in (name, _NUMBER.sub("", name)) if one))


def evidence_of(
    rubric: str, body: str, files: Sequence[EvidenceFile], cells: Mapping[str, CellValue], indicators: Iterable[str]
) -> BodyEvidence:
    """Put the evidence of a body beside its indicators.

    A file belongs to the indicators for which the body lists it, or a folder of it; otherwise to the one with whose
    number its name, or a folder's, begins (``2.1.3 台账.xlsx``).

    Args:
        rubric: the rubric's id.
        body: whose.
        files: what came.
        cells: what the body filled in, by defined name.
        indicators: the ids of the indicators.
    """
    known = frozenset(indicators)
    wanted: dict[str, list[tuple[str, str]]] = {}
    for indicator, name in listed_names(cells):
        wanted.setdefault(plain_name(name), []).append((indicator, name))
    found: set[str] = set()
    placed = []
    for file in files:
        names = names_to_list(file.name)
        hits = [name for name in names if name in wanted] or [name for name in wanted if _ENDING.sub("", name) in names]
        found |= set(hits)
        by_list = dict.fromkeys(indicator for name in hits for indicator, _ in wanted[name])
        placed.append((file, tuple(by_list) or _numbered(names, known)))
    missing = [one for name, some in wanted.items() if name not in found for one in some]
    return BodyEvidence(rubric, body, tuple(placed), tuple(missing))


def _numbered(names: Iterable[str], known: frozenset[str]) -> tuple[str, ...]:
    """Return the indicator with whose number a name begins."""
    for name in names:
        match = _ID.match(name)
        if match and match[0] in known:
            return (match[0],)
    return ()
