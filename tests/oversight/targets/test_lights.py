"""The light that is kept of a target is that of its page: of computed months, and of those that were entered."""

from datetime import UTC, datetime
from decimal import Decimal

from ledger.dispatch.daily import Day
from ledger.figures.keeping import Reporting, report
from ledger.registry.days import CHINA, local_day
from mobile_schema.reports.figure import NewFigure, Stage
from mobile_schema.vocabulary import Light
from oversight.targets.keeping import Entered, enter
from oversight.targets.lights import keep_target_lights, kept_light
from oversight.targets.target import shipped_targets
from tests.ledger.factories import RULES
from tests.ledger.parts import Ledger

AT = datetime(2019, 6, 5, tzinfo=UTC)
CONVERSION = shipped_targets()[2019]["G1-conversion"]


def kept(ledger: Ledger) -> Light | None:
    keep_target_lights(Day(ledger.store, RULES, local_day(AT, CHINA), AT))
    return kept_light(ledger.store, CONVERSION, 2019)


def test_the_last_month_counts_whether_it_was_computed_or_entered(ledger: Ledger) -> None:
    said = [
        NewFigure(name="路", month=month, stage=stage, regions=("太原市",))
        for month, stage in (("2019-02", Stage.RESERVE), ("2019-04", Stage.STARTED))
    ]
    report(ledger.store, said, Reporting("someone", AT, RULES.catalogue, CHINA))
    assert kept(ledger) is Light.GREEN
    enter(ledger.store, Entered(CONVERSION.code, "2019-05", Decimal(1), "统计"), "someone", AT)
    assert kept(ledger) is Light.RED
