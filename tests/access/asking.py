"""Knows what docs/access.csv says, how a persona of the world asks, and what would be foreign in an answer."""

import csv
from typing import Any, Final

import httpx

from mobile_schema.vocabulary import State
from tests.access.world import PERSONAS, Case, World
from tests.checkout import CHECKOUT
from tests.pictures import picture

with (CHECKOUT / "docs" / "access.csv").open(encoding="utf-8", newline="") as _text:
    TABLE: Final = {
        line.pop("action"): {persona: set(said.split(",")) - {"-"} for persona, said in line.items()}
        for line in csv.DictReader(_text)
    }
ABSENT: Final = "00000000-0000-7000-8000-000000000000-0"
NO_REPORT: Final = "00000000-0000-7000-8000-000000000000"
PHOTO: Final = picture(size=(21, 13))


def ids(client: httpx.Client, **params: str) -> set[str]:
    """Of the issues that a list shows."""
    answer = client.get("/v1/issues", params={"limit": "200", **params})
    assert answer.status_code == 200, answer.text
    return {item["id"] for item in answer.json()["items"]}


def stands(persona: str, case: Case, words: set[str]) -> bool:
    """Whether a persona stands to an issue as one of these words says; worked out from the people alone."""
    person = PERSONAS[persona]
    inside = case.county.startswith(person.region.rstrip("0"))
    leads = person.unit_id == f"{case.county}-natural-resources" and case.state is not State.REPORTED
    holds = {
        "r": inside,
        "u": leads,
        "lead": leads,
        "p": case.reporter == person.id,
        "own": case.reporter == person.id,
        "over": inside,
        "over^": inside,
        "all": True,
    }
    return any(holds.get(word, False) for word in words)


def foreign(made: World, persona: str) -> set[str]:
    """What no answer to this persona may hold."""
    shown = [case for case in made.cases if stands(persona, case, TABLE["issue.read"][persona])]
    known = {canary for case in shown for canary in case.canaries}
    return {canary for case in made.cases for canary in case.canaries} - known | made.informants


def asked(made: World, client: httpx.Client, persona: str, method: str, path: str, **how: Any) -> httpx.Response:
    """The answer, looked through for canaries; what the request itself named is no news."""
    answer = client.request(method, path, **how)
    named = path + str(how)
    whole = answer.text + str(answer.headers)
    assert [each for each in foreign(made, persona) if each in whole and each not in named] == []
    return answer


def told_apart(answer: httpx.Response, name: str) -> tuple[int, str, dict[str, str]]:
    """An answer without what it was asked for and what names the request."""
    of_the_request = ("x-request-id", "date", "xiaohao-time")
    headers = {key: value for key, value in answer.headers.items() if key not in of_the_request}
    headers.pop("content-length", None)
    return answer.status_code, answer.text.replace(name, "ID"), headers
