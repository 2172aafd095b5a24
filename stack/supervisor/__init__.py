"""All parts of a stack: planned, started in order, watched, ended."""
