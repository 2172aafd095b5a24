"""The events this system publishes: one frozen model each, past tense.

They are facts: once published, a type never changes its meaning; a new meaning is a new version.
All moments are aware and UTC.
"""
