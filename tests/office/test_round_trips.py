"""A return saved by another program has no problems and the same score; changes are found."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.returns.test_damage import Sent, codes, judged, sent_by
from tests.support.damage import COUNT, clause_text, with_values
from tests.support.writers import WRITERS

QUICK = ("openpyxl", "LibreOffice")
"""Those that a machine with the office tests has; the others run in make test-long."""

PROGRAMS = [item if item in QUICK else pytest.param(item, marks=pytest.mark.long) for item in WRITERS]
BESIDE = "AC9"
SCORES = {"scores-same", "scores-compared", "score-computed-only", "score-shown-only"}
CHANGES = {
    "a clause's text": lambda content: with_values(content, {clause_text(content): "每件扣 0 分"}),
    "an entry that is no number": lambda content: with_values(content, {COUNT: "约3件"}),
    "a text beside the form": lambda content: with_values(content, {f"评分表!{BESIDE}": "注"}),
}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    with sent_by("as first written", tmp_path_factory.mktemp("sent"), None) as given:
        yield given


def saved_by(program: str, content: bytes, folder: Path, suffix: str = ".xlsx") -> bytes:
    source, target = folder / "before.xlsx", folder / f"after{suffix}"
    source.write_bytes(content)
    WRITERS[program](source, target)
    return target.read_bytes()


@pytest.mark.office
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_return_that_another_program_saved_again_needs_nobody(program: str, sent: Sent, tmp_path: Path) -> None:
    content = saved_by(program, sent.contents[2], tmp_path)
    submission = judged(sent.judge(), content)
    assert [problem.text() for problem in submission.problems] == []
    assert submission.cells == sent.before.cells
    assert submission.result.total == sent.before.result.total
    assert judged(sent.experienced, content).problems == ()


@pytest.mark.office
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_what_was_changed_is_found_after_another_program_saved_it(
    program: str, change: str, sent: Sent, tmp_path: Path
) -> None:
    before = codes(judged(sent.judge(), CHANGES[change](sent.contents[2])))
    content = saved_by(program, CHANGES[change](sent.contents[2]), tmp_path)
    after = codes(judged(sent.judge(), content))
    if change == "a text beside the form" and load_workbook(io.BytesIO(content))["评分表"][BESIDE].value is None:
        before = set()  # SheetJS loses it, so that nobody sees it
    else:
        assert before - SCORES != set()
    assert after - SCORES == before - SCORES


@pytest.mark.office
@pytest.mark.long
@pytest.mark.parametrize("program", ["LibreOffice", "Gnumeric"])
def test_an_ods_of_another_program_needs_nobody(program: str, sent: Sent, tmp_path: Path) -> None:
    submission = judged(sent.judge(), saved_by(program, sent.contents[2], tmp_path, ".ods"), "a.ods")
    assert [problem.text() for problem in submission.problems] == []
    assert submission.cells == sent.before.cells
