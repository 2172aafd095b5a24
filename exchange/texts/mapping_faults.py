"""Knows how what is wrong with a mapping is told, whatever it maps: its name, and every fault with its place."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from exchange.tables.faults import PlayError
from mobile_schema.faults import json_path, message_of


@contextmanager
def faults_of_mapping(name: object) -> Iterator[None]:
    """Around the reading of a mapping of this name, or from this file. Raises PlayError in one sentence."""
    try:
        yield
    except PlayError as error:
        raise PlayError(f"映射 {name} 有误 / mapping {name}: {error}") from None
    except ValidationError as error:
        faults = "; ".join(f"{json_path(fault['loc'])} {message_of(dict(fault))}" for fault in error.errors())
        raise PlayError(f"映射 {name} 有误 / mapping {name}: {faults}") from None
