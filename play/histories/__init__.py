"""Issues lived through in memory from a file, for simulations."""
