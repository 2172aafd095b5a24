"""Knows how an inspector withdraws a report of their own (撤回): said on its receipt and on every issue it touched,
in one transaction. Nothing is deleted.
"""

from datetime import datetime
from typing import Final

from ledger.access.scopes import REPORTS, scope_of
from ledger.decisions.reported.withdrawing import demand_in_time
from ledger.escalation.firing import accounted
from ledger.escalation.rechecks import counts_for
from ledger.escalation.reported.told import withdrawn
from ledger.groundwork.clock import Clock
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.mongo.connection import Document, Store
from ledger.policy.policy import Facts
from ledger.policy.regime import Regime
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.reports.kept import touched
from ledger.reports.reading import unknown_report
from ledger.reports.said import MODELS
from ledger.store.archive.moving import bring_back
from ledger.store.archive.places import RECEIPTS
from ledger.store.commit import Batch, Conflict, commit
from ledger.store.listing import load_issue
from mobile_schema.vocabulary import Category, Severity

_ATTEMPTS: Final = 5
WITHDRAW: Final = "report.withdraw"


def withdraw(store: Store, report_id: str, reason: str, actor: Actor, *, clock: Clock, rules: Rules) -> None:
    """Withdraw a report, and tell the supervisors of its issues. One that is withdrawn already stays as it is.

    Raises CommandRefused: unknown-report, not-permitted of another's, withdrawal-not-possible when it is too late;
    and while others write to them without end; pymongo.errors.PyMongoError when MongoDB is away.
    """
    for _ in range(_ATTEMPTS):
        receipt = _own(store, report_id, actor)
        if "withdrawn" in receipt:
            return
        at = clock.now()
        issues = _issues(store, receipt)
        demand_in_time(receipt["received_at"], _regimes(receipt, issues, at, rules), at)
        changes = [withdrawn(accounted(each, at, rules), report_id, reason, actor, at, rules) for each in issues]
        said = {"at": at, "by": actor.person_id, "reason": reason}
        try:
            commit(store, Batch(changes=changes, withdrawn={report_id: said}), rules)
        except Conflict:
            bring_back(store, [each.id for each in issues])
            continue
        return
    raise CommandRefused(
        Refusal.WITHDRAWAL_NOT_POSSIBLE,
        "问题正在变更,请稍后再试 / its issues are changing; try again",
        report_id=report_id,
    )


def _own(store: Store, report_id: str, actor: Actor) -> Document:
    receipt = store[RECEIPTS].find_one({"_id": report_id}, {"raw": 0})
    if receipt is None or receipt["type"] not in MODELS:
        raise unknown_report(report_id)
    own = receipt["reporter"] == actor.person_id
    if not (own or scope_of(actor, REPORTS).meets(receipt.get("scopes", ()))):
        raise unknown_report(report_id)
    if not scope_of(actor, WITHDRAW).owns(receipt["reporter"]):
        raise CommandRefused(
            Refusal.NOT_PERMITTED, "只能撤回本人的报告 / who wrote a report alone may withdraw it", report_id=report_id
        )
    return receipt


def _issues(store: Store, receipt: Document) -> list[Issue]:
    """Every issue that the report is told of on; a look at a duplicate is on its main one."""
    opened = {issue["id"] for issue in receipt["issues"]}
    found: dict[str, Issue] = {}
    for name in touched(receipt):
        issue = load_issue(store, name)
        if name not in opened and counts_for(issue) != name:
            main = load_issue(store, counts_for(issue))
            found.setdefault(main.id, main)
        found.setdefault(issue.id, issue)
    return list(found.values())


def _regimes(receipt: Document, issues: list[Issue], at: datetime, rules: Rules) -> list[Regime]:
    """Those of its issues; of a report that touched none that of any other problem found there."""
    if issues:
        return [rules.regime_of(issue) for issue in issues]
    project = rules.catalogue.projects[receipt["project_code"]]
    facts = Facts(Category.OTHER, Severity.ORDINARY, project.region, works_stopped=False)
    return [rules.regime(rules.policies.for_issue(facts, at), project.region)]
