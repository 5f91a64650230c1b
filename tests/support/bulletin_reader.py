"""Reads a published notice (通报.docx) back and holds every number in it to the data."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from docx import Document

from xlplugin.publishing.round_result import BodyResult, RoundResult
from xlplugin.store.decided.freezes import Freeze

GRADES = ("优秀", "良好", "合格", "不合格")


class Bulletin:
    """A notice that is being checked."""

    def __init__(  # what a notice is checked against
        self, path: Path, result: RoundResult, freeze: Freeze, must_rectify: Mapping[str, int], day: date
    ) -> None:
        """Take the file, the frozen results, how many indicators each body must rectify, and the day of the notice."""
        self.freeze, self.day = freeze, day
        self.document = Document(str(path))
        self.result, self.must_rectify = result, must_rectify
        self.group: list[BodyResult] = []
        self.checked: set[str] = set()

    def check(self) -> None:
        """Check every paragraph: each with a number must be one that is understood."""
        for paragraph in self.document.paragraphs:
            text = paragraph.text.strip()
            if text and re.search(r"\d", text):
                assert self._is_right(text), text
            elif match := re.fullmatch(_PATTERNS["class"], text):
                self._class(*match.groups())
        assert {"grades", "mean", "common", "rates", "count", "best"} <= self.checked, self.checked
        assert ("rectify" in self.checked) == bool(self.must_rectify)

    def _is_right(self, text: str) -> bool:
        for name, pattern in _PATTERNS.items():
            if match := re.fullmatch(pattern, text):
                self.checked.add(name)
                check = getattr(self, f"_{name}")
                check(*match.groups())
                return True
        return False

    def _title(self, year: str) -> None:
        assert int(year) == self.result.tables[0].year

    def _count(self, number: str, count: str) -> None:
        assert number == self.result.tables[0].number
        assert int(count) == len(self.result.bodies)

    def _class(self, name: str, count: str) -> None:
        self.group = [body for body in self.result.bodies if body.group == name]
        if count:
            assert int(count) == len(self.group)

    def _grades(self, grade: str, count: str, listed: str) -> None:
        names = listed.split("、")
        assert int(count) == len(names)
        assert sorted(names) == sorted(body.body for body in self.group if body.grade == grade)

    def _mean(self, count: str, mean: str, best: str, highest: str, worst: str, lowest: str) -> None:
        totals = {body.body: Decimal(body.published) for body in self.group if body.published}
        assert int(count) == len(totals)
        whole = sum(totals.values(), Decimal(0))
        assert Decimal(mean) == (whole / len(totals)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for names, figure, wanted in ((best, highest, max(totals.values())), (worst, lowest, min(totals.values()))):
            assert Decimal(figure) == wanted
            assert sorted(names.split("、")) == sorted(body for body, total in totals.items() if total == wanted)

    def _common(self, _: str, name: str, count: str, lost: str, listed: str) -> None:
        names = listed.split("、")
        assert int(count) == len(names)
        losers = {
            body.body: Decimal(one.deduction)
            for body in self.group
            for one in body.indicators
            if one.name == name and one.deduction and Decimal(one.deduction) > 0
        }
        assert sorted(names) == sorted(losers)
        assert Decimal(lost) == sum(losers.values())

    def _rates(self, listed: str) -> None:
        names = {one.name for body in self.group for one in body.indicators}
        parts = listed.split("；")
        assert 0 < len(parts) <= 5
        for part in parts:
            match = re.fullmatch(r"(.+)（([\d.]+)%）", part)
            assert match, part
            assert match[1] in names, part
            own = [one for body in self.group for one in body.indicators if one.name == match[1] and one.deduction]
            lost = sum((Decimal(one.deduction) for one in own), Decimal(0))
            whole = sum((Decimal(one.points) for one in own), Decimal(0))
            assert Decimal(match[2]) == (100 * lost / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def _best(self, name: str, count: str, listed: str) -> None:
        group = [body for body in self.result.bodies if name in ("", body.group)]
        assert int(count) == sum(bool(body.published) for body in group)
        for indicator in listed.split("；" if "；" in listed else "、"):
            assert {one.deduction for body in group for one in body.indicators if one.name == indicator} == {"0"}

    def _rectify(self, count: str, listed: str, items: str, _: str) -> None:
        assert int(count) == len(listed.split("、")) == len(self.must_rectify)
        assert set(listed.split("、")) == set(self.must_rectify)
        assert int(items) == sum(self.must_rectify.values())

    def _annex(self) -> None:
        assert len(self.document.tables) >= len({body.group for body in self.result.bodies})

    def _day(self, year: str, month: str, day: str) -> None:
        assert date(int(year), int(month), int(day)) == self.day

    def _freeze(self, digest: str, number: str, last: str) -> None:
        assert self.freeze.digest.startswith(digest)
        assert self.freeze.log_number == int(number)
        assert self.freeze.log_hash.startswith(last)

    def _major(self, body: str, lost: str) -> None:
        (own,) = (one for one in self.group if one.body == body)
        assert own.major_deduction == lost

    def rows(self) -> list[list[str]]:
        """Return the rows of all tables, without their headings."""
        return [[cell.text for cell in row.cells] for table in self.document.tables for row in table.rows[1:]]


_PATTERNS = {
    "title": r"关于\D*(\d+)年度\D*",
    "count": r"根据《.*》（(.+)），对(\d+)个单位进行了考核。现将结果通报如下：",
    "class": r"（[一二三四五六七八九十]+）(.+?)(?:（(\d+)个）)?",
    "grades": rf"({'|'.join(GRADES)})（(\d+)个）：(.+)。",
    "mean": r"(\d+)个单位的平均分为([\d.]+)分。得分最高的是(.+)，([\d.]+)分；得分最低的是(.+)，([\d.]+)分。",
    "common": r"([一二三四五])是(.+)，(\d+)个单位共失([\d.]+)分：(.+)。",
    "best": r"(.+类|)(\d+)个单位在(.+)等方面落实较好，没有失分。",
    "rates": r"失分率较高的指标有：(.+)。",
    "major": r"(.+)有重大扣分事项，扣([\d.]+)分：.*",
    "rectify": r"须整改的单位共(\d+)个：(.+)。请上述单位对照整改清单（附件2，共(\d+)项）制定措施，于(.+)前完成.*",
    "annex": r"(?:附件：)?[12]．.*|附件[12]",
    "day": r"(\d{4})年(\d{1,2})月(\d{1,2})日",
    "freeze": r"依据.+考核结果（.+定稿），定稿摘要 ([0-9a-f]{32})，办理记录第 (\d+) 条 ([0-9a-f]{32})。",
}
"""Every sentence with a number that a notice may have."""
