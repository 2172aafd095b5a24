"""Knows the file of the sample people's tokens: who they are and what speaks for them, for its owner alone to read."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from ledger.groundwork.clock import Clock
from ledger.mongo.connection import Store
from ledger.registry.entries import Person
from people.tokens import issue_token, person_of

_OWNER_ONLY: Final = 0o600

Credentials = dict[str, dict[str, Any]]


def write_credentials(store: Store, persons: Iterable[Person], path: Path, clock: Clock) -> Credentials:
    """A token for each person, written to `path` as {person id: {token, name, role, unit, region}}.

    Tokens in the file that still speak for their person are kept. Raises OSError and pymongo.errors.PyMongoError.
    """
    earlier = _read(path)
    written = {
        person.id: {
            "token": _token(store, person.id, earlier, clock),
            "name": person.name,
            "role": person.role.value,
            "unit": person.unit_id,
            "region": person.region,
        }
        for person in persons
    }
    _write(path, written)
    return written


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


def _write(path: Path, credentials: Credentials) -> None:
    """Whole or not at all, and never readable by others in between."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY), "w", encoding="utf-8") as file:
        json.dump(credentials, file, ensure_ascii=False, indent=1)
    beside.replace(path)
