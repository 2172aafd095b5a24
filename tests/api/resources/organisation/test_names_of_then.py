"""An issue of a unit that was renamed, split and retired stays readable, its unit by the name of then."""

from ledger.intake.taking import take_in
from ledger.mongo.positions import stored_offsets
from ledger.mongo.shared_clock import SharedClock
from ledger.policy.in_force import RulesSource
from mobile_schema.topics import SITE_VISITS
from tests.api.resources.organisation.parts import SAMPLES, Office
from tests.ledger.factories import LAND_UNIT, record, visit


def test_an_issue_of_a_split_unit_stays_readable_by_the_name_of_then(made: Office) -> None:
    stored_offsets(made.store, {(SITE_VISITS.name, 0): 0})
    plans = take_in(made.store, [record(visit())], SharedClock(made.store), RulesSource())
    (issue_id,) = (issue_id for plan in plans for issue_id in plan.changes)
    split = {"name_zh": "规划局", "retired_on": "2020-01-01", "succeeded_by": ["140105-ecology"]}
    with made.client() as admin:
        answer = admin.patch(f"/v1/registry/units/{LAND_UNIT}", json={"change": split, "reason": "机构改革"})
        assert answer.status_code == 200, answer.text
    with made.client("county-140105") as county:
        shown = county.get(f"/v1/issues/{issue_id}").json()
        events = county.get(f"/v1/issues/{issue_id}/history").json()["items"]
        assert county.get(f"/v1/issues/{issue_id}/explain").status_code == 200
    unit = SAMPLES.units[LAND_UNIT]
    assert (shown["unit_id"], shown["state"]) == (LAND_UNIT, "assigned")
    assert events[0]["units"] == {}
    assert events[1]["units"] == {LAND_UNIT: {"name_zh": unit.name_zh, "name_en": unit.name_en}}
