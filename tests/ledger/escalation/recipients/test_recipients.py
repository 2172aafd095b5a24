"""Who gets an alert: the post's holder at the time it fires; an empty post passes upward and is named."""

from dataclasses import replace

import pytest
from msgspec.structs import replace as altered
from pydantic import ValidationError

from ledger.escalation.recipients import resolve
from ledger.policy.ladder import Recipient
from ledger.registry.entries import Holding
from ledger.registry.posts import Resolved
from mobile_schema.vocabulary import Category, Level, State
from tests.ledger.escalation.recipients.posts import RESPONSIBLE, UNIT_HEAD, held, resolved, supervisor
from tests.ledger.factories import CITY, CITY_PROJECT, COUNTY, HEAD, LAND_UNIT, PROVINCE, RULES, STAFF, START
from tests.ledger.stories import in_state, reported


@pytest.mark.parametrize(
    ("level", "region", "who"),
    [(Level.COUNTY, "140105", COUNTY), (Level.CITY, "140100", CITY), (Level.PROVINCE, "140000", PROVINCE)],
)
def test_each_level_is_the_supervisor_of_that_level_over_the_place(level: Level, region: str, who: str) -> None:
    assert resolved(reported().issue, supervisor(level)) == Resolved(who, "supervisor", level, region, ())


def test_the_responsible_person_is_the_one_the_unit_named() -> None:
    to = resolved(in_state(State.ACCEPTED).issue, RESPONSIBLE)
    assert (to.person_id, to.post, to.vacant_posts, to.deputy) == (HEAD, "responsible_person", (), False)


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
