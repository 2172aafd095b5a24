"""Knows what a supervision slip (督办单) looks like in an answer; tests hold the answers to these."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from api.http.views import View
from api.resources.issues.views import IssueSummary
from mobile_schema.events.matter_events import Paper


class OriginView(View):
    """Where an issue comes from: a visit, an incident, or a matter with its document; by whom and when."""

    source: str
    title_zh: str
    by: str
    by_name: str | None
    at: AwareDatetime
    paper: Paper | None


class PartyView(View):
    """A unit or a supervising region, and who answers for it there: the person in charge, or who holds its post.

    Telephones are there for who may read their entries of the registry.
    """

    id: str
    name_zh: str | None
    name_en: str | None
    phone: str | None
    person_id: str | None
    person_name: str | None
    person_phone: str | None


class EvidenceAsked(View):
    """A kind of evidence that striking off demands."""

    kind: str
    name_zh: str
    name_en: str
    photo: bool


class TellingView(View):
    """One recipient of a step, by which ways beside the app, and when they acknowledged."""

    person_id: str | None
    person_name: str | None
    title_zh: str
    title_en: str
    channels: list[str]
    acknowledged_at: AwareDatetime | None


class RungView(View):
    """One step of the ladder that was taken: the paper that it amounts to, and whom it told."""

    at: AwareDatetime
    due_at: AwareDatetime
    title_zh: str
    title_en: str
    light: str | None
    light_zh: str | None
    instrument: str | None
    instrument_zh: str | None
    result: Literal["fired", "deferred", "failed"]
    to: list[TellingView]


class OrderView(View):
    """An instruction (批示), with the replies to it; one of no number is a reply that a unit gave by itself."""

    number: int | None
    at: AwareDatetime
    by: str
    by_name: str | None
    unit_id: str | None
    note: str
    due_at: AwareDatetime | None
    title_zh: str


class SlipView(IssueSummary):
    """A slip: the line of the ledger, and what a paper about it says besides.

    `number` is the 编号 with the version of the issue: the same number, the same state of the issue. `dated_on` is the
    local day. `orders` are instructions and replies in their order, `ladder` what was told so far.
    """

    number: str = Field(examples=["140105-2026-00002-7"])
    dated_on: date
    as_of: AwareDatetime
    measure_proposed: str | None
    origin: OriginView
    lead: PartyView | None
    supporting: list[PartyView]
    supervisor: PartyView | None
    demand: str | None
    due_on: date | None
    evidence: list[EvidenceAsked]
    orders: list[OrderView]
    ladder: list[RungView]
