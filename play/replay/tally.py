"""Knows the counts of one replay: what became of every row, each counted once."""

from dataclasses import dataclass


@dataclass
class Tally:
    """The counts of one replay. A row ends as accepted, already there or refused; the first two are `in_ledger`."""

    rows: int = 0
    accepted: int = 0
    already: int = 0
    in_ledger: int = 0
    refused: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing is left between the file and the ledger."""
        return self.rows == self.accepted + self.already + self.refused == self.in_ledger + self.refused

    def counts(self) -> dict[str, int]:
        """What `--json` prints."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "in_ledger": self.in_ledger,
            "already": self.already,
            "refused": self.refused,
        }
