"""Knows whether there is on an issue what commands of several nouns are about, as far as the issue alone tells."""

from ledger.decisions.lifecycle.row import HANDED
from ledger.issue.issue import Issue


def time_asked(issue: Issue) -> bool:
    return issue.extension_request is not None


def rest_asked(issue: Issue) -> bool:
    return issue.suspension_request is not None


def is_handed(issue: Issue) -> bool:
    return issue.stands_at in HANDED
