"""Seals: the proof inside a workbook that it was issued to this body."""

import hmac
import json
from dataclasses import replace

from xlplugin.store.issue import Issue


def sealed(issue: Issue, key: bytes) -> Issue:
    """Return an issue with its seal."""
    return replace(issue, seal=seal_of(issue, key))


def seal_of(issue: Issue, key: bytes) -> str:
    """Compute the seal of an issue: the keyed digest of its fields."""
    parts = [issue.id, issue.rubric, issue.version, issue.rubric_digest, issue.edition, issue.body, issue.base]
    parts += [issue.own] if issue.own else []
    parts += [issue.rater, issue.responsible] if issue.rater else []
    parts += [issue.rater_kind] if issue.rater_kind else []
    return hmac.digest(key, json.dumps(parts, ensure_ascii=False).encode(), "sha256").hex()
