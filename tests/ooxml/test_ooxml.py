"""Packages are changed in place: what was not asked for keeps its bytes, and what was asked for is there."""

import importlib
import io
import random
import re
import sys
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

import xlplugin.ooxml.inflate
from xlplugin.errors import UsageError
from xlplugin.ooxml.comments import SheetComments
from xlplugin.ooxml.number_formats import UNITS, other_date, shows_all, shows_another, shows_another_text
from xlplugin.ooxml.package import OFFICE, Package
from xlplugin.ooxml.shared_strings import STRUCK, SharedTexts, as_written, shared_text, shared_texts, text_of
from xlplugin.ooxml.styles import Styles
from xlplugin.ooxml.unknown_markup import find_unknown_markup
from xlplugin.ooxml.worksheet.scanner import scan
from xlplugin.ooxml.worksheet.worksheet_part import SheetPart
from xlplugin.ooxml.zip_archive import Archive

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook_of(**cells: str | int) -> Workbook:
    workbook = Workbook()
    for address, value in cells.items():
        workbook.active[address] = value  # type: ignore[index]  # a worksheet
    return workbook


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def damaged() -> Exception:
    return ValueError("damaged")


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def styles_of(lists: str) -> Styles:
    return Styles(f'<styleSheet xmlns="{MAIN}">{lists}</styleSheet>', damaged)


def members(content: bytes) -> dict[str, tuple[int, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        return {info.filename: (info.CRC, file.read(info)) for info in file.infolist()}


def test_members_that_are_not_changed_keep_their_compressed_bytes() -> None:
    content = saved(workbook_of(A1="米山镇"))
    changed = Archive(content).changed({"new.xml": b"<a/>", "xl/theme/theme1.xml": None})
    before, after = members(content), members(changed)
    assert after.pop("new.xml")[1] == b"<a/>"
    del before["xl/theme/theme1.xml"]
    assert after == before
    for info in zipfile.ZipFile(io.BytesIO(content)).infolist():
        if info.filename in after:
            assert Archive(content)._raw(info) in changed


WORKSHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


@pytest.mark.parametrize("cut", [0, 1, 10, 500, -1, -30])
def test_a_truncated_file_is_refused_not_read_in_part(cut: int) -> None:
    with pytest.raises(UsageError):
        Package(saved(workbook_of(A1=1))[:cut])


def test_a_changed_byte_is_found() -> None:
    content = bytearray(saved(workbook_of(**{f"A{row}": f"文字{row}" for row in range(1, 200)})))
    at = content.index(b"sheetData") if b"sheetData" in content else 700
    content[at] ^= 0xFF
    package = Package(bytes(content))
    with pytest.raises(UsageError):
        [package.read(part) for part in package.parts]


@pytest.mark.parametrize("is_fast", [True, False], ids=["isal", "zlib"])
def test_either_unpacker_gives_the_same_of_sound_data_and_nothing_false_of_damaged(
    is_fast: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_fast:
        monkeypatch.setitem(sys.modules, "isal", None)
    inflate = importlib.reload(xlplugin.ooxml.inflate)
    try:
        assert (inflate.decompressobj is zlib.decompressobj) is not is_fast
        chance = random.Random(5)  # noqa: S311  # nothing secret
        data = chance.randbytes(2_000) + "考核评分表".encode() * 500
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = deflate.compress(data) + deflate.flush()
        assert inflate.inflated(packed, len(data) + 1) == data
        assert len(inflate.inflated(packed, 100)) == 100
        refused = 0
        for _ in range(3_000):
            damaged = bytearray(packed)
            for _ in range(chance.randint(1, 3)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            try:
                result = inflate.inflated(bytes(damaged), len(data) + 1)
            except ValueError:
                refused += 1
            else:
                assert result == data or inflate.crc32(result) != zlib.crc32(data)
        assert refused > 100
    finally:
        monkeypatch.undo()
        importlib.reload(xlplugin.ooxml.inflate)


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", b"0" * 1_000_000)
    content = out.getvalue().replace((1_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with pytest.raises(UsageError):
        Package(content).read("[Content_Types].xml")


def test_a_package_of_gigabytes_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for at in range(5):
            file.writestr(f"part{at}.xml", b"0" * 90_000_000)
    with pytest.raises(UsageError) as caught:
        Package(out.getvalue())
    assert caught.value.problems[0].code == "package-too-large"


def test_declared_entities_are_refused() -> None:
    package = Package(saved(workbook_of(A1=1)))
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'
    poisoned = Package(Archive(package.content()).changed({SHEET: bomb}))
    with pytest.raises(UsageError) as caught:
        poisoned.read(SHEET)
    assert caught.value.problems[0].code == "entities-declared"


@pytest.mark.parametrize(
    ("xml", "texts"),
    [
        (WORKSHEET + b'<sheetData><row r="2"><c r="B2"/><c r="C2" s="3"><v>1</v></c></row></sheetData></worksheet>', 2),
        (
            WORKSHEET.replace(b"<worksheet xmlns", b"<x:worksheet xmlns:x")
            + b'<x:sheetData><x:row r="2"><x:c r="B2"/></x:row><x:row r="9"/></x:sheetData></x:worksheet>',
            1,
        ),
        (WORKSHEET + b"<sheetData><row><c><v>1</v></c><c/></row></sheetData></worksheet>", 2),
    ],
)
def test_cells_are_set_where_they_stand_and_put_where_they_belong(xml: bytes, texts: int) -> None:
    part = SheetPart(xml, damaged)
    assert len(part.cells) == texts
    values: dict[str, str | float | bool | None] = {
        "A2": "a<b",
        "B2": 2.5,
        "D2": None,
        "A1": "=1",
        "C5": True,
        "Z20": "_x000D_",
    }
    changed = SheetPart(part.changed(values, {}), damaged)
    assert [changed.cells[address].text for address in values] == ["a<b", "2.5", None, "=1", "1", "_x000D_"]
    addresses = list(changed.cells)
    assert addresses == sorted(addresses, key=lambda address: (int(address[1:]), address[0]))
    untouched = {address: cell.text for address, cell in part.cells.items() if address not in values}
    assert untouched == {address: changed.cells[address].text for address in untouched}


def test_a_cell_set_to_what_it_held_leaves_the_rest_of_the_sheet_byte_for_byte() -> None:
    xml = Package(saved(workbook_of(A1="甲", B2=3, C3="=1+1"))).read(SHEET)
    part = SheetPart(xml, damaged)
    start, end = part.cells["B2"].start, part.cells["B2"].end
    changed = part.changed({"B2": 4}, {})
    assert changed.startswith(xml[:start])
    assert changed.endswith(xml[end:])
    assert part.changed({}, {}) == xml


def test_texts_in_pieces_and_readings_are_read_as_people_see_them() -> None:
    xml = (
        WORKSHEET + b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><t>\xe5\xb1\xb1</t></r>'
        b"<r><t>\xe8\xa5\xbf</t></r><rPh><t>shan</t></rPh></is></c>"
        b'<c r="B1" t="str"><f>A1</f><v>x_x000A_y</v></c><c r="C1"><f>1</f><v></v></c></row></sheetData></worksheet>'
    )
    cells = scan(xml).cells
    assert cells["A1"].text == "山西"
    assert cells["B1"].text == "x\ny"
    assert cells["C1"].has_formula
    assert cells["C1"].text == ""


@pytest.mark.parametrize(
    ("pieces", "reads"),
    [
        ("<r><rPr><strike/></rPr><t>3</t></r><r><t>4</t></r>", "〔划去：3〕4"),
        ('<r><rPr><b/><strike val="1"/></rPr><t>3</t></r>', "〔划去：3〕"),
        ('<r><rPr><strike val="false"/><u/></rPr><t>3</t></r><r><t>4</t></r>', "34"),
        ('<r><t>3</t></r><r><rPr><vertAlign val="superscript"/><sz val="9"/></rPr><t>2</t></r>', "3〔上标：2〕"),
        (
            '<r><rPr><vertAlign val="baseline"/></rPr><t>3</t></r><r><rPr><vertAlign val="subscript"/></rPr><t/></r>',
            "3",
        ),
    ],
)
def test_what_is_struck_out_or_raised_does_not_run_together_with_the_rest(pieces: str, reads: str) -> None:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    item = ElementTree.fromstring(f'<si xmlns="{namespace}">{pieces}</si>')  # noqa: S314  # our own
    assert text_of(item) == reads
    assert shared_text(f"<si>{pieces}".encode()) == reads
    row = f'<row r="1"><c r="A1" t="inlineStr"><is>{pieces}</is></c></row>'
    sheet = f'<worksheet xmlns="{namespace}"><sheetData>{row}</sheetData></worksheet>'
    assert scan(sheet.encode()).cells["A1"].text == reads


def test_a_new_ground_leaves_everything_else_of_a_format() -> None:
    workbook = workbook_of(A1=1, B1=2)
    workbook.active["A1"].font = Font(bold=True)  # type: ignore[index]
    workbook.active["A1"].fill = PatternFill("solid", fgColor="FFFFF2CC")  # type: ignore[index]
    package = Package(saved(workbook))
    part = SheetPart(package.read(SHEET), damaged)
    styles = Styles(package.text("xl/styles.xml"), damaged)
    old = part.cells["A1"].style
    new = styles.with_ground(old, "FF9999")
    assert styles.with_ground(old, "FF9999") == new
    assert (styles.ground(old), styles.ground(new)) == ("FFF2CC", "FF9999")
    assert styles.with_ground(new, "FFF2CC") != new
    package.put("xl/styles.xml", styles.xml)
    package.put(SHEET, part.changed({}, {"A1": new}))
    cell = load_workbook(io.BytesIO(package.content())).active["A1"]  # type: ignore[index]
    assert cell.font.bold
    assert cell.fill.fgColor.rgb == "FFFF9999"
    assert cell.value == 1


def test_dates_are_distinguished_from_numbers_by_their_format() -> None:
    workbook = workbook_of(A1=1, B1=1, C1=1, D1=1, E1=1)
    formats = ["yyyy-mm-dd", "0.00", '0"days"', 'm"月"d"日"', "General"]
    for column, code in zip("ABCDE", formats, strict=True):
        workbook.active[f"{column}1"].number_format = code  # type: ignore[index]
    package = Package(saved(workbook))
    cells = SheetPart(package.read(SHEET), damaged).cells
    styles = Styles(package.text("xl/styles.xml"), damaged)
    assert [styles.shows_date(cells[f"{column}1"].style) for column in "ABCDE"] == [True, False, False, True, False]


SHOW_IT = (
    *(
        "General",
        "G/通用格式",
        "G/標準",
        "0",
        "0.00",
        "#,##0.00",
        "0_ ",
        "@",
        '0"件"',
        "0\\件",
        "0!件",
        "0件",
        '"共"0"个"',
    ),
    *("0.00_);[Red](0.00)", "[$¥-804]#,##0.00", '0;-0;"无"', '[=0]"";General', "[<0]\\-0;0", '[=0]"-";0', "0.0#"),
    *("[>0]0;[<0]\\-0;0", "[>=0]#,##0.00;[RED]\\-#,##0.00", '[>0]General;[=0]"";General', '[>9999]0.0,"万";0'),
    *('#,##0"件"_ ', "00", "###0", "#,##0_);(#,##0)", '0"条";-0"条";0"条"', "[White]General", "[Color56]0", "0."),
    *(
        '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
        "[$-804]0",
        "_-* #,##0.00 _€_-",
        '0"（件）"',
        "0 分",
    ),
    *(f'0"{unit}"' for unit in sorted(UNITS)),
)
"""What shows 3 as 3, at most with its unit."""

ASKED = (
    *('0"(第一季度)"', '0"千米"', '0"百分点"', '"一共"0"件"', '"三公经费"0', '0"（千字）"', '0 "元/万人"', '"FY-"0'),
    *(
        "0.00E+00",
        "# ?/?",
        "# ?/8",
        "##0.0E+0",
        'General"（暂定）"',
        "[DBNum1]General",
        "[DBNum2][$-804]General",
        "# ##0",
    ),
    *('"第"0"名"', "?0.0?", "0[$€]", "0_;0;", "[x]0", '0"件以上"'),
)
"""What is not known to show it as it is, though some of these do: asking is cheap."""

SHOW_ANOTHER = (
    *(
        f'0"{behind}"'
        for behind in ("％", "﹪", "〇", "零", "五", "成", "半", "兆", "倍", "折", "余万", "E2", "×10", "⁵", "⅓")
    ),
    *(f'0"{behind}"' for behind in "丨口点叄仨逾角厘卌亖万億萬千百十两俩双对打京垓克瓦米¾ⅷⅩ㈢"),
    *(f'0"{behind}"' for behind in ("不足", "不到", "以上", "以下", "左右", "上下", "件半", "多件", "件·五")),
    *(f'0"{behind}"' for behind in ("．5", "，000", "·5", "-5", "至5", "／5", "\u200b0", "\u00ad0", "\u20600")),
    *(
        f'"{before}"0'
        for before in ("0．", "—", "–", "﹣", "(", "△", "壹", "廿", "1，", "1\u200b", "约", "<", "不足", "近")
    ),
    *('[<.5]0;"5"', '[<1.]0;"5"', '[<1E0]0;"5"', "[<x]0;0", "[<３]0;0", '0_;"0"', "0*0", "*1General", '"("0")"0'),
    *(
        '[>10]0;"5"',
        '[>10]"5";0;"7"',
        '[<0]0;"5"',
        '"5";[<0]0;0',
        "0,",
        "#,##0,",
        "0.0,,",
        "0,.00",
        '#,##0,"件"',
        ";;;",
        ";0",
    ),
    *('0"万"', "0万", "0\\万", '"1"0', "-0", "\\-0", 'General"千"', '0"K"', '0"‰"', '"是"', '"未评";"未评";"未评"'),
    *('[=3]"是";0', '[<100]0"万";0', '0"0"', "0\\0", "0!0", '0"00"', '0",000"', "0\\.0", "0!.0", '0"."0', "0\\.0000"),
    *("00\\:00", "0\\/0", "0\\%", '0"%"', "0!%", '0"萬"', '0"億"', '0"w"', '0"K元"', '0"打"', '0"²"', '0"½"', '"负"0'),
    *("0[$万]", "[$1]0", "[$件]0", "0 k", "0x", "0件件", "件0"),
)
"""What shows 3 as something else."""


def test_a_format_is_taken_where_it_is_known_to_show_the_figure_and_asked_about_otherwise() -> None:
    assert [code for code in SHOW_IT if shows_another(200, code, 3.0)] == []
    assert [code for code in SHOW_ANOTHER + ASKED if not shows_another(200, code, 3.0)] == []
    assert [code for code in SHOW_ANOTHER + ASKED if shows_all(200, code)] == []


def test_a_built_in_number_that_the_standards_table_does_not_have_is_asked_about() -> None:
    known = [number for number in range(164) if not shows_another(number, None, 3.0)]
    assert known == [0, 1, 2, 3, 4, 37, 38, 39, 40, 49]


def test_the_section_of_the_number_counts_and_a_nought_may_be_left_out() -> None:
    assert shows_another(200, '[>9999]0.0,"万";0', 12_345.0)
    assert not shows_another(200, '[>9999]0.0,"万";0', 3.0)
    assert not shows_another(200, "0;-0;", 0.0)
    assert shows_another(200, "0" * 300, 3.0)


def test_a_second_section_without_a_condition_is_for_what_is_below_nought_or_for_all_others() -> None:
    assert not shows_another(200, '0;"5"', 3.0)
    assert shows_another(200, '[>10]0;"5"', 3.0)
    assert shows_another(200, '[>10]0;"5";0', 3.0)
    assert not shows_another(200, '[>10]0;"5";0', 12.0)
    assert not shows_another(200, "[>10]0;0;0", 3.0)


def test_a_nought_may_be_left_out_or_be_a_stroke_and_not_another_figure() -> None:
    accounting = '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ '
    for code in ('0;-0;"无"', "0;-0;", '[=0]"-";0', '0"件"', accounting.replace('"¥"', "")):
        assert not shows_another(200, code, 0.0), code
    for code in ('General;General;"10"', '"1"0', '[=0]"5";General', '0;-0;"有"', '[=0]"是";0'):
        assert shows_another(200, code, 0.0), code


def test_a_text_is_shown_by_the_fourth_section_or_by_a_last_one_for_texts() -> None:
    for code in (
        "General",
        "0",
        '0;-0;"无"',
        "@",
        "0;0;0;@",
        '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    ):
        assert not shows_another_text(code), code
    for code in ('General;General;General;"是"', ";;;", '@"0"', '0;0;0;@"万"', '0;"3"@', "0;0;0;0;0"):
        assert shows_another_text(code), code
        assert not shows_all(200, code), code


def test_a_date_is_what_was_typed_where_its_month_and_its_day_are_shown_in_this_order() -> None:
    for code in (
        "m/d",
        'm"月"d"日"',
        "yyyy/m/d",
        "yyyy-mm-dd hh:mm",
        'yyyy"年"m"月"d"日";@',
        "[$-804]m/d aaaa",
        "e/m/d",
    ):
        assert other_date(200, code, 9) == "", code
    for code in ("d/m", "d", "m", "yyyy", "h:mm", 'm"/20"', "m/yy", "mm:ss", "d-mmm-yy"):
        assert other_date(200, code, 9) == code
    assert [other_date(number, None, 9) for number in (14, 16, 17, 20, 22, 45, 58)] == [
        *("", "d-mmm", "mmm-yy", "h:mm", "", "h:mm", "")
    ]
    assert other_date(17, None, 1) == ""


@pytest.mark.parametrize(
    ("code", "as_it_is", "rounded"),
    [
        *(("0", 3.0, 0.5), ("0.0", 2.5, 0.25), ('#,##0"件"_ ', 1200.0, 1200.5), ("0.00##", 0.0625, 0.03125)),
        ("0;[=3]0.00;0", 3.0, 2.5),
    ],
)
def test_a_format_with_too_few_places_shows_another_number(code: str, as_it_is: float, rounded: float) -> None:
    assert (shows_another(200, code, as_it_is), shows_another(200, code, rounded)) == (False, True)
    assert not shows_all(200, code)


def test_a_built_in_format_rounds_and_general_does_not() -> None:
    xfs = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 1, 2, 44, 12, 49))
    styles = styles_of(f"<cellXfs>{xfs}</cellXfs>")
    result = [styles.shows_another(style, 0.125) for style in range(6)]
    assert result == ["", "0", "0.00", "内置格式 44", "内置格式 12", ""]
    assert [styles.shows_as_it_is(style) for style in range(6)] == [True, False, False, False, False, True]


def test_one_number_for_two_formats_is_damage_and_twice_the_same_is_none() -> None:
    first, other = (f'<numFmt numFmtId="200" formatCode="{code}"/>' for code in (";;;", "0"))
    xfs = '<cellXfs><xf numFmtId="200"/></cellXfs>'
    with pytest.raises(ValueError, match="damaged"):
        styles_of(f"<numFmts>{first}{other}</numFmts>{xfs}").shows_another(0, 3.0)
    same = styles_of(f"<numFmts>{other}{other}</numFmts>{xfs}")
    assert same.shows_another(0, 3.0) == ""


def test_a_format_code_may_hold_what_would_end_a_tag() -> None:
    formats = '<numFmt numFmtId="200" formatCode="[>=10000]0;0"/>'
    formats += "<numFmt numFmtId='201' formatCode='0\"万\"'/>"
    xfs = '<xf numFmtId="200"/><xf numFmtId="201"><alignment wrapText="1"/></xf>'
    styles = styles_of(f"<numFmts>{formats}</numFmts><cellXfs>{xfs}</cellXfs>")
    assert [styles.shows_another(style, 3.0) for style in (0, 1)] == ["", '0"万"']


@pytest.mark.parametrize(
    "around",
    [
        '<x:cellXfs xmlns:x="urn:x"><xf numFmtId="9"/></x:cellXfs>{}',
        '<x:a xmlns:x="urn:x" y=" numFmtId=\'9\' "><cellXfs><xf numFmtId="9"/></cellXfs></x:a>{}',
    ],
)
def test_formats_are_those_of_the_lists_and_not_of_others(around: str) -> None:
    styles = styles_of(around.format('<cellXfs><xf numFmtId="0"/></cellXfs>'))
    assert styles.shows_as_it_is(0)
    assert not styles.shows_percent(0)


@pytest.mark.parametrize("around", ["<!--<cellXfs/>-->", "<?x <cellXfs/>?>"])
def test_comments_among_the_formats_are_damage(around: str) -> None:
    with pytest.raises(ValueError, match="damaged"):
        styles_of(f'{around}<cellXfs><xf numFmtId="0"/></cellXfs>')


def test_two_lists_of_formats_are_damage() -> None:
    with pytest.raises(ValueError, match="damaged"):
        styles_of('<cellXfs><xf numFmtId="0"/></cellXfs><cellXfs><xf numFmtId="9"/></cellXfs>').shows_as_it_is(0)


def test_an_attribute_of_another_namespace_is_not_the_elements() -> None:
    styles = styles_of("<cellXfs><xf xmlns:x='urn:x' x:numFmtId='0' x:a=' numFmtId=\"0\" ' numFmtId='9'/></cellXfs>")
    assert styles.shows_percent(0)


@pytest.mark.parametrize("number", ["N_0", "1_0", "１", "١", "0x9", "", "-1", "9.0", "1e1"])
def test_a_number_that_is_none_is_damage(number: str) -> None:
    with pytest.raises(ValueError, match="damaged"):
        styles_of(f'<cellXfs><xf numFmtId="{number}"/></cellXfs>').shows_percent(0)


def test_what_a_named_style_shows_is_asked_about_where_a_format_does_not_say_that_it_has_its_own() -> None:
    parents = '<cellStyleXfs><xf numFmtId="0"/><xf numFmtId="9" fontId="1"/></cellStyleXfs>'
    fonts = "<fonts><font/><font><strike/></font></fonts>"
    xfs = "".join(f'<xf numFmtId="0" xfId="1" {own}/>' for own in ("", 'applyNumberFormat="1" applyFont="true"'))
    styles = styles_of(f"{fonts}{parents}<cellXfs>{xfs}</cellXfs>")
    assert [styles.shows_as_it_is(style) for style in range(2)] == [False, True]


def test_what_fills_its_cell_is_shown_as_another() -> None:
    xfs = '<xf numFmtId="0"><alignment horizontal="fill"/></xf><xf numFmtId="0"><alignment horizontal="left"/></xf>'
    styles = styles_of(f"<cellXfs>{xfs}</cellXfs>")
    assert [styles.shows_as_it_is(style) for style in range(2)] == [False, True]
    assert [bool(styles.shows_another(style, 3.0)) for style in range(2)] == [True, False]
    assert [bool(styles.shows_another_text(style)) for style in range(2)] == [True, False]


def test_formats_of_conditional_formats_that_show_another_number_or_strike_out_are_known() -> None:
    formats = "<dxf><font><b/></font></dxf><dxf><numFmt/></dxf><dxf><font><strike/></font></dxf>"
    assert styles_of(f"<dxfs>{formats}</dxfs>").disguising == {1, 2}
    assert styles_of("").disguising == set()


def test_letters_that_cannot_be_seen_are_known() -> None:
    white, small = '<color rgb="FFFFFFFF"/>', '<sz val="1"/>'
    fonts = f"<fonts><font/><font>{white}</font><font>{small}</font><font><color theme='0'/></font></fonts>"
    ground = '<fill><patternFill patternType="solid"><fgColor rgb="FF203060"/></patternFill></fill>'
    xfs = "".join(f'<xf fontId="{font}"/>' for font in range(4)) + '<xf fontId="1" fillId="1"/>'
    styles = styles_of(f"{fonts}<fills><fill/>{ground}</fills><cellXfs>{xfs}</cellXfs>")
    assert [styles.how_read(style) for style in range(5)] == ["", "看不见", "看不见", "看不见", ""]


def test_what_a_cells_font_strikes_out_is_known() -> None:
    fonts = "<fonts><font><b/></font><font><strike/></font><font><strike val='0'/></font></fonts>"
    xfs = '<xf fontId="0"/><xf fontId="1"/><xf fontId="2"/>'
    styles = styles_of(f"{fonts}<cellXfs>{xfs}</cellXfs>")
    assert [styles.how_read(style) for style in range(4)] == ["", STRUCK, "", ""]


@pytest.mark.parametrize("has_notes", [False, True])
def test_a_note_is_added_and_taken_away_and_others_stay(has_notes: bool) -> None:
    workbook = workbook_of(A1=1, B2=2, C3=3)
    if has_notes:
        workbook.active["C3"].comment = Comment("自己的批注", "某人")  # type: ignore[index]
    package = Package(saved(workbook))
    relation = SheetComments(package, SHEET).change({"B2": "【重新计算】不对 <&>"})
    if relation:
        package.put(SHEET, SheetPart(package.read(SHEET), damaged).pointing_to_notes(relation, OFFICE))
    assert bool(relation) is not has_notes
    loaded = load_workbook(io.BytesIO(package.content())).active
    assert loaded is not None
    assert loaded["B2"].comment.text == "【重新计算】不对 <&>"
    again = Package(package.content())
    assert SheetComments(again, SHEET).change({"B2": None}) == ""
    texts = SheetComments(Package(again.content()), SHEET).texts
    assert texts == ({"C3": "自己的批注"} if has_notes else {})


def test_parts_are_added_with_their_types_and_relationships(tmp_path: Path) -> None:
    package = Package(saved(workbook_of(A1=1)))
    package.add("customUI/customUI14.xml", "<customUI/>", "application/xml")
    package.relate(
        "", "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility", "customUI/customUI14.xml"
    )
    again = Package(package.content())
    assert "customUI/customUI14.xml" in [relation.target for relation in again.relations("")]
    path = tmp_path / "w.xlsx"
    path.write_bytes(again.content())
    assert load_workbook(path).active["A1"].value == 1  # type: ignore[index]


def test_a_declaration_far_down_in_a_part_is_refused_too() -> None:
    bomb = b'<?xml version="1.0"?><!--' + b"x" * 9000 + b'--><!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    package = Package(Archive(saved(workbook_of(A1=1))).changed({SHEET: bomb}))
    with pytest.raises(UsageError) as caught:
        package.read(SHEET)
    assert caught.value.problems[0].code == "entities-declared"


def test_a_part_in_utf_16_is_refused() -> None:
    package = Package(Archive(saved(workbook_of(A1=1))).changed({SHEET: "<worksheet/>".encode("utf-16")}))
    with pytest.raises(UsageError):
        package.read(SHEET)


@pytest.mark.parametrize("text", ["\x0b竖线", "_x000B_", "_x005F_x000B_", "a\tb\nc", "\ufffe"])
def test_any_text_comes_back_as_it_was_written(text: str) -> None:
    package = Package(saved(workbook_of(A1=1)))
    part = SheetPart(SheetPart(package.read(SHEET), damaged).changed({"A1": text}, {}), damaged)
    assert part.cells["A1"].text == text
    SheetComments(package, SHEET).change({"B2": text})
    assert SheetComments(package, SHEET).texts == {"B2": text}


def test_the_box_of_a_note_goes_with_it_whatever_the_drawings_prefix() -> None:
    workbook = workbook_of(A1=1)
    workbook.active["B2"].comment = Comment("旧", "某人")  # type: ignore[index]
    package = Package(saved(workbook))
    drawing = next(part for part in package.parts if part.endswith(".vml"))
    boxes = package.text(drawing).count(":shape ")
    notes = SheetComments(package, SHEET)
    notes.change({"B2": "新"})
    assert package.text(drawing).count(":shape ") == boxes
    notes.change({"B2": None})
    assert package.text(drawing).count(":shape ") == boxes - 1


def test_a_headers_pictures_keep_their_drawing_to_themselves() -> None:
    package = Package(saved(workbook_of(A1=1)))
    header = "xl/drawings/vmlDrawing1.vml"
    package.put(header, "<xml></xml>")
    relation = package.relate(SHEET, f"{OFFICE}/vmlDrawing", header)
    element = f'<legacyDrawingHF xmlns:r="{OFFICE}" r:id="{relation}"/></worksheet>'
    package.put(SHEET, package.text(SHEET).replace("</worksheet>", element))
    new = SheetComments(package, SHEET).change({"B2": "批注"})
    assert new
    assert new != relation
    assert package.text(header) == "<xml></xml>"


def test_a_persons_note_keeps_its_author_and_its_looks_when_a_line_is_added_and_taken_away() -> None:
    workbook = workbook_of(A1=1)
    workbook.active["B2"].comment = Comment("已核实", "李科长")  # type: ignore[index]
    package = Package(saved(workbook))
    part = next(part for part in package.parts if part.startswith("xl/comments"))
    rich = "<r><rPr><b/></rPr><t>已</t></r><r><t>核实</t></r>"
    package.put(part, re.sub("<text>.*</text>", f"<text>{rich}</text>", package.text(part), flags=re.DOTALL))
    before = package.text(part)
    notes = SheetComments(package, SHEET)
    notes.change({"B2": "已核实\n【重新计算】不对", "C3": "【重新计算】也不对"})
    assert rich in package.text(part)
    loaded = load_workbook(io.BytesIO(package.content())).active
    assert loaded is not None
    assert loaded["B2"].comment.author == "李科长"
    assert loaded["C3"].comment.author == "xlplugin"
    notes.change({"B2": "已核实", "C3": None})
    assert package.text(part).replace("<author>xlplugin</author>", "") == before


@pytest.mark.parametrize("quote", ['"', "'"])
def test_formats_are_changed_however_their_attributes_are_quoted_and_without_counts(quote: str) -> None:
    workbook = workbook_of(A1=1)
    workbook.active["A1"].fill = PatternFill("solid", fgColor="FFFFF2CC")  # type: ignore[index]
    workbook.active["A1"].number_format = "[h]:mm"  # type: ignore[index]
    xml = Package(saved(workbook)).text("xl/styles.xml")
    xml = re.sub(r'="([^"\']*)"', rf"={quote}\1{quote}", re.sub(r'\scount="\d+"', "", xml))
    styles = Styles(xml, damaged)
    style = next(at for at in range(9) if styles.ground(at) == "FFF2CC")
    assert styles.shows_date(style)
    assert styles.ground(styles.with_ground(style, "FF9999")) == "FF9999"
    ElementTree.fromstring(styles.xml)  # noqa: S314  # our own


def test_number_formats_of_conditional_formats_are_not_those_of_cells() -> None:
    workbook = workbook_of(A1=1)
    workbook.active["A1"].number_format = 'm"月"d"日"'  # type: ignore[index]
    package = Package(saved(workbook))
    dxfs = '<dxfs count="1"><dxf><numFmt numFmtId="164" formatCode="&quot;未评&quot;"/></dxf></dxfs>'
    xml = re.sub("<dxfs.*?(?:/>|</dxfs>)", "", package.text("xl/styles.xml"))
    styles = Styles(xml.replace("</styleSheet>", f"{dxfs}</styleSheet>"), damaged)
    style = SheetPart(package.read(SHEET), damaged).cells["A1"].style
    assert styles.shows_date(style)


@pytest.mark.parametrize(
    ("items", "is_plain"),
    [
        ("<si><t>一</t></si><si><r><t>二</t></r><r><t>三</t></r></si>", True),
        ("<si><t>一</t></si> <si><t>二三</t></si>", False),
        ("<!-- </si><si> --><si><t>一</t></si><si><t>二三</t></si>", False),
        ("<si><t>一</t></si><?x </si><si>?><si><t>二三</t></si>", False),
        ("<si><t><![CDATA[一]]></t></si><si><t>二三</t></si>", False),
        ("<si><t>一</t></si><si/><si><t>四</t></si>", False),
    ],
)
def test_shared_texts_that_are_looked_at_one_by_one_are_those_of_the_whole_part(items: str, is_plain: bool) -> None:
    names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:x="urn:x"'
    xml = f'<?xml version="1.0" encoding="UTF-8"?><sst {names}>{items}</sst>'.encode()
    texts = SharedTexts(xml, lambda: ElementTree.fromstring(xml))  # noqa: S314  # our own
    assert (as_written(xml) is not None) == is_plain
    whole = shared_texts(ElementTree.fromstring(xml))  # noqa: S314  # our own
    assert [texts[at] for at in reversed(range(len(whole)))] == whole[::-1]
    assert len(texts) == len(whole)


@pytest.mark.parametrize(("namespace", "known"), [(OFFICE, True), ("r", False), ("urn:x", False)])
def test_only_attributes_of_offices_own_namespace_point_to_relationships(namespace: str, known: bool) -> None:
    xml = f'<worksheet xmlns="{MAIN}"><drawing xmlns:q="{namespace}" q:id="rId1"/></worksheet>'
    assert find_unknown_markup(xml.encode(), "worksheet") == ([] if known else ["<drawing id>"])
