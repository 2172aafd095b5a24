"""Permits of projects (手续): each report of one kept, how it stands on a day, its limit and light, who reports."""
