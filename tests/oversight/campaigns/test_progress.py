"""How far a place has come: exact shares, the pace by the day, a light behind it; what is not known is never 0."""

from datetime import date
from fractions import Fraction

import pytest

from mobile_schema.vocabulary import Light
from oversight.campaigns.campaign import Campaign
from oversight.campaigns.checking import parse_campaign
from oversight.campaigns.counted import Counted
from oversight.campaigns.progress import ACROSS, WHOLE, Which, behind, expected, progress

TEXT = """
name: ours
version: 1
title: 活动
ends: "06-30"
indicators:
  - {key: started, name: 开工率, done: [started], of: [started, not_started], unit: "%", decimals: 1,
     targets: [{by: "03-31", value: 30}, {by: "06-30", value: 70}]}
  - {key: level, name: 开工率, done: [started], of: [started, not_started], unit: "%", pace: level,
     targets: [{by: "03-31", value: 30}, {by: "06-30", value: 70}]}
  - {key: permits, name: 许可, unit: "%", targets: [{by: "06-30", value: 100}], unknown: 没有清单 / no list}
  - {key: problems, name: 问题, source: issues, done: [found]}
"""
PLACES = {"140100": "太原市", "140200": "大同市"}


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return parse_campaign(TEXT)


def project(number: int, *regions: str, started: bool) -> Counted:
    return Counted(
        f"p{number}", f"路{number}", "figures", regions, {"started": int(started), "not_started": 1 - started}
    )


COUNTED = [
    project(1, "140105", started=True),
    project(2, "140106", started=False),
    project(3, "140106", started=False),
    project(4, "140105", "140202", started=True),
    project(5, "140000", started=True),
]


def test_each_place_has_its_share_and_several_places_a_row_of_their_own(campaign: Campaign) -> None:
    rows = progress(campaign, date(2019, 6, 30), COUNTED, PLACES, "全省")
    shares = {row.name: (row.reached[0].done, row.reached[0].of, str(row.reached[0].value)) for row in rows}
    assert [row.code for row in rows] == [WHOLE, "140100", "140200", ACROSS]
    assert (shares["全省"], shares["太原市"]) == ((3, 5, "60.0"), (1, 3, "33.3"))
    assert shares["跨区域、上级"] == (2, 2, "100.0")


def test_where_there_is_nothing_to_count_no_number_is_given(campaign: Campaign) -> None:
    datong = progress(campaign, date(2019, 6, 30), COUNTED, PLACES, "全省")[2].reached
    assert (datong[0].value, datong[0].light, bool(datong[0].why)) == (None, None, True)
    assert datong[3].value == 0


def test_what_the_ledger_cannot_answer_is_not_known_and_has_no_light(campaign: Campaign) -> None:
    permits = progress(campaign, date(2019, 6, 30), COUNTED, PLACES, "全省")[0].reached[2]
    assert (permits.value, permits.done, permits.light, permits.why) == (None, None, None, "没有清单 / no list")


@pytest.mark.parametrize(
    ("day", "even", "level"),
    [
        (date(2019, 1, 1), Fraction(0), Fraction(30)),
        (date(2019, 3, 31), Fraction(30), Fraction(30)),
        (date(2019, 4, 1), 30 + Fraction(40, 91), Fraction(70)),
        (date(2019, 6, 30), Fraction(70), Fraction(70)),
        (date(2019, 12, 1), Fraction(70), Fraction(70)),
        (date(2020, 2, 29), Fraction(30 * 59, 90), Fraction(30)),
    ],
)
def test_the_pace_is_the_days(campaign: Campaign, day: date, even: Fraction, level: Fraction) -> None:
    assert [expected(each, campaign, day) for each in campaign.indicators[:2]] == [even, level]


def test_before_it_begins_nothing_is_expected() -> None:
    later = parse_campaign(TEXT.replace('ends: "06-30"', 'begins: "02-01"\nends: "06-30"'))
    assert expected(later.indicators[0], later, date(2019, 1, 31)) is None


@pytest.mark.parametrize(
    ("done", "light"), [(70, Light.GREEN), (69, Light.YELLOW), (63, Light.YELLOW), (62, Light.RED)]
)
def test_behind_the_pace_is_yellow_and_far_behind_red(campaign: Campaign, done: int, light: Light) -> None:
    counted = [project(number, "140105", started=number < done) for number in range(100)]
    row = progress(campaign, date(2019, 6, 30), counted, PLACES, "全省")[0]
    assert (row.reached[0].light, row.light) == (light, light)


@pytest.mark.parametrize(
    ("which", "code", "ids"),
    [
        ("done", WHOLE, ["p1", "p4", "p5"]),
        ("left", "140100", ["p2", "p3"]),
        ("of", "140100", ["p1", "p2", "p3"]),
        ("done", ACROSS, ["p4", "p5"]),
    ],
)
def test_every_number_has_the_list_behind_it(campaign: Campaign, which: Which, code: str, ids: list[str]) -> None:
    assert [each.id for each in behind(campaign, "started", which, code, COUNTED)] == ids


def test_a_number_that_is_none_of_it_has_no_list(campaign: Campaign) -> None:
    with pytest.raises(KeyError):
        behind(campaign, "nothing", "done", WHOLE, COUNTED)
