"""Who holds a post on a day: from–to by local days, absences, deputies; and since when nobody does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.registry.catalogue import Catalogue, Holder
from ledger.registry.entries import Absence, Holding, Post, PostCode
from tests.ledger.factories import RULES

PLACE = "140105"
PERSON = RULES.catalogue.persons["supervisor-140105"]
FIRST = date(2026, 3, 1)
days = st.integers(0, 20).map(lambda n: FIRST + timedelta(days=n))
ends = st.none() | days
holdings = st.builds(Holding, st.sampled_from(["a", "b", "gone"]), ends, ends, st.booleans())
spans = st.tuples(days, days).map(sorted).map(lambda span: Absence(span[0], span[1], "休假"))


def post_of(*holdings: Holding, **absences: tuple[Absence, ...]) -> Catalogue:
    """A registry of one post, whose people are a, b and c."""
    post = Post(PostCode.SUPERVISOR, PLACE, holdings)
    persons = {name: replace(PERSON, id=name, absences=absences.get(name, ())) for name in "abc"}
    return replace(RULES.catalogue, persons=persons, posts={post.id: post})


def on(catalogue: Catalogue, day: date) -> str | None:
    holder = catalogue.holder_on(PostCode.SUPERVISOR, PLACE, day)
    return None if holder is None else f"{holder.person_id}{' 代理' * holder.deputy}"


@pytest.mark.parametrize(("day", "who"), [(1, None), (2, "a"), (4, "a"), (5, "b"), (9, "b")])
def test_both_ends_of_a_holding_are_included(day: int, who: str | None) -> None:
    post = post_of(Holding("a", date(2026, 3, 2), date(2026, 3, 4)), Holding("b", date(2026, 3, 5)))
    assert on(post, date(2026, 3, day)) == who


@pytest.mark.parametrize(("day", "who"), [(1, "a"), (2, "b 代理"), (3, "b 代理"), (4, None), (5, "a")])
def test_while_the_holder_is_absent_the_deputy_is_in_charge_and_then_nobody(day: int, who: str | None) -> None:
    away = (Absence(date(2026, 3, 2), date(2026, 3, 4), "培训"),)
    post = post_of(Holding("b", until=date(2026, 3, 3), deputy=True), Holding("a"), a=away)
    assert on(post, date(2026, 3, day)) == who


def test_a_deputy_who_is_absent_stands_in_for_nobody_and_the_next_one_does() -> None:
    away = (Absence(FIRST, FIRST, "病假"),)
    post = post_of(Holding("a"), Holding("b", deputy=True), Holding("c", deputy=True), a=away, b=away)
    assert on(post, FIRST) == "c 代理"


def test_who_is_no_longer_in_the_registry_is_not_there() -> None:
    assert on(post_of(Holding("gone")), FIRST) is None
    assert on(post_of(Holding("gone"), Holding("b", deputy=True)), FIRST) == "b 代理"


def test_a_day_begins_at_midnight_of_the_zone() -> None:
    post = post_of(Holding("a", since=date(2026, 3, 2)))
    midnight = datetime(2026, 3, 1, 16, tzinfo=UTC)
    for at, zone, who in (
        (midnight - timedelta(milliseconds=1), "Asia/Shanghai", None),
        (midnight, "Asia/Shanghai", Holder("a", deputy=False)),
        (midnight, "UTC", None),
    ):
        assert post.holder(PostCode.SUPERVISOR, PLACE, at, ZoneInfo(zone)) == who
    assert post.holder(PostCode.SUPERVISOR, PLACE, midnight) == Holder("a", deputy=False)


@given(st.lists(holdings, max_size=4), st.lists(spans, max_size=2), st.lists(spans, max_size=2), days)
def test_a_post_is_empty_only_when_nobody_in_office_is_there(
    held: list[Holding], a: list[Absence], b: list[Absence], day: date
) -> None:
    catalogue = post_of(*held, a=tuple(a), b=tuple(b))
    there = [
        holding
        for holding in held
        if (holding.since or day) <= day <= (holding.until or day)
        and holding.person_id != "gone"
        and all(not gone.since <= day <= gone.until for gone in {"a": a, "b": b}[holding.person_id])
    ]
    holder = catalogue.holder_on(PostCode.SUPERVISOR, PLACE, day)
    if holder is None:
        assert not there
    else:
        first = next((holding for holding in there if not holding.deputy), there[0])
        assert (holder.person_id, holder.deputy) == (first.person_id, first.deputy)


def test_a_post_is_empty_since_the_day_after_it_was_last_held_whatever_was_before_and_comes_after() -> None:
    held = (
        Holding("a", until=date(2026, 3, 2)),
        Holding("b", date(2026, 3, 4), date(2026, 3, 9)),
        Holding("a", date(2026, 3, 15), date(2026, 3, 20)),
        Holding("c", date(2026, 3, 21)),
    )
    away = (Absence(date(2026, 3, 8), date(2026, 3, 8), "病假"), Absence(date(2026, 3, 25), date(2026, 3, 26), "病假"))
    catalogue = post_of(*held, b=away[:1], c=away[1:])
    for day, since in ((3, 3), (8, 8), (10, 10), (14, 10), (25, 25), (26, 25)):
        assert catalogue.empty_since(PostCode.SUPERVISOR, PLACE, date(2026, 3, day)) == date(2026, 3, since)


def test_a_post_that_is_not_known_or_was_never_held_is_empty_since_no_day() -> None:
    later = post_of(Holding("a", since=date(2026, 3, 2)), Holding("gone"))
    assert later.empty_since(PostCode.SUPERVISOR, PLACE, FIRST) is None
    assert later.empty_since(PostCode.SUPERVISOR, "140106", FIRST) is None


@given(st.lists(holdings, max_size=4), st.lists(spans, max_size=2), days)
def test_empty_since_is_the_first_day_of_the_last_stretch_without_anyone(
    held: list[Holding], a: list[Absence], day: date
) -> None:
    catalogue = post_of(*held, a=tuple(a))
    if on(catalogue, day) is not None:
        return
    since = catalogue.empty_since(PostCode.SUPERVISOR, PLACE, day)
    before = FIRST - timedelta(days=30) if since is None else since
    stretch = [before + timedelta(days=n) for n in range((day - before).days + 1)]
    assert all(on(catalogue, each) is None for each in stretch)
    assert stretch
    assert since is None or on(catalogue, since - timedelta(days=1)) is not None
