"""A list read page by page is the whole list, each once and in order, also where many share one time."""

from datetime import timedelta

import pymongo
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import read_page
from tests.ledger.factories import START

TIMES = st.integers(0, 4).map(lambda hours: START + timedelta(hours=hours))
BOUNDS = st.fixed_dictionaries({}, optional={"$gte": TIMES, "$lt": TIMES})


def read_through(store: Store, query: Document, limit: int, direction: int) -> list[Document]:
    found, after = [], None
    while True:
        page = read_page(store["alerts"], query, "at", limit, after, direction)
        found += page.items
        if page.next is None:
            return found
        assert len(page.items) == limit
        assert isinstance(page.next, tuple)
        after = page.next


@pytest.mark.parametrize("direction", [pymongo.ASCENDING, pymongo.DESCENDING])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(times=st.lists(TIMES, max_size=12), bounds=BOUNDS, limit=st.integers(1, 5))
def test_the_pages_are_the_list(store: Store, direction: int, times: list, bounds: Document, limit: int) -> None:
    store["alerts"].delete_many({})
    documents = [{"_id": f"{number:02}", "at": at} for number, at in enumerate(times)]
    if documents:
        store["alerts"].insert_many(documents)
    query = {"at": bounds} if bounds else {}
    whole = list(store["alerts"].find(query, sort=[("at", direction), ("_id", 1)]))
    assert read_through(store, query, limit, direction) == whole


@pytest.mark.parametrize(("bounds", "listed"), [({"$gte": 3}, ["3", "4"]), ({"$lt": 2}, []), ({}, ["2", "3", "4"])])
def test_bounds_that_moved_past_the_page_before_hold(store: Store, bounds: dict[str, int], listed: list[str]) -> None:
    store["alerts"].insert_many([{"_id": f"{hour}", "at": START + timedelta(hours=hour)} for hour in range(5)])
    moments = {name: START + timedelta(hours=hour) for name, hour in bounds.items()}
    query, after = ({"at": moments} if moments else {}), (START + timedelta(hours=1), "1")
    page = read_page(store["alerts"], query, "at", 3, after, pymongo.ASCENDING)
    assert [document["_id"] for document in page.items] == listed
