"""Permits of projects on the command line."""
