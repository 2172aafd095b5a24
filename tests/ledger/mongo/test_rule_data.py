"""What rules are made of is written in one way only: whole or not at all, and the version moves with it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.mongo.connection import Store
from ledger.mongo.rule_data import STAMP, Writing, one_moment, rules_version, write_rule_data
from tests.checkout import CHECKOUT
from tests.ledger.parts import at_once

RULE_DATA = {"regions", "units", "projects", "zones", "persons", "posts", "policies", "calendars"}
ROOMS = ("api", "channels", "cli", "ledger", "oversight", "people", "play", "stack", "streams")
KEEPERS = ("ledger/registry/", "ledger/policy/", "ledger/calendar/")
"""The rooms that know these collections; all they write goes through `rule_data`."""
WRITES = {
    *("insert_one", "insert_many", "update_one", "update_many", "replace_one", "bulk_write", "drop"),
    *("delete_one", "delete_many", "find_one_and_update", "find_one_and_replace", "find_one_and_delete"),
}

SENT = ("insert", "update")
"""What `ledger.mongo.inserting` has."""


def put(name: str) -> dict[str, str]:
    return {"_id": "140000", "name_zh": name}


def writes_in(file: Path) -> Iterator[str]:
    """The collection of each write in a module as it stands there: 'text' or a variable."""
    text = file.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if any(f"{write}(" in text for write in (*WRITES, *SENT)) else ():
        match node:
            case ast.Call(func=ast.Attribute(value=target, attr=write)) if write in WRITES:
                yield ast.unparse(target.slice if isinstance(target, ast.Subscript) else target)
            case ast.Call(func=ast.Name(name), args=[_, target, *_]) if name in SENT:
                yield ast.unparse(target)


def test_no_other_way_in_exists() -> None:
    found = {
        (str(file.relative_to(CHECKOUT)), collection)
        for room in ROOMS
        for file in (CHECKOUT / room).rglob("*.py")
        for collection in writes_in(file)
    }
    assert found
    assert {each for each in found if each[0].startswith(KEEPERS)} == set()
    assert {each for each in found if each[1] in {repr(name) for name in RULE_DATA}} == set()


def test_nobody_writes_through_mongoengine() -> None:
    texts = {file: file.read_text("utf-8") for room in ROOMS for file in (CHECKOUT / room).rglob("*.py")}
    assert [file for file, text in texts.items() if "Document.objects" in text or "Document(**" in text] == []


def test_what_is_written_bears_the_version_at_which_it_was(store: Store) -> None:
    for version, name in enumerate(["山西", "山西省"], start=1):
        write_rule_data(store, lambda writing, name=name: writing.put("regions", [put(name)]))  # type: ignore[misc]
        assert rules_version() == version
        assert store["regions"].find_one({STAMP: version}) == put(name) | {STAMP: version}


def test_who_puts_nothing_moves_nothing(store: Store) -> None:
    write_rule_data(store, lambda writing: writing.put("regions", []))
    assert (rules_version(), store["positions"].count_documents({})) == (0, 0)


def test_what_fails_halfway_leaves_neither_a_document_nor_a_new_version(store: Store) -> None:
    def fail(writing: Writing) -> None:
        writing.put("regions", [put("山西")])
        raise LookupError

    with pytest.raises(LookupError):
        write_rule_data(store, fail)
    assert (rules_version(), store["regions"].count_documents({})) == (0, 0)


def test_two_who_write_at_once_come_one_after_the_other(store: Store) -> None:
    """Each counts what it has read: with a write lost between, the count would be short."""

    def count(writing: Writing) -> None:
        there = writing.stored("regions", ["140000"]).get("140000", {"_id": "140000", "count": 0})
        writing.put("regions", [there | {"count": there["count"] + 1}])

    assert at_once(*[lambda: write_rule_data(store, count)] * 4) == [None] * 4
    assert store["regions"].find_one({}, {"_id": 0}) == {"count": 4, STAMP: 4}


def test_a_moment_shows_nothing_of_what_is_written_after_it(store: Store) -> None:
    def write(name: str) -> None:
        write_rule_data(store, lambda writing: writing.put("regions", [put(name)]))

    write("山西")
    with one_moment() as moment:
        write("山西省")
        assert (moment.version, list(moment.find("regions"))) == (1, [put("山西")])
    with one_moment() as later:
        assert (later.version, list(later.find("regions", after=1))) == (2, [put("山西省")])
        assert list(later.find("regions", after=2)) == []


def test_what_was_written_since_a_version_is_found_by_an_index(store: Store) -> None:
    for name in RULE_DATA - {"policies", "calendars"}:
        plan = store[name].find({STAMP: {"$gt": 0}}).explain()["queryPlanner"]["winningPlan"]
        assert plan["inputStage"]["stage"] == "IXSCAN"
