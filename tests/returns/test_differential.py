"""Random damage before three witnesses: a judge that saw others, a fresh one, and what LibreOffice displays."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.returns.test_damage import Sent, judged, sent_by, told
from tests.returns.test_fuzz import mutated
from tests.support.damage import with_part, with_styles
from tests.support.libreoffice import LibreOffice
from xlplugin.filled.workbook_file import WorkbookFile

ATTRIBUTES = re.compile(r' (r|s|t|ht|hidden|min|max|width|numFmtId|applyNumberFormat|fontId|fillId|si|ref)="([^"]*)"')
SPELLINGS = (
    "0",
    "1",
    "2",
    "14",
    "true",
    "false",
    "on",
    "\u0661",
    "\uff12",
    "s",
    "n",
    "str",
    "",
    "A1",
    "0.25",
    "22",
    "9999",
)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    with sent_by("as first written", tmp_path_factory.mktemp("sent"), None) as given:
        yield given


def damaged(content: bytes, seed: int) -> bytes:
    """Damage a package anywhere, or one attribute by which a cell's meaning or look is said."""
    if seed % 3 == 0:
        return mutated(content, seed)
    chance = random.Random(seed)  # noqa: S311  # no secret

    def change(xml: str) -> str:
        results = chance.choice(list(ATTRIBUTES.finditer(xml)))
        other = chance.choice([first for first in SPELLINGS if first != results[2]])
        return f'{xml[: results.start()]} {results[1]}="{other}"{xml[results.end() :]}'

    return with_styles(content, change) if seed % 3 == 1 else with_part(content, "评分表", change)


def as_displayed(value: object) -> str:
    """Write a value as a format that shows it as it is would: ``2.0`` is ``2``."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def witnessed(sent: Sent, office: LibreOffice, seeds: range, path: Path) -> int:
    """Let the three see each file; gives how many were taken clean and seen by all three."""
    seasoned, names, agreed = sent.judge(0, 1), sent.before.cells, 0
    for seed in seeds:
        content = damaged(sent.contents[2], seed)
        submission = judged(sent.judge(), content)
        assert told(judged(seasoned, content)) == told(submission), seed
        if submission.problems or not submission.cells:
            continue
        path.write_bytes(content)
        try:
            office.open(path)
        except RuntimeError:
            continue  # it opens less than Excel does, and then it is no witness
        places = WorkbookFile(content).names
        cells = {name: places[name].label for name in {*names, *submission.cells}}
        try:
            displayed = office.displayed(list(cells.values()))
        finally:
            office.close()
        read = {name: as_displayed(submission.cells.get(name, "")) for name in cells}
        assert {name: displayed[place] for name, place in cells.items()} == read, seed
        agreed += 1
    return agreed


@pytest.mark.office
def test_what_is_taken_clean_is_what_libreoffice_displays(sent: Sent, office: LibreOffice, tmp_path: Path) -> None:
    assert witnessed(sent, office, range(40), tmp_path / "a.xlsx") > 5


@pytest.mark.office
@pytest.mark.long
def test_what_is_taken_clean_of_much_is_what_libreoffice_displays(
    sent: Sent, office: LibreOffice, tmp_path: Path
) -> None:
    assert witnessed(sent, office, range(40, 1_500), tmp_path / "a.xlsx") > 100
