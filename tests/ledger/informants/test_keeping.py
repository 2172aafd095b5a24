"""An informant is kept beside its issue, wherever that stands, whichever key is the newest; a look leaves a line."""

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.groundwork.key_file import KeysRefused, make_keys, read_keys
from ledger.informants.keeping import Revealed, is_given, keep, reveal, reveals, rotate
from ledger.informants.words import Informant
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.registry.actors import Actor
from ledger.registry.entries import Duty
from mobile_schema.vocabulary import Role
from tests.ledger.factories import COUNTY, INSPECTOR, STAFF, person
from tests.ledger.parts import Ledger
from tests.ledger.store.archive.parts import archived, closed, in_archive, years_later

WANG, LI = Informant(name="王大川", phone="13800001234"), Informant(name="李二河", note="只在周末。")


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    make_keys(tmp_path / "informant")
    return tmp_path / "informant"


def told(ledger: Ledger, keys: Path, issue_id: str, informant: Informant = WANG, who: Actor | None = None) -> None:
    keep(ledger.store, keys, issue_id, informant, who or person(COUNTY), at=ledger.clock.now())


def shown(ledger: Ledger, keys: Path, issue_id: str, who: Actor | None = None) -> Informant | None:
    found = reveal(
        ledger.store, keys, issue_id, "核实", who or person(COUNTY), at=ledger.clock.now(), admit=lambda: None
    )
    return None if found is None else found.informant


def test_the_last_one_given_is_the_one_that_is_shown_and_by_whom_it_was_given(ledger: Ledger, keys: Path) -> None:
    (issue,) = ledger.opened()
    assert (is_given(ledger.store, issue.id), shown(ledger, keys, issue.id)) == (False, None)
    told(ledger, keys, issue.id, WANG, person(INSPECTOR))
    told(ledger, keys, issue.serial, LI)
    at = ledger.clock.now()
    found = reveal(ledger.store, keys, issue.id, "核实", person(INSPECTOR), at=at, admit=lambda: None)
    assert found == Revealed(LI, COUNTY, at)
    assert is_given(ledger.store, issue.id)


def test_a_look_at_nobody_is_no_line_and_each_other_is_one_without_the_name(ledger: Ledger, keys: Path) -> None:
    (issue,) = ledger.opened()
    shown(ledger, keys, issue.id)
    assert ledger.store["reveals"].count_documents({}) == 0
    told(ledger, keys, issue.id)
    for minutes in (1, 2):
        shown(ledger.wait(minutes=minutes), keys, issue.id, replace(person(INSPECTOR), credential="device:1"))
    first = reveals(ledger.store, issue.id, person(COUNTY), 1, None, at=ledger.clock.now())
    (line,) = first.items
    assert (line["person_id"], line["credential"], line["reason"]) == (INSPECTOR, "device:1", "核实")
    assert line["at"] == ledger.clock.now()
    assert "王大川" not in str(line)
    assert isinstance(first.next, tuple)
    rest = reveals(ledger.store, issue.id, person(COUNTY), 5, (line["at"], line["_id"]), at=ledger.clock.now())
    assert ([line["what"] for line in rest.items], rest.next) == (["looked", "given"], None)


def test_who_may_look_no_more_today_sees_nothing_and_leaves_no_line(ledger: Ledger, keys: Path) -> None:
    (issue,) = ledger.opened()
    told(ledger, keys, issue.id)

    def refuse() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        reveal(ledger.store, keys, issue.id, "核实", person(COUNTY), at=ledger.clock.now(), admit=refuse)
    assert ledger.store["reveals"].distinct("what") == ["given"]


def test_who_is_of_the_unit_by_any_duty_neither_sees_nor_gives(ledger: Ledger, keys: Path) -> None:
    (issue,) = ledger.opened()
    both = replace(person(INSPECTOR), also=(Duty(Role.UNIT_STAFF, "140105", issue.unit_id),))
    for who in (person(STAFF), both):
        for ask in (shown, lambda *asked: told(asked[0], asked[1], asked[2], LI, asked[3])):
            with pytest.raises(CommandRefused) as refused:
                ask(ledger, keys, issue.id, who)
            assert refused.value.reason is Refusal.SEPARATION_OF_DUTIES


def test_it_is_there_while_its_issue_is_in_the_archive_and_after(ledger: Ledger, keys: Path) -> None:
    (issue,) = closed(ledger)
    told(ledger, keys, issue.id)
    archived(years_later(ledger))
    assert in_archive(ledger) == {issue.id}
    assert shown(ledger, keys, issue.id) == WANG
    ledger.do(issue.id, "reopen")
    assert shown(ledger, keys, issue.serial) == WANG
    assert ledger.store["reveals"].count_documents({"issue_id": issue.id, "what": "looked"}) == 2


def test_a_rotation_seals_all_anew_so_that_no_dropped_key_is_wanted(ledger: Ledger, keys: Path) -> None:
    first, second = ledger.opened(2)
    told(ledger, keys, first.id)
    for number in (2, 3, 4):
        assert rotate(ledger.store, keys) == number
        assert ledger.store["informants"].distinct("key") == [number]
        told(ledger, keys, second.id, LI)
    assert (shown(ledger, keys, first.id), shown(ledger, keys, second.id)) == (WANG, LI)
    kept = ledger.store["informants"].find_one({"_id": first.id})
    assert kept is not None
    assert kept["kept_by"] == COUNTY


def test_a_rotation_that_was_cut_off_is_finished_by_the_next(ledger: Ledger, keys: Path) -> None:
    first, second = ledger.opened(2)
    told(ledger, keys, first.id)
    by_first = ledger.store["informants"].find_one({"_id": first.id})
    assert by_first is not None
    rotate(ledger.store, keys)
    told(ledger, keys, second.id, LI)
    ledger.store["informants"].replace_one({"_id": first.id}, by_first)
    rotate(ledger.store, keys)
    assert (shown(ledger, keys, first.id), shown(ledger, keys, second.id)) == (WANG, LI)


def test_no_key_is_dropped_while_one_is_there_that_nothing_opens(ledger: Ledger, keys: Path) -> None:
    (issue,) = ledger.opened()
    told(ledger, keys, issue.id)
    rotate(ledger.store, keys)
    ledger.store["informants"].update_one({"_id": issue.id}, {"$set": {"key": 1}})
    before = read_keys(keys)
    with pytest.raises(KeysRefused, match="没有可解开"):
        rotate(ledger.store, keys)
    assert read_keys(keys) == before
