"""Ledgers of others brought in: what is kept of an import, its rows judged, written once, and taken back."""
