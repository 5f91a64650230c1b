"""One workbook for each assessed body, each with its number and its seal.

The workbook is built once; copies of it differ in the body's name, the number and the seal. The seal is a keyed
digest of what was issued to whom, so that a return is known by what is inside it and nobody can make one.
"""

import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from xlplugin.errors import WrongUse, problem
from xlplugin.exchange.bodies import Recipient
from xlplugin.exchange.stamping import StampBase
from xlplugin.files import safe_name, staged
from xlplugin.ooxml.package import Package
from xlplugin.ooxml.sheet_part import SheetPart
from xlplugin.results.store import Issue, Store
from xlplugin.rubric import Rubric
from xlplugin.workbook.build import workbook_bytes

TOKENS = {"body": "xlp0BODY0xlp", "issue": "xlp0ISSUE0xlp", "seal": "xlp0SEAL0xlp"}
"""What stands in the base where a copy has its own text."""

EDITION_WORDS = {"self": "（自评）", "assess": "（考核）"}


@dataclass(frozen=True)
class Distribution:
    """What is to be sent out."""

    rubric: Rubric
    group: str
    recipients: Sequence[Recipient]
    edition: str = "self"
    macros: bool = False
    password: str = ""

    def base(self) -> bytes:
        """Build the workbook that is copied."""
        issue = TOKENS["issue"], TOKENS["seal"]
        content = workbook_bytes(
            self.rubric, TOKENS["body"], edition=self.edition, macros=self.macros, password=self.password, issue=issue
        )
        return _without_shown_tokens(content)

    def file_name(self, one: Recipient) -> str:
        """Name a body's file: ``2022年度政务公开考核评分表（A类）_03_米山镇.xlsx``."""
        group = f"（{self.group}）" if self.group else ""
        title = f"{self.rubric.year}年度政务公开考核评分表{group}{EDITION_WORDS.get(self.edition, '')}"
        digits = max(2, len(str(max(other.position for other in self.recipients))))
        suffix = ".xlsm" if self.macros else ".xlsx"
        return f"{safe_name(title)}_{one.position:0{digits}}_{safe_name(one.name)}{suffix}"


def standing(store: Store, distribution: Distribution, chosen: Sequence[Recipient]) -> list[Issue]:
    """Give the issues that sending out would replace."""
    names = {one.name for one in chosen}
    return [one for one in store.issues(distribution.rubric.id, distribution.edition) if one.body in names]


def distribute(
    distribution: Distribution, folder: Path, store: Store, reason: str = "", chosen: Sequence[Recipient] = ()
) -> Iterator[Issue]:
    """Write a workbook for each body, beside its place; once all are there, keep what was issued and rename them.

    Whoever stops it half way has neither issued anything nor lost a workbook that was issued before.

    Args:
        distribution: what goes out to whom.
        folder: where to.
        store: what was issued is kept in it.
        reason: why workbooks that were issued before are replaced.
        chosen: to whom of the list; by default to all.

    Raises:
        WrongUse: a workbook would be issued a second time and no reason is given; or a file cannot be written.
    """
    chosen = chosen or distribution.recipients
    if (before := standing(store, distribution, chosen)) and not reason:
        raise WrongUse([problem("", "issued-before", body=one.body, file=one.file, at=one.issued_at) for one in before])
    replaced = {one.body for one in before}
    base = distribution.base()
    digest = sha256(base).hexdigest()
    stamps = StampBase(base, TOKENS)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    issues = []
    with staged(folder) as staging:
        for one in chosen:
            issue = _issue(distribution, one, digest, now, reason if one.name in replaced else "", store.key)
            content = stamps.stamp({"body": one.name, "issue": issue.id, "seal": issue.seal})
            (staging / issue.file).write_bytes(content)
            issues.append(issue)
            yield issue
        store.keep(issues, digest, base)


def _issue(distribution: Distribution, one: Recipient, base: str, now: str, reason: str, key: bytes) -> Issue:
    return sealed(
        Issue(
            id=str(uuid4()),
            rubric=distribution.rubric.id,
            version=distribution.rubric.version,
            rubric_digest=distribution.rubric.digest,
            edition=distribution.edition,
            body=one.name,
            position=one.position,
            file=distribution.file_name(one),
            base=base,
            seal="",
            issued_at=now,
            reason=reason,
        ),
        key,
    )


def sealed(issue: Issue, key: bytes) -> Issue:
    """Give an issue with its seal."""
    told = (issue.id, issue.rubric, issue.version, issue.rubric_digest, issue.edition, issue.body, issue.base)
    return replace(issue, seal=hmac.new(key, json.dumps(told, ensure_ascii=False).encode(), sha256).hexdigest())


def _without_shown_tokens(content: bytes) -> bytes:
    """Take the values away from formulas that show a token: programs compute them from the body's own cell."""
    package = Package(content)
    for part in package.parts:
        if part.startswith("xl/worksheets/sheet") and TOKENS["body"].encode() in package.read(part):
            sheet = SheetPart(package.read(part), package.damaged)
            shown = [at for at, cell in sheet.cells.items() if cell.has_formula and TOKENS["body"] in (cell.text or "")]
            if shown:
                package.put(part, sheet.changed({}, {}, shown))
    return package.content()
