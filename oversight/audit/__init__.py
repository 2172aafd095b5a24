"""Knows what should have fired and when, from the events alone; it shares no code with what fires.

The one second implementation, on purpose: an error in the engine must not be able to hide in its own audit. It reads
events, policies and calendars as plain data, and counts day by day where the engine calculates.
"""
