"""The notice's tasks ship as a set: each task with the units that the notice names, each day as it says."""

from datetime import date
from typing import Any

import pytest
import yaml

from ledger.matters.samples import as_of, notice_set, notice_text
from ledger.matters.words import NewSet, NewTask
from ledger.registry.files.loading import load_catalogue
from tests import factories as phone
from tests.ledger.factories import PROVINCE, local
from tests.ledger.matters.parts import CITY_GOVERNMENTS, TODAY, issues_of


@pytest.fixture(scope="module")
def notice() -> NewSet:
    return notice_set(lambda day, text: phone.report_id())


def units(task: NewTask) -> set[str]:
    return {*task.unit_ids, *task.supporting_unit_ids}


def test_it_has_every_task_of_the_notice_in_order(notice: NewSet) -> None:
    assert [task.number for task in notice.tasks] == [f"T{number}" for number in range(1, 31)]
    assert notice.paper is not None
    assert (notice.paper.number, notice.paper.dated_on) == ("晋政办发〔2019〕20号", date(2019, 3, 25))


def test_each_task_has_the_units_that_the_registry_says_the_notice_names(notice: NewSet) -> None:
    """`leads` and `shares` of the registry were taken from the notice item by item."""
    bureaus: dict[str, dict[str, Any]] = {}
    for unit in load_catalogue(samples=False).units.values():
        for item in (*unit.leads, *unit.shares):
            bureaus.setdefault(item, {})[unit.id] = item in unit.leads
    for task in notice.tasks:
        assert units(task) == set(bureaus[str(task.number)]), task.number


def test_the_first_unit_named_leads_and_where_no_department_is_named_each_city_does(notice: NewSet) -> None:
    led_by_cities = {task.number for task in notice.tasks if task.unit_ids == CITY_GOVERNMENTS}
    assert led_by_cities == {"T2", "T3", "T8", "T9", "T10", "T11", "T14"}
    assert all(len(task.unit_ids) == 1 for task in notice.tasks if task.number not in led_by_cities)


def test_the_days_are_those_that_an_item_names_else_the_last_of_the_year(notice: NewSet) -> None:
    named = {task.number: task.due_on for task in notice.tasks if task.due_on is not None}
    assert named == {"T8": date(2019, 3, 31), "T9": date(2019, 6, 30)}
    assert notice.due_on == date(2019, 12, 31)


def test_entered_as_of_another_day_every_deadline_moves_along(notice: NewSet) -> None:
    moved = as_of(notice, date(2019, 3, 30), phone.report_id())
    assert moved.due_on == date(2020, 1, 5)
    assert moved.tasks[7].due_on == date(2019, 4, 5)
    assert moved.id != notice.id


def test_the_province_can_enter_it_whole(notice: NewSet) -> None:
    issues = issues_of(as_of(notice, TODAY, notice.id), PROVINCE)
    assert len(issues) == 23 + 7 * 11
    assert {local(issue.obligations[-1].due_at)[:10] for issue in issues} == {"2026-03-08", "2026-06-07", "2026-12-08"}


def test_its_file_reads_like_one_that_a_clerk_writes() -> None:
    assert set(yaml.safe_load(notice_text())) == {"title", "source", "paper", "due_on", "tasks"}
