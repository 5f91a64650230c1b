"""Every kind of damage that is tried: how it is done, what collecting is to say of it, and what stays."""

import re

from tests.support.damage import (
    AMOUNT,
    CHOICES,
    COUNT,
    EXTENSION,
    FLAT,
    FORMULA_EXTENSION,
    MICROSOFT,
    OFFICE,
    OLE,
    PART,
    PLAIN_FLAT,
    REASON,
    TIER,
    WHOLE,
    Kind,
    added_sheet,
    as_date,
    as_percent,
    cell_twice,
    clause_text,
    clear,
    copied_sheet,
    date_number,
    declared_bomb,
    decoy_sheet,
    elsewhere,
    encrypted,
    entry,
    fact,
    flipped,
    hidden_by_a_second_list,
    hidden_column,
    hidden_row,
    in_a_comment,
    in_letters,
    inside_cell,
    instruction_sheet,
    lying_bomb,
    member_twice,
    merged,
    number,
    other_address,
    other_formula,
    points,
    prefixed,
    raw,
    related,
    repeated,
    rich_text,
    saved_by_openpyxl,
    strict,
    struck_out,
    tail,
    two_formats_of_one_number,
    unrelated,
    with_book,
    with_cell_xml,
    with_code,
    with_dimension,
    with_entity,
    with_format,
    with_part,
    with_piece,
    with_values,
    without_formula,
    without_sheet,
    zipped,
)
from tests.support.rearranged_sheets import (
    SHEET,
    a_copy_instead,
    by_openpyxl,
    column_put_in,
    columns_changed_places,
    in_another_order,
    padded,
    put_in_and_changed,
    renamed,
    row_put_in,
    row_taken_out,
    row_twice,
    rows_changed_places,
    with_names_along,
)
from xlplugin.filled.workbook_file import WorkbookFile

KINDS: dict[str, Kind] = {
    # What is locked.
    "a clause's text is changed": Kind(
        lambda c: with_values(c, {clause_text(c): "每件扣 0 分"}), ("locked-changed", "scores-compared")
    ),
    "an indicator's points are changed": Kind(
        lambda c: with_values(c, {points(c): 40.0}), ("locked-changed", "scores-compared")
    ),
    "points of nought become a truth value": Kind(
        lambda c: with_values(c, {points(c, "结果", 0.0): False}), ("locked-changed", "scores-compared")
    ),
    "a formula is written over": Kind(
        lambda c: without_formula(c, "out_2.1.3_deduction", 0.0), ("formula-gone", "scores-compared")
    ),
    "the total is written over": Kind(
        lambda c: without_formula(c, "out_total", 100.0), ("formula-gone", "scores-compared")
    ),
    "a formula is cleared": Kind(lambda c: without_formula(c, "out_2.1.3_score", None), ("formula-gone",)),
    "a formula is changed": Kind(other_formula, ("formula-changed", "scores-compared")),
    "a locked blank cell is written into": Kind(lambda c: with_values(c, {"评分表!A2": "已核"}), ("formula-gone",)),
    "a text is put beside the table": Kind(lambda c: with_values(c, {"评分表!AC9": "注"}), ("locked-changed",)),
    "the body's name is changed": Kind(lambda c: with_values(c, {"填表说明!B3": "别的单位"}), ("locked-changed",)),
    "the seal is another's": Kind(lambda c: fact(c, "seal", "0" * 64), ("seal-wrong", "locked-changed")),
    "the seal is gone": Kind(lambda c: fact(c, "seal", ""), ("seal-wrong",)),
    "the rubric's digest is changed": Kind(lambda c: fact(c, "digest", "0" * 64), ("locked-changed",)),
    "the edition is changed": Kind(lambda c: fact(c, "edition", "plain"), ("locked-changed",)),
    "a row is hidden": Kind(hidden_row, ("rows-hidden",)),
    "a column is hidden": Kind(hidden_column, ("columns-hidden",)),
    "a sheet is hidden": Kind(
        lambda c: with_book(c, lambda x: re.sub(r'(name="评分表" sheetId="\d+") state="\w+"', r'\1 state="hidden"', x)),
        ("sheet-hidden",),
    ),
    "a sheet is deleted": Kind(lambda c: without_sheet(c, "评分表"), ("sheet-gone",), same=False),
    "another sheet is deleted": Kind(lambda c: without_sheet(c, "印证材料"), ("sheet-gone",), same=False),
    "the hidden sheet is deleted": Kind(lambda c: without_sheet(c, "工作簿信息"), ("return-by-words",), same=False),
    "a name points elsewhere": Kind(
        lambda c: with_book(
            c, lambda x: re.sub(rf'(name="{COUNT}"[^>]*>[^<]*\$)(\d+)(<)', lambda m: f"{m[1]}{int(m[2]) + 1}{m[3]}", x)
        ),
        ("cells-moved",),
        same=False,
    ),
    "a name is gone": Kind(
        lambda c: with_book(c, lambda x: re.sub(rf'<definedName [^>]*name="{COUNT}"[^>]*>[^<]*</definedName>', "", x)),
        (),
        ("found-by-place",),
    ),
    # What is not where it was issued, and is found by its words.
    "a sheet is renamed": Kind(
        lambda c: renamed(c, SHEET, "打分表", with_names=False), (), ("sheet-renamed", "found-by-words")
    ),
    "a sheet is renamed, and its cells' names follow": Kind(
        lambda c: renamed(c, SHEET, "评分表（米山'镇）", with_names=True), (), ("sheet-renamed",)
    ),
    "every sheet's name has a blank at its end": Kind(padded, (), ("sheet-renamed", "found-by-words")),
    "sheets are in another order": Kind(in_another_order, ()),
    "a sheet is copied, and the original deleted": Kind(a_copy_instead, (), ("sheet-renamed", "found-by-words")),
    "a row is put in, and names stay behind": Kind(lambda c: row_put_in(c, 8), (), ("rows-inserted", "found-by-words")),
    "three rows are put in above the form": Kind(
        lambda c: row_put_in(c, 1, count=3), (), ("rows-inserted", "found-by-words")
    ),
    "a row is put in, and names follow": Kind(lambda c: with_names_along(row_put_in(c, 8), 8), (), ("rows-inserted",)),
    "rows are put in, and names are gone": Kind(
        lambda c: with_book(
            row_put_in(c, 8, count=2), lambda x: re.sub(r'<definedName [^>]*name="in_.*?</definedName>', "", x)
        ),
        (),
        ("rows-inserted", "found-by-words"),
    ),
    "a row is put in among the evidence": Kind(
        lambda c: row_put_in(c, 12, sheet="印证材料"), (), ("rows-inserted", "found-by-words")
    ),
    "a column is put in": Kind(lambda c: column_put_in(c, 5), (), ("columns-inserted", "found-by-words")),
    "two rows change places": Kind(lambda c: rows_changed_places(c, 8), (), ("rows-reordered", "found-by-words")),
    "two columns change places": Kind(
        lambda c: columns_changed_places(c, 9), (), ("columns-reordered", "found-by-words")
    ),
    "a row is put in above what programs read": Kind(
        lambda c: row_put_in(c, 1, sheet="工作簿信息"), (), ("rows-inserted",)
    ),
    "a formula of sixty thousand letters": Kind(
        lambda c: with_cell_xml(c, "out_2.1.3_deduction", f"<f>{'A' * 60_000}</f><v>1</v>"), ("formula-changed",)
    ),
    "a row is put in with a text": Kind(
        lambda c: row_put_in(c, 8, '<c r="E8" t="inlineStr"><is><t>另加</t></is></c>'), ("locked-changed",)
    ),
    "a row is put in with a figure among the entries": Kind(
        lambda c: row_put_in(c, 8, '<c r="I8"><v>7</v></c>'), ("locked-changed",)
    ),
    "a row is put in, and a text below it is changed": Kind(
        lambda c: put_in_and_changed(c, 9), ("locked-changed",), ("rows-inserted",)
    ),
    "a row is there twice": Kind(lambda c: row_twice(c, 9), ("locked-changed",)),
    "a row is put in by openpyxl": Kind(lambda c: by_openpyxl(c, 8), ("cells-merged",), ("rows-inserted",)),
    "a row is taken out, and names stay behind": Kind(
        lambda c: row_taken_out(c, 9), ("names-gone", "rows-gone"), same=False
    ),
    # What is put in.
    "macros are put in": Kind(
        lambda c: related(c, f"{MICROSOFT}/vbaProject", "xl/vbaProject.bin", b"Attribute"), ("macros-added",)
    ),
    "an old macro sheet is put in": Kind(
        lambda c: related(c, f"{MICROSOFT}/xlMacrosheet", "xl/macrosheets/sheet1.xml", b"<x/>"), ("macros-added",)
    ),
    "a link to another workbook is put in": Kind(
        lambda c: related(c, f"{OFFICE}/externalLink", "xl/externalLinks/externalLink1.xml", b"<x/>"), ("links-added",)
    ),
    "an object is put in": Kind(
        lambda c: related(c, f"{OFFICE}/oleObject", "xl/embeddings/oleObject1.bin", OLE, "评分表"), ("objects-added",)
    ),
    # What is typed.
    "a formula in an input": Kind(
        lambda c: with_cell_xml(c, COUNT, "<f>1+1</f><v>2</v>"), ("cell-formula",), same=False
    ),
    "a formula in a reason": Kind(
        lambda c: with_cell_xml(c, REASON, "<f>A1</f><v>按</v>", ' t="str"'), ("cell-formula",), same=False
    ),
    "a formula among the evidence": Kind(
        lambda c: with_cell_xml(c, "evidence_1.1.1_file", "<f>A1</f><v>按</v>", ' t="str"'),
        ("cell-formula",),
        same=False,
    ),
    # What clerks type: clear to a person, or not.
    "a count with its unit": clear(COUNT, "{}件"),
    "a count with another word for pieces": clear(COUNT, "{} 个"),
    "a count in full width": clear(COUNT, "{}", wide=True),
    "a count as text": clear(COUNT, "{}"),
    "a count between blanks": clear(COUNT, "\u3000{} "),
    "a count with places": clear(COUNT, "{}.0"),
    "a count in two lines": clear(COUNT, "{}\n"),
    "a count with something invisible": clear(COUNT, "\u200b{}"),
    "an amount with its unit": clear(AMOUNT, "{}分"),
    "an amount in full width": clear(AMOUNT, "{}", wide=True),
    "a part of a whole in one cell": Kind(
        lambda c: with_values(c, {PART: f"{number(c, PART)}/{number(c, WHOLE)}", WHOLE: None}),
        (),
        ("read-as",),
        same=False,
        means=True,
    ),
    "a part of a whole that became a date": Kind(
        lambda c: as_date(with_values(c, {WHOLE: None}), PART, "2026-03-09"), (), ("read-as",), same=False, means=True
    ),
    "a count that became a date": Kind(lambda c: as_date(c, COUNT, "2026-03-09"), ("cell-date",), same=False),
    "a count that became the number of a date": Kind(
        lambda c: with_values(c, {COUNT: date_number(3, 9)}), ("date-number",), same=False
    ),
    "a sign for 是 or 否": Kind(
        lambda c: with_values(c, {PLAIN_FLAT: {"是": "√", "否": "×"}[str(entry(c, PLAIN_FLAT))]}),
        (),
        ("read-as",),
        same=False,
        means=True,
    ),
    "another word for 是 or 否": Kind(
        lambda c: with_values(c, {PLAIN_FLAT: {"是": "有", "否": "没有"}[str(entry(c, PLAIN_FLAT))]}),
        (),
        ("read-as",),
        same=False,
        means=True,
    ),
    "a letter for 是 or 否": Kind(
        lambda c: with_values(c, {FLAT: {"是": "Ｙ", "否": "n"}[str(entry(c, FLAT))]}),
        (),
        ("read-as",),
        same=False,
        means=True,
    ),
    "a tier between blanks": clear(TIER, " {}\u3000"),
    "blanks beside 不适用": Kind(
        lambda c: with_values(c, {"na_3.3.7": "  "}), (), ("read-as-blank",), same=False, means=True
    ),
    "a sign for 有": Kind(
        lambda c: with_values(c, {"evidence_1.1.1_have": "√"}), (), ("read-as",), same=False, means=True
    ),
    "two figures": Kind(lambda c: with_values(c, {COUNT: f"{number(c, COUNT)}-5"}), ("cell-text",), same=False),
    "a figure that is about right": Kind(
        lambda c: with_values(c, {COUNT: f"约{number(c, COUNT)}件"}), ("cell-text",), same=False
    ),
    "a figure that is struck out before another": Kind(
        lambda c: with_piece(c, COUNT, "<strike/>", "1", str(number(c, COUNT))), ("cell-text",), same=False
    ),
    "a figure with a raised one": Kind(
        lambda c: with_piece(c, COUNT, '<vertAlign val="superscript"/>', "1", "2"), ("cell-text",), same=False
    ),
    "a figure in a colour, bold": Kind(
        lambda c: with_piece(c, COUNT, '<b/><strike val="0"/><color rgb="FFFF0000"/>', "", str(number(c, COUNT))),
        (),
        ("read-as",),
        same=False,
        means=True,
    ),
    "ten thousands": Kind(lambda c: with_values(c, {COUNT: "2000万"}), ("cell-text",), same=False),
    "points where a count belongs": Kind(
        lambda c: with_values(c, {COUNT: f"{number(c, COUNT)}分"}), ("cell-text",), same=False
    ),
    "per cent where a count belongs": Kind(lambda c: with_values(c, {COUNT: "10%"}), ("cell-text",), same=False),
    "per cent that became a number": Kind(lambda c: as_percent(c, AMOUNT, 0.1), ("cell-percent",), same=False),
    "a count in a format of ten thousands": Kind(
        lambda c: with_code(c, COUNT, float(number(c, COUNT)), '0"万"'), ("cell-format",), same=False
    ),
    "a count in a format that puts a point into it": Kind(
        lambda c: with_code(c, COUNT, 35.0, "0\\.0"), ("cell-format",), same=False
    ),
    "a count in a format that leaves noughts out": Kind(
        lambda c: with_code(c, COUNT, float(number(c, COUNT)), '[=0]"";General'), ()
    ),
    "a count that is repeated until its cell is full": Kind(
        lambda c: repeated(c, COUNT, float(number(c, COUNT))), ("cell-format",), same=False
    ),
    "a cell that is struck out": Kind(lambda c: struck_out(c, COUNT), ("cell-text",), same=False),
    "an amount in a format that hides it": Kind(
        lambda c: with_code(c, AMOUNT, 0.5, ";;;"), ("cell-format",), same=False
    ),
    "an amount in a format that rounds it": Kind(
        lambda c: with_code(c, AMOUNT, 0.5, '0"分"'), ("cell-format",), same=False
    ),
    "an amount in a built-in format that rounds it": Kind(
        lambda c: with_format(c, AMOUNT, 0.5, 1), ("cell-format",), same=False
    ),
    "two formats of one number": Kind(lambda c: two_formats_of_one_number(c, COUNT), ("damaged-package",), same=False),
    "a count in a format with its unit": Kind(
        lambda c: with_code(c, COUNT, float(number(c, COUNT)), '#,##0"件"_ '), ()
    ),
    "a word where a count belongs": Kind(lambda c: with_values(c, {COUNT: "见附件"}), ("cell-text",), same=False),
    "没有 where it is asked what was not done": Kind(
        lambda c: with_values(c, {FLAT: "没有"}), ("cell-not-listed",), same=False
    ),
    "a sign where it is asked what was not done": Kind(
        lambda c: with_values(c, {FLAT: "√"}), ("cell-not-listed",), same=False
    ),
    "a stroke for 是 or 否": Kind(lambda c: with_values(c, {FLAT: "—"}), ("cell-not-listed",), same=False),
    "a truth value": Kind(lambda c: with_values(c, {COUNT: True}), ("cell-logical",), same=False),
    "an error value": Kind(lambda c: with_cell_xml(c, COUNT, "<v>#N/A</v>", ' t="e"'), ("cell-error",), same=False),
    "a date": Kind(
        lambda c: with_cell_xml(c, COUNT, "<v>2026-03-09T00:00:00</v>", ' t="d"'), ("cell-date",), same=False
    ),
    "another word than 是 and 否": Kind(lambda c: with_values(c, {FLAT: "基本有"}), ("cell-not-listed",), same=False),
    "a tier that is none": Kind(lambda c: with_values(c, {TIER: "都做了"}), ("cell-not-listed",), same=False),
    "a number where a word belongs": Kind(lambda c: with_values(c, {FLAT: 1.0}), ("cell-not-listed",), same=False),
    "a negative count": Kind(lambda c: with_values(c, {COUNT: -2.0}), ("negative",), same=False),
    "half an occurrence": Kind(lambda c: with_values(c, {COUNT: 1.5}), ("fractional",), same=False),
    "a count over its limit": Kind(lambda c: with_values(c, {COUNT: 100_000.0}), ("over-limit",), same=False),
    "an amount with five places": Kind(lambda c: with_values(c, {AMOUNT: 0.12345}), ("too-many-places",), same=False),
    "a part above its whole": Kind(
        lambda c: with_values(c, {PART: 30.0, WHOLE: 20.0}), ("part-above-whole",), same=False
    ),
    "an amount without a reason": Kind(
        lambda c: with_values(c, {AMOUNT: 0.5, REASON: None}), ("reason-missing",), same=False
    ),
    "不适用 beside an entry": Kind(
        lambda c: with_values(c, {"na_3.3.7": "不适用"}), ("entry-beside-inapplicable",), same=False
    ),
    "another word than 不适用": Kind(lambda c: with_values(c, {"na_3.3.7": "无关"}), ("cell-not-listed",), same=False),
    "another word than 有 and 无": Kind(
        lambda c: with_values(c, {"evidence_1.1.1_have": "已备"}), ("cell-not-listed",), same=False
    ),
    "an input's cell twice": Kind(cell_twice, ("damaged-package",), same=False),
    # What is no workbook of ours, or none at all.
    "nothing in it": Kind(lambda _: b"", ("return-empty",), same=False),
    "cut off in the middle": Kind(lambda c: c[: len(c) // 2], ("return-truncated",), same=False),
    "cut off near the end": Kind(lambda c: c[:-30], ("return-truncated",), same=False),
    "a byte is wrong": Kind(flipped, ("damaged-package",), same=False),
    "a password to open it": Kind(encrypted, ("return-encrypted",), same=False),
    "the old .xls": Kind(lambda _: OLE + bytes(4096), ("return-old-format",), same=False),
    "an .ods": Kind(
        lambda _: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        ("return-other-format",),
        same=False,
    ),
    "a zip of workbooks": Kind(lambda c: zipped({"a.xlsx": c}), ("return-zip",), same=False),
    "a picture": Kind(lambda _: b"\x89PNG\r\n\x1a\n" + bytes(99), ("return-unreadable",), same=False),
    "an unrelated workbook": Kind(lambda _: unrelated(), ("unrelated",), same=False),
    "the number is of nobody": Kind(lambda c: fact(c, "issue", "0" * 36), ("issue-unknown",), same=False),
    "the number is gone": Kind(lambda c: fact(c, "issue", ""), ("not-issued",), same=False),
    "a bomb that says so": Kind(declared_bomb, ("package-too-large",), same=False),
    "a bomb that lies": Kind(lying_bomb, ("damaged-package",), same=False),
    "entities": Kind(with_entity, ("entities-declared",), same=False),
    "no XML": Kind(
        lambda c: raw(c, WorkbookFile(c).sheets["评分表"], b"<worksheet>"), ("damaged-package",), same=False
    ),
    "UTF-16": Kind(
        lambda c: raw(
            c,
            WorkbookFile(c).sheets["评分表"],
            WorkbookFile(c).package.text(WorkbookFile(c).sheets["评分表"]).encode("utf-16"),
        ),
        ("damaged-package",),
        same=False,
    ),
    # What looks strange and is in order.
    "saved by openpyxl": Kind(saved_by_openpyxl, ()),
    "a sheet of the body's own": Kind(added_sheet, (), ("sheet-added",)),
    "a second 评分表, of another body": Kind(copied_sheet, ("sheet-copied",)),
    "prefixes before every name": Kind(prefixed, ()),
    "in the strict form of the standard": Kind(strict, ()),
    "a part of another name": Kind(elsewhere, ()),
    "a cell in a comment of the XML": Kind(in_a_comment, ()),
    "a reason in two formats": Kind(rich_text, (), same=False),
    "a reason that begins like a formula": Kind(lambda c: with_values(c, {REASON: "=1+1"}), (), same=False),
    # What looks like a cell and is none; what somebody might hide a figure behind.
    "a value in an extension of a cell": Kind(lambda c: inside_cell(c, COUNT, EXTENSION), ("unknown-markup",)),
    "a value in a choice within a cell": Kind(
        lambda c: inside_cell(c, COUNT, CHOICES), ("damaged-package",), same=False
    ),
    "a formula in an extension of a formula's cell": Kind(
        lambda c: inside_cell(other_formula(c), "out_2.1.3_deduction", FORMULA_EXTENSION),
        ("formula-changed",),
    ),
    "an address in small letters": Kind(lambda c: other_address(c, COUNT, str.lower), ("damaged-package",), same=False),
    "an address with a nought before its row": Kind(
        lambda c: other_address(c, COUNT, lambda at: f"{at[0]}0{at[1:]}"), ("damaged-package",), same=False
    ),
    "a sheet in an extension of the workbook": Kind(
        lambda c: decoy_sheet(c, '<extLst><ext><z:sheet xmlns:z="urn:x" name="评分表" z:id="{id}"/></ext></extLst>'),
        ("unknown-markup",),
    ),
    "a part twice": Kind(lambda c: member_twice(c, str), ("return-damaged",), same=False),
    "a part twice but for the case of its name": Kind(
        lambda c: member_twice(c, str.upper), ("return-damaged",), same=False
    ),
    "rows in an instruction": Kind(instruction_sheet, ()),
    "a column hidden by a second list": Kind(hidden_by_a_second_list, ("columns-hidden",)),
    "an input's cell is merged": Kind(merged, ("cells-merged",)),
    "a number with a grouping": Kind(lambda c: with_cell_xml(c, COUNT, "<v>0_3</v>"), ("damaged-package",), same=False),
    "a number in full width digits": Kind(
        lambda c: with_cell_xml(c, COUNT, "<v>３</v>"), ("damaged-package",), same=False
    ),
    "a text where a value's type says number": Kind(
        lambda c: with_cell_xml(c, COUNT, "<is><t>0</t></is>", ' t="n"'), (), same=False
    ),
    "a value where its type says text": Kind(
        lambda c: with_cell_xml(c, REASON, "<v>按</v>", ' t="inlineStr"'), ("reason-missing",), same=False
    ),
    "a type that there is not": Kind(
        lambda c: with_cell_xml(c, COUNT, "<v>3</v>", ' t="zz"'), ("damaged-package",), same=False
    ),
    "something behind the end of a sheet": Kind(
        lambda c: with_part(c, "评分表", lambda xml: xml + "<<<"), ("damaged-package",), same=False
    ),
    "columns without end": Kind(
        lambda c: with_part(
            c,
            "评分表",
            lambda xml: re.sub("<col ", '<col min="-900000000" ', xml, count=1).replace(
                ' min="1" max="1"', ' max="1"', 1
            ),
        ),
        ("damaged-package",),
        same=False,
    ),
    "a formatted tail below the form": Kind(
        lambda c: tail(c, (f'<row r="{row}" s="3"><c r="A{row}" s="3"/></row>' for row in range(20_000, 60_000))), ()
    ),
    "something far below the form": Kind(
        lambda c: tail(c, ['<row r="90000"><c r="B90000"><v>7</v></c></row>']), ("locked-changed",)
    ),
    "a row below the last that there is": Kind(
        lambda c: tail(c, ['<row r="1048577"/>']), ("damaged-package",), same=False
    ),
    "a dimension of one cell, as WPS writes it": Kind(
        lambda c: with_part(c, "评分表", lambda xml: with_dimension(xml, "A1:A1")), ()
    ),
    "a sheet in letters that no program writes": Kind(
        lambda c: in_letters(c, "xl/worksheets/", "abc"), ("damaged-package",), same=False
    ),
    "a sheet whose letters are said to be others": Kind(
        lambda c: in_letters(c, "xl/worksheets/", "iso-8859-1"), ("damaged-package",), same=False
    ),
    "formats in letters that programs read as others": Kind(
        lambda c: in_letters(c, "xl/styles", "GBK"), ("damaged-package",), same=False
    ),
    "a total beyond all numbers": Kind(
        lambda c: with_cell_xml(c, "out_total", "<v>1e300</v>"), ("formula-gone", "scores-compared")
    ),
}
"""Every kind of damage."""
