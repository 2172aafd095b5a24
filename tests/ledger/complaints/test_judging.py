"""A complaint names what the registry has; a correction is not refused for what nobody changed."""

from dataclasses import replace
from datetime import date

from ledger.complaints.complaint import ComplaintKind
from ledger.complaints.judging import faults
from tests.ledger.complaints.parts import complaint
from tests.ledger.factories import OTHER_UNIT, RULES

TODAY = date(2019, 6, 3)


def test_a_correction_keeps_a_region_and_a_unit_that_were_retired_since_and_names_no_other_such() -> None:
    units = RULES.catalogue.units
    retired = replace(units[OTHER_UNIT], retired_on=date(2019, 6, 1))
    regions = {code: each for code, each in RULES.catalogue.regions.items() if code != "140105"}
    since = replace(RULES.catalogue, units={**units, OTHER_UNIT: retired}, regions=regions)
    last = complaint()
    assert [each.path for each in faults(last, since, TODAY)] == ["$.region", "$.asked_of"]
    assert faults(complaint(fee=1), since, TODAY, last) == []
    assert [each.path for each in faults(last, since, TODAY, complaint(asked_of="another"))] == ["$.asked_of"]


def test_a_correction_to_another_kind_needs_its_words() -> None:
    said = complaint(kind=ComplaintKind.OTHER)
    assert [each.path for each in faults(said, RULES.catalogue, TODAY, complaint())] == ["$.words"]
