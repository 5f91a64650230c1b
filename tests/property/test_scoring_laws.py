"""Laws that hold for every scoresheet, and the arithmetic of each kind set beside plain fractions."""

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.scoresheets import scoresheets
from xlplugin import Rubric, load_rubric, rubric_ids, score
from xlplugin.notation.decimals import (
    divide_half_up,
    format_decimal,
    format_places,
    parse_decimal,
    round_places,
    to_decimal,
)
from xlplugin.rubric.clause_kinds import Discretionary, Multiplied, PerOccurrence
from xlplugin.rubric.model import Indicator

RUBRICS = tuple(load_rubric(name) for name in rubric_ids())
SHEETS = st.sampled_from(RUBRICS).flatmap(lambda rubric: st.tuples(st.just(rubric), scoresheets(rubric)))
NUMBERS = st.integers(-(10**12), 10**12)


def half_away(value: Fraction, places: int) -> Decimal:
    """Round halves away from zero, by exact fractions."""
    size = floor(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(size if value >= 0 else -size).scaleb(-places)


@given(SHEETS, st.data())
def test_one_more_occurrence_never_raises_a_score(drawn: tuple[Rubric, dict[str, Any]], data: st.DataObject) -> None:
    rubric, sheet = drawn
    counted = [
        clause.key
        for clause in rubric.clauses
        if isinstance(clause.kind, PerOccurrence) and clause.deducts and clause.kind.most > 9
    ]
    key = data.draw(st.sampled_from(counted))
    entries: dict[str, Any] = dict(sheet["entries"])
    count: Any = entries.get(key)
    assume(isinstance(count, int) and count < 99_999)
    before = score(rubric, sheet).total
    after = score(rubric, {**sheet, "entries": {**entries, key: count + 1}}).total
    assert (before is None) == (after is None)
    assert before is None or after is None or after <= before


def _cap(indicator: Indicator) -> int | None:
    caps = [getattr(clause.kind, "cap", None) for clause in indicator.deductions]
    by_clause = sum(cap for cap in caps if cap is not None) if None not in caps else None
    known = [cap for cap in (indicator.deduction_cap, by_clause) if cap is not None]
    return min(known, default=None)


@given(SHEETS)
def test_no_cap_is_ever_passed_and_no_dimension_falls_below_zero(drawn: tuple[Rubric, dict[str, Any]]) -> None:
    rubric, sheet = drawn
    card = score(rubric, sheet)
    assert card.problems == ()
    for indicator in rubric.indicators:
        figures = card.indicators[indicator.id]
        assert figures.deduction is not None
        cap = _cap(indicator)
        assert cap is None or figures.deduction <= to_decimal(cap)
        assert indicator.bonus_cap is None or figures.bonus <= to_decimal(indicator.bonus_cap)
        assert figures.deduction >= 0
        assert figures.bonus >= 0
        assert figures.score == to_decimal(indicator.points) - figures.deduction
    for dimension in card.dimensions:
        assert dimension.score is not None
        assert dimension.deduction is not None
        assert 0 <= dimension.score <= dimension.points
        assert dimension.deduction + dimension.score == dimension.points


@given(SHEETS)
def test_the_total_is_base_less_deductions_plus_bonuses_less_major_deductions(
    drawn: tuple[Rubric, dict[str, Any]],
) -> None:
    rubric, sheet = drawn
    card = score(rubric, sheet)
    assume(card.total is not None)
    expected = to_decimal(rubric.base) + card.general_bonus - card.major_deduction
    for dimension in card.dimensions:
        expected += dimension.bonus - min(
            dimension.points,
            sum((card.indicators[i].deduction or Decimal(0) for i in _ids(rubric, dimension.name)), Decimal(0)),
        )
    assert card.total == expected
    assert card.published is not None
    assert card.published == half_away(Fraction(card.total or 0), 2)


def _ids(rubric: Rubric, name: str) -> list[str]:
    return [i.id for dimension in rubric.dimensions if dimension.name == name for i in dimension.indicators]


@given(SHEETS)
def test_blank_equals_absent(drawn: tuple[Rubric, dict[str, Any]]) -> None:
    rubric, sheet = drawn
    entries: dict[str, Any] = dict(sheet["entries"])
    with_nulls = {clause.key: entries.get(clause.key) for clause in rubric.clauses}
    assert score(rubric, {**sheet, "entries": with_nulls}) == score(rubric, sheet)


@given(SHEETS)
def test_numbers_and_decimal_text_are_the_same_entry(drawn: tuple[Rubric, dict[str, Any]]) -> None:
    rubric, sheet = drawn
    entries: dict[str, Any] = dict(sheet["entries"])
    as_text = {
        key: str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for key, value in entries.items()
    }
    assert score(rubric, {**sheet, "entries": as_text}) == score(rubric, sheet)


@given(SHEETS)
def test_an_untouched_required_input_is_listed_as_blank_and_makes_the_grade_provisional(
    drawn: tuple[Rubric, dict[str, Any]],
) -> None:
    rubric, sheet = drawn
    card = score(rubric, sheet)
    entries: dict[str, Any] = dict(sheet["entries"])
    inapplicable: list[str] = list(sheet["not_applicable"])
    for clause in rubric.clauses:
        if clause.required and clause.key not in entries and clause.key.rpartition(".")[0] not in inapplicable:
            assert clause.key in card.blank
    assert card.provisional == bool(card.blank)


@given(NUMBERS, st.integers(1, 10**9))
def test_division_rounds_halves_away_from_zero(numerator: int, denominator: int) -> None:
    assert divide_half_up(numerator, denominator) == half_away(Fraction(numerator, denominator), 0)


@given(NUMBERS)
def test_a_number_is_shown_and_read_back_the_same(number: int) -> None:
    assert parse_decimal(format_decimal(number)) == number
    assert Decimal(format_decimal(number)) == Decimal(number).scaleb(-4)


@given(NUMBERS, st.integers(1, 4))
def test_a_number_is_written_with_the_places_asked_for(number: int, places: int) -> None:
    exact = half_away(Fraction(number, 10_000), places)
    assert format_places(number, places) == f"{exact or Decimal(0):.{places}f}"


@given(NUMBERS, st.integers(0, 4))
def test_rounding_to_places_is_that_of_decimal_arithmetic(number: int, places: int) -> None:
    assert to_decimal(round_places(number, places)) == half_away(Fraction(number, 10_000), places)


@given(st.integers(0, 10**8 - 1), st.integers(1, 10**8 - 1))
def test_a_proportional_deduction_is_the_points_less_the_score_rounded_once(part: int, whole: int) -> None:
    part %= whole + 1
    rubric = next(rubric for rubric in RUBRICS if rubric.id == "gaoping-2022-b")
    sheet = {"rubric": rubric.id, "entries": {"3.3.7.d1": {"part": part, "whole": whole}}}
    exact = 2 - min(Fraction(2), Fraction(2 * part, whole))
    assert score(rubric, sheet).indicators["3.3.7"].deduction == half_away(exact, 4)
    sheet = {"rubric": rubric.id, "entries": {"3.3.8.d1": {"part": part, "whole": whole}}}
    exact = 2 - min(Fraction(2), 3 * (1 - Fraction(part, whole)))
    assert score(rubric, sheet).indicators["3.3.8"].deduction == half_away(exact, 4)


@given(st.integers(0, 10**8 - 1), st.integers(1, 10**8 - 1))
def test_only_whole_steps_short_of_a_target_count(part: int, whole: int) -> None:
    part %= whole + 1
    rubric = next(rubric for rubric in RUBRICS if rubric.id == "jincheng-spj-2021")
    sheet = {"rubric": rubric.id, "entries": {"5.1.2.d1": {"part": part, "whole": whole}}}
    steps = floor(max(Fraction(0), (Fraction(90, 100) - Fraction(part, whole)) / Fraction(2, 100)))
    assert score(rubric, sheet).indicators["5.1.2"].deduction == min(Decimal(4), Decimal(steps) / 2)


@given(st.integers(0, 10**8 - 1), st.integers(1, 10**8 - 1))
def test_a_rate_falls_in_the_band_that_the_notice_prints(part: int, whole: int) -> None:
    part %= whole + 1
    rubric = next(rubric for rubric in RUBRICS if rubric.id == "gaoping-2022-b")
    sheet = {"rubric": rubric.id, "entries": {"3.3.10.d1": {"part": part, "whole": whole}}}
    rate = Fraction(part, whole)
    expected = Decimal(1) if rate > Fraction(30, 100) else half_away(rate, 4)
    assert score(rubric, sheet).indicators["3.3.10"].deduction == expected


def test_every_kind_with_an_amount_asks_for_a_reason() -> None:
    for rubric in RUBRICS:
        for clause in rubric.clauses:
            if isinstance(clause.kind, Discretionary | Multiplied):
                card = score(rubric, {"rubric": rubric.id, "entries": {clause.key: {"amount": 1}}})
                assert [problem.code for problem in card.problems] == ["reason-missing"]
