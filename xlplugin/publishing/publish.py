"""Writes what is published: the notice, the feedback to each body, the tables, the rectification list, the record.

Everything follows from a freeze, the templates and what the office adds, and from nothing else: the same freeze gives
the same bytes on another machine and another day. Drafts for comment are of the results as they stand.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from xlplugin.errors import FileError, Problem, UsageError, new_problem
from xlplugin.files.csv_tables import csv_bytes
from xlplugin.files.resources import templates_folder
from xlplugin.files.whole_files import safe_file_name
from xlplugin.publishing.archive import ArchiveMade, record_table, write_archive
from xlplugin.publishing.documents import bulletin, decision_form, feedback
from xlplugin.publishing.documents.bulletin import Letterhead, bulletin_values, chinese_day, title_of
from xlplugin.publishing.documents.decision_form import decision_form_values
from xlplugin.publishing.documents.docx_template import DocxTemplate
from xlplugin.publishing.documents.feedback import feedback_values
from xlplugin.publishing.documents.template_field import TemplateField
from xlplugin.publishing.freezing import OpenRound, frozen_round
from xlplugin.publishing.gather_results import rubrics_of
from xlplugin.publishing.publication_folder import Put, publication_folder
from xlplugin.publishing.rectification_list import RectificationItem, rectification_items
from xlplugin.publishing.rectification_table import rectification_workbook
from xlplugin.publishing.round_result import RoundResult
from xlplugin.publishing.summary_workbook import summary_workbook
from xlplugin.returns.appealing import last_day_for
from xlplugin.rubric.model import Scheme
from xlplugin.rubric.working_days import WorkingCalendar
from xlplugin.rubric_files.reading.calendar_file import load_calendar
from xlplugin.store.database import Store
from xlplugin.store.decided.freezes import Freeze, freeze_texts, record_publication

BULLETIN, FEEDBACK, DRAFT, FORM = "bulletin.docx", "feedback.docx", "feedback-draft.docx", "decision-form.docx"

TEMPLATES: Mapping[str, tuple[TemplateField, ...]] = {
    BULLETIN: bulletin.FIELDS,
    FEEDBACK: feedback.FIELDS,
    DRAFT: feedback.FIELDS,
    FORM: decision_form.FIELDS,
}
"""The templates, each with what it may name."""

NOTICE_FILE, SUMMARY, LEDGER, ARCHIVE = "通报.docx", "汇总表.xlsx", "整改台账.xlsx", "归档.zip"
RECORD_JSON, RECORD_CSV, FEEDBACK_FOLDER = "考核结果.jsonl", "考核结果.csv", "反馈"

TO_ALL = "各被考核单位"
"""To whom a notice is addressed if the office says nothing."""


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """What an office adds to a publication.

    Attributes:
        issuer: who signs (落款).
        to: to whom the notice is addressed (主送).
        number: its document number (发文字号); '' for none.
        title: what is assessed; '' as the scheme's title says.
        day: the date of the documents (成文日期); None for the day of the freeze.
        templates: a folder with templates of the office; those that it lacks are the built-in ones.
        reply_by: the last day for replies to a draft, where the scheme gives no time for appeals.
    """

    issuer: str
    to: str = TO_ALL
    number: str = ""
    title: str = ""
    day: date | None = None
    templates: Path | None = None
    reply_by: date | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """What was written.

    Attributes:
        folder: where.
        feedbacks: the number of feedbacks or drafts.
        rectified: the number of things that must be rectified.
        archive: what was put into the archive; None for drafts.
        last_days: the last day for appeals that a draft says, by the id of the table.
    """

    folder: Path
    feedbacks: int
    rectified: int
    archive: ArchiveMade | None
    last_days: Mapping[str, str] = field(default_factory=dict)


def template(name: str, folder: Path | None) -> DocxTemplate:
    """Read a template of an office, else the built-in one.

    Raises:
        UsageError, FileError: it cannot be read, or names what is not there.
    """
    own = folder / name if folder else None
    return DocxTemplate(own if own and own.exists() else templates_folder() / name, TEMPLATES[name])


def checked_templates(names: Iterable[str], folder: Path | None) -> dict[str, DocxTemplate]:
    """Read templates; the problems of all of them are reported together.

    Raises:
        UsageError: the folder has no template, or one cannot be read.
        FileError: they name what is not there.
    """
    wanted = list(names)
    if folder is not None and not any((folder / name).is_file() for name in TEMPLATES):
        raise UsageError([new_problem(str(folder), "no-templates-there", names="、".join(TEMPLATES))])
    problems: list[Problem] = [
        new_problem(str(path), "template-not-docx", name=name)
        for name in TEMPLATES
        for path in (folder.glob(f"{Path(name).stem}.*") if folder else ())
        if path.suffix.lower() in (".doc", ".docm", ".dotx", ".wps") and not path.with_suffix(".docx").exists()
    ]
    found = {}
    for name in wanted:
        try:
            found[name] = template(name, folder)
        except FileError as error:
            problems += error.problems
    if problems:
        raise FileError(problems)
    return found


def publish(
    store: Store, freeze: Freeze, folder: Path, options: PublishOptions, calendar: WorkingCalendar | None = None
) -> Publication:
    """Write everything that is published of a freeze.

    Args:
        store: the store.
        freeze: the freeze.
        folder: where to.
        options: what the office adds.
        calendar: the working days; None for the built-in ones.

    Raises:
        UsageError: the calendar lacks a year, the folder holds something else, or it cannot be written.
        FileError: a template names what is not there.
    """
    templates = checked_templates((BULLETIN, FEEDBACK), options.templates)
    result = frozen_round(store, freeze)
    schemes = {id: rubric.scheme for id, rubric in rubrics_of(store, result.tables).items()}
    day = options.day or date.fromisoformat(freeze.at[:10])
    items = rectification_items(result, schemes, day, calendar or load_calendar())
    head = letterhead(result, options, day, freeze)
    with publication_folder(folder, {"round": freeze.round, "freeze": freeze.digest}) as put:
        are_published = ranks_are_published(schemes)
        values = bulletin_values(result, items, head, ranks_are_published=are_published)
        put(NOTICE_FILE, templates[BULLETIN].render(values))
        put(SUMMARY, summary_workbook(result))
        put(LEDGER, rectification_workbook("整改台账", items, None))
        for name, content in _feedbacks(result, templates[FEEDBACK], head, schemes, items):
            put(f"{FEEDBACK_FOLDER}/{name}", content)
        _put_record(put, store, freeze, result)
        archive = _archive(put, store, freeze, result, folder)
    record_publication(store, freeze, day.isoformat())
    return Publication(folder, len(result.bodies), len(items), archive)


def publish_drafts(
    open_round: OpenRound, folder: Path, options: PublishOptions, calendar: WorkingCalendar, day: date
) -> Publication:
    """Write the feedback to each body for comment (征求意见), of the results as they stand.

    Args:
        open_round: the round.
        folder: where to.
        options: what the office adds.
        calendar: the working days.
        day: the day on which they are sent: the time for appeals runs from it.

    Raises:
        UsageError, FileError: see ``publish``.
    """
    templates = checked_templates((DRAFT,), options.templates)
    result = open_round.result
    head = letterhead(result, options, day, None)
    with publication_folder(folder, {"round": result.name, "freeze": ""}) as put:
        # The grades are not decided yet, and the ranks may change.
        blank = replace(result, bodies=tuple(replace(body, grade="", rank=0) for body in result.bodies))
        last_days = {
            id: last_day_for(scheme.appeals, day, calendar) if scheme.appeals else options.reply_by
            for id, scheme in open_round.schemes.items()
        }
        for name, content in _feedbacks(blank, templates[DRAFT], head, open_round.schemes, (), last_days):
            put(name, content)
    told = {id: last.isoformat() for id, last in last_days.items() if last}
    return Publication(folder, len(result.bodies), 0, None, told)


def decision_form_document(open_round: OpenRound, options: PublishOptions, day: date) -> bytes:
    """Return the form of proposed grades for signature, as .docx."""
    made = template(FORM, options.templates)
    result = open_round.result
    head = letterhead(result, options, day, None)
    values = decision_form_values(result.name, open_round.proposals, result.tables[0], head, open_round.seen)
    return made.render(values)


def letterhead(result: RoundResult, options: PublishOptions, day: date, freeze: Freeze | None) -> Letterhead:
    """Put together what the office adds and what names the freeze."""
    said = ""
    if freeze:
        frozen = chinese_day(date.fromisoformat(freeze.at[:10]))
        said = (
            f"依据{freeze.round}考核结果（{frozen}定稿），定稿摘要 {freeze.digest[:32]}，"
            f"办理记录第 {freeze.log_number} 条 {freeze.log_hash[:32]}。"
        )
    title = options.title or title_of(result.tables[0])
    frozen_on = date.fromisoformat(freeze.at[:10]) if freeze else None
    return Letterhead(title, options.to, options.issuer, options.number, day, said, frozen_on)


def ranks_are_published(schemes: Mapping[str, Scheme]) -> bool:
    """Whether totals and ranks are published: unless a scheme says no (名次: 公布)."""
    return all(scheme.ranks is None or scheme.ranks.published for scheme in schemes.values())


def _feedbacks(  # what feedbacks are made of
    result: RoundResult,
    made_of: DocxTemplate,
    head: Letterhead,
    schemes: Mapping[str, Scheme],
    items: Iterable[RectificationItem],
    last_days: Mapping[str, date | None] = MappingProxyType({}),
) -> Iterator[tuple[str, bytes]]:
    """Return the name and the bytes of the feedback to each body."""
    peers: dict[tuple[str, str], int] = {}
    for body in result.bodies:
        peers[body.rubric, body.group] = peers.get((body.rubric, body.group), 0) + bool(body.published)
    by_body: dict[tuple[str, str], list[RectificationItem]] = {}
    for item in items:
        by_body.setdefault((item.rubric, item.body), []).append(item)
    are_published = ranks_are_published(schemes)
    tables = {table.rubric: table for table in result.tables}
    width, count = len(str(len(result.bodies))), Counter(body.body for body in result.bodies)
    for number, body in enumerate(result.bodies, 1):
        values = feedback_values(
            body,
            tables[body.rubric],
            head,
            peers=peers[body.rubric, body.group],
            ranks_are_published=are_published,
            items=by_body.get((body.rubric, body.body), ()),
            appeals=schemes[body.rubric].appeals,
            last_day=chinese_day(last) if (last := last_days.get(body.rubric)) else "",
        )
        # A body with several tables has a feedback for each.
        called = body.body if count[body.body] == 1 else f"{body.body}_{body.rubric}"
        yield f"{number:0{width}}_{safe_file_name(called)}.docx", made_of.render(values)


def _put_record(put: Put, store: Store, freeze: Freeze, result: RoundResult) -> None:
    """Write the results for other programs: each body's as they were frozen, and a table."""
    _, bodies = freeze_texts(store, freeze)
    put(RECORD_JSON, "".join(f"{line}\n" for line in bodies).encode())
    head, rows = record_table(result)
    put(RECORD_CSV, csv_bytes(head, rows))


def _archive(put: Put, store: Store, freeze: Freeze, result: RoundResult, folder: Path) -> ArchiveMade:
    """Write the archive, by way of a file beside the folder: it may be large."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix=".xlplugin-", dir=folder.parent) as name:
        path = Path(name) / ARCHIVE
        made = write_archive(path, store, freeze, result)
        put(ARCHIVE, path)
    return made


def write_templates(folder: Path) -> list[Path]:
    """Copy the built-in templates into a folder, to be changed there; what is there stays.

    Returns:
        The files that were written.
    """
    from xlplugin.files.whole_files import write_atomically

    written = []
    for name in TEMPLATES:
        path = folder / name
        if not path.exists():
            write_atomically(path, (templates_folder() / name).read_bytes())
            written.append(path)
    return written


def freeze_as_json(freeze: Freeze) -> str:
    """Return what names a freeze, for machines."""
    facts = {name: getattr(freeze, name) for name in Freeze.__slots__}
    return json.dumps(facts, ensure_ascii=False)
