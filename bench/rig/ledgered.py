"""Knows how to put issues on the ledger straight away, by the ledger's own intake, for benches that begin there."""

from datetime import UTC, datetime
from functools import cache

from ledger.groundwork.clock import SystemClock, to_milliseconds
from ledger.intake.incoming import Record
from ledger.intake.planning.plan import IntakePlan, Known
from ledger.intake.planning.planner import plan_intake
from ledger.intake.planning.understood import understand
from ledger.intake.taking import take_in
from ledger.mongo.connection import Document, Store
from ledger.mongo.positions import stored_offsets
from ledger.policy.rules import GivenRules, Rules
from ledger.policy.versions import shipped_policies
from ledger.registry.files.loading import load_catalogue
from ledger.registry.routing_rules import load_rules
from ledger.store.commit import Batch, documents_of
from mobile_schema.cloudevents import SITE_VISIT, CloudEvent, encode, rfc3339
from tests import factories

TOPIC = "bench"


@cache
def rules() -> Rules:
    """What ships, with the samples."""
    return Rules(load_catalogue(samples=True), shipped_policies(), load_rules())


def record(
    project: str,
    value: bytes,
    *,
    topic: str,
    offset: int = 0,
    type_: str = SITE_VISIT,
    reporter: str = "inspector-140105-1",
) -> Record:
    """One record as the API puts it on the topic."""
    event = CloudEvent(factories.report_id(), "/bench", type_, rfc3339(datetime.now(UTC)), reporter)
    return Record(topic, 0, offset, project.encode(), value, encode(event), signed=True)


def built(records: list[Record], serials: dict[str, int]) -> dict[str, list[Document]]:
    """The documents that the ledger makes of records, by collection; `serials` are counted on."""
    at = to_milliseconds(datetime.now(UTC))
    plan: IntakePlan = plan_intake(understand(records), Known(serials=serials), at, rules())
    serials.update(plan.serials)
    batch = Batch(changes=list(plan.changes.values()), receipts=plan.receipts)
    return {name: documents for name, documents in documents_of(batch, rules()).items() if documents}


def put_on_ledger(store: Store, project: str, count: int, category: str) -> list[str]:
    """So many assigned issues of one category; their ids."""
    start = stored_offsets(store, {(TOPIC, 0): 0})[TOPIC, 0]
    records = [
        record(
            project,
            factories.as_bytes(
                factories.site_visit(project_code=project, findings=[factories.finding(category=category)])
            ),
            topic=TOPIC,
            offset=start + number,
        )
        for number in range(count)
    ]
    return [
        issue_id for plan in take_in(store, records, SystemClock(), GivenRules(rules())) for issue_id in plan.changes
    ]
