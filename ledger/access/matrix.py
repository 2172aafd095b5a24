"""Knows who may do what: one table of actions and posts; a cell names the relations of which one must hold.

r      the issue, report or place lies in one's region
u      one's unit leads, supports or fixed the issue
p      one reported the issue
lead   one's unit leads it
support one's unit supports it
over   one supervises its region, at its supervising level or above
over^  the same, and above that level where the issue is overdue or major
own    it is one's own: sent, uploaded, or addressed to oneself
all    without bounds
-      never
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from mobile_schema.vocabulary import Level, Role


class Relation(StrEnum):
    """How a person stands to what is asked for."""

    REGION = "r"
    UNIT = "u"
    REPORTER = "p"
    LEAD = "lead"
    SUPPORT = "support"
    OVER = "over"
    OVER_GRAVE = "over^"
    OWN = "own"
    ALL = "all"


class Column(StrEnum):
    """A post as the table has it: supervisors by their level."""

    INSPECTOR = "inspector"
    UNIT_STAFF = "unit_staff"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SECURITY = "security"


Cell = frozenset[Relation]
Row = dict[Column, Cell]

_TABLE: Final = """
action                    inspector unit_staff county    city      province  auditor admin security
issue.list                r,p       u          r         r         r         r       -     -
issue.export              r,p       u          r         r         r         r       -     -
issue.read                r,p       u          r         r         r         r       -     -
issue.history             r,p       u          r         r         r         r       -     -
issue.explain             r,p       u          r         r         r         r       -     -
issue.evidence            r,p       u          r         r         r         r       -     -
issue.report              r,p       u          r         r         r         r       -     -
issue.slip                r,p       u          r         r         r         r       -     -
issue.paper               r,p       u          r         r         r         r       -     -
issue.count               r,p       u          r         r         r         r       -     -
issue.similar             r,p       u          r         r         r         r       -     -
matter.enter              -         -          r         r         r         -       -     -
figure.report             -         lead       r         r         r         -       -     -
figure.read               -         lead       r         r         r         r       -     -
permit.report             -         lead       r         r         r         -       -     -
permit.read               -         u          r         r         r         r       -     -
ranking.read              all       all        all       all       all       all     all   -
complaint.enter           -         lead       r         r         r         -       -     -
complaint.read            -         u          r         r         r         r       -     -
target.report             -         lead       -         -         -         -       -     -
target.read               all       all        all       all       all       all     all   -
bulletin.read             -         -          -         r         r         r       -     -
matter.read               r,p       u          r         r         r         r       -     -
alert.list                r,p,own   u,own      r,own     r,own     r,own     r       -     -
alert.stream              r,p,own   u,own      r,own     r,own     r,own     r       -     -
alert.acknowledge         own       own        own,over  own,over  own,over  -       -     -
inbox.read                own       own        own       own       own       own     own   own
inbox.see                 own       own        own       own       own       own     own   own
report.send               all       -          -         -         -         -       -     -
receipt.read              own       own        r         r         r         r       -     -
report.read               r,p       -          r         r         r         r       -     -
report.withdraw           own       -          -         -         -         -       -     -
project.read              r,p       u          r         r         r         r       -     -
attachment.put            own       own        own       own       own       -       -     -
attachment.read           own       own        own       own       own       -       -     -
issue.assign              -         -          over      over      over      -       -     -
issue.accept              -         lead       -         -         -         -       -     -
issue.decline             -         lead       -         -         -         -       -     -
issue.file-plan           -         lead       -         -         -         -       -     -
issue.report-progress     -         lead       -         -         -         -       -     -
issue.request-closure     -         lead       -         -         -         -       -     -
issue.record-recheck      r         -          over      over      over      -       -     -
issue.approve-closure     -         -          over      over      over      -       -     -
issue.return-closure      -         -          over      over      over      -       -     -
issue.reopen              -         -          over      over      over      -       -     -
issue.void                -         -          over^     over^     over^     -       -     -
issue.unvoid              -         -          over^     over^     over^     -       -     -
issue.log-referral        -         lead       over      over      over      -       -     -
issue.request-extension   -         lead       -         -         -         -       -     -
issue.approve-extension   -         -          over      over      over      -       -     -
issue.refuse-extension    -         -          over      over      over      -       -     -
issue.request-suspension  -         lead       -         -         -         -       -     -
issue.suspend             -         -          over^     over^     over^     -       -     -
issue.refuse-suspension   -         -          over      over      over      -       -     -
issue.resume              -         -          over      over      over      -       -     -
issue.merge               -         -          over^     over^     over^     -       -     -
issue.part                -         -          over      over      over      -       -     -
issue.move-policy         -         -          over      over      over      -       -     -
issue.change-person       -         lead       -         -         -         -       -     -
issue.change-support      -         -          over      over      over      -       -     -
issue.transfer            -         -          over      over      over      -       -     -
issue.judge-correction    -         -          over      over      over      -       -     -
issue.answer-referral     -         lead       over      over      over      -       -     -
issue.withdraw-closure    -         lead       -         -         -         -       -     -
issue.withdraw-extension  -         lead       -         -         -         -       -     -
issue.withdraw-suspension -         lead       -         -         -         -       -     -
issue.correct             -         -          over      over      over      -       -     -
issue.comment             r,p       u          r         r         r         -       -     -
issue.instruct            -         -          over      over      over      -       -     -
issue.remind              -         -          over      over      over      -       -     -
issue.reply               -         lead,support -       -         -         -       -     -
issue.tick-milestone      -         lead       -         -         -         -       -     -
issue.keep-informant      own       -          over,own  over,own  over,own  -       -     -
issue.reveal-informant    own       -          over,own  over,own  over,own  r       -     -
issue.reveals             -         -          over      over      over      r       -     -
policy.simulate           -         -          -         r         r         -       -     -
policy.adopt              -         -          -         -         all       -       -     -
policy.read               all       all        all       all       all       all     all   all
registry.read             all       all        all       all       all       all     all   all
registry.entries          -         -          r         r         r         r       r     -
registry.change           -         -          -         -         -         -       r     -
person.list               -         u          r         r         r         r       r     r
vacancy.list              -         -          r         r         r         r       r     -
channel.read              -         -          -         -         all       all     all   -
channel.try               -         -          -         -         all       -       all   -
deadletter.read           -         -          -         -         all       -       all   -
deadletter.replay         -         -          -         -         all       -       all   -
deadletter.mend           -         -          -         -         all       -       -     -
health.read               -         -          -         -         all       -       all   all
clock.read                all       all        all       all       all       all     all   all
clock.move                -         -          -         -         all       -       -     -
import.make               -         -          own       own       own       -       -     -
import.read               -         -          r,own     r,own     r,own     r       -     -
import.discard            -         -          own       own       own       -       -     -
import.commit             -         -          r         r         r         -       -     -
import.undo               -         -          r,own     r,own     r,own     -       -     -
view.keep                 all       all        all       all       all       all     all   all
me.read                   all       all        all       all       all       all     all   all
me.sign-in                all       all        all       all       all       all     all   all
me.notices                all       all        all       all       all       all     all   all
credential.read           -         -          -         -         -         all     -     all
credential.change         -         -          -         -         -         -       -     all
"""
_NEVER: Final = "-"


def _read(table: str) -> dict[str, Row]:
    head, *lines = (line.split() for line in table.strip().splitlines())
    columns = [Column(name) for name in head[1:]]
    return {
        action: {column: _cell(text) for column, text in zip(columns, cells, strict=True)} for action, *cells in lines
    }


def _cell(text: str) -> Cell:
    words = text.split(",")
    return frozenset(relation for relation in Relation if relation in words)


MATRIX: Final[Mapping[str, Row]] = _read(_TABLE)
"""Action → post → the relations of which one must hold; empty where none does."""
OPEN: Final = "open"
"""The action of what answers without asking who it is: whether the process lives, figures for monitoring."""


def cell_of(action: str, role: Role, level: Level | None) -> Cell:
    """The relations in which a post allows an action; a supervisor without a level has none. Raises KeyError."""
    row = MATRIX[action]
    if role is not Role.SUPERVISOR:
        return row[Column(role.value)]
    return frozenset() if level is None else row[Column(level.value)]


def words_of(cell: Cell) -> str:
    """A cell as the table and its printed forms write it."""
    return ",".join(relation.value for relation in Relation if relation in cell) or _NEVER
