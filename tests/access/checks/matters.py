"""Knows how matters are entered and read in the world: where each post may enter one, what each reads of a set."""

from collections.abc import Iterator
from contextlib import contextmanager

from ledger.matters.entering import enter
from ledger.matters.words import NewSet, NewTask
from ledger.store.counted.recounting import count_anew
from mobile_schema.vocabulary import State
from tests import factories as phone
from tests.access.asking import NO_REPORT, TABLE, asked, stands, told_apart
from tests.access.world import COUNTIES, HOME, PERSONAS, Case, World, acting, lead_of


def check_entering(made: World, persona: str) -> None:
    """A matter of each place, as a dry run."""
    with made.client(persona) as client:
        for county in (HOME, "140106", "140213"):
            said = {"id": phone.report_id(), "source": "leader", "text": "尽快办理。", "unit_id": lead_of(county)}
            answer = asked(made, client, persona, "POST", "/v1/matters?dry_run=true", json=said)
            may = stands(persona, made.case(county, State.ASSIGNED), TABLE["matter.enter"][persona])
            assert answer.status_code == (200 if may else 403), (county, answer.text)


def check_sets(made: World, persona: str) -> None:
    """A set of a task in each county: one reads those that one may read, and of none the set is not there."""
    with _a_set(made) as cases, made.client(persona) as client:
        set_id = cases[0].report_id
        answer = asked(made, client, persona, "GET", f"/v1/matter-sets/{set_id}")
        read = [case for case in cases if stands(persona, case, TABLE["matter.read"][persona])]
        if read:
            assert answer.status_code == 200, answer.text
            assert [line["serial"] for line in answer.json()["items"]] == [case.serial for case in read]
        else:
            absent = client.get(f"/v1/matter-sets/{NO_REPORT}")
            assert told_apart(answer, set_id) == told_apart(absent, NO_REPORT)


@contextmanager
def _a_set(made: World) -> Iterator[list[Case]]:
    """Entered by the province, each text a canary; gone afterwards, as no other question knows of it."""
    province = PERSONAS["province"]
    tasks = tuple(
        NewTask(text=f"任务-{county}", demand=f"要求-{county}", unit_ids=(lead_of(county),)) for county in COUNTIES
    )
    wanted = NewSet(id=phone.report_id(), title="任务分解", tasks=tasks)
    opened = enter(made.store, wanted, acting(province), clock=made.clock, rules=made.rules).issues
    cases = [
        Case(
            id=one["id"],
            serial=one["serial"],
            state=State.ASSIGNED,
            county=county,
            reporter=province.id,
            report_id=wanted.id,
            sha256="",
            canaries=frozenset({one["id"], one["serial"], f"任务-{county}", f"要求-{county}"}),
        )
        for county, one in zip(COUNTIES, opened, strict=True)
    ]
    before, made.cases = made.cases, [*made.cases, *cases]
    try:
        yield cases
    finally:
        made.cases = before
        ids = {"$in": [case.id for case in cases]}
        for name in ("events", "alerts", "notices"):
            made.store[name].delete_many({"issue_id": ids})
        made.store["issues"].delete_many({"_id": ids})
        made.store["receipts"].delete_one({"_id": wanted.id})
        count_anew(made.store, made.rules)


def check_matters(made: World, persona: str, only: str | None = None) -> None:
    """Matters that a supervisor enters, and the sets that they are part of."""
    if only in (None, "matter.enter"):
        check_entering(made, persona)
    if only in (None, "matter.read"):
        check_sets(made, persona)
