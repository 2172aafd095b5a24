"""What is counted of the ledger: as what an issue stands in the counters, and what happens on a day."""
