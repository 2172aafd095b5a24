"""Who has left counts nowhere: no way of signing in, no token, no list; what was retired is not to choose any more."""

from typing import Any

import httpx
import pytest

from tests.api.parts import slug
from tests.api.resources.organisation.parts import HOUSING, Office
from tests.api.resources.people.parts import browser, has_password, register, renewal, sign_in
from tests.people.phones import Phone


def change(office: Office, kind: str, key: str, **fields: Any) -> None:
    with office.client("admin-140000") as admin:
        answer = admin.patch(f"/v1/registry/{kind}/{key}", json={"change": fields, "reason": "离任"})
    assert answer.status_code == 200, answer.text


def listed(client: httpx.Client, path: str, **params: str) -> set[str]:
    items = client.get(path, params={"limit": "200", "region": "140105", **params}).json()["items"]
    return {item.get("id") or item["code"] for item in items}


def test_every_credential_of_who_left_is_refused_and_works_again_for_who_is_back(made: Office) -> None:
    has_password(made, "staff-x")  # type: ignore[arg-type]
    phone = Phone().next()
    with browser(made) as desk, browser(made) as hand, made.client("staff-x") as program:  # type: ignore[arg-type]
        assert sign_in(desk, "staff-x").status_code == 200
        access = {"Authorization": f"Bearer {register(hand, phone, 'staff-x').json()['access_token']}"}
        ways = (lambda: desk.get("/v1/me"), lambda: hand.get("/v1/me", headers=access), lambda: program.get("/v1/me"))
        assert [way().status_code for way in ways] == [200, 200, 200]
        change(made, "persons", "staff-x", left_on="2026-01-01")
        assert [(way().status_code, slug(way())) for way in ways] == [(401, "person-left")] * 3
        next_renewal = renewal(hand, phone.next())
        renewed = hand.post(f"/v1/devices/{phone.id}/renew", json=next_renewal)
        assert (renewed.status_code, slug(renewed)) == (401, "person-left")
        with browser(made) as another:  # type: ignore[arg-type]
            left, unknown = sign_in(another, "staff-x"), sign_in(another, "nobody-at-all")
            assert (left.status_code, left.content) == (401, unknown.content)
        change(made, "persons", "staff-x", left_on="2999-01-01")
        assert [way().status_code for way in ways] == [200, 200, 200]
        back = hand.post(f"/v1/devices/{phone.id}/renew", json=next_renewal).json()["access_token"]
        assert hand.get("/v1/me", headers={"Authorization": f"Bearer {back}"}).status_code == 200
        change(made, "persons", "staff-x", left_on=None)


def test_who_left_is_no_more_to_choose_and_a_retired_unit_or_project_neither_unless_asked_for(made: Office) -> None:
    project = "2020-140105-30-03-990001"
    with made.client("county-140105") as client:
        assert "staff-x" in listed(client, "/v1/persons")
        change(made, "persons", "staff-x", left_on="2026-01-01")
        change(made, "units", HOUSING, retired_on="2026-01-01")
        change(made, "projects", project, retired_on="2026-01-01")
        assert "staff-x" not in listed(client, "/v1/persons")
        for path, key in (("/v1/units", HOUSING), ("/v1/projects", project)):
            assert key not in listed(client, path)
            assert key in listed(client, path, ended="true")


@pytest.mark.parametrize("retired_on", ["2026-13-01", 20260101, "yesterday"])
def test_a_day_is_a_day(made: Office, retired_on: Any) -> None:
    with made.client() as client:
        body = {"change": {"retired_on": retired_on}, "reason": "x"}
        assert slug(client.patch(f"/v1/registry/units/{HOUSING}", json=body)) == "invalid"
