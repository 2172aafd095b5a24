"""Knows what the product asks of collections that grow, one question after another."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from bson import Timestamp

from channels.queue.claiming import LEASE, claim, due_endpoints
from channels.queue.deliveries import DeliveryFilter, list_deliveries
from channels.queue.dispatching import dispatch, dispatch_notices
from ledger.access.scopes import Scope
from ledger.alike.suggesting import similar
from ledger.complaints.keeping import complaints_of, versions_of
from ledger.counting.cells import CATEGORY
from ledger.evidence.uploads import sent_since
from ledger.figures.keeping import Reporting, figures_of_project, report, would_be
from ledger.figures.monthly import figures_of, last_months, month_before, months_reported, silent_between
from ledger.figures.reserve import reserve_of
from ledger.figures.withdrawal.undoing import take_back
from ledger.figures.withdrawal.withdrawing import withdraw
from ledger.imports.listing import page_of_imports
from ledger.imports.looks import page_of_lines
from ledger.imports.row.kept import rows_of_import
from ledger.imports.waiting import claim_commit
from ledger.informants.keeping import reveals
from ledger.intake.receipts import outcomes_of
from ledger.jobs.exports import claim_job, keep_job
from ledger.matters.sets import list_sets, matter_set
from ledger.mongo.connection import Store
from ledger.mongo.figures import Figures
from ledger.mongo.outbox import position_of_events
from ledger.mongo.pages import Key
from ledger.mongo.rule_data import one_moment
from ledger.mongo.shared_clock import SharedClock
from ledger.mongo.slots import ALL_SLOTS
from ledger.permits.keeping import permits_of
from ledger.policy.store import count_open
from ledger.registry.days import CHINA, local_day
from ledger.registry.keeping.history import read_history
from ledger.registry.store import catalogue_since
from ledger.reports.listing import list_reports, refused_reports, seen_of
from ledger.reports.reading import corrected_by
from ledger.reports.wanted import ReportFilter
from ledger.retention.retention import parse_retention, shipped_retention, shipped_text
from ledger.store.alerts import AlertFilter, list_alerts
from ledger.store.archive.candidates import deleted_queries, ended
from ledger.store.by_itself.recomputing import recompute_clocks
from ledger.store.counted.asked import wanted_of
from ledger.store.counted.changed import changed_since
from ledger.store.counted.past import by_day, by_unit, uncounted_by_day
from ledger.store.counted.standing import standing
from ledger.store.listing import (
    count_by_state,
    count_of_project,
    count_overdue,
    ids_within,
    issue_id_of,
    list_firing,
    list_history,
    list_issues,
    next_due,
)
from ledger.store.lists import few
from ledger.store.lists.marks import marks_of
from ledger.store.lists.saved import views_of
from ledger.store.telling.inbox import read_inbox, trays_of
from ledger.store.telling.notices import NoticeFilter, list_notices
from ledger.store.telling.seeing import Told, see_until
from ledger.store.vacancies import list_vacancies
from ledger.store.wanted import IssueFilter, Sort
from mobile_schema.reports.figure import FigureSource, NewFigure
from mobile_schema.vocabulary import Category, Light, State
from oversight.audit.stored import audit
from oversight.audit.verdict import Window
from oversight.projects.following import Followed
from oversight.targets.in_zones import projects_in_zones
from oversight.targets.keeping import figures_of as figures_of_targets
from people import accounts, devices, journal, sessions, tokens
from people.tokens import person_of, revoke_tokens
from stack.checkup.flow import flow
from streams.relay.deadletters import list_dead_letters, replayable_dead_letters
from streams.relay.history import pages_between
from streams.relay.outbox import DEAD_LETTERS, EVENTS, present_moment
from tests.channels.parts import NOW, Post
from tests.ledger.factories import COUNTY, EVERYWHERE, LAND_UNIT, PROJECT, RULES, START, person
from tests.ledger.matters.parts import issues_of, new_matter
from tests.ledger.parts import Ledger
from tests.ledger.stories import reported

PAGE = 20
OF_THE_HEAD = Scope(frozenset({f"u:{LAND_UNIT}"}), "head")
OF_AN_INSPECTOR = Scope(frozenset({"r:140105", "p:inspector-140105-1"}))
PAGE_BEFORE = (START, "x")
LONG_BEFORE = (START - timedelta(hours=1), "x")
SORTS_A_FEW = {
    "the deliverer's look",
    "reported in a span",
    "closed in a span",
    "in a region alone",
    "issues named one by one",
    "archived issues, reported in a span",
    "archived issues, closed in a span",
}
"""The deliveries of one message, twenty at most; issues that a count found to be few (`lists.few`)."""
OLD = "an archived issue"
ARCHIVED_THERE = {"region": "140105", "scopes": ["r:140105"], "state": "closed", "reported_at": START}
BYTES_TOO = parse_retention(shipped_text().replace("delete_after: never", "delete_after: {years: 30}"))
THERE: Mapping[str, Any] = {"regions": ("140105",)}
Ask = Callable[[Ledger], object]


def issues(after: Key | None = None, scope: Scope = EVERYWHERE, **wanted: Any) -> Ask:
    return lambda ledger: list_issues(ledger.store, scope, IssueFilter(**wanted), START, PAGE, after)


def many(after: Key | None = None, **wanted: Any) -> Ask:
    """The latest reports first, where there are more than a few."""

    def ask(ledger: Ledger) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(few, "FEW", 0)
            list_issues(ledger.store, OF_AN_INSPECTOR, IssueFilter(**wanted), START, PAGE, after, Sort.REPORTED)

    return ask


def alerts(after: Key | None = None, scope: Scope = EVERYWHERE, **wanted: Any) -> Ask:
    return lambda ledger: list_alerts(ledger.store, AlertFilter(scope, **wanted), PAGE, after)


def reports(after: Key | None = None, project: str | None = None) -> Ask:
    return lambda ledger: list_reports(ledger.store, OF_AN_INSPECTOR, ReportFilter("x", project), PAGE, after)


def deliveries(after: Key | None = None, **wanted: Any) -> Ask:
    return lambda ledger: list_deliveries(ledger.store, DeliveryFilter(**wanted), PAGE, after)


QUESTIONS: Mapping[str, Ask] = {
    "the figures of a month as of a moment": lambda ledger: list(figures_of(ledger.store, "2026-02", START)),
    "the last figure of every project": lambda ledger: Followed(ledger.store).those(lambda _: True),
    "the projects that are silent": lambda ledger: list(silent_between(ledger.store, "2026-01", "2026-02")),
    "since when a project was silent": lambda ledger: month_before(ledger.store, "2026-140105-30-03-880001", "2026-02"),
    "the last months of projects": lambda ledger: last_months(ledger.store, ["2026-140105-30-03-880001"]),
    "the months of which there are figures": lambda ledger: months_reported(ledger.store),
    "which projects figures gave a name": lambda ledger: judge(ledger, NewFigure(name="路", month="2026-02", **THERE)),
    "what becomes of a figure": lambda ledger: judge(ledger, NewFigure(project=PROJECT, month="2026-02", **THERE)),
    "a month that is withdrawn": lambda ledger: withdrawn(ledger, PROJECT),
    "what a file reported": lambda ledger: taken_back(ledger, "ab" * 32),
    "which projects lie in zones": lambda ledger: projects_in_zones(ledger.store, 2026, START),
    "what was entered of a target": lambda ledger: list(figures_of_targets(ledger.store, target="G3-growth")),
    "what became of the reserve": lambda ledger: list(reserve_of(ledger.store, "2026-02", START)),
    "the permits of a project": lambda ledger: list(permits_of(ledger.store, PROJECT)),
    "the register of complaints": lambda ledger: list(complaints_of(ledger.store, START)),
    "the versions of a complaint": lambda ledger: versions_of(ledger.store, "x"),
    "what was reported of a project": lambda ledger: figures_of_project(ledger.store, PROJECT),
    "whether somebody exports too much at once": lambda ledger: keep_job(ledger.store, "supervisor-140105", (), {}, ""),
    "which export waits": lambda ledger: claim_job(ledger.store, "a process"),
    "where the events end": lambda ledger: position_of_events(ledger.store),
    "what was changed of a unit": lambda ledger: list(read_history(ledger.store, "units", "140105-housing")),
    "what was changed in a county": lambda ledger: list(read_history(ledger.store, regions=["140105"])),
    "issues": issues(),
    "region": issues(region="140100"),
    "unit": issues(unit=LAND_UNIT),
    "project": issues(project=PROJECT),
    "issues of an import": issues(imported_in="0195551a-9b20-7c31-8f4e-2a6d1b9c0e57"),
    "the next issues of an import": issues(PAGE_BEFORE, OF_AN_INSPECTOR, imported_in="x", light=Light.YELLOW),
    "issues that no unit leads": issues(unit=""),
    "what somebody answers for": issues(scope=OF_THE_HEAD, person="staff-140105-natural-resources"),
    "what several people answer for": issues(PAGE_BEFORE, person=["staff-1", "staff-2"], state=State.ACCEPTED),
    "what fires before a moment": lambda ledger: list_firing(ledger.store, OF_AN_INSPECTOR, "140105", START, PAGE),
    "issues named one by one": issues(issue=["one", "another"]),
    "state": issues(state=State.ASSIGNED),
    "category": issues(category=Category.LAND),
    "due": issues(due_before=START),
    "reported in a span": issues(reported_from=START, reported_before=START),
    "closed in a span": issues(region="140105", closed_from=START, closed_before=START),
    "in a region alone": issues(at="140100"),
    "light": issues(light=Light.YELLOW),
    "the next issues": issues(PAGE_BEFORE),
    "the next of a region and a light": issues(PAGE_BEFORE, region="140100", light=Light.YELLOW),
    "the next of a region and a light that moved on": issues(LONG_BEFORE, region="140100", light=Light.YELLOW),
    "alerts": alerts(),
    "recipient": alerts(scope=OF_THE_HEAD, recipient="head"),
    "alerts that somebody may read": alerts(scope=OF_THE_HEAD),
    "alerts of an issue that somebody may read": alerts(scope=OF_THE_HEAD, issue="x"),
    "issues of a unit's people": issues(scope=OF_THE_HEAD),
    "issues of a unit's people in a state": issues(scope=OF_THE_HEAD, state=State.ASSIGNED),
    "issues of an inspector": issues(scope=OF_AN_INSPECTOR),
    "the next issues of an inspector": issues(PAGE_BEFORE, OF_AN_INSPECTOR, light=Light.GREEN),
    "issues of another's unit": issues(scope=OF_AN_INSPECTOR, unit=LAND_UNIT),
    "the latest reports": many(region="140105"),
    "the next of the latest reports": many(PAGE_BEFORE, light=Light.YELLOW),
    "a category within a city": issues(scope=OF_AN_INSPECTOR, category=Category.LAND),
    "how many issues": lambda ledger: standing(ledger.store, wanted_of(OF_AN_INSPECTOR), CATEGORY, START),
    "what happened lately": lambda ledger: by_day(ledger.store, ["r:140105"], START.date(), START.date()),
    "what happened with units": lambda ledger: by_unit(ledger.store, ["r:140105"], "2026-03", "2026-03"),
    "what happened to one's own": lambda ledger: uncounted_by_day(
        ledger.store, {"scopes": "p:inspector-140105-1"}, START, START + timedelta(days=1), CHINA
    ),
    "what changed lately": lambda ledger: changed_since(ledger.store, EVERYWHERE, None, START, START),
    "somebody's views": lambda ledger: views_of(ledger.store, "x"),
    "marks": lambda ledger: marks_of(ledger.store, EVERYWHERE, IssueFilter(), START, PAGE),
    "what somebody sent today": lambda ledger: sent_since(ledger.store, "x", START),
    "alerts of a region": alerts(region="140100"),
    "alerts of an issue": alerts(issue="x"),
    "the next alerts of a region": alerts(PAGE_BEFORE, region="140100"),
    "an inbox of a unit's head": lambda ledger: inbox(ledger, "head-140105-natural-resources"),
    "an inbox of who signed for it": lambda ledger: inbox(ledger, "staff-140105-natural-resources"),
    "an inbox of a supervisor": lambda ledger: inbox(ledger, "supervisor-140100"),
    "notices": lambda ledger: list_notices(ledger.store, NoticeFilter("x"), PAGE),
    "the next notices": lambda ledger: list_notices(ledger.store, NoticeFilter("x"), PAGE, PAGE_BEFORE),
    "all notices seen": lambda ledger: see_until(ledger.store, Told.NOTICES, "x", START, START),
    "all alerts seen": lambda ledger: see_until(ledger.store, Told.ALERTS, "x", START, START),
    "vacancies": lambda ledger: list(list_vacancies(ledger.store, RULES.catalogue, START)),
    "sweep": lambda ledger: ledger.sweep(),
    "provisional": lambda ledger: recompute_clocks(ledger.store, ledger.clock, RULES),
    "history": lambda ledger: list_history(ledger.store, "x"),
    "reports of a project": reports(project=PROJECT),
    "the next reports of a project": reports(PAGE_BEFORE, project=PROJECT),
    "reports of one's own": reports(),
    "somebody's refused reports": lambda ledger: refused_reports(ledger.store, "x", PAGE, None),
    "what corrects some reports": lambda ledger: corrected_by(ledger.store, ["x", "y"]),
    "what was seen of a project": lambda ledger: seen_of(ledger.store, EVERYWHERE, PROJECT),
    "issues of a project by state": lambda ledger: count_of_project(ledger.store, EVERYWHERE, PROJECT),
    "receipts": lambda ledger: outcomes_of(ledger.store, ["x", "y"]),
    "token": lambda ledger: person_of(ledger.store, "x"),
    "clock": lambda ledger: SharedClock(ledger.store).move(START),
    "deliveries": deliveries(),
    "deliveries of an alert": deliveries(alert="x"),
    "deliveries in a state": deliveries(state="failed"),
    "deliveries to an endpoint": deliveries(endpoint="x"),
    "the next deliveries to an endpoint": deliveries(PAGE_BEFORE, endpoint="x"),
    "issues by state": lambda ledger: count_by_state(ledger.store),
    "issues overdue": lambda ledger: count_overdue(ledger.store, START),
    "when the next step is due": lambda ledger: next_due(ledger.store),
    "issues under each policy": lambda ledger: count_open(ledger.store),
    "dead letters": lambda ledger: list(list_dead_letters(ledger.store)),
    "dead letters, also replayed": lambda ledger: list(list_dead_letters(ledger.store, replayed=True)),
    "dead letters to replay": lambda ledger: replayable_dead_letters(ledger.store, limit=PAGE),
    "tokens of a person": lambda ledger: tokens.listed(ledger.store, "x"),
    "all tokens": lambda ledger: tokens.listed(ledger.store),
    "tokens to end": lambda ledger: revoke_tokens(ledger.store, "x", START),
    "a session": lambda ledger: sessions.sessions_of(ledger.store, ["x"], START),
    "sessions of a person": lambda ledger: sessions.listed(ledger.store, START, "x"),
    "all sessions": lambda ledger: sessions.listed(ledger.store, START),
    "a device by its access": lambda ledger: devices.devices_of(ledger.store, ["x"], START),
    "devices of a person": lambda ledger: devices.listed(ledger.store, START, "x"),
    "whom a sign-on's subject is": lambda ledger: accounts.person_with(ledger.store, "x"),
    "the journal": lambda ledger: journal.lines(ledger.store, PAGE),
    "the journal of a person": lambda ledger: journal.lines(ledger.store, PAGE, PAGE_BEFORE, person_id="x"),
    "the journal of a kind": lambda ledger: journal.lines(ledger.store, PAGE, what=journal.What.DEVICE_COPIED),
    "figures": lambda ledger: list(Figures(ledger.store, ledger.clock).collect()),
    "checkup": lambda ledger: list(flow(ledger.store, ledger.clock)),
    "what may be the same as an issue of a project": lambda ledger: similar(ledger.store, EVERYWHERE, reported().issue),
    "what may be the same as a matter": lambda ledger: similar(ledger.store, EVERYWHERE, issues_of(new_matter())[0]),
    "a set of matters": lambda ledger: matter_set(ledger.store, EVERYWHERE, "x"),
    "imports": lambda ledger: page_of_imports(ledger.store, PAGE, None, lambda _: True),
    "imports after one": lambda ledger: page_of_imports(ledger.store, PAGE, PAGE_BEFORE, lambda _: True),
    "which commit waits": lambda ledger: claim_commit(ledger.store, "a process"),
    "rows of an import": lambda ledger: rows_of_import(ledger.store, "x"),
    "rows of a check": lambda ledger: page_of_lines(ledger.store, "x", "y", (), PAGE, "7"),
    "faulty rows of a check": lambda ledger: page_of_lines(ledger.store, "x", "y", ("fault",), PAGE, "7"),
    "sets of matters": lambda ledger: list_sets(ledger.store, EVERYWHERE, PAGE, PAGE_BEFORE),
    "who looked at an informant": lambda ledger: reveals(
        ledger.store, "140105-2026-00001", person(COUNTY), PAGE, PAGE_BEFORE, at=START
    ),
    "an issue by its 编号": lambda ledger: issue_id_of(ledger.store, "140105-2026-00001"),
    "issues by their 编号": lambda ledger: ids_within(
        ledger.store, EVERYWHERE, ["140105-2026-00001", "140105-2020-00001"]
    ),
    "the deliverer's look": lambda ledger: look_at_deliveries(ledger.store),
    "what relays missed": lambda ledger: missed(ledger.store),
    "what rules are made of, since a version": lambda ledger: catalogue_since_now(),
    "audit": lambda ledger: audit(ledger.store, Window.of(START, None, START)),
    "archived issues": issues(archived=True),
    "the latest reports in the archive": many(archived=True),
    "archived issues, reported in a span": issues(archived=True, reported_from=START, reported_before=START),
    "archived issues, closed in a span": issues(archived=True, closed_from=START, closed_before=START),
    "archived issues of a region": issues(archived=True, region="140100"),
    "archived issues of a project": issues(archived=True, project=PROJECT, state=State.CLOSED),
    "an archived issue by its 编号": lambda ledger: issue_id_of(ledger.store, "140105-2020-00001"),
    "alerts of an archived issue": alerts(issue=OLD),
    "what may go to the archive": lambda ledger: list(ended(ledger.store, shipped_retention(), START)),
    "what is over": lambda ledger: [
        list(ledger.store[name].find(query)) for name, query in deleted_queries(BYTES_TOO, START)
    ],
}
"""What the product asks of collections that grow, by what it is asked for."""


def judge(ledger: Ledger, figure: NewFigure) -> None:
    """What would become of a project's figure."""
    would_be(ledger.store, [figure], Reporting("someone", START, RULES.catalogue, RULES.zone))


def withdrawn(ledger: Ledger, project: str) -> None:
    """What is asked to withdraw a month, and of silence and months once one is."""
    reporting = Reporting("someone", START, RULES.catalogue, RULES.zone)
    report(ledger.store, [NewFigure(project=project, month="2025-12", **THERE)], reporting)
    withdraw(ledger.store, project, "2025-12", "x", reporting)
    last_months(ledger.store, [project])
    months_reported(ledger.store)


def taken_back(ledger: Ledger, sha256: str) -> None:
    """What is asked to take a whole file back."""
    reporting = Reporting("someone", START, RULES.catalogue, RULES.zone)
    said = NewFigure(project=PROJECT, month="2025-11", source=FigureSource(sha256=sha256), **THERE)
    report(ledger.store, [said], reporting)
    take_back(ledger.store, sha256, reporting)


def inbox(ledger: Ledger, person_id: str) -> None:
    """What an inbox asks; each of its parts has something."""
    person = RULES.catalogue.persons[person_id]
    trays = trays_of(person, RULES.catalogue, local_day(START))
    read_inbox(ledger.store, person, trays, PAGE, START)


def look_at_deliveries(store: Store) -> None:
    """What a deliverer asks: what is new, what is due for whom, and what was begun and goes again as it was."""
    post = Post(store)
    post.endpoint("https://example.org/hook")
    post.alerts(*range(1, 9))
    post.notices(*range(1, 9))
    dispatch(store, NOW)
    dispatch_notices(store, NOW, CHINA)
    for at in (NOW, NOW + LEASE, NOW + 2 * LEASE):
        for endpoint in due_endpoints(store, at):
            assert claim(store, endpoint, at)


def catalogue_since_now() -> None:
    """What a process asks once the version has moved."""
    with one_moment() as moment:
        catalogue_since(moment, 0, RULES.catalogue)


def missed(store: Store) -> None:
    """What a relay asks when no stream goes on from its mark."""
    now = present_moment(store)
    for collection in (EVENTS, DEAD_LETTERS):
        list(pages_between(store, collection, ALL_SLOTS, Timestamp(100, 0), now))
