"""Distribute, fill in at random, save through LibreOffice, collect: the same scoresheets, the same scorecards."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.filled_returns import random_entries, random_evidence, saved_by_office, typed
from tests.support.libreoffice import LibreOffice
from xlplugin import Rubric, read_scoresheet, score
from xlplugin.cli import main
from xlplugin.filled.workbook_file import WorkbookFile
from xlplugin.ooxml.worksheet.worksheet_part import Value
from xlplugin.returns.collect import collect_files
from xlplugin.returns.find.found_files import files_in
from xlplugin.rubric.clause import asks_reason
from xlplugin.rubric.slots import reason_name
from xlplugin.store.database import Store, open_store
from xlplugin.store.issue import Issue
from xlplugin.store.standings import CLEAN, standings
from xlplugin.store.submission import Submission, entered_in

pytestmark = pytest.mark.office


def issue(rubric: Rubric, edition: str, folder: Path, bodies: list[str], *more: str) -> list[Issue]:
    """Issue workbooks to an office's own list of bodies; tables without a list of their own need one."""
    listed = folder / "bodies.csv"
    listed.write_text("\n".join(["考核对象", *bodies]), encoding="utf-8")
    out, store = folder / edition, str(folder / "results.db")
    given = ["distribute", rubric.id, "-o", str(out), "--store", store, "--edition", edition]
    assert main([*given, "--bodies", str(listed), *more]) == 0
    with open_store(store) as opened:
        return opened.issues(rubric.id, edition)


def a_body_fills_in(
    office: LibreOffice, rubric: Rubric, of: Issue, folder: Path, seed: int, texts: dict[str, str]
) -> dict[str, Any]:
    """Fill a workbook in by LibreOffice and put it where returns are collected; gives the entries."""
    content = (folder / of.edition / of.file).read_bytes()
    names = WorkbookFile(content).names
    entries = random_entries(rubric, seed, everything=seed % 2 == 0)
    values = typed(rubric, of.edition, entries, {name: text for name, text in texts.items() if name in names}, names)
    back = folder / "back"
    back.mkdir(exist_ok=True)
    (back / f"{seed}.xlsx").write_bytes(saved_by_office(office, content, folder, values))
    return entries


def collected(store: Store, folder: Path) -> list[Submission]:
    result = [item.submission for item in collect_files(store, files_in([folder / "back"]))]
    assert all(result)
    return [item for item in result if item]


@pytest.mark.parametrize("edition", [pytest.param("plain", marks=pytest.mark.long), "self", "assess"])
@pytest.mark.parametrize("count", [2, pytest.param(25, marks=pytest.mark.long)])
def test_what_was_filled_in_is_what_is_collected(
    rubric: Rubric, edition: str, count: int, office: LibreOffice, tmp_path: Path
) -> None:
    bodies = [f"第{at}局" for at in range(count)]
    entries = {}
    for seed, of in enumerate(issue(rubric, edition, tmp_path, bodies), len(rubric.id)):
        entries[of.body] = a_body_fills_in(office, rubric, of, tmp_path, seed, random_evidence(rubric, seed))
    with open_store(str(tmp_path / "results.db")) as store:
        for result in collected(store, tmp_path):
            assert [problem.text() for problem in result.problems] == []
            assert "shown-otherwise" not in {remark.code for remark in result.remarks}
            data = {"rubric": rubric.id, "body": result.body, "entries": entries[result.body]}
            expected = read_scoresheet(rubric, data)
            entered = entered_in(rubric, result.cells, result.body).scoresheet
            assert entered == expected
            assert score(rubric, entered).as_json() == score(rubric, data).as_json()
            card = score(rubric, data)
            assert result.result.total == ("" if card.total is None else f"{card.total:f}")
            assert result.result.blank == len(card.blank)
        assert [standing.state for standing in standings(store)] == [CLEAN] * count


def test_assessors_see_what_each_body_returned_and_both_figures_are_kept_apart(
    rubric: Rubric, office: LibreOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = issue(rubric, "self", tmp_path, ["甲局", "乙局"])
    texts = random_evidence(rubric, 6)
    own = a_body_fills_in(office, rubric, first, tmp_path, 6, texts)
    store_file = str(tmp_path / "results.db")
    with open_store(store_file) as store:
        assert collected(store, tmp_path)[0].is_clean
    issued = issue(rubric, "assess", tmp_path, ["甲局", "乙局"], "--from", store_file, "--lang", "zh")
    assert "乙局：未报送，自评栏留空" in capsys.readouterr().err
    content = (tmp_path / "assess" / issued[0].file).read_bytes()
    book = WorkbookFile(content)
    shown = {name: book.read([cell])[cell].value for name, cell in book.names.items()}
    for name, text in texts.items():
        if f"self_{name}" in shown:
            assert shown[f"self_{name}"] == text
    own_total = score(rubric, {"rubric": rubric.id, "body": "甲局", "entries": own}).total
    assert shown["self_out_total"] == (None if own_total is None else float(own_total))
    free = [clause.key for clause in rubric.clauses if not asks_reason(clause)][:3]
    reasons = {key: f"核查记录第 {at} 页" for at, key in enumerate(free, 1)}
    typed_reasons = {f"in_{reason_name(key)}": text for key, text in reasons.items()}
    assessed = a_body_fills_in(office, rubric, issued[0], tmp_path, 8, typed_reasons)
    with open_store(store_file) as store:
        assert all(item.is_clean for item in collected(store, tmp_path))
        both = {standing.issue.edition: standing for standing in standings(store) if standing.issue.body == "甲局"}
        for edition, entries, given in (("self", own, {}), ("assess", assessed, reasons)):
            current = both[edition].current
            assert current
            data = {"rubric": rubric.id, "body": "甲局", "entries": entries, "reasons": given}
            assert entered_in(rubric, current.cells, "甲局").scoresheet == read_scoresheet(rubric, data)
        assert [standing.issue.body for standing in standings(store) if not standing.current] == ["乙局", "乙局"]


def test_a_changed_entry_of_the_body_in_the_assessors_workbook_is_found_out(
    office: LibreOffice, tmp_path: Path
) -> None:
    from tests.support.damage import with_values
    from xlplugin import load_rubric

    rubric = load_rubric("gaoping-2022-b")
    (first,) = issue(rubric, "self", tmp_path, ["甲局"])
    a_body_fills_in(office, rubric, first, tmp_path, 6, random_evidence(rubric, 6))
    store_file = str(tmp_path / "results.db")
    with open_store(store_file) as store:
        assert collected(store, tmp_path)[0].is_clean
    (issued,) = issue(rubric, "assess", tmp_path, ["甲局"], "--from", store_file)
    content = (tmp_path / "assess" / issued.file).read_bytes()
    book = WorkbookFile(content)
    own = {name: book.read([cell])[cell].value for name, cell in book.names.items() if name.startswith("self_")}
    item = next(name for name, value in own.items() if value == 1.0 and not name.startswith("self_out"))
    changed: dict[str, Value] = {"self_2.1.3.d1": 99.0, "self_1.1.1.d1": "改", "self_form_clerk": "改", item: True}
    (tmp_path / "back" / "as issued.xlsx").write_bytes(content)
    for name, value in changed.items():
        (tmp_path / "back" / f"{name}.xlsx").write_bytes(with_values(content, {name: value}))
    with open_store(store_file) as store:
        result = {item.file: item for item in collected(store, tmp_path)}
    assert [problem.code for problem in result["as issued.xlsx"].problems] == ["return-blank"]
    for name in changed:
        problem = result[f"{name}.xlsx"].problems[0]
        cell = book.names[name]
        assert (problem.where, problem.code) == (cell.label, "locked-changed")
