"""Ledgers of others over the API: a file looked at, its columns named, its rows judged, brought in, taken back."""
