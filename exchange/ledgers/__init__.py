"""Ledgers of others: the head found, rows classed, columns named, values read, a verdict for each row."""
