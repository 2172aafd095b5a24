"""Alerts as server-sent events: one follower of the database, many readers."""
