"""What the tests notice: mutants of the pure rooms of the ledger, sampled, each tried on the tests of its rooms."""
