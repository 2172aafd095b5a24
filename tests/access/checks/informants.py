"""Knows how a persona's ways to who told are held to the table."""

from mobile_schema.vocabulary import State
from tests.access.asking import ABSENT, TABLE, asked, stands, told_apart
from tests.access.world import HOME, World, informant_of


def check_informants(made: World, persona: str, only: str | None = None) -> None:
    """Given again as it was, looked at, and the looks listed; whoever asks otherwise than by looking reads nothing."""
    events = made.store["events"].count_documents({})
    ways = {
        "issue.keep-informant": ("PUT", "", informant_of),
        "issue.reveal-informant": ("POST", "/reveal", lambda _: {"reason": "核实"}),
        "issue.reveals": ("GET", "/reveals", lambda _: None),
    }
    own = made.case("140213", State.DECLINED)
    cases = [own, made.case(HOME, State.ASSIGNED), *(made.case(each, State.VOIDED) for each in (HOME, "140106"))]
    with made.client(persona) as client:
        for action, (method, end, body) in ways.items():
            if only not in (None, action):
                continue
            absent = client.request(method, f"/v1/issues/{ABSENT}/informant{end}", json=body(own))
            for case in cases:
                path, said = f"/v1/issues/{case.id}/informant{end}", body(case)
                if not stands(persona, case, TABLE["issue.read"][persona]):
                    answer = asked(made, client, persona, method, path, json=said)
                    assert told_apart(answer, case.id) == told_apart(absent, ABSENT), (action, case.county)
                elif not stands(persona, case, TABLE[action][persona]):
                    assert asked(made, client, persona, method, path, json=said).status_code == 403, (action, case)
                elif action != "issue.reveal-informant":
                    assert asked(made, client, persona, method, path, json=said).status_code == 200, (action, case)
                else:
                    shown = client.request(method, path, json=said)
                    assert shown.status_code == 200, (case, shown.text)
                    assert informant_of(case).items() <= shown.json().items()
            if method != "GET":
                path = f"/v1/issues/{cases[-1].id}/informant{end}"
                assert client.request(method, path, json={"x": 1}).status_code == 422
    assert made.store["events"].count_documents({}) == events
