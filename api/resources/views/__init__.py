"""Saved views of the ledger."""
