"""Pages in a real browser over a real stack, arranged by door."""
