"""At its end the demo says where to look: last where the pages are, and the passwords of people of each role."""

import io
from pathlib import Path

from rich.console import Console

from ledger.registry.files.loading import load_catalogue
from mobile_schema.vocabulary import Role
from play.client.credentials import Credential, Target
from play.demo.run import _where_to_look


def test_people_of_each_role_for_whom_there_is_something_to_see_are_named_with_their_passwords() -> None:
    people = {
        person.id: Credential("token", person.name, person.role, None, person.region, password=f"secret-of-{person.id}")
        for person in load_catalogue(samples=True).persons.values()
    }
    told = io.StringIO()
    _where_to_look(Target("http://127.0.0.1:8710", people), Path("/data"), Console(file=told, width=200))
    lines = told.getvalue().splitlines()
    (pages,) = [place for place, line in enumerate(lines) if line.endswith(" the pages: http://127.0.0.1:8710/")]
    named = lines[pages + 1 :]
    assert {line.split(":")[0].split()[-1] for line in named} == set(Role)
    for line in named:
        person_id, name, password = line.split(": ")[1].split("  ")
        assert (name, password) == (people[person_id].name, f"secret-of-{person_id}")
