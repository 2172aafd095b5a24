"""Knows what an issue keeps of the row of a ledger that it came from, or that last changed it."""

from msgspec import Struct

from mobile_schema.events.import_events import Claims, FileRow, Said


class Imported(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The row, what it claims, each cell as found, and the fields that it may change when it comes again.

    Of an issue that did not come from a file `claims` is absent.
    """

    file: FileRow
    claims: Claims | None
    said: Said
    free: Said

    def of(self, name: str) -> str:
        """What the file says last in a free field; empty where it says nothing."""
        return next((text for each, text in self.free if each == name), "")
