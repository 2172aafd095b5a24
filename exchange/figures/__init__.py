"""Somebody's table of projects' monthly figures: its head, its money, its month, each row read and judged."""
