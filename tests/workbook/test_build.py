"""The workbook as it is written, without any office program."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.golden.formulas import GOLDEN, golden_file
from tests.golden.formulas import formulas as formulas_of
from tests.golden.places import FILE as PLACES
from tests.golden.places import places
from tests.support.filling import layout_of
from tests.support.scoresheets import an_ordinary_scoresheet
from tests.support.small_rubrics import rubric_of
from tests.support.workbook_lint import faults
from xlplugin import Rubric, UsageError, build_workbook, load_rubric, load_scheme, read_scoresheet, score
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.notation.excel_text import formula_excess
from xlplugin.ooxml.formulas.formula_parser import canonical
from xlplugin.rubric.clause import slots
from xlplugin.rubric.slots import Takes
from xlplugin.scoring.as_excel_formula import as_formula
from xlplugin.scoring.expression import Figure, Sum
from xlplugin.workbook.build import workbook_bytes
from xlplugin.workbook.build_options import BuildOptions
from xlplugin.workbook.layout import Addresses
from xlplugin.workbook.look_file import load_look
from xlplugin.workbook.sheets.groups import groups
from xlplugin.workbook.writing.finish_package import finished

FUNCTIONS = {
    *(
        "AND",
        "CHAR",
        "COUNT",
        "HYPERLINK",
        "IF",
        "INDEX",
        "INT",
        "ISERROR",
        "ISLOGICAL",
        "ISNUMBER",
        "ISTEXT",
        "MATCH",
        "MAX",
    ),
    *("MID", "MIN", "NOT", "OR", "ROUND", "SUBSTITUTE", "SUM", "SUMPRODUCT", "TEXT", "TRIM"),
}
"""Of Excel 2007, in every program, not volatile, the same in every locale."""


OPEN = ("in_", "na_", "form_", "evidence_")
"""How the names of inputs begin."""


@pytest.fixture(scope="module", params=["plain", "self", "assess"])
def edition(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def path(rubric: Rubric, edition: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / f"{rubric.id}.xlsx"
    build_workbook(rubric, path, BuildOptions(body="=米山镇", edition=edition))
    return path


@pytest.fixture(scope="module")
def workbook(path: Path) -> Workbook:
    return load_workbook(path)


VALIDATIONS = {
    Takes.YES_NO: "list",
    Takes.TIER: "list",
    Takes.WHOLE: "whole",
    Takes.AMOUNT: "decimal",
    Takes.REASON: "textLength",
}


def named(workbook: Workbook) -> dict[str, Cell]:
    results = {}
    for name, defined in workbook.defined_names.items():
        ((sheet, address),) = defined.destinations
        results[name] = workbook[sheet][address.replace("$", "")]
    return results


def formulas(workbook: Workbook) -> Iterator[str]:
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            yield from (str(cell.value) for cell in row if cell.data_type == "f")


def test_every_name_of_the_contract_is_there(rubric: Rubric, edition: str, workbook: Workbook) -> None:
    expected = {f"in_{slot.name}" for clause in rubric.clauses for slot in slots(clause)}
    expected |= {f"na_{indicator.id}" for indicator in rubric.indicators if indicator.may_be_not_applicable}
    expected |= {f"out_{name}" for name in ("total", "published", "grade", "status", "blank", "faulty")}
    for what in ("deduction", "bonus", "score"):
        expected |= {f"out_{indicator.id}_{what}" for indicator in rubric.indicators}
        expected |= {f"out_dimension{dimension.number}_{what}" for dimension in rubric.dimensions}
    if edition == "assess":
        expected |= {f"self_{name.removeprefix('in_')}" for name in expected}
    assert expected <= set(workbook.defined_names)


def test_the_formulas_of_the_edition_self_are_those_of_plain(rubric: Rubric) -> None:
    plain, own = (
        load_workbook(BytesIO(workbook_bytes(rubric, BuildOptions(edition=edition)))) for edition in ("plain", "self")
    )
    assert list(formulas(plain)) == list(formulas(own))


def test_inputs_are_open_and_everything_else_is_locked(workbook: Workbook) -> None:
    open_cells = {
        (cell.parent.title, cell.coordinate)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    inputs = {(cell.parent.title, cell.coordinate) for name, cell in named(workbook).items() if name.startswith(OPEN)}
    merged_tails = {
        (sheet.title, cell)
        for sheet in workbook.worksheets
        for merged in sheet.merged_cells.ranges
        for cell in (f"{col}{row}" for row, col in _tail(sheet, merged.bounds))
    }
    assert open_cells - merged_tails == inputs
    for sheet in workbook.worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.objects
        assert sheet.protection.scenarios
        assert not sheet.protection.formatRows  # rows may be made higher
    assert workbook.security.lockStructure


def _tail(sheet: Worksheet, bounds: tuple[int, int, int, int]) -> Iterator[tuple[int, str]]:
    left, top, right, bottom = bounds
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                yield row, re.sub("[0-9]", "", sheet.cell(1, column).coordinate)


def test_every_input_has_validation_with_texts_that_excel_can_hold(rubric: Rubric, workbook: Workbook) -> None:
    validated: dict[tuple[str, str], DataValidation] = {}
    for sheet in workbook.worksheets:
        for validation in sheet.data_validations.dataValidation:
            assert 0 < len(validation.prompt) <= 255
            assert 0 < len(validation.error) <= 255
            assert len(validation.promptTitle) <= 32
            assert len(validation.errorTitle) <= 32
            assert len(validation.formula1 or "") <= 257
            for cells in validation.sqref.ranges:
                validated |= {(sheet.title, f"{get_column_letter(c)}{r}"): validation for r, c in cells.cells}
    for name, cell in named(workbook).items():
        if name.startswith(OPEN):
            assert (cell.parent.title, cell.coordinate) in validated, name
    for clause in rubric.clauses:
        for slot in slots(clause):
            cell = named(workbook)[f"in_{slot.name}"]
            validation = validated[cell.parent.title, cell.coordinate]
            assert validation.type == VALIDATIONS[slot.takes]
            if slot.words:
                assert validation.formula1 == f'"{",".join(slot.words)}"'
                assert not any("," in word for word in slot.words)


def test_formulas_use_only_functions_that_every_program_has(workbook: Workbook) -> None:
    used = set()
    for text in formulas(workbook):
        assert len(text) < 1000
        assert text.count("(") == text.count(")")
        assert max([len(literal) for literal in re.findall(r'"((?:[^"]|"")*)"', text)], default=0) <= 255
        assert max(sums.count(",") for sums in [*re.findall(r"SUM\(([^()]*)\)", text), ""]) < 255
        used |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub(r'"[^"]*"', "", text)))
    assert used <= FUNCTIONS


def test_formulas_write_numbers_as_programs_that_save_again_do(workbook: Workbook) -> None:
    for text in formulas(workbook):
        bare = re.sub(r'"[^"]*"|[A-Z]+[0-9]+', "", text)
        assert re.findall(r"[0-9]+\.[0-9]*0\b|(?<![0-9.])0[0-9]", bare) == []


def test_an_unfilled_workbook_reads_unassessed_and_never_full_marks(path: Path) -> None:
    values = {name: cell.value for name, cell in named(load_workbook(path, data_only=True)).items()}
    assert {values[f"out_{name}"] for name in ("total", "published", "grade", "status")} == {"未评"}
    assert isinstance(values["out_blank"], int)
    assert values["out_blank"] > 0
    assert values["out_faulty"] == 0


def test_scores_of_what_is_not_assessed_show_so_and_stay_numbers(rubric: Rubric, workbook: Workbook) -> None:
    shown = {
        (sheet.title, f"{get_column_letter(column)}{row}")
        for sheet in workbook.worksheets
        for formatting in sheet.conditional_formatting
        for rule in formatting.rules
        if rule.dxf.numFmt and rule.dxf.numFmt.formatCode == '"未评";"未评";"未评"'
        for area in formatting.cells.ranges
        for row, column in area.cells
    }
    cells = named(workbook)
    for indicator in rubric.indicators:
        if indicator.deductions:
            cell = cells[f"out_{indicator.id}_score"]
            assert (cell.parent.title, cell.coordinate) in shown
    for dimension in rubric.dimensions:
        cell = cells[f"out_dimension{dimension.number}_score"]
        assert (cell.parent.title, cell.coordinate) in shown


def test_a_bodys_name_that_begins_with_an_equals_sign_stays_text(workbook: Workbook) -> None:
    assert workbook["评分表"]["A2"].value == '="考核对象："&填表说明!B3&""'
    assert (workbook["填表说明"]["B3"].data_type, workbook["填表说明"]["B3"].value) == ("s", "=米山镇")
    assert ("body", "=米山镇") in list(workbook["工作簿信息"].iter_rows(max_row=8, max_col=2, values_only=True))


def without_breaks(text: object) -> str:
    """Return a text without the measured line breaks."""
    return str(text).replace("\n", "")


def test_the_official_words_are_all_there(rubric: Rubric, workbook: Workbook) -> None:
    text = "\0".join(without_breaks(cell.value) for row in workbook["评分表"].iter_rows() for cell in row)
    for indicator in rubric.indicators:
        for words in (indicator.name, indicator.method, indicator.contents, indicator.responsible):
            assert without_breaks(words) in text
    for clause in rubric.clauses:
        assert without_breaks(clause.quote) in text
        assert without_breaks(clause.label) in text or without_breaks(clause.self_label or "—") in text


@pytest.mark.parametrize("edition", ["plain", "self", "assess"])
def test_the_same_rubric_makes_the_same_bytes(rubric: Rubric, edition: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook_bytes(rubric, BuildOptions(body="米山镇", edition=edition))
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert re.findall(rb">([^<]+)</dcterms:", package.read("docProps/core.xml")) == [b"2000-01-01T00:00:00Z"] * 2
    assert workbook_bytes(rubric, BuildOptions(body="米山镇", edition=edition)) == first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert workbook_bytes(rubric, BuildOptions(body="米山镇", edition=edition)) != first


def test_a_workbook_part_that_is_not_understood_is_never_skipped() -> None:
    package = workbook_bytes(load_rubric("gaoping-2022-a"))
    with pytest.raises((KeyError, ValueError)):
        finished(package, {"xl/worksheets/sheet1.xml": {}})


def test_the_package_holds_no_time_of_its_making(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_is_small_enough_to_be_sent_by_the_thousand(rubric: Rubric) -> None:
    assert len(workbook_bytes(rubric)) <= 66_000


def test_the_hidden_sheet_tells_programs_what_the_workbook_is(rubric: Rubric, edition: str, workbook: Workbook) -> None:
    sheet = workbook["工作簿信息"]
    assert sheet.sheet_state == "veryHidden"
    rows = list(sheet.iter_rows(max_col=2, values_only=True))
    assert {str(name): value for name, value in rows[:12] if name} == {
        "format": "3",
        "rubric": rubric.id,
        "version": "1",
        "digest": rubric.digest,
        "edition": edition,
        "body": "=米山镇",
        "filled_body": None,
        "look": load_look().digest[:12],
        "ground": "FFF2CC",
        "text_ground": "FFF2CC",
    }
    places = {
        name: f"{title}!{column}{at}"
        for title, column, names in sheet.iter_rows(min_row=15, max_col=3, values_only=True)
        for name, _, at in (str(pair).partition(":") for pair in str(names).split())
    }
    result = {name: f"{cell.parent.title}!{cell.coordinate}" for name, cell in named(workbook).items()}
    assert places == {name: cell for name, cell in result.items() if name in places}
    assert {name for name in result if name.startswith(OPEN)} <= set(places)


def test_workbooks_of_one_format_have_each_named_cell_in_the_same_place() -> None:
    assert places() == PLACES.read_text(encoding="utf-8"), "if cells moved, give meta_sheet.FORMAT the next number"


@pytest.mark.parametrize(("id", "edition"), GOLDEN)
def test_every_formula_is_the_one_that_was_reviewed(id: str, edition: str) -> None:
    assert formulas_of(id, edition) == golden_file(id, edition).read_text(encoding="utf-8")


def test_what_the_validator_misses_is_in_order(workbook: Workbook) -> None:
    assert faults(workbook) == []


def test_an_assessors_workbook_shows_the_bodys_own_entries_locked(rubric: Rubric) -> None:
    own = an_ordinary_scoresheet(rubric)
    content = workbook_bytes(rubric, BuildOptions(edition="assess", own=read_scoresheet(rubric, own)))
    workbook, values = load_workbook(BytesIO(content)), load_workbook(BytesIO(content), data_only=True)
    cells, shown = named(workbook), named(values)
    card = score(rubric, own)
    assert shown["self_out_total"].value == pytest.approx(float(card.total or 0))
    assert shown["self_out_grade"].value == card.grade
    assert shown["out_grade"].value == "未评"
    for clause in rubric.clauses:
        for slot in slots(clause):
            assert cells[f"self_{slot.name}"].value is not None
            assert cells[f"self_{slot.name}"].protection.locked
            assert cells[f"in_{slot.name}"].value is None


def test_a_schemes_workbook_is_its_list_of_evidence_entry_by_entry() -> None:
    for id, count in (("gaoping-2020", 8), ("shanxi-2020", 10)):
        scheme = load_scheme(id)
        workbook = load_workbook(BytesIO(workbook_bytes(scheme)))
        text = [str(cell.value) for row in workbook["印证材料"].iter_rows() for cell in row]
        assert scheme.evidence
        assert len(scheme.evidence.entries) == count
        assert set(map(without_breaks, scheme.evidence.entries)) < set(map(without_breaks, text))
        for at in range(1, count + 1):
            for what in ("have", "file", "link", "pages", "remark"):
                assert f"evidence_list.{at}_{what}" in workbook.defined_names
        assert faults(workbook) == []


def test_the_work_is_divided_among_the_groups_as_the_notice_does() -> None:
    rubric = load_rubric("jincheng-spj-2021")
    divided = groups(rubric)
    assert [indicator.id for indicator, leads in divided["办公室"] if leads] == ["4.1.1", "4.3.1"]
    assert "3.1.4" in [indicator.id for indicator, _ in divided["政务服务中心"]]  # printed 政务中心 there
    assert {indicator.id for of in divided.values() for indicator, _ in of} == {
        indicator.id for indicator in rubric.indicators
    }
    assert "责任分解" not in load_workbook(BytesIO(workbook_bytes(load_rubric("gaoping-2022-a")))).sheetnames


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"body": "局" * 101}, "bad-body"),
        ({"body": "局\x00"}, "bad-body"),
        ({"body": " "}, "bad-body"),
        ({"edition": "assessor"}, "unknown-edition"),
        ({"own": True}, "own-entries-elsewhere"),
    ],
)
def test_what_cannot_be_built_is_reported(arguments: dict[str, Any], code: str) -> None:
    rubric = load_rubric("gaoping-2022-a")
    if "own" in arguments:
        arguments = {"own": read_scoresheet(rubric, an_ordinary_scoresheet(rubric))}
    with pytest.raises(UsageError) as raised:
        workbook_bytes(rubric, BuildOptions(**arguments))
    assert [problem.code for problem in raised.value.problems] == [code]


def test_a_workbook_that_another_program_has_open_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rubric, path = load_rubric("gaoping-2022-a"), tmp_path / "w.xlsx"
    build_workbook(rubric, path)
    before = path.read_bytes()

    def refuse(*_: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UsageError) as raised:
        build_workbook(rubric, path, BuildOptions(body="米山镇"))
    assert [problem.code for problem in raised.value.problems] == ["file-in-use"]
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_password_makes_the_same_bytes_and_is_hashed_once() -> None:
    rubric = load_rubric("gaoping-2022-a")
    first, second = (workbook_bytes(rubric, BuildOptions(password="政务公开")) for _ in range(2))
    assert first == second
    assert first != workbook_bytes(rubric, BuildOptions(password="政务"))
    with zipfile.ZipFile(BytesIO(first)) as package:
        text = "".join(package.read(name).decode() for name in package.namelist())
    hashes = set(re.findall(r'(?:hashValue|workbookHashValue)="([^"]+)"', text))
    assert len(hashes) == 1  # once for the whole workbook
    assert text.count("SHA-512") == text.count("<sheetProtection") + 1


def test_a_name_that_reads_like_an_escape_stays_as_it_is() -> None:
    content = workbook_bytes(load_rubric("gaoping-2022-a"), BuildOptions(body="_x0041_镇"))
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert "_x005F_x0041_镇" in package.read("xl/worksheets/sheet1.xml").decode()


def test_an_indicator_whose_group_is_written_in_two_ways_counts_once() -> None:
    rubric = load_rubric("jincheng-spj-2021")
    first = rubric.indicators[0]
    twice = replace(first, responsible="政务中心、政务服务中心牵头，各组织单位")
    dimension = rubric.dimensions[0]
    part = replace(dimension.subdimensions[0], indicators=(twice,))
    divided = groups(replace(rubric, dimensions=(replace(dimension, subdimensions=(part,)),)))
    assert divided == {"政务服务中心": [(twice, True)], "各组织单位": [(twice, False)]}


def test_rows_grow_with_the_letters_of_the_look(tmp_path: Path) -> None:
    own = tmp_path / "look.yaml"
    styles = "".join(f"  {name}: {{字号: 16}}\n" for name in ("正文", "居中", "表头", "注释", "填报"))
    own.write_text(f"样式:\n{styles}", encoding="utf-8")
    rubric = load_rubric("gaoping-2022-a")
    usual, large = (
        load_workbook(BytesIO(workbook_bytes(rubric, BuildOptions(look=look))))
        for look in (load_look(), load_look(own))
    )
    for sheet in ("评分表", "结果", "印证材料"):
        heights = [[row.height or 0 for row in book[sheet].row_dimensions.values()] for book in (usual, large)]
        assert sum(heights[1]) > 1.3 * sum(heights[0]), sheet


def test_a_text_that_no_cell_holds_is_refused() -> None:
    rubric = load_rubric("gaoping-2022-a")
    first = rubric.dimensions[0].subdimensions[0].indicators[0]
    huge = replace(first, deductions=tuple(replace(clause, quote="字" * 40_000) for clause in first.deductions))
    part = replace(rubric.dimensions[0].subdimensions[0], indicators=(huge,))
    dimension = replace(rubric.dimensions[0], subdimensions=(part,))
    with pytest.raises(UsageError) as raised:
        workbook_bytes(replace(rubric, dimensions=(dimension, *rubric.dimensions[1:])))
    assert "text-too-long-for-a-cell" in [problem.code for problem in raised.value.problems]


def test_a_sum_of_more_terms_than_a_function_takes_is_a_sum_of_sums() -> None:
    side = layout_of(load_rubric("gaoping-2022-a")).main
    terms = tuple(Figure("total") for _ in range(600))
    printed = as_formula(Sum(terms), Addresses(side, "结果"))
    calls = re.findall(r"SUM\(([^()]*)\)", printed)
    assert [call.count(",") + 1 for call in calls] == [250, 250, 100]


def brackets(formula: str) -> Iterator[tuple[int, int]]:
    """Return the pairs of brackets of a formula that are no function's, by where they stand."""
    opened: list[int] = []
    is_text = False
    for at, character in enumerate(formula):
        is_text ^= character == '"'
        if is_text:
            continue
        if character == "(":
            opened.append(at)
        elif character == ")" and not re.match("[A-Za-z0-9_.]", formula[: opened[-1]][-1:] or "+"):
            yield opened.pop(), at
        elif character == ")":
            opened.pop()


@pytest.mark.parametrize("edition", ["plain", "self", "assess"])
def test_no_formula_has_brackets_that_it_does_not_need_and_none_counts_by_countif(rubric: Rubric, edition: str) -> None:
    book = WorkbookFile(workbook_bytes(rubric, BuildOptions(body="甲", edition=edition)))
    results = []
    for sheet in book.sheets:
        for at, shown in book.contents(sheet).cells.items():
            whole = canonical(shown.formula) if shown.is_formula else ""
            assert whole is not None
            assert "COUNTIF" not in shown.formula
            for first, last in brackets(shown.formula):
                without = shown.formula[:first] + shown.formula[first + 1 : last] + shown.formula[last + 1 :]
                if canonical(without) == whole:
                    results.append(f"{sheet}!{at} {shown.formula}")
    assert results == []


@pytest.mark.parametrize("edition", ["plain", "self", "assess"])
def test_blank_cells_have_no_type_texts_are_there_and_rows_have_no_styles(rubric: Rubric, edition: str) -> None:
    package = WorkbookFile(workbook_bytes(rubric, BuildOptions(body="甲", edition=edition))).package
    for part in package.parts:
        text = package.text(part) if part.endswith(".xml") else ""
        if part.startswith("xl/worksheets/"):
            assert ' t="n"' not in text
            assert re.search(r'<c [^>]*t="inlineStr"[^>]*/>|t="inlineStr"[^>]*></c>', text) is None
            assert re.search(r"<row [^>]*(?:customFormat| s=)", text) is None
            assert "COUNTIF" not in text
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", part):
            assert "<xdr:wsDr" in text
            assert "<xdr:" in text
            assert "<a:graphic" in text


def test_a_formula_that_excel_would_refuse_is_refused_with_its_cell(tmp_path: Path) -> None:
    clause = "扣分标准: [{原文: 每处扣 1 分, 填报: 处数, 每: 处, 扣分: 1}]"
    text = "缺项: 平摊\n指标:\n"
    for dimension in range(1, 4):
        text += f"- 一级指标: 一级{dimension}\n  赋分: 100\n  二级指标:\n" + "".join(
            f"  - {{编号: {dimension}.{number}, 名称: 指标, 赋分: 1, 可不适用: 是, {clause}}}\n"
            for number in range(1, 101)
        )
    rubric = rubric_of(tmp_path, text)
    with pytest.raises(UsageError) as raised:
        workbook_bytes(rubric)
    assert {problem.code for problem in raised.value.problems} == {"formula-length"}
    assert "结果!" in raised.value.problems[0].text("zh")
    assert formula_excess("1" * 8191) is None
    assert formula_excess("1" * 8192) == ("length", 8193, 8192)
    assert formula_excess("(" * 65 + "1" * 300 + ")" * 65) == ("levels", 65, 64)


def test_an_invalid_entry_of_the_assessors_is_red_even_where_it_differs_from_the_bodys(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    build_workbook(load_rubric("gaoping-2022-a"), path, BuildOptions(edition="assess"))
    sheet = load_workbook(path)["评分表"]
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    invalid = [rule.priority for rule in rules if rule.formula[0].startswith("AND(") and "有误" in rule.formula[0]]
    differs = [rule.priority for rule in rules if "<>$" in rule.formula[0]]
    assert invalid
    assert differs
    assert max(invalid) < min(differs)  # the lower number comes first
