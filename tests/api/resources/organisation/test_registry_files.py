"""A file of the registry comes in by API all or nothing, every fault by its line, and goes out as it came."""

import httpx
import pytest

from api.resources.organisation import imports
from api.resources.organisation.taking import MOST_FAULTS
from api.resources.organisation.views import Imported
from ledger.registry.own_files.written import MAX_ENTRIES
from tests.api.parts import slug
from tests.api.resources.organisation.parts import HOUSING, Office
from tests.exchange.workbooks.books import xlsx

CSV, YAML, BOOK = "text/csv", "application/yaml", "application/octet-stream"
SOUND = "id,name,role,unit_id,region\nhan,韩,unit_staff,140105-housing,140105\n"


def sent(client: httpx.Client, text: str | bytes, kind: str = CSV, **params: str) -> httpx.Response:
    return client.post("/v1/registry/import", content=text, headers={"Content-Type": kind}, params=params)


def test_a_dry_run_says_what_would_change_and_the_same_file_then_does_and_then_nothing_more(made: Office) -> None:
    with made.client() as client:
        tried = sent(client, SOUND, dry_run="true")
        Imported.model_validate_json(tried.content)
        assert (tried.json()["created"], tried.json()["dry_run"]) == ({"persons": 1}, True)
        assert client.get("/v1/registry/persons/han").status_code == 404
        assert sent(client, SOUND.encode("gb18030"), reason="名册").json()["created"] == {"persons": 1}
        assert client.get("/v1/registry/persons/han").json()["entry"]["name"] == "韩"
        again = sent(client, SOUND).json()
        assert (again["created"], again["changed"], again["same"]) == ({}, {}, {"persons": 1})
        event = client.get("/v1/registry/history", params={"entry": "han"}).json()["items"][0]
        assert (event["what"], event["reason"], event["actor"]["person_id"]) == ("created", "名册", "admin-140105")


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("id,name,role,region,unit_id\na,甲,nobody,140105,\nb,乙,inspector,140105,no\n", CSV, ["line 2", "line 3"]),
        ("units:\n- {id: a, region: '140105', name_zh: 甲, parent: a}\n", YAML, ["line 2"]),
        ("units: [", YAML, ["line"]),
        ("nonsense\n", CSV, [""]),
        (b"\x00\x01", YAML, [""]),
        (b"PK\x03\x04zip", CSV, [""]),
    ],
)
def test_every_fault_is_told_with_its_line_and_nothing_is_taken(
    made: Office, text: str | bytes, kind: str, said: list[str]
) -> None:
    with made.client() as client:
        answer = sent(client, text, kind)
    assert (answer.status_code, slug(answer)) == (422, "registry-refused"), answer.text
    faults = answer.json()["faults"]
    assert answer.json()["faults_in_all"] == len(faults)
    assert all(any(word in fault["message"] for fault in faults) for word in said)
    assert made.store["persons"].count_documents({"_id": {"$in": ["a", "b"]}}) == 0


OWN_LIST = [
    ["小店区住建局人员名单", "", "", ""],
    ["姓名", "所在单位", "角色", "手机号"],
    ["何某某", "太原市小店区住房和城乡建设局", "责任单位人员", "13900000001"],
    ["合计", "1人", "", ""],
]
"""As an office keeps it: a title, its own words, names for ids, a total."""


def test_a_list_of_an_offices_own_comes_in_by_its_head_and_again_is_the_same(made: Office) -> None:
    with made.client() as client:
        tried = sent(client, xlsx(OWN_LIST, merged=["A1:D1"]), BOOK, dry_run="true")
        assert (tried.status_code, tried.json()["created"]) == (200, {"persons": 1}), tried.text
        text = "\n".join(",".join(row) for row in OWN_LIST[1:3]) + "\n"
        assert sent(client, text.encode("gb18030")).json()["created"] == {"persons": 1}
        assert sent(client, xlsx(OWN_LIST, merged=["A1:D1"]), BOOK).json()["same"] == {"persons": 1}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["甲", "乙"], ["一", "二"]], "表头看不出"),
        ([[*OWN_LIST[1]], ["何某", "没有的局", "责任单位人员", ""]], "没有的局"),
    ],
)
def test_a_list_that_tells_nothing_or_names_what_is_not_there_says_so(
    made: Office, rows: list[list[str]], said: str
) -> None:
    with made.client() as client:
        answer = sent(client, xlsx(rows), BOOK)
    assert (answer.status_code, slug(answer)) == (422, "registry-refused")
    assert any(said in fault["message"] for fault in answer.json()["faults"]), answer.text


def test_what_is_not_ones_own_is_named_by_line_and_keeps_all_else_out(made: Office) -> None:
    more = "id,name,role,region,unit_id\nli,黎,unit_staff,140105,140105-housing\nlu,卢,inspector,140213,\n"
    with made.client() as client:
        answer = sent(client, more)
        assert (answer.status_code, slug(answer)) == (403, "not-permitted")
        (fault,) = answer.json()["faults"]
        assert "line 3" in fault["message"]
        assert client.get("/v1/registry/persons/li").status_code == 404
    with made.client("auditor-140105") as auditor:
        assert sent(auditor, more).status_code == 403
        assert sent(auditor, more, "text/plain").status_code == 415


@pytest.mark.parametrize("params", [{}, {"kind": "persons"}, {"kind": "units", "form": "csv"}])
def test_what_is_exported_is_of_ones_regions_and_imports_as_it_is(made: Office, params: dict[str, str]) -> None:
    with made.client() as client:
        text = client.get("/v1/registry/export", params=params)
        assert text.status_code == 200
        assert "supervisor-140213" not in text.text
        assert '- id: "140213-housing"' not in text.text
        assert HOUSING in text.text
        came = sent(client, text.content, text.headers["content-type"].partition(";")[0]).json()
        assert (came["created"], came["changed"]) == ({}, {})
        assert slug(client.get("/v1/registry/export?form=csv")) == "invalid"


def test_a_file_of_a_hundred_thousand_entries_more_than_one_is_refused_at_its_line(made: Office) -> None:
    rows = "".join(f"p{number},人,inspector,140105\n" for number in range(MAX_ENTRIES + 1))
    with made.client() as client:
        answer = sent(client, f"id,name,role,region\n{rows}")
    assert (answer.status_code, slug(answer)) == (422, "registry-refused")
    (fault,) = answer.json()["faults"]
    assert "line 100002: more than 100000 entries" in fault["message"]


def test_what_is_wrong_with_very_many_entries_is_counted_and_the_first_of_it_told(made: Office) -> None:
    rows = "".join(f"p{number},人,inspector,999999\n" for number in range(2 * MOST_FAULTS))
    with made.client("admin-140000") as client:
        answer = sent(client, f"id,name,role,region\n{rows}")
    assert answer.status_code == 422
    faults = answer.json()["faults"]
    assert (len(faults), answer.json()["faults_in_all"]) == (MOST_FAULTS, 2 * MOST_FAULTS)
    assert [f"line {number}: " in fault["message"] for number, fault in enumerate(faults, 2)] == [True] * MOST_FAULTS


def test_an_import_that_takes_too_long_is_ended_and_the_next_is_taken(
    made: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = SOUND.replace("han,韩", "late,晚")
    with made.client() as client:
        with monkeypatch.context() as hurried:
            hurried.setattr(imports, "SECONDS", 0.001)
            answer = sent(client, late)
            assert (answer.status_code, slug(answer)) == (503, "import-broken-off")
        assert made.store["persons"].count_documents({"_id": "late"}) == 0
        assert sent(client, late).json()["created"] == {"persons": 1}


def test_an_export_of_more_than_a_file_takes_says_where_it_goes_on(made: Office) -> None:
    asked, parts = "/v1/registry/export?limit=20", []
    with made.client() as client:
        while asked:
            answer = client.get(asked)
            parts.append(answer.text)
            asked = answer.links.get("next", {}).get("url", "")
        assert len(parts) > 2
        for part in parts:
            came = sent(client, part, YAML).json()
            assert (came["created"], came["changed"]) == ({}, {})
        assert {part.count("\n- ") for part in parts[:-1]} == {20}
        for cursor in ("", "InBlcnNvbnMvYSI"):
            refused = client.get("/v1/registry/export", params={"kind": "units", "cursor": cursor})
            assert (refused.status_code, slug(refused)) == (422, "invalid")
