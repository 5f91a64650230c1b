"""Every kind of damage, on returns saved by three programs: reported, or read exactly as filled in."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.damage import REASON, saved_by_openpyxl, with_values
from tests.support.damage_kinds import KINDS
from tests.support.filled_returns import AtOnce, filled, random_entries, random_evidence, saved_by_office, typed
from tests.support.libreoffice import LibreOffice
from xlplugin import load_rubric
from xlplugin.distribution.distribute import issue_workbooks
from xlplugin.distribution.recipients import recipients_of
from xlplugin.filled.sheet_contents import SheetContents
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.returns.judge import Judge, ReturnedFile
from xlplugin.store.database import Store, open_store
from xlplugin.store.submission import Result, Submission

RUBRIC = load_rubric("gaoping-2022-b")
PROGRAMS = ["as first written", "openpyxl", pytest.param("LibreOffice", marks=pytest.mark.office)]
THEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Sent:
    """Returns of three bodies, filled in and saved by one program."""

    store: Store
    contents: tuple[bytes, ...]

    @cached_property
    def before(self) -> Submission:
        """The return that is damaged, as it was."""
        return judged(self.judge(), self.contents[2])

    @cached_property
    def experienced(self) -> Judge:
        """A judge that has seen much: returns in order, and every damage so far."""
        return self.judge(0, 1)

    def judge(self, *taught: int) -> Judge:
        """Return a judge that has seen some of the returns, so that it knows how they are written."""
        judge = Judge(self.store)
        for at in taught:
            assert judged(judge, self.contents[at]).is_clean
        return judge


def judged(judge: Judge, content: bytes, name: str = "return.xlsx") -> Submission:
    return judge.judge(ReturnedFile(name, f"/returns/{name}", content, THEN))


def codes(submission: Submission) -> set[str]:
    """Return the codes of the problems; the four codes that compare two scores count as one."""
    either = dict.fromkeys(("score-computed-only", "score-shown-only", "scores-same"), "scores-compared")
    return {either.get(problem.code, problem.code) for problem in submission.problems}


@pytest.fixture(scope="module", params=PROGRAMS)
def sent(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    office: LibreOffice | None = request.getfixturevalue("office") if request.param == "LibreOffice" else None
    with sent_by(request.param, tmp_path_factory.mktemp("sent"), office) as given:
        yield given


@contextmanager
def sent_by(program: str, folder: Path, office: LibreOffice | None) -> Iterator[Sent]:
    """Let three bodies fill in their workbooks, and save them by a program."""
    group, recipients = recipients_of(RUBRIC)
    with open_store(str(folder / "results.db")) as store:
        issues = list(issue_workbooks(AtOnce(RUBRIC, group, recipients), folder / "out", store, chosen=recipients[:3]))
        contents = []
        for seed, issue in enumerate(issues):
            content = (folder / "out" / issue.file).read_bytes()
            names = WorkbookFile(content).names
            values = typed(RUBRIC, "self", random_entries(RUBRIC, seed), random_evidence(RUBRIC, seed), names)
            if office:
                contents.append(saved_by_office(office, content, folder, values))
            elif program == "openpyxl":
                contents.append(saved_by_openpyxl(filled(content, values)))
            else:
                contents.append(filled(content, values))
        yield Sent(store, tuple(contents))


def came_to(submission: Submission) -> Result:
    """Return what a return came to, whatever it shows itself."""
    return replace(submission.result, shown="")


def told(submission: Submission) -> Submission:
    return replace(submission, collected_at="")


def test_there_are_more_kinds_of_damage_than_were_asked_for() -> None:
    assert len(KINDS) >= 25


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_reported_and_nothing_wrong_is_taken_silently(kind: str, sent: Sent) -> None:
    damage, original = KINDS[kind], sent.contents[2]
    content = damage.damage(original)
    submission = judged(sent.judge(), content)
    before = sent.before
    assert before.is_clean
    assert before.cells
    assert codes(submission) >= set(damage.says)
    assert {remark.code for remark in submission.remarks} >= set(damage.remarks)
    if not damage.says:
        assert submission.problems == ()
    if damage.same:
        assert submission.cells == before.cells
        assert came_to(submission) == came_to(before)
    elif damage.means:
        assert "read-as-blank" in damage.remarks or submission.cells != before.cells
        if kind != "a part of a whole that became a date":  # there is no month 16
            assert came_to(submission) == came_to(before)
    elif not damage.says:
        # What was changed is what the file shows now: in one cell, and as an independent reader sees it.
        names = {*submission.cells, *before.cells}
        (changed,) = [name for name in names if submission.cells.get(name) != before.cells.get(name)]
        cell = WorkbookFile(content).names[changed]
        assert submission.cells.get(changed) == load_workbook(io.BytesIO(content))[cell.sheet][cell.address].value
    # Whoever has seen returns before says the same of this one as who has not.
    assert told(judged(sent.experienced, content)) == told(submission)


def test_returns_after_the_first_are_read_in_the_fast_way(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = sent.judge(0)

    def careful(*_: object) -> None:
        raise AssertionError("read with care")

    expected = told(judged(sent.judge(), sent.contents[1]))
    monkeypatch.setattr(Judge, "_read_in_full", careful)
    assert told(judged(judge, sent.contents[1])) == expected
    assert expected.is_clean


def test_a_text_that_begins_like_a_formula_stays_a_text(sent: Sent) -> None:
    for text in ("=1+1", "+86 356", "-3", "@甲", '=HYPERLINK("http://x")'):
        submission = judged(sent.judge(), with_values(sent.contents[0], {REASON: text}))
        assert submission.is_clean
        assert submission.cells[REASON] == text


def test_a_file_that_is_named_after_another_body_needs_a_person(sent: Sent) -> None:
    bodies = [issue.body for issue in sent.store.issues()]
    submission = judged(sent.judge(), sent.contents[0], f"报送-{bodies[1]}.xlsx")
    assert codes(submission) == {"other-bodys-name"}
    assert bodies[0] in submission.problems[0].text()
    assert judged(sent.judge(), sent.contents[0], f"{bodies[0]}.xlsx").is_clean
    assert judged(sent.judge(), sent.contents[0], "最终版(2).xlsx").is_clean


def test_facts_of_another_bodys_workbook_are_found_out(sent: Sent) -> None:
    """The number and the seal of one body, copied into the workbook of another."""
    mine, others = (WorkbookFile(content).facts() for content in sent.contents[:2])
    rows = {shown.value: at[1:] for at, shown in WorkbookFile(sent.contents[0]).contents("工作簿信息").cells.items()}
    values = {f"工作簿信息!B{rows[name]}": others[name] for name in ("issue", "seal", "body")}
    submission = judged(sent.judge(), with_values(sent.contents[0], values))
    assert submission.body == others["body"] != mine["body"]
    assert (submission.problems[0].where, submission.problems[0].code) == ("填表说明!B3", "locked-changed")


def test_changes_are_reported_with_cell_before_and_after_and_both_totals(
    sent: Sent,
) -> None:
    content = with_values(sent.contents[0], {"out_total": 100.0})
    submission = judged(sent.judge(), content)
    cell = WorkbookFile(content).names["out_total"]
    ours = judged(sent.judge(), sent.contents[0]).result.total
    first, last = submission.problems
    assert (first.where, first.code) == (cell.label, "formula-gone")
    assert dict(first.facts)["after"] == "100"
    assert str(dict(first.facts)["before"]).startswith("“=IF(")
    assert dict(last.facts) == {"ours": ours, "theirs": "100"}
    assert submission.result.total == ours


def test_many_changes_are_counted_beyond_the_first(sent: Sent) -> None:
    texts = {f"评分表!A{row}": "改" for row in range(100, 200)}
    submission = judged(sent.judge(), with_values(sent.contents[0], texts))
    assert [problem.code for problem in submission.problems].count("locked-changed") == 40
    assert dict(submission.problems[40].facts)["count"] == 60


def test_a_blank_return_needs_a_person(sent: Sent) -> None:
    names = WorkbookFile(sent.contents[0]).names
    everything = {name: None for name in names if name.startswith(("in_", "na_", "evidence_", "form_"))}
    submission = judged(sent.judge(), with_values(sent.contents[0], everything))
    assert codes(submission) == {"return-blank"}
    assert submission.result.total == ""


@pytest.mark.office
@pytest.mark.parametrize("command", ["InsertRowsBefore", "DeleteRows"])
def test_rows_that_a_user_inserted_or_deleted_are_found_out(
    command: str, office: LibreOffice, sent: Sent, tmp_path: Path
) -> None:
    path, out = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    path.write_bytes(sent.contents[0])
    office.open(path, hidden=False)
    try:
        assert office.unlock("")
        before, after = office.rows("评分表!A12", command)
        assert before != after
        office.save(out)
    finally:
        office.close()
    submission = judged(sent.judge(0, 1), out.read_bytes())
    if command == "InsertRowsBefore":
        # LibreOffice has let names and formulas follow: everything is found, and nothing else was changed.
        assert submission.problems == ()
        assert [remark.code for remark in submission.remarks if remark.code != "shown-otherwise"] == ["rows-inserted"]
        assert "第 11、12 行" in next(remark.text() for remark in submission.remarks if remark.code == "rows-inserted")
        assert came_to(submission) == came_to(judged(sent.judge(), sent.contents[0]))
    else:
        assert "names-gone" in codes(submission)
        assert submission.result.total == ""


def test_a_return_that_openpyxl_reads_otherwise_is_none(sent: Sent) -> None:
    """An independent reader sees in the inputs what was collected."""
    submission = judged(sent.judge(), sent.contents[0])
    workbook = load_workbook(io.BytesIO(sent.contents[0]))
    for name, cell in WorkbookFile(sent.contents[0]).names.items():
        if name.startswith(("in_", "na_", "evidence_", "form_")):
            value = workbook[cell.sheet][cell.address].value
            assert submission.cells.get(name) == (float(value) if isinstance(value, int) else value)


def test_of_a_return_with_one_changed_sheet_only_that_is_parsed(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    content = KINDS["a row is hidden"].damage(sent.contents[2])
    fresh = judged(sent.judge(), content)
    judge = sent.judge(0, 1)
    parsed = set()
    contents = WorkbookFile.contents

    def noted(book: WorkbookFile, sheet: str) -> SheetContents:
        parsed.add(sheet)
        return contents(book, sheet)

    monkeypatch.setattr(WorkbookFile, "contents", noted)
    submission = judged(judge, content)
    assert parsed == {"评分表"}
    assert codes(submission) == {"rows-hidden"}
    assert told(submission) == told(fresh)
