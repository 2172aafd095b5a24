"""Knows how events change parts of an issue, one module a part; `ledger.projection` puts them together."""
