"""A city that is behind in a campaign whose rules say so has one matter, and is told when it caught up."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ledger.dispatch.daily import Daily
from ledger.figures.keeping import Reporting, report
from ledger.issue.issue import Issue
from ledger.policy.rules import GivenRules
from ledger.registry.days import CHINA
from ledger.registry.regions import is_within
from ledger.store.records import issue_from_document
from mobile_schema.reports.figure import Kind, NewFigure
from mobile_schema.vocabulary import Light, MatterSource, Severity, State
from oversight.campaigns.behind import behind_schedule, matters_opened
from oversight.campaigns.checking import shipped_campaigns
from oversight.campaigns.lights import CampaignLight, light_of
from tests.ledger.factories import RULES
from tests.ledger.parts import Ledger

START = shipped_campaigns()["start-month"]


def on(ledger: Ledger, month: int, day: int) -> None:
    """The clock stands in the morning of a day of 2026, and the day's look was had."""
    at = datetime(2026, month, day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    ledger.clock.advance(at - ledger.clock.now())
    Daily(ledger.store, ledger.clock, GivenRules(RULES), "test", (behind_schedule,)).turn()


def brought(ledger: Ledger, month: str, **resumed: bool) -> None:
    said = {"month": month, "plan_year": 100, "done_year": 10, "kind": Kind.CARRIED_OVER, "regions": ("太原市",)}
    figures = [NewFigure(**said, name=name, resumed=it) for name, it in resumed.items()]
    report(ledger.store, figures, Reporting("someone", ledger.clock.now(), RULES.catalogue, CHINA))


def opened(ledger: Ledger) -> list[Issue]:
    return [issue_from_document(each) for each in ledger.store["issues"].find({})]


def test_a_city_behind_schedule_has_one_matter_however_long_it_is_behind(ledger: Ledger) -> None:
    brought(ledger, "2026-02", 路=False, 桥=False, 渠=True)
    on(ledger, 3, 31)
    assert opened(ledger) == [], "the rule opens nothing before the end of the quarter"
    for day in (1, 2, 20):
        on(ledger, 4, day)
    (issue,) = opened(ledger)
    assert (issue.region, issue.state, issue.severity) == ("140100", State.ASSIGNED, Severity.MAJOR)
    assert issue.unit_id == "140100-development-reform"
    assert issue.matter is not None
    assert issue.matter.source is MatterSource.CAMPAIGN
    assert "续建复工率 33.3%(当日应达 49.4%)" in issue.description
    assert ledger.wrong() == []


def test_who_caught_up_is_told_so_and_nothing_is_closed(ledger: Ledger) -> None:
    brought(ledger, "2026-02", 路=False)
    on(ledger, 4, 1)
    brought(ledger, "2026-03", 路=True)
    for day in (5, 6):
        on(ledger, 4, day)
    (issue,) = opened(ledger)
    assert (issue.state, issue.comments) == (State.ASSIGNED, 1)
    ((key, there),) = matters_opened(ledger.store, START, 2026)
    assert (key, there.region, there.behind, there.serial) == ("resumed", "140100", False, issue.serial)
    brought(ledger, "2026-04", 路=False)
    on(ledger, 5, 1)
    assert opened(ledger)[0].comments == 2


def test_the_lights_of_its_places_are_kept_for_the_board(ledger: Ledger) -> None:
    assert light_of(ledger.store, START, in_taiyuan) is None
    brought(ledger, "2026-02", 路=False)
    over = {"month": "2026-02", "kind": Kind.CARRIED_OVER, "resumed": True, "plan_year": 100, "done_year": 10}
    across = NewFigure(**over, name="跨", regions=("太原市", "大同市"))
    report(ledger.store, [across], Reporting("someone", ledger.clock.now(), RULES.catalogue, CHINA))
    on(ledger, 4, 1)
    assert light_of(ledger.store, START, in_taiyuan) == CampaignLight(date(2026, 3, 31), Light.RED)
    assert light_of(ledger.store, START, lambda code: is_within(code, "140200")) == CampaignLight(
        date(2026, 3, 31), None
    )


def in_taiyuan(code: str) -> bool:
    return is_within(code, "140100")


def test_after_its_end_a_campaign_opens_nothing_and_still_tells(ledger: Ledger) -> None:
    brought(ledger, "2026-02", 路=False)
    on(ledger, 6, 30)
    brought(ledger, "2026-02", 站=False)
    brought(ledger, "2026-06", 路=True, 站=True)
    on(ledger, 7, 5)
    assert [each.comments for each in opened(ledger)] == [1]
    brought(ledger, "2026-07", 路=False)
    ledger.store["issues"].delete_many({})
    ledger.store["watched"].delete_many({})
    on(ledger, 8, 1)
    assert opened(ledger) == []
