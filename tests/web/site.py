"""Knows a real stack that serves the built pages: its sample people, its movable clock, and what happens on it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from play.client.http import Api
from play.client.movable_clock import MovableClock
from tests import factories
from tests.plain_http import PLAIN
from tests.stacks import Up

PEOPLE: Final = {
    "inspector": "inspector-140105-1",
    "unit": "staff-140105-natural-resources",
    "head": "head-140105-natural-resources",
    "supervisor": "supervisor-140105",
    "city": "supervisor-140100",
    "province": "supervisor-140000",
}
"""A sample person of each role; unit and head are of the unit to which land issues of the sample county go."""
PROJECT: Final = "2020-140105-30-03-990001"
UNIT_PROJECT: Final = "2019-140105-65-03-990010"
"""The sample project that the sample unit is responsible for."""
PLACE: Final = {"latitude": 37.7362, "longitude": 112.5651}
"""Somewhere in the sample county."""
_WAIT_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is, and who may do what there past the pages."""

    stack: Up

    @property
    def url(self) -> str:
        """The address of the pages and of the API."""
        return self.stack.url

    def password(self, role: str) -> str:
        """By which the person of a role signs in."""
        return self.stack.credentials[person_of(role)]["password"]

    def client(self, role: str) -> httpx.Client:
        """A client of the API that speaks for the person of a role."""
        headers = {"Authorization": f"Bearer {self.stack.token_of(person_of(role))}"}
        return httpx.Client(base_url=self.url, headers=headers, **PLAIN)

    def ask(self, role: str, path: str, **params: Any) -> Any:
        """What the API answers somebody at a path under /v1/."""
        with self.client(role) as client:
            return client.get(f"/v1/{path}", params=params).raise_for_status().json()

    def do(self, role: str, issue: dict[str, Any], command: str, **body: Any) -> dict[str, Any]:
        """The issue after a command that somebody gives past the pages."""
        with self.client(role) as client:
            answer = client.post(f"/v1/issues/{issue['id']}/{command}", json=body)
        assert answer.is_success, answer.text
        return dict(answer.json())

    def issue(self, **finding: Any) -> dict[str, Any]:
        """A new issue on the ledger, of a visit that the inspector sends past the pages."""
        report = factories.site_visit(project_code=PROJECT, findings=[factories.finding(**finding)])
        with self.client("inspector") as client:
            client.post("/v1/site-visits", content=factories.as_bytes(report)).raise_for_status()
        receipt = self.ask("inspector", f"receipts/{report['report_id']}", wait=_WAIT_SECONDS)
        assert receipt["status"] == "in_ledger", receipt
        return dict(self.ask("inspector", f"issues/{receipt['issues'][0]['id']}"))

    def now(self) -> datetime:
        """The ledger's time."""
        return datetime.fromisoformat(self.ask("province", "clock")["now"])

    def let_pass(self, time: timedelta) -> None:
        """Move the ledger's clock on; what falls due meanwhile has fired afterwards."""
        to = self.now() + time

        async def move() -> None:
            async with Api(self.url) as api:
                await MovableClock(api, self.stack.token_of(PEOPLE["province"])).advance(to)

        with ThreadPoolExecutor(1) as apart:  # the browser's own loop runs in this thread
            apart.submit(lambda: asyncio.run(move())).result()


def person_of(role: str) -> str:
    """The id of the sample person of a role; any other id is a person's already."""
    return PEOPLE.get(role, role)
