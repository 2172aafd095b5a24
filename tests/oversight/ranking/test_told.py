"""A ranking is told in both languages: places by their names, rows of their own by what the rule calls them."""

import pytest

from ledger.registry.files.loading import load_catalogue
from oversight.ranking.shipped import shipped_rules
from oversight.ranking.told import names_of, told, told_rule
from tests.oversight.ranking.parts import RULE, item, ranked

NAMES = names_of(RULE, load_catalogue(samples=True))


def test_every_row_has_its_two_names_and_one_that_is_not_ranked_is_no_bare_code() -> None:
    rows = [told(RULE, row, {}, NAMES) for row in ranked([item("a", "140100", 10, 5), item("b", "140000", 10, 5)])]
    called = {row["code"]: (row["subject"], row["subject_en"]) for row in rows}
    assert called["whole"] == ("全省", "All")
    assert called["140100"] == ("太原市", "Taiyuan City")
    assert called["140000"] == ("山西省", "Shanxi Province")
    assert called["跨市"] == ("跨市", "Across cities")
    assert called["终止"] == ("终止", "Terminated")


@pytest.mark.parametrize("name", shipped_rules())
def test_a_rule_that_ships_is_told_in_both_languages(name: str) -> None:
    rule = told_rule(shipped_rules()[name])
    assert rule["title_en"]
    assert rule["about_en"]
    assert all(each["name_en"] for each in rule["indicators"])
