"""Knows how an endpoint is shown on a terminal: one line, or one JSON object."""

from typing import Any

from cli.terminal.shown import as_json_text, as_line

Document = dict[str, Any]
_STATES = {"ok": "正常 ok", "failing": "故障 failing", "disabled": "停用 disabled"}


def json_line(endpoint: Document) -> str:
    """As JSON; moments in RFC 3339."""
    return as_json_text(endpoint, default=lambda moment: moment.isoformat())


def line(endpoint: Document) -> str:
    """For people."""
    served = [*endpoint["persons"], *endpoint["regions"], *endpoint["posts"]]
    text = (
        f"{endpoint['id']}  {endpoint['kind'].value}  {_STATES[endpoint['state']]}  "
        f"待发 queued {endpoint['queued']}  rank {endpoint['rank']}  {endpoint['address']}  → {', '.join(served)}"
    )
    if endpoint["state"] != "failing":
        return as_line(text)
    since = endpoint["failing_since"].isoformat(timespec="seconds")
    return f"{as_line(text)}\n    自 since {since}: {as_line(endpoint['last_error'])}"
