"""Equal formulas are equal however they are written, and others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplugin.entries.cell_values import first_difference
from xlplugin.ooxml.formulas.formula_parser import canonical
from xlplugin.ooxml.formulas.normal_form import normal_form
from xlplugin.returns.verify.compare_sheet import is_same

SAME = [
    ("L43:L43", "L43"),
    ("SUM(评分表!L43:L43)", "SUM('评分表'!L43)"),
    ("a+(b*c)", "A + b*c"),
    ("a&(b&c)", "a&b&c"),
    ("(a&b)&c", "a&b&c"),
    ("0.2*I27", "0.200000000000000000003*I27"),
    ("1E-5", "0.00001"),
    ("2.0", "2"),
    ("IF(A1=(B1),(C1),D1)", " if( A1 = B1 ,\n C1,D1 )"),
    ("((A1))", "A1"),
    ("+A1", "A1"),
    ("TRUE()", "true"),
    ("_xlfn.IFERROR(A1,0)", "IFERROR(A1,0)"),
    ("org.gnumeric.sumproduct(A1:A2)", "SUMPRODUCT(A1:A2)"),
    ("'a''b'!A1", "'A''B'!a1"),
    ("$A$1:$A$1", "$A$1"),
    ("(A1+B1)&(C1)", "(A1+B1)&C1"),
    ("-(A1)", "-A1"),
]
OTHERS = [
    ("(a+b)*c", "a+b*c"),
    ("-(2^2)", "-2^2"),
    ("a-(b-c)", "a-b-c"),
    ("a/(b*c)", "a/b*c"),
    ("a+(b+c)", "a+b+c"),
    ("SUM((A1,B1))", "SUM(A1,B1)"),
    ("A1:B2 B2:C3", "A1:B2,B2:C3"),
    ("a&(b=c)", "a&b=c"),
    ("IF(a,,b)", "IF(a,b)"),
    ("5%", "5"),
    ('"a b"', '"ab"'),
    ('"A"', '"a"'),
    ("L43:L44", "L43"),
    ("L43:$L$43", "L43"),
    ("0.2", "0.20000000000001"),
    ("A1<B1", "A1<=B1"),
    ("{1,2}", "{1;2}"),
    ("评分表!A1", "评分表2!A1"),
]


@pytest.mark.parametrize(("first", "other"), SAME)
def test_equal_formulas_are_equal(first: str, other: str) -> None:
    assert canonical(first) == canonical(other) is not None
    assert normal_form(first) == normal_form(f"={other}")


@pytest.mark.parametrize(("first", "other"), OTHERS)
def test_other_formulas_are_others(first: str, other: str) -> None:
    assert canonical(first) is not None
    assert canonical(first) != canonical(other)


@pytest.mark.parametrize("formula", ["", "(", "A1+", "IF(", "A1 B2)", "}", '"a', "#FOO!", "(" * 500 + "1" + ")" * 500])
def test_anything_but_a_formula_is_left_as_it_is(formula: str) -> None:
    assert canonical(formula) is None
    assert isinstance(normal_form(formula), str)


OPERANDS = st.sampled_from(["A1", "$B$2", "评分表!C3", "1.5", '"甲&乙"', "SUM(A1:B2)"])
FORMULAS = st.recursive(
    OPERANDS,
    lambda inner: (
        st.builds("{}{}{}".format, inner, st.sampled_from("+-*/^&=<"), inner) | st.builds("({})".format, inner)
    ),
    max_leaves=12,
)


@given(FORMULAS)
def test_more_brackets_around_operands_and_the_whole_change_nothing(formula: str) -> None:
    assert canonical(f"(({formula}))") == canonical(formula)
    assert canonical(formula.replace("A1", "(A1)").replace("(A1):", "A1:")) == canonical(formula)


@given(FORMULAS)
def test_what_is_written_with_all_brackets_is_read_as_the_same(formula: str) -> None:
    written = canonical(formula)
    assert written is not None
    assert canonical(written) == written


def test_texts_are_the_same_without_blanks_and_numbers_that_became_texts_too() -> None:
    assert is_same("一级\n指标", "一级指标")
    assert is_same("一级 指标", "一级_x000D_\n指标")
    assert is_same("2", 2.0)
    assert is_same(0.2, "0.20")
    assert not is_same("2", 2.5)
    assert not is_same("2 件", 2.0)
    assert not is_same("1", True)
    assert not is_same("1e3", 1000.0)


def test_a_message_shows_the_place_where_two_texts_differ() -> None:
    long = "=IF(A1=1," + "B" * 100
    result = first_difference(f"{long}+0.2)", f"{long}+0.3)")
    assert result == {"before": f"“…{'B' * 12}+0.2)”".replace("B" * 12, "B" * 13), "after": f"“…{'B' * 13}+0.3)”"}
