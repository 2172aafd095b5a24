"""Rows get onto the ledger once, at the ledger's own time, and tell one summary however many they are."""

from datetime import date, timedelta

import pytest

from ledger.imports.committing import Told, commit
from ledger.imports.records import ImportState, load
from ledger.imports.words import Claim, Counts, ImportRow
from ledger.issue.refusals import CommandRefused
from ledger.registry.days import local_day
from ledger.store.listing import list_history
from mobile_schema.vocabulary import State
from tests.ledger.factories import COUNTY, LAND_UNIT, OTHER_UNIT, person
from tests.ledger.imports.parts import RULES, begun, bring, issues, row, take_back
from tests.ledger.parts import Ledger, at_once


def test_a_row_is_an_issue_with_its_file_its_cells_and_its_claims(ledger: Ledger) -> None:
    assert bring(ledger, row(due_on=date(2025, 1, 1), found_on=date(2024, 12, 1))) == Counts(new=1)
    (issue,) = issues(ledger)
    assert (issue.serial, issue.source, issue.measure_proposed) == ("140105-2026-00001", "import", "修复")
    assert issue.imported is not None
    assert issue.imported.claims is not None
    assert (issue.imported.file.sheet, issue.imported.file.row, issue.imported.of("column:气温")) == ("台账", 4, "-3")
    assert issue.imported.claims.due_on == date(2025, 1, 1)
    assert issue.reported_at == ledger.clock.now()
    assert ledger.wrong() == []


def test_the_same_rows_again_write_nothing(ledger: Ledger) -> None:
    rows = [row(n) for n in range(5)]
    bring(ledger, *rows)
    before = {name: ledger.contents()[name] for name in ("issues", "events", "import_rows", "notices", "serials")}
    assert bring(ledger.wait(days=1), *reversed(rows)) == Counts(same=5)
    assert {name: ledger.contents()[name] for name in before} == before


def test_what_lay_in_the_past_fires_nothing_as_it_comes_in(ledger: Ledger) -> None:
    bring(ledger, *(row(n, due_on=date(2020, 1, 1)) for n in range(20)))
    assert ledger.sweep().fired == 0
    assert ledger.store["alerts"].count_documents({}) == 0
    assert {issue.due_at is not None and issue.due_at > ledger.clock.now() for issue in issues(ledger)} == {True}


def test_a_deadline_of_the_file_that_lies_ahead_is_the_one_to_resolve_by_where_that_is_asked(ledger: Ledger) -> None:
    ahead = ledger.clock.now().date() + timedelta(days=200)
    past, none = date(2020, 1, 1), None
    rows = [row(n, due_on=day, resolve_by=day, unit_id=LAND_UNIT) for n, day in enumerate((ahead, past, none))]
    bring(ledger, *rows)
    first, second, third = issues(ledger)
    due = {clock.code: clock for clock in first.obligations}["resolve"]
    assert local_day(due.due_at) == ahead
    assert due.original_due_at == due.due_at
    assert {clock.code: clock.due_at for clock in second.obligations} == {
        clock.code: clock.due_at for clock in third.obligations
    }
    assert ledger.sweep().fired == 0
    assert ledger.wrong() == []


def test_five_hundred_rows_tell_each_person_once(ledger: Ledger) -> None:
    bring(ledger, *(row(n, unit_id=LAND_UNIT) for n in range(500)), row(500, unit_id=OTHER_UNIT))
    notices = list(ledger.store["notices"].find())
    assert notices
    recipients = [each["recipient_person_id"] for each in notices]
    assert len(recipients) == len(set(recipients))
    assert {"导入台账" in each["text_zh"] for each in notices} == {True}
    assert any("500 个问题" in each["text_zh"] for each in notices)
    assert any("1 个问题" in each["text_zh"] for each in notices)
    assert ledger.wrong() == []


def test_a_row_is_given_to_the_unit_that_it_names(ledger: Ledger) -> None:
    bring(ledger, row(unit_id=OTHER_UNIT))
    (issue,) = issues(ledger)
    assert (issue.state, issue.unit_id) == (State.ASSIGNED, OTHER_UNIT)


def test_what_claims_to_be_done_is_in_progress_and_asks_for_nothing(ledger: Ledger) -> None:
    bring(ledger, row(claim=Claim.DONE, unit_id=LAND_UNIT, done_on=date(2026, 1, 5)))
    (issue,) = issues(ledger)
    assert (issue.state, issue.closure, issue.imported and issue.imported.claims and issue.imported.claims.status) == (
        State.IN_PROGRESS,
        None,
        "done",
    )
    assert "deploy" not in {clock.code for clock in issue.obligations}
    assert ledger.wrong() == []


def test_what_claims_to_be_closed_is_closed_on_paper_and_counts_as_no_closure(ledger: Ledger) -> None:
    bring(ledger, row(claim=Claim.CLOSED, unit_id=LAND_UNIT))
    (issue,) = issues(ledger)
    assert (issue.state, issue.grade, issue.closed_at, issue.obligations) == (State.ON_PAPER, None, None, ())
    assert len(list_history(ledger.store, issue.id)) == 1
    assert ledger.store["notices"].count_documents({}) == 0
    ledger.add_up()
    struck_off = ledger.store["periods"].count_documents({"$or": [{"struck_off": {"$exists": True}}]})
    assert struck_off == 0
    assert ledger.wrong() == []


@pytest.mark.parametrize(("unit", "state"), [(LAND_UNIT, State.ASSIGNED), (None, State.REPORTED)])
def test_what_was_closed_on_paper_can_be_reopened_and_has_its_time_then(
    ledger: Ledger, unit: str | None, state: State
) -> None:
    bring(ledger, row(claim=Claim.CLOSED, unit_id=unit))
    (issue,) = issues(ledger)
    again = ledger.do(issue.id, "reopen")
    assert again.state is state
    assert again.due_at is not None
    assert again.due_at > ledger.clock.now()
    assert ledger.wrong() == []


def test_a_row_of_another_region_stays_out_and_the_others_come_in(ledger: Ledger) -> None:
    elsewhere = row(2, project_code=None, region="140200")
    assert bring(ledger, row(1), elsewhere, row(3)) == Counts(new=2, fault=1)


def test_a_row_whose_unit_may_not_have_it_stays_out_alone(ledger: Ledger) -> None:
    assert bring(ledger, row(1, unit_id="140200-government"), row(2, unit_id="nobody"), row(3)) == Counts(
        new=1, fault=2
    )


def test_two_who_import_one_file_at_once_bring_nothing_in_twice(ledger: Ledger) -> None:
    rows = [row(n) for n in range(300)]
    counts = at_once(*[lambda: bring(ledger, *rows)] * 3)
    assert sum(each.new for each in counts) == 300
    assert sum(each.same for each in counts) == 600
    assert [issue.serial for issue in issues(ledger)] == [f"140105-2026-{n:05d}" for n in range(1, 301)]
    assert ledger.wrong() == []


def test_a_commit_that_was_interrupted_goes_on_and_counts_as_if_it_had_not_been(ledger: Ledger) -> None:
    rows, import_id = [row(n, unit_id=LAND_UNIT) for n in range(1200)], begun(ledger)

    def stopped(done: int, _all: int) -> None:
        if done == 1000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commit_told(ledger, import_id, rows, stopped)
    assert (load(ledger.store, import_id).state, load(ledger.store, import_id).done) == (ImportState.COMMITTING, 1000)
    assert ledger.store["notices"].count_documents({}) == 0
    assert bring(ledger, *rows, import_id=import_id) == Counts(new=1200)
    assert any("1200 个问题" in each["text_zh"] for each in ledger.store["notices"].find())
    assert bring(ledger, *rows, import_id=import_id) == Counts(new=1200)
    assert len(issues(ledger)) == 1200


def commit_told(ledger: Ledger, import_id: str, rows: list[ImportRow], told: Told) -> None:
    commit(ledger.store, import_id, rows, person(COUNTY), clock=ledger.clock, rules=RULES, told=told)


def test_what_was_undone_is_not_committed_again(ledger: Ledger) -> None:
    import_id = begun(ledger)
    bring(ledger, row(), import_id=import_id)
    take_back(ledger, import_id)
    with pytest.raises(CommandRefused):
        bring(ledger, row(), import_id=import_id)


def test_telephone_numbers_are_kept_without_their_middle_and_the_row_is_known_again(ledger: Ledger) -> None:
    said = {"责任人": "张三 13812345678", "电话": "0351-4123456", "桩号": "K1390000000012"}
    first = row(said=said, free={"person": "张三 13812345678", "column:电话": "0351-4123456"})
    bring(ledger, first)
    (issue,) = issues(ledger)
    assert issue.imported is not None
    assert dict(issue.imported.said) == {
        "责任人": "张三 138****5678",
        "电话": "0351-****3456",
        "桩号": "K1390000000012",
    }
    assert issue.imported.of("person") == "张三 138****5678"
    assert "13812345678" not in str(ledger.contents())
    assert bring(ledger, first) == Counts(same=1)
