"""The registry as the office keeps it: each change with who made it, when, from what to what."""
