"""Knows a small world in which every text, name, id and hash of an issue is a canary of that issue alone.

Two cities with two counties each; in each county an issue in every state, its people, a file and an alert. Who should
see what is worked out here from the people and the issues, not by the code under test.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings
from ledger.evidence.files import keep_attachment
from ledger.evidence.kinds import examine
from ledger.evidence.uploads import note_upload
from ledger.informants.keeping import keep
from ledger.informants.words import Informant
from ledger.intake.taking import take_in
from ledger.issue.issue import Issue
from ledger.issue.words.assigning import Accept
from ledger.issue.words.command import Command
from ledger.issue.words.setting_aside import Merge
from ledger.mongo.connection import Store
from ledger.mongo.positions import stored_offsets
from ledger.mongo.shared_clock import SharedClock
from ledger.policy.rules import GivenRules, Rules
from ledger.registry.actors import Actor, actor_of
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Person
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import enter
from ledger.store.by_itself.sweep import sweep
from ledger.store.carrying_out import Asked, execute
from ledger.store.counted.recounting import count_anew
from ledger.store.listing import load_issue
from mobile_schema.topics import SITE_VISITS
from mobile_schema.vocabulary import Level, Role, State
from people.tokens import issue_token
from tests import factories as phone
from tests.api.parts import running
from tests.ledger.factories import RULES, record, sample_command, visit
from tests.pictures import picture
from tests.plain_http import PLAIN
from tests.samples import with_samples
from tests.signing import key_file
from tests.streams.parts import until

CITIES: Final = {"140100": ("140105", "140106"), "140200": ("140213", "140214")}
COUNTIES: Final = tuple(county for counties in CITIES.values() for county in counties)
HOME, HOME_CITY = "140105", "140100"
_TO: Final[dict[State, tuple[str, ...]]] = {
    State.ASSIGNED: (),
    State.DECLINED: ("decline",),
    State.ACCEPTED: ("accept",),
    State.IN_PROGRESS: ("accept", "report-progress"),
    State.CLOSURE_REQUESTED: ("accept", "report-progress", "request-closure"),
    State.RETURNED: ("accept", "report-progress", "request-closure", "return-closure"),
    State.CLOSED: ("accept", "report-progress", "request-closure", "approve-closure"),
    State.REOPENED: ("accept", "report-progress", "request-closure", "approve-closure", "reopen"),
    State.SUSPENDED: ("accept", "report-progress", "suspend"),
    State.MERGED: ("accept", "merge"),
    State.VOIDED: ("accept", "void"),
}
TOLD: Final = (State.ASSIGNED, State.DECLINED, State.VOIDED)
"""The states whose issues an informant told of."""
_BY_UNIT: Final = ("accept", "decline", "report-progress", "request-closure")


def lead_of(county: str) -> str:
    """The unit that the land issues of a county go to."""
    return f"{county}-natural-resources"


def _person(person_id: str, role: Role, region: str, unit: str | None = None, level: Level | None = None) -> Person:
    return Person(person_id, f"姓名-{person_id}", role, unit, region, level)


PERSONAS: Final = {
    "inspector": _person("inspector-of-home", Role.INSPECTOR, HOME),
    "unit_staff": _person("staff-of-home", Role.UNIT_STAFF, HOME, lead_of(HOME)),
    "county": _person("county-of-home", Role.SUPERVISOR, HOME, None, Level.COUNTY),
    "city": _person("city-of-home", Role.SUPERVISOR, HOME_CITY, None, Level.CITY),
    "province": _person("province-itself", Role.SUPERVISOR, "140000", None, Level.PROVINCE),
    "auditor": _person("auditor-of-home", Role.AUDITOR, HOME),
    "admin": _person("admin-of-home", Role.ADMIN, HOME),
    "security": _person("security-of-home", Role.SECURITY, HOME),
}
"""One person for each column of the table."""
ELSEWHERE: Final = _person("reporter-from-afar", Role.INSPECTOR, "140403")
"""The ninth: reads only what they reported themselves, wherever that was."""


_REPORTERS: Final = {
    **{(county, State.ACCEPTED): ELSEWHERE.id for county in COUNTIES},
    ("140213", State.DECLINED): PERSONAS["inspector"].id,
}
"""Those who reported where they are not of; elsewhere it is an inspector of the county."""


@dataclass(frozen=True)
class Case:
    """An issue of the world with what nobody out of its scope may ever read."""

    id: str
    serial: str
    state: State
    county: str
    reporter: str
    report_id: str
    sha256: str
    canaries: frozenset[str]


@dataclass
class World:
    """The ledger, the app on it, and a client for each persona."""

    store: Store
    rules: Rules
    clock: SharedClock
    url: str = ""
    cases: list[Case] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    informants: set[str] = field(default_factory=set)
    """What nobody reads of those who told, unless they ask for it."""

    def client(self, persona: str) -> httpx.Client:
        """A client that speaks for a persona, or for anybody else by their id."""
        if persona not in self.tokens:
            self.tokens[persona] = issue_token(self.store, persona, datetime.now(UTC))
        headers = {"Authorization": f"Bearer {self.tokens[persona]}"}
        return httpx.Client(base_url=self.url, headers=headers, **PLAIN)

    def enter(self, person: Person) -> None:
        """Someone who comes later, or to another post."""
        enter(self.store, replace(_nothing(), persons={person.id: person}))

    def case(self, county: str, state: State) -> Case:
        """The issue of a county in a state."""
        return next(each for each in self.cases if (each.county, each.state) == (county, state))


@contextmanager
def world(store: Store, mongo_url: str) -> Iterator[World]:
    """A world on an empty store, served."""
    made = World(store, _rules(), SharedClock(store))
    with_samples(store)
    enter(store, replace(_nothing(), persons=_people(), projects=_projects()))
    _fill(made)
    count_anew(store, made.rules)
    for name, person in {**PERSONAS, "afar": ELSEWHERE}.items():
        made.tokens[name] = issue_token(store, person.id, datetime.now(UTC))
    with TemporaryDirectory() as folder:
        settings = Settings(
            mongo_url=mongo_url,
            kafka="127.0.0.1:1",
            clock="movable",
            intake_key=key_file(),
            search=Path(folder),
        )
        with running(create_app(settings, publisher=NullPublisher(), store=store)) as url:
            made.url = url
            with made.client("county") as client:
                until(lambda: client.get("/v1/issues", params={"q": "描述"}).status_code == 200)
            yield made


def _nothing() -> Catalogue:
    """A registry to put entries in."""
    shipped = load_catalogue(samples=True)
    return replace(shipped, regions={}, units={}, zones={}, projects={}, persons={}, posts={})


def _people() -> dict[str, Person]:
    locals_ = [
        person
        for county in COUNTIES
        for person in (
            _person(f"worker-{county}", Role.UNIT_STAFF, county, lead_of(county)),
            _person(f"decider-{county}", Role.SUPERVISOR, county, None, Level.COUNTY),
            _person(f"looker-{county}", Role.INSPECTOR, county),
        )
    ]
    return {person.id: person for person in (*locals_, *PERSONAS.values(), ELSEWHERE)}


def _projects() -> dict[str, Any]:
    sample = next(iter(load_catalogue(samples=True).projects.values()))
    codes = {county: f"2026-{county}-30-03-880001" for county in COUNTIES}
    return {
        code: replace(sample, code=code, name_zh=f"项目-{county}", level=Level.COUNTY, regions=(county,))
        for county, code in codes.items()
    }


def _rules() -> Rules:
    catalogue = RULES.catalogue
    return replace(
        RULES,
        catalogue=replace(
            catalogue,
            persons={**catalogue.persons, **_people()},
            projects={**catalogue.projects, **_projects()},
        ),
    )


def _fill(made: World) -> None:
    stored_offsets(made.store, {(SITE_VISITS.name, 0): 0})
    offset = 0
    for county in COUNTIES:
        for state in (*_TO, State.REPORTED):
            reporter = _REPORTERS.get((county, state), f"looker-{county}")
            issue = _reported(made, county, state, reporter, offset)
            made.cases.append(_led(made, issue, county, state))
            offset += 1
    made.clock.move(made.clock.now() + timedelta(days=12))
    while sweep(made.store, made.clock, made.rules).fired:
        """Until nothing is due any more: each open issue has alerts."""
    some = made.store["alerts"].find_one({"issue_id": made.case(HOME, State.ASSIGNED).id})
    assert some is not None
    own = [some | {"_id": f"to-{each.id}", "recipient_person_id": each.id} for each in PERSONAS.values()]
    made.store["alerts"].insert_many(own)
    made.cases = [_with_alerts(made.store, case) for case in made.cases]
    for case in made.cases:
        if case.state in TOLD:
            _tell(made, case)


def informant_of(case: Case) -> dict[str, str]:
    """Who told of an issue, each word a canary."""
    return {what: f"{what}-线索人-{case.county}-{case.state}" for what in ("name", "phone", "contact", "note")}


def _tell(made: World, case: Case) -> None:
    said, by = informant_of(case), acting(made.rules.catalogue.persons[f"decider-{case.county}"])
    keys = key_file().with_name("informant")
    keep(made.store, keys, case.id, Informant.model_validate(said), by, at=made.clock.now())
    made.informants.update(said.values())


def _reported(made: World, county: str, state: State, reporter: str, offset: int) -> Issue:
    photo = picture(size=(40 + offset, 30))
    sha256 = hashlib.sha256(photo).hexdigest()
    keep_attachment(made.store, examine(sha256, BytesIO(photo), "image/jpeg"))
    note_upload(made.store, sha256, reporter, len(photo), datetime.now(UTC))
    finding = phone.finding(
        category="other" if state is State.REPORTED else "land",
        description=f"描述-{county}-{state}",
        measure_proposed=f"措施-{county}-{state}",
        attachments=[sha256],
    )
    report = visit(
        finding,
        project=f"2026-{county}-30-03-880001",
        attachments=[phone.attachment(sha256=sha256, bytes=len(photo))],
    )
    plans = take_in(made.store, [record(report, offset=offset, reporter=reporter)], made.clock, GivenRules(made.rules))
    refused = [(letter.reason, letter.detail, letter.faults) for plan in plans for letter in plan.dead]
    assert not refused, refused
    (change,) = (change for plan in plans for change in plan.changes.values())
    return change.issue


def _led(made: World, issue: Issue, county: str, state: State) -> Case:
    worker, decider = f"worker-{county}", f"decider-{county}"
    note_upload(made.store, phone.SHA, worker, len(phone.PHOTO), datetime.now(UTC))
    keep_attachment(made.store, examine(phone.SHA, BytesIO(phone.PHOTO), "image/jpeg"))
    for name in _TO.get(state, ()):
        who = actor_of(made.rules.catalogue.persons[worker if name in _BY_UNIT else decider])
        command = _told(made, name, issue, county, state)
        issue = execute(made.store, Asked(issue.id, command, who), clock=made.clock, rules=made.rules)
    return Case(
        issue.id,
        issue.serial,
        state,
        county,
        issue.reporter,
        issue.report_id,
        issue.attachments[0],
        frozenset({issue.id, issue.serial, issue.report_id, issue.attachments[0], f"{county}-{state}"}),
    )


def _told(made: World, name: str, issue: Issue, county: str, state: State) -> Command:
    command = sample_command(name, issue, made.clock.now())
    if isinstance(command, Accept):
        return Accept(person_id=f"worker-{county}")
    if isinstance(command, Merge):
        into = made.case(county, State.IN_PROGRESS).id
        return Merge(into=into, reason=f"并案-{county}-{state}")
    texts = {
        field_name: f"{name}-{county}-{state}"
        for field_name in ("reason", "note", "statement", "measures")
        if field_name in type(command).model_fields
    }
    return command.model_copy(update=texts)


def _with_alerts(store: Store, case: Case) -> Case:
    alerts = {alert["_id"] for alert in store["alerts"].find({"issue_id": case.id}, {"_id": 1})}
    return replace(case, canaries=case.canaries | alerts)


def acting(person: Person) -> Actor:
    """The persona as an actor."""
    return actor_of(person)


def reload(made: World, case: Case) -> Issue:
    """The issue as stored."""
    return load_issue(made.store, case.id)
