"""One workbook for each assessed body, each with its number and its seal.

The workbook is built once; copies of it differ in the body's name, the number and the seal. The seal is a keyed
digest of what was issued to whom, so that a return is known by what is inside it and nobody can make one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from xlplugin.distribution.recipients import Recipient
from xlplugin.distribution.self_assessments import SelfAssessment
from xlplugin.distribution.stamping import StampBase
from xlplugin.errors import UsageError, new_problem
from xlplugin.files.whole_files import safe_file_name, staged
from xlplugin.ooxml.package import Package
from xlplugin.ooxml.worksheet.worksheet_part import SheetPart
from xlplugin.rubric.model import Rubric
from xlplugin.store.database import Store
from xlplugin.store.issue import Issue, local_time
from xlplugin.store.seal import sealed
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.editions import EDITION_WORDS

TOKENS = {"body": "xlp0BODY0xlp", "issue": "xlp0ISSUE0xlp", "seal": "xlp0SEAL0xlp"}
"""What stands in the base where a copy has its own text."""


@dataclass(frozen=True)
class Distribution:
    """What is to be sent out."""

    rubric: Rubric
    group: str
    recipients: Sequence[Recipient]
    edition: str = "self"
    macros: bool = False
    password: str = ""
    own: Mapping[str, "SelfAssessment"] = field(default_factory=dict)
    """By body: what it entered itself, for the locked column of the assessors' edition."""

    def base(self) -> bytes:
        """Build the workbook that is copied."""
        return _without_shown_tokens(self._built(TOKENS["body"], (TOKENS["issue"], TOKENS["seal"]), None))

    def with_own(self, issue: Issue) -> bytes:
        """Build the workbook of a body that has assessed itself: all figures of its side are then there to be seen."""
        return self._built(issue.body, (issue.id, issue.seal), self.own[issue.body])

    def _built(self, body: str, issue: tuple[str, str], own: "SelfAssessment | None") -> bytes:
        return workbook_bytes(
            self.rubric,
            body,
            edition=self.edition,
            macros=self.macros,
            password=self.password,
            issue=issue,
            own=own.scoresheet if own else None,
            own_fields=own.fields if own else {},
        )

    def file_name(self, recipient: Recipient) -> str:
        """Name a body's file: ``2022年度政务公开考核评分表（A类）_03_米山镇.xlsx``."""
        before, digits, suffix = self._naming
        return f"{before}_{recipient.position:0{digits}}_{safe_file_name(recipient.name)}{suffix}"

    @cached_property
    def _naming(self) -> tuple[str, int, str]:
        """What all files' names begin with, how many digits their numbers have, and how they end."""
        group = f"（{self.group}）" if self.group else ""
        title = f"{self.rubric.year}年度政务公开考核评分表{group}{EDITION_WORDS.get(self.edition, '')}"
        digits = max(2, len(str(max(recipient.position for recipient in self.recipients))))
        return safe_file_name(title), digits, ".xlsm" if self.macros else ".xlsx"


def standing(store: Store, distribution: Distribution, chosen: Sequence[Recipient]) -> list[Issue]:
    """Give the issues that sending out would replace."""
    names = {recipient.name for recipient in chosen}
    return [issue for issue in store.issues(distribution.rubric.id, distribution.edition) if issue.body in names]


def distribute(
    distribution: Distribution, folder: Path, store: Store, reason: str = "", chosen: Sequence[Recipient] = ()
) -> Iterator[Issue]:
    """Write a workbook for each body, beside its place; once all are there, put them in place and keep what went out.

    The store says only what the folder holds: the files come into their places inside the transaction, ahead of the
    rows. Whoever stops it half way has neither issued anything nor lost a workbook that was issued before; a run that
    was killed in the very last moment is done again by the next.

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
    _refuse(standing(store, distribution, chosen), reason)
    base = distribution.base()
    digest = sha256(base).hexdigest()
    stamps = StampBase(base, TOKENS)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    issues = []
    with staged(folder) as staging:
        staging.check(distribution.file_name(recipient) for recipient in chosen)
        for recipient in chosen:
            issue = _issue(distribution, recipient, digest, now, store.key)
            if issue.own:
                content = distribution.with_own(issue)
            else:
                content = stamps.stamp({"body": recipient.name, "issue": issue.id, "seal": issue.seal})
            staging.write(issue.file, content)
            issues.append(issue)
            yield issue
        with store.issuing() as issuing:
            # Looked at once more: another run may have issued meanwhile.
            before = issuing.standing(
                distribution.rubric.id, distribution.edition, {recipient.name for recipient in chosen}
            )
            _refuse(before, reason)
            staging.put_in_place()
            replaced = {issue.body for issue in before}
            kept = (replace(issue, reason=reason) if issue.body in replaced else issue for issue in issues)
            issuing.keep(list(kept), before, digest, base)


def _refuse(before: Sequence[Issue], reason: str) -> None:
    if before and not reason:
        raise UsageError(
            [
                new_problem("", "issued-before", body=issue.body, file=issue.file, at=local_time(issue.issued_at))
                for issue in before
            ]
        )


def _issue(distribution: Distribution, recipient: Recipient, base: str, now: str, key: bytes) -> Issue:
    own = distribution.own.get(recipient.name)
    return sealed(
        Issue(
            id=str(uuid4()),
            rubric=distribution.rubric.id,
            version=distribution.rubric.version,
            rubric_digest=distribution.rubric.digest,
            edition=distribution.edition,
            body=recipient.name,
            position=recipient.position,
            file=distribution.file_name(recipient),
            base=base,
            seal="",
            issued_at=now,
            own=own.as_text(distribution.rubric) if own else "",
        ),
        key,
    )


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
