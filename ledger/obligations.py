"""Knows how the clocks (时限节点) of one issue start, end and run on; every other rule goes through here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from xiaohao.ledger.deadlines import due_at
from xiaohao.ledger.issue import ObligationState
from xiaohao.ledger.policy import Policy
from xiaohao.mobile_schema.events import Obligation
from xiaohao.mobile_schema.vocabulary import ObligationCode, Severity

SATISFIED, CANCELLED = "satisfied", "cancelled"

AT_ASSIGNMENT = (
    ObligationCode.DEPLOY,
    ObligationCode.FEEDBACK,
    ObligationCode.RESOLVE,
    ObligationCode.ZERO,
)
AT_REOPENING = (ObligationCode.RESOLVE, ObligationCode.ZERO)


def set_clocks(
    codes: Iterable[ObligationCode],
    severity: Severity,
    start: datetime,
    policy: Policy,
    earlier: Iterable[ObligationState] = (),
) -> tuple[Obligation, ...]:
    """The obligations that begin at `start`, with absolute due times; a code had before gets its next round."""
    rounds: Mapping[str, int] = {clock.code: clock.round for clock in earlier}
    return tuple(
        Obligation(
            code=code,
            round=rounds.get(code, 0) + 1,
            due_at=due_at(start, policy.obligations[code][severity], policy.zone),
        )
        for code in codes
    )


@dataclass(frozen=True, slots=True)
class Clocks:
    """The issue's obligations on their way through one event."""

    running: tuple[ObligationState, ...]
    at: datetime

    def end(self, outcome: str, *codes: ObligationCode) -> "Clocks":
        """End the running clocks with these codes; without codes, all of them."""
        return Clocks(
            tuple(
                replace(clock, ended_at=self.at, outcome=outcome)
                if clock.running and (not codes or clock.code in codes)
                else clock
                for clock in self.running
            ),
            self.at,
        )

    def resume(self, code: ObligationCode) -> "Clocks":
        """Let the latest round of a clock run on, with the due time it always had."""
        latest = max((clock.round for clock in self.running if clock.code == code), default=0)
        return Clocks(
            tuple(
                replace(clock, ended_at=None, outcome=None) if clock.code == code and clock.round == latest else clock
                for clock in self.running
            ),
            self.at,
        )

    def start(self, obligations: Iterable[Obligation]) -> tuple[ObligationState, ...]:
        """All clocks, with these started."""
        return self.running + tuple(
            ObligationState(
                code=obligation.code,
                round=obligation.round,
                started_at=self.at,
                due_at=obligation.due_at,
            )
            for obligation in obligations
        )
