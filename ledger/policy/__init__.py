"""Policies as data: read, checked, versioned, in force."""
