"""Knows how an informant is sealed: AES-256-GCM by the newest key of one file, for one issue and no other.

The file is read each time: that is seldom, and a rotation is seen at once.
"""

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.groundwork.key_file import KeysRefused, read_keys
from ledger.informants.words import Informant

_NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed informant: the number of the key, and a nonce of 12 bytes with what AES-GCM made after it."""

    key: int
    content: bytes = field(repr=False)


def sealed(keys: Path, issue_id: str, informant: Informant) -> Sealed:
    """An informant of this issue, by the newest key. Raises KeysRefused."""
    newest, nonce = read_keys(keys)[0], secrets.token_bytes(_NONCE_BYTES)
    text = informant.model_dump_json(exclude_none=True).encode()
    return Sealed(newest.number, nonce + AESGCM(newest.secret).encrypt(nonce, text, issue_id.encode()))


def opened(keys: Path, issue_id: str, given: Sealed) -> Informant:
    """The informant of this issue. Raises KeysRefused where no key of the file opens it, or another's was put there."""
    nonce, text = given.content[:_NONCE_BYTES], given.content[_NONCE_BYTES:]
    for key in read_keys(keys):
        if key.number == given.key:
            try:
                return Informant.model_validate_json(AESGCM(key.secret).decrypt(nonce, text, issue_id.encode()))
            except InvalidTag:
                """It was sealed by another key of this number, or for another issue."""
    raise KeysRefused(
        f"{keys} 中没有可解开问题 {issue_id} 线索人的密钥 / no key there opens the informant of issue {issue_id}"
    )
