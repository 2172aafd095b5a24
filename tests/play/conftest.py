"""Knows the mapping of works, as the tests of this folder ask for it."""

from tests.exchange.tables.works import mapping, mapping_text

__all__ = ["mapping", "mapping_text"]
