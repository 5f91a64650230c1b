"""The reader knows the good forms and asks about the rest: many spellings of each kind, by a fresh and a seasoned judge."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial

import pytest

from tests.returns.test_damage import Sent, judged, sent_by, told
from tests.returns.test_disguised_values import with_shared_texts
from tests.support.damage import (
    COUNT,
    MICROSOFT,
    OFFICE,
    raw,
    related,
    with_book,
    with_cell_xml,
    with_code,
    with_element,
    with_format,
    with_part,
    with_styles,
    with_values,
)
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.ooxml.package import TYPES, Package
from xlplugin.returns.fast_path import parts

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
X14AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
Damage = Callable[[bytes], bytes]


@pytest.fixture(scope="module", params=["as first written", "openpyxl"])
def sent(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    with sent_by(request.param, tmp_path_factory.mktemp("sent"), None) as given:
        yield given


def row_of(content: bytes) -> int:
    return WorkbookFile(content).names[COUNT].row


def on_sheet(change: Callable[[str], str]) -> Damage:
    return lambda content: with_part(content, "评分表", change)


def with_types(content: bytes, change: Callable[[str], str]) -> bytes:
    changed = change(Package(content).text(TYPES))
    assert changed != Package(content).text(TYPES)
    return raw(content, TYPES, changed.encode())


def untyped(content: bytes, part: str) -> bytes:
    """Remove a part from the list of content types."""
    return with_types(content, lambda xml: re.sub(rf'<Override (?=[^>]*"/xl/{part}.xml")[^>]*/>', "", xml))


def related_again(content: bytes, part: str, kind: str) -> bytes:
    """Let the workbook point to one of its parts once more, by a relationship of another kind."""
    package = Package(content)
    package.relate("xl/workbook.xml", f"{OFFICE}/{kind}", f"xl/{part}.xml")
    return package.content()


def on_row(attributes: str) -> Damage:
    """Return the row of an entry attributes, in place of its own height."""

    def damage(content: bytes) -> bytes:
        row = row_of(content)
        own = re.compile(rf'<row r="{row}"[^>]*>')
        return with_part(content, "评分表", lambda xml: own.sub(f'<row r="{row}" {attributes}>', xml, count=1))

    return damage


def on_column(attributes: str) -> Damage:
    """Return the column of the entries attributes."""

    def damage(content: bytes) -> bytes:
        at = WorkbookFile(content).names[COUNT].column
        own = re.compile(rf'<col [^>]*min="{at}" max="{at}"[^>]*/>')
        return with_part(content, "评分表", lambda xml: own.sub(f'<col min="{at}" max="{at}" {attributes}/>', xml))

    return damage


def on_cell(change: Callable[[str, str], str]) -> Damage:
    """Change the count's element, given with its address."""
    return lambda content: with_element(content, COUNT, lambda xml, _, at: change(xml.decode(), at).encode())


def with_style_number(number: str) -> Damage:
    return on_cell(lambda xml, _: re.sub(r' s="\d+"', f' s="{number}"', xml))


def of_formula_type(kind: str) -> Damage:
    """Let what the first formula came to be of a type that there is not."""
    return on_sheet(
        lambda xml: re.sub(r'(<c r="[A-Z]+\d+"[^>]*?)(?: t="\w+")?(><f>)', rf'\1 t="{kind}"\2', xml, count=1)
    )


def with_shared_number(number: str) -> Damage:
    """Let the count be a shared text, by a number that is none."""
    three = "<si><t>3</t></si>" * 3
    return lambda content: with_cell_xml(with_shared_texts(content, three), COUNT, f"<v>{number}</v>", ' t="s"')


def items_in(xml: str, name: str, item: str) -> int:
    """Count the items of a list of formats."""
    return len(re.findall(rf"<{item}\b", xml.partition(f"<{name}")[2].partition(f"</{name}>")[0]))


def on_format(xf: str, *, fonts: str = "", before: str = "") -> Damage:
    """Return the count a format of its own, the last; ``before`` stands among the formats, ahead of it."""

    def damage(content: bytes) -> bytes:
        styles = WorkbookFile(content)
        xml = styles.package.text(styles.related["styles"])
        number = items_in(xml, "cellXfs", "xf")
        font = items_in(xml, "fonts", "font")
        content = with_styles(
            content,
            lambda text: text.replace("</fonts>", f"{fonts}</fonts>").replace(
                "</cellXfs>", f"{before}{xf.format(font=font)}</cellXfs>"
            ),
        )
        return with_element(content, COUNT, lambda _, __, at: f'<c r="{at}" s="{number}"><v>3</v></c>'.encode())

    return damage


def conditional_in_extension(rule: str) -> Damage:
    def damage(content: bytes) -> bytes:
        at = WorkbookFile(content).names[COUNT].address
        formatting = (
            f'<x14:conditionalFormatting xmlns:xm="{XM}">{rule}<xm:sqref>{at}</xm:sqref></x14:conditionalFormatting>'
        )
        ext = f'<ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{X14}">'
        ext += f"<x14:conditionalFormattings>{formatting}</x14:conditionalFormattings></ext>"
        return with_part(
            content, "评分表", lambda xml: xml.replace("</worksheet>", f"<extLst>{ext}</extLst></worksheet>")
        )

    return damage


def locked_struck(content: bytes) -> bytes:
    """Strike out the text of a clause by its cell's font."""
    xml = WorkbookFile(content).package.text(WorkbookFile(content).related["styles"])
    font = items_in(xml, "fonts", "font")
    number = items_in(xml, "cellXfs", "xf")
    content = with_styles(
        content,
        lambda text: text.replace("</fonts>", "<font><strike/></font></fonts>").replace(
            "</cellXfs>", f'<xf numFmtId="0" fontId="{font}" applyFont="1"/></cellXfs>'
        ),
    )
    row = row_of(content)
    return with_part(content, "评分表", lambda xml: re.sub(rf'(<c r="E{row}" s=")\d+', rf"\g<1>{number}", xml))


def picture_over(content: bytes) -> bytes:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    corner = "<xdr:{0}><xdr:col>{1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{0}>"
    anchor = f"<xdr:twoCellAnchor>{corner.format('from', 3)}{corner.format('to', 20)}</xdr:twoCellAnchor>"
    xml = f'<xdr:wsDr xmlns:xdr="{drawing}">{anchor}</xdr:wsDr>'.encode()
    return related(content, f"{OFFICE}/drawing", "xl/drawings/drawing9.xml", xml, "评分表")


def day_from_1904(content: bytes) -> bytes:
    """A 3-9 that became a day, in a workbook that counts days from 1904, without its format."""
    content = with_book(content, lambda xml: re.sub(r"<workbookPr[^>]*/>", '<workbookPr date1904="1"/>', xml))
    year = datetime.now().astimezone().year
    return with_values(content, {COUNT: float((date(year, 3, 9) - date(1904, 1, 1)).days)})


NUMBERS = ("N_0", "1_0", "１", "١", "0x1", "1e0", "-1", "1.0", " 1 1", "¹")
CASES: dict[str, Damage] = {
    # 1. Numbers are ASCII digits in the standard's form.
    **{f"a format {n!r}": with_style_number(n) for n in NUMBERS},
    **{f"a row {n!r}": on_row(f'ht="{n}"') for n in ("１", "1_0", "١", "10pt", "1,0", "inf", "nan", "0x10")},
    **{f"a shared text {n!r}": with_shared_number(n) for n in ("１", "1_0", "١", "-1", "1.0")},
    **{f"a width {n!r}": on_column(f'width="{n}"') for n in ("１", "1_0", "١", "nan")},
    **{f"a number format {n!r}": on_format(f'<xf numFmtId="{n}"/>') for n in NUMBERS},
    **{
        f"a value {n!r}": partial(with_cell_xml, name=COUNT, inner=f"<v>{n}</v>")
        for n in ("１", "1_0", "١", "0x3", "nan", "inf", "3 3")
    },
    **{f"a formula of type {n!r}": of_formula_type(n) for n in ("on", "bool", "S", "")},
    # 2. Attributes are those of the element.
    "a decoy of a number format": on_format('<xf xmlns:z="urn:z" z:numFmtId="0" z:a=" numFmtId=\'0\' " numFmtId="9"/>'),
    "a decoy of a style": on_cell(lambda xml, at: xml.replace(" s=", ' xmlns:z="urn:z" z:s="0" s=', 1)),
    "a decoy of hidden": on_row('xmlns:z="urn:z" z:hidden="0" hidden="1" ht="30"'),
    # 3. Foreign elements among lists, choices, runs within runs.
    "a foreign format among the formats": on_format(
        '<xf numFmtId="0"/>', before='<z:xf xmlns:z="urn:z" numFmtId="0"/>'
    ),
    "a choice among the formats": on_format(
        '<xf numFmtId="0"/>',
        before=f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Fallback><xf numFmtId="0"/></mc:Fallback></mc:AlternateContent>',
    ),
    "a choice among the columns": on_sheet(
        lambda xml: xml.replace(
            "</cols>", f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="z"/></mc:AlternateContent></cols>'
        )
    ),
    "a choice around merges": on_sheet(
        lambda xml: xml.replace(
            "</sheetData>",
            f'</sheetData><mc:AlternateContent xmlns:mc="{MC}"><mc:Fallback><mergeCells><mergeCell ref="I5:I9"/></mergeCells></mc:Fallback></mc:AlternateContent>',
        )
    ),
    "a choice in the workbook": lambda c: with_book(
        c,
        lambda xml: re.sub(
            "</sheets>",
            f'</sheets><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x15"><sheets/></mc:Choice></mc:AlternateContent>',
            xml,
        ),
    ),
    "a run within a run": lambda c: with_shared_texts(
        c, "<si><t>1</t></si>" * 2 + "<si><r><t>3</t><r><t>5</t></r></r></si>"
    ),
    "two texts in a run": lambda c: with_shared_texts(c, "<si><t>1</t></si>" * 2 + "<si><r><t>3</t><t>5</t></r></si>"),
    "two texts in a shared text": lambda c: with_shared_texts(c, "<si><t>1</t></si>" * 2 + "<si><t>3</t><t>5</t></si>"),
    "a choice in a shared text": lambda c: with_shared_texts(
        c,
        "<si><t>1</t></si>" * 2
        + f'<si><mc:AlternateContent xmlns:mc="{MC}"><mc:Fallback><t>5</t></mc:Fallback></mc:AlternateContent><t>3</t></si>',
    ),
    "a foreign text among the shared texts": lambda c: with_shared_texts(
        c, '<si><t>1</t></si><z:si xmlns:z="urn:z"><z:t>1</z:t></z:si><si><t>1</t></si><si><t>3</t></si>'
    ),
    "small letters in a text": lambda c: with_shared_texts(
        c, "<si><t>1</t></si>" * 2 + '<si><r><t>3</t></r><r><rPr><sz val="1"/></rPr><t>0</t></r></si>'
    ),
    "white letters in a text": lambda c: with_shared_texts(
        c, "<si><t>1</t></si>" * 2 + '<si><r><t>3</t></r><r><rPr><color rgb="FFFFFFFF"/></rPr><t>0</t></r></si>'
    ),
    "an id in two namespaces": lambda c: with_book(
        c,
        lambda xml: re.sub(
            r'(name="评分表"[^>]*?)(r:id="\w+")',
            r'\1\2 xmlns:q="http://purl.oclc.org/ooxml/officeDocument/relationships" q:id="rId1"',
            xml,
        ),
    ),
    # 4. Number formats.
    **{
        f"a count shown by {code}": partial(with_code, name=COUNT, value=3.0, code=code)
        for code in (
            *('0"丨"', '0"口"', '0"不足"', '0"以上"', '0"点"', '0"余"', '[>10]0;"5"', "[DBNum2]0", '0"角"', "0,"),
            *('"卌"0', "0?/?", "0[$万]", '"近"0"件"', "0E+00", '0"卅"'),
        )
    },
    **{
        f"a count in the built-in format {n}": partial(with_format, name=COUNT, value=3.0, number_format=n)
        for n in (5, 23, 24, 41, 59, 67, 70, 81, 163)
    },
    "a format that only a conditional format defines": on_format('<xf numFmtId="165"/>'),
    # 5. What the column or an icon hides.
    "a column too narrow for its number": lambda c: on_column('width="2.5" customWidth="1"')(
        with_values(c, {COUNT: 99_999.0})
    ),
    "an icon in place of the value": conditional_in_extension(
        '<x14:cfRule type="iconSet" priority="1"><x14:iconSet iconSet="3Stars" showValue="0" custom="1"/></x14:cfRule>'
    ),
    "a conditional format in an extension": conditional_in_extension(
        '<x14:cfRule type="expression" priority="1"><xm:f>TRUE</xm:f><x14:dxf><numFmt numFmtId="200" formatCode="&quot;7&quot;"/></x14:dxf></x14:cfRule>'
    ),
    "a conditional format that strikes out": conditional_in_extension(
        '<x14:cfRule type="expression" priority="1"><xm:f>TRUE</xm:f><x14:dxf><font><strike/></font></x14:dxf></x14:cfRule>'
    ),
    "a conditional format in white": conditional_in_extension(
        '<x14:cfRule type="expression" priority="1"><xm:f>TRUE</xm:f><x14:dxf><font><color rgb="FFFFFFFF"/></font></x14:dxf></x14:cfRule>'
    ),
    # 6. Locked texts, messages, kinds of relationships.
    "a locked text that is struck out": locked_struck,
    "white letters": on_format(
        '<xf numFmtId="0" fontId="{font}" applyFont="1"/>', fonts='<font><color rgb="FFFFFFFF"/></font>'
    ),
    "letters of one point": on_format(
        '<xf numFmtId="0" fontId="{font}" applyFont="1"/>', fonts='<font><sz val="1"/></font>'
    ),
    "a message that says something else": on_sheet(lambda xml: xml.replace('prompt="', 'prompt="没有的填 9。', 1)),
    "a message where there was none": on_sheet(
        lambda xml: xml.replace(
            "</dataValidations>",
            '<dataValidation sqref="E9" showInputMessage="1" prompt="扣分不超过 1 分"/></dataValidations>',
        )
    ),
    # 7. What is hidden, in every spelling.
    **{
        f"a row hidden by {yes!r}": on_row(f'hidden="{yes}" ht="30"')
        for yes in ("1", "true", " 1 ", "on", "TRUE", "True", "yes", "t")
    },
    **{
        f"a column hidden by {yes!r}": on_column(f'hidden="{yes}" width="7"')
        for yes in ("1", "true", " true", "on", "TRUE")
    },
    **{
        f"a row {height} high": on_row(f'ht="{height}" customHeight="1"') for height in ("0", "0.25", "1", "3", "0.1e1")
    },
    **{
        f"a column {width} wide": on_column(f'width="{width}" customWidth="1"') for width in ("0", "0.1", "0.25", "0.5")
    },
    "a row folded away": lambda c: on_sheet(
        lambda xml: xml.replace(f'<row r="{row_of(c) + 1}"', f'<row r="{row_of(c) + 1}" collapsed="1"', 1)
    )(on_row('outlineLevel="1" ht="30"')(c)),
    "rows hidden by default": lambda c: on_sheet(
        lambda xml: re.sub(r"<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" ', xml)
    )(on_row("")(c)),
    "rows one point high by default": lambda c: on_sheet(
        lambda xml: re.sub(r'(<sheetFormatPr [^>]*defaultRowHeight=")[^"]*', r"\g<1>1", xml)
    )(on_row("")(c)),
    "columns without width by default": on_sheet(
        lambda xml: re.sub(
            r"<cols>.*?</cols>", "", re.sub(r"<sheetFormatPr ", '<sheetFormatPr defaultColWidth="0.1" ', xml)
        )
    ),
    "panes frozen below rows that cannot be reached": on_sheet(
        lambda xml: re.sub(r"<sheetView ", '<sheetView topLeftCell="A12" ', xml, count=1)
    ),
    "panes frozen over the whole screen": on_sheet(lambda xml: re.sub(r'ySplit="\d+"', 'ySplit="40"', xml, count=1)),
    # 8. What acts.
    **{
        f"{kind} is put in": partial(
            related, kind=kind, part=f"xl/{kind.rpartition('/')[2]}1.xml", part_content=b"<x/>", of=of
        )
        for kind, of in (
            (f"{OFFICE}/ctrlProp", "评分表"),
            (f"{OFFICE}/pivotTable", "评分表"),
            (f"{OFFICE}/pivotCacheDefinition", ""),
            (f"{OFFICE}/volatileDependencies", ""),
            (f"{OFFICE}/powerPivotData", ""),
            (f"{OFFICE}/xmlMaps", ""),
            (f"{MICROSOFT}/xlMacrosheet", ""),
            ("http://schemas.microsoft.com/office/2007/relationships/slicer", "评分表"),
            ("http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes", ""),
            ("urn:something/else", "评分表"),
            (f"{OFFICE}/Worksheet", ""),
        )
    },
    "a picture over the form": picture_over,
    # Types of parts, without which programs do not open a file.
    "the types are another part": lambda c: raw(c, TYPES, Package(c).read("docProps/core.xml")),
    "types of another namespace": lambda c: with_types(c, lambda xml: xml.replace("content-types", "content-type")),
    "the types are in a list of another name": lambda c: with_types(c, lambda xml: xml.replace("Types", "Typez")),
    "something else among the types": lambda c: with_types(c, lambda xml: xml.replace("</Types>", "<Other/></Types>")),
    **{f"{part} is of no type": partial(untyped, part=part) for part in ("workbook", "worksheets/sheet2", "styles")},
    "a worksheet is of the type of a chart's sheet": lambda c: with_types(
        c, lambda xml: xml.replace("worksheet+xml", "chartsheet+xml", 1)
    ),
    "the formats are of no type, and another relationship points to them": lambda c: untyped(
        related_again(c, "styles", "theme"), "styles"
    ),
    "the workbook is of the type of an add-in": lambda c: with_types(
        c, lambda xml: xml.replace("sheet.main+xml", "addin.main+xml", 1)
    ),
    # 9. Days.
    "a day from 1904": day_from_1904,
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_known_to_be_in_order_needs_a_person_whoever_came_before(case: str, sent: Sent) -> None:
    content = CASES[case](sent.contents[2])
    submission = judged(sent.judge(), content)
    assert not submission.is_clean, submission.cells.get(COUNT)
    assert told(judged(sent.experienced, content)) == told(submission)


ORDINARY: dict[str, Damage] = {
    "Excel's choice around the folder": lambda c: with_book(
        c,
        lambda xml: re.sub(
            "<workbookPr(?=[ />])",
            f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x15"><x15ac:absPath url="C:\\\\a\\\\" '
            'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent>'
            "<workbookPr",
            xml,
        ),
    ),
    "Excel's numbers for saving together": lambda c: with_book(
        c,
        lambda xml: xml.replace(
            "<bookViews>",
            '<xr:revisionPtr xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" revIDLastSave="0" '
            'documentId="8_{A}"/><bookViews>',
        ),
    ),
    "Excel's heights of letters": on_sheet(
        lambda xml: xml.replace(
            "<sheetFormatPr ",
            f'<sheetFormatPr xmlns:x14ac="{X14AC}" x14ac:dyDescent="0.15" ',
        )
    ),
    "a selection elsewhere": on_sheet(
        lambda xml: re.sub(r'activeCell="\w+" sqref="\w+"', 'activeCell="I9" sqref="I9:J9"', xml)
    ),
    "a false in letters": on_row('hidden="false" ht="30.5" collapsed="false" customHeight="true"'),
    "another zoom": on_sheet(
        lambda xml: re.sub(r' zoomScale\w*="\d+"', "", xml).replace("<sheetView ", '<sheetView zoomScale="115" ', 1)
    ),
    "a unit": lambda c: with_code(
        c,
        COUNT,
        float(str(WorkbookFile(c).read([WorkbookFile(c).names[COUNT]])[WorkbookFile(c).names[COUNT]].value)),
        '0"件"',
    ),
}


@pytest.mark.parametrize("case", ORDINARY)
def test_what_programs_write_of_themselves_needs_nobody(case: str, sent: Sent) -> None:
    before = sent.before
    content = ORDINARY[case](sent.contents[2])
    assert content != sent.contents[2]
    for judge in (sent.judge(), sent.experienced):
        submission = judged(judge, content)
        assert submission.problems == ()
        assert submission.cells == before.cells
        assert replace(submission.result, shown="") == replace(before.result, shown="")


def test_a_part_is_judged_by_its_role_whatever_part_held_the_same_bytes_before(sent: Sent) -> None:
    """Relationships where a drawing belongs, then a chart there, then the chart where the relationships belong.

    What is remembered of the bytes in one role must not count for the same bytes in another role.
    """
    content = sent.contents[2]
    package = Package(content)
    (chart,) = [part for part in package.parts if re.fullmatch(r"xl/charts/[^/]+\.xml", part)]
    (drawing,) = [part for part in package.parts if re.fullmatch(r"xl/drawings/[^/]+\.xml", part)]
    folder, _, name = drawing.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    seasoned = sent.judge(0, 1)
    parts._DRAWINGS.clear()  # as after many returns: what is remembered is limited
    written_otherwise = package.read(relations).replace(b"><", b">\n<")
    swapped = raw(raw(content, relations, written_otherwise), drawing, package.read(relations))
    charts = [raw(content, part, package.read(chart)) for part in (drawing, relations)]
    for at, damaged in enumerate((swapped, content, *charts)):
        assert told(judged(seasoned, damaged)) == told(judged(sent.judge(), damaged)), at
