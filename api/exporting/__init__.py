"""The ledger as a file: which lines and columns are asked for, what stands in them, and large ones as jobs."""
