"""Word documents from templates that an office changes in Word.

A template has fields in double braces, ``{{ 单位 }}``, and, in a paragraph or table row of their own, the beginning
and the end of what is repeated or only sometimes there::

    {%p for 类 in 各类 %}                 paragraphs that are repeated for each class
    {{ 类.名称 }}：{{ 类.单位.名单 }}。
    {%p endfor %}
    {%tr for 行 in 各行 %}                rows of a table that are repeated
    {%p if 公布名次 %} … {%p endif %}     paragraphs that are there under a condition

The notation is that of docxtpl, so that people can look it up. A template is read once: Word splits what is typed into
runs, so each field is put together in the first of its runs, and the document becomes one Jinja template, of which only
what is declared here may be used (fields, ``for``, ``if``, ``==`` and ``!=`` with words). Everything that is not
understood is reported, with its place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from xlplugin.errors import FileError, Problem, UsageError, nearest, new_problem
from xlplugin.files.reading import read_file
from xlplugin.notation.excel_text import replace_unseen
from xlplugin.ooxml.zip_archive import Archive
from xlplugin.publishing.documents.template_field import TemplateField, Value

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BROKEN = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\{\s+[{%]|[}%]\s+\}|｛\s*[｛%％]|[｝%％]\s*｝")
"""What is left of a field that was mistyped: one brace, a blank between two, full-width ones."""

_WHOLE = re.compile(r"\s*\{%\s*(p|tr)\s+(.*?)%\}\s*", re.DOTALL)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_MARK = "xlplugin"
_MARKED = re.compile(rf"<\?{_MARK} ([0-9a-f]+)\?>")
_SHOWN = 60
"""Characters of a paragraph that a message shows."""

_EMPTY_CELL, _BLANK_CELL = "</w:tcPr></w:tc>", "</w:tcPr><w:p/></w:tc>"
"""A cell without a paragraph, which Word calls damaged: what was repeated in it had nothing to repeat."""


class DocxTemplate:
    """A template that was read and checked."""

    def __init__(self, path: Path, fields: Sequence[TemplateField]) -> None:
        """Read a template.

        Args:
            path: the .docx file.
            fields: what it may name.

        Raises:
            UsageError: the file cannot be read, or is no Word document.
            FileError: it names what is not there; everything is listed.
        """
        content = read_file(path)
        try:
            document = Document(BytesIO(content))
        except Exception as error:  # python-docx fails on damaged files in dozens of ways
            raise UsageError([new_problem(str(path), "no-word-document")]) from error
        self._where = path.name
        self._problems: list[Problem] = []
        environment = SandboxedEnvironment(
            autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True, finalize=_as_xml
        )
        self._templates: dict[str, Any] = {}
        for part in document.part.package.iter_parts():
            element = _root(part)
            if element is None or not self._prepare(element):
                continue
            self._check_places(element)
            source = etree.tostring(element, encoding="unicode")
            text = _MARKED.sub(lambda found: bytes.fromhex(found[1]).decode(), source)
            if tree := self._parsed(environment, text):
                _Checker(self._where, self._problems).body(tree.body, {field.name: field for field in fields})
                self._templates[str(part.partname).lstrip("/")] = (
                    environment.from_string(text) if not self._problems else None
                )
        if self._problems:
            raise FileError(dict.fromkeys(self._problems))
        self._base = Archive(content, path.name)

    def render(self, values: Mapping[str, Value]) -> bytes:
        """Return the document with some values; the same values give the same bytes."""
        parts = {name: _DECLARATION + self._filled(one, values) for name, one in self._templates.items()}
        return self._base.changed(parts)

    @staticmethod
    def _filled(template: Any, values: Mapping[str, Value]) -> bytes:
        xml: str = template.render(values)
        xml = xml.replace(_EMPTY_CELL, _BLANK_CELL)
        if "<w:p" not in xml:  # a header or footer of which nothing is left
            xml = _LAST_TAG.sub(r"<w:p/>\1", xml)
        return xml.encode()

    def _parsed(self, environment: SandboxedEnvironment, text: str) -> nodes.Template | None:
        try:
            return environment.parse(text)
        except TemplateSyntaxError:
            self._problems.append(new_problem(self._where, "template-syntax"))
            return None

    def _prepare(self, root: Any) -> bool:
        """Put marks where a part has fields; returns whether it has any."""
        found = False
        for paragraph in list(root.iter(qn("w:p"))):
            texts = [one for one in paragraph.iter(qn("w:t")) if _paragraph_of(one) is paragraph]
            whole = "".join(one.text or "" for one in texts)
            if not set(whole) & set("{}｛｝"):
                continue
            tags = list(_TAG.finditer(whole))
            if _BROKEN.search(_TAG.sub("", whole)):
                self._note(whole, "template-broken-field")
                for one in texts:  # so that the rest can be checked as well
                    one.text = ""
                continue
            if not tags:
                continue
            found = True
            if match := _WHOLE.fullmatch(whole) if len(tags) == 1 else None:
                if paragraph.find(f".//{qn('w:sectPr')}") is not None:
                    self._note(whole, "template-section-break")
                self._replace(paragraph, match[1], f"{{% {match[2].translate(_STRAIGHT)}%}}", whole)
            elif any(re.match(r"\{%\s*(p|tr)\s", tag[0]) for tag in tags):
                self._note(whole, "template-not-alone")
            else:
                _gather(texts, [(tag.start(), tag.end()) for tag in tags])
                for one in texts:
                    _mark(one)
        return found

    def _check_places(self, root: Any) -> None:
        """Report a beginning whose end is in another place: what is between them would be torn apart."""
        begun: list[tuple[str, Any]] = []
        for mark in root.iter(etree.ProcessingInstruction):
            if mark.target != _MARK:
                continue
            tag = bytes.fromhex(mark.text).decode()
            word = tag.strip("{% }").split(" ")[0].rstrip("-")
            # Marks in a text have the run as their place; what matters is the paragraph.
            parent = mark.getparent()
            place = _paragraph_of(mark) if parent.tag == qn("w:t") else parent
            if word in ("for", "if"):
                begun.append((tag, place))
            elif word in ("elif", "else", "endfor", "endif") and begun:
                first, where = begun[-1]
                if where is not place or (parent.tag == qn("w:t") and not _is_beside(mark, place)):
                    self._problems.append(new_problem(f"{self._where} “{first}”", "template-torn", end=tag))
                if word.startswith("end"):
                    begun.pop()

    def _replace(self, paragraph: Any, what: str, tag: str, whole: str) -> None:
        """Put a mark in the place of a paragraph, or of the row that it is in."""
        target = paragraph
        if what == "tr":
            target = next((one for one in paragraph.iterancestors() if one.tag == qn("w:tr")), None)
            others = "".join(one.text or "" for one in target.iter(qn("w:t"))) if target is not None else ""
            if target is None or others.strip() != whole.strip():
                self._note(whole, "template-row-not-alone")
                return
        target.getparent().replace(target, _pi(tag))

    def _note(self, whole: str, code: str) -> None:
        self._problems.append(new_problem(f"{self._where} “{whole.strip()[:_SHOWN]}”", code))


_LAST_TAG = re.compile(r"(</w:(?:hdr|ftr)>)$")

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _as_xml(value: object) -> Markup:
    """Write a value as the text of a run; lines of it are lines in the document."""
    text = escape(replace_unseen(str(value)))
    return Markup(str(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">'))  # noqa: S704  # escaped above


def _root(part: Any) -> Any:
    """Return the tree of a part of the document; python-docx parses only some of them."""
    element = getattr(part, "element", None)
    if element is not None or not str(part.partname).startswith("/word/") or not part.content_type.endswith("+xml"):
        return element
    try:
        return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return None


def _is_beside(mark: Any, paragraph: Any) -> bool:
    """Whether a mark is in a run of the paragraph itself, and not in a link or a content control within it."""
    return mark.getparent().getparent().getparent() is paragraph


def _paragraph_of(element: Any) -> Any:
    return next(one for one in element.iterancestors() if one.tag == qn("w:p"))


def _gather(texts: Sequence[Any], tags: Sequence[tuple[int, int]]) -> None:
    """Move each field into the first of the runs that Word has split it into.

    ``{{``, `` 单``, ``位 }}：`` become ``{{ 单位 }}``, ````, ``：``.
    """
    starts = []
    at = 0
    for one in texts:
        starts.append(at)
        at += len(one.text or "")
    for start, end in reversed(tags):
        over = [
            (one, first)
            for one, first in zip(texts, starts, strict=True)
            if first < end and first + len(one.text or "") > start
        ]
        whole = "".join((one.text or "")[max(0, start - first) : end - first] for one, first in over)
        for number, (one, first) in enumerate(over):
            text = one.text or ""
            kept = text[: max(0, start - first)], text[max(0, end - first) :]
            # What is cut off keeps its place: later fields of the paragraph were moved before.
            one.text = kept[0] + (whole if number == 0 else "") + kept[1]


def _mark(element: Any) -> None:
    """Turn the fields in the text of a run into marks."""
    text = element.text or ""
    pieces = _TAG.split(text)
    tags = _TAG.findall(text)
    if not tags:
        return
    element.set(qn("xml:space"), "preserve")
    element.text = pieces[0]
    for tag, tail in zip(tags, pieces[1:], strict=True):
        mark = _pi(tag.translate(_STRAIGHT))
        mark.tail = tail
        element.append(mark)


def _pi(tag: str) -> Any:
    return etree.ProcessingInstruction(_MARK, tag.encode().hex())


_Scope = Mapping[str, TemplateField]


class _Checker:
    """Holds a template to the declared fields, and to what this program understands."""

    def __init__(self, where: str, problems: list[Problem]) -> None:
        self._where, self._problems = where, problems

    def body(self, parts: Sequence[nodes.Node], scope: _Scope) -> None:
        for node in parts:
            match node:
                case nodes.Output():
                    for one in node.nodes:
                        self._shown(one, scope)
                case nodes.For():
                    self._for(node, scope)
                case nodes.If():
                    self._condition(node.test, scope)
                    self.body(node.body, scope)
                    self.body(node.elif_, scope)
                    self.body(node.else_, scope)
                case _:
                    self._unknown(node)

    def _for(self, node: nodes.For, scope: _Scope) -> None:
        field = self._field(node.iter, scope)
        if field is not None and not field.is_list:
            self._note("template-no-list", name=field.name)
            field = None
        if (
            not isinstance(node.target, nodes.Name)
            or node.recursive
            or node.test
            or node.target.name in (*scope, "loop")
        ):
            self._unknown(node)
            return
        item = TemplateField(node.target.name, "", field.fields if field else ())
        inner = {**scope, node.target.name: item, "loop": _LOOP}
        if field is not None:
            self.body(node.body, inner)
            self.body(node.else_, scope)

    def _shown(self, node: nodes.Node, scope: _Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        field = self._field(node, scope)
        if field is not None and (field.is_list or field.fields or field.is_condition):
            known = "、".join(one.name for one in field.fields) or "if"
            self._note("template-no-text", name=field.name, fields=known)

    def _condition(self, node: nodes.Node, scope: _Scope) -> None:
        match node:
            case nodes.And() | nodes.Or():
                self._condition(node.left, scope)
                self._condition(node.right, scope)
            case nodes.Not():
                self._condition(node.node, scope)
            case nodes.Compare():
                self._comparison(node, scope)
            case _:
                self._field(node, scope)

    def _comparison(self, node: nodes.Compare, scope: _Scope) -> None:
        """Permit only whether a text is, or is not, some words: every field is a text, also a number."""
        (operand, *more) = node.ops
        sides = [node.expr, operand.expr]
        words = [one for one in sides if isinstance(one, nodes.Const)]
        if more or operand.op not in ("eq", "ne") or len(words) != 1 or not isinstance(words[0].value, str):
            self._note("template-comparison")
            return
        (named,) = (one for one in sides if one is not words[0])
        field = self._field(named, scope)
        if field is not None and (field.is_list or field.fields or field.is_condition):
            self._note("template-comparison")

    def _field(self, node: nodes.Node, scope: _Scope) -> TemplateField | None:
        """Return the field that is named; what is unknown is reported."""
        match node:
            case nodes.Name():
                known, name = scope, node.name
            case nodes.Getattr():
                outer = self._field(node.node, scope)
                if outer is None:
                    return None
                known, name = {field.name: field for field in outer.fields}, node.attr
            case _:
                self._unknown(node)
                return None
        if name not in known:
            self._note("template-unknown-field", name=name, **nearest(name, tuple(known)))
            return None
        return known[name]

    def _unknown(self, node: nodes.Node) -> None:
        self._note("template-not-understood", what=type(node).__name__)

    def _note(self, code: str, **facts: object) -> None:
        self._problems.append(new_problem(self._where, code, **facts))


_LOOP = TemplateField("loop", "", tuple(TemplateField(name, "") for name in ("index", "first", "last", "length")))


def fields_used(fields: Iterable[TemplateField], indent: str = "") -> Iterator[tuple[str, str]]:
    """List fields with their descriptions, as a guide shows them: those of a record or list below it, further in."""
    for field in fields:
        yield f"{indent}{field.name}", field.description
        yield from fields_used(field.fields, f"{indent}  ")
