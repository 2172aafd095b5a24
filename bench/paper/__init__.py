"""Benches of ledgers that come in."""
