"""A row that comes again changes what is free, and nothing that somebody decided; three ways are compared."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.imports.judging import verdicts_of
from ledger.imports.words import Counts, Exported, ImportRow, Judged, RowVerdict
from ledger.issue.issue import Issue
from tests.ledger.factories import COUNTY, LAND_UNIT, person
from tests.ledger.imports.parts import RULES, bring, issues, row
from tests.ledger.parts import Ledger


def verdict(ledger: Ledger, one: ImportRow) -> Judged:
    return next(iter(verdicts_of(ledger.store, [one], person(COUNTY), RULES)))


def test_measures_and_columns_of_the_file_change_by_an_event(ledger: Ledger) -> None:
    bring(ledger, row())
    later = row(free={"measures": "拆除重做", "column:气温": "-3", "progress": "已进场"})
    told = verdict(ledger, later)
    assert (told.verdict, [(each.field, each.old, each.new) for each in told.changes]) == (
        RowVerdict.CHANGED,
        [("measures", "修复", "拆除重做"), ("progress", "", "已进场")],
    )
    assert bring(ledger, later) == Counts(changed=1)
    (issue,) = issues(ledger)
    assert issue.imported is not None
    assert (issue.measure_proposed, issue.imported.of("progress")) == ("拆除重做", "已进场")
    assert bring(ledger, later) == Counts(same=1)
    assert ledger.wrong() == []


def test_a_blank_cell_clears_nothing(ledger: Ledger) -> None:
    bring(ledger, row())
    assert verdict(ledger, row(free={"measures": ""})).verdict is RowVerdict.SAME


@pytest.mark.parametrize(("name", "text"), [("status", "closed"), ("severity", "major"), ("grade", "优秀")])
def test_no_file_changes_a_state_or_a_grade(ledger: Ledger, name: str, text: str) -> None:
    first = row(fixed={"status": "open", "severity": "ordinary", "grade": "合格"})
    bring(ledger, first)
    told = verdict(ledger, row(fixed={**first.fixed, name: text}))
    assert (told.verdict, told.slug) == (RowVerdict.REFUSED, f"fixed-{name}")
    before = issues(ledger)
    assert bring(ledger, row(fixed={**first.fixed, name: text})) == Counts(fault=1)
    assert issues(ledger) == before


def test_what_was_changed_here_and_in_the_file_is_a_conflict(ledger: Ledger) -> None:
    bring(ledger, row(unit_id=LAND_UNIT))
    ledger.walk(issues(ledger)[0].id, "accept", "report-progress")
    told = verdict(ledger, row(unit_id=LAND_UNIT, free={"measures": "换成砖墙"}))
    assert told.verdict is RowVerdict.CONFLICT
    assert told.changes[0].here != told.changes[0].old


def test_what_was_changed_here_alone_stays(ledger: Ledger) -> None:
    bring(ledger, row(unit_id=LAND_UNIT))
    ledger.walk(issues(ledger)[0].id, "accept", "report-progress")
    assert verdict(ledger, row(unit_id=LAND_UNIT)).verdict is RowVerdict.SAME


def written(issue: Issue, **over: Any) -> ImportRow:
    """The row of an issue as this ledger wrote it out."""
    said = {"state_text": "已交办", "severity": issue.severity.value}
    plain = row(7, description=issue.description, free={}, fixed=said, exported=Exported(issue.id, issue.version))
    return replace(plain, **over)


def test_a_row_that_the_ledger_wrote_out_says_nothing_new_whatever_happened_here(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    assert verdict(ledger, written(issue)).verdict is RowVerdict.SAME
    ledger.walk(issue.id, "accept", "report-progress")
    assert verdict(ledger, written(issue)).verdict is RowVerdict.SAME


def test_what_was_edited_in_it_changes_the_issue_once(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept", "report-progress")
    edited = written(issue, free={"note": "见附件"})
    assert bring(ledger, edited) == Counts(changed=1)
    assert bring(ledger, edited) == Counts(same=1)
    after = issues(ledger)[0]
    assert after.imported is not None
    assert (after.imported.of("note"), after.source) == ("见附件", "site_visit")
    assert ledger.wrong() == []


def test_what_was_edited_in_it_and_here_is_a_conflict(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept", "report-progress")
    told = verdict(ledger, written(issue, free={"measures": "别的措施"}))
    assert (told.verdict, told.changes[0].field) == (RowVerdict.CONFLICT, "measures")


def test_a_deadline_edited_in_it_is_kept_as_asked_for_and_moves_no_clock(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    assert bring(ledger, written(issue, free={"due_on": "2027-01-31"})) == Counts(changed=1)
    after = issues(ledger)[0]
    assert after.imported is not None
    assert (after.imported.of("due_on"), after.due_at) == ("2027-01-31", issue.due_at)


@pytest.mark.parametrize(
    ("fixed", "field"),
    [
        ({"state_text": "已销号"}, "state_text"),
        ({"severity": "major"}, "severity"),
        ({"grade": "优秀"}, "grade"),
        ({"recheck_result": "已解决"}, "recheck_result"),
    ],
)
def test_a_decision_edited_in_it_is_refused(ledger: Ledger, fixed: dict[str, str], field: str) -> None:
    (issue,) = ledger.opened()
    told = verdict(ledger, written(issue, fixed={"state_text": "已交办", **fixed}))
    assert (told.verdict, told.slug) == (RowVerdict.REFUSED, f"fixed-{field}")


def test_its_description_and_its_unit_are_not_changed_by_it_either(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    assert verdict(ledger, written(issue, description="别的事")).slug == "fixed-description"
    assert verdict(ledger, written(issue, unit_id="140105-ecology")).slug == "fixed-lead_unit"


def test_an_issue_that_is_not_there_is_a_fault_of_the_row(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    gone = written(issue, exported=Exported("0195551a-9b20-8c31-8f4e-2a6d1b9c0e57", 2))
    assert verdict(ledger, gone).slug == "issue-gone"
