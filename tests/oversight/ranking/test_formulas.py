"""Formulas are read by a grammar of their own, exactly; whatever is none is refused, and nothing is ever run."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from oversight.ranking.formulas import FormulaRefused, comparison, formula

VALUES = {"due": Fraction(74), "late": Fraction(5), "early": Fraction(3), "started": Fraction(72), "none": None}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("due - late + early", 72),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("-due + 1", -73),
        ("due / 3", Fraction(74, 3)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("due / (late - 5)", None),
        ("none + 1", None),
    ],
)
def test_a_formula_comes_to_what_it_says(text: str, wanted: object) -> None:
    assert formula(text).value(VALUES) == wanted


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("due - late + early = started", True),
        ("due > 74", False),
        ("due >= 74", True),
        ("late != 5", False),
        ("none = 1", None),
    ],
)
def test_a_comparison_holds_or_not_or_says_nothing(text: str, holds: bool | None) -> None:
    assert comparison(text).holds(VALUES) is holds


@pytest.mark.parametrize(
    "text", ["", "due +", "(due", "due due", "__import__('os')", "due.real", "due ** 2", "1 if due else 2", "(" * 50]
)
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(FormulaRefused):
        formula(text)


@given(some.text(max_size=60))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    for read in (formula, comparison):
        try:
            read(text)
        except FormulaRefused:
            continue
