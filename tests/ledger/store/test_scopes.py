"""An issue as stored bears the keys of what it is about, whatever happens to it; an alert those of when it fired."""

from ledger.access.scopes import Scope, scopes_of
from ledger.counting.cells import CATEGORY
from ledger.issue.words.assigning import Assign, Transfer
from ledger.store.counted.asked import wanted_of
from ledger.store.counted.standing import standing
from ledger.store.listing import list_issues, load_issue
from ledger.store.wanted import IssueFilter
from mobile_schema.vocabulary import State
from tests.ledger.factories import COUNTY, INSPECTOR, LAND_UNIT, OTHER_UNIT
from tests.ledger.parts import Ledger

REGIONS = ["r:140000", "r:140100", "r:140105"]


def stored(ledger: Ledger, issue_id: str) -> list[str]:
    document = ledger.store["issues"].find_one({"_id": issue_id}, {"scopes": 1})
    assert document is not None
    return list(document["scopes"])


def test_the_keys_follow_the_units_and_a_rebuild_finds_the_same(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    assert stored(ledger, issue.id) == [*REGIONS, f"u:{LAND_UNIT}", f"p:{INSPECTOR}"]
    ledger.do(issue.id, "decline")
    ledger.do(issue.id, Assign(unit_id="140105-housing", supporting_unit_ids=(OTHER_UNIT,)), COUNTY)
    ledger.walk(issue.id, "accept")
    after = load_issue(ledger.store, issue.id)
    assert stored(ledger, issue.id) == [*REGIONS, "u:140105-housing", f"u:{OTHER_UNIT}", f"p:{INSPECTOR}"]
    assert stored(ledger, issue.id) == list(scopes_of(after))
    assert ledger.wrong() == []


def test_who_signed_before_it_was_transferred_knows_of_it_on_and_alerts_go_to_the_new_unit(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept")
    ledger.do(issue.id, Transfer(unit_id=OTHER_UNIT, reason="属其职责"), COUNTY)
    assert stored(ledger, issue.id) == [*REGIONS, f"u:{OTHER_UNIT}", f"u:{LAND_UNIT}", f"p:{INSPECTOR}"]
    ledger.wait(days=7, hours=14).sweep()
    told = ledger.store["alerts"].distinct("recipient_person_id", {"step": "resolve-person"})
    assert told == [f"head-{OTHER_UNIT}"]
    assert ledger.wrong() == []


def test_who_declined_it_before_doing_anything_knows_of_it_no_more(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.do(issue.id, "decline")
    ledger.do(issue.id, Assign(unit_id="140105-housing"), COUNTY)
    of_unit = Scope(frozenset({f"u:{LAND_UNIT}"}))
    assert list_issues(ledger.store, of_unit, IssueFilter(), ledger.clock.now(), 10).items == []


def test_a_rebuild_mends_lost_keys(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.store["issues"].update_one({"_id": issue.id}, {"$unset": {"scopes": ""}})
    assert [difference.fields for difference in ledger.wrong()] == [("scopes",)]


def test_an_alert_keeps_the_keys_of_when_it_fired(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.wait(days=2).sweep()
    ledger.do(issue.id, "decline")
    ledger.do(issue.id, Assign(unit_id="140105-housing"), COUNTY)
    alert = ledger.store["alerts"].find_one({"issue_id": issue.id})
    assert alert is not None
    assert alert["scopes"] == [*REGIONS, f"u:{LAND_UNIT}", f"p:{INSPECTOR}"]


def test_an_issue_under_several_keys_of_one_person_is_counted_and_listed_once(ledger: Ledger) -> None:
    ledger.opened(3)
    both = Scope(frozenset({"r:140105", f"p:{INSPECTOR}", f"u:{LAND_UNIT}"}))
    counted = standing(ledger.store, wanted_of(both), CATEGORY, ledger.clock.now())
    assert counted["land"].of(State.ASSIGNED) == 3
    page = list_issues(ledger.store, both, IssueFilter(), ledger.clock.now(), 2)
    rest = list_issues(ledger.store, both, IssueFilter(), ledger.clock.now(), 2, page.next)  # type: ignore[arg-type]
    assert len({document["_id"] for document in (*page.items, *rest.items)}) == 3
