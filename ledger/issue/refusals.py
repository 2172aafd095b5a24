"""Knows the ways the ledger says no: one exception, one closed list of reasons."""

from enum import StrEnum
from typing import Any


class Refusal(StrEnum):
    """Why a command was refused; stable, part of the API's problem types."""

    WRONG_STATE = "wrong-state"
    NOT_PERMITTED = "not-permitted"
    SEPARATION_OF_DUTIES = "separation-of-duties"
    EVIDENCE_MISSING = "evidence-missing"
    RECHECK_MISSING = "recheck-missing"
    NOT_ON_SITE = "not-on-site"
    PLAN_DOES_NOT_FIT = "plan-does-not-fit"
    EXTENSION_NOT_POSSIBLE = "extension-not-possible"
    SUSPENSION_NOT_POSSIBLE = "suspension-not-possible"
    TRANSFER_NOT_POSSIBLE = "transfer-not-possible"
    MERGER_NOT_POSSIBLE = "merger-not-possible"
    CORRECTION_NOT_POSSIBLE = "correction-not-possible"
    REFERRAL_NOT_ANSWERED = "referral-not-answered"
    WITHDRAWAL_NOT_POSSIBLE = "withdrawal-not-possible"
    INSTRUCTION_NOT_POSSIBLE = "instruction-not-possible"
    REMINDER_NOT_POSSIBLE = "reminder-not-possible"
    UNKNOWN_POLICY = "unknown-policy"
    POLICY_OUT_OF_SCOPE = "policy-out-of-scope"
    UNKNOWN_UNIT = "unknown-unit"
    UNIT_NOT_IN_CHARGE = "unit-not-in-charge"
    UNKNOWN_PERSON = "unknown-person"
    UNKNOWN_ATTACHMENT = "unknown-attachment"
    UNKNOWN_ISSUE = "unknown-issue"
    UNKNOWN_ALERT = "unknown-alert"
    UNKNOWN_REPORT = "unknown-report"
    UNKNOWN_IMPORT = "unknown-import"
    STALE_VERSION = "stale-version"
    KEY_REUSED = "key-reused"


class CommandRefused(Exception):
    """A command that the ledger does not carry out; nothing was changed.

    `reason` says which rule, `detail` says it to a person (Chinese first), `facts` carries what the
    caller needs to do better: the state and what it allows, the evidence missing, the current version.
    """

    def __init__(self, reason: Refusal, detail: str, **facts: Any) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.facts = facts
