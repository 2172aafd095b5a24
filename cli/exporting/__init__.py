"""`xiaohao export`: the ledger as a file."""
