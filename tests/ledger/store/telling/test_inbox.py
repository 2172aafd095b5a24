"""What waits for whom: by duty, by the state and level of the issue, upward past empty posts, the first due first."""

from dataclasses import replace
from functools import partial

import pytest

from ledger.issue.words.assigning import Accept
from ledger.policy.versions import shipped_policies
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import local_day
from ledger.registry.entries import Duty
from ledger.store.counted.standing import led_by
from ledger.store.telling.inbox import Part, Tray, Waiting, count_tray, list_tray, read_inbox, trays_of
from mobile_schema.vocabulary import Level, Role
from tests import factories as phone
from tests.ledger import policies
from tests.ledger.factories import (
    CITY,
    CITY_PROJECT,
    COUNTY,
    HEAD,
    INSPECTOR,
    LAND_UNIT,
    OTHER_UNIT,
    PROVINCE,
    RULES,
    STAFF,
    vacant,
    visit,
)
from tests.ledger.parts import Ledger

NOW = policies.rules(shipped_policies().newest())


def waiting(ledger: Ledger, person_id: str, catalogue: Catalogue = RULES.catalogue) -> dict[str, set[str]]:
    """What waits for a sample person: the ids of the issues, by what is to be done."""
    found = trays(ledger, person_id, catalogue)
    listed = {tray.what.value: {issue["_id"] for issue in list_tray(ledger.store, tray, 50).items} for tray in found}
    led = partial(led_by, ledger.store)
    assert {tray.what.value: count_tray(ledger.store, tray, led) for tray in found} == {
        what: (len(ids), False) for what, ids in listed.items()
    }
    return {what: ids for what, ids in listed.items() if ids}


def trays(ledger: Ledger, person_id: str, catalogue: Catalogue = RULES.catalogue) -> list[Tray]:
    return trays_of(catalogue.persons[person_id], catalogue, local_day(ledger.clock.now()))


def other(ledger: Ledger) -> str:
    """An issue that no rule gives to a unit."""
    (issue,) = ledger.take(visit(phone.finding(category="other")))
    return issue.id


def test_what_was_assigned_waits_for_any_of_the_units_people_to_sign(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    assert waiting(ledger, HEAD) == waiting(ledger, STAFF) == {"sign": {issue.id}}
    for person_id in (f"head-{OTHER_UNIT}", COUNTY, PROVINCE, INSPECTOR):
        assert waiting(ledger, person_id) == {}


def test_what_was_signed_for_waits_for_who_is_responsible_and_for_the_head(ledger: Ledger) -> None:
    mine, heads = ledger.opened(2)
    ledger.do(mine.id, Accept(person_id=STAFF), HEAD)
    ledger.do(heads.id, Accept(person_id=HEAD), HEAD)
    assert waiting(ledger, STAFF) == {"plan": {mine.id}}
    assert waiting(ledger, HEAD) == {"plan": {mine.id, heads.id}}
    ledger.walk(mine.id, "file-plan")
    assert waiting(ledger, STAFF) == {"report": {mine.id}}
    ledger.walk(mine.id, "request-closure")
    assert waiting(ledger, STAFF) == {}
    assert waiting(ledger, COUNTY) == {"approve": {mine.id}}
    ledger.walk(mine.id, "return-closure")
    assert waiting(ledger, STAFF) == {"report": {mine.id}}


def test_what_no_rule_gives_out_waits_for_the_supervisor_of_its_level_alone(ledger: Ledger) -> None:
    issue_id = other(ledger)
    assert waiting(ledger, COUNTY) == {"triage": {issue_id}}
    assert waiting(ledger, CITY) == waiting(ledger, PROVINCE) == {}


def test_past_an_empty_post_it_waits_for_the_one_over_it(ledger: Ledger) -> None:
    issue_id = other(ledger)
    county, both = vacant("supervisor:140105"), vacant("supervisor:140105", "supervisor:140100")
    assert waiting(ledger, CITY, county) == {"triage": {issue_id}}
    assert waiting(ledger, PROVINCE, county) == {}
    assert waiting(ledger, PROVINCE, both) == {"triage": {issue_id}}


def test_a_request_waits_to_be_decided_until_it_is(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept", "report-progress", "request-extension", "request-suspension")
    assert waiting(ledger, COUNTY) == {"decide": {issue.id}}
    ledger.walk(issue.id, "refuse-extension", "refuse-suspension")
    assert waiting(ledger, COUNTY) == {}
    assert ledger.wrong() == []


def test_the_work_of_a_city_waits_for_the_citys_supervisor(ledger: Ledger) -> None:
    (issue,) = ledger.opened(project=CITY_PROJECT)
    ledger.walk(issue.id, "accept", "report-progress", "request-closure")
    assert waiting(ledger, CITY) == {"approve": {issue.id}}
    assert waiting(ledger, COUNTY) == {}


def test_what_ended_waits_for_nobody(ledger: Ledger) -> None:
    issue_id = other(ledger)
    ledger.walk(issue_id, "void")
    assert waiting(ledger, COUNTY) == {}
    assert "awaits" not in (ledger.store["issues"].find_one({"_id": issue_id}) or {})


def test_who_has_two_duties_has_what_waits_for_both_once(ledger: Ledger) -> None:
    issue_id = other(ledger)
    (mine,) = ledger.opened()
    two = replace(
        RULES.catalogue.persons[COUNTY],
        also=(
            Duty(Role.UNIT_STAFF, "140105", LAND_UNIT),
            Duty(Role.SUPERVISOR, "140105", None, Level.COUNTY),
        ),
    )
    catalogue = replace(RULES.catalogue, persons={**RULES.catalogue.persons, COUNTY: two})
    found = {
        tray.what: [issue["_id"] for issue in list_tray(ledger.store, tray, 50).items]
        for tray in trays(ledger, COUNTY, catalogue)
    }
    assert (found[Waiting.TRIAGE], found[Waiting.SIGN]) == ([issue_id], [mine.id])


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_of_several_duties_go_on_in_the_order_of_due_times_and_leave_nothing_out(
    ledger: Ledger, limit: int
) -> None:
    made = []
    for _ in range(3):
        made += [
            other(ledger),
            *(
                issue.id
                for issue in ledger.wait(days=1).take(
                    visit(phone.finding(category="other"), project="2020-140106-78-03-990002")
                )
            ),
        ]
    tray = Tray(Waiting.TRIAGE, [Part({"awaits": {"$in": [f"triage@{code}"]}}) for code in ("140105", "140106")])
    found, after = [], None
    while True:
        page = list_tray(ledger.store, tray, limit, after)
        found += [issue["_id"] for issue in page.items]
        if page.next is None:
            break
        after = page.next
    dues = {issue["_id"]: issue["due_at"] for issue in ledger.store["issues"].find({})}
    assert sorted(found) == sorted(made)
    assert [dues[each] for each in found] == sorted(dues[each] for each in found)


def test_what_a_unit_leads_is_counted_whole_by_the_counters_and_up_to_a_bound_without_them(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.store.telling.inbox.COUNTED", 2)
    ledger.opened(3)
    (sign,) = [tray for tray in trays(ledger, HEAD) if tray.what is Waiting.SIGN]
    counted = partial(count_tray, ledger.store, sign, partial(led_by, ledger.store))
    assert counted() == (2, True)
    ledger.add_up()
    assert counted() == (3, False)
    ledger.opened(1)
    assert counted() == (4, False)


def test_an_inbox_has_the_first_of_each_and_how_many_there_are(ledger: Ledger) -> None:
    ledger.rules = NOW
    ledger.opened(3)
    ledger.wait(days=1).sweep()
    inbox = read_inbox(ledger.store, NOW.catalogue.persons[HEAD], trays(ledger, HEAD), 2, ledger.clock.now())
    (sign, *rest) = inbox.waiting
    assert (sign.what, sign.count, len(sign.items), sign.more) == (Waiting.SIGN, 3, 2, False)
    assert [(tray.count, tuple(tray.items)) for tray in rest] == [(0, ())] * 2
    assert (inbox.notices.count, len(inbox.notices.items)) == (3, 2)
    assert (inbox.alerts.count, len(inbox.alerts.items)) == (6, 2)
