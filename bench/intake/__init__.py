"""Benches of intake: one worker, two, a backlog, beside the connector of MongoDB, with the registry of a province."""
