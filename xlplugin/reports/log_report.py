"""The log as text for people: an entry each line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from xlplugin.store import log
from xlplugin.store.decided.answers import OWNER
from xlplugin.store.decided.rectifications import STEPS
from xlplugin.store.issue import local_time
from xlplugin.store.log import DEEDS, LogEntry
from xlplugin.workbook.editions import EDITIONS, edition_name

HEADINGS = {
    "zh": ("序号", "时间", "事项", "评分表", "版式", "考核对象", "由谁", "内容"),
    "en": ("no.", "time", "what", "rubric", "edition", "body", "by", "particulars"),
}


def chosen_entries(
    entries: Iterable[LogEntry], *, body: str = "", what: str = "", by: str = "", since: str = ""
) -> Iterator[LogEntry]:
    """Return the entries about a body, of a deed, decided by a person, from a day on (``2026-11-01``)."""
    for entry in entries:
        is_meant = body in ("", entry.body) and what in ("", entry.what) and by in ("", entry.by)
        if is_meant and (not since or local_time(entry.at)[: len(since)] >= since):
            yield entry


def log_row(entry: LogEntry, language: str = "zh") -> tuple[str, ...]:
    """Return the texts of an entry, one for each heading."""
    is_chinese = language == "zh"
    edition = entry.edition
    if is_chinese and edition in EDITIONS:
        edition = edition_name(edition)
    what = DEEDS.get(entry.what, entry.what) if is_chinese else entry.what
    about = entry.rubric, edition, entry.body, entry.by
    return str(entry.number), local_time(entry.at), what, *about, particulars(entry, language)


def particulars(entry: LogEntry, language: str = "zh") -> str:
    """Say what was done: the file, what was before and after, the reason, the evidence."""
    facts, is_chinese = entry.facts, language == "zh"
    parts = [str(facts["file"])] if facts.get("file") else []
    match entry.what:
        case log.COLLECTED | log.READ_AGAIN:
            before = f"{facts['before']} → " if facts.get("before") else ""
            total = f"{'总分' if is_chinese else 'total'} {before}{facts.get('total')}"
            parts.append(total if facts.get("total") else "无总分" if is_chinese else "no total")
        case log.UPGRADED:
            count = facts.get("entries", 0)
            parts.append(f"补记此前的 {count} 条" if is_chinese else f"{count} earlier entries")
        case log.ANNOUNCED | log.PUBLISHED:
            parts.append(str(facts.get("day")))
        case log.AFFECTED:
            changed = facts.get("changed", {})
            shown = (
                f"{body} {_shown(before, language)} → {_shown(after, language)}"
                for body, (before, after) in changed.items()
            )
            parts += ["、".join(facts.get("because", ())), *shown]
        case log.EVIDENCE_SEEN:
            parts.append(f"SHA-256 {str(facts.get('sha256'))[:16]}")
        case log.ISSUED:
            pass
        case log.FROZEN | log.REOPENED:
            parts.append(f"SHA-256 {str(facts.get('digest'))[:16]}")
        case log.RECTIFIED:
            parts += [str(facts.get("name")), STEPS.get(str(facts.get("step")), ""), str(facts.get("after"))]
        case log.APPEALED:
            parts += [str(facts.get("name")), str(facts.get("after"))]
        case _:
            parts.append(_change(facts, language))
    if facts.get("round"):
        parts.insert(0, str(facts["round"]))
    if entry.why:
        parts.append(f"{'理由：' if is_chinese else 'reason: '}{entry.why}")
    if facts.get("evidence"):
        parts.append(f"{'依据：' if is_chinese else 'evidence: '}{facts['evidence']}")
    return ("；" if is_chinese else "; ").join(filter(None, parts))


def _change(facts: Mapping[str, Any], language: str) -> str:
    """Write what was before and what is now, with the name of the input."""
    name = str(facts.get("name") or "").removeprefix("in_").removeprefix("out_")
    before, after = (_shown(facts.get(key), language) for key in ("before", "after"))
    after = str(facts["outcome"]) if language == "en" and "outcome" in facts else after
    name = {OWNER: "归属" if language == "zh" else "owner"}.get(name, name)
    changed = f"{before} → {after}" if name else after
    return f"{name}{'：' if language == 'zh' else ': '}{changed}" if name else changed


def _shown(value: object, language: str) -> str:
    if isinstance(value, Mapping):
        return "、".join(f"{key} {_shown(one, language)}" for key, one in value.items())
    if value in (None, ""):
        return "空" if language == "zh" else "blank"
    return f"{value:g}" if isinstance(value, float) else str(value)


def log_json(entry: LogEntry) -> dict[str, Any]:
    """Return an entry for machines."""
    written = asdict(entry)
    return {"number": written.pop("number"), **written}
