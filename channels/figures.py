"""Knows what a deliverer counts, for Prometheus, of the notices (通知) that it takes out: since it began, each its own.

How many wait the whole ledger tells (`ledger.mongo.figures`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter

OF_NOTICES: Final = CollectorRegistry()
"""What was counted."""
_SENT: Final = Counter("xiaohao_notices_sent", "Notices that a service took", registry=OF_NOTICES)
_FOLDED: Final = Counter(
    "xiaohao_notices_folded", "Those of them that went in one message with others", registry=OF_NOTICES
)
_FAILED: Final = Counter(
    "xiaohao_notices_failed", "Notices that no endpoint took: none is left to try", registry=OF_NOTICES
)


def count_sent(deliveries: Sequence[Mapping[str, Any]]) -> None:
    """Count what one message told, where it told notices."""
    notices = count_of_notices(deliveries)
    _SENT.inc(notices)
    if notices > 1:
        _FOLDED.inc(notices)


def count_failed(notices: int) -> None:
    """Count notices that ended without anybody left to take them."""
    _FAILED.inc(notices)


def count_of_notices(deliveries: Sequence[Mapping[str, Any]]) -> int:
    """How many of these deliveries are of notices."""
    return sum(each.get("notice") is not None for each in deliveries)
