"""Benches of what runs beside: the relay, the stream of alerts, the stack."""
