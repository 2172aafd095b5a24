"""Knows how a persona's ways to one issue are held to the table."""

from mobile_schema.vocabulary import State
from tests.access.asking import ABSENT, TABLE, asked, stands, told_apart
from tests.access.world import World


def check_one_issue(made: World, persona: str, only: str | None = None) -> None:
    """Read, history, explanation and file of every issue, the file small too."""
    ways = [
        ("issue.read", "/v1/issues/{id}"),
        ("issue.history", "/v1/issues/{id}/history"),
        ("issue.explain", "/v1/issues/{id}/explain"),
        ("issue.evidence", "/v1/issues/{id}/attachments/{sha}"),
        ("issue.evidence", "/v1/issues/{id}/attachments/{sha}?size=small"),
        ("issue.report", "/v1/issues/{id}/report"),
        ("issue.similar", "/v1/issues/{id}/similar"),
        ("issue.slip", "/v1/issues/{id}/slip"),
        ("issue.paper", "/v1/issues/{id}/papers/file.docx"),
    ]
    with made.client(persona) as client:
        for action, way in ways:
            if only not in (None, action):
                continue
            absent = client.get(way.format(id=ABSENT, sha="0" * 64))
            assert absent.status_code == 404
            # What an issue is in itself was read of all; what belongs to it, of each county and many a state.
            for case in made.cases if action == "issue.read" else made.cases[::5]:
                path = way.format(id=case.id, sha=case.sha256)
                answer = asked(made, client, persona, "GET", path)
                if stands(persona, case, TABLE[action][persona]):
                    assert answer.status_code == 200, (action, case.county, case.state, answer.text)
                    continue
                assert told_apart(answer, case.id) == told_apart(absent, ABSENT), (action, case.county, case.state)
                if case.state is State.ASSIGNED:
                    by_serial = client.get(way.format(id=case.serial, sha=case.sha256), headers={"If-None-Match": "*"})
                    assert by_serial.status_code == 404
