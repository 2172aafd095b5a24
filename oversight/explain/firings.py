"""Knows what came of every step that fell due, and of all that was told at once: to whom it went, who acknowledged
it, why it waited or failed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ledger.escalation.news import News, news_of
from ledger.policy.policy import Policy
from ledger.policy.rules import Rules
from ledger.registry.catalogue import Catalogue
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.escalation_events import (
    AlertAcknowledged,
    EscalationDeferred,
    EscalationFailed,
    EscalationFired,
)
from mobile_schema.events.facts import AlertRaised, ToldAtOnce
from mobile_schema.events.handling_events import InstructionOverdue
from mobile_schema.labels import label
from mobile_schema.vocabulary import Instrument
from oversight.explain.clocks import policy_version, title_of
from oversight.explain.names import happening, recipient_told, vacant_told
from oversight.explain.told.happening import Happening
from oversight.explain.told.people import DeliveryTold
from oversight.explain.told.steps import AlertTold, Firing, StepTold

Deliveries = Mapping[str, tuple[DeliveryTold, ...]]
"""What became of each alert outside the app, by its id."""


def firings(envelopes: Iterable[EventEnvelope], rules: Rules, deliveries: Deliveries) -> Iterator[Firing]:
    """Each step that fell due, and all that was told at once, in the order in which they came."""
    happened = tuple(envelopes)
    acknowledged = _acknowledged(happened, rules.catalogue)
    for envelope in happened:
        match envelope.data:
            case EscalationFired() as event:
                yield _firing(
                    envelope,
                    event,
                    rules,
                    result="fired",
                    late_ms=event.late_ms,
                    reason=event.deferred,
                    alerts=tuple(_alert(alert, acknowledged, rules.catalogue, deliveries) for alert in event.alerts),
                    vacant_posts=vacant_told(event.vacant_posts, rules.catalogue),
                )
            case EscalationDeferred() as event:
                yield _firing(envelope, event, rules, result="deferred", reason=event.reason, until=event.until)
            case EscalationFailed() as event:
                yield _firing(
                    envelope,
                    event,
                    rules,
                    result="failed",
                    late_ms=event.late_ms,
                    reason=event.reason,
                    vacant_posts=vacant_told(event.vacant_posts, rules.catalogue),
                )
            case ToldAtOnce() as event if event.alerts or event.vacant_posts:
                yield Firing(
                    version=envelope.version,
                    step=_news_told(event),
                    result="fired" if event.alerts else "failed",
                    due_at=event.due_at if isinstance(event, InstructionOverdue) else envelope.at,
                    at=envelope.at,
                    late_ms=event.late_ms if isinstance(event, InstructionOverdue) else 0,
                    reason=None,
                    until=None,
                    alerts=tuple(_alert(alert, acknowledged, rules.catalogue, deliveries) for alert in event.alerts),
                    vacant_posts=vacant_told(event.vacant_posts, rules.catalogue),
                )


def alert_ids(envelopes: Iterable[EventEnvelope]) -> Iterator[str]:
    """Every alert that `firings` tells of, so that its deliveries can be looked up."""
    for envelope in envelopes:
        if isinstance(envelope.data, EscalationFired | ToldAtOnce):
            yield from (alert.alert_id for alert in envelope.data.alerts)


def step_told(clock: tuple[str, int], code: str, occurrence: int, policy: Policy | None) -> StepTold:
    """The occurrence of a step on a clock (code, round) as people speak of it."""
    obligation, round_ = clock
    title = title_of(policy, obligation)
    steps = policy.steps_of.get(obligation, ()) if policy else ()
    step = next((step for step in steps if step.step == code), None)
    light = policy.light(step.light) if policy and step else None
    return StepTold(
        obligation=obligation,
        round=round_,
        title_zh=title.zh,
        title_en=title.en,
        step=code,
        occurrence=occurrence,
        light=step.light if step else None,
        light_zh=light.zh if light else None,
        light_en=light.en if light else None,
        instrument=step.instrument.value if step else None,
        instrument_zh=label(step.instrument) if step else None,
        instrument_en=label(step.instrument, "en") if step else None,
    )


def _news_told(event: ToldAtOnce) -> StepTold:
    """Raises LookupError of an event that is no news."""
    news = news_of(event.TYPE, vars(event))
    if news is None:
        raise LookupError(f"{event.TYPE} is no news")
    return news_told(news)


def news_told(news: News) -> StepTold:
    """News as people speak of a step: they are of no clock."""
    about = news.about
    instrument = Instrument(about["instrument"])
    return StepTold(
        obligation=about["obligation"],
        round=about["round"],
        title_zh=news.title_zh,
        title_en=news.title_en,
        step=about["step"],
        occurrence=about["occurrence"],
        light=about["light"],
        light_zh=about["light_zh"],
        light_en=about["light_en"],
        instrument=about["instrument"],
        instrument_zh=label(instrument),
        instrument_en=label(instrument, "en"),
    )


def _firing(
    envelope: EventEnvelope,
    event: EscalationFired | EscalationDeferred | EscalationFailed,
    rules: Rules,
    **came_of_it: Any,
) -> Firing:
    policy = policy_version(rules, event.policy, event.policy_version)
    outcome: dict[str, Any] = {"late_ms": 0, "until": None, "alerts": (), "vacant_posts": (), **came_of_it}
    return Firing(
        version=envelope.version,
        step=step_told((event.obligation, event.round), event.step, event.occurrence, policy),
        due_at=event.due_at,
        at=envelope.at,
        **outcome,
    )


def _acknowledged(envelopes: Iterable[EventEnvelope], catalogue: Catalogue) -> dict[str, Happening]:
    """The first acknowledgement of each alert."""
    found: dict[str, Happening] = {}
    for envelope in envelopes:
        if isinstance(envelope.data, AlertAcknowledged):
            found.setdefault(envelope.data.alert_id, happening(envelope, catalogue))
    return found


def _alert(
    alert: AlertRaised, acknowledged: Mapping[str, Happening], catalogue: Catalogue, deliveries: Deliveries
) -> AlertTold:
    return AlertTold(
        alert_id=alert.alert_id,
        to=recipient_told(
            alert.recipient_person_id, alert.recipient_post, alert.recipient_region, alert.vacant_posts, catalogue
        ),
        acknowledged=acknowledged.get(alert.alert_id),
        deliveries=deliveries.get(alert.alert_id, ()),
    )
