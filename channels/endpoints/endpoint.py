"""Knows what an endpoint of a channel is: where alerts go outside the app, whom it serves, which is tried first."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum, unique
from typing import Any, Final, Self

from ledger.registry.regions import is_within

Document = Mapping[str, Any]

PER_MINUTE: Final = 20
"""What WeCom and DingTalk robots take; DingTalk shuts one out for ten minutes that sends more."""


@unique
class ChannelKind(StrEnum):
    """A way outside the app."""

    WEBHOOK = "webhook"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of a channel.

    It serves the alerts to its `persons`, and those to its `posts` in its `regions` (with all below them; of the two,
    one that is empty stands for all). Of those that serve an alert, the lowest `rank` is tried first. One that
    `copies` gets its own of every alert it serves, whatever the others get. The last five say how it fares: so many
    `failures` in a row, not to be tried before `blocked_until`, and its last `trial`.
    """

    id: str
    kind: ChannelKind
    name: str
    address: str = field(repr=False)
    secret: str = field(default="", repr=False)
    persons: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    rank: int = 100
    copies: bool = False
    per_minute: int = PER_MINUTE
    language: str = "zh"
    enabled: bool = True
    failures: int = 0
    failing_since: datetime | None = None
    last_error: str | None = None
    blocked_until: datetime | None = None
    trial: Document | None = field(default=None, compare=False)

    @classmethod
    def of(cls, document: Document) -> Self:
        """The endpoint as stored."""
        known = {each.name: document[each.name] for each in fields(cls) if each.name in document}
        lists = {name: tuple(known.get(name, ())) for name in ("persons", "regions", "posts")}
        return cls(**{**known, **lists, "id": document["_id"], "kind": ChannelKind(document["kind"])})

    def serves(self, alert: Document) -> bool:
        """Whether an alert, as stored, is one of those it is for."""
        if alert["recipient_person_id"] in self.persons:
            return True
        if not self.regions and not self.posts:
            return False
        return (not self.posts or alert["recipient_post"] in self.posts) and (
            not self.regions or any(is_within(alert["recipient_region"], region) for region in self.regions)
        )

    def rests(self, now: datetime) -> bool:
        """Whether it failed and is not to be tried yet."""
        return self.failing_since is not None and self.blocked_until is not None and self.blocked_until > now


def way(alert: Document, endpoints: Iterable[Endpoint], now: datetime) -> tuple[list[Endpoint], list[Endpoint]]:
    """(those tried one after another until one takes the alert, those that get a copy).

    The channels that the step of the policy names come in its order, and no others; when it names none, all are
    tried by rank. One that rests after failures comes last.
    """
    order = {kind: place for place, kind in enumerate(alert.get("channels") or ())}
    fit = [each for each in endpoints if each.enabled and each.serves(alert) and (not order or each.kind in order)]
    fit.sort(key=lambda each: (each.rests(now), order.get(each.kind, 0), each.rank, each.id))
    return [each for each in fit if not each.copies], [each for each in fit if each.copies]


def way_of_notice(
    notice: Document, chosen: Collection[ChannelKind] | None, endpoints: Iterable[Endpoint], now: datetime
) -> tuple[list[Endpoint], list[Endpoint]]:
    """The same of a notice, by the kinds of channels that its recipient chose, of none of which it need be told.

    With nothing chosen those are tried that name this very person: a group hears of no notice that nobody wants there.
    """
    tried, copies = way(notice, endpoints, now)
    if chosen is None:
        return [each for each in tried if notice["recipient_person_id"] in each.persons], copies
    return [each for each in tried if each.kind in chosen], copies
