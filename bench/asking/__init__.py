"""Benches of the API: reports in, commands, lists, signing in."""
