"""Who gets an alert: the post's holder at the time it fires; an empty post passes upward and is named."""

from dataclasses import replace

import pytest
from msgspec.structs import replace as altered

from tests.ledger.factories import CITY, CITY_PROJECT, COUNTY, LAND_UNIT, PROVINCE, RULES, in_state, reported
from xiaohao.ledger.issue import Issue
from xiaohao.ledger.policy import Recipient
from xiaohao.ledger.recipients import Resolved, resolve
from xiaohao.ledger.registry import Catalogue, Post
from xiaohao.ledger.registry.entries import PostCode
from xiaohao.mobile_schema.vocabulary import Category, Level, State

RESPONSIBLE = Recipient(post="responsible_person")
HEAD = f"head-{LAND_UNIT}"


def supervisor(level: Level) -> Recipient:
    return Recipient(post="supervisor", level=level)


def vacant(*posts: str) -> Catalogue:
    """The registry with nobody in these posts."""
    empty = {post: replace(RULES.catalogue.posts[post], holders=()) for post in posts}
    return replace(RULES.catalogue, posts={**RULES.catalogue.posts, **empty})


def resolved(issue: Issue, recipient: Recipient, *empty: str) -> Resolved:
    return resolve(issue, recipient, vacant(*empty))


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
    assert resolve(reported().issue, supervisor(Level.PROVINCE), catalogue).vacant_posts == ("supervisor@140000",)


def test_a_higher_post_is_never_passed_down() -> None:
    to = resolved(reported().issue, supervisor(Level.PROVINCE), "supervisor:140000")
    assert (to.person_id, to.vacant_posts) == (None, ("supervisor@140000",))


def test_a_citys_own_issue_has_no_county_and_none_is_missing() -> None:
    issue = reported(project=CITY_PROJECT).issue
    assert resolved(issue, supervisor(Level.COUNTY)) == Resolved(CITY, "supervisor", Level.CITY, "140100", ())


def test_a_county_under_the_province_itself_has_no_city_and_none_is_missing() -> None:
    """省直辖县级行政区划: Shanxi has none, other provinces do."""
    posts = {
        post.id: post
        for post in (Post(PostCode.SUPERVISOR, "429004", ("xiantao",)), Post(PostCode.SUPERVISOR, "420000", ("hubei",)))
    }
    catalogue = replace(RULES.catalogue, posts=posts)
    issue = altered(reported().issue, region="429004")
    found = [resolve(issue, supervisor(level), catalogue) for level in (Level.COUNTY, Level.CITY, Level.PROVINCE)]
    assert [to.person_id for to in found] == ["xiantao", "hubei", "hubei"]
    assert [to.vacant_posts for to in found] == [(), (), ()]


def test_an_issue_in_triage_has_nobody_responsible_and_goes_to_the_supervisors() -> None:
    to = resolved(reported(Category.OTHER).issue, RESPONSIBLE)
    assert (to.person_id, to.post) == (COUNTY, "supervisor")


def test_who_holds_the_post_is_asked_when_it_fires() -> None:
    story = reported().wait(days=2)
    fired = {event.step: event.alerts[0].recipient_person_id for event in story.sweep()}
    assert fired == {"deploy-person": HEAD, "deploy-county": COUNTY}
    successor = replace(RULES.catalogue.posts["supervisor:140100"], holders=("successor",))
    catalogue = replace(RULES.catalogue, posts={**RULES.catalogue.posts, successor.id: successor})
    assert resolve(story.issue, supervisor(Level.CITY), catalogue).person_id == "successor"


def test_the_empty_posts_stay_on_the_issue() -> None:
    nowhere = reported()
    assert nowhere.issue.vacant_posts == ()
    nowhere.issue = altered(nowhere.issue, region="140181")
    nowhere.wait(days=3).sweep()
    assert nowhere.issue.vacant_posts == ("supervisor@140181",)
