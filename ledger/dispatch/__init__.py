"""Targeted dispatch (针对性调度): a flagged monthly figure opens a matter, as rules that are data say."""
