"""Knows the Kafka topics: names, partitions, retention, largest message. Replication is the caller's.

Deployments that share a cluster have a word of their own before each name, `PREFIX`.
"""

import os
from dataclasses import dataclass
from math import inf
from typing import Final

_DAY_MS: Final = 24 * 60 * 60 * 1000
MAX_MESSAGE_BYTES: Final = 2 * 1024 * 1024
FOREVER: Final = -1
PREFIX: Final = os.environ.get("XIAOHAO_TOPIC_PREFIX", "").strip()
"""One for all processes of a deployment and for all of its life: positions and dead letters name topics in full."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic; `retention_ms` of -1 keeps everything."""

    name: str
    partitions: int
    retention_ms: int
    max_message_bytes: int = MAX_MESSAGE_BYTES

    def config(self) -> dict[str, str]:
        """Kafka's topic configuration."""
        return {
            "cleanup.policy": "delete",
            "retention.ms": str(self.retention_ms),
            "max.message.bytes": str(self.max_message_bytes),
        }

    def bears(self, name: str, value: str) -> bool:
        """Whether a setting may stand as the operator has it: what keeps reports longer, or takes larger ones."""
        stated = self.config()[name]
        if name == "cleanup.policy":
            return value == stated
        return _measure(name, value) >= _measure(name, stated)


def _measure(name: str, value: str) -> float:
    return inf if name == "retention.ms" and int(value) == FOREVER else int(value)


# Keyed by project code, parted by county (`partitions`): the reports of one project stay in order, and one worker
# numbers a county. As many partitions in all, so that those of a county are read by the same worker.
SITE_VISITS: Final = Topic(f"{PREFIX}field.site-visits.v1", partitions=24, retention_ms=30 * _DAY_MS)
INCIDENTS: Final = Topic(f"{PREFIX}field.obstruction-incidents.v1", partitions=24, retention_ms=30 * _DAY_MS)
FIGURES: Final = Topic(f"{PREFIX}field.project-figures.v1", partitions=24, retention_ms=30 * _DAY_MS)
BY_COUNTY: Final = (SITE_VISITS, INCIDENTS, FIGURES)
# Keyed by issue id: the events of one issue stay in order.
EVENTS: Final = Topic(f"{PREFIX}ledger.events.v1", partitions=6, retention_ms=90 * _DAY_MS)
ALERTS: Final = Topic(f"{PREFIX}ledger.alerts.v1", partitions=3, retention_ms=30 * _DAY_MS)
# Kept until a person has looked; what it holds is also in the collection `dead_letters`.
DEAD_LETTERS: Final = Topic(f"{PREFIX}field.dead-letters.v1", partitions=1, retention_ms=FOREVER)

TOPICS: Final = (*BY_COUNTY, EVENTS, ALERTS, DEAD_LETTERS)
