"""Knows how a file is asked what it is."""

from io import BytesIO

from ledger.evidence.kinds import examine
from tests.pictures import sha256


def kind_of(content: bytes, sent_as: str) -> str:
    return examine(sha256(content), BytesIO(content), sent_as).media_type
