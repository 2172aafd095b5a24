"""A fill is called by the name that people have for it."""

import pytest

from exchange.ledgers.values.colours import colour_named


@pytest.mark.parametrize(
    ("fill", "name"),
    [
        ("FF0000", "red"),
        ("C00000", "red"),
        ("FFC7CE", "red"),
        ("FFC000", "orange"),
        ("ED7D31", "orange"),
        ("FFFF00", "yellow"),
        ("FFEB9C", "yellow"),
        ("FFF2CC", "yellow"),
        ("92D050", "green"),
        ("00B050", "green"),
        ("C6EFCE", "green"),
        ("0070C0", "blue"),
        ("00B0F0", "blue"),
        ("7030A0", "purple"),
        ("A5A5A5", "grey"),
        ("theme4", "blue"),
        ("FFFFFF", None),
        ("000000", None),
        ("theme3", None),
        ("xyz", None),
    ],
)
def test_a_fill_has_the_name_that_people_give_it(fill: str, name: str | None) -> None:
    assert colour_named(fill) == name
