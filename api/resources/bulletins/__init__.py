"""Bulletins (通报) that were built of rankings: which there are, and their files."""
