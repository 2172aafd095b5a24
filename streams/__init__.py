"""Knows the way between Kafka and the ledger: the worker in, the relay out. No rules."""
