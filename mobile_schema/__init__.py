"""The contract: what a phone or another system may send, and the events this system publishes."""
