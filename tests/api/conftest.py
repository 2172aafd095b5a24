"""Knows the scene that the tests of a file of the API share: one app, served once."""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.parts import CITY, COUNTY, LAND_STAFF, PROVINCE, Scene, served
from tests.databases import Databases


@pytest.fixture(scope="module")
def scene(databases: Databases, kafka_bootstrap: str) -> Iterator[Scene]:
    """A ledger with people and the app on it; no worker runs, `settle` takes in what was published.

    It lives as long as a file: a process has one connection, and a file with a ledger of its own would close this one.
    """
    with databases.one() as mongo_url:
        made = Scene(mongo_url, kafka_bootstrap)
        try:
            with served(made.settings, made.store) as url:
                made.url = url
                made.ready()
                yield made
        finally:
            made.close()


@pytest.fixture
def inspector(scene: Scene) -> Iterator[httpx.Client]:
    """An inspector's client."""
    with scene.client() as client:
        yield client


@pytest.fixture
def county(scene: Scene) -> Iterator[httpx.Client]:
    """A county supervisor's client."""
    with scene.client(COUNTY) as client:
        yield client


@pytest.fixture
def city(scene: Scene) -> Iterator[httpx.Client]:
    """A supervisor of the city: a level above what a county supervises."""
    with scene.client(CITY) as client:
        yield client


@pytest.fixture
def province(scene: Scene) -> Iterator[httpx.Client]:
    """A supervisor of the province."""
    with scene.client(PROVINCE) as client:
        yield client


@pytest.fixture
def staff(scene: Scene) -> Iterator[httpx.Client]:
    """Someone of the unit that land issues of the sample county go to."""
    with scene.client(LAND_STAFF) as client:
        yield client
