"""Knows how tests ask a server on loopback: past any proxy, and without the certificates that take a client longest."""

from typing import Any, Final

PLAIN: Final[dict[str, Any]] = {"trust_env": False, "verify": False, "timeout": 60}
"""What to give httpx besides."""
