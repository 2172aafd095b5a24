"""Who is away is passed over or stood in for, by the local day on which the alert fires."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as altered

from ledger.escalation.recipients import resolve
from ledger.policy.ladder import Recipient
from ledger.registry.entries import Absence, Holding, Post, PostCode
from ledger.registry.posts import Resolved
from mobile_schema.vocabulary import Level, Role, State
from tests.ledger.escalation.recipients.posts import RESPONSIBLE, TODAY, UNIT_HEAD, away, held, supervisor
from tests.ledger.factories import CITY, COUNTY, HEAD, LAND_UNIT, PROVINCE, RULES, STAFF, START
from tests.ledger.stories import in_state, reported


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


def test_a_responsible_person_who_is_absent_or_has_left_passes_to_the_head_and_is_named() -> None:
    issue = altered(in_state(State.ACCEPTED).issue, person_id=STAFF)
    left = {name: known for name, known in RULES.catalogue.persons.items() if name != STAFF}
    for catalogue in (away(STAFF), replace(RULES.catalogue, persons=left)):
        (to,) = resolve(issue, RESPONSIBLE, catalogue, START)
        assert (to.person_id, to.post) == (HEAD, "unit_head")
        assert to.vacant_posts == (f"responsible_person@{LAND_UNIT}",)
    (back,) = resolve(issue, RESPONSIBLE, away(STAFF), START + timedelta(days=1))
    assert (back.person_id, back.vacant_posts) == (STAFF, ())


def test_who_left_the_unit_is_told_nothing_more_and_is_named_as_missing() -> None:
    issue, persons = altered(in_state(State.ACCEPTED).issue, person_id=STAFF), RULES.catalogue.persons
    moved = {name: replace(persons[name], unit_id="140105-housing") for name in (STAFF, HEAD)}
    catalogue = replace(RULES.catalogue, persons={**persons, STAFF: moved[STAFF]})
    (to,) = resolve(issue, RESPONSIBLE, catalogue, START)
    assert (to.person_id, to.vacant_posts) == (HEAD, (f"responsible_person@{LAND_UNIT}",))
    catalogue = replace(RULES.catalogue, persons={**persons, **moved})
    (to,) = resolve(issue, RESPONSIBLE, catalogue, START)
    assert to.person_id == COUNTY
    assert to.vacant_posts == (f"responsible_person@{LAND_UNIT}", f"unit_head@{LAND_UNIT}")


def test_who_supervises_no_more_is_told_nothing_more() -> None:
    persons = RULES.catalogue.persons
    staff = replace(persons[COUNTY], role=Role.UNIT_STAFF, unit_id=LAND_UNIT, level=None)
    catalogue = replace(RULES.catalogue, persons={**persons, COUNTY: staff})
    (to,) = resolve(reported().issue, supervisor(Level.COUNTY), catalogue, START)
    assert (to.person_id, to.vacant_posts) == (CITY, ("supervisor@140105",))


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

    def may_hold(post: Post, name: str) -> bool:
        head = post.code is PostCode.UNIT_HEAD
        return persons[name].unit_id == post.place if head else persons[name].role == Role.SUPERVISOR

    def in_office(post: Post) -> set[str]:
        return {
            holding.person_id
            for holding in post.holders
            if there(holding.person_id)
            and may_hold(post, holding.person_id)
            and (holding.since or TODAY) <= TODAY <= (holding.until or TODAY)
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
