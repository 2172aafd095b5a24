"""Knows how a record of reports is signed, so that whoever merely reaches the broker reports in nobody's name.

The signature is HMAC-SHA256 over the topic, `ce_id`, `ce_type`, `ce_time`, `ce_reporter`, `ce_credential` (empty where
one is absent) and the SHA-256 of the value, each as its length in bytes, a colon and the bytes. It stands in a header
of its own beside the number of the key that made it: `ce_signature: 3:9f86d0…`.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from typing import Final

from mobile_schema.cloudevents import Headers

SIGNATURE: Final = "ce_signature"
_NUMBER: Final = re.compile(rb"[1-9][0-9]{0,8}")
_DIGEST_BYTES: Final = hashlib.sha256().digest_size
_FORM: Final = b"%d:%b" * 7

SeenHeaders = Iterable[tuple[str, bytes | None]]


def signed(headers: Headers, topic: str, value: bytes, number: int, secret: bytes) -> Headers:
    """These headers with the signature of the key of that number, instead of any they had."""
    seal = _seal(dict[str, bytes | None](headers), topic, value, secret)
    return [header for header in headers if header[0] != SIGNATURE] + [(SIGNATURE, b"%d:%b" % (number, seal))]


def key_number(headers: SeenHeaders) -> int | None:
    """The number of the key that a record says it is signed by; None where it says none."""
    number = (dict(headers).get(SIGNATURE) or b"").partition(b":")[0]
    return int(number) if _NUMBER.fullmatch(number) else None


def is_signed(headers: SeenHeaders, topic: str, value: bytes, secrets: Mapping[int, bytes]) -> bool:
    """Whether one of these secrets, by key number, made the signature, over these very headers and bytes."""
    found = dict(headers)
    number, _, given = (found.get(SIGNATURE) or b"").partition(b":")
    secret = secrets.get(int(number)) if _NUMBER.fullmatch(number) else None
    return secret is not None and hmac.compare_digest(given, _seal(found, topic, value, secret))


def _seal(found: Mapping[str, bytes | None], topic: str, value: bytes, secret: bytes) -> bytes:
    about, of = topic.encode(), found.get
    identity, kind, time = of("ce_id") or b"", of("ce_type") or b"", of("ce_time") or b""
    reporter, credential = of("ce_reporter") or b"", of("ce_credential") or b""
    said = _FORM % (
        len(about),
        about,
        len(identity),
        identity,
        len(kind),
        kind,
        len(time),
        time,
        len(reporter),
        reporter,
        len(credential),
        credential,
        _DIGEST_BYTES,
        hashlib.sha256(value).digest(),
    )
    return hmac.digest(secret, said, "sha256").hex().encode()
