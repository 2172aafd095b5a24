"""Policies of the ladder, and what one would have done."""
