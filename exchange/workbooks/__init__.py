"""Workbooks of others: what kind a file is, two walls around the library that reads it, cells and where they stand."""
