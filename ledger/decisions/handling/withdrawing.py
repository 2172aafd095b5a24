"""Knows who takes back a request that nobody has answered: whoever made it, or their unit once they are gone."""

from ledger.decisions.case import Case
from ledger.decisions.clock_effects import taken_back
from ledger.issue.parts import ClosureRequest, ExtensionRequest, SuspensionRequest
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.correcting import WithdrawClosure
from ledger.registry.days import has_ended, local_day
from mobile_schema.events.handling_events import ClosureWithdrawn


def withdraw_closure(case: Case, command: WithdrawClosure) -> ClosureWithdrawn:
    """The end of the request: the clock to verify it is cancelled, and the one to resolve runs on as it stood."""
    return ClosureWithdrawn(reason=command.reason, clocks=taken_back(case.issue, case.at, case.regime))


def asked_for_closure(case: Case) -> None:
    """Raises CommandRefused unless the actor asked for closure."""
    _demand_asker(case, case.issue.closure, Refusal.WRONG_STATE, "没有待核查的销号申请 / no closure is asked for")


def asked_for_time(case: Case) -> None:
    """Raises CommandRefused unless the actor asked for the extension that waits."""
    asked = case.issue.extension_request
    _demand_asker(case, asked, Refusal.EXTENSION_NOT_POSSIBLE, "没有待批的延期申请 / no extension is asked for")


def asked_for_rest(case: Case) -> None:
    """Raises CommandRefused unless the actor asked for the suspension that waits."""
    asked = case.issue.suspension_request
    _demand_asker(case, asked, Refusal.SUSPENSION_NOT_POSSIBLE, "没有待批的挂起申请 / no suspension is asked for")


def _demand_asker(
    case: Case,
    asked: ClosureRequest | ExtensionRequest | SuspensionRequest | None,
    without: Refusal,
    nothing: str,
) -> None:
    if asked is None:
        raise CommandRefused(without, nothing)
    asker = case.rules.catalogue.persons.get(asked.requested_by)
    day = local_day(case.at, case.rules.zone)
    there = asker is not None and not has_ended(asker, day) and asker.is_of(case.issue.unit_id)
    if there and case.actor.person_id != asked.requested_by:
        raise CommandRefused(
            Refusal.NOT_PERMITTED,
            "须由申请人本人撤回 / who asked takes it back",
            requested_by=asked.requested_by,
        )
