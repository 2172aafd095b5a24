"""The ledger as a file: answered at once, or made as a job and fetched."""
