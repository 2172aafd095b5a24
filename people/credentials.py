"""Knows what somebody acts by: a token, a session or a device, told by the letters its secret begins with.

Only a secret's SHA-256 is ever stored, and what is shown of one is its id, which opens nothing.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """A program's token, a session at a desk, or a device such as a phone."""

    TOKEN = "token"  # noqa: S105 - the kind, not a secret
    SESSION = "session"
    DEVICE = "device"


PREFIX: Final[Mapping[Kind, str]] = {Kind.TOKEN: "xh_", Kind.SESSION: "xs_", Kind.DEVICE: "xd_"}


@dataclass(frozen=True, slots=True)
class Credential:
    """One that is good: whom it speaks for, and what it may do (`actions`, None: all that the person may).

    `proven_at` is when a person last proved to be there, by password or code; a token never does.
    """

    kind: Kind
    id: str
    person_id: str
    actions: frozenset[str] | None = None
    proven_at: datetime | None = None

    @property
    def name(self) -> str:
        """How events name it, for example `session:9f3c2a…`."""
        return f"{self.kind}:{self.id}"


def new_secret(kind: Kind) -> str:
    """A secret of 256 random bits."""
    return f"{PREFIX[kind]}{secrets.token_urlsafe(32)}"


def new_id() -> str:
    """An id of 96 random bits."""
    return secrets.token_hex(12)


def kind_of(secret: str) -> Kind:
    """Which kind a secret says it is; without any of our letters it is taken for a token."""
    return next((kind for kind, prefix in PREFIX.items() if secret.startswith(prefix)), Kind.TOKEN)


def digest(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
