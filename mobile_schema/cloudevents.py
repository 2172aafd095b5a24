"""Knows CloudEvents 1.0 in Kafka's binary mode: `ce_*` headers beside untouched JSON data.

Source: CloudEvents Kafka Protocol Binding 1.0.2 §3.2. Headers are a list of (name, UTF-8 bytes).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from msgspec import Struct

Headers = list[tuple[str, bytes]]

SITE_VISIT: Final = "xiaohao.field.site-visit.v1"
INCIDENT: Final = "xiaohao.field.obstruction-incident.v1"
FIGURE: Final = "xiaohao.field.project-figure.v1"
# The value of a batch is a JSON array of reports of one kind, each in its original bytes.
SITE_VISIT_BATCH: Final = "xiaohao.field.site-visit-batch.v1"
INCIDENT_BATCH: Final = "xiaohao.field.obstruction-incident-batch.v1"
FIGURE_BATCH: Final = "xiaohao.field.project-figure-batch.v1"
BATCH_OF: Final = {SITE_VISIT: SITE_VISIT_BATCH, INCIDENT: INCIDENT_BATCH, FIGURE: FIGURE_BATCH}

JSON: Final = "application/json"
REPORTER: Final = "ce_reporter"
CREDENTIAL: Final = "ce_credential"
_SPEC_VERSION: Final = b"1.0"


class BadHeadersError(ValueError):
    """The headers are not those of a CloudEvent 1.0 in binary mode; the message says which one is wrong."""


class CloudEvent(Struct, frozen=True):
    """The attributes of one message. Our extensions: `reporter` is who sent it, `credential` the id of what by."""

    id: str
    source: str
    type: str
    time: str
    reporter: str | None = None
    content_type: str = JSON
    credential: str | None = None


def encode(event: CloudEvent) -> Headers:
    """The Kafka headers of one message."""
    headers = [
        ("ce_specversion", _SPEC_VERSION),
        ("ce_id", event.id.encode()),
        ("ce_source", event.source.encode()),
        ("ce_type", event.type.encode()),
        ("ce_time", event.time.encode()),
        ("content-type", event.content_type.encode()),
    ]
    if event.reporter is not None:
        headers.append((REPORTER, event.reporter.encode()))
    if event.credential is not None:
        headers.append((CREDENTIAL, event.credential.encode()))
    return headers


def decode(headers: Iterable[tuple[str, bytes | None]] | None) -> CloudEvent:
    """The attributes of one message; BadHeadersError when a required one is missing or no UTF-8."""
    found = dict(headers or ())
    if found.get("ce_specversion") != _SPEC_VERSION:
        raise BadHeadersError("ce_specversion is not 1.0")
    try:
        return CloudEvent(
            id=_text(found, "ce_id"),
            source=_text(found, "ce_source"),
            type=_text(found, "ce_type"),
            time=_optional(found, "ce_time") or "",
            reporter=_optional(found, REPORTER),
            content_type=_optional(found, "content-type") or JSON,
            credential=_optional(found, CREDENTIAL),
        )
    except UnicodeDecodeError as error:
        raise BadHeadersError("a ce_ header is not UTF-8") from error


def rfc3339(moment: datetime) -> str:
    """An aware moment as `ce_time` wants it."""
    return moment.isoformat(timespec="milliseconds")


def _text(found: dict[str, bytes | None], name: str) -> str:
    value = _optional(found, name)
    if not value:
        raise BadHeadersError(f"{name} is missing")
    return value


def _optional(found: dict[str, bytes | None], name: str) -> str | None:
    value = found.get(name)
    return None if value is None else value.decode()
