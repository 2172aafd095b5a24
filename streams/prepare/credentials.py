"""Knows the files of what people sign in by: the sample people's, and the first administrator's; 0600, all of them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ledger.groundwork.clock import Clock, SystemClock
from ledger.groundwork.whole_file import replacing
from ledger.mongo.connection import Store
from ledger.registry.entries import Person
from people.first_run import ADMINISTRATOR, give_samples, new_password
from people.tokens import issue_token, person_of

Credentials = dict[str, dict[str, Any]]


def write_credentials(store: Store, persons: Iterable[Person], path: Path, clock: Clock) -> Credentials:
    """A token for each person and one password for all, written to `path` as {person id: {token, password, name, …}}.

    Tokens in the file that still speak for their person are kept. Raises OSError and pymongo.errors.PyMongoError.
    """
    people, earlier = list(persons), _read(path)
    password = next((told["password"] for told in earlier.values() if "password" in told), None) or new_password()
    written = {
        person.id: {
            "token": _token(store, person.id, earlier, clock),
            "password": password,
            "name": person.name,
            "role": person.role.value,
            "unit": person.unit_id,
            "region": person.region,
        }
        for person in people
    }
    _write(path, json.dumps(written, ensure_ascii=False, indent=1))
    # Only now: whoever is cut off before leaves no password that nobody knows.
    give_samples(store, [person.id for person in people], password, SystemClock().now())
    return written


def write_administrator(path: Path, password: str) -> None:
    """Who the first administrator is, and the password, a line each. Raises OSError."""
    _write(path, f"{ADMINISTRATOR}\n{password}\n")


def read_administrator(path: Path) -> tuple[str, str] | None:
    """What `write_administrator` wrote; None where there is no such file. Raises OSError."""
    try:
        person_id, password = path.read_text(encoding="utf-8").split()
    except (FileNotFoundError, ValueError):
        return None
    return person_id, password


def _token(store: Store, person_id: str, earlier: Credentials, clock: Clock) -> str:
    kept = earlier.get(person_id, {}).get("token")
    if isinstance(kept, str) and person_of(store, kept) == person_id:
        return kept
    return issue_token(store, person_id, clock.now())


def _read(path: Path) -> Credentials:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(path: Path, text: str) -> None:
    with replacing(path) as file:
        file.write(text)
