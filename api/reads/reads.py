"""Knows all that one person may read of the ledger: the only way by which the API asks for issues and theirs."""

from api.reads.issues import Issues
from api.reads.lists import Lists
from api.reads.projects import Projects
from api.reads.registry import Registry
from api.reads.reports import Reports


class Reads(Lists, Issues, Reports, Projects, Registry):
    """The ledger as one person sees it."""

    __slots__ = ()
