"""Whatever is filtered and however it is sorted, pages show each issue once, marks count them and say where to jump."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.access.scopes import Scope, region_key, reporter_key, unit_key
from ledger.issue.lights import SOON, light_of
from ledger.mongo.connection import Document
from ledger.registry.regions import ancestors
from ledger.store.listing import list_issues
from ledger.store.lists import few
from ledger.store.lists.marks import marks_of
from ledger.store.wanted import IssueFilter, Sort, Source, several
from mobile_schema.vocabulary import Category, Light, Severity, State
from tests.ledger.factories import EVERYWHERE, START

HOME, ELSEWHERE = "140105", "140213"
LAND, OTHER = "140105-natural-resources", "140105-housing"
SCOPES = {
    "everywhere": EVERYWHERE,
    "a county": Scope(frozenset({region_key(HOME)})),
    "a unit": Scope(frozenset({unit_key(OTHER)})),
    "elsewhere, and one's own": Scope(frozenset({region_key(ELSEWHERE), reporter_key("one")})),
}
CLOCKS: tuple[list[Document], ...] = (
    [],
    [{"code": "deploy"}],
    [{"code": "deploy", "ended_at": START, "steps": {"late": {"occurrence": 1}}}, {"code": "feedback"}],
    [{"code": "deploy"}, {"code": "feedback", "steps": {"late": {"occurrence": 1}}}],
)
"""Of the last a step has fired on a clock that runs."""
FILTERS: dict[str, dict[str, Any]] = {
    "all": {},
    "states": {"state": [State.ASSIGNED, State.CLOSED]},
    "categories": {"category": [Category.LAND, Category.FUNDING]},
    "regions": {"region": [HOME, ELSEWHERE]},
    "a region around": {"region": "140100"},
    "a region alone": {"at": "140100"},
    "units": {"unit": [LAND, OTHER]},
    "no unit": {"unit": ""},
    "a unit, or none": {"unit": [LAND, ""]},
    "another's unit": {"unit": LAND},
    "red and yellow": {"light": [Light.RED, Light.YELLOW]},
    "green": {"light": Light.GREEN},
    "red and green": {"light": [Light.RED, Light.GREEN]},
    "every light": {"light": list(Light)},
    "no light": {"light": []},
    "due in a span": {"due_from": START - timedelta(hours=30), "due_before": START + timedelta(hours=10)},
    "green, due in a span": {"light": Light.GREEN, "due_from": START - timedelta(hours=30)},
    "yellow, due in a span": {"light": Light.YELLOW, "due_before": START + timedelta(hours=10)},
    "reported in a span": {"reported_from": START - timedelta(days=7), "reported_before": START},
    "closed in a span": {"closed_from": START - timedelta(days=3), "closed_before": START},
    "changed since": {"updated_from": START - timedelta(hours=5)},
    "severities": {"severity": Severity.MAJOR, "region": HOME},
    "sources": {"source": [Source.INCIDENT, Source.MATTER]},
    "people": {"person": ["staff-1", "staff-2"]},
    "a person within a state": {"person": "staff-1", "state": State.ASSIGNED},
    "named one by one": {"issue": [f"{n * 7919 % 1000:08x}" for n in range(0, 40, 3)] + ["absent"]},
    "named, changed since": {"issue": f"{7919 % 1000:08x}", "updated_from": START - timedelta(hours=5)},
    "escalated": {"escalated": True},
    "not escalated": {"escalated": False, "light": Light.RED},
    "nothing": {"state": []},
}


@pytest.fixture(scope="module")
def issues(database: Any) -> list[Document]:
    """Issues of every kind, some with the same times."""
    database["issues"].delete_many({})
    made = []
    for n in range(120):
        region, state = [HOME, ELSEWHERE, "140100"][n % 3], [*State][n % 5]
        unit = [LAND, OTHER, None][n % 4 % 3]
        made.append(
            {
                "_id": f"{n * 7919 % 1000:08x}",
                "serial": f"{region}-2026-{n:05d}",
                "region": region,
                "ancestors": list(ancestors(region)),
                "scopes": [
                    *(region_key(code) for code in ancestors(region)),
                    *([unit_key(unit)] if unit else []),
                    reporter_key("one" if n % 7 else "two"),
                ],
                "unit_id": unit,
                "state": state.value,
                "category": [*Category][n % 3].value,
                "project_code": "x",
                "severity": [*Severity][n % 5 == 0].value,
                "source": [*Source][n % 3 - n % 2].value,
                **({"person_id": f"staff-{n % 4}"} if n % 3 else {}),
                "obligations": CLOCKS[n % 4],
                "due_at": [None, START + timedelta(hours=n % 11 * 9 - 45)][n % 6 != 0],
                "reported_at": START - timedelta(days=n % 13),
                "updated_at": START - timedelta(hours=n % 17),
                "closed_at": START - timedelta(days=n % 4) if state is State.CLOSED else None,
            }
        )
    database["issues"].insert_many(made)
    database["events"].delete_many({})
    database["events"].insert_many(
        {"_id": f"{issue['_id']}/000001", "issue_id": issue["_id"], "at": issue["updated_at"]} for issue in made
    )
    return made


def matches(issue: Document, scope: Scope, wanted: IssueFilter) -> bool:
    """The same, asked of one issue in Python."""
    light = light_of(State(issue["state"]), issue["due_at"], START)

    def among(value: Any, given: Any) -> bool:
        values = several(given)
        return values is None or value in values

    def between(at: Any, first: Any, end: Any) -> bool:
        if first is None and end is None:
            return True
        return at is not None and (first is None or first <= at) and (end is None or at < end)

    regions = several(wanted.region)
    return (
        scope.meets(issue["scopes"])
        and wanted.at in (None, issue["region"])
        and (regions is None or bool(set(regions) & set(issue["ancestors"])))
        and among(issue["state"], wanted.state)
        and among(issue["category"], wanted.category)
        and among(issue["unit_id"] or "", wanted.unit)
        and among(light, wanted.light)
        and among(issue["severity"], wanted.severity)
        and among(issue["source"], wanted.source)
        and among(issue.get("person_id"), wanted.person)
        and among(issue["_id"], wanted.issue)
        and wanted.escalated in {None, issue["obligations"] == CLOCKS[-1]}
        and between(issue["due_at"], wanted.due_from, wanted.due_before)
        and between(issue["reported_at"], wanted.reported_from, wanted.reported_before)
        and between(issue["closed_at"], wanted.closed_from, wanted.closed_before)
        and between(issue["updated_at"], wanted.updated_from, None)
    )


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("named", FILTERS)
def test_pages_and_marks(database: Any, issues: list[Document], named: str, sort: Sort) -> None:
    wanted = IssueFilter(**FILTERS[named])
    for scope in SCOPES.values():
        expected = {issue["_id"] for issue in issues if matches(issue, scope, wanted)}
        whole = list_issues(database, scope, wanted, START, 500, None, sort).items
        assert [issue["_id"] for issue in whole] == list(dict.fromkeys(issue["_id"] for issue in whole))
        assert {issue["_id"] for issue in whole} == expected
        assert list(whole) == sorted(whole, key=lambda issue: order(issue, sort))
        marks = marks_of(database, scope, wanted, START, 7, sort)
        assert marks.total == len(expected)
        assert len(marks.after) == max(0, (len(expected) - 1) // 7)
        for number, after in enumerate(marks.after, start=1):
            page = list_issues(database, scope, wanted, START, 7, after, sort).items
            assert [issue["_id"] for issue in page] == [issue["_id"] for issue in whole[7 * number :][:7]]


@pytest.mark.parametrize("sort", [Sort.DUE, Sort.REPORTED])
def test_of_many_issues_pages_are_the_same(
    database: Any, issues: list[Document], sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(few, "FEW", 0)
    monkeypatch.setattr(few, "IN_A_SPAN", 0)
    monkeypatch.setattr(few, "_EVENTS", 30)
    for given in FILTERS.values():
        wanted = IssueFilter(**given)
        for scope in SCOPES.values():
            expected = sorted(
                (issue for issue in issues if matches(issue, scope, wanted)), key=lambda issue: order(issue, sort)
            )
            page = list_issues(database, scope, wanted, START, 50, None, sort)
            found = [*page.items]
            while page.next is not None:
                page = list_issues(database, scope, wanted, START, 50, page.next, sort)  # type: ignore[arg-type]
                found += page.items
            assert [issue["_id"] for issue in found] == [issue["_id"] for issue in expected]


@pytest.mark.parametrize("sort", [Sort.UPDATED, Sort.SERIAL, Sort.REGION])
def test_in_other_orders_many_are_not_sorted(
    database: Any, issues: list[Document], sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(few, "FEW", 40)
    with pytest.raises(few.TooManyToSort):
        list_issues(database, EVERYWHERE, IssueFilter(), START, 10, None, sort)
    with pytest.raises(few.TooManyToSort):
        marks_of(database, EVERYWHERE, IssueFilter(), START, 10, sort)
    narrowed = IssueFilter(category=Category.LAND)
    assert len(list_issues(database, EVERYWHERE, narrowed, START, 10, None, sort).items) == 10


def order(issue: Document, sort: Sort) -> tuple[Any, ...]:
    """By what lists are sorted."""
    last = issue["_id"]
    if sort is Sort.DUE:
        return issue["due_at"] is not None, issue["due_at"] or START, last
    if sort in {Sort.UPDATED, Sort.REPORTED}:
        at = issue[f"{sort.value}_at"]
        return START + SOON * 10_000 - at, last
    return issue[sort.value], last
