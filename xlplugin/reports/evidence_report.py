"""The evidence of bodies as a table: what came for which indicator, what is listed and missing, what is nobody's."""

from collections.abc import Iterable, Iterator, Sequence

from xlplugin.returns.evidence.listed import LIST, BodyEvidence
from xlplugin.store.evidence_files import EvidenceFile, is_there

HEADINGS = {
    "zh": ("考核对象", "指标", "文件", "大小（KB）", "情况", "SHA-256"),
    "en": ("body", "indicator", "file", "size (kB)", "state", "SHA-256"),
}

CAME, GONE, MISSING, UNOWNED = "已交", "已交，现已不在原处", "缺", "不知是谁的"
_ENGLISH = {CAME: "came", GONE: "came, and is gone", MISSING: "missing", UNOWNED: "whose is unclear"}

Cell = str | int | float


def evidence_rows(
    bodies: Iterable[BodyEvidence], unowned: Sequence[EvidenceFile], language: str = "zh"
) -> Iterator[tuple[Cell, ...]]:
    """Return a row for each file and indicator, and for each missing name."""

    def state(name: str) -> str:
        return name if language == "zh" else _ENGLISH[name]

    for body in bodies:
        for file, indicators in body.files:
            for indicator in indicators or ("",):
                how = state(CAME if is_there(file) else GONE)
                yield body.body, place(indicator, language), file.name, _kilobytes(file), how, file.sha256
        for indicator, name in body.missing:
            yield body.body, place(indicator, language), name, "", state(MISSING), ""
    for file in unowned:
        yield "", "", file.name, _kilobytes(file), state(UNOWNED), file.sha256


def place(indicator: str, language: str = "zh") -> str:
    """Name an indicator, or an item of the notice's own list of evidence."""
    if not indicator.startswith(LIST):
        return indicator
    number = indicator.removeprefix(LIST)
    return f"清单第 {number} 项" if language == "zh" else f"list, item {number}"


def _kilobytes(file: EvidenceFile) -> float:
    return round(file.size / 1000, 1)


def evidence_json(bodies: Iterable[BodyEvidence], unowned: Sequence[EvidenceFile]) -> dict[str, object]:
    """Return the same for programs."""
    return {
        "bodies": [
            {
                "rubric": body.rubric,
                "body": body.body,
                "files": [{**_as_json(file), "indicators": list(indicators)} for file, indicators in body.files],
                "missing": [{"indicator": indicator, "name": name} for indicator, name in body.missing],
            }
            for body in bodies
        ],
        "unowned": [_as_json(file) for file in unowned],
    }


def _as_json(file: EvidenceFile) -> dict[str, object]:
    return {"file": file.name, "path": file.path, "sha256": file.sha256, "size": file.size} | {
        "seen_at": file.seen_at,
        "is_there": is_there(file),
    }
