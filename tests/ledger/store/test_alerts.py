"""Which alerts are listed, and which are told live: one rule."""

from itertools import product

from ledger.access.scopes import NOWHERE, Scope
from ledger.mongo.connection import Store
from ledger.store.alerts import AlertFilter, list_alerts
from tests.api.listening import alert


def test_a_filter_covers_exactly_the_alerts_that_it_lists(store: Store) -> None:
    people, regions, issues = ("a", "b", None), ("140105", "140213"), ("one", "two")
    alerts = [
        alert(f"{recipient}-{region}-{issue}-{seen}", recipient, region=region, issue_id=issue, acknowledged_at=seen)
        for recipient, region, issue, seen in product(people, regions, issues, (None, "2026-03-02"))
    ]
    store["alerts"].insert_many(alerts)
    scopes = (
        Scope(frozenset({"r:140000"})),
        Scope(frozenset({"r:140105"})),
        Scope(frozenset({"r:140200"}), "a"),
        Scope(frozenset({"u:nobody"}), "c"),
        NOWHERE,
    )
    filters = product(
        scopes, (None, "a", "c"), (None, "140105", "140100", "140000"), (None, "one"), (None, True, False)
    )
    for each in filters:
        wanted = AlertFilter(*each)
        listed = {found["_id"] for found in list_alerts(store, wanted, limit=200).items}
        assert {one["_id"] for one in alerts if wanted.covers(one)} == listed, wanted
