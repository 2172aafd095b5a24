"""Knows how the names in a registry are fetched from a running stack."""

from typing import Any

from cli.terminal.asking import Asking
from exchange.ledgers.naming import Named, Registry


def registry_of(asked: Asking) -> Registry:
    """What may be named, as far as the caller may read it. Raises StackError and PlayError."""
    return Registry(
        projects=[Named(one["code"], _names(one), one["region"]) for one in asked.items("/v1/projects")],
        regions=[Named(one["code"], _names(one), one["code"]) for one in asked.items("/v1/regions")],
        units=[Named(one["id"], _names(one), one["region"]) for one in asked.items("/v1/units")],
        persons=[
            Named(one["id"], (one["name"],), one.get("region"), one.get("unit_id"))
            for one in asked.items("/v1/persons")
        ],
    )


def _names(entry: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(entry[key]) for key in ("name_zh", "full_name_zh", "name_en") if entry.get(key))
