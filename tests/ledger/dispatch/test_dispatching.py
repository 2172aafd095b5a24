"""A flagged figure opens one matter, with its unit, clock and number, however often it comes; a correction is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from pymongo.errors import PyMongoError

from ledger.dispatch.flagged import issue_of
from ledger.dispatch.store import DISPATCH
from ledger.figures.keeping import figures_of_project
from ledger.intake.taking import take_in
from ledger.mongo.positions import stored_offsets
from ledger.mongo.rule_files.keeping import enter_rules
from ledger.mongo.waiting import UNDISPATCHED
from ledger.policy.rules import GivenRules
from ledger.registry.actors import SYSTEM_ID
from ledger.store.listing import load_issue
from mobile_schema.cloudevents import FIGURE
from mobile_schema.topics import FIGURES as TOPIC
from mobile_schema.vocabulary import MatterSource, State
from oversight.audit.stored import audit
from oversight.audit.verdict import Kind, Window
from tests import factories as phone
from tests.ledger.dispatch.parts import dispatching, matters, reported, said, withdrawn
from tests.ledger.factories import COUNTY, PROJECT, RULES, record
from tests.ledger.parts import Ledger

BACK = (said(month="2026-01", done_year=40), said(done_year=10))


def test_a_flag_opens_a_matter_with_its_unit_its_clock_and_its_number(ledger: Ledger) -> None:
    reported(ledger, *BACK)
    assert dispatching(ledger).turn() == 1
    (issue,) = matters(ledger.store)
    assert issue.id == issue_of(PROJECT, "2026-02", "progress-back")
    assert (issue.state, issue.project_code, issue.reporter) == (State.ASSIGNED, PROJECT, SYSTEM_ID)
    assert issue.unit_id is not None
    assert issue.matter is not None
    assert issue.matter.source is MatterSource.FIGURES
    assert issue.matter.due_on == (ledger.clock.now() + timedelta(hours=8)).date() + timedelta(days=7)
    assert [clock.code for clock in issue.obligations if clock.ended_at is None]
    assert "倒退" in issue.description
    assert ledger.wrong() == []


def test_what_has_nothing_odd_or_no_rule_opens_nothing(ledger: Ledger) -> None:
    reported(ledger, said(), said(month="2026-03", plan_year=0))
    assert dispatching(ledger).turn() == 1
    assert matters(ledger.store) == []
    assert dispatching(ledger).turn() == 0


def test_the_same_figure_again_opens_no_second_one(ledger: Ledger) -> None:
    reported(ledger, *BACK)
    dispatching(ledger).turn()
    before = ledger.contents()
    reported(ledger, *BACK)
    assert dispatching(ledger).turn() == 0
    assert ledger.contents() == before


def test_a_correction_that_has_the_flag_still_opens_no_second_one(ledger: Ledger) -> None:
    reported(ledger, *BACK, said(done_year=11))
    dispatching(ledger).turn()
    (issue,) = matters(ledger.store)
    assert issue.comments == 0


def test_a_correction_that_takes_the_flag_away_is_told_and_closes_nothing(ledger: Ledger) -> None:
    reported(ledger, *BACK)
    dispatching(ledger).turn()
    reported(ledger, said(done_year=45))
    dispatching(ledger).turn()
    (issue,) = matters(ledger.store)
    assert (issue.state, issue.comments) == (State.ASSIGNED, 1)
    note = ledger.store["events"].find_one({"type": "comment.added.v1"})
    assert note is not None
    assert note["actor"]["person_id"] == SYSTEM_ID
    assert "不自动销号" in note["data"]["note"]
    reported(ledger, said(done_year=10))
    dispatching(ledger).turn()
    assert load_issue(ledger.store, issue.id).comments == 2
    assert ledger.wrong() == []


def test_a_month_that_is_withdrawn_is_told_as_that_and_closes_nothing(ledger: Ledger) -> None:
    reported(ledger, *BACK)
    dispatching(ledger).turn()
    withdrawn(ledger, month="2026-02")
    dispatching(ledger).turn()
    (issue,) = matters(ledger.store)
    assert (issue.state, issue.comments) == (State.ASSIGNED, 1)
    note = ledger.store["events"].find_one({"type": "comment.added.v1"})
    assert note is not None
    assert "2026-02 月报已撤回(报错了月份):不再有" in note["data"]["note"]
    reported(ledger, BACK[1])
    dispatching(ledger).turn()
    assert [each.comments for each in matters(ledger.store)] == [2]
    again = ledger.store["events"].find_one({"type": "comment.added.v1"}, sort=[("at", -1), ("version", -1)])
    assert again is not None
    assert "2026-02 月报撤回后重新报送(第 3 次):仍有" in again["data"]["note"]
    assert ledger.wrong() == []


def test_of_a_month_that_is_withdrawn_before_anybody_looked_nothing_is_opened(ledger: Ledger) -> None:
    reported(ledger, *BACK)
    withdrawn(ledger, month="2026-02")
    dispatching(ledger).turn()
    assert matters(ledger.store) == []
    assert ledger.store["undispatched"].count_documents({}) == 0


def test_when_dispatch_comes_late_the_ledger_is_the_same(ledger: Ledger) -> None:
    reported(ledger, *BACK, said(done_year=45))
    dispatching(ledger).turn()
    (issue,) = matters(ledger.store)
    assert issue.comments == 1


def test_each_month_of_a_project_has_its_own(ledger: Ledger) -> None:
    reported(ledger, said(month="2026-01", done_year=160), said(done_year=170))
    dispatching(ledger).turn()
    assert len(matters(ledger.store)) == 2


def test_a_figure_of_long_ago_opens_nothing(ledger: Ledger) -> None:
    reported(ledger, said(month="2025-09", done_year=160))
    dispatching(ledger).turn()
    assert matters(ledger.store) == []


def test_rules_that_are_off_open_nothing_and_a_version_switches_them(ledger: Ledger) -> None:
    enter_rules(ledger.store, DISPATCH, "version: 2\nenabled: false\n", ledger.clock.now())
    reported(ledger, *BACK)
    assert dispatching(ledger).turn() == 1
    assert matters(ledger.store) == []
    enter_rules(ledger.store, DISPATCH, "version: 3\nrules: [{flag: over-plan}]\n", ledger.clock.now())
    reported(ledger, said(month="2026-03", done_year=200))
    dispatching(ledger).turn()
    assert [each.matter.due_on for each in matters(ledger.store) if each.matter] == [None]


def test_workers_side_by_side_open_it_once(ledger: Ledger) -> None:
    reported(ledger, *BACK, *(said(name=f"路{n}", project=None, regions=("长治市",), done_year=200) for n in range(8)))
    with ThreadPoolExecutor(3) as workers:
        list(workers.map(lambda name: dispatching(ledger, name).turn(), ["one", "two", "three"]))
    dispatching(ledger, "one").turn()
    assert len(matters(ledger.store)) == 9
    assert ledger.store[UNDISPATCHED].count_documents({}) == 0
    assert ledger.wrong() == []


def test_a_project_that_no_registry_knows_has_its_matter_where_it_lies(ledger: Ledger) -> None:
    reported(ledger, said(project=None, name="一条路", regions=("长治市",), done_year=200))
    dispatching(ledger).turn()
    (issue,) = matters(ledger.store)
    assert (issue.project_code, issue.region) == (None, "140400")
    assert "一条路" in issue.description


def test_the_unit_that_reported_it_has_it_where_the_registry_knows_that_unit(ledger: Ledger) -> None:
    unit = "140105-housing"
    reported(ledger, said(done_year=200, unit=unit))
    dispatching(ledger).turn()
    assert [each.unit_id for each in matters(ledger.store)] == [unit]


def test_the_audit_finds_nothing_wrong_with_it(ledger: Ledger) -> None:
    reported(ledger, *BACK, said(done_year=45))
    dispatching(ledger).turn()
    for _ in range(10):
        ledger.wait(days=1).sweep()
    report = audit(ledger.store, Window.of(None, None, ledger.clock.now()))
    assert report.clean
    assert report.total(Kind.FIRED) > 0


def test_what_streams_in_waits_from_the_moment_it_is_in(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    stored_offsets(ledger.store, {(TOPIC.name, 0): 0})
    flagged = phone.figure(project=PROJECT, month="2026-02", plan_year=100, done_year=200)
    records = [record(flagged, offset=0, topic=TOPIC.name, kind=FIGURE, reporter=COUNTY)]
    take_in(ledger.store, records, ledger.clock, GivenRules(RULES))
    take_in(ledger.store, records, ledger.clock, GivenRules(RULES))
    (kept,) = figures_of_project(ledger.store, PROJECT)
    assert [each["_id"] for each in ledger.store[UNDISPATCHED].find()] == [kept.id]
    assert kept.flags == ("over-plan",)
    with monkeypatch.context() as dying:
        dying.setattr("ledger.dispatch.dispatching.commit_numbered", _dies)
        with pytest.raises(PyMongoError):
            dispatching(ledger).turn()
    dispatching(ledger).turn()
    dispatching(ledger).turn()
    assert len(matters(ledger.store)) == 1


def _dies(*_: object) -> None:
    raise PyMongoError("away")


def test_what_cannot_be_opened_is_marked_and_holds_up_no_other(ledger: Ledger) -> None:
    ledger.store[UNDISPATCHED].insert_one({"_id": "gone", "version": 1})
    reported(ledger, *BACK)
    assert dispatching(ledger).turn() == 2
    assert len(matters(ledger.store)) == 1
    assert [each["_id"] for each in ledger.store[UNDISPATCHED].find()] == ["gone"]
