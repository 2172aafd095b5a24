"""Faults provoked for real: processes killed and stopped under load, and then everything counted."""
