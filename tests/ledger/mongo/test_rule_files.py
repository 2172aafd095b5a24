"""Rule files are kept by version: the highest holds, none is changed, one that is unsound now is passed over."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
from pydantic import BaseModel

from ledger.groundwork.yaml_lines import YamlFile
from ledger.mongo.connection import Store
from ledger.mongo.rule_files.keeping import RuleFileRefused, enter_rules, rules_in_force, text_in_force
from ledger.mongo.rule_files.kinds import RuleKind
from tests.ledger.factories import START


class Order(BaseModel):
    """What a kind of file says, in a test."""

    name: str
    version: str
    says: int = 0


def _parse(text: str) -> Order:
    return YamlFile(text).parse(Order)


KIND: Final = RuleKind("order", _parse, lambda each: (each.name, each.version), lambda: ['{name: a, version: "1"}'])


def text(name: str, version: str, says: int = 0) -> str:
    return f'{{name: {name}, version: "{version}", says: {says}}}'


def holding(store: Store) -> dict[str, str]:
    return {name: held.rules.version for name, held in rules_in_force(store, KIND).items()}


def test_the_highest_version_of_each_name_holds(store: Store) -> None:
    for version in ("1.9", "1.10", "2"):
        enter_rules(store, KIND, text("b", version), START, "somebody")
    enter_rules(store, KIND, text("a", "3"), START)
    assert holding(store) == {"a": "3", "b": "2"}
    assert rules_in_force(store, KIND)["b"].entered_by == "somebody"
    assert text_in_force(store, KIND, "b") == text("b", "2")


@pytest.mark.parametrize("again", [text("a", "2", says=1), text("a", "1.5")], ids=["another text", "an older version"])
def test_what_was_entered_is_never_changed(store: Store, again: str) -> None:
    enter_rules(store, KIND, text("a", "2"), START)
    enter_rules(store, KIND, text("a", "2"), START)
    with pytest.raises(RuleFileRefused):
        enter_rules(store, KIND, again, START)
    assert holding(store) == {"a": "2"}


def test_of_two_at_once_one_is_kept(store: Store) -> None:
    def enter(says: int) -> bool:
        try:
            enter_rules(store, KIND, text("a", "2", says), START)
        except RuleFileRefused:
            return False
        return True

    with ThreadPoolExecutor(4) as people:
        assert sum(people.map(enter, range(4))) == 1


def test_one_that_is_not_sound_any_more_lets_the_one_before_it_hold(store: Store) -> None:
    enter_rules(store, KIND, text("a", "2"), START)
    broken = {"kind": "order", "name": "a", "version": "3", "text": "{name: a}", "sha256": "", "entered_at": START}
    store["rule_files"].insert_one({"_id": "order/a@3"} | broken)
    assert holding(store) == {"a": "2"}
