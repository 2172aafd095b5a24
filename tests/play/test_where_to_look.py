"""At its end the demo says where to look: last where the pages are, and the password of one person of each role."""

import io
from pathlib import Path

from rich.console import Console

from mobile_schema.vocabulary import Role
from play.client.credentials import Credential, Target
from play.demo.run import _where_to_look


def test_one_of_each_role_and_the_password_is_named() -> None:
    people = {
        f"{nth}-{role}": Credential("token", role, role, None, "140105", password=f"secret-of-{nth}-{role}")
        for nth in ("first", "second")
        for role in Role
    }
    told = io.StringIO()
    _where_to_look(Target("http://127.0.0.1:8710", people), Path("/data"), Console(file=told, width=200))
    lines = told.getvalue().splitlines()
    assert lines[-len(Role) - 1].endswith(" the pages: http://127.0.0.1:8710/")
    for role in Role:
        assert [line.split(": ")[1] for line in lines if f" {role}: " in line] == [
            f"first-{role}  secret-of-first-{role}"
        ]
    assert "second-" not in told.getvalue()
