"""Proposed grades: bands, then quotas by class or over all; ties at the end of a quota; earlier years."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from xlplugin.publishing.proposals import Proposal, propose, quotas_exceeded
from xlplugin.publishing.round_result import BodyResult, RoundResult, TableFacts
from xlplugin.rubric.deciding import Quota, RepeatedGrade, Rounding
from xlplugin.rubric.model import Grade, Scheme
from xlplugin.rubric_files.scheme_file import NO_SCHEME

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "quotas.yaml").read_text(encoding="utf-8"))
BANDS = (("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", None))
SCHEME = replace(
    NO_SCHEME, id="s", grades=tuple(Grade(name, at and at * 10_000, None, "") for name, at in BANDS), title="考核方案"
)
TABLE = TableFacts("t", "1", "d", "评分表", "s", "考核方案", 2022, "", "", tuple(name for name, _ in BANDS), 2)


def band(total: float) -> str:
    return next(name for name, at in BANDS if at is None or total >= at)


def quota(text: str) -> Quota:
    grade, most, where, rounding = text.split()
    share = round(float(most[:-1]) * 100) if most.endswith("%") else 0
    return Quota(grade, share, 0 if share else int(most[:-1]), where == "各类", Rounding(rounding), "原文")


def round_of(totals: list[Any], classes: list[str] | None = None) -> RoundResult:
    bodies = [
        BodyResult("t", f"单位{at}", classes[at] if classes else "", no_score="未报送")
        if total is None
        else BodyResult(
            "t", f"单位{at}", classes[at] if classes else "", published=f"{float(total):.2f}", banded=band(float(total))
        )
        for at, total in enumerate(totals)
    ]
    return RoundResult("2022年度", (TABLE,), tuple(bodies))


def proposed(totals: list[Any], scheme: Scheme, classes: list[str] | None = None) -> list[Proposal]:
    return propose(round_of(totals, classes), {"t": scheme})


def test_there_are_at_least_thirty_cases() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=[case["说明"] for case in CASES])
def test_quotas_move_bodies_as_worked_out_by_hand(case: dict[str, Any]) -> None:
    scheme = replace(SCHEME, quotas=tuple(map(quota, case["规则"])))
    found = proposed(case["得分"], scheme, case.get("类别"))
    wanted = ["" if total is None else band(float(total)) for total in case["得分"]]
    for at, grade in case["变为"].items():
        wanted[at] = grade
    assert [one.grade for one in found] == wanted
    moved = [one for one, total in zip(found, case["得分"], strict=True) if total and one.grade != band(float(total))]
    assert all("名额" in one.reasons[-1] for one in moved)


@given(
    st.lists(st.integers(80, 100), min_size=1, max_size=40),
    st.integers(1, 10_000),
    st.sampled_from(list(Rounding)),
    st.booleans(),
)
def test_a_proposal_never_exceeds_a_quota_nor_leaves_a_place_that_could_be_filled(
    totals: list[int], share: int, rounding: Rounding, by_group: bool
) -> None:
    own = Quota("优秀", share, 0, by_group, rounding, "")
    scheme = replace(SCHEME, quotas=(own,))
    classes = ["AB"[at % 2] for at in range(len(totals))]
    result = round_of(totals, classes)
    found = propose(result, {"t": scheme})
    grades = {(one.rubric, one.body): one.grade for one in found}
    assert not list(quotas_exceeded(grades, result, {"t": scheme}))
    for name in ("A", "B") if by_group else ("",):
        group = [one for one, of in zip(found, classes, strict=True) if name in ("", of)]
        if not group:
            continue
        inside = [float(one.published) for one in group if one.grade == "优秀"]
        outside = [float(one.published) for one in group if one.grade != "优秀" and float(one.published) >= 90]
        places = own.places(len(group))
        assert not inside or not outside or min(inside) > max(outside)
        if outside:  # the next ones together would not fit
            assert len(inside) + outside.count(max(outside)) > places


def test_what_is_decided_beyond_a_quota_is_found_in_its_class() -> None:
    scheme = replace(SCHEME, quotas=(quota("优秀 50% 各类 舍去"),))
    result = round_of([99, 98, 97, 96], ["A", "A", "B", "B"])
    grades = {("t", f"单位{at}"): "优秀" for at in (0, 1, 2)}
    assert [(group, places, count) for _, group, places, count in quotas_exceeded(grades, result, {"t": scheme})] == [
        ("A", 1, 2)
    ]


def test_a_grade_in_a_row_is_noted_only_when_every_year_is_known() -> None:
    scheme = replace(SCHEME, repeated=(RepeatedGrade("优秀", 3, "连续三年优秀"),))
    result = round_of([99, 99, 99, 85])
    history = {
        "单位0": {2021: "优秀", 2020: "优秀"},
        "单位1": {2021: "优秀"},
        "单位2": {2021: "优秀", 2019: "优秀"},
        "单位3": {2021: "优秀", 2020: "优秀"},
    }
    notes = [one.notes for one in propose(result, {"t": scheme}, history)]
    assert notes == [("上年 优秀", "连续三年优秀"), ("上年 优秀",), ("上年 优秀",), ("上年 优秀",)]
