"""Knows who was told (通知) of what happened to an issue, by which line of its policy, and who would be told next."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from ledger.decisions.lifecycle.table import may_happen
from ledger.escalation.telling import foreseen
from ledger.issue.issue import Issue
from ledger.issue.projection import apply
from ledger.policy.rules import Rules
from ledger.store.telling.notices import notice_id
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.facts import NoticeGiven
from mobile_schema.labels import label
from mobile_schema.vocabulary import NoticeKind
from oversight.explain.firings import Deliveries
from oversight.explain.names import happening, recipient_told
from oversight.explain.told.notices import NoticeAhead, NoticeTold, Notified


def notified(envelopes: Iterable[EventEnvelope], rules: Rules, deliveries: Deliveries) -> Iterator[Notified]:
    """Each event of which people were told, in order, under the policy that held once it had happened."""
    issue: Issue | None = None
    for envelope in envelopes:
        issue = apply(issue, envelope)
        if envelope.data.notices:
            yield Notified(
                by=happening(envelope, rules.catalogue),
                policy=f"{issue.policy}@{issue.policy_version}",
                notices=tuple(_told(given, envelope, rules, deliveries) for given in envelope.data.notices),
            )


def ahead(issue: Issue, rules: Rules, now: datetime) -> tuple[NoticeAhead, ...]:
    """Each kind of notice that what may happen to the issue would be told by; its policy must be known here."""
    return tuple(
        NoticeAhead(
            notice=each.kind.value,
            title_zh=label(each.kind),
            title_en=label(each.kind, "en"),
            line=_line(each.kind.value),
            to=tuple(
                recipient_told(to.person_id, to.post, to.region, to.vacant_posts, rules.catalogue, deputy=to.deputy)
                for to in each.to
            ),
            others=each.others,
        )
        for each in foreseen(issue, may_happen(issue), now, rules)
    )


def notice_ids(envelopes: Iterable[EventEnvelope]) -> Iterator[str]:
    """Every notice that `notified` tells of, so that its deliveries can be looked up."""
    for envelope in envelopes:
        yield from (each for given in envelope.data.notices if (each := _id(given, envelope)) is not None)


def _told(given: NoticeGiven, envelope: EventEnvelope, rules: Rules, deliveries: Deliveries) -> NoticeTold:
    kind, name = NoticeKind(given.notice), _id(given, envelope)
    return NoticeTold(
        notice=kind.value,
        title_zh=label(kind),
        title_en=label(kind, "en"),
        line=_line(kind.value),
        to=recipient_told(given.person_id, given.post, given.region, given.vacant_posts, rules.catalogue),
        notice_id=name,
        deliveries=() if name is None else deliveries.get(name, ()),
    )


def _id(given: NoticeGiven, envelope: EventEnvelope) -> str | None:
    return given.person_id and notice_id(envelope.issue_id, envelope.version, given.person_id)


def _line(kind: str) -> str:
    return f"notices.{kind}"
