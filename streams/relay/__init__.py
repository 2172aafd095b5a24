"""Events out of the ledger into Kafka, in order per issue."""
