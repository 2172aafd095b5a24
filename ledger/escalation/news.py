"""Knows what is told at once, at any hour, of no clock: a recheck, a report corrected or withdrawn, a reminder, an
instruction that nobody answered.

Its round is 0, as those of clocks begin with 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ledger.escalation.recipients import SUPERVISOR, alert_to, resolve
from ledger.issue.ids import derived_id
from ledger.issue.issue import Issue
from ledger.policy.rules import Rules
from ledger.registry.posts import Resolved
from mobile_schema.events.handling_events import InstructionOverdue, ReminderSent
from mobile_schema.events.report_events import ReportCorrected, ReportWithdrawn
from mobile_schema.events.solving_events import RecheckRecorded
from mobile_schema.labels import label
from mobile_schema.vocabulary import Instrument, Light, RecheckResult, VisitKind


@dataclass(frozen=True, slots=True)
class News:
    """One kind of news: what its alert says where one of the ladder names its step, and what people call it."""

    obligation: str
    step: str
    light: Light
    title_zh: str
    title_en: str
    instrument: Instrument = Instrument.REMINDER

    @property
    def about(self) -> Mapping[str, Any]:
        """The fields of its alert that one of the ladder has of its step."""
        return {
            "obligation": self.obligation,
            "round": 0,
            "step": self.step,
            "occurrence": 1,
            "light": self.light.value,
            "light_zh": label(self.light),
            "light_en": label(self.light, "en"),
            "instrument": self.instrument.value,
            "late_ms": 0,
            "deferred": None,
        }


LOOKED: Final[Mapping[RecheckResult, News]] = {
    RecheckResult.NOT_SOLVED: News(
        VisitKind.RECHECK.value, "not-solved", Light.RED, "复核未解决", "rechecked: not solved"
    ),
    RecheckResult.SOLVED: News(VisitKind.RECHECK.value, "solved", Light.GREEN, "复核已解决", "rechecked: solved"),
}
"""A recheck, by what it found."""
CORRECTED: Final = News("report", "corrected", Light.YELLOW, "上报更正", "report corrected")
WITHDRAWN: Final = News("report", "withdrawn", Light.YELLOW, "上报撤回", "report withdrawn")
REMINDED: Final = News("reminder", "reminded", Light.YELLOW, "催办", "reminded")
NOT_ANSWERED: Final = News(
    "instruction",
    "not-answered",
    Light.RED,
    "批示逾期未回复",
    "instruction not answered in time",
    Instrument.SUPERVISION_ORDER,
)
_ALWAYS: Final[Mapping[str, News]] = {
    ReportCorrected.TYPE: CORRECTED,
    ReportWithdrawn.TYPE: WITHDRAWN,
    ReminderSent.TYPE: REMINDED,
    InstructionOverdue.TYPE: NOT_ANSWERED,
}


def news_of(event_type: str, data: Mapping[str, Any]) -> News | None:
    """What kind of news an event is, by its type and what it says; None of what is told by the ladder or not at all."""
    if event_type == RecheckRecorded.TYPE:
        return LOOKED[RecheckResult(data["result"])]
    return _ALWAYS.get(event_type)


def told(  # noqa: PLR0917 - what is told of which issue, in which words, when, by which rules
    issue: Issue, news: News, texts: tuple[str, str], at: datetime, rules: Rules, knows: str | None = None
) -> dict[str, Any]:
    """What its event says of who was told: the issue's supervisor or the next one up who is there, in these words
    (Chinese, English); else the posts that are empty. Nothing where that is who `knows` it already.
    """
    (to,) = resolve(issue, SUPERVISOR, rules.catalogue, at, rules.regime_of(issue).policy.zone)
    if to.person_id is not None and to.person_id == knows:
        return {}
    return told_to(to, issue, news, texts)


def told_to(to: Resolved, issue: Issue, news: News, texts: tuple[str, str]) -> dict[str, Any]:
    """What its event says of who was told: whoever was found, in these words; else the posts that are empty."""
    if to.person_id is None:
        return {"vacant_posts": to.vacant_posts}
    return {"alerts": (alert_to(to, derived_id(issue.id, f"{news.obligation}/{issue.version + 1}"), texts),)}
