"""Seals: the proof, in a workbook, of what was issued to whom."""

import hmac
import json
from dataclasses import replace

from xlplugin.store.issue import Issue


def sealed(issue: Issue, key: bytes) -> Issue:
    """Give an issue with its seal."""
    return replace(issue, seal=seal_of(issue, key))


def seal_of(issue: Issue, key: bytes) -> str:
    """Give the seal that an issue has to have: the keyed digest of what it says."""
    parts = [issue.id, issue.rubric, issue.version, issue.rubric_digest, issue.edition, issue.body, issue.base]
    parts += [issue.own] if issue.own else []
    return hmac.digest(key, json.dumps(parts, ensure_ascii=False).encode(), "sha256").hex()
