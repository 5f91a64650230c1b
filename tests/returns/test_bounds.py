"""Workbooks that were made to take long or to take much: answered within the processor time and memory promised."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.returns.test_damage import Sent, sent_by
from tests.returns.test_fuzz import MEGABYTES, SECONDS
from tests.support.damage import tail, with_book, with_part, with_styles
from xlplugin.notation.cell_address import column_letters

JUDGING = """
import sys, re, time
from datetime import datetime
from pathlib import Path
from xlplugin.returns.judge import Judge, ReturnedFile
from xlplugin.store.database import open_store
with open_store(sys.argv[1]) as store:
    begun = time.process_time()
    content = Path(sys.argv[2]).read_bytes()
    submission = Judge(store).judge(ReturnedFile('a.xlsx', '/a.xlsx', content, datetime.now().astimezone()))
    took = time.process_time() - begun
    status = Path('/proc/self/status')
    peak = int(re.findall(r'VmHWM:\\s+(\\d+)', status.read_text())[0]) // 1024 if status.exists() else 0
    print(took, peak, submission.result.total or 'none', *(problem.code for problem in submission.problems))
"""
"""Judges a file in a separate process; prints seconds, peak megabytes, total and problems."""
Bomb = Callable[[bytes], bytes]
DEEP = 1_000_000


def cells(rows: int, columns: int, inner: str, attributes: str = "") -> Bomb:
    """Put cells behind the form, each of which holds its own text: ``{at}`` is its address."""

    def written() -> Iterator[str]:
        for row in range(400, 400 + rows):
            yield f'<row r="{row}">'
            for column in range(1, columns + 1):
                at = f"{column_letters(column)}{row}"
                yield f'<c r="{at}"{attributes}>{inner.replace("{at}", at)}</c>'
            yield "</row>"

    return lambda content: tail(content, written())


def on_main(old: str, new: Callable[[], str]) -> Bomb:
    def damage(content: bytes) -> bytes:
        changed = with_part(content, "评分表", lambda xml: xml.replace(old, new() + old, 1))
        assert len(changed) > len(content)
        return changed

    return damage


def shared_formula(content: bytes) -> bytes:
    """Let 5,000 cells share a formula of 800 references, of which each would be written anew for each."""
    long = "+".join(f"A{row}" for row in range(1, 800))
    first = f'<row r="400"><c r="A400"><f t="shared" ref="A400:A5399" si="0">{long}</f><v>1</v></c></row>'
    others = (f'<row r="{row}"><c r="A{row}"><f t="shared" si="0"/><v>1</v></c></row>' for row in range(401, 5400))
    return tail(content, (first, *others))


def many_names(content: bytes) -> bytes:
    names = "".join(f'<definedName name="n{at}">评分表!$A$1</definedName>' for at in range(200_000))
    return with_book(content, lambda xml: re.sub("</definedNames>", f"{names}</definedNames>", xml))


BOMBS: dict[str, Bomb] = {
    "200,000 numbers": cells(2_000, 100, "<v>1</v>"),
    "60,000 texts": cells(6_000, 10, "<is><t>文字{at}</t></is>", ' t="inlineStr"'),
    "60,000 formulas": cells(600, 100, "<f>{at}+1</f><v>1</v>"),
    "a shared formula": shared_formula,
    "nested tags": on_main("<sheetData>", lambda: "<a>" * DEEP + "</a>" * DEEP),
    "900,000 formats": lambda content: with_styles(
        content, lambda xml: xml.replace("</cellXfs>", '<xf numFmtId="0"/>' * 900_000 + "</cellXfs>")
    ),
    "200,000 names": many_names,
    "300,000 merged cells": on_main(
        "</mergeCells>", lambda: "".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(1_000, 300_000))
    ),
    "a text of 60 MB": on_main(
        "</sheetData>",
        lambda: '<row r="400"><c r="A400" t="inlineStr"><is><t>' + "文" * 20_000_000 + "</t></is></c></row>",
    ),
    "a message on a million cells": on_main(
        "</dataValidations>",
        lambda: f'<dataValidation prompt="x" sqref="{" ".join(f"A{at}" for at in range(1, 1_000_000))}"/>',
    ),
    "60,000 conditional formats": on_main(
        "<conditionalFormatting",
        lambda: (
            (
                '<conditionalFormatting sqref="A1:Z99"><cfRule type="expression" dxfId="2" priority="9">'
                "<formula>1</formula></cfRule></conditionalFormatting>"
            )
            * 60_000
        ),
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_workbook_takes_longer_or_more_than_promised(name: str, tmp_path: Path) -> None:
    with sent_by("as first written", tmp_path, None) as sent:
        _, result = judged_within_bounds(sent, BOMBS[name](sent.contents[2]), tmp_path / "bomb.xlsx")
        assert "return-failed" not in result


@pytest.mark.long
def test_a_tail_of_a_million_rows_is_read_as_if_it_were_not_there(tmp_path: Path) -> None:
    rows = (f'<row r="{row}" s="3" customFormat="1"/>' for row in range(1_000, 1_001_000))
    with sent_by("openpyxl", tmp_path, None) as sent:
        total, result = judged_within_bounds(sent, tail(sent.contents[2], rows), tmp_path / "tail.xlsx")
        assert (total, result) == (sent.before.result.total, [])


def judged_within_bounds(sent: Sent, content: bytes, path: Path) -> tuple[str, list[str]]:
    """Judge a file in a process of its own; gives the total and what was found."""
    path.write_bytes(content)
    command = [sys.executable, "-c", JUDGING, sent.store.where, str(path)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak, total, *result = ran.stdout.split()
    assert float(seconds) < SECONDS
    assert int(peak) < MEGABYTES
    return total, result
