"""What a supervisor says of a matter is refused where it cannot be meant."""

from typing import Any

import pytest
from pydantic import ValidationError

from ledger.matters.words import MOST_MATTERS, NewSet, wanted
from mobile_schema.vocabulary import Category, Severity
from tests import factories as phone
from tests.ledger.factories import LAND_UNIT, PROJECT
from tests.ledger.matters.parts import CITY_GOVERNMENTS, in_days, new_matter, new_set


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "。。。"},
        {"text": "x" * 2001},
        {"text": "有 NUL \x00"},
        {"source": "rumour"},
        {"id": "not-an-id"},
        {"region": "140105", "project_code": PROJECT},
        {"region": "999"},
        {"due_on": "2026-02-30"},
        {"supporting_unit_ids": ["a", "a"]},
        {"supporting_unit_ids": [f"u{number}" for number in range(21)]},
        {"location": {"latitude": 91, "longitude": 0}},
        {"paper": {"number": " "}},
        {"attachments": ["no-hash"]},
        {"state": "closed"},
    ],
)
def test_a_matter_that_cannot_be_meant_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        new_matter(**wrong)


def test_a_set_has_tasks_and_no_more_matters_than_one_transaction_holds() -> None:
    with pytest.raises(ValidationError):
        NewSet.model_validate({"id": phone.report_id(), "title": "空", "tasks": []})
    many = [f"140105-unit-{number}" for number in range(101)]
    with pytest.raises(ValidationError, match=str(MOST_MATTERS)):
        new_set(*({"text": "一项任务", "unit_ids": many} for _ in range(5)))


def test_a_task_of_several_units_is_a_matter_for_each_and_what_it_leaves_out_is_the_sets() -> None:
    entered = new_set(
        {"number": "T9", "text": "集中开工。", "unit_ids": CITY_GOVERNMENTS, "severity": "major"},
        {"text": "另一项。", "unit_ids": [LAND_UNIT], "due_on": in_days(3), "category": "land"},
        attachments=[phone.SHA],
    )
    matters = wanted(entered)
    assert [matter.index for matter in matters] == list(range(12))
    assert [matter.unit_id for matter in matters[:11]] == list(CITY_GOVERNMENTS)
    assert {matter.severity for matter in matters[:11]} == {Severity.MAJOR}
    assert {matter.due_on for matter in matters[:11]} == {in_days(30)}
    last = matters[11]
    assert (last.due_on, last.category, last.severity) == (in_days(3), Category.LAND, Severity.ORDINARY)
    assert {matter.part_of.count for matter in matters if matter.part_of} == {12}
    assert {matter.attachments for matter in matters} == {(phone.SHA,)}


def test_a_unit_that_leads_one_of_the_matters_of_a_task_does_not_support_that_one() -> None:
    both = list(CITY_GOVERNMENTS[:2])
    (one, other) = wanted(new_set({"text": "两市共同推进。", "unit_ids": both, "supporting_unit_ids": both}))
    assert (one.supporting, other.supporting) == ((both[1],), (both[0],))
