"""Templates of Word documents: fields that Word has split, what is repeated, and everything that is not understood."""

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docxtpl import DocxTemplate as Docxtpl

from tests.conftest import ROOT
from tests.support.small_round import SmallRound
from xlplugin.errors import FileError, UsageError
from xlplugin.publishing.documents.bulletin import Letterhead, bulletin_values
from xlplugin.publishing.documents.docx_template import DocxTemplate
from xlplugin.publishing.documents.feedback import feedback_values
from xlplugin.publishing.documents.template_field import Value, condition, listed, names, record, text
from xlplugin.publishing.freezing import frozen_round, required_freeze
from xlplugin.publishing.publish import TEMPLATES

FIELDS = (
    text("单位", ""),
    text("得分", ""),
    condition("公布", ""),
    names("全部", ""),
    record("整改", "", text("期限", "")),
    listed("各类", "", text("名称", ""), names("单位", ""), listed("各行", "", text("项", ""))),
)
VALUES: dict[str, Value] = {
    "单位": "米山镇",
    "得分": "96.00",
    "公布": True,
    "全部": {"个数": "2", "名单": "甲、乙"},
    "整改": {"期限": "1月5日"},
    "各类": [
        {"名称": "A类", "单位": {"个数": "1", "名单": "甲"}, "各行": [{"项": "一"}, {"项": "二"}]},
        {"名称": "B类", "单位": {"个数": "0", "名单": ""}, "各行": []},
    ],
}


def made(folder: Path, *paragraphs: str | list[str], rows: list[list[str]] | None = None) -> Path:
    """Write a document; a paragraph that is a list has each of its texts in a run of its own, as Word may split it."""
    document = Document()
    for paragraph in paragraphs:
        target = document.add_paragraph()
        for run in [paragraph] if isinstance(paragraph, str) else paragraph:
            target.add_run(run)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, said in zip(row.cells, texts, strict=True):
                cell.paragraphs[0].add_run(said)
    path = folder / "t.docx"
    document.save(str(path))
    return path


def shown(folder: Path, *paragraphs: str | list[str], values: dict[str, Value] | None = None) -> list[str]:
    content = DocxTemplate(made(folder, *paragraphs), FIELDS).render(values or VALUES)
    return [one.text for one in Document(BytesIO(content)).paragraphs]


def codes(folder: Path, *paragraphs: str | list[str], rows: list[list[str]] | None = None) -> list[str]:
    with pytest.raises(FileError) as caught:
        DocxTemplate(made(folder, *paragraphs, rows=rows), FIELDS)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    "runs",
    [
        ["{{ 单位 }}得{{ 得分 }}分"],
        ["{", "{ 单位 }", "}得{{ 得", "分 }}分"],
        list("{{ 单位 }}得{{ 得分 }}分"),
        ["{{单位}}", "得", "{{", "得分", "}}", "分"],
        ["", "{{ 单位 ", "}}得{{ 得分 }}", "", "分"],
    ],
)
def test_a_field_is_found_however_word_has_split_it(runs: list[str], tmp_path: Path) -> None:
    assert shown(tmp_path, runs) == ["米山镇得96.00分"]


def test_paragraphs_and_rows_are_repeated_and_left_out(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        "{%p for 类 in 各类 %}",
        "{{ 类.名称 }}（{{ 类.单位.个数 }}个）{% if 类.单位.名单 %}：{{ 类.单位.名单 }}{% endif %}",
        "{%p for 行 in 类.各行 %}",
        "{{ loop.index }}{{ 行.项 }}{% if not loop.last %}、{% endif %}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p if not 公布 %}",
        "不公布",
        "{%p else %}",
        "公布",
        "{%p endif %}",
        rows=[
            ["名称", "个数"],
            ["{%tr for 类 in 各类 %}", ""],
            ["{{ 类.名称 }}", "{{ 类.单位.个数 }}"],
            ["{%tr endfor %}", ""],
        ],
    )
    document = Document(BytesIO(DocxTemplate(path, FIELDS).render(VALUES)))
    assert [one.text for one in document.paragraphs] == ["A类（1个）：甲", "1一、", "2二", "B类（0个）", "公布"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["名称", "个数"],
        ["A类", "1"],
        ["B类", "0"],
    ]


def test_what_a_body_has_typed_is_text_and_never_xml_nor_a_field(tmp_path: Path) -> None:
    said = '<w:p/> & "{{ 单位 }}" {% for %} \x07\n第二行'
    (paragraph,) = shown(tmp_path, "{{ 单位 }}", values={**VALUES, "单位": said})
    assert paragraph == '<w:p/> & "{{ 单位 }}" {% for %} �\n第二行'


def test_a_cell_in_which_nothing_is_repeated_still_has_a_paragraph(tmp_path: Path) -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].add_run("{%p for 类 in 各类 %}")
    cell.add_paragraph("{{ 类.名称 }}")
    cell.add_paragraph("{%p endfor %}")
    document.save(str(tmp_path / "t.docx"))
    content = DocxTemplate(tmp_path / "t.docx", FIELDS).render({**VALUES, "各类": []})
    xml = zipfile.ZipFile(BytesIO(content)).read("word/document.xml").decode()
    assert re.search(r"</w:tcPr><w:p\s*/></w:tc>", xml)


@pytest.mark.parametrize(
    ("paragraphs", "code"),
    [
        (["{{ 单味 }}"], "template-unknown-field"),
        (["{{ 全部.个书 }}"], "template-unknown-field"),
        (["{%p for 类 in 各类 %}", "{{ 类.得分 }}", "{%p endfor %}"], "template-unknown-field"),
        (["{{ 类.名称 }}"], "template-unknown-field"),
        (["{%p for 类 in 各类 %}", "{%p endfor %}", "{{ 类.名称 }}"], "template-unknown-field"),
        (["{{ 各类 }}"], "template-no-text"),
        (["{{ 全部 }}"], "template-no-text"),
        (["{{ 公布 }}"], "template-no-text"),
        (["{%p for 字 in 单位 %}", "{%p endfor %}"], "template-no-list"),
        (["{%p for 类 in 各类 %}", "没有结束"], "template-syntax"),
        (["{%p endfor %}"], "template-syntax"),
        (["{%p fro 类 in 各类 %}", "{%p endfor %}"], "template-syntax"),
        (["{{ 单位"], "template-broken-field"),
        (["单位 }}"], "template-broken-field"),
        (["{# 说明 #}"], "template-broken-field"),
        (["前{%p if 公布 %}后", "{%p endif %}"], "template-not-alone"),
        (["{%tr for 类 in 各类 %}"], "template-row-not-alone"),
        (["{{ 单位|upper }}"], "template-not-understood"),
        (["{{ 单位.__class__ }}"], "template-unknown-field"),
        (["{{ 单位() }}"], "template-not-understood"),
        (["{{ 单位 + 得分 }}"], "template-not-understood"),
        (["{% set 甲 = 单位 %}"], "template-not-understood"),
        (["{% include '别的' %}"], "template-not-understood"),
        (["{% if 单位 is defined %}{% endif %}"], "template-not-understood"),
        (["{%p for loop in 各类 %}", "{%p endfor %}"], "template-not-understood"),
        (["{%p for 单位 in 各类 %}", "{%p endfor %}"], "template-not-understood"),
        (["{%p if 全部.个数 > 3 %}", "{%p endif %}"], "template-comparison"),
        (["{%p if 全部.个数 == 3 %}", "{%p endif %}"], "template-comparison"),
        (["{%p if 各类 == '甲' %}", "{%p endif %}"], "template-comparison"),
        (["{%p if 单位 == 得分 %}", "{%p endif %}"], "template-comparison"),
        (["｛｛ 单位 ｝｝"], "template-broken-field"),
        (["{ { 单位 } }"], "template-broken-field"),
        (["{ % if 公布 % }"], "template-broken-field"),
        (["{% if 公布 %}甲", "乙{% endif %}"], "template-torn"),
    ],
)
def test_what_is_not_understood_in_a_template_is_reported(paragraphs: list[str], code: str, tmp_path: Path) -> None:
    assert code in codes(tmp_path, *paragraphs)


def test_a_beginning_and_its_end_are_in_the_same_place(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{%p if 公布 %}")
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].add_run("{%p endif %}")
    document.save(str(tmp_path / "t.docx"))
    with pytest.raises(FileError) as caught:
        DocxTemplate(tmp_path / "t.docx", FIELDS)
    assert [problem.code for problem in caught.value.problems] == ["template-torn"]


def test_words_can_be_compared(tmp_path: Path) -> None:
    path = made(tmp_path, "{% if 单位 == '米山镇' %}是{% else %}否{% endif %}{% if “米山镇” != 单位 %}非{% endif %}")
    content = DocxTemplate(path, FIELDS).render(VALUES)
    assert [one.text for one in Document(BytesIO(content)).paragraphs] == ["是"]


def test_a_field_in_a_footnote_is_filled_too(tmp_path: Path) -> None:
    """python-docx parses no footnotes; fields in them are filled and checked like others."""
    path = made(tmp_path, "正文")
    footnotes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="1"><w:p>'
        "<w:r><w:t>{{ FIELD }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    types = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(b"</Types>", types.encode())
    related = f'<Relationship Id="rIdF" Type="{relation}" Target="footnotes.xml"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    members[rels] = members[rels].replace(b"</Relationships>", related.encode())
    for field, is_known in (("单位", True), ("单味", False)):
        members["word/footnotes.xml"] = footnotes.replace("FIELD", field).encode()
        with zipfile.ZipFile(path, "w") as package:
            for name, content in members.items():
                package.writestr(name, content)
        if is_known:
            filled = zipfile.ZipFile(BytesIO(DocxTemplate(path, FIELDS).render(VALUES)))
            assert "米山镇" in filled.read("word/footnotes.xml").decode()
        else:
            with pytest.raises(FileError):
                DocxTemplate(path, FIELDS)


def test_all_problems_of_a_template_are_reported_with_the_nearest_known_field(tmp_path: Path) -> None:
    path = made(tmp_path, "{{ 单 位 }", "{{ 得芬 }}", "{{ 整改.期现 }}")
    with pytest.raises(FileError) as caught:
        DocxTemplate(path, FIELDS)
    said = "\n".join(problem.text() for problem in caught.value.problems)
    assert "{{ 单 位 }" in said
    assert "是不是“得分”" in said
    assert "是不是“期限”" in said or "可用的有：期限" in said


def test_a_row_that_is_repeated_leaves_no_other_text_in_its_row(tmp_path: Path) -> None:
    rows = [["{%tr for 类 in 各类 %}", "别的"], ["{{ 类.名称 }}", ""], ["{%tr endfor %}", ""]]
    assert "template-row-not-alone" in codes(tmp_path, rows=rows)


@pytest.mark.parametrize("content", [b"", b"not a document", b"PK\x03\x04broken"])
def test_a_file_that_is_no_word_document_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(content)
    with pytest.raises(UsageError):
        DocxTemplate(path, FIELDS)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_built_in_templates_name_only_what_is_there(name: str) -> None:
    DocxTemplate(ROOT / "templates" / name, TEMPLATES[name])


@pytest.mark.parametrize("name", ["feedback.docx", "bulletin.docx"])
def test_docxtpl_reads_the_notation_alike(name: str, frozen_once: SmallRound) -> None:
    """A second filler of such templates gives the same paragraphs and cells."""
    with frozen_once.open() as store:
        freeze = required_freeze(store)
        result = frozen_round(store, freeze)
    head = Letterhead("考核", "各单位", "某办", "", date(2026, 12, 1), "依据定稿")
    body, table = result.bodies[4], result.tables[0]
    values = (
        feedback_values(body, table, head, peers=5, ranks_are_published=True)
        if name == "feedback.docx"
        else bulletin_values(result, [], head, ranks_are_published=True)
    )
    path = ROOT / "templates" / name
    ours = Document(BytesIO(DocxTemplate(path, TEMPLATES[name]).render(values)))
    other = Docxtpl(str(path))
    other.render(values, autoescape=True)
    out = BytesIO()
    other.save(out)
    theirs = Document(BytesIO(out.getvalue()))
    assert [one.text for one in ours.paragraphs] == [one.text for one in theirs.paragraphs]
    texts = [
        [[cell.text for cell in row.cells] for table in made.tables for row in table.rows] for made in (ours, theirs)
    ]
    assert texts[0] == texts[1]
    assert texts[0]
