"""Knows the words by which an issue is set aside, as reported in error (误报) or a duplicate (并案), and taken back."""

from ledger.issue.words.command import Command, Text
from mobile_schema.fields import Name


class Void(Command):
    """误报: a supervisor takes the issue off the ledger as reported in error."""

    name = "void"
    reason: Text


class Unvoid(Command):
    """撤销作废: a supervisor gives a void issue its life back; the time that it was void does not count."""

    name = "unvoid"
    reason: Text


class Merge(Command):
    """并案: a supervisor says that this issue is a duplicate of another; the earlier clock of the two is kept."""

    name = "merge"
    into: Name
    reason: Text


class Part(Command):
    """撤销并案: no duplicate after all; both issues have the clocks they would have had."""

    name = "part"
    reason: Text
