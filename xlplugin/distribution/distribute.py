"""Writes one workbook for each assessed body, each with its number and its seal.

The workbook is built once; its copies differ in the body's name, the number and the seal. The seal is a keyed digest of
what was issued to whom, so that a return is recognised by its content and nobody can forge one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from xlplugin.distribution.carrying import CarriedOver, Whose, entries_to_carry
from xlplugin.distribution.manifest import write_manifest
from xlplugin.distribution.raters import Rater, owners_of
from xlplugin.distribution.recipients import Recipient, choose_recipients, recipients_of
from xlplugin.distribution.self_assessments import SelfAssessment
from xlplugin.distribution.stamping import StampBase
from xlplugin.errors import UsageError, new_problem
from xlplugin.files.whole_files import safe_file_name, staged
from xlplugin.ooxml.package import Package
from xlplugin.ooxml.worksheet.worksheet_part import SheetPart
from xlplugin.rubric.model import Rubric
from xlplugin.store.database import Store
from xlplugin.store.issue import Issue, local_time, round_of_year
from xlplugin.store.rounds import round_for
from xlplugin.store.seal import sealed
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.editions import edition_mark

SELF = BuildOptions(edition="self")
"""The body's own assessment, everything else by default."""

TOKENS = {"body": "xlp0BODY0xlp", "issue": "xlp0ISSUE0xlp", "seal": "xlp0SEAL0xlp"}
"""Placeholders in the base for the texts of a copy."""


@dataclass(frozen=True)
class Distribution:
    """What is to be sent out.

    Attributes:
        rubric: the scoring table.
        group: the class of bodies (A类), for file names; '' for none.
        recipients: all bodies of the list.
        options: how the workbooks are built; body and number are added for each copy.
        own: by body: its self-assessment, for the locked column of the assessors' edition.
        raters: the assessors, each of whom gets a workbook for each of their bodies; none: one workbook for all.
        due: the day by which they are to be returned (``2026-12-10``); '' for none.
        round: the round in which they are sent.
        carried: what workbooks start with that replace returned ones, by body and assessor.
    """

    rubric: Rubric
    group: str
    recipients: Sequence[Recipient]
    options: BuildOptions = SELF
    own: Mapping[str, SelfAssessment] = field(default_factory=dict)
    raters: Sequence[Rater] = ()
    due: str = ""
    round: str = ""
    carried: Mapping[Whose, CarriedOver] = field(default_factory=dict)

    def shares(self, recipients: Iterable[Recipient]) -> Iterator["Assignment"]:
        """Return what each workbook is: a body, and the assessor with what is theirs in it, assessor by assessor."""
        everything = frozenset(owners_of(self.rubric))
        for recipient in recipients if not self.raters else ():
            yield Assignment(recipient, "", None)
        for rater in self.raters:
            for recipient in recipients:
                if owners := rater.responsible.get(recipient.name):
                    yield Assignment(recipient, rater.name, None if owners == everything else owners, rater.kind)

    def base(self, share: "Assignment | None" = None) -> bytes:
        """Build the workbook that is copied: for an assessor, or for all."""
        options = self._options(share) if share else self.options
        tokens = replace(options, body=TOKENS["body"], issue=(TOKENS["issue"], TOKENS["seal"]))
        return _without_shown_tokens(workbook_bytes(self._titled, tokens))

    def _options(self, share: "Assignment") -> BuildOptions:
        return replace(self.options, open=share.open, assessor=share.rater)

    def filled(self, share: "Assignment", issue: Issue) -> bytes:
        """Build a workbook with entries: the body's own, locked, and those that are carried over; with all figures."""
        options = replace(self._options(share), body=issue.body, issue=(issue.id, issue.seal))
        if own := self.own.get(issue.body):
            options = replace(options, own=own.scoresheet, own_fields=own.fields)
        if carried := self.carried.get((issue.body, issue.rater)):
            options = replace(options, entries=carried.scoresheet, entry_fields=carried.fields)
        return workbook_bytes(self._titled, options)

    def file_name(self, share: "Assignment") -> str:
        """Return the name of a body's file: ``2022年度政务公开考核评分表（A类）_03_米山镇.xlsx``.

        An assessor's own begins with their name, so that a folder shows them together.
        """
        before, digits, suffix = self._naming
        whose = f"{safe_file_name(share.rater)}_" if share.rater else ""
        return f"{whose}{before}_{share.recipient.position:0{digits}}_{safe_file_name(share.recipient.name)}{suffix}"

    @cached_property
    def _naming(self) -> tuple[str, int, str]:
        """The beginning of all file names, the number of digits, and the extension."""
        group = f"（{self.group}）" if self.group else ""
        mark = edition_mark(self.options.edition)
        mark = f"（{mark}）" if mark else ""
        title = f"{self._title}{self._round_mark}{group}{mark}"
        digits = max(2, len(str(max(recipient.position for recipient in self.recipients))))
        return safe_file_name(title), digits, ".xlsm" if self.options.macros else ".xlsx"

    @property
    def _round_mark(self) -> str:
        """What tells the files of this round from those of others: （第一季度）; '' for the round of the year."""
        year = round_of_year(self.rubric.year)
        mark = self.round.removeprefix(year)
        return f"（{safe_file_name(mark)}）" if mark else ""

    @cached_property
    def _titled(self) -> Rubric:
        """The rubric with its period in the heading of every sheet, as clerks may have the workbooks of several."""
        mark = self.round.removeprefix(round_of_year(self.rubric.year))
        return replace(self.rubric, title=f"{self.rubric.title}（{mark}）") if mark else self.rubric

    @property
    def _title(self) -> str:
        """The beginning of all file names: the year and what the table is."""
        rubric = self.rubric
        if OPENNESS in f"{rubric.title}{rubric.notice.title}":
            return f"{rubric.year}年度{OPENNESS}考核评分表"
        return rubric.title if str(rubric.year) in rubric.title else f"{rubric.year}年度{rubric.title}"


OPENNESS = "政务公开"
"""What the first notices were about; their titles are long, and their files have a short name."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A workbook to be issued: for a body, and for an assessor or for all ('').

    ``open`` are the indicators and items that can be filled in in it; None for all. ``kind`` is that of the assessor.
    """

    recipient: Recipient
    rater: str
    open: frozenset[str] | None
    kind: str = ""


def issues_to_replace(store: Store, distribution: Distribution, chosen: Sequence[Recipient]) -> list[Issue]:
    """Return the valid issues that would be replaced."""
    names = {recipient.name for recipient in chosen}
    with store.showing(distribution.round):
        issues = store.issues(distribution.rubric.id, distribution.options.edition)
    return [issue for issue in issues if issue.body in names]


def check_issues(  # what a distribution is asked about before anything is written
    store: Store, rubric: Rubric, edition: str, bodies: Collection[str], reason: str, round_name: str = ""
) -> None:
    """Check that workbooks can be issued in a round ('': see ``round_for``).

    Raises:
        UsageError: bodies have one already, and no reason is given; all are listed.
    """
    with store.showing(round_for(store, rubric.id, rubric.year, round_name)):
        _refuse([issue for issue in store.issues(rubric.id, edition) if issue.body in bodies], reason)


def distribute(  # noqa: PLR0913  # everything that is chosen for a round; all but the first five by name
    store: Store,
    rubric: Rubric,
    recipients: Iterable[Recipient | str] | None,
    folder: Path | str,
    options: BuildOptions = SELF,
    *,
    only: Collection[str] = (),
    reissue: str = "",
    own: Mapping[str, SelfAssessment] | None = None,
    raters: Sequence[Rater] = (),
    due: str = "",
    round_name: str = "",
) -> list[Issue]:
    """Write a workbook for each body into a folder, with a list of them, and record them in the store.

    Args:
        store: the store that records the issues.
        rubric: the scoring table.
        recipients: the bodies, by name or as ``Recipient``; None for those that the rubric's scheme lists.
        folder: where to write.
        options: how the workbooks are built; by default in the edition ``self``.
        only: names from the list; by default all.
        reissue: the reason for replacing workbooks that were issued before; without it they are refused. What a body
            has returned is carried over into its new workbook (see ``carrying``).
        own: by body: its self-assessment, for the edition ``assess`` (see ``self_assessments``).
        raters: the assessors (see ``read_raters``): each gets a workbook for each of their bodies, in which only the
            rows of their indicators can be filled in; without any, one workbook is for all.
        due: the day by which they are to be returned (``2026-12-10``); '' for none.
        round_name: the round in which they are sent; by default the one in which this rubric was sent before, or that
            of its year (``2022年度``).

    Returns:
        The issues, in the order of the list.

    Raises:
        UsageError: a workbook would be issued a second time, a name is not on the list, the scheme lists no bodies, or
            a file cannot be written; then nothing is issued.
    """
    return list(
        distributed(
            store,
            rubric,
            recipients,
            folder,
            options,
            only=only,
            reissue=reissue,
            own=own,
            raters=raters,
            due=due,
            round_name=round_name,
        )
    )


def distributed(  # noqa: PLR0913  # as above
    store: Store,
    rubric: Rubric,
    recipients: Iterable[Recipient | str] | None,
    folder: Path | str,
    options: BuildOptions,
    *,
    only: Collection[str] = (),
    reissue: str = "",
    own: Mapping[str, SelfAssessment] | None = None,
    raters: Sequence[Rater] = (),
    due: str = "",
    round_name: str = "",
    carried: Mapping[Whose, CarriedOver] | None = None,
) -> Iterator[Issue]:
    """Do what ``distribute`` does, and yield each issue once its workbook is written; all must be taken."""
    group = ""
    if recipients is None:
        group, listed = recipients_of(rubric)
    else:
        listed = [
            Recipient(position, recipient) if isinstance(recipient, str) else recipient
            for position, recipient in enumerate(recipients, 1)
        ]
        if all(recipient.of for recipient in listed):  # one of several tables: the class is in the names of the files
            group = recipients_of(rubric)[0]
    in_round = round_for(store, rubric.id, rubric.year, round_name)
    chosen = choose_recipients(listed, only)
    if reissue and carried is None:
        carried = entries_to_carry(store, rubric, options.edition, {one.name for one in chosen}, in_round, raters)
    distribution = Distribution(rubric, group, listed, options, own or {}, raters, due, in_round, carried or {})
    folder = Path(folder)
    yield from issue_workbooks(distribution, folder, store, reissue, chosen)
    with store.showing(in_round):
        mark = in_round.removeprefix(round_of_year(rubric.year))
        write_manifest(store, rubric.id, options.edition, folder, mark)


def issue_workbooks(
    distribution: Distribution, folder: Path, store: Store, reason: str = "", chosen: Sequence[Recipient] = ()
) -> Iterator[Issue]:
    """Write workbooks beside their places; once all are written, put them in place and record them.

    The store records only what the folder contains: the files are put in place inside the transaction, before the rows.
    If a run is stopped half way, nothing was issued and no earlier workbook is lost; a run that was killed in the very
    last moment is repeated by the next.

    Args:
        distribution: what is sent to whom.
        folder: where to write.
        store: the store that records the issues.
        reason: why workbooks that were issued before are replaced.
        chosen: the bodies of the list; by default all.

    Raises:
        UsageError: a workbook would be issued a second time without a reason; or a file cannot be written.
    """
    chosen = chosen or distribution.recipients
    _refuse(issues_to_replace(store, distribution, chosen), reason)
    bases: dict[tuple[str, frozenset[str] | None], _Base] = {}
    shares = list(distribution.shares(chosen))
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    issues = []
    with staged(folder) as staging:
        staging.check(map(distribution.file_name, shares))
        for share in shares:
            key = share.rater, share.open
            base = bases[key] = bases.get(key) or _Base(distribution.base(share))
            issue = _issue(distribution, share, base.digest, now, store.key)
            if issue.own or (issue.body, issue.rater) in distribution.carried:
                content = distribution.filled(share, issue)
            else:
                content = base.stamps.stamp({"body": issue.body, "issue": issue.id, "seal": issue.seal})
            staging.write(issue.file, content)
            issues.append(issue)
            yield issue
        with store.issuing() as issuing:
            # Checked again: another run may have issued workbooks meanwhile.
            before = issuing.valid_issues(
                distribution.round,
                distribution.rubric.id,
                distribution.options.edition,
                {recipient.name for recipient in chosen},
            )
            _refuse(before, reason)
            staging.put_in_place()
            replaced = {issue.body for issue in before}
            kept = (replace(issue, reason=reason) if issue.body in replaced else issue for issue in issues)
            contents = {base.digest: base.content for base in bases.values()}
            issuing.keep(distribution.rubric, list(kept), before, contents)


class _Base:
    """A workbook that copies are made from."""

    def __init__(self, content: bytes) -> None:
        self.content, self.digest = content, sha256(content).hexdigest()
        self.stamps = StampBase(content, TOKENS)


def _refuse(before: Sequence[Issue], reason: str) -> None:
    if before and not reason:
        raise UsageError(
            [
                new_problem("", "issued-before", body=issue.body, file=issue.file, at=local_time(issue.issued_at))
                for issue in before
            ]
        )


def _issue(distribution: Distribution, share: Assignment, base: str, now: str, key: bytes) -> Issue:
    recipient = share.recipient
    own = distribution.own.get(recipient.name)
    return sealed(
        Issue(
            id=str(uuid4()),
            rubric=distribution.rubric.id,
            version=distribution.rubric.version,
            rubric_digest=distribution.rubric.digest,
            edition=distribution.options.edition,
            body=recipient.name,
            position=recipient.position,
            file=distribution.file_name(share),
            base=base,
            seal="",
            issued_at=now,
            own=own.as_text(distribution.rubric) if own else "",
            rater=share.rater,
            responsible="" if share.open is None else " ".join(sorted(share.open)),
            due=distribution.due,
            round=distribution.round,
            rater_kind=share.kind,
        ),
        key,
    )


def _without_shown_tokens(content: bytes) -> bytes:
    """Remove the values of formulas that show a placeholder: programs compute them from the body's own cell."""
    package = Package(content)
    for part in package.parts:
        if part.startswith("xl/worksheets/sheet") and TOKENS["body"].encode() in package.read(part):
            sheet = SheetPart(package.read(part), package.damaged)
            shown = [at for at, cell in sheet.cells.items() if cell.has_formula and TOKENS["body"] in (cell.text or "")]
            if shown:
                package.put(part, sheet.changed({}, {}, shown))
    return package.content()
