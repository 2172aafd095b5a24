"""Knows what a policy would have done to issues that were: their histories lived again, and what fired counted."""
