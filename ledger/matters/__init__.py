"""Matters (交办事项) that no inspector reported: entered by a supervisor, one or a document's tasks as a set."""
