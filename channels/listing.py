"""Knows what lists say of endpoints: never a secret, never a whole robot's address."""

from channels.endpoints.endpoint import Endpoint
from channels.endpoints.store import DELIVERIES, OPEN, Document, read_endpoints
from channels.providers import PROVIDERS
from ledger.mongo.connection import Store


def channel_lines(store: Store) -> list[Document]:
    """Each endpoint as an operator sees it: {id, kind, …, state: ok|failing|disabled, queued, …}, without secrets."""
    counts = store[DELIVERIES].aggregate([{"$match": OPEN}, {"$sortByCount": "$endpoint_id"}])
    queued = {each["_id"]: each["count"] for each in counts}
    return [_line(endpoint, queued.get(endpoint.id, 0)) for endpoint in read_endpoints(store).values()]


def _line(endpoint: Endpoint, queued: int) -> Document:
    state = "failing" if endpoint.failing_since else "ok"
    shown = ("id", "kind", "name", "persons", "regions", "posts", "rank", "copies", "per_minute", "language")
    return {
        **{name: getattr(endpoint, name) for name in shown},
        "address": PROVIDERS[endpoint.kind].shown(endpoint.address),
        "signed": bool(endpoint.secret),
        "state": state if endpoint.enabled else "disabled",
        "failing_since": endpoint.failing_since,
        "last_error": endpoint.last_error,
        "blocked_until": endpoint.blocked_until,
        "queued": queued,
        "trial": endpoint.trial,
    }
