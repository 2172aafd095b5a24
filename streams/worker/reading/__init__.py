"""How a worker reads: from the positions that the ledger keeps, on past what is damaged."""
