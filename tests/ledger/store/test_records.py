"""How issues stand in MongoDB: what is written briefly makes the same documents."""

import bson

from ledger.store.records import issue_to_document, issues_to_documents
from tests.ledger.factories import PROJECT, RULES, planned, record, visit

NEXT = "2020-140106-78-03-990002"


def test_issues_that_have_clocks_in_common_are_stored_as_each_alone() -> None:
    reports = [record(visit(project=project), offset=place) for place, project in enumerate((PROJECT, PROJECT, NEXT))]
    issues = [change.issue for change in planned(*reports).changes.values()]
    assert issues[0].obligations is issues[1].obligations
    together = [bson.encode(document) for document in issues_to_documents(issues, RULES)]
    assert together == [bson.encode(issue_to_document(issue, RULES)) for issue in issues]
