"""Laws of the rules of other notices: awards, ladders, 缺项, vetoes, groups; and both readings on random sheets."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from tests.scoring import test_conditions, test_groups, test_measures, test_missing_and_weights
from tests.support.casefile import NOTICES
from tests.support.filling import layout_of
from tests.support.scoresheets import scoresheets
from tests.support.second_engine import Recalculated
from tests.support.small_rubrics import rubric_of
from xlplugin import Rubric, build_workbook, load_rubric, score
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.clause_kinds import Choice, Flat
from xlplugin.rubric.total_rules import Missing

NAMES = sorted(path.stem for path in NOTICES.glob("*.yaml") if path.stem != "safety-standard")
RUBRICS = tuple(load_rubric(str(NOTICES / f"{name}.yaml")) for name in NAMES)
SHEETS = st.sampled_from(RUBRICS).flatmap(lambda rubric: st.tuples(st.just(rubric), scoresheets(rubric)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws")


@given(SHEETS, st.data())
def test_earning_more_never_lowers_the_score(drawn: tuple[Rubric, dict[str, Any]], data: st.DataObject) -> None:
    rubric, sheet = drawn
    awards = [clause for clause in rubric.clauses if clause.earns and isinstance(clause.kind, Flat | Choice)]
    assume(awards)
    clause = data.draw(st.sampled_from(awards))
    entries = dict(sheet["entries"])
    assume(clause.key.rpartition(".")[0] not in sheet["not_applicable"])
    less, more = data.draw(st.sampled_from(list(pairwise(_from_least(clause)))))
    before = score(rubric, {**sheet, "entries": {**entries, clause.key: less}}).total
    after = score(rubric, {**sheet, "entries": {**entries, clause.key: more}}).total
    assert (before is None) == (after is None)
    assert before is None or after is None or after >= before


def _from_least(clause: Clause) -> list[bool | int]:
    """Return the entries of a clause by what they earn, the least first."""
    if isinstance(clause.kind, Choice):
        points = [0, *(tier.points for tier in clause.kind.tiers)]
        return sorted(range(len(points)), key=points.__getitem__)
    return [False, True]


RATES = st.decimals(0, 100, places=2)


@given(RATES, RATES)
def test_a_lower_entry_never_gets_a_higher_rung(one: Decimal, other: Decimal) -> None:
    rubric = LADDER
    low, high = sorted((one, other))
    lower, higher = (score(rubric, {"rubric": rubric.id, "entries": {"1.a1": {"rate": rate}}}) for rate in (low, high))
    assert (lower.total or 0) <= (higher.total or 0)


@given(scoresheets(RUBRICS[NAMES.index("wuhuan-2018-hse")]))
def test_leaving_nothing_out_changes_nothing(sheet: dict[str, Any]) -> None:
    rubric = RUBRICS[NAMES.index("wuhuan-2018-hse")]
    plain = replace(rubric, missing=Missing.NOTHING_LOST, worth=None)
    entered = {**sheet, "not_applicable": []}
    assert score(rubric, entered).total == score(plain, entered).total


@given(data=st.data())
@settings(max_examples=60)
def test_a_veto_never_raises_a_total_or_a_grade(folder: Path, data: st.DataObject) -> None:
    of = test_conditions
    with_veto = RULED.setdefault("veto", of.rubric_with(folder, of.VETO, of.CEILING, of.ANY))
    without = RULED.setdefault("plain", of.rubric_with(folder, of.rule("{项: 1.1.d1, 不低于: 99}", "总分至多: 999")))
    sheet = data.draw(scoresheets(with_veto))
    ruled, plain = score(with_veto, sheet), score(without, sheet)
    assert (ruled.total is None) == (plain.total is None)
    if ruled.total is not None and plain.total is not None:
        assert ruled.total <= plain.total
        order = [grade.name for grade in with_veto.scheme.grades]
        assert order.index(str(ruled.grade)) >= order.index(str(plain.grade))


RULED: dict[str, Rubric] = {}


@given(data=st.data())
@settings(max_examples=60)
def test_a_group_never_exceeds_its_highest(folder: Path, data: st.DataObject) -> None:
    text = test_groups.TABLE + test_groups.group("1.1.b1, 1.2.b1, bonus.1", "取: 最高")
    rubric = RULED.setdefault("group", rubric_of(folder, text))
    sheet = data.draw(scoresheets(rubric))
    card = score(rubric, sheet)
    keys = ("1.1.b1", "1.2.b1", "bonus.1.b1")
    counted, alone = ([card.figures[f"{key}:{what}"] for key in keys] for what in ("amount", "alone"))
    assert sum(counted) == max(counted) == max(alone)
    assert card.figures["group1"] == sum(alone) - max(alone)


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_of_a_notice_agrees_on_random_sheets(name: str, folder: Path) -> None:
    rubric, layout = RUBRICS[NAMES.index(name)], layout_of(RUBRICS[NAMES.index(name)])
    build_workbook(rubric, folder / f"{name}.xlsx")
    engine = Recalculated(folder / f"{name}.xlsx")

    @given(scoresheets(rubric, faulty=True))
    @settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking takes minutes
    def agree(sheet: dict[str, Any]) -> None:
        assert engine.wrong(layout, sheet) == []

    agree()


@pytest.mark.parametrize(
    "text",
    [
        test_missing_and_weights.table("缺项: 平摊\n"),
        test_missing_and_weights.table("缺项: 折算\n折算为: 50\n", first="  权重: 50%\n"),
        test_measures.TEXT,
        test_groups.TABLE + test_groups.group("'1.1', '1.2'", "取: 去掉最低"),
    ],
)
def test_a_workbook_of_each_rule_agrees_on_random_sheets(text: str, folder: Path) -> None:
    rubric = rubric_of(folder, text)
    layout = layout_of(rubric)
    build_workbook(rubric, folder / "w.xlsx")
    engine = Recalculated(folder / "w.xlsx")

    @given(scoresheets(rubric, faulty=True))
    @settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    def agree(sheet: dict[str, Any]) -> None:
        assert engine.wrong(layout, sheet) == []

    agree()


def _ladder() -> Rubric:
    with TemporaryDirectory() as made:
        return rubric_of(Path(made), test_measures.table(test_measures.LADDER))


LADDER = _ladder()
