"""The year of an office, from the workbooks that go out to the ranks: 45 bodies, two tables, three assessors.

What each body and assessor enters, what goes wrong, and every figure, worked out from the notice's amounts without this
program, are in ``whole-year.yaml``.
"""

import csv
import io
import json
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document

from tests.support.bulletin_reader import Bulletin
from tests.support.filled_returns import filled, saved
from tests.support.filling import cells_of, layout_of
from tests.support.postgres import server, why_not
from xlplugin import Rubric, load_rubric, open_store
from xlplugin.cli import main
from xlplugin.publishing.freezing import frozen_round, required_freeze
from xlplugin.rubric.clause import slots
from xlplugin.rubric.clause_kinds import Choice, Discretionary, Flat, Multiplied, PerOccurrence
from xlplugin.store.rounds import choose_round

YEAR = yaml.safe_load((Path(__file__).parent / "whole-year.yaml").read_text(encoding="utf-8"))
BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    body: (table, facts) for table, bodies in YEAR.items() for body, facts in bodies.items()
}
ZHANG, LI, WANG = "张三", "李四", "王五"
SHARES = {ZHANG: "1 2", LI: "2 3", WANG: "4 5 6 7 8 9 bonus major"}
RATERS = f"""姓名,单位,负责,考核对象
{ZHANG},市政务公开办,1、2,全部
{LI},市司法局,2、3,全部
{WANG},市大数据局,4、5、6、7、8、9、综合加分项、重大扣分项,全部
"""
SELF, ASSESSED, FINAL = range(3)
"""Places of the figures in 得分."""


@cache
def nothing_lost(table: str) -> Mapping[str, Any]:
    """Return the entries of a body that loses nothing and gains nothing."""
    entries: dict[str, Any] = {}
    for clause in load_rubric(table).clauses:
        match clause.kind:
            case Flat():
                entries[clause.key] = False
            case Choice() | PerOccurrence():
                entries[clause.key] = 0
            case Discretionary() | Multiplied():
                entries[clause.key] = {"amount": "0"}
            case _:
                good = 20 if clause.label.startswith("合规") else 0  # the others count what is wrong
                entries[clause.key] = {"part": good, **({"whole": 20} if len(slots(clause)) > 1 else {})}
    return entries


def entries_of(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: True if value == "是" else value for key, value in given.items()}


def figure(value: float) -> str:
    """Write a figure of the file as scorecards do: 98.5, 100."""
    shown = Decimal(str(value))
    return f"{shown.normalize():f}" if shown % 1 else f"{int(shown)}"


class Year:
    """The office of one year, in a folder, with a store."""

    def __init__(self, folder: Path, store: str = "") -> None:
        self.folder, self.store = folder, store or str(folder / "results.db")
        (folder / "考核人.csv").write_text(RATERS, encoding="utf-8")

    def run(self, command: str, *arguments: object) -> tuple[int, str]:
        given = [command, *map(str, arguments), "--store", self.store, "--lang", "zh"]
        out, sys.stdout = sys.stdout, io.StringIO()
        try:
            status = main(given)
            return status, sys.stdout.getvalue()
        finally:
            sys.stdout = out

    def put(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def sheet(self, workbook: Path, cells: Mapping[str, object], moment: str) -> bytes:
        values = {at: value for at, value in cells.items() if value is not None}
        return saved(filled(workbook.read_bytes(), values), moment)

    def own_cells(self, table: str, facts: Mapping[str, Any]) -> dict[str, object]:
        layout = layout_of(load_rubric(table), "self")
        cells = cells_of(layout, {"entries": {**nothing_lost(table), **entries_of(facts["自评"])}})
        if doubtful := facts.get("自评写作"):
            cells[layout.main.entries[doubtful["项"]].label] = doubtful["写"]
        if facts.get("自评公式被改"):
            cells[layout.main.figures["1.1.1:deduction"].label] = 0
        return cells

    def send_own(self, *, are_late: bool) -> None:
        """Let the bodies send their self-assessments: the punctual ones, or the late ones."""
        for number, (body, (table, facts)) in enumerate(BODIES.items()):
            if facts.get("自评未交") or bool(facts.get("自评迟交")) != are_late:
                continue
            (workbook,) = (self.folder / "自评").glob(f"*_{body}.xlsx")
            day = 28 if are_late else 20
            moment = f"2026-11-{day}T08:{number:02}:00Z"
            content = self.sheet(workbook, self.own_cells(table, facts), moment)
            if number:
                self.put(f"报送/{facts.get('自评文件名') or f'{number}_{body}.xlsx'}", content)
                continue
            packed = io.BytesIO()  # the first one sends a zip, with its evidence
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr("评分表.xlsx", content)
                archive.writestr("2.1.1 台账.pdf", b"%PDF")
            self.put(f"报送/{body}.zip", packed.getvalue())

    def send_assessed(self) -> None:
        """Let each assessor fill in their rows of each body."""
        for number, (body, (table, facts)) in enumerate(BODIES.items()):
            entries = entries_of(facts["考核"])
            for rater in SHARES:
                made = {key: value for key, value in self._rows(table, rater) if key}
                made |= {key: value for key, value in entries.items() if key in made}
                self._assessed(rater, number, body, table, made)
            split = facts.get("分歧")
            if split:
                made = dict(self._rows(table, LI)) | {k: v for k, v in entries.items() if k.startswith("3")}
                self._assessed(LI, number, body, table, made | {split["项"]: split["填"]})
            if changed := facts.get("改填"):
                made = dict(self._rows(table, LI)) | {changed["项"]: changed["先填"]}
                self._assessed(LI, number, body, table, made, "先", "2026-12-01T06:00:00Z")

    def _rows(self, table: str, rater: str) -> list[tuple[str, Any]]:
        """Return the entries that an assessor makes where nothing was lost: of dimension 2 only the first one does."""
        own = [one for one in SHARES[rater].split() if (rater, one) != (LI, "2")]
        return [(key, value) for key, value in nothing_lost(table).items() if key.split(".")[0] in own]

    def _assessed(
        self, rater: str, number: int, body: str, table: str, made: Mapping[str, Any], mark: str = "", moment: str = ""
    ) -> None:
        (workbook,) = (self.folder / "考核").glob(f"{rater}_*_{body}.xlsx")
        cells = cells_of(layout_of(load_rubric(table), "assess"), {"entries": made})
        moment = moment or f"2026-12-01T08:{number:02}:00Z"
        content = self.sheet(workbook, cells, moment)
        self.put(f"考核回收/{rater}/{number}_{body}{mark}.xlsx", content)

    def answer(self, answers: Mapping[str, str]) -> tuple[int, str]:
        """Answer the open questions of bodies."""
        path = self.folder / "待答复.csv"
        self.run("resolve", "--export", path)
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
        assert {row["考核对象"] for row in rows} == set(answers), rows
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(row | {"答复": answers[row["考核对象"]], "理由": "电话核实"} for row in rows)
        return self.run("resolve", "--answers", path, "--by", "赵六")

    def totals(self, edition: str) -> dict[str, str]:
        _, out = self.run("score", "--json", "--edition", edition)
        cards = [json.loads(line) for line in out.splitlines()]
        return {card["body"]: card["total"] for card in cards if "body" in card}

    def send_out(self) -> None:
        status, text = self.run("distribute", "gaoping-2022", "-o", self.folder / "自评", "--due", "2026-11-25")
        assert (status, text.count("个工作簿")) == (0, 2)

    def assess(self) -> None:
        """Send the assessors' workbooks out, with the self-assessments that came back, and let them be filled in."""
        given = ("-o", self.folder / "考核", "--edition", "assess", "--raters", self.folder / "考核人.csv")
        assert self.run("distribute", "gaoping-2022", *given, "--from", self.store)[0] == 0
        self.send_assessed()

    def decide_assessed(self) -> None:
        answers = {body: str(facts["分歧"]["定为"]) for body, (_, facts) in BODIES.items() if "分歧" in facts}
        answers |= {body: "采用" for body, (_, facts) in BODIES.items() if "改填" in facts}
        assert self.answer(answers)[0] == 0


def expected(place: int, *, without: str = "") -> dict[str, str]:
    return {
        body: figure(facts["得分"][place]) for body, (_, facts) in BODIES.items() if without not in facts or not without
    }


def carried_through(year: Year) -> None:
    """Go through the year; every figure is checked on the way."""
    year.send_out()
    year.send_own(are_late=False)
    status, text = year.run("collect", year.folder / "报送")
    assert (status, "印证材料 1 个文件，归入 1 个单位" in text) == (1, True)
    doubtful = {body: str(facts["自评写作"]["定为"]) for body, (_, facts) in BODIES.items() if "自评写作" in facts}
    changed = {body: "认可" for body, (_, facts) in BODIES.items() if "自评公式被改" in facts}
    year.answer(doubtful | changed)
    assert len(year.totals("self")) == 43  # one late, one never
    assert "逾期" in year.run("status", "--remind", "--edition", "self")[1]
    year.send_own(are_late=True)
    year.run("collect", year.folder / "报送")
    assert year.totals("self") == expected(SELF, without="自评未交")
    late = [
        one for one in json.loads(year.run("status", "--json", "--edition", "self")[1])["bodies"] if one["days_late"]
    ]
    assert {one["body"] for one in late} == {"石末乡", "马村镇"}

    year.assess()
    assert year.run("collect", year.folder / "考核回收")[0] == 1
    undecided = {body for body, (_, facts) in BODIES.items() if "分歧" in facts or "改填" in facts}
    decided = {body: total for body, total in expected(ASSESSED).items() if body not in undecided}
    assert year.totals("assess") == decided  # the others wait for a person
    year.decide_assessed()
    assert year.totals("assess") == expected(ASSESSED)

    by = ("--by", "赵六", "--why", "复核")
    for body, (_, facts) in BODIES.items():
        if correction := facts.get("更正"):
            assert (
                year.run("correct", body, correction["项"], correction["改为"], *by, "--evidence", "核查记录")[0] == 0
            )
    appeals = [(body, facts["申诉"]) for body, (_, facts) in BODIES.items() if "申诉" in facts]
    for number, (body, appeal) in enumerate(appeals, 1):
        assert year.run("appeal", body, appeal["指标"], "--says", "不认可", "--by", "王芳")[0] == 0
        assert year.run("rank")[0] == 1  # an open appeal holds up publication
        change = ("--set", appeal["项"], appeal["改为"]) if "项" in appeal else ()
        assert year.run("appeal", "--decide", number, "--as", appeal["结果"], *change, *by)[0] == 0
    assert year.totals("final") == expected(FINAL)
    assert year.totals("assess") == expected(ASSESSED)  # each figure stays what it was
    assert year.totals("self") == expected(SELF, without="自评未交")


def ranks(year: Year) -> list[list[tuple[int, str, str]]]:
    tables = json.loads(year.run("rank", "--json")[1])
    return [[(one["rank"], one["body"], one["published"]) for one in table["ranked"]] for table in tables]


@pytest.fixture
def year(tmp_path: Path) -> Year:
    return Year(tmp_path)


def test_the_whole_year(year: Year) -> None:
    carried_through(year)
    assert year.run("status", "--edition", "assess")[0] == 0
    for table, of_table in zip(YEAR, ranks(year), strict=True):
        totals = {body: Decimal(str(facts["得分"][FINAL])) for body, facts in YEAR[table].items()}
        wanted = {body: 1 + sum(other > own for other in totals.values()) for body, own in totals.items()}
        assert {body: rank for rank, body, _ in of_table} == wanted
    assert main(["verify", year.store]) == 0
    deeds = [json.loads(line) for line in year.run("log", "--json")[1].splitlines()]
    counts = {what: sum(one["what"] == what for one in deeds) for what in ("issued", "corrected", "appealed", "merged")}
    assert counts == {"issued": 45 + 135, "corrected": 3, "appealed": 2, "merged": 2}
    assert all(one["by"] for one in deeds if one["what"] in ("answered", "merged", "corrected", "appealed"))
    published(year)


def published(year: Year) -> None:
    """Carry the year on to its end: grades decided, frozen, published; what is published says what the year was."""
    table = year.folder / "审定表.xlsx"
    assert year.run("decide", "-o", table)[0] == 0
    assert year.run("decide", "--table", table, "--by", "张主任")[0] == 0
    assert year.run("publish", "-o", year.folder / "通报", "--issuer", "市政务公开办")[0] == 2  # nothing is frozen
    assert year.run("decide", "--freeze", "--by", "张主任", "--why", "12月20日领导小组会议")[0] == 0
    given = ("--issuer", "市政务公开办", "--date", "2026-12-01")
    assert year.run("publish", "-o", year.folder / "通报", *given)[0] == 0
    assert main(["verify", year.store]) == 0
    assert main(["verify", str(year.folder / "通报" / "归档.zip")]) == 0
    with open_store(year.store) as store:
        choose_round(store, "")
        freeze = required_freeze(store)
        result = frozen_round(store, freeze)
    totals = {body.body: Decimal(body.published) for body in result.bodies}
    assert totals == {body: Decimal(str(facts["得分"][FINAL])) for body, (_, facts) in BODIES.items()}
    assert {body.body: body.group for body in result.bodies} == {
        body: "A类" if rubric.endswith("-a") else "B类" for body, (rubric, _) in BODIES.items()
    }
    assert all(body.grade == "优秀" for body in result.bodies)  # by the bands of the notice
    halves = {
        body.body: sum(2 * Decimal(one.deduction or 0) >= Decimal(one.points) > 0 for one in body.indicators)
        for body in result.bodies
    }
    halves = {body: count for body, count in halves.items() if count}
    bulletin = Bulletin(year.folder / "通报" / "通报.docx", result, freeze, halves, date(2026, 12, 1))
    bulletin.check()
    listed = {row[1]: (row[0], row[2]) for row in bulletin.rows() if len(row) == 4}
    ranked = {body.body: (str(body.rank), body.published) for body in result.bodies}
    assert listed == ranked
    feedbacks = sorted((year.folder / "通报" / "反馈").glob("*.docx"))
    assert [path.stem.partition("_")[2] for path in feedbacks] == [body.body for body in result.bodies]
    for path, body in zip(feedbacks, result.bodies, strict=True):
        said = "\n".join(one.text for one in Document(str(path)).paragraphs)
        assert f"最终得分{body.published}分，考核等次为优秀" in said
        assert f"个单位中列第{body.rank}名" in said


def collected_in_parts(year: Year, parts: Sequence[Path]) -> None:
    for part in parts:
        year.run("collect", part)


def result(year: Year) -> str:
    """Return everything that follows from the returns: scorecards, and the states of all bodies."""
    path = year.folder / "cards.jsonl"
    year.run("export", "--cards", "--edition", "assess", "-o", path)
    states = json.loads(year.run("status", "--json", "--edition", "assess")[1])
    return path.read_text(encoding="utf-8") + json.dumps([(one["body"], one["state"]) for one in states["bodies"]])


def prepared(folder: Path) -> Year:
    """Come to the point at which the assessors' workbooks lie there, filled in, and nothing of them is collected."""
    year = Year(folder)
    year.send_out()
    year.assess()
    shutil.copy(year.store, folder / "before.db")
    return year


def again(year: Year) -> None:
    for path in year.folder.glob("results.db*"):
        path.unlink()
    shutil.copy(year.folder / "before.db", year.store)


@pytest.mark.long
def test_any_order_of_files_and_any_killing_in_between_come_to_the_same_end(tmp_path: Path) -> None:
    year = prepared(tmp_path)
    parts = [tmp_path / "考核回收" / rater for rater in SHARES]
    seen = set()
    for order in (parts, parts[::-1], [parts[1], parts[0], parts[1], parts[2]]):
        again(year)
        collected_in_parts(year, order)
        year.decide_assessed()
        seen.add(result(year))
    command = [sys.executable, "-m", "xlplugin", "collect", str(tmp_path / "考核回收"), "--store", year.store]
    for seconds in (0.4, 0.8, 1.2, 1.6, 2.4):
        again(year)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            time.sleep(seconds)
            running.send_signal(signal.SIGKILL)
        assert main(["verify", year.store]) == 0
        year.run("collect", tmp_path / "考核回收")
        year.decide_assessed()
        seen.add(result(year))
    assert len(seen) == 1


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("postgres") / "server") as url:
        yield url


@pytest.mark.long
@pytest.mark.skipif(bool(why_not()), reason=why_not() or "PostgreSQL is here")
def test_the_whole_year_on_postgresql(database: str, tmp_path: Path) -> None:
    year = Year(tmp_path, database)
    carried_through(year)
    published(year)
    assert main(["verify", database]) == 0


def test_the_expectations_are_of_the_notice_s_bodies() -> None:
    from xlplugin.distribution.recipients import recipients_of

    for table, bodies in YEAR.items():
        rubric: Rubric = load_rubric(table)
        assert [recipient.name for recipient in recipients_of(rubric)[1]] == list(bodies)
