"""What reads the ledger and never writes issues: explain, simulate, audit."""
