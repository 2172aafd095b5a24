"""Permits of projects over the API: how each stands, and what is reported of one."""
