"""Benches of what leaves the ledger as files."""
