"""Knows the small mapping that the tests of tables have too."""

from tests.exchange.conftest import mapping, mapping_text

__all__ = ["mapping", "mapping_text"]
