"""Knows how a thread of the story is told: time passes, somebody does something with an issue, alerts are kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from play.demo.company import Company

Document = dict[str, Any]

_ZONE: Final = ZoneInfo("Asia/Shanghai")


def on(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """A moment of the story's month, in Shanxi."""
    return datetime(2026, month, day, hour, minute, tzinfo=_ZONE)


@dataclass(frozen=True, slots=True)
class Told:
    """The issues that the story follows, by what it calls them, and the alerts that came; its threads share both."""

    company: Company
    issues: dict[str, Document]
    alerts: list[Document]

    async def until(self, at: datetime) -> None:
        """Time passes; what falls due meanwhile has fired."""
        self.alerts.extend(await self.company.wait_until(at))

    async def do(self, person: str, name: str, command: str, **body: Any) -> None:
        """Somebody gives a command about an issue of the story. Raises StoryBroken when it is refused."""
        self.issues[name] = await self.company.does(person, self.issues[name], command, **body)
