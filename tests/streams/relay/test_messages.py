"""What the ledger's documents look like on Kafka."""

import json
from datetime import UTC, datetime

from mobile_schema.topics import ALERTS
from streams.relay.messages import messages_of_event


def test_the_alert_of_a_recheck_is_published_with_what_it_is_about() -> None:
    """As one of the ladder names its clock and its step."""
    alert = {"alert_id": "a-1", "recipient_person_id": "supervisor-140105", "text_zh": "复核未解决"}
    data = {"result": "not_solved", "on_site": True, "note": None, "report_id": None, "alerts": [alert]}
    at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    event = {"_id": "i-1:000009", "issue_id": "i-1", "version": 9, "type": "recheck.recorded.v1", "at": at}
    _, raised = messages_of_event({**event, "actor": {"person_id": "inspector-140105-1"}, "data": data})
    said = json.loads(raised.value)
    assert raised.topic == ALERTS.name
    assert (said["alert_id"], said["obligation"], said["round"], said["step"]) == ("a-1", "recheck", 0, "not-solved")
    assert (said["result"], said["light_zh"], said["due_at"]) == ("not_solved", "红", said["fired_at"])
