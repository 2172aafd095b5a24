"""Alerts of escalations, their stream, and the channels that carry them outside."""
