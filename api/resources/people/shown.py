"""Knows how sessions, devices, tokens and lines of the journal are shown."""

from dataclasses import asdict
from typing import Any

from people.credentials import Credential
from people.devices import Device
from people.journal import Entry
from people.sessions import Session
from people.tokens import Token


def session_view(session: Session, caller: Credential) -> dict[str, Any]:
    """A session; `current` where it is the one that asks."""
    facts = asdict(session) | {"current": session.id == caller.id}
    return {name: value for name, value in facts.items() if name not in {"person_id", "proven_at"}}


def device_view(device: Device, caller: Credential) -> dict[str, Any]:
    """A device; `current` where it is the one that asks."""
    facts = asdict(device) | {"current": device.id == caller.id}
    return {name: value for name, value in facts.items() if name != "person_id"}


def token_view(token: Token) -> dict[str, Any]:
    """A token, without its secret, which is nowhere."""
    return asdict(token)


def entry_view(entry: Entry) -> dict[str, Any]:
    """A line of the journal."""
    return asdict(entry)
