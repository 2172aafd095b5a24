"""`xiaohao ledger`, `escalation` and `explain`: what the ledger holds and why."""
