"""The rule that docs/ranking.md shows is one that `ranking check` accepts, whole, with an amount and a share in it."""

import re

from oversight.ranking.checking import parse_rule
from tests.checkout import CHECKOUT

PAGE = CHECKOUT / "docs" / "ranking.md"


def test_the_rule_of_the_page_has_no_fault_and_shows_an_amount_and_a_share() -> None:
    found = re.search(r"```yaml\n(name: .*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    indicators = parse_rule(found[1]).indicators
    assert [each.unit for each in indicators if each.of == "plan_year" and each.over is None] == ["亿元"]
    assert [each.unit for each in indicators if each.over == "plan_year"] == ["%"]
