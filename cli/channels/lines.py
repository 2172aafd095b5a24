"""Knows how an endpoint is shown on a terminal: one line, or one JSON object."""

import json
from typing import Any

Document = dict[str, Any]
_STATES = {"ok": "正常 ok", "failing": "故障 failing", "disabled": "停用 disabled"}


def json_line(endpoint: Document) -> str:
    """As JSON; moments in RFC 3339."""
    return json.dumps(endpoint, ensure_ascii=False, default=lambda moment: moment.isoformat())


def line(endpoint: Document) -> str:
    """For people."""
    served = [*endpoint["persons"], *endpoint["regions"], *endpoint["posts"]]
    text = (
        f"{endpoint['id']}  {endpoint['kind'].value}  {_STATES[endpoint['state']]}  "
        f"待发 queued {endpoint['queued']}  rank {endpoint['rank']}  {endpoint['address']}  → {', '.join(served)}"
    )
    if endpoint["state"] != "failing":
        return text
    since = endpoint["failing_since"].isoformat(timespec="seconds")
    return f"{text}\n    自 since {since}: {endpoint['last_error']}"
