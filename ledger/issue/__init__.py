"""The issue: its shape, its commands and events, and how events make it."""
