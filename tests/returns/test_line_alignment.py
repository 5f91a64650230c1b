"""Rows are found again by their words, wherever rows were put in or taken out between them."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplugin.notation.cell_address import Cell
from xlplugin.ooxml.formulas.normal_form import moved, normal_form, skeleton
from xlplugin.returns.verify.line_alignment import Lines, Words, aligned, as_issued

FORM: dict[int, Words] = {line: frozenset((f"指标{line}", "—", f"组{line // 5}")) for line in range(1, 21)}


def rearranged(form: dict[int, Words], wanted: list[int | None]) -> dict[int, Words]:
    """Return a return with some lines of the form; None is a blank line."""
    return {at: form[line] for at, line in enumerate(wanted, 1) if line is not None}


@given(st.lists(st.integers(0, 20), max_size=8))
def test_every_line_is_found_wherever_blank_lines_are_put_in(places: list[int]) -> None:
    wanted: list[int | None] = list(range(1, 21))
    for place in places:
        wanted.insert(place, None)
    lines = aligned(FORM, rearranged(FORM, wanted), 20)
    assert {line: lines.of(line) for line in FORM} == {line: wanted.index(line) + 1 for line in FORM}
    end = wanted.index(20) + 1
    assert lines.added == tuple(at for at, line in enumerate(wanted[:end], 1) if line is None)
    assert lines.is_as_issued == (not lines.added)


@given(st.sets(st.integers(1, 20), max_size=6), st.sets(st.integers(1, 20), max_size=6))
def test_lines_that_are_gone_are_not_found_and_the_others_are(gone: set[int], blank_after: set[int]) -> None:
    wanted: list[int | None] = []
    for line in range(1, 21):
        wanted += [*([] if line in gone else [line]), *([None] if line in blank_after else [])]
    lines = aligned(FORM, rearranged(FORM, wanted), 20)
    for line in set(range(1, 21)) - gone:
        assert lines.of(line) == wanted.index(line) + 1
    # A line that is gone may be taken for a blank one in its place: what stood there is then found to be missing.
    for line in gone:
        there = lines.of(line)
        assert there is None or there > len(wanted) or wanted[there - 1] is None


@given(st.permutations(range(1, 21)))
def test_lines_in_any_order_are_found(wanted: list[int]) -> None:
    lines = aligned(FORM, rearranged(FORM, list(wanted)), 20)
    assert {line: lines.of(line) for line in FORM} == {line: wanted.index(line) + 1 for line in FORM}
    assert lines.is_in_order == (wanted == list(range(1, 21)))


@given(st.integers(0, 2**32))
def test_back_is_the_way_back(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    wanted = [line if chance.random() > 0.1 else None for line in range(1, 21) for _ in range(chance.randint(0, 2))]
    lines = aligned(FORM, rearranged(FORM, wanted), 20)
    there = [at for line in range(1, 40) if (at := lines.of(line)) is not None]
    assert len(there) == len(set(there))
    for line in range(1, 40):
        if (at := lines.of(line)) is not None:
            assert lines.back(at) == line


def test_a_line_with_other_words_is_found_between_its_neighbours() -> None:
    returned = dict(FORM) | {7: frozenset(("全改了",))}
    assert aligned(FORM, returned, 20).of(7) == 7
    # Where a line was put in beside it, it may be either.
    wanted: list[int | None] = [*range(1, 8), None, *range(8, 21)]
    returned = rearranged(FORM, wanted) | {7: frozenset(("全改了",))}
    assert aligned(FORM, returned, 20).of(7) is None


def test_lines_beyond_the_form_have_moved_as_far_as_its_last() -> None:
    assert Lines({1: 2, 2: 4}, 2).of(5) == 7
    assert Lines({1: 2, 2: 4}, 2).back(7) == 5
    assert Lines({1: 2, 2: 4}, 2).back(3) is None
    assert as_issued(3).of(9) == 9


def down(cell: Cell) -> Cell | None:
    """Three rows were put in above row 9 of 评分表, which is now called otherwise; row 20 was taken out."""
    if cell.sheet != "评分表":
        return cell
    return None if cell.row == 20 else Cell("打分 表", cell.column, cell.row + (3 if cell.row >= 9 else 0))


@pytest.mark.parametrize(
    ("sheet", "formula", "expected"),
    [
        ("评分表", 'IF(I9="评分表!I9",I8,$I$9)', 'IF(I12="评分表!I9",I8,$I$12)'),
        ("评分表", "COUNT(S$4:S8)+LOG10(I9)", "COUNT(S$4:S8)+LOG10(I12)"),
        ("评分表", "结果!B9&I10", "结果!B9&I13"),
        ("结果", "SUM(评分表!M5:M61,B9:B10)", "SUM('打分 表'!M5:M64,B9:B10)"),
        ("结果", "'评分表'!M20+in_2.1.3.d1+B1", "#REF!+in_2.1.3.d1+B1"),
    ],
)
def test_a_formula_follows_the_cells_that_it_names(sheet: str, formula: str, expected: str) -> None:
    assert moved(normal_form(formula), sheet, down) == normal_form(expected)
    assert moved(normal_form(formula), sheet, lambda cell: cell) == normal_form(formula)


def test_a_formula_of_any_length_is_looked_at_in_no_time() -> None:
    begun = time.monotonic()
    for length in (8_000, 60_000):
        for text in ("A" * length, "A1," * (length // 3), "!" * length, '"' * length):
            assert skeleton(text)
    assert time.monotonic() - begun < 2


def test_the_structure_of_a_formula_does_not_depend_on_its_place() -> None:
    assert (
        skeleton('IF(I9="A1",评分表!$B$2,2)')
        == skeleton('=IF(I12="A1", 评分表!$C$7, 2.0)')
        == 'IF((#="A1"),评分表!#,2)'
    )
    assert skeleton('IF(I9="A1",B2,2)') != skeleton('IF(I9="A2",B2,2)')
