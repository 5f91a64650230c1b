"""Workbooks of other notices go out, come back from LibreOffice, and give what was entered."""

import json
import shutil
from pathlib import Path

import pytest

from tests.scoring import test_conditions
from tests.support.casefile import NOTICES, Case, cases_of_notices
from tests.support.filled_returns import saved_by_office
from tests.support.filling import cells_of, layout_of
from tests.support.libreoffice import LibreOffice
from xlplugin import Rubric, load_rubric, recalculate, score
from xlplugin.cli import main

pytestmark = pytest.mark.office
CASES = cases_of_notices()
SHORT = ("bianzhi-district", "ruian-2012-leaders", "wuhuan-2018-hse")
"""Measured values, what awaits others, and what is left out."""


def returned(office: LibreOffice, rubric: Rubric, path: Path, folder: Path, sheets: list[dict[str, object]]) -> Path:
    """Issue a workbook to a body for each scoresheet, fill it in by LibreOffice; give the folder of the returns."""
    bodies = folder / "bodies.csv"
    bodies.write_text("\n".join(["考核对象", *(str(sheet["body"]) for sheet in sheets)]), encoding="utf-8")
    given = ["distribute", str(path), "-o", str(folder / "out"), "--store", str(folder / "results.db")]
    assert main([*given, "--bodies", str(bodies)]) == 0
    back = folder / "back"
    back.mkdir()
    layout = layout_of(rubric, "self")
    for sheet in sheets:
        (issued,) = (folder / "out").glob(f"*{sheet['body']}*.xlsx")
        cells = {place: value for place, value in cells_of(layout, sheet).items() if value is not None}
        (back / issued.name).write_bytes(saved_by_office(office, issued.read_bytes(), folder, cells))
    return back


def check_round(
    rubric: Rubric, folder: Path, sheets: list[dict[str, object]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Collect the returns, score them and recalculate each file: all is as the engine scores what was entered."""
    store = str(folder / "results.db")
    main(["collect", str(folder / "back"), "--store", store])
    capsys.readouterr()
    main(["score", "--store", store, "--json"])
    cards = {card["body"]: card for card in map(json.loads, capsys.readouterr().out.splitlines())}
    for sheet in sheets:
        expected = json.loads(json.dumps(score(rubric, sheet).as_json()))
        assert cards[str(sheet["body"])] == expected
        (file,) = (folder / "back").glob(f"*{sheet['body']}*.xlsx")
        recalculation = recalculate(file, rubric=str(folder / f"{rubric.id}.yaml"))
        assert recalculation.differences == ()
        assert recalculation.card.as_json()["total"] == expected["total"]


def sheets_of(cases: list[Case]) -> list[dict[str, object]]:
    return [case.data | {"body": f"第{at}局"} for at, case in enumerate(cases, 1)]


@pytest.mark.parametrize(
    "name",
    sorted({case.rubric.id for case in CASES if case.rubric.id in SHORT})
    + [pytest.param(one, marks=pytest.mark.long) for one in sorted({c.rubric.id for c in CASES} - set(SHORT))],
)
def test_a_notice_goes_round(
    name: str, office: LibreOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"{name}.yaml"
    shutil.copy(NOTICES / f"{name}.yaml", path)
    if name == "safety-standard-share":
        shutil.copy(NOTICES / "safety-standard.yaml", tmp_path / "safety-standard.yaml")
    cases = [case for case in CASES if case.rubric.id == name]
    sheets = sheets_of(cases)
    returned(office, cases[0].rubric, path, tmp_path, sheets)
    check_round(cases[0].rubric, tmp_path, sheets, capsys)


def test_a_table_with_conditions_goes_round(
    office: LibreOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = test_conditions
    of.rubric_with(tmp_path, of.DOUBLE, of.GATE, of.CEILING, of.VETO)
    path = tmp_path / "test-a.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("指标:", "可突破: 是\n指标:", 1), encoding="utf-8")
    rubric = load_rubric(str(path))
    sheets: list[dict[str, object]] = [
        {"rubric": rubric.id, "body": "第1局", "entries": of.ENTRIES | {"1.1.d1": 1, "2.1.d1": 4}},
        {"rubric": rubric.id, "body": "第2局", "entries": of.ENTRIES},
    ]
    returned(office, rubric, path, tmp_path, sheets)
    check_round(rubric, tmp_path, sheets, capsys)
