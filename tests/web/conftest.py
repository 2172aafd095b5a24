"""Knows what tests of the pages share: the built pages, a stack that serves them, a browser, a device for a person.

A browser lives as long as a file: while it does, nothing else can run a loop of asyncio in the same thread.
"""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.stacks import Up
from tests.web.chromium import Chromium, chromium
from tests.web.device import PATIENCE, Device
from tests.web.site import Site
from workshop import pages

Devices = Callable[..., Device]


@pytest.fixture(scope="session")
def built() -> None:
    """The pages as the checkout has them; of several processes one builds them."""
    pages.build()


@pytest.fixture(scope="session")
def program(built: None) -> Chromium:
    """The browser to start."""
    return chromium()


@pytest.fixture(scope="module")
def browser(program: Chromium) -> Iterator[Browser]:
    """A real one, for the tests of a file."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**program.launching)
        yield started
        started.close()


@pytest.fixture(scope="package")
def shared_stack(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A whole embedded stack with sample people: starting one takes longer than most journeys."""
    with Up(tmp_path_factory.mktemp("pages")) as stack:
        yield stack


@pytest.fixture(scope="package")
def site(shared_stack: Up) -> Site:
    """What the files of pages share that a process runs: its movable clock never runs back, what others left stands.

    A file that counts what stands on the ledger has a `site` of its own.
    """
    return Site(shared_stack)


@pytest.fixture(scope="module")
def own_site(built: None, running_stack: Up) -> Site:
    """The same for one file alone."""
    return Site(running_stack)


@pytest.fixture
def device(browser: Browser, site: Site) -> Iterator[Devices]:
    """Makes devices: `device("inspector")` is their phone, `device("supervisor", "desk")` a desk; not yet signed in.

    What else is said goes to the browser's context: `permissions=[]` denies the place, `locale="en"` …
    """
    made: list[Device] = []

    def one(role: str, kind: Literal["phone", "desk"] = "phone", *, signed_in: bool = False, **more: Any) -> Device:
        made.append(Device(browser, site, role, kind, **more))
        if signed_in:
            made[-1].sign_in()
        return made[-1]

    yield one
    for each in made:
        each.context.close()
