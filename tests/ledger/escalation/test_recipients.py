"""Who gets an alert: the post's holder at the time it fires; an empty post passes upward and is named."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as altered
from pydantic import ValidationError

from ledger.escalation.due import due_steps
from ledger.escalation.firing import alert_id, fire
from ledger.escalation.recipients import resolve, resolve_all
from ledger.issue.issue import Issue
from ledger.policy.ladder import Recipient
from ledger.policy.versions import shipped_policies
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Absence, Holding, Post, PostCode
from ledger.registry.posts import Resolved
from mobile_schema.vocabulary import Category, Level, State
from tests.ledger.factories import (
    CITY,
    CITY_PROJECT,
    COUNTY,
    LAND_UNIT,
    OTHER_UNIT,
    PROVINCE,
    RULES,
    START,
    in_state,
    reported,
)

POLICY = shipped_policies().newest()
RESPONSIBLE = Recipient(post="responsible_person")
UNIT_HEAD = Recipient(post="unit_head")
SUPPORTING = Recipient(post="responsible_person", of="supporting")
HEAD, STAFF = f"head-{LAND_UNIT}", f"staff-{LAND_UNIT}"
TODAY = START.date()


def supervisor(level: Any) -> Recipient:
    return Recipient(post="supervisor", level=level)


def held(place: str, *holdings: Holding, code: PostCode = PostCode.SUPERVISOR) -> Post:
    return Post(code, place, holdings)


def vacant(*posts: str) -> Catalogue:
    """The registry with nobody in these posts."""
    empty = {post: replace(RULES.catalogue.posts[post], holders=()) for post in posts}
    return replace(RULES.catalogue, posts={**RULES.catalogue.posts, **empty})


def resolved(issue: Issue, recipient: Recipient, *empty: str) -> Resolved:
    (to,) = resolve(issue, recipient, vacant(*empty), START)
    return to


def away(*people: str, on: date = TODAY) -> Catalogue:
    """The registry with these people absent on a day."""
    persons = RULES.catalogue.persons
    gone = {name: replace(persons[name], absences=(Absence(on, on, "出差"),)) for name in people}
    return replace(RULES.catalogue, persons={**persons, **gone})


def supported_by(*units: str) -> Issue:
    """An issue with supporting units, the lead its usual one."""
    return altered(in_state(State.ACCEPTED).issue, supporting_unit_ids=units)


@pytest.mark.parametrize(
    ("level", "region", "who"),
    [(Level.COUNTY, "140105", COUNTY), (Level.CITY, "140100", CITY), (Level.PROVINCE, "140000", PROVINCE)],
)
def test_each_level_is_the_supervisor_of_that_level_over_the_place(level: Level, region: str, who: str) -> None:
    assert resolved(reported().issue, supervisor(level)) == Resolved(who, "supervisor", level, region, ())


def test_the_responsible_person_is_the_one_the_unit_named() -> None:
    to = resolved(in_state(State.ACCEPTED).issue, RESPONSIBLE)
    assert (to.person_id, to.post, to.vacant_posts) == (HEAD, "responsible_person", ())


def test_until_the_unit_names_one_it_is_its_head() -> None:
    to = resolved(reported().issue, RESPONSIBLE)
    assert (to.person_id, to.post, to.vacant_posts) == (HEAD, "unit_head", ())


def test_an_empty_post_passes_upward_and_is_named() -> None:
    issue = reported().issue
    to = resolved(issue, supervisor(Level.COUNTY), "supervisor:140105")
    assert to == Resolved(CITY, "supervisor", Level.CITY, "140100", ("supervisor@140105",))
    to = resolved(issue, supervisor(Level.COUNTY), "supervisor:140105", "supervisor:140100")
    assert to == Resolved(PROVINCE, "supervisor", Level.PROVINCE, "140000", ("supervisor@140105", "supervisor@140100"))


def test_a_unit_without_a_head_passes_to_the_county() -> None:
    to = resolved(reported().issue, RESPONSIBLE, f"unit_head:{LAND_UNIT}")
    assert (to.person_id, to.vacant_posts) == (COUNTY, (f"unit_head@{LAND_UNIT}",))


def test_when_every_post_is_empty_the_alert_is_still_raised_and_names_them_all() -> None:
    issue = reported().issue
    everyone = ("unit_head:" + LAND_UNIT, "supervisor:140105", "supervisor:140100", "supervisor:140000")
    to = resolved(issue, RESPONSIBLE, *everyone)
    assert to.person_id is None
    assert to.vacant_posts == (
        f"unit_head@{LAND_UNIT}",
        "supervisor@140105",
        "supervisor@140100",
        "supervisor@140000",
    )


def test_a_post_the_registry_does_not_know_is_empty() -> None:
    catalogue = replace(RULES.catalogue, posts={})
    (to,) = resolve(reported().issue, supervisor(Level.PROVINCE), catalogue, START)
    assert (to.person_id, to.vacant_posts) == (None, ("supervisor@140000",))


def test_a_higher_post_is_never_passed_down() -> None:
    to = resolved(reported().issue, supervisor(Level.PROVINCE), "supervisor:140000")
    assert (to.person_id, to.vacant_posts) == (None, ("supervisor@140000",))


def test_a_citys_own_issue_has_no_county_and_none_is_missing() -> None:
    issue = reported(project=CITY_PROJECT).issue
    assert resolved(issue, supervisor(Level.COUNTY)) == Resolved(CITY, "supervisor", Level.CITY, "140100", ())


def test_a_county_under_the_province_itself_has_no_city_and_none_is_missing() -> None:
    """省直辖县级行政区划: Shanxi has none, other provinces do."""
    posts = {post.id: post for post in (held("429004", Holding(COUNTY)), held("420000", Holding(PROVINCE)))}
    catalogue = replace(RULES.catalogue, posts=posts)
    issue = altered(reported().issue, region="429004")
    levels = (Level.COUNTY, Level.CITY, Level.PROVINCE, "above")
    found = [to for level in levels for to in resolve(issue, supervisor(level), catalogue, START)]
    assert [to.person_id for to in found] == [COUNTY, PROVINCE, PROVINCE, PROVINCE]
    assert {to.vacant_posts for to in found} == {()}


def test_an_issue_in_triage_has_nobody_responsible_and_goes_to_the_supervisors() -> None:
    to = resolved(reported(Category.OTHER).issue, RESPONSIBLE)
    assert (to.person_id, to.post, to.vacant_posts) == (COUNTY, "supervisor", ())


def test_who_holds_the_post_is_asked_when_it_fires() -> None:
    story = reported().wait(days=2)
    fired = {event.step: event.alerts[0].recipient_person_id for event in story.sweep()}
    assert fired == {"deploy-person": HEAD, "deploy-county": COUNTY}
    handed_over = story.now.date() + timedelta(days=1)
    post = held("140100", Holding(CITY, until=handed_over), Holding(PROVINCE, since=handed_over + timedelta(days=1)))
    catalogue = replace(RULES.catalogue, posts={**RULES.catalogue.posts, post.id: post})
    moments = [story.now + timedelta(days=days) for days in (0, 1, 2)]
    found = [resolve(story.issue, supervisor(Level.CITY), catalogue, at)[0] for at in moments]
    assert [to.person_id for to in found] == [CITY, CITY, PROVINCE]


def test_the_empty_posts_stay_on_the_issue() -> None:
    nowhere = reported()
    assert nowhere.issue.vacant_posts == ()
    nowhere.issue = altered(nowhere.issue, region="140181")
    nowhere.wait(days=3).sweep()
    assert nowhere.issue.vacant_posts == ("supervisor@140181",)


@pytest.mark.parametrize(
    "said",
    [
        {"post": "supervisor"},
        {"post": "responsible_person", "level": "county"},
        {"post": "unit_head", "level": "above"},
        {"post": "supervisor", "level": "village"},
        {"post": "supervisor", "level": "city", "of": "supporting"},
        {"post": "mayor"},
        {"post": "unit_head", "of": "anyone"},
    ],
)
def test_a_recipient_that_means_nobody_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Recipient.model_validate(said)


@pytest.mark.parametrize(
    ("supervising", "level", "who"),
    [
        (Level.COUNTY, "supervising", COUNTY),
        (Level.COUNTY, "above", CITY),
        (Level.CITY, "supervising", CITY),
        (Level.CITY, "above", PROVINCE),
        (Level.PROVINCE, "supervising", PROVINCE),
        (Level.PROVINCE, "above", PROVINCE),
        (None, "supervising", COUNTY),
        (None, "above", CITY),
    ],
)
def test_levels_may_be_relative_to_the_one_that_supervises(supervising: Level | None, level: str, who: str) -> None:
    issue = altered(reported().issue, supervising_level=supervising)
    assert resolved(issue, supervisor(level)).person_id == who


def test_the_head_may_be_told_although_someone_is_named() -> None:
    story = reported()
    issue = altered(story.issue, person_id=STAFF)
    assert resolved(issue, UNIT_HEAD).person_id == HEAD
    assert resolved(issue, RESPONSIBLE).person_id == STAFF


def test_a_responsible_person_who_is_absent_or_has_left_passes_to_the_head_and_is_named() -> None:
    issue = altered(in_state(State.ACCEPTED).issue, person_id=STAFF)
    left = {name: known for name, known in RULES.catalogue.persons.items() if name != STAFF}
    for catalogue in (away(STAFF), replace(RULES.catalogue, persons=left)):
        (to,) = resolve(issue, RESPONSIBLE, catalogue, START)
        assert (to.person_id, to.post) == (HEAD, "unit_head")
        assert to.vacant_posts == (f"responsible_person@{LAND_UNIT}",)
    (back,) = resolve(issue, RESPONSIBLE, away(STAFF), START + timedelta(days=1))
    assert (back.person_id, back.vacant_posts) == (STAFF, ())


def test_a_deputy_is_told_as_one_and_the_post_is_not_empty() -> None:
    post = held("140105", Holding(COUNTY), Holding(CITY, deputy=True))
    catalogue = replace(away(COUNTY), posts={**RULES.catalogue.posts, post.id: post})
    (to,) = resolve(reported().issue, supervisor(Level.COUNTY), catalogue, START)
    assert to == Resolved(CITY, "supervisor", Level.COUNTY, "140105", (), deputy=True)


def test_the_day_is_that_of_the_zone_passed_in() -> None:
    """Sixteen hours UTC is midnight in Shanxi: the absence begins there a third of a day before it does in UTC."""
    catalogue, night = away(COUNTY, on=TODAY + timedelta(days=1)), START.replace(hour=17)
    issue = reported().issue
    (here,) = resolve(issue, supervisor(Level.COUNTY), catalogue, night)
    (there,) = resolve(issue, supervisor(Level.COUNTY), catalogue, night, ZoneInfo("UTC"))
    assert (here.person_id, there.person_id) == (CITY, COUNTY)


def test_each_supporting_unit_is_its_head_whoever_the_lead_named() -> None:
    for recipient in (SUPPORTING, Recipient(post="unit_head", of="supporting")):
        found = resolve(supported_by(OTHER_UNIT, "140105-housing"), recipient, RULES.catalogue, START)
        assert [to.person_id for to in found] == [f"head-{OTHER_UNIT}", "head-140105-housing"]
        assert {(to.post, to.vacant_posts) for to in found} == {("unit_head", ())}
    assert resolve(supported_by(), SUPPORTING, RULES.catalogue, START) == ()


def test_one_person_reached_twice_is_told_once_with_all_empty_posts() -> None:
    issue = supported_by(OTHER_UNIT, "140105-housing")
    empty = vacant(f"unit_head:{OTHER_UNIT}", "unit_head:140105-housing")
    found = resolve_all(issue, (SUPPORTING, supervisor("supervising"), RESPONSIBLE), empty, START)
    assert [to.person_id for to in found] == [COUNTY, HEAD]
    assert found[0].vacant_posts == (f"unit_head@{OTHER_UNIT}", "unit_head@140105-housing")


def test_a_step_to_several_raises_an_alert_for_each_with_an_id_of_its_own() -> None:
    (due, *_) = due_steps(reported().issue, RULES.regime(POLICY, "140105"), START + timedelta(days=1))
    issue, several = (
        supported_by(OTHER_UNIT, "140105-housing"),
        altered(due, step=due.step.model_copy(update={"to": (SUPPORTING,)})),
    )
    alerts = fire(issue, several, RULES.regime(POLICY, "140105"), RULES.catalogue, START).alerts
    assert [alert.recipient_person_id for alert in alerts] == [f"head-{OTHER_UNIT}", "head-140105-housing"]
    assert len({alert.alert_id for alert in alerts}) == 2
    assert fire(issue, several, RULES.regime(POLICY, "140105"), RULES.catalogue, START).alerts == alerts
    one = altered(issue, supporting_unit_ids=(OTHER_UNIT,))
    (alone,) = fire(one, several, RULES.regime(POLICY, "140105"), RULES.catalogue, START).alerts
    assert alone.alert_id == alert_id(issue, several, POLICY)


_LINE = (("unit_head", LAND_UNIT), *(("supervisor", region) for region in ("140105", "140100", "140000")))
_PEOPLE = (HEAD, COUNTY, CITY, PROVINCE, STAFF, "nobody-any-more")
_days = st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
_holders = st.lists(
    st.builds(Holding, st.sampled_from(_PEOPLE), st.none() | _days, st.none() | _days, st.booleans()), max_size=3
)
_absences = st.lists(st.tuples(_days, _days).map(lambda pair: Absence(min(pair), max(pair), "休假")), max_size=1)
_recipients = st.sampled_from(
    [RESPONSIBLE, UNIT_HEAD, *(supervisor(level) for level in ("county", "city", "province", "supervising", "above"))]
)


@given(
    st.tuples(*[_holders] * len(_LINE)),
    st.fixed_dictionaries(dict.fromkeys(_PEOPLE[:-1], _absences)),
    st.sampled_from([None, STAFF, "nobody-any-more"]),
    _recipients,
)
def test_whoever_is_there_the_lowest_filled_post_is_reached_and_every_empty_one_below_it_is_named(
    holders: tuple[list[Holding], ...], absences: dict[str, list[Absence]], named: str | None, recipient: Recipient
) -> None:
    posts = {
        post.id: post
        for (code, place), holdings in zip(_LINE, holders, strict=True)
        for post in [held(place, *holdings, code=PostCode(code))]
    }
    persons = {name: replace(RULES.catalogue.persons[name], absences=tuple(gone)) for name, gone in absences.items()}
    catalogue = replace(RULES.catalogue, posts=posts, persons=persons)
    issue = altered(reported().issue, person_id=named)

    def there(name: str) -> bool:
        return name in persons and not any(gone.since <= TODAY <= gone.until for gone in absences[name])

    def in_office(post: Post) -> set[str]:
        return {
            holding.person_id
            for holding in post.holders
            if there(holding.person_id) and (holding.since or TODAY) <= TODAY <= (holding.until or TODAY)
        }

    line = [(f"{post.code}@{post.place}", in_office(post)) for post in posts.values()]
    if recipient.post == "responsible_person" and named is not None:
        line.insert(0, (f"responsible_person@{LAND_UNIT}", {named} if there(named) else set()))
    skipped = {None: 0, "county": 1, "supervising": 1, "city": 2, "above": 2, "province": 3}[recipient.level]
    line = line[skipped:]
    lowest = next((n for n, (_, people) in enumerate(line) if people), len(line))

    (to,) = resolve(issue, recipient, catalogue, START)
    assert to.vacant_posts == tuple(name for name, _ in line[:lowest])
    if lowest == len(line):
        assert to.person_id is None
    else:
        assert to.person_id in line[lowest][1]
        assert line[lowest][0].startswith(f"{to.post}@")
