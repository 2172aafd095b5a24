"""Who asks is told who they are, where, and which actions of the table of access a duty of theirs allows at all."""

import csv
from datetime import UTC, datetime

import httpx
import pytest

from api.resources.registry.me import PersonView
from people.tokens import issue_token
from tests.api.parts import COUNTY, INSPECTOR, LAND_STAFF, LAND_UNIT, Scene
from tests.checkout import CHECKOUT
from tests.plain_http import PLAIN

with (CHECKOUT / "docs" / "access.csv").open(encoding="utf-8", newline="") as _text:
    TABLE = list(csv.DictReader(_text))


def test_me_is_the_person_of_the_token(county: httpx.Client) -> None:
    me = county.get("/v1/me").json()
    assert (me["id"], me["role"], me["role_label"], me["region"]) == (COUNTY, "supervisor", "督办人员", "140105")
    assert (me["region_zh"], me["unit_id"], me["credential"]) == ("太原市小店区", "140105-government", "token")
    assert [duty["role"] for duty in me["duties"]] == ["supervisor"]


@pytest.mark.parametrize(("who", "column"), [(COUNTY, "county"), (INSPECTOR, "inspector"), (LAND_STAFF, "unit_staff")])
def test_what_one_may_do_is_what_the_table_says(scene: Scene, who: str, column: str) -> None:
    with scene.client(who) as client:
        answer = client.get("/v1/me")
    PersonView.model_validate_json(answer.content)
    assert answer.json()["may"] == [line["action"] for line in TABLE if line[column] != "-"]


def test_a_unit_is_named(scene: Scene) -> None:
    with scene.client(LAND_STAFF) as client:
        me = client.get("/v1/me").json()
    assert (me["unit_id"], me["unit_zh"]) == (LAND_UNIT, "太原市小店区自然资源局")


def test_a_program_may_do_what_it_was_given_alone(scene: Scene) -> None:
    given = ["me.read", "issue.list", "report.send"]
    token = issue_token(scene.store, COUNTY, datetime.now(UTC), name="平台", actions=given)
    with httpx.Client(base_url=scene.url, headers={"Authorization": f"Bearer {token}"}, **PLAIN) as client:
        assert client.get("/v1/me").json()["may"] == ["issue.list", "me.read"]
