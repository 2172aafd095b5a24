"""A job that only one does at a time: one holds it, and who stops renewing loses it."""

from datetime import datetime, timedelta

from ledger.jobs.leases import Lease
from ledger.mongo.connection import Store
from tests.ledger.parts import at_once
from tests.streams.parts import until

OVER = timedelta(milliseconds=-1)


def test_one_holds_it_and_renews_it(store: Store) -> None:
    assert Lease(store, "sweep", "one").claim()
    assert Lease(store, "sweep", "one").claim()
    assert not Lease(store, "sweep", "two").claim()


def test_jobs_have_nothing_to_do_with_each_other(store: Store) -> None:
    assert Lease(store, "sweep", "one").claim()
    assert Lease(store, "relay", "two").claim()


def test_a_lease_that_ran_out_goes_to_the_next(store: Store) -> None:
    assert Lease(store, "sweep", "one", ttl=OVER).claim()
    assert Lease(store, "sweep", "two").claim()
    assert not Lease(store, "sweep", "one").claim()


def test_a_lease_let_go_is_free_at_once(store: Store) -> None:
    assert Lease(store, "sweep", "one").claim()
    Lease(store, "sweep", "one").release()
    assert Lease(store, "sweep", "two").claim()


def test_nobody_lets_go_of_anothers_lease(store: Store) -> None:
    assert Lease(store, "sweep", "one").claim()
    Lease(store, "sweep", "two").release()
    assert not Lease(store, "sweep", "two").claim()


def test_of_many_that_claim_at_once_one_gets_it(store: Store) -> None:
    for job in ("new", "ran out"):
        if job == "ran out":
            assert Lease(store, job, "before", ttl=OVER).claim()
        outcomes = at_once(*[lambda n=n, job=job: Lease(store, job, f"worker-{n}").claim() for n in range(6)])
        assert sorted(map(str, outcomes)) == ["False"] * 5 + ["True"]


def test_who_works_longer_than_a_lease_lasts_keeps_it_and_loses_it_only_after(store: Store) -> None:
    one, two = (Lease(store, "sweep", name, ttl=timedelta(milliseconds=400)) for name in ("one", "two"))
    with one.held() as held:
        assert held
        first_end = _until(store)
        until(lambda: _until(store) > first_end + timedelta(milliseconds=800))
        assert not two.claim()
        with two.held() as held_too:
            assert not held_too
    until(two.claim)


def _until(store: Store) -> datetime:
    found: datetime = (store["leases"].find_one({"_id": "sweep"}) or {})["until"]
    return found
