"""Papers of an issue: the supervision slip, letters to its unit, and its file, as PDF and Word."""
