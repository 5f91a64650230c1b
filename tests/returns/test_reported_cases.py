"""Files rebuilt after public reports about other programs: each is called what it is."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from xlplugin.returns.judge import Judge, ReturnedFile
from xlplugin.store.database import open_store

CASES = Path(__file__).parents[3] / "shared" / "cases" / "returns"
CLEAN = "76.4"
EXPECTED = {
    "date-1904.xlsx": (["date-number"], ""),
    "deflate64.zip": (["return-zip"], ""),
    "gnumeric.ods": ([], CLEAN),
    "gnumeric.xlsx": ([], CLEAN),
    "html-as-xls.xls": (["return-html"], ""),
    "link-on-text.xlsx": ([], CLEAN),
    "no-hidden-sheet.xlsx": (["return-by-words"], CLEAN),
    "note-on-input.xlsx": ([], CLEAN),
    "signed.xlsx": (["cell-text"], ""),
    "threaded-comment.xlsx": (["cell-text"], ""),
    "wide-formatted-rows.xlsx": ([], CLEAN),
    "wps-picture-in-cell.xlsx": (["cell-picture"], CLEAN),
}
"""What needs a person, and the total that is read: 市教育局's copy, filled in to 76.4."""
REMARKS = {"link-on-text.xlsx": "link-on-cell", "note-on-input.xlsx": "note-on-cell", "signed.xlsx": "signed"}

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the reported files are not on this machine")


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    store = tmp_path_factory.mktemp("cases") / "store.db"
    shutil.copyfile(CASES / "store.db", store)
    with open_store(str(store), must_exist=True) as opened:
        yield Judge(opened)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.office) if name.endswith(".ods") else name for name in EXPECTED]
)
def test_a_reported_file_is_called_what_it_is(name: str, judge: Judge) -> None:
    result = judge.judge(ReturnedFile(name, f"/{name}", (CASES / name).read_bytes(), datetime.now(UTC)))
    codes, total = EXPECTED[name]
    assert [problem.code for problem in result.problems] == codes
    assert result.result.total == total
    if name in REMARKS:
        assert REMARKS[name] in {remark.code for remark in result.remarks}
