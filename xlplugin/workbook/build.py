"""Builds workbooks: of a scoring table; or of a scheme without one, whose list of evidence is then the workbook."""

import warnings
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.whole_files import cannot_write, write_atomically
from xlplugin.notation.cell_address import Cell
from xlplugin.notation.decimals import PUBLISHED_PLACES
from xlplugin.notation.excel_text import formula_excess, has_unwritable, utf16_length
from xlplugin.rubric.model import EvidenceList, Rubric, Scheme
from xlplugin.scoring.as_excel_formula import quoted
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.defined_names import is_figure, is_untouched
from xlplugin.workbook.editions import EDITIONS, Edition
from xlplugin.workbook.layout import Layout
from xlplugin.workbook.look import Look
from xlplugin.workbook.look_file import load_look
from xlplugin.workbook.paging.page_breaks import Pages, plan_pages
from xlplugin.workbook.prefilled_values import Prefill, longest_sentences, prefill
from xlplugin.workbook.sheet_model import Formula, Sheet, Value
from xlplugin.workbook.sheets.evidence import evidence_sheet, list_sheet
from xlplugin.workbook.sheets.front import ASSESSOR, evidence_front_sheet, front_sheet
from xlplugin.workbook.sheets.groups import group_sheet
from xlplugin.workbook.sheets.hidden_facts import meta_sheet
from xlplugin.workbook.sheets.recalculation_block import RECALCULATED
from xlplugin.workbook.sheets.results import result_sheet
from xlplugin.workbook.sheets.score_table import score_sheet
from xlplugin.workbook.vba.macro_texts import MACRO_TEXTS, conf_sheet, put_macro_texts
from xlplugin.workbook.writing.openpyxl_writer import write
from xlplugin.workbook.writing.password_hash import Lock, lock

NO_CHOICE = BuildOptions()
"""Everything by default."""

MOST_BODY = 100
"""Characters of a body's name."""

SHOWN_OF_LOOK = 12
"""Characters of the look's digest that a workbook stores."""

MOST_TEXT = 32_767
"""Characters of a cell; rare characters count as two."""

MOST_PASSWORD = 255
"""Characters of a password that Excel's dialog accepts."""


def build_workbook(
    of: Rubric | Scheme, path: Path | str, options: BuildOptions | str = NO_CHOICE, **choices: Any
) -> Path | None:
    """Build a workbook and write it to a file, whole or not at all.

    Args:
        of: the scoring table; or a scheme, whose list of evidence is then the workbook.
        path: where to write; with macros it ends in .xlsm. A blank workbook there is replaced; any other file, such
            as a filled one, is kept under another name.
        options: edition, body, look, password and macros.
        choices: deprecated: fields of ``BuildOptions`` by name, with the body's name in the place of ``options``.

    Returns:
        The new name of the file that was there, if it is kept.

    Raises:
        UsageError: the body's name cannot be stored in a cell, the scheme has no list of evidence, the edition does not
            fit the other options, or the file cannot be written.
    """
    if choices or isinstance(options, str):
        warnings.warn("build_workbook takes BuildOptions now", DeprecationWarning, stacklevel=2)
        body: dict[str, Any] = {"body": options} if isinstance(options, str) else {}
        options = BuildOptions(**body, **choices)
    path = Path(path)
    content = workbook_bytes(of, options)
    kept = None
    try:
        if path.is_file() and path.read_bytes() != content and not is_untouched(path):
            kept = path.rename(_free_name(path))
        write_atomically(path, content)
    except OSError as error:
        raise cannot_write(path, error) from error
    except UsageError:
        if kept:
            kept.rename(path)
        raise
    return kept


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.stem}.{number}{path.suffix}") for number in count(1))
    return next(name for name in names if not name.exists())


def workbook_bytes(of: Rubric | Scheme, options: BuildOptions = NO_CHOICE) -> bytes:
    """Build a workbook as the bytes of an .xlsx or .xlsm file.

    Raises:
        UsageError: see ``build_workbook``.
    """
    edition = _checked(options)
    if isinstance(of, Scheme) and edition is not Edition.PLAIN:
        raise UsageError([new_problem("", "scheme-has-no-editions", scheme=of.id, edition=options.edition)])
    look = options.look or load_look()
    # The same workbook has the same bytes, because the salt is derived from what it is.
    salt = "\0".join((of.digest, edition.value, options.body)).encode()
    key = lock(options.password, salt) if options.password else None
    if isinstance(of, Scheme):
        if of.evidence is None:
            raise UsageError([new_problem("", "scheme-has-no-evidence", scheme=of.id)])
        if options.macros:
            raise UsageError([new_problem("", "macros-on-a-list", scheme=of.id)])
        return _evidence_workbook(of, of.evidence, options, look, key)
    return _scoring_workbook(Layout(of, look, edition, options.open), options, key)


def texts_that_do_not_fit(rubric: Rubric, edition: str = "plain", look: Look | None = None) -> tuple[str, ...]:
    """Return the texts of a table that are too long for the highest possible row: their ends are not printed."""
    layout = Layout(rubric, look or load_look(), Edition(edition))
    return plan_pages(layout, longest_sentences(rubric)).too_long


def _checked(options: BuildOptions) -> Edition:
    body, password, own = options.body, options.password, options.own
    if len(body) > MOST_BODY or _is_unwritable(body) or (body and not body.strip()):
        raise UsageError([new_problem("", "bad-body", body=body[:20], most=MOST_BODY)])
    if len(password) > MOST_PASSWORD or _is_unwritable(password) or (password and not password.strip()):
        raise UsageError([new_problem("", "bad-password", most=MOST_PASSWORD)])
    if options.edition not in EDITIONS:
        raise UsageError([new_problem("", "unknown-edition", edition=options.edition, known="、".join(EDITIONS))])
    edition = Edition(options.edition)
    if options.open is not None and edition is not Edition.ASSESS:
        raise UsageError([new_problem("", "raters-elsewhere", edition=edition.value)])
    if own and edition is not Edition.ASSESS:
        raise UsageError([new_problem("", "own-entries-elsewhere", edition=edition.value)])
    if own and own.problems:
        raise UsageError(list(own.problems))
    return edition


def _is_unwritable(name: str) -> bool:
    """Whether a name or password has control characters, several lines, or half a character."""
    return has_unwritable(name) or len(name.splitlines()) > 1 or "\t" in name


def _scoring_workbook(layout: Layout, options: BuildOptions, key: Lock | None) -> bytes:
    fillings = {"": replace(prefill(layout.rubric, options.entries), fields=options.entry_fields)}
    if layout.own:
        fillings[layout.own.prefix] = replace(prefill(layout.rubric, options.own), fields=options.own_fields)
    if options.assessor:
        fillings[""] = replace(fillings[""], fields={**fillings[""].fields, ASSESSOR: options.assessor})
    sheets, names = scoring_sheets(layout, fillings, options.body)
    content = _finish(layout.rubric, options, layout.look, sheets, names, key)
    if not options.macros:
        return content
    from xlplugin.workbook.vba.xlsm import with_macros  # the VBA compiler, only where it is needed

    return with_macros(content, layout)


def scoring_sheets(
    layout: Layout, fillings: Mapping[str, Prefill], body: str = "", filled_body: str = "", pages: Pages | None = None
) -> tuple[list[Sheet], dict[str, Cell]]:
    """Lay out all sheets of a scoring table's workbook, and give its named cells.

    Args:
        layout: the places of everything.
        fillings: the entries and figures of each side, by the side's prefix.
        body: the assessed body's name.
        filled_body: the name that was filled in, if it was not built in.
        pages: the pages of 评分表; by default they are planned, which takes a third of the time.
    """
    rubric = layout.rubric
    front = front_sheet(layout, fillings, body)
    evidence = evidence_sheet(layout, fillings)
    pages = pages or plan_pages(layout, longest_sentences(rubric))
    results, recalculated = result_sheet(layout, fillings)
    sheets = [
        front.sheet,
        score_sheet(layout, fillings, pages, _body_line(layout.look, front.body, body or filled_body)),
        results,
        evidence.sheet,
    ]
    if any(indicator.responsible for indicator in layout.rubric.indicators):
        sheets.append(group_sheet(layout, fillings[""]))
    names = {name: cell for side in layout.sides for name, cell in side.names.items()}
    return sheets, names | front.fields | evidence.fields | {RECALCULATED: recalculated}


def _evidence_workbook(
    scheme: Scheme, listed: EvidenceList, options: BuildOptions, look: Look, key: Lock | None
) -> bytes:
    front, evidence = evidence_front_sheet(look, scheme, listed.title, options.body), list_sheet(look, listed)
    return _finish(scheme, options, look, [front.sheet, evidence.sheet], front.fields | evidence.fields, key)


def _body_line(look: Look, cell: Cell, body: str) -> Value:
    """Return the line with the body's name; it refers to 填表说明, the only place with the name."""
    before, after = look.around("评分表.考核对象", "单位")
    return Formula(f"{quoted(before)}&{cell.seen_from('')}&{quoted(after)}", before + body + after)


def _finish(
    of: Rubric | Scheme,
    options: BuildOptions,
    look: Look,
    sheets: list[Sheet],
    names: dict[str, Cell],
    key: Lock | None,
) -> bytes:
    """Add the hidden sheet to the sheets, and write the file."""
    facts: dict[str, Value] = {"rubric": of.id, "version": of.version, "digest": of.digest}
    filled = Formula(f'{names["form_body"].seen_from("")}&""', "") if "form_body" in names else ""
    facts |= {"edition": options.edition, "body": options.body, "filled_body": filled}
    facts |= {
        "look": look.digest[:SHOWN_OF_LOOK],
        "ground": look.styles["填报"].fill,
        "text_ground": look.styles["填报文字"].fill,
        "issue": options.issue[0],
        "seal": options.issue[1],
    }
    entered = {name: cell for name, cell in names.items() if not is_figure(name) and name != RECALCULATED}
    hidden = meta_sheet(facts, entered, look.papers["其他"])
    if options.macros:
        sheets.append(conf_sheet(look))
        names = {**names, MACRO_TEXTS: put_macro_texts(hidden, look)}
    sheets.append(hidden)
    _refuse_what_no_cell_holds(sheets)
    title = f"{of.title}　{options.body}" if options.body else of.title
    places = of.published_places if isinstance(of, Rubric) else PUBLISHED_PLACES
    return write(sheets, names, look, title, key, places)


def _refuse_what_no_cell_holds(sheets: list[Sheet]) -> None:
    texts = {value for sheet in sheets for *_, value, _ in sheet.cells if isinstance(value, str)}
    long_texts = sorted((text for text in texts if len(text) > MOST_TEXT // 2), key=len)
    too_long = [(text, utf16_length(text)) for text in long_texts]
    facts = [{"text": text[:20], "count": count, "most": MOST_TEXT} for text, count in too_long if count > MOST_TEXT]
    problems = [new_problem("", "text-too-long-for-a-cell", **fact) for fact in facts]
    for sheet in sheets:
        for row, column, value, _ in sheet.cells:
            if isinstance(value, Formula) and (excess := formula_excess(value.text)):
                what, count, most = excess
                cell = Cell(sheet.name, column, row).label
                problems.append(new_problem("", f"formula-{what}", cell=cell, count=count, most=most))
    if problems:
        raise UsageError(problems)
