"""The HTTP interface: reports go to Kafka, commands and questions to the ledger. It holds no rules."""
