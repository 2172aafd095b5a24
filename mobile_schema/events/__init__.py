"""The events this system publishes."""
