"""Checks the words of a rubric and a scheme against the text of the notice (``check --source``).

Everything that quotes the notice is looked up in it: sentences, names with their points, methods. If an erratum of the
topic 原文 says that something is printed differently, the printed words are looked up instead; so every correction is
on record, and deleting the erratum brings the finding back.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from xlplugin.notation.chinese_numerals import numeral_of
from xlplugin.notation.decimals import format_decimal, parse_decimal
from xlplugin.rubric.model import BelowTable, Erratum, Indicator, Rubric, Scheme
from xlplugin.rubric_files.checks.finding import Finding, finding, folded
from xlplugin.rubric_files.drafting.phrases import Verb, read_phrases

TOPIC, UNREADABLE = "原文", "存疑"
"""Topics of errata: printed differently from how it is read; unreadable and left as printed."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A text that should be in the notice, with its place in the rubric.

    ``otherwise`` are other ways to print it: 组织领导（5分） besides 组织领导 5, （一） besides 一、. A
    ``name`` and its ``points`` may also be printed with other cells of the row between them.
    """

    place: str
    text: str
    otherwise: tuple[str, ...] = ()
    name: str = ""
    points: str = ""


def rubric_passages(rubric: Rubric) -> Iterator[Passage]:
    """Return everything that a rubric quotes."""
    yield Passage("名称", rubric.title)
    for dimension in rubric.dimensions:
        printed = dimension.points if dimension.points_printed else 0
        yield _named(str(dimension.number), dimension.name, printed)
        for part in dimension.subdimensions:
            for indicator in part.indicators:
                yield Passage(indicator.id, part.name)
                yield _named(indicator.id, indicator.name, 0 if _says_points(indicator) else indicator.points)
                for text in (indicator.method, indicator.contents, indicator.responsible, indicator.remark):
                    yield Passage(indicator.id, text)
                for clause in indicator.clauses:
                    yield Passage(clause.key, clause.quote)
    for below in (rubric.general_bonus, rubric.major_deduction):
        yield from _below_passages(below)
    for footnote in rubric.footnotes:
        yield Passage("附注", footnote)


def _says_points(indicator: Indicator) -> bool:
    """Whether its sentences print the points of an indicator as what can be earned (得 2 分), all together."""
    said = read_phrases(folded("".join(dict.fromkeys(clause.quote for clause in indicator.clauses))))
    earned = [parse_decimal(amount.number) for amount in said.amounts if amount.verb is Verb.EARNS]
    return indicator.points in earned or indicator.points == sum(earned)


def _named(place: str, name: str, points: int) -> Passage:
    """Return a name with its points, printed as a heading or as cells of a row."""
    if not points:
        return Passage(place, name)
    printed = format_decimal(points)
    return Passage(place, f"{name}（{printed}分）", (f"{name}{printed}", f"{name}（{printed}）"), name, printed)


def _below_passages(below: BelowTable) -> Iterator[Passage]:
    for item in below.items:
        first, *others = item.clauses
        others_printed = (f"{item.numeral}、{first.quote}", first.quote)  # or without numerals, in a table of their own
        yield Passage(first.key, f"（{item.numeral}）{first.quote}", others_printed)
        for clause in others:
            yield Passage(clause.key, clause.quote)
    for text in (below.lead, below.method):
        yield Passage("综合加分项" if below.items and below.items[0].id == "bonus.1" else "重大扣分项", text)


def scheme_passages(scheme: Scheme) -> Iterator[Passage]:
    """Return everything that a scheme quotes; grades only if they are its own."""
    yield Passage("名称", scheme.title)
    for text in scheme.method:
        yield Passage("计分办法", text)
    if scheme.grades_from is scheme.notice:
        for grade in scheme.grades:
            yield Passage(grade.name, grade.quote)
    if scheme.bonus_limit:
        yield Passage("加分限额", scheme.bonus_limit.quote)
    if scheme.evidence:
        yield Passage("印证材料", scheme.evidence.title)
        yield Passage("印证材料", scheme.evidence.lead)
        for at, entry in enumerate(scheme.evidence.entries, 1):
            yield Passage(f"印证材料.{at}", f"{numeral_of(at)}、{entry}")
    for group in scheme.bodies.groups if scheme.bodies else ():
        for name in group.printed:
            yield Passage(f"考核对象.{group.name}", name)
    for field, provisions in (("考核程序", scheme.procedure), ("结果运用", scheme.use_of_results)):
        for at, provision in enumerate(provisions, 1):
            yield Passage(f"{field}.{at}", provision.quote)


def check_wording(
    passages: Iterator[Passage], errata: tuple[Erratum, ...], source: str
) -> tuple[list[Finding], set[Erratum]]:
    """Find the passages that the notice does not have; also give the errata that were used."""
    notice, quoted = folded(source), list(passages)
    cells = _Cells(source, [folded(passage.name) for passage in quoted if passage.name])
    findings: list[Finding] = []
    used: set[Erratum] = set()
    for passage in quoted:
        texts = [folded(text) for text in (passage.text, *passage.otherwise)]
        if any(text in notice for text in texts) or _rows_are_in(notice, passage.text):
            continue
        for erratum in errata:
            if erratum.topic == TOPIC and is_at(passage.place, erratum):
                read, printed = folded(erratum.read), folded(erratum.printed)
                if any(read in text for text in texts):
                    texts = [text.replace(read, printed) for text in texts]
                    used.add(erratum)
        if any(text in notice for text in texts) or cells.hold(folded(passage.name), passage.points):
            continue
        if passage.name and folded(passage.name) in notice:
            facts = {"text": passage.name, "points": passage.points}
            findings.append(finding(passage.place, "", "points-not-in-notice", **facts))
        else:
            findings.append(finding(passage.place, "", "not-in-notice", text=passage.name or passage.text))
    return findings, used


def _rows_are_in(notice: str, text: str) -> bool:
    """Whether a text of several lines, one for each row that the author has put together, is there line by line."""
    lines = text.split("\n")
    return len(lines) > 1 and all(folded(line) in notice for line in lines)


class _Cells:
    """The table of a notice as one text, with the places of the cells that hold only a number.

    A number inside a sentence is not one of them. A row ends where the name of the next one begins.
    """

    def __init__(self, source: str, names: list[str]) -> None:
        self._counts = Counter(names)
        words = [folded(word) for word in source.split()]
        self._text = "".join(words)
        self._ends = frozenset(accumulate(map(len, words)))
        starts = list(accumulate(map(len, words), initial=0))
        found = ((start, re.fullmatch(_NUMBER_CELL, word)) for start, word in zip(starts, words, strict=False))
        self._numbers = [(start, match[1]) for start, match in found if match]
        # A name begins a row only where it begins a cell, after its number, and is all of it: not 教学查房 in
        # 教学查房评分表见附表.
        begins = ((start, re.match(_NUMBERING, word)) for start, word in zip(starts, words, strict=False))
        heads = [start + (match.end() if match else 0) for start, match in begins]
        ends = ("", *map(str, range(10)), "（", "(")
        self._rows = [
            at
            for at in heads
            if any(self._text.startswith(name, at) and self._is_whole(at + len(name), ends) for name in self._counts)
        ]

    def _is_whole(self, end: int, ends: tuple[str, ...]) -> bool:
        """Whether a name ends with its cell, or before its points."""
        return end in self._ends or self._text[end : end + 1] in ends

    def hold(self, name: str, points: str) -> bool:
        """Whether a number after the name, in a cell of its own in the same row, is that of the points."""
        at = self._text.find(name) if name else -1
        while at >= 0:
            end = at + len(name)
            row = self._rows[bisect_left(self._rows, end) :][:1]
            after = (number for start, number in self._numbers if start >= end and (not row or start < row[0]))
            # A target of 0 may stand between, and a name that several rows share is printed once.
            numbers = [number for number in after if number != "0"]
            if points in (numbers if self._counts[name] > 1 else numbers[:1]):
                return True
            at = self._text.find(name, end)
        return False


_MARK = r"(?:\[[^\]]*\]|[A-Z]{1,2}[0-9]{1,4}=)?"
"""What copies of tables write before the content of a cell: [纵3] if it spans three rows, C5= for its place."""

_NUMBERING = _MARK + r"[0-9.．、（）()*一二三四五六七八九十]*"
_NUMBER_CELL = _MARK + r"[(（]?([0-9]+(?:\.[0-9]+)?)分?[)）]?"


def is_at(place: str, erratum: Erratum) -> bool:
    """Whether an erratum's place is that of a finding, or above it (3.3.9 contains 3.3.9.d1, 3 of a plain list 3.d1).

    A dimension (3) does not answer for its indicators.
    """
    above, _, below = place.partition(f"{erratum.place}.")
    if place == erratum.place:
        return True
    return not above and bool(below) and (not erratum.place.isdigit() or bool(re.fullmatch("[adb][0-9]+", below)))
