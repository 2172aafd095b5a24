"""Knows how to explain an issue: why each clock is due when it is, what fired, what fires next."""
