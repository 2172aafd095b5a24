"""Knows how a file of the registry is refused: with every fault of it, one line each."""

from collections.abc import Sequence

from ledger.groundwork.seen_text import one_line


class ImportRefused(Exception):
    """The file is not taken, none of it; `faults` are one line each, with the line and the entry they are about."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(one_line(fault) for fault in faults)
        super().__init__("; ".join(self.faults))


class ImportForbidden(ImportRefused):
    """The file has entries that whoever imports it may not change so; `faults` are those alone."""
